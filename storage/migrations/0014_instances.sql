-- What the server of an account said of its own limits when it was connected, as
-- networks.Instance writes it (JSON); '' where servers have none of their own.

ALTER TABLE accounts ADD COLUMN instance TEXT NOT NULL DEFAULT '';
