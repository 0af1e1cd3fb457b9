-- The catch-up list: deliveries that came due while nothing could leave, until
-- their owner has said whether they still go.
CREATE TABLE catch_up (
    delivery_id TEXT PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
    listed_ms   INTEGER NOT NULL,
    seen        INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Whatever its owner does about a delivery elsewhere is an answer too.
CREATE TRIGGER catch_up_answered AFTER UPDATE ON deliveries
WHEN OLD.due_ms IS NOT NEW.due_ms OR NEW.state NOT IN ('scheduled', 'missed')
    OR (OLD.state = 'missed' AND NEW.state = 'scheduled')
BEGIN DELETE FROM catch_up WHERE delivery_id = NEW.id; END;

-- The times during which nothing of the business was to leave. The one without an
-- end lasts.
CREATE TABLE pauses (
    id       INTEGER PRIMARY KEY,
    since_ms INTEGER NOT NULL,
    until_ms INTEGER,
    why      TEXT NOT NULL CHECK (why IN ('crisis', 'mourning', 'closed', 'other')),
    note     TEXT NOT NULL DEFAULT '',
    who      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX pauses_lasting ON pauses (until_ms IS NULL) WHERE until_ms IS NULL;

-- What the last rehearsal found of each delivery to come. What says nothing was
-- found well.
CREATE TABLE rehearsals (
    delivery_id  TEXT PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
    due_ms       INTEGER NOT NULL,
    checked_ms   INTEGER NOT NULL,
    problem_key  TEXT NOT NULL DEFAULT '',
    problem_args TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
