-- What lists and desks look for, so that they cost the same beside many dossiers
-- of earlier calls. The columns that follow the order of a list are those by which
-- a dossier is seen or not: bodies stay unread until a line is shown.

-- +goose Up
CREATE INDEX submissions_list ON submissions (call_id DESC, number, id, state, sisp, submitted_at, letter_on, title_ref);
CREATE INDEX submissions_states ON submissions (state, call_id DESC, number, id, sisp, submitted_at, letter_on);
CREATE INDEX submissions_own ON submissions (sisp, call_id DESC, number, id, state, submitted_at, letter_on);
CREATE INDEX submissions_going ON submissions (call_id DESC, number, id, state, sisp, submitted_at, letter_on)
    WHERE state NOT IN ('ineligible', 'withdrawn', 'expired', 'lapsed', 'closed', 'terminated') AND (state <> 'rejected' OR letter_on = '');
CREATE INDEX calls_opened ON calls (opens_at, id, state, reference);
CREATE INDEX parts_sheets ON parts (person, dossier_id, id, state) WHERE entity = 'sheet' AND state IN ('assigned', 'draft');

-- +goose Down
DROP INDEX parts_sheets;
DROP INDEX calls_opened;
DROP INDEX submissions_going;
DROP INDEX submissions_own;
DROP INDEX submissions_states;
DROP INDEX submissions_list;
