-- Which partners may be given cases, and which case each of them has and had.

ALTER TABLE partner ADD COLUMN is_active INTEGER NOT NULL DEFAULT 1;
CREATE INDEX partner_person ON partner (person) WHERE person IS NOT NULL;

-- A hand-over.  The partner is kept by name, so that the history outlives it.
CREATE TABLE case_partner (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	partner TEXT NOT NULL,
	given_ms INTEGER NOT NULL,
	answered_ms INTEGER,                 -- its first word; null: none yet
	ended_ms INTEGER                     -- null: the case is with it
) STRICT;
CREATE UNIQUE INDEX case_partner_now ON case_partner (case_id) WHERE ended_ms IS NULL;
CREATE INDEX case_partner_case ON case_partner (case_id);
CREATE INDEX case_partner_holder ON case_partner (partner) WHERE ended_ms IS NULL;

-- A partner's number for a case, as it stands in the subjects of its mail.
CREATE INDEX case_external_id ON case_external (lower(id));
