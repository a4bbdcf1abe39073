-- Deliverables by the day on which they are due, for reminders.

-- +goose Up
CREATE INDEX parts_deliverables ON parts (due_on, dossier_id, id) WHERE entity = 'deliverable';

-- +goose Down
DROP INDEX parts_deliverables;
