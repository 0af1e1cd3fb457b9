-- Attempts to take a published delivery back from its network. Its own row never
-- changes: what became of it since is told by these, which are as fixed once they
-- ended.
CREATE TABLE removals (
    id          INTEGER PRIMARY KEY,
    delivery_id TEXT NOT NULL REFERENCES deliveries (id),
    started_ms  INTEGER NOT NULL,
    ended_ms    INTEGER,
    outcome     TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'created', 'refused', 'limited', 'unknown')), -- 'created' is gone
    call        TEXT NOT NULL DEFAULT '',
    status      INTEGER NOT NULL DEFAULT 0,
    excerpt     TEXT NOT NULL DEFAULT '',
    why_key     TEXT NOT NULL DEFAULT '',
    why_args    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX removals_by_delivery ON removals (delivery_id);

CREATE TRIGGER removals_fixed_insert BEFORE INSERT ON removals
WHEN EXISTS (SELECT 1 FROM removals WHERE id = NEW.id)
    OR NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.id = NEW.delivery_id AND state = 'published')
BEGIN SELECT RAISE(ABORT, 'parvis: removal is fixed'); END;
CREATE TRIGGER removals_fixed_update BEFORE UPDATE ON removals
WHEN OLD.ended_ms IS NOT NULL OR OLD.id IS NOT NEW.id OR OLD.delivery_id IS NOT NEW.delivery_id OR OLD.started_ms IS NOT NEW.started_ms
BEGIN SELECT RAISE(ABORT, 'parvis: removal is fixed'); END;
CREATE TRIGGER removals_fixed_delete BEFORE DELETE ON removals
BEGIN SELECT RAISE(ABORT, 'parvis: removal is fixed'); END;
