-- Who lets posts leave, and what is said about each on the way.

CREATE TABLE approval (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    way      TEXT NOT NULL CHECK (way IN ('alone', 'one', 'outside')),
    approver TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE post_notes (
    id      INTEGER PRIMARY KEY,
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL CHECK (kind IN ('comment', 'asked', 'approved', 'to_fix')),
    author  TEXT NOT NULL DEFAULT '',
    text    TEXT NOT NULL DEFAULT '',
    said_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX post_notes_by_post ON post_notes (post_id);
