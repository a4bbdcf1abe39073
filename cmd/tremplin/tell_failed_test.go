package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
)

// TestReplayTellsWhatFailed: at its end, on standard error, and the replay is
// none the worse for it.
func TestReplayTellsWhatFailed(t *testing.T) {
	url := storagetest.SQLite(t)
	var out, errs bytes.Buffer
	s := &streams{out: &out, err: &errs, getenv: func(string) string { return "" }}
	a, err := open(t.Context(), url, s)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Store.Close()
	a.Handlers["document.receipt"] = func(context.Context, storage.Job) (*app.Command, error) {
		return nil, errors.Join(errors.New("out of paper"), storage.ErrGiveUp)
	}
	files, complaints := scenario.Open(tiny)
	if len(complaints) > 0 {
		t.Fatal(complaints)
	}
	results, err := replay(t.Context(), s, a, files)
	if err != nil || len(results) != 1 || !results[0].OK {
		t.Fatalf("%v, %+v", err, results)
	}
	told := errs.String()
	if found := strings.Contains(told, " failed:\n  document.receipt on "); !found || !strings.Contains(told, ": out of paper no use to try again\n") {
		t.Errorf("told is %q", told)
	}
	errs.Reset()
	if err := tellFailed(t.Context(), &errs, a); err != nil || errs.Len() == 0 {
		t.Errorf("told again is %q, %v", errs.String(), err)
	}
}
