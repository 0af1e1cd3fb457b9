-- What left Parvis as a sheet: the base that what comes back is compared with.
CREATE TABLE exports (
    id      TEXT PRIMARY KEY,
    kind    TEXT NOT NULL CHECK (kind IN ('calendar', 'approval')),
    made_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE export_rows (
    export_id TEXT NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
    post_id   TEXT NOT NULL, -- of a post that may be gone since
    cells     TEXT NOT NULL CHECK (json_valid(cells)),
    PRIMARY KEY (export_id, post_id)
) STRICT, WITHOUT ROWID;

-- What sheets say of a post and Parvis has no room for. Not tied to the post: one
-- that is brought back after its removal finds it again.
CREATE TABLE post_besides (
    post_id TEXT NOT NULL,
    name    TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (post_id, name)
) STRICT, WITHOUT ROWID;

-- What the columns of strangers' sheets mean, by the signature of their headers.
CREATE TABLE sheet_mappings (
    signature TEXT PRIMARY KEY,
    columns   TEXT NOT NULL CHECK (json_valid(columns)),
    used_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Spreadsheets that were taken in.
CREATE TABLE sheets_taken (
    sum      TEXT NOT NULL, -- SHA-256 of the file
    taken_ms INTEGER NOT NULL,
    name     TEXT NOT NULL,
    rows     INTEGER NOT NULL,
    PRIMARY KEY (sum, taken_ms)
) STRICT, WITHOUT ROWID;
