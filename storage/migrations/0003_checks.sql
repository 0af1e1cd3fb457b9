-- What is declared of a post, the rules its owner amended, and why a warning was
-- overridden.

ALTER TABLE posts ADD COLUMN disclosures TEXT NOT NULL DEFAULT ''; -- partnership, retouched, virtual

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
