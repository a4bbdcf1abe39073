-- What was ever ordered of a dossier under a key: a call has ten thousand messages.

-- +goose Up
CREATE INDEX jobs_key ON jobs (dossier_id, unique_key) WHERE unique_key IS NOT NULL;

-- +goose Down
DROP INDEX jobs_key;
