-- The part of a picture that a post shows, as media.Crop writes it; '' is the whole.

ALTER TABLE post_media ADD COLUMN crop TEXT NOT NULL DEFAULT '';
ALTER TABLE variant_media ADD COLUMN crop TEXT NOT NULL DEFAULT '';

-- The pictures that posts and their variants use.
CREATE VIEW used_media AS
    SELECT post_id, hash, alt FROM post_media
    UNION ALL
    SELECT post_id, hash, alt FROM variant_media;
