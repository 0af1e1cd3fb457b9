-- What is declared of a post, the rules its owner amended, and why a warning was
-- overridden.

ALTER TABLE posts ADD COLUMN disclosures TEXT NOT NULL DEFAULT ''; -- partnership, retouched, virtual

-- What was declared of a fixed post is fixed with it.
DROP TRIGGER posts_fixed_update;
CREATE TRIGGER posts_fixed_update BEFORE UPDATE ON posts
WHEN OLD.id IS NOT NEW.id OR (
    (OLD.text IS NOT NEW.text OR OLD.comment IS NOT NEW.comment OR OLD.day IS NOT NEW.day OR OLD.time IS NOT NEW.time
        OR OLD.zone IS NOT NEW.zone OR OLD.stage IS NOT NEW.stage OR OLD.created_ms IS NOT NEW.created_ms
        OR OLD.disclosures IS NOT NEW.disclosures)
    AND EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;

CREATE TABLE legal_rules (
    id       TEXT PRIMARY KEY,
    data     TEXT NOT NULL CHECK (json_valid(data)),
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE overrides (
    id       INTEGER PRIMARY KEY,
    post_id  TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    warning  TEXT NOT NULL, -- which check, as editorial.Check.ID says
    reason   TEXT NOT NULL CHECK (trim(reason) <> ''),
    said_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX overrides_by_post ON overrides (post_id);
