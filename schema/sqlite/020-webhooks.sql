-- Partners who take events by HTTP, and events on their way.

ALTER TABLE partner ADD COLUMN url TEXT NOT NULL DEFAULT '';         -- '': by mail
ALTER TABLE partner ADD COLUMN secret_file TEXT NOT NULL DEFAULT '';
ALTER TABLE partner ADD COLUMN ca_file TEXT NOT NULL DEFAULT '';
ALTER TABLE partner ADD COLUMN events TEXT NOT NULL DEFAULT '';      -- those it has subscribed; '': all
ALTER TABLE partner ADD COLUMN connect_timeout_s INTEGER NOT NULL DEFAULT 0;
ALTER TABLE partner ADD COLUMN answer_timeout_s INTEGER NOT NULL DEFAULT 0;
-- Why nothing is posted there any more, in words; ''.
ALTER TABLE partner ADD COLUMN off_why TEXT NOT NULL DEFAULT '';
-- To whose endpoint a message goes; '': it is mail.
ALTER TABLE outbox ADD COLUMN partner TEXT NOT NULL DEFAULT '';
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (due_ms) WHERE state = 0 AND partner = '';
CREATE INDEX outbox_event_due ON outbox (partner, due_ms) WHERE state = 0 AND partner <> '';
CREATE INDEX outbox_event_case ON outbox (partner, case_id, id) WHERE state = 0 AND partner <> '';
