-- +goose Up
ALTER TABLE events ADD COLUMN acting_as TEXT NOT NULL DEFAULT ''; -- the role by which a person acted, and for which organisation

-- +goose Down
ALTER TABLE events DROP COLUMN acting_as;
