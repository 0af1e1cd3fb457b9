-- The library: videos, and what the owner says of pictures and videos beside
-- their bytes, which never change.

CREATE TABLE videos (
    hash        TEXT PRIMARY KEY, -- SHA-256 of the file, which stays where it is
    name        TEXT NOT NULL,
    path        TEXT NOT NULL,    -- on the computer that added or found it last
    modified_ms INTEGER NOT NULL, -- when the file was written last
    mime        TEXT NOT NULL,
    size        INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL, -- 0 when the video does not say
    width       INTEGER NOT NULL, -- as shown
    height      INTEGER NOT NULL,
    rotation    INTEGER NOT NULL,
    frame_rate  REAL NOT NULL,    -- 0 when the video does not say
    video_codec TEXT NOT NULL,
    audio_codec TEXT NOT NULL,    -- '' without sound
    added_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each picture and video, which comes and goes with it.
CREATE TABLE library (
    hash   TEXT PRIMARY KEY,
    name   TEXT NOT NULL DEFAULT '', -- '' is that of the file
    people INTEGER NOT NULL DEFAULT 0 CHECK (people IN (0, 1)) -- somebody can be recognised
) STRICT, WITHOUT ROWID;

CREATE TABLE media_tags (
    hash TEXT NOT NULL REFERENCES library (hash) ON DELETE CASCADE,
    tag  TEXT NOT NULL,
    PRIMARY KEY (hash, tag)
) STRICT, WITHOUT ROWID;

-- Signed papers, as they came.
CREATE TABLE proofs (
    hash     TEXT PRIMARY KEY, -- SHA-256 of data
    name     TEXT NOT NULL,
    mime     TEXT NOT NULL,
    size     INTEGER NOT NULL,
    added_ms INTEGER NOT NULL,
    data     BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE media_rights (
    id         TEXT PRIMARY KEY,
    hash       TEXT NOT NULL REFERENCES library (hash) ON DELETE CASCADE,
    kind       TEXT NOT NULL CHECK (kind IN ('person', 'child', 'author', 'bought')),
    person     TEXT NOT NULL,
    networks   TEXT NOT NULL,             -- a JSON array, empty for all
    purpose    TEXT NOT NULL DEFAULT '',
    signed_on  TEXT,                      -- NULL while it is not
    expires_on TEXT,                      -- the last day, NULL for no end
    proof      TEXT REFERENCES proofs (hash),
    note       TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX media_rights_by_hash ON media_rights (hash);
CREATE INDEX media_rights_by_proof ON media_rights (proof);

INSERT INTO library (hash) SELECT hash FROM media;

CREATE TRIGGER library_of_media AFTER INSERT ON media
BEGIN INSERT INTO library (hash) VALUES (NEW.hash) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER library_without_media AFTER DELETE ON media
BEGIN DELETE FROM library WHERE hash = OLD.hash; END;
CREATE TRIGGER library_of_videos AFTER INSERT ON videos
BEGIN INSERT INTO library (hash) VALUES (NEW.hash) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER library_without_videos AFTER DELETE ON videos
BEGIN DELETE FROM library WHERE hash = OLD.hash; END;

-- A row of the library stays as long as what it speaks of.
CREATE TRIGGER library_fixed_delete BEFORE DELETE ON library
WHEN EXISTS (SELECT 1 FROM media WHERE media.hash = OLD.hash) OR EXISTS (SELECT 1 FROM videos WHERE videos.hash = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'parvis: pictures never change'); END;

-- Of a video only the place changes.
CREATE TRIGGER videos_fixed_update BEFORE UPDATE ON videos
WHEN OLD.hash IS NOT NEW.hash OR OLD.size IS NOT NEW.size OR OLD.mime IS NOT NEW.mime
    OR OLD.duration_ms IS NOT NEW.duration_ms OR OLD.width IS NOT NEW.width OR OLD.height IS NOT NEW.height
    OR OLD.video_codec IS NOT NEW.video_codec OR OLD.audio_codec IS NOT NEW.audio_codec
BEGIN SELECT RAISE(ABORT, 'parvis: pictures never change'); END;

CREATE TRIGGER proofs_fixed_update BEFORE UPDATE ON proofs
BEGIN SELECT RAISE(ABORT, 'parvis: pictures never change'); END;
