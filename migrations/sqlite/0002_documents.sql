-- +goose Up

-- The moment of the act that ordered a job: what the job makes tells of then.
ALTER TABLE jobs ADD COLUMN asked_at TIMESTAMP;
CREATE INDEX parts_documents ON parts (dossier_id, n) WHERE entity = 'document';

-- +goose Down
DROP INDEX parts_documents;
ALTER TABLE jobs DROP COLUMN asked_at;
