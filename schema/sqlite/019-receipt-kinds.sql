-- What a receipt was for: of each kind an address gets so many, with proof and without.
ALTER TABLE receipt ADD COLUMN kind TEXT NOT NULL DEFAULT 'plain';
