-- What a contract promises of a case, and by when: derived with its clocks (desk/promise.c).
ALTER TABLE cases ADD COLUMN due_ms INTEGER NOT NULL DEFAULT 0; -- 0: nothing is promised
ALTER TABLE cases ADD COLUMN due_for TEXT NOT NULL DEFAULT '';  -- "first answer"; '' if nothing is
CREATE INDEX cases_due ON cases (due_ms) WHERE due_ms <> 0;
