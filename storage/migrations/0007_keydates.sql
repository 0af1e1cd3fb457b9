-- Dates that the owner added to those Parvis brings.
CREATE TABLE own_dates (
    id     TEXT PRIMARY KEY,
    name   TEXT NOT NULL CHECK (name <> ''),
    day    TEXT NOT NULL,
    yearly INTEGER NOT NULL CHECK (yearly IN (0, 1)),
    note   TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- What the owner decided of the dates that Parvis brings, by their name in its
-- data: shown or not. Those without a row follow the trade.
CREATE TABLE shown_dates (
    id    TEXT PRIMARY KEY,
    shown INTEGER NOT NULL CHECK (shown IN (0, 1))
) STRICT, WITHOUT ROWID;

-- School holidays, as typed in; last is the last day without classes.
CREATE TABLE school_holidays (
    id    TEXT PRIMARY KEY,
    zone  TEXT NOT NULL CHECK (zone IN ('', 'A', 'B', 'C')), -- '' is every zone
    name  TEXT NOT NULL DEFAULT '',
    first TEXT NOT NULL,
    last  TEXT NOT NULL,
    CHECK (first <= last)
) STRICT, WITHOUT ROWID;
CREATE INDEX school_holidays_by_day ON school_holidays (first, last);
