-- Which message a case was split off from: asked when that text is removed, under the write lock.
CREATE INDEX entry_split ON entry (split_into) WHERE split_into IS NOT NULL;
