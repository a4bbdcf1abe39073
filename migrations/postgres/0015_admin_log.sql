-- What administrators did to how the program runs. It is of no dossier, and so in
-- no chain.

-- +goose Up
CREATE TABLE admin_log (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     TIMESTAMPTZ NOT NULL,
    person TEXT NOT NULL,
    action TEXT NOT NULL, -- job.retry
    job_id BIGINT NOT NULL,
    kind   TEXT NOT NULL  -- of the job
);

-- +goose Down
DROP TABLE admin_log;
