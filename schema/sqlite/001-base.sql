-- The first step: accepted mail, people, cases, the outbox.
-- Times are UTC milliseconds.  Statement texts that run on every engine stand in src/store/.

-- A raw message as it was accepted, with its envelope sender.
CREATE TABLE message (
	id INTEGER PRIMARY KEY,
	accept_id TEXT NOT NULL UNIQUE,
	accepted_ms INTEGER NOT NULL,
	road TEXT NOT NULL,
	sender TEXT NOT NULL,
	size_bytes INTEGER NOT NULL,
	sha256 BLOB NOT NULL,
	is_big INTEGER NOT NULL DEFAULT 0,   -- the bytes lie in big/ACCEPT_ID
	raw BLOB                             -- null: in big/, or erased
) STRICT;

-- One per message and recipient.  It has ended when it has an outcome, exactly one.
CREATE TABLE delivery (
	id INTEGER PRIMARY KEY,
	message INTEGER NOT NULL REFERENCES message,
	recipient TEXT NOT NULL,
	in_hand INTEGER NOT NULL DEFAULT 0,  -- 1: in the batch being worked on, 2: tried singly
	tries INTEGER NOT NULL DEFAULT 0,    -- single tries that died
	outcome TEXT CHECK (outcome IN ('case', 'entry', 'bounce', 'held', 'returned', 'answered',
		'dropped', 'duplicate', 'quarantined')),
	why TEXT,                            -- in words, for staff
	desk TEXT,
	case_id INTEGER REFERENCES cases,
	message_key INTEGER,                 -- of the Message-ID: threads and duplicates
	fingerprint INTEGER,                 -- of all but trace fields
	ended_ms INTEGER
) STRICT;
CREATE INDEX delivery_waiting ON delivery (id) WHERE outcome IS NULL;
CREATE INDEX delivery_message ON delivery (message);
CREATE INDEX delivery_message_key ON delivery (message_key, fingerprint)
	WHERE message_key IS NOT NULL;
CREATE INDEX delivery_case ON delivery (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE organisation (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	language TEXT NOT NULL DEFAULT '',
	tier TEXT NOT NULL DEFAULT '',
	sharing INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE organisation_domain (
	domain TEXT PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisation ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL DEFAULT '',
	role TEXT NOT NULL DEFAULT 'customer' CHECK (role IN ('customer', 'agency', 'staff', 'partner')),
	organisation INTEGER REFERENCES organisation ON DELETE SET NULL,
	language TEXT NOT NULL DEFAULT '',
	zone TEXT NOT NULL DEFAULT '',
	created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX person_organisation ON person (organisation) WHERE organisation IS NOT NULL;
CREATE TABLE address (
	address TEXT PRIMARY KEY,            -- lower case
	person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	is_main INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE INDEX address_person ON address (person);
CREATE TABLE person_desk (               -- staff of a desk
	desk TEXT NOT NULL,
	person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
	PRIMARY KEY (desk, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE partner (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	person INTEGER REFERENCES person
) STRICT;

CREATE TABLE counter (
	name TEXT PRIMARY KEY,               -- prefix of a desk's case numbers
	last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
	id INTEGER PRIMARY KEY,
	prefix TEXT NOT NULL,
	number INTEGER NOT NULL,
	desk TEXT NOT NULL,
	title TEXT NOT NULL,
	type TEXT NOT NULL,
	status TEXT NOT NULL,
	priority TEXT NOT NULL DEFAULT '',
	severity TEXT NOT NULL DEFAULT '',
	emergency TEXT NOT NULL DEFAULT '',
	is_change_request INTEGER NOT NULL DEFAULT 0,
	customer TEXT NOT NULL,              -- the name in subjects
	organisation INTEGER REFERENCES organisation ON DELETE SET NULL,
	reporter INTEGER REFERENCES person,
	assignee INTEGER REFERENCES person,
	eta TEXT NOT NULL DEFAULT '',        -- as in subjects
	rating INTEGER,
	language TEXT NOT NULL DEFAULT '',
	root_message_id TEXT NOT NULL DEFAULT '',
	opened_ms INTEGER NOT NULL,
	updated_ms INTEGER NOT NULL,
	UNIQUE (prefix, number)
) STRICT;
CREATE INDEX cases_reporter ON cases (reporter);
CREATE INDEX cases_open ON cases (desk, updated_ms);

CREATE TABLE case_tag (
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	tag TEXT NOT NULL,
	PRIMARY KEY (case_id, tag)
) STRICT, WITHOUT ROWID;
CREATE TABLE case_field (
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (case_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE case_external (
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	partner TEXT NOT NULL,
	id TEXT NOT NULL,
	PRIMARY KEY (case_id, partner)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	person INTEGER NOT NULL REFERENCES person,
	role TEXT NOT NULL CHECK (role IN ('reporter', 'contact', 'follower', 'staff', 'partner')),
	tracking_id TEXT NOT NULL UNIQUE,
	added_ms INTEGER NOT NULL,
	UNIQUE (case_id, person)
) STRICT;
CREATE INDEX participant_person ON participant (person);

-- What happened to a case, in order.
CREATE TABLE entry (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	seq INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	kind TEXT NOT NULL,
	author TEXT NOT NULL,                -- address; '' for casemate itself
	author_name TEXT NOT NULL DEFAULT '',
	author_role TEXT NOT NULL,
	is_proven INTEGER NOT NULL DEFAULT 0,
	text TEXT NOT NULL,                  -- the new text, or what changed in words
	full_text TEXT,                      -- with quotes, where that is more
	message INTEGER REFERENCES message,
	message_id TEXT NOT NULL DEFAULT '',
	UNIQUE (case_id, seq)
) STRICT;
CREATE INDEX entry_message ON entry (message) WHERE message IS NOT NULL;

-- A part of a received message, found again by its hash; its bytes stay in the message.
CREATE TABLE attachment (
	entry INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
	n INTEGER NOT NULL,
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	size_bytes INTEGER NOT NULL,
	is_inline INTEGER NOT NULL DEFAULT 0,
	sha256 BLOB NOT NULL,
	message INTEGER NOT NULL REFERENCES message,
	part INTEGER NOT NULL,
	PRIMARY KEY (entry, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_sha256 ON attachment (sha256);

-- Mail that nobody may see the effect of until staff decides.
CREATE TABLE held (
	id INTEGER PRIMARY KEY,
	delivery INTEGER NOT NULL UNIQUE REFERENCES delivery,
	case_id INTEGER REFERENCES cases,
	reason TEXT NOT NULL,
	sender TEXT NOT NULL,
	subject TEXT NOT NULL,
	held_ms INTEGER NOT NULL,
	decision TEXT CHECK (decision IN ('released', 'dropped')),
	decided_ms INTEGER
) STRICT;
CREATE INDEX held_open ON held (id) WHERE decision IS NULL;

CREATE TABLE outbox (
	id INTEGER PRIMARY KEY,
	token TEXT NOT NULL UNIQUE,
	case_id INTEGER REFERENCES cases,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	sender TEXT NOT NULL,
	recipient TEXT NOT NULL,
	message_id TEXT NOT NULL,
	head BLOB,
	tail BLOB,
	state INTEGER NOT NULL DEFAULT 0,    -- OutboxState
	created_ms INTEGER NOT NULL,
	due_ms INTEGER NOT NULL,
	tries INTEGER NOT NULL DEFAULT 0,
	last_error TEXT NOT NULL DEFAULT '',
	ended_ms INTEGER,
	sent_sha256 BLOB,
	is_told INTEGER NOT NULL DEFAULT 0   -- a failure that staff has been told of
) STRICT;
CREATE INDEX outbox_due ON outbox (due_ms) WHERE state = 0;
CREATE INDEX outbox_untold ON outbox (id) WHERE state = 2 AND is_told = 0;
CREATE INDEX outbox_case ON outbox (case_id) WHERE case_id IS NOT NULL;
CREATE TABLE outbox_part (
	outbox INTEGER NOT NULL REFERENCES outbox ON DELETE CASCADE,
	n INTEGER NOT NULL,
	head BLOB NOT NULL,
	message INTEGER NOT NULL REFERENCES message,
	part INTEGER NOT NULL,
	sha256 BLOB NOT NULL,
	PRIMARY KEY (outbox, n)
) STRICT, WITHOUT ROWID;

-- Notices of one event to more people than fit in its transaction.
CREATE TABLE fanout (
	id INTEGER PRIMARY KEY,
	case_id INTEGER REFERENCES cases,
	notice TEXT NOT NULL                 -- JSON of one notice
) STRICT;

-- Receipts sent, for the caps; older than a day: removed.
CREATE TABLE receipt (
	address TEXT NOT NULL,
	sent_ms INTEGER NOT NULL,
	is_proven INTEGER NOT NULL
) STRICT;
CREATE INDEX receipt_address ON receipt (address, sent_ms);
CREATE INDEX receipt_unproven ON receipt (sent_ms) WHERE is_proven = 0;

-- What staff has been told of and need not hear again for a while.
CREATE TABLE told (
	what TEXT PRIMARY KEY,
	at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
