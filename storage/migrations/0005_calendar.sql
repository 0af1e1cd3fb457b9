-- What lists, search, undo and recurring posts need.

ALTER TABLE posts ADD COLUMN author TEXT NOT NULL DEFAULT '';
CREATE INDEX posts_by_updated ON posts (updated_ms);

-- The states of the deliveries of a post, without reading the ledger's rows.
CREATE INDEX deliveries_states ON deliveries (post_id, state);

-- The index of words. Go folds them (package search), so only Parvis writes it;
-- what another program changed is found as it was before. Rows are numbered, as
-- FTS5 knows rows by number and posts have none.
CREATE TABLE searched_posts (
    number  INTEGER PRIMARY KEY,
    post_id TEXT NOT NULL UNIQUE,
    label   TEXT NOT NULL -- what lists sort titles by, folded
) STRICT;
-- Words come folded: to the tokenizer every byte that is not ASCII is a letter.
CREATE VIRTUAL TABLE post_words USING fts5(
    title, text, more, stems, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3'
);
-- By which way of folding all posts were indexed: 0 is none.
CREATE TABLE search_version (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO search_version (one, version) VALUES (1, 0);

-- The journal of commands: what undo takes back, the latest last.
CREATE TABLE commands (
    number  INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again
    kind    TEXT NOT NULL,
    title   TEXT NOT NULL DEFAULT '', -- of the first post
    made_ms INTEGER NOT NULL,
    undone  INTEGER NOT NULL DEFAULT 0 -- 0 while done, else the order in which commands were undone
) STRICT;
-- Posts before and after a command: JSON of the whole post, NULL where there is
-- none.
CREATE TABLE command_posts (
    command  INTEGER NOT NULL REFERENCES commands (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    post     TEXT NOT NULL,
    "before" TEXT CHECK (json_valid("before")),
    "after"  TEXT CHECK (json_valid("after")),
    PRIMARY KEY (command, position)
) STRICT, WITHOUT ROWID;

-- Recurring posts. Who belongs to a series outlives the post, so that one that is
-- deleted and brought back belongs to it again.
CREATE TABLE series_posts (
    post_id   TEXT PRIMARY KEY,
    series_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX series_posts_by_series ON series_posts (series_id);
