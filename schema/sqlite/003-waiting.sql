-- What staff needs to judge held mail from the digest, and to find a returned mail again.

-- The first line of its words, masked; '' if it has none that a mail may hold.
ALTER TABLE held ADD COLUMN first_line TEXT NOT NULL DEFAULT '';
-- The delivery that a notice sends back to its writer; null: it sends none back.
ALTER TABLE outbox ADD COLUMN returns INTEGER REFERENCES delivery;
CREATE INDEX outbox_returns ON outbox (returns) WHERE returns IS NOT NULL;
