-- What falls due in a dossier: the agenda of one call reads along these.

-- +goose Up
CREATE INDEX parts_due_of ON parts (dossier_id, entity, state, due_on, id) WHERE due_on <> '';

-- +goose Down
DROP INDEX parts_due_of;
