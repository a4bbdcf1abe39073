-- What programs sign in by, in the name of a person. The token itself is shown
-- once and kept nowhere: only its hash is.

-- +goose Up
CREATE TABLE tokens (
    id         TEXT PRIMARY KEY,
    hash       TEXT NOT NULL CONSTRAINT tokens_hash UNIQUE, -- SHA-256
    person     TEXT NOT NULL,
    name       TEXT NOT NULL,
    scopes     TEXT NOT NULL, -- with commas between
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP,     -- last, to the minute
    revoked_at TIMESTAMP
);
CREATE INDEX tokens_person ON tokens (person);
CREATE INDEX tokens_expires ON tokens (expires_at);

-- +goose Down
DROP TABLE tokens;
