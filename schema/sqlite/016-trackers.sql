-- Tickets of a case in trackers of others, each with the entry that was the last word on it.
CREATE TABLE case_ticket (
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	key TEXT NOT NULL,
	tracker TEXT NOT NULL,               -- its name in the configuration
	status TEXT NOT NULL,                -- in words; ''
	entry INTEGER REFERENCES entry ON DELETE SET NULL,
	PRIMARY KEY (case_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_ticket_key ON case_ticket (lower(key));
CREATE INDEX case_ticket_entry ON case_ticket (entry);
