-- What is said of a post outlives it for a while, as its deletion may be undone.

-- When posts were deleted. A row goes when its post comes back, or with all that
-- was kept of it.
CREATE TABLE deleted_posts (
    post_id    TEXT PRIMARY KEY,
    deleted_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What named a post that was deleted, and will again.
CREATE TABLE deleted_links (
    post_id TEXT NOT NULL REFERENCES deleted_posts (post_id) ON DELETE CASCADE,
    kind    TEXT NOT NULL CHECK (kind IN ('action', 'message')),
    id      ANY NOT NULL,
    PRIMARY KEY (post_id, kind, id)
) STRICT, WITHOUT ROWID;

-- Its figures, as table readings has them.
CREATE TABLE deleted_readings (
    post_id  TEXT NOT NULL REFERENCES deleted_posts (post_id) ON DELETE CASCADE,
    metric   TEXT NOT NULL,
    day      TEXT NOT NULL,
    value    REAL NOT NULL,
    origin   TEXT NOT NULL,
    taken_ms INTEGER NOT NULL,
    PRIMARY KEY (post_id, metric, day, origin)
) STRICT, WITHOUT ROWID;

-- Notes and overrides stay as versions do: no reference to posts.
CREATE TABLE kept_notes (
    id      INTEGER PRIMARY KEY,
    post_id TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('comment', 'asked', 'approved', 'to_fix')),
    author  TEXT NOT NULL DEFAULT '',
    text    TEXT NOT NULL DEFAULT '',
    said_ms INTEGER NOT NULL
) STRICT;
INSERT INTO kept_notes SELECT id, post_id, kind, author, text, said_ms FROM post_notes;
DROP TABLE post_notes;
ALTER TABLE kept_notes RENAME TO post_notes;
CREATE INDEX post_notes_by_post ON post_notes (post_id);

CREATE TABLE kept_overrides (
    id      INTEGER PRIMARY KEY,
    post_id TEXT NOT NULL,
    warning TEXT NOT NULL, -- which check, as editorial.Check.ID says
    found   TEXT NOT NULL, -- what it found, as editorial.Check.Fingerprint says; '' is anything
    reason  TEXT NOT NULL CHECK (trim(reason) <> ''),
    said_ms INTEGER NOT NULL
) STRICT;
INSERT INTO kept_overrides SELECT id, post_id, warning, '', reason, said_ms FROM overrides;
DROP TABLE overrides;
ALTER TABLE kept_overrides RENAME TO overrides;
CREATE INDEX overrides_by_post ON overrides (post_id);

-- When the posts that are gone went nobody noted: it was after their last save.
INSERT INTO deleted_posts SELECT post_id, max(saved_ms) FROM post_versions
    WHERE NOT EXISTS (SELECT 1 FROM posts WHERE posts.id = post_versions.post_id) GROUP BY post_id;
