-- Emergencies that nobody has taken yet.

-- Whom it has come to and who was told so far; '' where nobody is waited for.
ALTER TABLE cases ADD COLUMN escalation TEXT NOT NULL DEFAULT '';
