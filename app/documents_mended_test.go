package app_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/document"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestPaperThatMayNotBeMade is not tried again, and verify names it.
func TestPaperThatMayNotBeMade(t *testing.T) {
	t.Parallel()
	w, done := newWorld(t, storagetest.SQLite(t), 41)
	defer done()
	_, project := w.awardedCall()
	make := w.app.Handlers["document.convention"]
	job := func(kind string) storage.Job {
		return storage.Job{Kind: kind, Asked: w.now, On: workflow.Ref{Entity: workflow.EntitySubmission, Dossier: project}, Version: 1 << 30}
	}
	for kind, why := range map[string]error{"document.final_review": document.ErrMayNot, "document.nonsense": document.ErrUnknownKind} {
		if _, err := make(w.ctx, job(kind)); !errors.Is(err, why) || !errors.Is(err, storage.ErrGiveUp) {
			t.Errorf("%s: %v, and is tried again", kind, err)
		}
	}
	w.app.Handlers["document.convention"] = func(ctx context.Context, _ storage.Job) (*app.Command, error) {
		return make(ctx, job("document.final_review"))
	}
	if _, err := w.do("off1", "submission", "issue_convention", project, fields{"language": "fr", "start_on": string(workflow.DateOf(w.now))}); err != nil {
		t.Fatal(err)
	}
	w.must(w.app.Work(w.ctx, time.Time{}))
	dead, err := w.app.Store.DeadJobs(w.ctx, 10)
	w.must(err)
	if len(dead) != 1 || dead[0].Attempt != 1 {
		t.Fatalf("dead are %+v", dead)
	}
	found, err := w.app.Verify(w.ctx, nil)
	w.must(err)
	if len(found) != 1 || found[0].Table != "jobs" || !strings.Contains(found[0].Key, "convention on ") || !strings.Contains(found[0].Key, project) || !strings.Contains(found[0].Problem, "no final review") {
		t.Errorf("verify finds %v", found)
	}
	w.app.Handlers["document.convention"] = make
	w.must(w.app.Store.Retry(w.ctx, dead[0].ID, w.now))
	w.must(w.app.Work(w.ctx, time.Time{}))
	w.holds()
}

// TestReportPaperIsFiledNowhere: what is printed on request has neither the
// number nor the version of a filed report.
func TestReportPaperIsFiledNowhere(t *testing.T) {
	t.Parallel()
	w, done := newWorld(t, storagetest.SQLite(t), 42)
	defer done()
	call, _ := w.awardedCall()
	p, err := w.app.ReportPaper(w.ctx, call)
	w.must(err)
	if p.Version != 0 || !p.Facts.If["working_copy"] || !strings.HasSuffix(p.Number, ")") {
		t.Errorf("it is %s, version %d", p.Number, p.Version)
	}
}

// TestWhoMakesACallIsNoInput: it is in no list of what was filled in.
func TestWhoMakesACallIsNoInput(t *testing.T) {
	t.Parallel()
	for _, list := range []string{"true", "[by, envelope]"} {
		text := "scenario: a\ncalls:\n  - {id: c, by: off, envelope: 5, filled_in: " + list + "}\n"
		f, _ := scenario.Parse("a.yaml", []byte(text), nil)
		if f == nil || fmt.Sprint(f.Calls[0].Values["filled_in"]) != "[envelope]" {
			t.Errorf("%s: %+v", list, f)
		}
	}
}
