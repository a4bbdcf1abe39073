package storage

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"unicode"

	"tremplin/workflow"
)

// Titles are kept a second time as they are looked for (docs/adr/0012). Apply
// writes them with the dossier, an erasure takes them away with the text, and
// Verify makes them again.

// shortest is the length from which a part of a word is found; shorter words
// are found whole.
const shortest = 3

// wordsOf are the words of a text without case and accents.
func wordsOf(s string) []string {
	return strings.FieldsFunc(folded(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// foldedTitle is a title as patterns look into it.
func foldedTitle(title string) string {
	words := wordsOf(title)
	if len(words) == 0 {
		return ""
	}
	return " " + strings.Join(words, " ") + " "
}

// endsOf are the words of a folded title from each of their letters on.
func endsOf(folded string) []string {
	var out []string
	for word := range strings.FieldsSeq(folded) {
		letters := []rune(word)
		out = append(out, word)
		for i := 1; i+shortest <= len(letters); i++ {
			out = append(out, string(letters[i:]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// entitle writes a dossier's title as it is looked for.
func entitle(submission, ref, title string) []stmt {
	text := foldedTitle(title)
	if text == "" {
		return nil
	}
	var ends [][]any
	for _, end := range endsOf(text) {
		ends = append(ends, []any{end, submission})
	}
	return append(inserts("INSERT INTO titles (submission_id, ref, folded) VALUES", "ON CONFLICT DO NOTHING", [][]any{{submission, ref, text}}),
		inserts("INSERT INTO title_ends (ending, submission_id) VALUES", "ON CONFLICT DO NOTHING", ends)...)
}

// titleOf is the reference of a dossier's title; empty if it has none.
func titleOf(d workflow.Dossier) string {
	if s, ok := d.(*workflow.Submission); ok && s.Proposal != nil {
		return s.Proposal.Title.Ref
	}
	return ""
}

// titles writes those that this decision changed.
func (w *writer) titles() ([]stmt, error) {
	var out []stmt
	for _, id := range w.sorted() {
		c := w.chains[id]
		if c.body == "" || c.entity != workflow.EntitySubmission {
			continue
		}
		was, ref := "", titleOf(c.change.Dossier)
		if c.was != nil {
			was = titleOf(c.was.dossier)
		}
		if ref == was {
			continue
		}
		if was != "" {
			out = append(out,
				stmt{sql: "DELETE FROM title_ends WHERE submission_id = ?", args: []any{id}},
				stmt{sql: "DELETE FROM titles WHERE submission_id = ?", args: []any{id}})
		}
		title, err := w.typed(ref)
		if err != nil {
			return nil, err
		}
		out = append(out, entitle(id, ref, title)...)
	}
	return out, nil
}

// typed is the body of a text: of this decision, or of an earlier one.
func (w *writer) typed(ref string) (string, error) {
	for _, t := range w.d.Texts {
		if t.Ref == ref {
			return t.Body, nil
		}
	}
	bodies, err := w.tx.Texts([]string{ref})
	return bodies[ref], err
}

// untitle takes a title away with its text.
func untitle(ref string) []stmt {
	return []stmt{
		{sql: "DELETE FROM title_ends WHERE submission_id IN (SELECT submission_id FROM titles WHERE ref = ?)", args: []any{ref}},
		{sql: "DELETE FROM titles WHERE ref = ?", args: []any{ref}},
	}
}

// fillTitles writes the titles of dossiers that were there before their index.
func fillTitles(ctx context.Context, d dialect, db *sql.DB) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // goes back to the pool
	if err := d.send(ctx, conn, []stmt{{sql: d.begin(true)}}); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.send(context.WithoutCancel(ctx), conn, []stmt{{sql: "ROLLBACK"}}))
		}
	}()
	var out []stmt
	err = d.send(ctx, conn, []stmt{{
		sql: "SELECT s.id, t.ref, t.body FROM submissions s JOIN texts t ON t.ref = s.title_ref " +
			"WHERE t.body IS NOT NULL AND NOT EXISTS (SELECT 1 FROM titles x WHERE x.submission_id = s.id)",
		each: func(scan func(...any) error) error {
			var id, ref, title string
			err := scan(&id, &ref, &title)
			out = append(out, entitle(id, ref, title)...)
			return err
		},
	}})
	if err != nil {
		return err
	}
	for some := range slices.Chunk(out, 1000) {
		if err := d.send(ctx, conn, some); err != nil {
			return err
		}
	}
	return d.send(ctx, conn, []stmt{{sql: "COMMIT"}})
}
