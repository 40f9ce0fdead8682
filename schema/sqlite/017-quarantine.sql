-- The figures of a time count what was put into quarantine then; it is a handful among all mail.
CREATE INDEX delivery_quarantined ON delivery (ended_ms) WHERE outcome = 'quarantined';
