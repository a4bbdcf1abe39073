-- What desks look for: dossiers with a part that somebody has to answer.

-- +goose Up
CREATE INDEX parts_standing ON parts (entity, state, dossier_id);

-- +goose Down
DROP INDEX parts_standing;
