package storage

import (
	"strings"

	"tremplin/workflow"
)

// dossier writes a dossier's own row: new, or against the version that was read.
func (w *writer) dossier(c *chain) stmt {
	last := &w.events[c.events[len(c.events)-1]]
	version, _ := c.before()
	names, values := []string{"version", "head"}, []any{last.Seq, last.Hash}
	if c.change != nil {
		names, values = append(names, "state", "due_at"), append(values, string(c.change.Dossier.State()), pointed(c.due))
	}
	if c.body != "" {
		more, facts := derived(c.change.Dossier, w.call())
		names, values = append(append(names, "body"), more...), append(append(values, c.body), facts...)
	}
	table := tableOf(c.entity)
	if c.was == nil {
		return stmt{
			sql:  "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ", id) VALUES " + marks(len(names)+1),
			args: append(values, c.id),
		}
	}
	return stmt{
		sql:  "UPDATE " + table + " SET " + strings.Join(names, " = ?, ") + " = ? WHERE id = ? AND version = ?",
		args: append(values, c.id, version),
		must: 1,
	}
}

// call is the call as this decision leaves it; nil for the house's acts.
func (w *writer) call() *workflow.Call {
	for _, c := range w.chains {
		if c.entity == workflow.EntityCall && c.change != nil {
			call, _ := c.change.Dossier.(*workflow.Call)
			return call
		}
	}
	if h := w.tx.read.call; h != nil {
		call, _ := h.dossier.(*workflow.Call)
		return call
	}
	return nil
}

// total writes the ledger's sums, against the line that was read as its last.
func (w *writer) total() []stmt {
	if len(w.ledger) == 0 {
		return nil
	}
	call := w.tx.read.call
	args := append(w.sums.values(), call.dossier.Ref().Dossier, call.sums.entries)
	return []stmt{{
		sql:  "UPDATE calls SET " + strings.Join(sumColumns, " = ?, ") + " = ? WHERE id = ? AND entries = ?",
		args: args,
		must: 1,
	}}
}

func (w *writer) texts() []stmt {
	rows := make([][]any, 0, len(w.d.Texts))
	for _, t := range w.d.Texts {
		rows = append(rows, []any{t.Ref, w.events[0].DossierID, t.Salt, t.Body})
	}
	return inserts("INSERT INTO texts (ref, dossier_id, salt, body) VALUES", "ON CONFLICT (ref) DO NOTHING", rows)
}

// The names under which events list the texts that were typed, and the house's
// what it erased.
const (
	textEntity = "text"
	fileEntity = "bytes"
	textTyped  = "typed"
	textErased = "erased"
)

// erased lists, in the house's event, the texts and files that go with it: only
// what is listed there may be missing.
func (w *writer) erased() []rowThen {
	var out []rowThen
	for _, ref := range w.d.Erased {
		entity := textEntity
		if isFileHash(ref) {
			entity = fileEntity
		}
		out = append(out, rowThen{Entity: entity, ID: ref, State: textErased})
	}
	return out
}

// erasure takes away texts with their salts, and the bytes of files.
func (w *writer) erasure() []stmt {
	c := w.chains[workflow.HouseID]
	if c == nil {
		return nil
	}
	seq := w.events[c.events[len(c.events)-1]].Seq
	var out []stmt
	for _, ref := range w.d.Erased {
		if isFileHash(ref) {
			out = append(out,
				stmt{sql: "DELETE FROM file_chunks WHERE hash = ?", args: []any{ref}},
				stmt{sql: "UPDATE files SET erased_by = ? WHERE hash = ? AND erased_by IS NULL", args: []any{seq, ref}})
			continue
		}
		out = append(out, untitle(ref)...)
		out = append(out, stmt{sql: "UPDATE texts SET salt = NULL, body = NULL, erased_by = ? WHERE ref = ? AND erased_by IS NULL", args: []any{seq, ref}})
	}
	return out
}

// isFileHash tells the hash of a file (hex) from a text's reference (shorter).
func isFileHash(s string) bool { return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == "" }
