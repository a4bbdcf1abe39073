-- Titles as they are looked for: without case and accents, and by each end of
-- each of their words, so that a part of a word is found by its place in an
-- index. They repeat what is in texts; Migrate fills in those that were there.

-- +goose Up
CREATE TABLE titles (
    submission_id TEXT PRIMARY KEY,
    ref           TEXT NOT NULL, -- of the text
    folded        TEXT NOT NULL  -- words between blanks, with one at both ends
) WITHOUT ROWID;
CREATE INDEX titles_ref ON titles (ref);

CREATE TABLE title_ends (
    ending        TEXT NOT NULL, -- a word from its first, second, third… letter on
    submission_id TEXT NOT NULL,
    PRIMARY KEY (ending, submission_id)
) WITHOUT ROWID;
CREATE INDEX title_ends_of ON title_ends (submission_id);

-- +goose Down
DROP TABLE title_ends;
DROP TABLE titles;
