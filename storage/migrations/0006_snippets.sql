-- What owners write again and again. tags and networks are lists of words; what a
-- kind does not have is empty.
CREATE TABLE snippets (
    id       TEXT PRIMARY KEY,
    kind     TEXT NOT NULL CHECK (kind IN ('hashtags', 'signature', 'template', 'link')),
    name     TEXT NOT NULL,
    text     TEXT NOT NULL DEFAULT '',
    tags     TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    networks TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(networks)),
    address  TEXT NOT NULL DEFAULT '',
    medium   TEXT NOT NULL DEFAULT '',
    content  TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    uses     INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0),
    used_ms  INTEGER -- NULL while never used
) STRICT;
CREATE INDEX snippets_by_kind ON snippets (kind, position);

CREATE TABLE emoji_uses (
    emoji   TEXT PRIMARY KEY,
    used_ms INTEGER NOT NULL,
    turn    INTEGER NOT NULL -- tells apart what was used in one millisecond
) STRICT, WITHOUT ROWID;

-- What posts were, oldest first by id: the last of a post is the post as it is. A
-- post saved once has none yet. Those of a post that was deleted stay a while, as
-- its deletion may be undone: no reference to posts.
CREATE TABLE post_versions (
    id       INTEGER PRIMARY KEY,
    post_id  TEXT NOT NULL,
    begun_ms INTEGER NOT NULL,
    saved_ms INTEGER NOT NULL,
    author   TEXT NOT NULL DEFAULT '',
    longest  INTEGER NOT NULL, -- characters of the longest text it has held
    sealed   INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1)), -- the next save begins another
    data     TEXT NOT NULL CHECK (json_valid(data)) -- editorial.Post
) STRICT;
CREATE INDEX post_versions_by_post ON post_versions (post_id, id);

-- The history of what went out stays as it was.
CREATE TRIGGER post_versions_fixed_insert BEFORE INSERT ON post_versions
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = NEW.post_id)
    OR EXISTS (SELECT 1 FROM post_versions WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_versions_fixed_update BEFORE UPDATE ON post_versions
WHEN OLD.id IS NOT NEW.id OR OLD.post_id IS NOT NEW.post_id
    OR EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_versions_fixed_delete BEFORE DELETE ON post_versions
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
