-- Whether anything in a call has changed since it was last ranked is read from
-- this index alone.

-- +goose Up
CREATE INDEX submissions_versions ON submissions (call_id, version);

-- +goose Down
DROP INDEX submissions_versions;
