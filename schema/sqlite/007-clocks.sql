-- What time brings: when something is to be looked at again.  All of it is derived from the cases
-- and the configuration (desk/clocks.c); what is due is decided anew from the facts.
CREATE TABLE clock (
	id INTEGER PRIMARY KEY,
	case_id INTEGER REFERENCES cases ON DELETE CASCADE, -- null: it is the whole site's
	kind TEXT NOT NULL,                  -- ClockKind.name
	due_ms INTEGER NOT NULL,
	goes_first INTEGER NOT NULL DEFAULT 0 -- acts even while mail waits to be handled
) STRICT;
CREATE UNIQUE INDEX clock_of ON clock (coalesce(case_id, 0), kind);
CREATE INDEX clock_case ON clock (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX clock_due ON clock (due_ms);
CREATE INDEX clock_due_first ON clock (due_ms) WHERE goes_first = 1;
-- By which configuration derived rows were made, and how far the making has come.
CREATE TABLE derived (
	name TEXT PRIMARY KEY,
	basis TEXT NOT NULL,
	done INTEGER NOT NULL                -- the last case that has been gone through
) STRICT, WITHOUT ROWID;
