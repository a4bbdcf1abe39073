-- How people sign in. Names and addresses are texts of the house; here is only
-- what makes no sense without the server's secret.

-- +goose Up
CREATE TABLE accounts (
    person       TEXT PRIMARY KEY,     -- of the house
    email_hash   TEXT NOT NULL CONSTRAINT accounts_email UNIQUE, -- keyed hash of the address
    password     TEXT NOT NULL DEFAULT '', -- argon2id; '' until the invitation is accepted
    password_at  TIMESTAMPTZ,
    factor       TEXT NOT NULL DEFAULT '', -- sealed secret of the authenticator app; '': none
    factor_step  BIGINT NOT NULL DEFAULT 0, -- time step of the last code taken: each works once
    factor_offer TEXT NOT NULL DEFAULT '', -- sealed secret that no code has confirmed yet
    language     TEXT NOT NULL DEFAULT '',
    epoch        BIGINT NOT NULL DEFAULT 0, -- sessions of an earlier one have ended
    signed_in_at TIMESTAMPTZ,            -- last
    disabled_at  TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL,
    changed_at   TIMESTAMPTZ NOT NULL
);

-- Codes for who has lost the app, each good for once.
CREATE TABLE account_recovery (
    person  TEXT NOT NULL REFERENCES accounts (person),
    hash    TEXT NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (person, hash)
);

-- Links sent by mail, each good for once.
CREATE TABLE account_links (
    hash       TEXT PRIMARY KEY,
    purpose    TEXT NOT NULL CHECK (purpose IN ('invite', 'reset')),
    person     TEXT NOT NULL, -- '': asked for an address that nobody has
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ
);
CREATE INDEX account_links_person ON account_links (person);
CREATE INDEX account_links_expires ON account_links (expires_at);

-- Failures to sign in, by keyed hash of who tried from where.
CREATE TABLE sign_in_brakes (
    key      TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_in_brakes_last ON sign_in_brakes (last_at);

-- One that was ended stays until it would have expired, so that a request
-- still under way cannot bring it back.
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    id         TEXT NOT NULL, -- by which its owner names it
    data       BYTEA NOT NULL,
    person     TEXT NOT NULL, -- '' before anybody signs in
    epoch      BIGINT NOT NULL, -- of the account when it began
    complete   BIGINT NOT NULL, -- 1: password, and second factor where there is one
    device     TEXT NOT NULL,
    network    TEXT NOT NULL, -- shortened
    created_at TIMESTAMPTZ NOT NULL,
    seen_at    TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at   TIMESTAMPTZ
);
CREATE INDEX sessions_person ON sessions (person) WHERE person <> '';
CREATE INDEX sessions_expires ON sessions (expires_at);

-- +goose Down
DROP TABLE sessions;
DROP TABLE sign_in_brakes;
DROP TABLE account_links;
DROP TABLE account_recovery;
DROP TABLE accounts;
