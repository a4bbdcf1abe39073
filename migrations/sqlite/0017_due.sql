-- What falls due, by its day: agendas read along these.

-- +goose Up
CREATE INDEX parts_due ON parts (entity, due_on, dossier_id, id) WHERE due_on <> '';
CREATE INDEX submissions_report_due ON submissions (report_due, id) WHERE report_due <> '';

-- +goose Down
DROP INDEX submissions_report_due;
DROP INDEX parts_due;
