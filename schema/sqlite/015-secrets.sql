-- Secrets in a text that were masked, and files that are private keys: these go out in no mail.
ALTER TABLE entry ADD COLUMN masked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN is_key INTEGER NOT NULL DEFAULT 0;
