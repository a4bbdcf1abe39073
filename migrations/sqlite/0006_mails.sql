-- What was sent to whom. Neither text nor address: the person's id tells who,
-- the dossier what about.

-- +goose Up
CREATE TABLE mail_log (
    id         INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    person     TEXT NOT NULL,
    kind       TEXT NOT NULL, -- E17
    dossier_id TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('sent', 'bounced')),
    reason     TEXT NOT NULL DEFAULT '', -- of a bounce, the address taken out
    at         TIMESTAMP NOT NULL
);
CREATE INDEX mail_log_dossier ON mail_log (dossier_id, id);
CREATE INDEX mail_log_person ON mail_log (person, id);
CREATE INDEX jobs_posts ON jobs (run_at, id) WHERE kind = 'mail.send' AND state IN ('ready', 'running');

-- +goose Down
DROP INDEX jobs_posts;
DROP TABLE mail_log;
