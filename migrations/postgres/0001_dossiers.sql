-- Dossiers (calls, submissions, the house), their parts, and the trail from
-- which all of them can be made again. Typed columns repeat what is in body, for
-- lists, sums and checks; `verify` finds where they differ.

-- +goose Up
CREATE TABLE houses (
    id      TEXT PRIMARY KEY CHECK (id = 'house'),
    version BIGINT NOT NULL CHECK (version > 0), -- number of events in the chain
    head    TEXT NOT NULL,                       -- hash of the last one
    state   TEXT NOT NULL,
    body    TEXT NOT NULL,
    due_at  TIMESTAMPTZ
);

CREATE TABLE calls (
    id                TEXT PRIMARY KEY,
    version           BIGINT NOT NULL CHECK (version > 0),
    head              TEXT NOT NULL,
    state             TEXT NOT NULL,
    body              TEXT NOT NULL,
    due_at            TIMESTAMPTZ,
    reference         TEXT NOT NULL CONSTRAINT calls_reference UNIQUE,
    programme         TEXT NOT NULL,
    programme_version BIGINT NOT NULL,
    opens_at          TIMESTAMPTZ,
    closes_at         TIMESTAMPTZ,
    entries           BIGINT NOT NULL DEFAULT 0, -- lines of the ledger; the sums below are theirs
    envelope          BIGINT NOT NULL DEFAULT 0,
    committed         BIGINT NOT NULL DEFAULT 0,
    released          BIGINT NOT NULL DEFAULT 0,
    paid              BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT calls_within_envelope CHECK (committed BETWEEN 0 AND envelope),
    CONSTRAINT calls_paid CHECK (paid BETWEEN 0 AND committed)
) WITH (fillfactor = 50); -- its sums change often, in place
CREATE INDEX calls_due ON calls (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX calls_state ON calls (state, id);

CREATE TABLE submissions (
    id           TEXT PRIMARY KEY,
    call_id      TEXT NOT NULL REFERENCES calls (id),
    version      BIGINT NOT NULL CHECK (version > 0),
    head         TEXT NOT NULL,
    state        TEXT NOT NULL,
    body         TEXT NOT NULL,
    due_at       TIMESTAMPTZ,
    number       BIGINT NOT NULL DEFAULT 0,
    sisp         TEXT NOT NULL,
    theme        TEXT NOT NULL,
    title_ref    TEXT NOT NULL,
    requested    BIGINT NOT NULL CHECK (requested >= 0),
    min_award    BIGINT NOT NULL, -- of the rules it was last submitted under
    max_award    BIGINT NOT NULL,
    awarded      BIGINT NOT NULL,
    signed       BIGINT NOT NULL,
    paid         BIGINT NOT NULL, -- net: payments − recoveries
    written_off  BIGINT NOT NULL,
    committed    BIGINT NOT NULL,
    accepted     BIGINT NOT NULL,
    final        BIGINT,
    submitted_at TIMESTAMPTZ, -- null: the SISP's and its partners' alone
    place        BIGINT,    -- on the reserve list, while there
    letter_on    TEXT NOT NULL,
    report_due   TEXT NOT NULL, -- while the report is out
    signed_at    TIMESTAMPTZ,
    flagged      BIGINT NOT NULL,
    CONSTRAINT submissions_amounts CHECK (0 <= paid AND paid <= signed AND signed <= awarded AND awarded <= requested),
    CONSTRAINT submissions_caps CHECK (awarded = 0 OR awarded BETWEEN min_award AND max_award),
    CONSTRAINT submissions_final CHECK (final IS NULL OR final = CASE WHEN signed = 0 THEN 0 WHEN accepted < signed THEN accepted ELSE signed END),
    CONSTRAINT submissions_net CHECK (paid <= committed)
) WITH (fillfactor = 80, toast_tuple_target = 8160);
CREATE INDEX submissions_call ON submissions (call_id, state);
CREATE INDEX submissions_reserve ON submissions (call_id, place) WHERE place IS NOT NULL;
CREATE INDEX submissions_sisp ON submissions (sisp, signed_at);
CREATE INDEX submissions_due ON submissions (due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE parts (
    dossier_id TEXT NOT NULL,
    entity     TEXT NOT NULL,
    id         TEXT NOT NULL,
    n          BIGINT NOT NULL, -- order of making in the dossier
    state      TEXT NOT NULL,
    org        TEXT NOT NULL,
    person     TEXT NOT NULL,
    amount     BIGINT NOT NULL,
    due_on     TEXT NOT NULL,
    body       TEXT NOT NULL,
    PRIMARY KEY (dossier_id, entity, id)
);
CREATE INDEX parts_org ON parts (org, entity, dossier_id) WHERE org <> '';
CREATE INDEX parts_person ON parts (person, entity, dossier_id) WHERE person <> '';

CREATE TABLE events (
    dossier_id    TEXT NOT NULL,
    seq           BIGINT NOT NULL CHECK (seq > 0),
    call_id       TEXT NOT NULL, -- empty for the house
    at            TIMESTAMPTZ NOT NULL,
    recorded_at   TIMESTAMPTZ NOT NULL,
    actor         TEXT NOT NULL,
    surface       TEXT NOT NULL,
    entity        TEXT NOT NULL,
    part_id       TEXT NOT NULL,
    action        TEXT NOT NULL,
    from_state    TEXT NOT NULL,
    to_state      TEXT NOT NULL,
    cause_dossier TEXT NOT NULL,
    cause_seq     BIGINT NOT NULL,
    input         TEXT NOT NULL, -- JSON; texts are references
    filled_in     TEXT NOT NULL, -- keys of the input that no source gives, by commas
    rows          TEXT NOT NULL, -- JSON; what changed, as it then stood
    ledger        TEXT NOT NULL, -- JSON; its lines of the ledger
    prev          TEXT NOT NULL,
    hash          TEXT NOT NULL, -- of all columns before
    PRIMARY KEY (dossier_id, seq)
) WITH (toast_tuple_target = 8160); -- hashes do not compress: do not try
CREATE INDEX events_call ON events (call_id, dossier_id);

CREATE TABLE ledger (
    call_id       TEXT NOT NULL,
    seq           BIGINT NOT NULL CHECK (seq > 0),
    dossier_id    TEXT NOT NULL, -- empty for the envelope's own
    event_dossier TEXT NOT NULL,
    event_seq     BIGINT NOT NULL,
    kind          TEXT NOT NULL,
    amount        BIGINT NOT NULL,
    at            TIMESTAMPTZ NOT NULL,
    envelope      BIGINT NOT NULL, -- sums after this line
    committed     BIGINT NOT NULL,
    paid          BIGINT NOT NULL CHECK (paid >= 0),
    PRIMARY KEY (call_id, seq),
    CONSTRAINT ledger_within_envelope CHECK (committed BETWEEN 0 AND envelope)
);
CREATE INDEX ledger_dossier ON ledger (dossier_id) WHERE dossier_id <> '';

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE texts (
    ref        TEXT PRIMARY KEY, -- salted hash
    dossier_id TEXT NOT NULL,
    salt       TEXT,
    body       TEXT,
    erased_by  BIGINT, -- the house's event
    CONSTRAINT texts_erased CHECK ((salt IS NULL) = (body IS NULL) AND (salt IS NULL) = (erased_by IS NOT NULL))
);
CREATE INDEX texts_dossier ON texts (dossier_id);

CREATE TABLE files (
    hash      TEXT PRIMARY KEY, -- SHA-256 of the bytes, hex
    size      BIGINT NOT NULL CHECK (size >= 0),
    chunks    BIGINT NOT NULL CHECK (chunks >= 0),
    erased_by BIGINT -- the house's event; the bytes are gone, the hash stays
);

CREATE TABLE file_chunks (
    hash  TEXT NOT NULL REFERENCES files (hash),
    n     BIGINT NOT NULL, -- from 0
    bytes BYTEA NOT NULL,
    PRIMARY KEY (hash, n)
);

CREATE TABLE jobs (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        TEXT NOT NULL,
    dossier_id  TEXT NOT NULL,
    entity      TEXT NOT NULL,
    part_id     TEXT NOT NULL,
    event_seq   BIGINT NOT NULL, -- the dossier's last event when it was ordered
    unique_key  TEXT,
    state       TEXT NOT NULL CHECK (state IN ('ready', 'running', 'done', 'dead')),
    attempt     BIGINT NOT NULL DEFAULT 0,
    max_tries   BIGINT NOT NULL,
    run_at      TIMESTAMPTZ NOT NULL,
    lease_until TIMESTAMPTZ,
    last_error  TEXT NOT NULL DEFAULT '',
    created_at  TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX jobs_unique ON jobs (unique_key) WHERE unique_key IS NOT NULL AND state IN ('ready', 'running');
CREATE INDEX jobs_open ON jobs (run_at, id) WHERE state IN ('ready', 'running');
CREATE INDEX jobs_dossier ON jobs (dossier_id, entity, part_id);
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';

CREATE TABLE idempotency_keys (
    scope   TEXT NOT NULL, -- a person, or a scenario
    key     TEXT NOT NULL,
    hash    TEXT NOT NULL, -- of what was asked
    outcome TEXT NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    until   TIMESTAMPTZ, -- null: kept for ever
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_until ON idempotency_keys (until) WHERE until IS NOT NULL;

-- +goose Down
DROP TABLE idempotency_keys;
DROP TABLE jobs;
DROP TABLE file_chunks;
DROP TABLE files;
DROP TABLE texts;
DROP TABLE ledger;
DROP TABLE events;
DROP TABLE parts;
DROP TABLE submissions;
DROP TABLE calls;
DROP TABLE houses;
DROP FUNCTION refuse_change();
