-- Whether the From address of a held mail was proven: the digest says in whose words it begins.
ALTER TABLE held ADD COLUMN is_proven INTEGER NOT NULL DEFAULT 0;
