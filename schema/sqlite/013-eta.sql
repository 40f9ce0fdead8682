-- How often the ETA of a case has changed: the SEQUENCE of its calendar event.
CREATE INDEX entry_eta ON entry (case_id) WHERE kind = 'eta';
