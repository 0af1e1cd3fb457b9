-- Instants are UTC milliseconds; civil days are TEXT 2026-11-21, civil times
-- TEXT 09:30, both read in business.zone. IDs are UUIDv7 text for what is
-- referred to from outside, integers for masses.

CREATE TABLE business (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    id           TEXT NOT NULL,
    name         TEXT NOT NULL,
    trade        TEXT NOT NULL,
    town         TEXT NOT NULL,
    zone         TEXT NOT NULL,
    first_name   TEXT NOT NULL DEFAULT '',
    website      TEXT NOT NULL DEFAULT '',
    opening      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(opening)), -- opening hours of the week
    example      INTEGER NOT NULL DEFAULT 0 CHECK (example IN (0, 1)),
    created_ms   INTEGER NOT NULL,
    lateness_min INTEGER NOT NULL
) STRICT;

-- Which computer writes the file, and whether nothing may go out of it until the
-- owner has seen what this copy believes unsent.
CREATE TABLE custody (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    machine   TEXT NOT NULL,
    suspended TEXT NOT NULL DEFAULT '' CHECK (suspended IN ('', 'restored', 'moved', 'behind')),
    -- What another copy of the file sent last when the owner of this one was told.
    told      TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE accounts (
    id              TEXT PRIMARY KEY,
    network         TEXT NOT NULL,
    handle          TEXT NOT NULL,
    service         TEXT NOT NULL DEFAULT '',
    remote_id       TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL CHECK (state IN ('connected', 'expired', 'hand_fed')),
    last_success_ms INTEGER,
    created_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pillars (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    colour   INTEGER NOT NULL CHECK (colour BETWEEN 1 AND 5),
    share_bp INTEGER NOT NULL CHECK (share_bp BETWEEN 0 AND 10000),
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE objectives (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    metric   TEXT NOT NULL,
    goal     TEXT NOT NULL DEFAULT '',
    "from"   REAL,
    target   REAL,
    start    TEXT NOT NULL,
    due      TEXT NOT NULL DEFAULT '',
    removed  INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)), -- posts carry it again when it comes back
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE audiences (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    who      TEXT NOT NULL DEFAULT '',
    needs    TEXT NOT NULL DEFAULT '',
    brakes   TEXT NOT NULL DEFAULT '',
    networks TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(networks)),
    moments  TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(moments)),
    removed  INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)), -- posts carry it again when it comes back
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE campaigns (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    start    TEXT NOT NULL DEFAULT '',
    due      TEXT NOT NULL DEFAULT '',
    removed  INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)), -- posts carry it again when it comes back
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE slots (
    id        TEXT PRIMARY KEY,
    weekday   INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6), -- 0 is Sunday
    time      TEXT NOT NULL,
    pillar_id TEXT REFERENCES pillars (id) ON DELETE SET NULL,
    position  INTEGER NOT NULL
) STRICT;

CREATE TABLE media (
    hash     TEXT PRIMARY KEY, -- SHA-256 of data
    name     TEXT NOT NULL,
    mime     TEXT NOT NULL,
    width    INTEGER NOT NULL,
    height   INTEGER NOT NULL,
    size     INTEGER NOT NULL,
    added_ms INTEGER NOT NULL,
    data     BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE posts (
    id           TEXT PRIMARY KEY,
    title        TEXT NOT NULL DEFAULT '',
    text         TEXT NOT NULL DEFAULT '',
    stage        TEXT NOT NULL CHECK (stage IN ('idea', 'draft', 'to_review', 'to_fix', 'approved', 'scheduled', 'dropped')),
    pillar_id    TEXT REFERENCES pillars (id) ON DELETE SET NULL,
    objective_id TEXT REFERENCES objectives (id) ON DELETE SET NULL,
    audience_id  TEXT REFERENCES audiences (id) ON DELETE SET NULL,
    campaign_id  TEXT REFERENCES campaigns (id) ON DELETE SET NULL,
    day          TEXT, -- NULL while not placed
    time         TEXT,
    zone         TEXT NOT NULL, -- of day and time
    lateness_min INTEGER NOT NULL,
    created_ms   INTEGER NOT NULL,
    updated_ms   INTEGER NOT NULL,
    CHECK ((day IS NULL) = (time IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX posts_by_day ON posts (day, time);

CREATE TABLE actions (
    id        TEXT PRIMARY KEY,
    kind      TEXT NOT NULL CHECK (kind IN ('task', 'idea')),
    title     TEXT NOT NULL,
    day       TEXT NOT NULL DEFAULT '',
    who       TEXT NOT NULL DEFAULT '',
    pillar_id TEXT REFERENCES pillars (id) ON DELETE SET NULL,
    post_id   TEXT REFERENCES posts (id) ON DELETE SET NULL,
    done      INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
    position  INTEGER NOT NULL
) STRICT;

-- The answers of the strategy that nothing else refers to, one row a part, and
-- how far its owner has come.
CREATE TABLE strategy_parts (
    part TEXT PRIMARY KEY,
    data TEXT NOT NULL CHECK (json_valid(data))
) STRICT, WITHOUT ROWID;

-- Validated revisions: kept as they were.
CREATE TABLE strategy_versions (
    number  INTEGER PRIMARY KEY,
    made_ms INTEGER NOT NULL,
    note    TEXT NOT NULL DEFAULT '',
    data    TEXT NOT NULL CHECK (json_valid(data))
) STRICT;
CREATE TRIGGER strategy_versions_fixed_insert BEFORE INSERT ON strategy_versions
WHEN EXISTS (SELECT 1 FROM strategy_versions WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'parvis: version is fixed'); END;
CREATE TRIGGER strategy_versions_fixed_update BEFORE UPDATE ON strategy_versions
BEGIN SELECT RAISE(ABORT, 'parvis: version is fixed'); END;
CREATE TRIGGER strategy_versions_fixed_delete BEFORE DELETE ON strategy_versions
BEGIN SELECT RAISE(ABORT, 'parvis: version is fixed'); END;

-- Monthly reviews, by the first day of the month looked at: a closed one is kept
-- as it is.
CREATE TABLE strategy_reviews (
    month     TEXT PRIMARY KEY,
    data      TEXT NOT NULL CHECK (json_valid(data)),
    closed_ms INTEGER -- NULL while it is being written
) STRICT, WITHOUT ROWID;
CREATE TRIGGER strategy_reviews_fixed_insert BEFORE INSERT ON strategy_reviews
WHEN EXISTS (SELECT 1 FROM strategy_reviews WHERE month = NEW.month AND closed_ms IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'parvis: review is closed'); END;
CREATE TRIGGER strategy_reviews_fixed_update BEFORE UPDATE ON strategy_reviews
WHEN OLD.closed_ms IS NOT NULL OR OLD.month IS NOT NEW.month
BEGIN SELECT RAISE(ABORT, 'parvis: review is closed'); END;
CREATE TRIGGER strategy_reviews_fixed_delete BEFORE DELETE ON strategy_reviews
WHEN OLD.closed_ms IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'parvis: review is closed'); END;

CREATE TABLE post_media (
    post_id  TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    hash     TEXT NOT NULL REFERENCES media (hash),
    alt      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_media_by_hash ON post_media (hash);

CREATE TABLE post_accounts (
    post_id    TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (post_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_accounts_by_account ON post_accounts (account_id);

-- The ledger.
CREATE TABLE deliveries (
    id                  TEXT PRIMARY KEY,
    post_id             TEXT NOT NULL REFERENCES posts (id),
    account_id          TEXT NOT NULL REFERENCES accounts (id),
    state               TEXT NOT NULL CHECK (state IN ('scheduled', 'preparing', 'armed', 'published', 'handed_over', 'refused', 'unknown', 'missed', 'dropped')),
    due_ms              INTEGER NOT NULL,
    retry_ms            INTEGER,
    prepared            TEXT NOT NULL DEFAULT '',
    identity_key        TEXT NOT NULL DEFAULT '',
    identity_created_ms INTEGER,
    attempts            INTEGER NOT NULL DEFAULT 0,
    armed_ms            INTEGER,
    remote_id           TEXT NOT NULL DEFAULT '',
    permalink           TEXT NOT NULL DEFAULT '',
    published_ms        INTEGER,
    error_key           TEXT NOT NULL DEFAULT '',
    error_args          TEXT NOT NULL DEFAULT '',
    UNIQUE (post_id, account_id),
    CHECK (state <> 'published' OR (remote_id <> '' AND permalink <> '' AND published_ms IS NOT NULL)),
    CHECK (state <> 'armed' OR (identity_key <> '' AND armed_ms IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_by_state ON deliveries (state, due_ms);
CREATE INDEX deliveries_by_account ON deliveries (account_id);
CREATE INDEX deliveries_by_due ON deliveries (due_ms);
CREATE INDEX deliveries_by_published ON deliveries (published_ms) WHERE published_ms IS NOT NULL;

CREATE TABLE attempts (
    id                  INTEGER PRIMARY KEY,
    delivery_id         TEXT NOT NULL REFERENCES deliveries (id),
    step                TEXT NOT NULL CHECK (step IN ('prepare', 'publish', 'find')),
    identity_key        TEXT NOT NULL DEFAULT '',
    identity_created_ms INTEGER,
    started_ms          INTEGER NOT NULL,
    ended_ms            INTEGER,
    outcome             TEXT NOT NULL DEFAULT '',
    call                TEXT NOT NULL DEFAULT '',
    status              INTEGER NOT NULL DEFAULT 0,
    excerpt             TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attempts_by_delivery ON attempts (delivery_id);

-- What is on its way or out cannot be altered by any statement, whichever program
-- runs it. Three things make that hold: these triggers; tables without rowid, of
-- which no row can be named but by its key; and triggers before insertion, as
-- INSERT OR REPLACE removes the former row without firing its delete triggers.
-- They do not lean on foreign keys, which other programs leave off.
--
-- A post is fixed from the moment one of its deliveries is prepared until it is
-- proven that nothing came of it. Title, pillar and objective stay free.
CREATE VIEW fixed_posts AS
    SELECT post_id FROM deliveries
    WHERE state IN ('preparing', 'armed', 'unknown', 'published', 'handed_over');
-- A delivery that was ever armed stays in the file.
CREATE VIEW kept_deliveries AS
    SELECT id, post_id, account_id FROM deliveries
    WHERE attempts > 0 OR state IN ('armed', 'unknown', 'published', 'handed_over');

CREATE TRIGGER posts_fixed_insert BEFORE INSERT ON posts
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER posts_fixed_update BEFORE UPDATE ON posts
WHEN OLD.id IS NOT NEW.id OR (
    (OLD.text IS NOT NEW.text OR OLD.day IS NOT NEW.day OR OLD.time IS NOT NEW.time OR OLD.zone IS NOT NEW.zone
        OR OLD.stage IS NOT NEW.stage OR OLD.created_ms IS NOT NEW.created_ms)
    AND EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER posts_fixed_delete BEFORE DELETE ON posts
WHEN EXISTS (SELECT 1 FROM deliveries WHERE deliveries.post_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;

CREATE TRIGGER post_media_fixed_insert BEFORE INSERT ON post_media
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = NEW.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_media_fixed_update BEFORE UPDATE ON post_media
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.post_id) OR EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = NEW.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_media_fixed_delete BEFORE DELETE ON post_media
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;

CREATE TRIGGER post_accounts_fixed_insert BEFORE INSERT ON post_accounts
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = NEW.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_accounts_fixed_update BEFORE UPDATE ON post_accounts
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.post_id) OR EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = NEW.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;
CREATE TRIGGER post_accounts_fixed_delete BEFORE DELETE ON post_accounts
WHEN EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = OLD.post_id)
BEGIN SELECT RAISE(ABORT, 'parvis: post is fixed'); END;

CREATE TRIGGER media_fixed_insert BEFORE INSERT ON media
WHEN EXISTS (SELECT 1 FROM media WHERE media.hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'parvis: pictures never change'); END;
CREATE TRIGGER media_fixed_update BEFORE UPDATE ON media
BEGIN SELECT RAISE(ABORT, 'parvis: pictures never change'); END;
CREATE TRIGGER media_fixed_delete BEFORE DELETE ON media
WHEN EXISTS (SELECT 1 FROM post_media WHERE post_media.hash = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'parvis: pictures never change'); END;

CREATE TRIGGER deliveries_fixed_insert BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM kept_deliveries AS k WHERE k.id = NEW.id OR (k.post_id = NEW.post_id AND k.account_id = NEW.account_id))
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;
CREATE TRIGGER deliveries_fixed_update BEFORE UPDATE ON deliveries
WHEN OLD.id IS NOT NEW.id OR OLD.post_id IS NOT NEW.post_id OR OLD.account_id IS NOT NEW.account_id
    OR NEW.attempts < OLD.attempts
    OR (OLD.state IN ('published', 'handed_over') AND (
        OLD.state IS NOT NEW.state OR OLD.due_ms IS NOT NEW.due_ms OR OLD.retry_ms IS NOT NEW.retry_ms
        OR OLD.prepared IS NOT NEW.prepared OR OLD.identity_key IS NOT NEW.identity_key
        OR OLD.identity_created_ms IS NOT NEW.identity_created_ms OR OLD.attempts IS NOT NEW.attempts
        OR OLD.armed_ms IS NOT NEW.armed_ms OR OLD.remote_id IS NOT NEW.remote_id
        OR OLD.permalink IS NOT NEW.permalink OR OLD.published_ms IS NOT NEW.published_ms
        OR OLD.error_key IS NOT NEW.error_key OR OLD.error_args IS NOT NEW.error_args))
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;
CREATE TRIGGER deliveries_fixed_delete BEFORE DELETE ON deliveries
WHEN EXISTS (SELECT 1 FROM kept_deliveries WHERE kept_deliveries.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;

CREATE TRIGGER attempts_fixed_insert BEFORE INSERT ON attempts
WHEN EXISTS (SELECT 1 FROM attempts WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'parvis: attempt is fixed'); END;
CREATE TRIGGER attempts_fixed_update BEFORE UPDATE ON attempts
WHEN OLD.ended_ms IS NOT NULL OR OLD.id IS NOT NEW.id OR OLD.delivery_id IS NOT NEW.delivery_id
    OR OLD.step IS NOT NEW.step OR OLD.identity_key IS NOT NEW.identity_key
    OR OLD.identity_created_ms IS NOT NEW.identity_created_ms OR OLD.started_ms IS NOT NEW.started_ms
BEGIN SELECT RAISE(ABORT, 'parvis: attempt is fixed'); END;
CREATE TRIGGER attempts_fixed_delete BEFORE DELETE ON attempts
WHEN EXISTS (SELECT 1 FROM kept_deliveries WHERE kept_deliveries.id = OLD.delivery_id)
BEGIN SELECT RAISE(ABORT, 'parvis: attempt is fixed'); END;

-- The account is part of the proof: its handle may be renamed, who it is may not.
CREATE TRIGGER accounts_fixed_insert BEFORE INSERT ON accounts
WHEN EXISTS (SELECT 1 FROM deliveries WHERE account_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'parvis: account is fixed'); END;
CREATE TRIGGER accounts_fixed_update BEFORE UPDATE ON accounts
WHEN OLD.id IS NOT NEW.id OR OLD.network IS NOT NEW.network
    OR (OLD.remote_id <> '' AND OLD.remote_id IS NOT NEW.remote_id
        AND EXISTS (SELECT 1 FROM kept_deliveries WHERE account_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'parvis: account is fixed'); END;
CREATE TRIGGER accounts_fixed_delete BEFORE DELETE ON accounts
WHEN EXISTS (SELECT 1 FROM deliveries WHERE account_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'parvis: account is fixed'); END;

CREATE TABLE competitors (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    site       TEXT NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE sources (
    id              TEXT PRIMARY KEY,
    competitor_id   TEXT NOT NULL REFERENCES competitors (id) ON DELETE CASCADE,
    feed            TEXT NOT NULL,
    title           TEXT NOT NULL DEFAULT '',
    etag            TEXT NOT NULL DEFAULT '',
    last_modified   TEXT NOT NULL DEFAULT '',
    last_try_ms     INTEGER,
    last_success_ms INTEGER,
    known_since_ms  INTEGER, -- from when on every item is known, NULL when not recorded
    next_try_ms     INTEGER,
    failures        INTEGER NOT NULL DEFAULT 0,
    error_key       TEXT NOT NULL DEFAULT '',
    UNIQUE (competitor_id, feed)
) STRICT;

CREATE TABLE items (
    id           INTEGER PRIMARY KEY,
    source_id    TEXT NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    guid         TEXT NOT NULL,
    title        TEXT NOT NULL,
    link         TEXT NOT NULL DEFAULT '',
    published_ms INTEGER, -- NULL when the feed does not say
    seen_ms      INTEGER NOT NULL,
    UNIQUE (source_id, guid)
) STRICT;
CREATE INDEX items_by_moment ON items (coalesce(published_ms, seen_ms));

CREATE TABLE readings (
    id            INTEGER PRIMARY KEY,
    metric        TEXT NOT NULL,
    account_id    TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    post_id       TEXT REFERENCES posts (id) ON DELETE CASCADE,
    competitor_id TEXT REFERENCES competitors (id) ON DELETE CASCADE,
    day           TEXT NOT NULL,
    value         REAL NOT NULL,
    origin        TEXT NOT NULL CHECK (origin IN ('typed', 'imported', 'api')),
    taken_ms      INTEGER NOT NULL,
    CHECK ((account_id IS NOT NULL) + (post_id IS NOT NULL) + (competitor_id IS NOT NULL) = 1)
) STRICT;
CREATE UNIQUE INDEX readings_account ON readings (account_id, metric, day, origin) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX readings_post ON readings (post_id, metric, day, origin) WHERE post_id IS NOT NULL;
CREATE UNIQUE INDEX readings_competitor ON readings (competitor_id, metric, day, origin) WHERE competitor_id IS NOT NULL;
CREATE INDEX readings_by_day ON readings (day, metric);

CREATE TABLE messages (
    id         INTEGER PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    post_id    TEXT REFERENCES posts (id) ON DELETE SET NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('comment', 'mention', 'review', 'reply')),
    author     TEXT NOT NULL,
    text       TEXT NOT NULL,
    rating     INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
    sent_ms    INTEGER NOT NULL,
    handled_ms INTEGER
) STRICT;
CREATE INDEX messages_by_sent ON messages (sent_ms);
CREATE INDEX messages_by_account ON messages (account_id);
CREATE INDEX messages_by_post ON messages (post_id);

CREATE TABLE expenses (
    id             INTEGER PRIMARY KEY,
    day            TEXT NOT NULL,
    supplier       TEXT NOT NULL,
    label          TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('ads', 'tools', 'content', 'prizes', 'influencer')),
    net_cents      INTEGER NOT NULL,
    vat_bp         INTEGER NOT NULL,
    reverse_charge INTEGER NOT NULL CHECK (reverse_charge IN (0, 1)),
    has_receipt    INTEGER NOT NULL CHECK (has_receipt IN (0, 1))
) STRICT;
CREATE INDEX expenses_by_day ON expenses (day);

CREATE TABLE jobs (
    name       TEXT PRIMARY KEY,
    started_ms INTEGER,
    ended_ms   INTEGER,
    next_ms    INTEGER,
    error_key  TEXT NOT NULL DEFAULT ''
) STRICT;
