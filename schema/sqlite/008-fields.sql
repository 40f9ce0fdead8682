-- Which fields of a case have to be filled in, where its type says otherwise.
CREATE TABLE case_field_need (
	case_id INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
	name TEXT NOT NULL,
	need INTEGER NOT NULL,               -- 1: staff asks for it, 2: staff does without it
	PRIMARY KEY (case_id, name)
) STRICT, WITHOUT ROWID;
