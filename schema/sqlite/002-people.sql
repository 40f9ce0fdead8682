-- People, followers, proof, and what commands in mail need.

-- The name without letter case, blanks and punctuation: people are found by it.
ALTER TABLE person ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE person SET name_key =
	lower(replace(replace(replace(name, ' ', ''), '.', ''), '-', ''));
CREATE INDEX person_name_key ON person (name_key) WHERE name_key <> '';
-- When the welcome mail was queued; 0: none is wanted, as for those who know us from before; null:
-- not yet.
ALTER TABLE person ADD COLUMN welcomed_ms INTEGER;
UPDATE person SET welcomed_ms = 0;
-- Whose members write from which domain.
ALTER TABLE address ADD COLUMN domain TEXT GENERATED ALWAYS AS
	(substr(address, instr(address, '@') + 1)) VIRTUAL;
CREATE INDEX address_domain ON address (domain);
CREATE TABLE person_team (
	person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	team TEXT NOT NULL,
	PRIMARY KEY (person, team)
) STRICT, WITHOUT ROWID;
-- Fingerprints of the keys whose signatures prove a person: OpenPGP or X.509, hexadecimal.
CREATE TABLE person_key (
	person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	fingerprint TEXT NOT NULL,
	PRIMARY KEY (person, fingerprint)
) STRICT, WITHOUT ROWID;
-- Signatures that have proven a mail, and which one: each counts once.
CREATE TABLE signature_used (
	digest INTEGER PRIMARY KEY,
	fingerprint INTEGER NOT NULL,        -- of that mail, as in delivery
	at_ms INTEGER NOT NULL
) STRICT;
-- On what the author's address is proven, or why it isn't, in words; '' where it was no mail.
ALTER TABLE entry ADD COLUMN proof TEXT NOT NULL DEFAULT '';
-- Its text came encrypted: no mail may hold it.
ALTER TABLE entry ADD COLUMN is_sealed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person_desk ADD COLUMN is_lead INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person_desk ADD COLUMN sees_raw INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person_desk ADD COLUMN duty INTEGER;     -- place in the duty roster; null: not on it

-- The languages of an organisation in its own order, the first is that of mail to it.
CREATE TABLE organisation_language (
	organisation INTEGER NOT NULL REFERENCES organisation ON DELETE CASCADE,
	language TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (organisation, language)
) STRICT, WITHOUT ROWID;
INSERT INTO organisation_language (organisation, language, n)
	SELECT id, language, 0 FROM organisation WHERE language <> '';
ALTER TABLE organisation DROP COLUMN language;
-- Who has been invited to an organisation of late, by whom: an address; older than a day: removed.
CREATE TABLE invitation (
	inviter TEXT NOT NULL,
	address TEXT NOT NULL,
	organisation INTEGER NOT NULL REFERENCES organisation ON DELETE CASCADE,
	at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX invitation_inviter ON invitation (inviter, at_ms);
CREATE INDEX invitation_address ON invitation (address, organisation);
-- Who follows each new case of an organisation.
CREATE TABLE standing_follower (
	organisation INTEGER NOT NULL REFERENCES organisation ON DELETE CASCADE,
	person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	PRIMARY KEY (organisation, person)
) STRICT, WITHOUT ROWID;
-- Organisations that follow a case: it stands in their lists, and they get no mail.
CREATE TABLE case_organisation (
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	organisation INTEGER NOT NULL REFERENCES organisation ON DELETE CASCADE,
	added_ms INTEGER NOT NULL,
	PRIMARY KEY (case_id, organisation)
) STRICT, WITHOUT ROWID;
-- A follower by mention follows for a while only; null: for good.
ALTER TABLE participant ADD COLUMN until_ms INTEGER;
-- Who is no part of a case any more. The tracking ID still names the case, and proves nothing.
CREATE TABLE former_participant (
	tracking_id TEXT PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	role TEXT NOT NULL,
	removed_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX former_participant_case ON former_participant (case_id);
-- How often somebody has shared a case of late: it sends mail to others.
CREATE INDEX entry_share ON entry (author, at_ms) WHERE kind IN ('share', 'contact');

-- What kind of waiting it is: for staff, for the writer's confirmation, or returned to staff.
ALTER TABLE held ADD COLUMN kind TEXT NOT NULL DEFAULT 'held'
	CHECK (kind IN ('held', 'unconfirmed', 'returned'));
-- Who may confirm or send it, and by which word; unguessable, used once, until it expires.
ALTER TABLE held ADD COLUMN person INTEGER REFERENCES person;
ALTER TABLE held ADD COLUMN token TEXT;
ALTER TABLE held ADD COLUMN expires_ms INTEGER;
CREATE UNIQUE INDEX held_token ON held (token) WHERE token IS NOT NULL;
CREATE INDEX held_person ON held (person, held_ms) WHERE person IS NOT NULL;
-- As what a released mail is handled when it comes down the path again.
ALTER TABLE held ADD COLUMN released_as TEXT;
-- Whose staff decides about it: of what came to no desk, the first one's.
ALTER TABLE held ADD COLUMN desk TEXT NOT NULL DEFAULT '';
UPDATE held SET desk = coalesce((SELECT d.desk FROM delivery d WHERE d.id = delivery), '');
ALTER TABLE held ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';    -- address
ALTER TABLE held ADD COLUMN is_urgent INTEGER NOT NULL DEFAULT 0;   -- it is about an emergency
-- When the desk's staff was told of it; null: not yet.
ALTER TABLE held ADD COLUMN told_ms INTEGER;
CREATE INDEX held_untold ON held (desk, is_urgent) WHERE decision IS NULL AND told_ms IS NULL;
CREATE INDEX held_decided ON held (decided_ms) WHERE decided_ms IS NOT NULL;
CREATE INDEX held_listing ON held (desk, is_urgent DESC, id) WHERE decision IS NULL;

-- A merged case's mail goes on in another.
ALTER TABLE cases ADD COLUMN merged_into INTEGER REFERENCES cases;
CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;
-- What a merge did to who takes part, so that it can be undone: who came along, and what those
-- were before who had a smaller part in the surviving case.
CREATE TABLE merged_participant (
	merged INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	participant INTEGER NOT NULL REFERENCES participant ON DELETE CASCADE,
	role_was TEXT,                       -- null: came along
	until_was INTEGER,
	PRIMARY KEY (merged, participant)
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_participant_row ON merged_participant (participant);
CREATE TABLE merged_organisation (
	merged INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	survivor INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	organisation INTEGER NOT NULL REFERENCES organisation ON DELETE CASCADE,
	PRIMARY KEY (merged, organisation)
) STRICT, WITHOUT ROWID;
CREATE TABLE case_link (
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	other INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	kind TEXT NOT NULL,                  -- 'related', 'split'
	PRIMARY KEY (case_id, other)
) STRICT, WITHOUT ROWID;

-- A customer's mail that staff forwarded was never received itself; answers to it find the case.
CREATE INDEX cases_root ON cases (root_message_id) WHERE root_message_id <> '';
-- Lists of cases: what somebody works on, what an organisation has and follows.
CREATE INDEX cases_assignee ON cases (assignee) WHERE assignee IS NOT NULL;
CREATE INDEX cases_organisation ON cases (organisation) WHERE organisation IS NOT NULL;
CREATE INDEX case_organisation_organisation ON case_organisation (organisation);
-- The case that a message became.
ALTER TABLE entry ADD COLUMN split_into INTEGER REFERENCES cases;
