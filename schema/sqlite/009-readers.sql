-- What readers are shown: times in their zone, and whether the desk stands for its staff.

-- Of its members who have no zone of their own.
ALTER TABLE organisation ADD COLUMN zone TEXT NOT NULL DEFAULT '';
-- Customers read the desk's name instead of those of its staff.
ALTER TABLE cases ADD COLUMN hides_staff INTEGER NOT NULL DEFAULT 0;
