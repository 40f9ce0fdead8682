-- The team of the desk's staff whose case it is; '' if no team's.
ALTER TABLE cases ADD COLUMN team TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_team ON cases (team) WHERE team <> '';
