PRAGMA defer_foreign_keys = 1;

-- The parts of a thread and a first comment are deliveries of their own, with the
-- same life and the same proof.
CREATE TABLE kept_rows AS SELECT * FROM deliveries;
DROP TABLE deliveries;
CREATE TABLE deliveries (
    id                  TEXT PRIMARY KEY,
    post_id             TEXT NOT NULL REFERENCES posts (id),
    account_id          TEXT NOT NULL REFERENCES accounts (id),
    part                INTEGER NOT NULL DEFAULT 0 CHECK (part >= 0), -- 0 is the post, each other follows the one before
    kind                TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'comment')),
    text                TEXT NOT NULL DEFAULT '', -- '' is all that the post says
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
    UNIQUE (post_id, account_id, part),
    CHECK (part = 0 OR text <> ''),
    CHECK (part > 0 OR kind = ''),
    CHECK (state <> 'published' OR (remote_id <> '' AND permalink <> '' AND published_ms IS NOT NULL)),
    CHECK (state <> 'armed' OR (identity_key <> '' AND armed_ms IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO deliveries (id, post_id, account_id, state, due_ms, retry_ms, prepared, identity_key, identity_created_ms, attempts,
        armed_ms, remote_id, permalink, published_ms, error_key, error_args)
    SELECT id, post_id, account_id, state, due_ms, retry_ms, prepared, identity_key, identity_created_ms, attempts,
        armed_ms, remote_id, permalink, published_ms, error_key, error_args
    FROM kept_rows;
DROP TABLE kept_rows;

CREATE INDEX deliveries_by_state ON deliveries (state, due_ms);
CREATE INDEX deliveries_by_account ON deliveries (account_id);
CREATE INDEX deliveries_by_due ON deliveries (due_ms);
CREATE INDEX deliveries_by_published ON deliveries (published_ms) WHERE published_ms IS NOT NULL;
-- The states of the deliveries of a post, without reading the ledger's rows.
CREATE INDEX deliveries_states ON deliveries (post_id, state, part);

DROP VIEW kept_deliveries;
CREATE VIEW kept_deliveries AS
    SELECT id, post_id, account_id, part FROM deliveries
    WHERE attempts > 0 OR state IN ('armed', 'unknown', 'published', 'handed_over');
-- A part that can only speak once the one before it did: it says nothing yet of
-- what became of its post.
CREATE VIEW waiting_parts AS
    SELECT d.id FROM deliveries AS d
    WHERE d.part > 0 AND d.state = 'scheduled' AND EXISTS (
        SELECT 1 FROM deliveries AS before
        WHERE before.post_id = d.post_id AND before.account_id = d.account_id AND before.part < d.part
            AND before.state NOT IN ('published', 'handed_over'));

CREATE TRIGGER deliveries_fixed_insert BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM kept_deliveries AS k WHERE k.id = NEW.id
    OR (k.post_id = NEW.post_id AND k.account_id = NEW.account_id AND k.part = NEW.part))
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;
-- What a part says is fixed from the moment it may be public.
CREATE TRIGGER deliveries_fixed_update BEFORE UPDATE ON deliveries
WHEN OLD.id IS NOT NEW.id OR OLD.post_id IS NOT NEW.post_id OR OLD.account_id IS NOT NEW.account_id
    OR OLD.part IS NOT NEW.part OR OLD.kind IS NOT NEW.kind
    OR NEW.attempts < OLD.attempts
    OR (OLD.state IN ('armed', 'unknown') AND OLD.text IS NOT NEW.text)
    OR (OLD.state IN ('published', 'handed_over') AND (
        OLD.state IS NOT NEW.state OR OLD.due_ms IS NOT NEW.due_ms OR OLD.retry_ms IS NOT NEW.retry_ms
        OR OLD.prepared IS NOT NEW.prepared OR OLD.identity_key IS NOT NEW.identity_key
        OR OLD.identity_created_ms IS NOT NEW.identity_created_ms OR OLD.attempts IS NOT NEW.attempts
        OR OLD.armed_ms IS NOT NEW.armed_ms OR OLD.remote_id IS NOT NEW.remote_id
        OR OLD.permalink IS NOT NEW.permalink OR OLD.published_ms IS NOT NEW.published_ms
        OR OLD.error_key IS NOT NEW.error_key OR OLD.error_args IS NOT NEW.error_args
        OR OLD.text IS NOT NEW.text))
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;
CREATE TRIGGER deliveries_fixed_delete BEFORE DELETE ON deliveries
WHEN EXISTS (SELECT 1 FROM kept_deliveries WHERE kept_deliveries.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'parvis: delivery is fixed'); END;

-- A part leaves after the one before it is public, whoever asks.
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
