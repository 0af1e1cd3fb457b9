-- The video of a post, which stays where it is on the disk.

CREATE TABLE post_videos (
    post_id TEXT PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    hash    TEXT NOT NULL REFERENCES videos (hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_videos_by_hash ON post_videos (hash);

CREATE TRIGGER post_videos_fixed_insert BEFORE INSERT ON post_videos
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = NEW.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_videos_fixed_update BEFORE UPDATE ON post_videos
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id IN (OLD.post_id, NEW.post_id))
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_videos_fixed_delete BEFORE DELETE ON post_videos
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;

CREATE TRIGGER videos_fixed_delete BEFORE DELETE ON videos
WHEN EXISTS (SELECT 1 FROM post_videos WHERE post_videos.hash = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'parvis: pictures never change'); END;

DROP VIEW used_media;
CREATE VIEW used_media AS
    SELECT post_id, hash, alt FROM post_media
    UNION ALL
    SELECT post_id, hash, alt FROM variant_media
    UNION ALL
    SELECT post_id, hash, '' FROM post_videos;
