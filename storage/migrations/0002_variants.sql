-- What a post says on one network in place of the common text, first comment and
-- pictures.

ALTER TABLE posts ADD COLUMN comment TEXT NOT NULL DEFAULT ''; -- the first comment

CREATE TABLE post_variants (
    post_id    TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    network    TEXT NOT NULL,
    position   INTEGER NOT NULL,
    text       TEXT NOT NULL DEFAULT '',
    comment    TEXT NOT NULL DEFAULT '',
    own_images INTEGER NOT NULL DEFAULT 0 CHECK (own_images IN (0, 1)),
    PRIMARY KEY (post_id, network)
) STRICT, WITHOUT ROWID;

CREATE TABLE variant_media (
    post_id  TEXT NOT NULL,
    network  TEXT NOT NULL,
    position INTEGER NOT NULL,
    hash     TEXT NOT NULL REFERENCES media (hash),
    alt      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (post_id, network, position),
    FOREIGN KEY (post_id, network) REFERENCES post_variants (post_id, network) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX variant_media_by_hash ON variant_media (hash);

-- Of a fixed post, the first comment and every variant are fixed too.
DROP TRIGGER posts_fixed_update;
CREATE TRIGGER posts_fixed_update BEFORE UPDATE ON posts
WHEN OLD.id IS NOT NEW.id OR (
    (OLD.text IS NOT NEW.text OR OLD.comment IS NOT NEW.comment OR OLD.day IS NOT NEW.day OR OLD.time IS NOT NEW.time
        OR OLD.zone IS NOT NEW.zone OR OLD.stage IS NOT NEW.stage OR OLD.created_ms IS NOT NEW.created_ms)
    AND EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;

CREATE TRIGGER post_variants_fixed_insert BEFORE INSERT ON post_variants
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = NEW.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_variants_fixed_update BEFORE UPDATE ON post_variants
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id IN (OLD.post_id, NEW.post_id))
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_variants_fixed_delete BEFORE DELETE ON post_variants
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;

CREATE TRIGGER variant_media_fixed_insert BEFORE INSERT ON variant_media
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = NEW.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER variant_media_fixed_update BEFORE UPDATE ON variant_media
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id IN (OLD.post_id, NEW.post_id))
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER variant_media_fixed_delete BEFORE DELETE ON variant_media
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;

DROP TRIGGER media_fixed_delete;
CREATE TRIGGER media_fixed_delete BEFORE DELETE ON media
WHEN EXISTS (SELECT 1 FROM post_media WHERE post_media.hash = OLD.hash)
    OR EXISTS (SELECT 1 FROM variant_media WHERE variant_media.hash = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'parvis: pictures never change'); END;
