-- The dictionary of the business: words that are right though no dictionary has them.
CREATE TABLE words (
    text     TEXT PRIMARY KEY CHECK (text <> ''),
    who      TEXT NOT NULL DEFAULT '',
    added_ms INTEGER NOT NULL
) STRICT;
