package app_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/clamd"
	"tremplin/app/clamd/clamdtest"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// scanWorld has a project that is being written, and a scanner.
func scanWorld(t *testing.T, f func(w *world, s *clamdtest.Server, project string)) {
	t.Helper()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 21)
		defer done()
		_, project := w.draftedCall()
		s := clamdtest.Start(t)
		w.scanner(s)
		f(w, s, project)
	})
}

func (w *world) scanner(s *clamdtest.Server) {
	w.Helper()
	c, err := clamd.New(s.URL)
	w.must(err)
	c.Timeout = 200 * time.Millisecond
	w.app.Scanner = c
}

// attaches puts bytes into a dossier: the file as it stands.
func (w *world) attaches(project, data string) *workflow.File {
	w.Helper()
	facts, err := w.app.Attach(w.ctx, []byte(data))
	w.must(err)
	facts["name"], facts["kind"] = "plan.txt", "plan"
	w.mustDo("ed_alfa", "file.attach", project, facts)
	call, _, _ := strings.Cut(project, ".")
	files := w.load(call, project).File.Files
	return files[len(files)-1]
}

// said is what the scanner said of a file; "" nothing yet.
func (w *world) said(f *workflow.File) string {
	w.Helper()
	known, err := w.app.Scans(w.ctx, []*workflow.File{f})
	w.must(err)
	return known[f.Hash].State
}

// scanJob is the last scan of a file that was ordered: its state, its error.
func (w *world) scanJob(f *workflow.File) storage.Job {
	w.Helper()
	all, err := w.app.Store.JobsOn(w.ctx, f.Ref(), 1)
	w.must(err)
	if len(all) == 0 {
		return storage.Job{}
	}
	return all[0]
}

func TestScanOfWhatIsAttached(t *testing.T) {
	scanWorld(t, func(w *world, s *clamdtest.Server, project string) {
		good, bad := w.attaches(project, "a plan"), w.attaches(project, "a plan "+clamdtest.EICAR)
		if w.said(good) != "" || w.said(bad) != "" {
			t.Fatal("scanned before the scanner read it")
		}
		if b, err := w.app.Attachment(w.ctx, bad); err != nil || len(b) == 0 { // nobody knows yet
			t.Fatal(err)
		}
		w.must(w.app.Scan(w.ctx))
		if w.said(good) != storage.ScanClean || w.said(bad) != storage.ScanInfected {
			t.Errorf("the good one is %q, the bad one %q", w.said(good), w.said(bad))
		}
		if b, err := w.app.Attachment(w.ctx, good); err != nil || string(b) != "a plan" {
			t.Errorf("%q, %v", b, err)
		}
		if b, err := w.app.Attachment(w.ctx, bad); !errors.Is(err, app.ErrInfected) || b != nil {
			t.Errorf("%q, %v", b, err)
		}
		again := w.attaches(project, "a plan "+clamdtest.EICAR)
		if _, err := w.app.Attachment(w.ctx, again); !errors.Is(err, app.ErrInfected) || w.scanJob(again).ID != 0 {
			t.Errorf("the same bytes again: %v, %+v", err, w.scanJob(again))
		}
		if n := len(s.Seen()); n != 2 {
			t.Errorf("%d files were scanned", n)
		}
		w.verified()
	})
}

func TestScannerThatErrs(t *testing.T) {
	scanWorld(t, func(w *world, s *clamdtest.Server, project string) {
		for _, how := range []string{clamdtest.Silent, clamdtest.CutsOff, clamdtest.Unclear} {
			s.Errs(how)
			f := w.attaches(project, "a plan, "+how)
			err := w.app.Scan(w.ctx)
			if (how == clamdtest.Unclear) != (err == nil) {
				t.Errorf("%s: %v", how, err)
			}
			if j := w.scanJob(f); j.State != "ready" || j.Error == "" || w.said(f) != "" {
				t.Errorf("%s: %+v, said %q", how, j, w.said(f))
			}
			s.Errs("")
			w.now = w.now.Add(time.Minute)
			w.must(w.app.Scan(w.ctx))
			if j := w.scanJob(f); j.State != "done" || w.said(f) != storage.ScanClean {
				t.Errorf("after %s: %+v, said %q", how, j, w.said(f))
			}
		}
	})
}

func TestFileTooLargeForTheScanner(t *testing.T) {
	scanWorld(t, func(w *world, s *clamdtest.Server, project string) {
		s.Max = 1000
		f := w.attaches(project, strings.Repeat("plan ", 1000))
		w.must(w.app.Scan(w.ctx))
		if j := w.scanJob(f); j.State != "dead" || w.said(f) != "" {
			t.Fatalf("%+v, said %q", j, w.said(f))
		}
		s.Max = 0 // whoever runs it has seen the dead job
		w.must(w.app.OrderScans(w.ctx))
		w.must(w.app.Scan(w.ctx))
		if w.said(f) != storage.ScanClean {
			t.Errorf("%+v, said %q", w.scanJob(f), w.said(f))
		}
	})
}

// TestScannerThatComesLater looks at what was attached before, and once.
func TestScannerThatComesLater(t *testing.T) {
	scanWorld(t, func(w *world, s *clamdtest.Server, project string) {
		w.app.Scanner = nil
		f := w.attaches(project, clamdtest.EICAR)
		if j := w.scanJob(f); j.ID != 0 {
			t.Fatalf("ordered of nobody: %+v", j)
		}
		w.must(w.app.Scan(w.ctx))
		w.scanner(s)
		for range 2 {
			w.must(w.app.OrderScans(w.ctx))
			w.must(w.app.Scan(w.ctx))
		}
		if w.said(f) != storage.ScanInfected || len(s.Seen()) != 1 {
			t.Errorf("said %q, scanned %d", w.said(f), len(s.Seen()))
		}
	})
}

// TestServeScans scans what was there and what comes, without being asked.
func TestServeScans(t *testing.T) {
	scanWorld(t, func(w *world, s *clamdtest.Server, project string) {
		w.app.Scanner = nil
		before := w.attaches(project, "before")
		w.scanner(s)
		w.app.Now = func() time.Time { return w.now.Add(time.Hour) } // jobs of now are due
		ctx, stop := context.WithCancel(w.ctx)
		served := make(chan error, 1)
		go func() { served <- w.app.Serve(ctx) }()
		defer func() { stop(); w.must(<-served) }()
		facts, err := w.app.Attach(w.ctx, []byte("after"))
		w.must(err)
		facts["name"], facts["kind"] = "plan.txt", "plan"
		if _, err := w.app.Perform(w.ctx, app.Command{Actor: "ed_alfa", Surface: "test", Entity: workflow.EntityFile, Action: "attach", On: project, Values: facts}); err != nil {
			t.Fatal(err)
		}
		for range 100 {
			if len(s.Seen()) == 2 && w.said(before) == storage.ScanClean {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Errorf("scanned %q", bytes.Join(s.Seen(), []byte(", ")))
	})
}

// TestScanOfWhatHasGone: bytes that went at the end of their retention are
// nobody's to scan, and no failure.
func TestScanOfWhatHasGone(t *testing.T) {
	scanWorld(t, func(w *world, s *clamdtest.Server, project string) {
		f := w.attaches(project, "a plan")
		w.erases(map[string]int{f.Hash: f.Size})
		w.must(w.app.Scan(w.ctx))
		if j := w.scanJob(f); j.State != "done" || w.said(f) != "" || len(s.Seen()) != 0 {
			t.Errorf("%+v, said %q", j, w.said(f))
		}
	})
}
