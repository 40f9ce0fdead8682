-- Texts that were removed for good.

-- When that was; its text says by whom.  Null: it stands.
ALTER TABLE entry ADD COLUMN redacted_ms INTEGER;
-- When its bytes were removed.  Its row stays, so that it is counted and known again.
ALTER TABLE message ADD COLUMN erased_ms INTEGER;
-- What a removal has left to be done outside of its transaction.
CREATE TABLE erasure (
	id INTEGER PRIMARY KEY,
	accept_id TEXT                       -- whose file in big/ goes; null: index and log
) STRICT;
