-- What is typed and saved by itself while somebody writes a proposal: a working
-- copy for each section, no fact and in no trail. It goes when the dossier is
-- handed in, when its call moves on, and with the person who typed it.

-- +goose Up
CREATE TABLE drafts (
    dossier_id TEXT NOT NULL,
    section    TEXT NOT NULL,
    version    BIGINT NOT NULL, -- counts the savings, so that nobody overwrites another
    body       TEXT NOT NULL,   -- as it was typed, JSON
    person     TEXT NOT NULL,   -- who typed it last
    form       TEXT NOT NULL,   -- of which form: one that goes on is not another
    saved_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (dossier_id, section)
);
CREATE INDEX drafts_person ON drafts (person);

-- +goose Down
DROP TABLE drafts;
