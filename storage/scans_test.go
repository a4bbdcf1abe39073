package storage_test

import (
	"reflect"
	"testing"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

func TestScans(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		f := attachFile(t, s, "emp.1")
		at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
		look := func() map[string]storage.Scanned {
			got, err := storage.Get(t.Context(), s, func(tx *storage.Tx) (map[string]storage.Scanned, error) {
				return tx.Scans([]string{f.Hash, "00"})
			})
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		if got := look(); len(got) != 0 {
			t.Errorf("before: %v", got)
		}
		for _, want := range []storage.Scanned{
			{Hash: f.Hash, State: storage.ScanInfected, Signature: "X", At: at}, {Hash: f.Hash, State: storage.ScanClean, At: at.Add(time.Hour)},
		} {
			if err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error { tx.LogScan(want); return nil }); err != nil {
				t.Fatal(err)
			}
			if got := look(); !reflect.DeepEqual(got, map[string]storage.Scanned{f.Hash: want}) {
				t.Errorf("%v, want %v", got, want)
			}
		}
		clean(t, s)
	})
}

func TestAttachedFiles(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		f := attachFile(t, s, "emp.1")
		var after workflow.Ref
		for _, want := range []int{1, 0} {
			got, err := storage.Get(t.Context(), s, func(tx *storage.Tx) ([]*workflow.File, error) { return tx.Attached(after, 1) })
			if err != nil || len(got) != want {
				t.Fatal(got, err)
			}
			if want == 1 {
				if after = got[0].Ref(); got[0].Hash != f.Hash || after.Dossier != "emp.1" {
					t.Error(got[0], after)
				}
			}
		}
	})
}

// TestScansHaveARunnerOfTheirOwn: a scanner that says nothing holds up neither
// documents nor mails.
func TestScansHaveARunnerOfTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		on, now := workflow.Ref{Entity: workflow.EntityFile, Dossier: "emp.1", ID: "1"}, time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)
		for range 2 { // the same bytes are scanned once
			if err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
				tx.Enqueue(workflow.Job{Kind: storage.Scan, On: on, Unique: "scan x"}, now)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if at, ok, err := s.NextScan(t.Context()); err != nil || !ok || !at.Equal(now) {
			t.Fatal(at, ok, err)
		}
		for _, claim := range []struct {
			jobs func() ([]storage.Job, error)
			want int
		}{
			{func() ([]storage.Job, error) { return s.ClaimPosts(t.Context(), now, 9, time.Minute) }, 0},
			{func() ([]storage.Job, error) { return s.ClaimScans(t.Context(), now, 9, time.Minute) }, 1},
		} {
			if jobs, err := claim.jobs(); err != nil || len(jobs) != claim.want {
				t.Error(jobs, err)
			}
		}
		jobs, err := s.Claim(t.Context(), now, 99, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range jobs {
			if j.Kind == storage.Scan {
				t.Error("claimed with the others:", j)
			}
		}
	})
}
