-- The part of a picture that a post shows, as media.Crop writes it; '' is the whole.

ALTER TABLE post_media ADD COLUMN crop TEXT NOT NULL DEFAULT '';
ALTER TABLE variant_media ADD COLUMN crop TEXT NOT NULL DEFAULT '';
