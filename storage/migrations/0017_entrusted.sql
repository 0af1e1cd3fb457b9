PRAGMA defer_foreign_keys = 1;

-- A network can keep a post and make it public by itself at its moment: such a
-- delivery is entrusted and, while its owner wants it back, recalling. lent says that
-- its identity was offered with a post to keep.
CREATE TABLE kept_rows AS SELECT * FROM deliveries;
CREATE TABLE kept_attempts AS SELECT * FROM attempts;
CREATE TABLE kept_catch_up AS SELECT * FROM catch_up;
CREATE TABLE kept_rehearsals AS SELECT * FROM rehearsals;
DROP TABLE attempts;
DROP TABLE deliveries;
CREATE TABLE deliveries (
    id                  TEXT PRIMARY KEY,
    post_id             TEXT NOT NULL REFERENCES posts (id),
    account_id          TEXT NOT NULL REFERENCES accounts (id),
    part                INTEGER NOT NULL DEFAULT 0 CHECK (part >= 0), -- 0 is the post, each other follows the one before
    kind                TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'comment')),
    text                TEXT NOT NULL DEFAULT '', -- '' is all that the post says
    state               TEXT NOT NULL CHECK (state IN ('scheduled', 'preparing', 'armed', 'published', 'handed_over', 'refused', 'unknown', 'missed', 'dropped', 'entrusted', 'recalling')),
    due_ms              INTEGER NOT NULL,
    retry_ms            INTEGER,
    prepared            TEXT NOT NULL DEFAULT '',
    identity_key        TEXT NOT NULL DEFAULT '',
    identity_created_ms INTEGER,
    lent                INTEGER NOT NULL DEFAULT 0 CHECK (lent IN (0, 1)),
    attempts            INTEGER NOT NULL DEFAULT 0,
    armed_ms            INTEGER,
    remote_id           TEXT NOT NULL DEFAULT '',
    permalink           TEXT NOT NULL DEFAULT '',
    published_ms        INTEGER,
    error_key           TEXT NOT NULL DEFAULT '',
    error_args          TEXT NOT NULL DEFAULT '',
    UNIQUE (post_id, account_id, part),
    CHECK (part = 0 OR text <> ''),
    CHECK (part > 0 OR kind = ''),
    CHECK (part = 0 OR lent = 0), -- a part answers what is public
    CHECK (state <> 'published' OR (remote_id <> '' AND permalink <> '' AND published_ms IS NOT NULL)),
    CHECK (state <> 'armed' OR (identity_key <> '' AND armed_ms IS NOT NULL)),
    CHECK (state NOT IN ('entrusted', 'recalling') OR (lent = 1 AND remote_id <> '' AND identity_key <> '' AND armed_ms IS NOT NULL)),
    CHECK (lent = 0 OR identity_key <> '')
) STRICT, WITHOUT ROWID;
INSERT INTO deliveries (id, post_id, account_id, part, kind, text, state, due_ms, retry_ms, prepared, identity_key,
        identity_created_ms, attempts, armed_ms, remote_id, permalink, published_ms, error_key, error_args)
    SELECT id, post_id, account_id, part, kind, text, state, due_ms, retry_ms, prepared, identity_key,
        identity_created_ms, attempts, armed_ms, remote_id, permalink, published_ms, error_key, error_args
    FROM kept_rows;
CREATE TABLE attempts (
    id                  INTEGER PRIMARY KEY,
    delivery_id         TEXT NOT NULL REFERENCES deliveries (id),
    step                TEXT NOT NULL CHECK (step IN ('prepare', 'publish', 'find', 'entrust', 'take_back')),
    identity_key        TEXT NOT NULL DEFAULT '',
    identity_created_ms INTEGER,
    started_ms          INTEGER NOT NULL,
    ended_ms            INTEGER,
    outcome             TEXT NOT NULL DEFAULT '',
    call                TEXT NOT NULL DEFAULT '',
    status              INTEGER NOT NULL DEFAULT 0,
    excerpt             TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO attempts SELECT * FROM kept_attempts;
CREATE INDEX attempts_by_delivery ON attempts (delivery_id);
-- Dropping the deliveries emptied what hangs on them.
INSERT OR IGNORE INTO catch_up SELECT * FROM kept_catch_up;
INSERT OR IGNORE INTO rehearsals SELECT * FROM kept_rehearsals;
DROP TABLE kept_rows;
DROP TABLE kept_attempts;
DROP TABLE kept_catch_up;
DROP TABLE kept_rehearsals;

CREATE INDEX deliveries_by_state ON deliveries (state, due_ms);
CREATE INDEX deliveries_by_account ON deliveries (account_id);
CREATE INDEX deliveries_by_due ON deliveries (due_ms);
CREATE INDEX deliveries_by_published ON deliveries (published_ms) WHERE published_ms IS NOT NULL;
CREATE INDEX deliveries_states ON deliveries (post_id, state, part);

-- What a network keeps it publishes as it was given: the post stays so, and the
-- delivery in the file.
DROP VIEW fixed_posts;
CREATE VIEW fixed_posts AS
    SELECT post_id FROM deliveries
    WHERE state IN ('preparing', 'armed', 'unknown', 'published', 'handed_over', 'entrusted', 'recalling');
DROP VIEW kept_deliveries;
CREATE VIEW kept_deliveries AS
    SELECT id, post_id, account_id, part FROM deliveries
    WHERE attempts > 0 OR state IN ('armed', 'unknown', 'published', 'handed_over', 'entrusted', 'recalling');

CREATE TRIGGER deliveries_fixed_insert BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM kept_deliveries AS k WHERE k.id = NEW.id
    OR (k.post_id = NEW.post_id AND k.account_id = NEW.account_id AND k.part = NEW.part))
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;
CREATE TRIGGER deliveries_fixed_update BEFORE UPDATE ON deliveries
WHEN OLD.id IS NOT NEW.id OR OLD.post_id IS NOT NEW.post_id OR OLD.account_id IS NOT NEW.account_id
    OR OLD.part IS NOT NEW.part OR OLD.kind IS NOT NEW.kind
    OR NEW.attempts < OLD.attempts
    OR (OLD.state IN ('armed', 'unknown', 'entrusted', 'recalling') AND (OLD.text IS NOT NEW.text OR OLD.due_ms IS NOT NEW.due_ms))
    OR (OLD.state IN ('published', 'handed_over') AND (
        OLD.state IS NOT NEW.state OR OLD.due_ms IS NOT NEW.due_ms OR OLD.retry_ms IS NOT NEW.retry_ms
        OR OLD.prepared IS NOT NEW.prepared OR OLD.identity_key IS NOT NEW.identity_key
        OR OLD.identity_created_ms IS NOT NEW.identity_created_ms OR OLD.attempts IS NOT NEW.attempts
        OR OLD.armed_ms IS NOT NEW.armed_ms OR OLD.remote_id IS NOT NEW.remote_id OR OLD.lent IS NOT NEW.lent
        OR OLD.permalink IS NOT NEW.permalink OR OLD.published_ms IS NOT NEW.published_ms
        OR OLD.error_key IS NOT NEW.error_key OR OLD.error_args IS NOT NEW.error_args
        OR OLD.text IS NOT NEW.text))
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;
-- What a network keeps becomes anything but recalling, public or in doubt only once
-- it is wanted back, or was found gone.
CREATE TRIGGER deliveries_entrusted BEFORE UPDATE ON deliveries
WHEN (OLD.state = 'entrusted' AND NEW.state NOT IN ('entrusted', 'recalling', 'published', 'unknown', 'missed'))
    OR (OLD.state = 'recalling' AND NEW.state NOT IN ('recalling', 'published', 'unknown', 'scheduled'))
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;
CREATE TRIGGER deliveries_fixed_delete BEFORE DELETE ON deliveries
WHEN EXISTS (SELECT 1 FROM kept_deliveries WHERE kept_deliveries.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;
CREATE TRIGGER deliveries_in_order BEFORE UPDATE ON deliveries
WHEN NEW.state = 'armed' AND NEW.part > 0 AND NOT EXISTS (
    SELECT 1 FROM deliveries AS before WHERE before.post_id = NEW.post_id AND before.account_id = NEW.account_id
        AND before.part = NEW.part - 1 AND before.state = 'published')
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is out of order'); END;
CREATE TRIGGER deliveries_in_order_insert BEFORE INSERT ON deliveries
WHEN NEW.state = 'armed' AND NEW.part > 0 AND NOT EXISTS (
    SELECT 1 FROM deliveries AS before WHERE before.post_id = NEW.post_id AND before.account_id = NEW.account_id
        AND before.part = NEW.part - 1 AND before.state = 'published')
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is out of order'); END;
CREATE TRIGGER catch_up_answered AFTER UPDATE ON deliveries
WHEN OLD.due_ms IS NOT NEW.due_ms OR NEW.state NOT IN ('scheduled', 'missed')
    OR (OLD.state = 'missed' AND NEW.state = 'scheduled')
BEGIN DELETE FROM catch_up WHERE delivery_id = NEW.id; END;

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

-- Whether networks may be given posts to keep; no row means yes.
CREATE TABLE entrusting (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    allowed INTEGER NOT NULL CHECK (allowed IN (0, 1))
) STRICT;
