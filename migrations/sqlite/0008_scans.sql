-- What the scanner said of the bytes of a file, whichever dossiers have them.
-- Bytes without a row have not been looked at.

-- +goose Up
CREATE TABLE scans (
    hash      TEXT PRIMARY KEY,
    state     TEXT NOT NULL CHECK (state IN ('clean', 'infected')),
    signature TEXT NOT NULL DEFAULT '', -- the name of what was found
    at        TIMESTAMP NOT NULL,
    CHECK ((state = 'infected') = (signature <> ''))
);
CREATE INDEX jobs_scans ON jobs (run_at, id) WHERE kind = 'file.scan' AND state IN ('ready', 'running');

-- +goose Down
DROP INDEX jobs_scans;
DROP TABLE scans;
