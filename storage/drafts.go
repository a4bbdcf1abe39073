package storage

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"tremplin/workflow"
)

// WorkingCopy is what stands in a section of a form that somebody is filling in:
// no fact, and in no trail.
type WorkingCopy struct {
	Dossier string
	Section string
	Version int64 // 0: there is none
	Body    string
	Person  string
	Form    string // of which form it came
	At      time.Time
}

const draftColumns = "dossier_id, section, version, body, person, form, saved_at"

// WorkingCopies are those of a dossier, by section; not what people typed into the
// forms of acts.
func (tx *Tx) WorkingCopies(dossier string) (map[string]WorkingCopy, error) {
	out := map[string]WorkingCopy{}
	err := tx.each(tx.orm.Raw("SELECT "+draftColumns+" FROM drafts WHERE dossier_id = ?"+ofSections, dossier), func(scan func(...any) error) error {
		var w WorkingCopy
		err := scan(&w.Dossier, &w.Section, &w.Version, &w.Body, &w.Person, &w.Form, &w.At)
		w.At = w.At.UTC()
		out[w.Section] = w
		return err
	})
	return out, wrapped("working copies", err)
}

// WorkingCopiesBy are those whose section begins so, without what stands in them.
func (tx *Tx) WorkingCopiesBy(dossier, section string) (map[string]WorkingCopy, error) {
	out := map[string]WorkingCopy{}
	q := tx.orm.Raw("SELECT section, version, person, form, saved_at FROM drafts WHERE dossier_id = ? AND substr(section, 1, ?) = ?", dossier, utf8.RuneCountInString(section), section)
	err := tx.each(q, func(scan func(...any) error) error {
		w := WorkingCopy{Dossier: dossier}
		err := scan(&w.Section, &w.Version, &w.Person, &w.Form, &w.At)
		w.At = w.At.UTC()
		out[w.Section] = w
		return err
	})
	return out, wrapped("working copies", err)
}

// WorkingCopyOf is that of one section; version 0 if there is none.
func (tx *Tx) WorkingCopyOf(dossier, section string) (w WorkingCopy, err error) {
	err = tx.each(tx.orm.Raw("SELECT "+draftColumns+" FROM drafts WHERE dossier_id = ? AND section = ?", dossier, section), func(scan func(...any) error) error {
		err := scan(&w.Dossier, &w.Section, &w.Version, &w.Body, &w.Person, &w.Form, &w.At)
		w.At = w.At.UTC()
		return err
	})
	return w, wrapped("working copy", err)
}

// WorkingCopiesIn are those of one section in all dossiers of a call, by dossier.
func (tx *Tx) WorkingCopiesIn(call, section string) (map[string]WorkingCopy, error) {
	out := map[string]WorkingCopy{}
	err := tx.each(tx.orm.Raw("SELECT "+draftColumns+" FROM drafts WHERE dossier_id IN (SELECT id FROM submissions WHERE call_id = ?) AND section = ?", call, section), func(scan func(...any) error) error {
		var w WorkingCopy
		err := scan(&w.Dossier, &w.Section, &w.Version, &w.Body, &w.Person, &w.Form, &w.At)
		w.At = w.At.UTC()
		out[w.Dossier] = w
		return err
	})
	return out, wrapped("working copies", err)
}

// SaveWorkingCopy keeps one in the place of that with the version before it;
// conflict/stale if somebody was faster.
func (s *Store) SaveWorkingCopy(ctx context.Context, w WorkingCopy) error {
	st := stmt{
		sql:    "UPDATE drafts SET version = ?, body = ?, person = ?, form = ?, saved_at = ? WHERE dossier_id = ? AND section = ? AND version = ?",
		args:   []any{w.Version, w.Body, w.Person, w.Form, whole(w.At), w.Dossier, w.Section, w.Version - 1},
		must:   1,
		missed: &workflow.Error{Kind: workflow.Conflict, Code: workflow.CodeStale, Field: w.Section},
	}
	if w.Version == 1 {
		st.sql = "INSERT INTO drafts (version, body, person, form, saved_at, dossier_id, section) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
		st.args = st.args[:7]
	}
	return s.change(ctx, st)
}

// DropWorkingCopy takes one away, unless it has changed since.
func (s *Store) DropWorkingCopy(ctx context.Context, dossier, section string, version int64) error {
	return s.change(ctx, stmt{sql: "DELETE FROM drafts WHERE dossier_id = ? AND section = ? AND version = ?", args: []any{dossier, section, version}})
}

// DropWorkingCopyOf takes that of one section away, with what else the transaction
// does.
func (tx *Tx) DropWorkingCopyOf(dossier, section string) {
	tx.out = append(tx.out, stmt{sql: "DELETE FROM drafts WHERE dossier_id = ? AND section = ?", args: []any{dossier, section}})
}

// OfActs begins the section of what somebody typed into the form of an act.
const OfActs = "act "

// Working copies of sections, and not what was typed into the forms of acts.
const ofSections = " AND section NOT LIKE '" + OfActs + "%'"

// DropWorkingCopies takes those of a dossier's sections away, with what else the
// transaction does.
func (tx *Tx) DropWorkingCopies(dossier string) {
	tx.out = append(tx.out, stmt{sql: "DELETE FROM drafts WHERE dossier_id = ?" + ofSections, args: []any{dossier}})
}

// DropWorkingCopiesOfCall takes those of all its dossiers away.
func (tx *Tx) DropWorkingCopiesOfCall(call string) {
	tx.out = append(tx.out, stmt{sql: "DELETE FROM drafts WHERE dossier_id IN (SELECT id FROM submissions WHERE call_id = ?)" + ofSections, args: []any{call}})
}

// ForgetTyped takes away what was typed into forms of acts and not touched since.
func (s *Store) ForgetTyped(ctx context.Context, since time.Time) error {
	return s.change(ctx, stmt{sql: "DELETE FROM drafts WHERE section LIKE '" + OfActs + "%' AND saved_at < ?", args: []any{whole(since)}})
}

// ForgetWorkingCopies takes away what a person typed, and what holds one of
// these words, whatever their case and accents.
func (tx *Tx) ForgetWorkingCopies(person string, words ...string) error {
	tx.out = append(tx.out, stmt{sql: "DELETE FROM drafts WHERE person = ?", args: []any{person}})
	return tx.each(tx.orm.Raw("SELECT dossier_id, section, body FROM drafts"), func(scan func(...any) error) error {
		var dossier, section, body string
		err := scan(&dossier, &section, &body)
		text := folded(body)
		for _, w := range words {
			if w = folded(w); w != "" && strings.Contains(text, w) {
				tx.out = append(tx.out, stmt{sql: "DELETE FROM drafts WHERE dossier_id = ? AND section = ?", args: []any{dossier, section}})
			}
		}
		return err
	})
}
