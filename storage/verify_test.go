package storage_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

func findings(t testing.TB, s *storage.Store, o storage.VerifyOptions) []storage.Finding {
	t.Helper()
	fs, err := s.Verify(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return fs
}

func clean(t testing.TB, s *storage.Store) {
	t.Helper()
	for _, f := range findings(t, s, storage.VerifyOptions{}) {
		t.Error(f)
	}
}

func TestVerifyFindsNothingInASoundDatabase(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		clean(t, s)
		world(t, s)
		attachFile(t, s, "emp.1")
		erase(t, s)
		clean(t, s)
	})
}

func TestPeopleHaveNames(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		for range 2 { // first nobody is there
			h, err := storage.Get(t.Context(), s, (*storage.Tx).People)
			if err != nil {
				t.Fatal(err)
			}
			if p := h.Person("zoe"); p != nil && (p.Name.Body != "Zoé Dubois" || p.Email.Body != "zoe@example.org") {
				t.Errorf("%+v", p)
			} else if p == nil {
				people(t, s)
			}
		}
	})
}

func TestErasureTakesNamesWhereverTheyStand(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		erase(t, s)
		err := s.View(t.Context(), func(tx *storage.Tx) error {
			c, err := tx.Load(storage.Ask{Submission: "emp.1", Now: noon})
			if err != nil {
				return err
			}
			if err := tx.LoadTexts(c.File); err != nil {
				return err
			}
			if c.File.Reasons.Body != "" || c.File.Reasons.Ref == "" || c.File.Proposal.Title.Body != "Projet emp.1" {
				t.Errorf("reasons %+v, title %+v", c.File.Reasons, c.File.Proposal.Title)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestCheckpoint cuts off the end of a chain, and brings back an older copy of
// a dossier, so well that the database itself shows nothing.
func TestCheckpoint(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, url string) {
		world(t, s)
		raw := unchecked(t, url)
		older := copyDossier(t, raw, "emp.3")
		apply(t, s, storage.Ask{Submission: "emp.3"}, number(7))
		public, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := s.WriteCheckpoint(t.Context(), &file, private, noon); err != nil {
			t.Fatal(err)
		}
		c, err := storage.ReadCheckpoint(bytes.NewReader(file.Bytes()), public)
		if err != nil || c.Len() != 5 || !c.At.Equal(noon) {
			t.Fatal(c, err)
		}
		with := storage.VerifyOptions{Checkpoint: c}
		apply(t, s, storage.Ask{Submission: "emp.1"}, number(8)) // goes on after it
		if fs := findings(t, s, with); len(fs) > 0 {
			t.Fatal(fs)
		}
		older.restore(t, raw)
		if fs := findings(t, s, storage.VerifyOptions{}); len(fs) > 0 {
			t.Fatal("the older copy shows by itself", fs)
		}
		if fs := findings(t, s, with); len(fs) == 0 {
			t.Error("an older copy of a dossier was not found")
		}
		for _, table := range []string{"submissions WHERE id", "parts WHERE dossier_id", "events WHERE dossier_id", "texts WHERE dossier_id", "titles WHERE submission_id", "title_ends WHERE submission_id"} {
			execRaw(t, raw, "DELETE FROM "+table+" = 'emp.3'")
		}
		if fs := findings(t, s, with); len(fs) != 1 || !strings.Contains(fs[0].Problem, "missing") {
			t.Errorf("a chain that is gone: %v", fs)
		}
		for i := range file.Len() {
			bad := bytes.Clone(file.Bytes())
			bad[i] ^= 1
			if _, err := storage.ReadCheckpoint(bytes.NewReader(bad), public); err == nil && !bytes.Equal(bytes.TrimSpace(bad), bytes.TrimSpace(file.Bytes())) && i < file.Len()-3 {
				t.Fatalf("byte %d changed: the signature still holds", i)
			}
		}
	})
}

func execRaw(t testing.TB, db *sql.DB, q string, args ...any) {
	t.Helper()
	if _, err := db.Exec(q, args...); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}

// TestVerifyFindsWhatARuleWouldNotDo: rows that fit their events, but that no
// sound rule leaves behind.
func TestVerifyFindsWhatARuleWouldNotDo(t *testing.T) {
	both := []string{"slrb", "alfa"}
	signed := func(hashes ...string) (out []workflow.Signature) {
		for i, h := range hashes {
			out = append(out, workflow.Signature{Org: both[i], Person: "zoe", At: noon, Hash: h})
		}
		return out
	}
	for name, c := range map[string]struct {
		versions []*workflow.Version
		states   []workflow.State
		want     string
		more     []workflow.Subject
	}{
		"another hash": {[]*workflow.Version{{Hash: "h", Parties: both, Signed: signed("h", "x")}}, []workflow.State{"signed"}, "version 1: alfa signed another hash", nil},
		"unsigned":     {[]*workflow.Version{{Hash: "h", Parties: both, Signed: signed("h")}}, []workflow.State{"signed"}, "version 1: 1 of 2 parties signed it", nil},
		"two out":      {[]*workflow.Version{{Hash: "h"}, {Hash: "i"}}, []workflow.State{"issued", "partly_signed"}, "2 versions out", nil},
		"another total": {nil, nil, "sheet of max: total 7800, its scores come to 0", []workflow.Subject{
			made(&workflow.Sheet{Person: "max", Total: new(workflow.Number(7800))}, ref(workflow.EntitySheet, "emp.1", "max"), "sealed"),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, storagetest.SQLite(t))
			world(t, s)
			apply(t, s, storage.Ask{Call: callID, Submission: "emp.1"}, func(k *workflow.Case) *workflow.Decision {
				f := *k.File
				parts := slices.Clone(c.more)
				for i, v := range c.versions {
					parts = append(parts, made(v, ref(workflow.EntityVersion, "emp.1", strconv.Itoa(i+1)), c.states[i]))
				}
				return &workflow.Decision{
					Changes: []workflow.Change{{Dossier: attach(&f, parts...), Parts: parts}},
					Events:  []workflow.Event{event(f.Ref(), "bend", f.State(), f.State())},
				}
			})
			var got []string
			for _, f := range findings(t, s, storage.VerifyOptions{}) {
				got = append(got, f.Problem)
			}
			if len(got) != 1 || got[0] != "does not hold: "+c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// TestCutOffEnd: the end of a chain is cut off. Where the rows still tell of it
// that shows by itself; where they were set back as well, only by the checkpoint.
func TestCutOffEnd(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, url string) {
		world(t, s)
		raw := unchecked(t, url)
		const own = "submissions WHERE id = 'emp.3'"
		row := dossierCopy{own: copyDossier(t, raw, "emp.3")[own]}
		apply(t, s, storage.Ask{Submission: "emp.3"}, number(7))
		public, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := s.WriteCheckpoint(t.Context(), &file, private, noon); err != nil {
			t.Fatal(err)
		}
		c, err := storage.ReadCheckpoint(&file, public)
		if err != nil {
			t.Fatal(err)
		}
		execRaw(t, raw, "DELETE FROM events WHERE dossier_id = 'emp.3' AND action = 'number'")
		if fs := findings(t, s, storage.VerifyOptions{}); len(fs) == 0 {
			t.Error("rows that no event made were not found")
		}
		row.restore(t, raw)
		if fs := findings(t, s, storage.VerifyOptions{}); len(fs) > 0 {
			t.Fatal("what was cut off shows by itself", fs)
		}
		if fs := findings(t, s, storage.VerifyOptions{Checkpoint: c}); len(fs) != 1 || !strings.Contains(fs[0].Problem, "the checkpoint knew") {
			t.Errorf("a chain's end that was cut off: %v", fs)
		}
	})
}
