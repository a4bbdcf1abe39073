package app_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/document"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// printer is a crowd's application that makes every document.
func printer(t testing.TB, url string) *crowd {
	t.Helper()
	c := joinCrowd(t, url)
	c.app = app.New(c.app.Store, empowerment.V1())
	return c
}

// receipts is a call whose submissions have each ordered a receipt that nobody
// has made yet.
func receipts(t testing.TB, url string, names []string) *crowd {
	t.Helper()
	c := newCrowd(t, url, 100_000_00, time.Now().AddDate(0, 0, 1))
	c.draft(names, false)
	c.submit(names)
	return c
}

// filedOnce: each dossier has its receipt once, in both languages, and all holds.
func (c *crowd) filedOnce(names []string, attempt int) {
	c.Helper()
	for _, name := range names {
		f, err := c.file(crowdID(name))
		if err != nil {
			c.Fatal(err)
		}
		j := c.job(name)
		if len(f.Documents) != 1 || f.Documents[0].Kind != "receipt" || len(f.Documents[0].Prints) != 2 || j.State != "done" || j.Attempt != attempt {
			c.Errorf("%s has %d documents; its job %+v", name, len(f.Documents), j)
		}
	}
	found, err := c.app.Verify(c.ctx, nil)
	if err != nil || len(found) > 0 {
		c.Errorf("verify: %v, %v", found, err)
	}
}

// TestDocumentsAreFiledOnce: two runners share the work, and no document is
// filed twice.
func TestDocumentsAreFiledOnce(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		names := numbered("d", 12)
		c := receipts(t, url, names)
		var all sync.WaitGroup
		for range 2 {
			all.Go(printer(t, url).work)
		}
		all.Wait()
		c.filedOnce(names, 1)
	})
}

// TestRunnerThatDiesBeforeFiling kills a process that has printed a document and
// not filed it: it is filed once, by whoever comes after its lease.
func TestRunnerThatDiesBeforeFiling(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		c := receipts(t, url, []string{"one"})
		sign := filepath.Join(t.TempDir(), "printed")
		victim := exec.Command(os.Args[0], "-test.run=^TestProcessOfAPrinter$", "-test.count=1")
		victim.Env = append(os.Environ(), envWorker+"=printer", envURL+"="+url, envOut+"="+sign)
		if err := victim.Start(); err != nil {
			t.Fatal(err)
		}
		for range 500 {
			if _, err := os.Stat(sign); err == nil {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		_ = victim.Process.Kill()
		_ = victim.Wait()
		if f, err := c.file(crowdID("one")); err != nil || len(f.Documents) > 0 || c.job("one").State != "running" {
			t.Fatalf("the victim left %+v, %v, job %+v", f.Documents, err, c.job("one"))
		}
		var all sync.WaitGroup
		for range 2 {
			r := printer(t, url)
			r.shift(time.Now().Add(3 * time.Minute))
			all.Go(r.work)
		}
		all.Wait()
		c.filedOnce([]string{"one"}, 2)
	})
}

// TestProcessOfAPrinter is the victim.
func TestProcessOfAPrinter(t *testing.T) {
	if os.Getenv(envWorker) == "" {
		t.Skip("plays its role in TestRunnerThatDiesBeforeFiling")
	}
	c := printer(t, os.Getenv(envURL))
	make := c.app.Handlers["document.receipt"]
	c.app.Handlers["document.receipt"] = func(ctx context.Context, j storage.Job) (*app.Command, error) {
		file, err := make(ctx, j)
		if err == nil && file != nil {
			err = os.WriteFile(os.Getenv(envOut), nil, 0o600)
		}
		if err != nil {
			return nil, err
		}
		select {} // until killed
	}
	c.work()
}

// awardedCall is a call that has decided, with one project, awarded.
func (w *world) awardedCall() (call, project string) {
	w.Helper()
	call, project = w.reviewedCall()
	for _, act := range deciding(call, project) {
		w.mustDo(act.by, act.do, act.on, act.values)
	}
	return call, project
}

// act is something done by somebody.
type act struct {
	by, do, on string
	values     fields
}

func deciding(call, project string) []act {
	return []act{
		{"chair", "submission.rank", project, fields{"opinion": "favourable", "advised": "500", "reasons": "Bien."}},
		{"chair", "call.conclude", call, fields{"present": list("chair", "jury1")}},
		{"dg", "submission.award", project, fields{"amount": "500", "reasons": "Utile et faisable."}},
		{"dg", "call.decide", call, nil},
	}
}

// TestDocumentThatCannotBePrinted: its job is tried again and again and is dead
// in the end; until somebody mends it nobody signs, and then everybody may.
func TestDocumentThatCannotBePrinted(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 31)
		defer done()
		_, project := w.awardedCall()
		make := w.app.Handlers["document.convention"]
		w.app.Handlers["document.convention"] = func(context.Context, storage.Job) (*app.Command, error) { return nil, errors.New("out of paper") }
		if _, err := w.do("off1", "submission", "issue_convention", project, fields{"language": "fr", "start_on": string(workflow.DateOf(w.now))}); err != nil {
			t.Fatal(err)
		}
		tried := 0
		job := func() storage.Job {
			all, err := w.app.Store.FailedJobs(w.ctx, 10)
			w.must(err)
			all = slices.DeleteFunc(all, func(j storage.Job) bool { return j.Kind != "document.convention" })
			if len(all) != 1 {
				t.Fatalf("jobs that failed: %+v", all)
			}
			return all[0]
		}
		for {
			w.must(w.app.Work(w.ctx, time.Time{}))
			tried++
			for _, who := range []string{"dg", "sig_alfa", "par_asbl1"} {
				w.refused("refused/document_pending", who, "submission.sign", project, nil)
			}
			j := job()
			if j.Attempt != tried || j.Error != "out of paper" {
				t.Fatalf("attempt %d: %+v", tried, j)
			}
			if j.State == "dead" {
				break
			}
			w.now = j.RunAt
		}
		if tried < 8 {
			t.Errorf("given up after %d attempts", tried)
		}
		w.app.Handlers["document.convention"] = make
		w.must(w.app.Store.Retry(w.ctx, job().ID, w.now))
		w.must(w.app.Work(w.ctx, time.Time{}))
		for _, who := range []string{"dg", "sig_alfa", "par_asbl1"} {
			w.mustDo(who, "submission.sign", project, nil)
		}
		w.holds()
	})
}

// holds fails on whatever the whole verification finds, that of the documents
// included.
func (w *world) holds() {
	w.Helper()
	found, err := w.app.Verify(w.ctx, nil)
	w.must(err)
	for _, f := range found {
		w.Errorf("verify: %s", f)
	}
}

// papers are the documents of a call and one of its dossiers: number and version
// → what they say and their prints.
func (w *world) papers(call, project string) map[string]string {
	w.Helper()
	c := w.load(call, project)
	out := map[string]string{}
	for _, d := range append(slices.Clone(c.Call.Documents), c.File.Documents...) {
		facts, err := w.app.Content(w.ctx, d.Facts)
		w.must(err)
		if _, err := document.Read(facts); err != nil {
			w.Fatalf("%s: %v", d.Number, err)
		}
		out[fmt.Sprint(d.Number, " v", d.Version)] = fmt.Sprint(string(facts), d.Prints)
	}
	return out
}

// TestDocumentsTellOfTheirAct: whether a document is made at once or after much
// else has happened, it says the same, to the byte.
func TestDocumentsTellOfTheirAct(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		var was map[string]string
		for _, at := range []string{"once", "the end"} {
			if at != "once" {
				url = databases(t)()
			}
			w, done := newWorld(t, url, 7)
			call, project := w.reviewedCall()
			acts := append(deciding(call, project),
				act{"ed_alfa", "submission.update", project, fields{"account": "BE43 0689 9999 9501", "contacts": []any{fields{"name": "Une autre"}}}},
				act{"dir", "submission.extend_signing", project, fields{"until": string(workflow.DateOf(w.now).Plus(3, 0)), "reasons": "Plus de temps."}},
				act{"off1", "call.publish_results", call, nil},
				act{"dg", "envelope.change", call, fields{"envelope": "9000"}},
				act{"sig_alfa", "submission.withdraw", project, fields{"reasons": "Nous renonçons."}},
			)
			for i, a := range acts {
				cmd := crowdCommand(w.now, a.by, a.do, a.on, a.values)
				cmd.Seed = fmt.Appendf(nil, "act %12d", i)
				if _, err := w.app.Perform(w.ctx, cmd); err != nil {
					t.Fatalf("%s: %v", a.do, err)
				}
				if at == "once" {
					w.filePapers()
				}
				w.now = w.now.Add(time.Hour)
			}
			w.filePapers()
			w.holds()
			got := w.papers(call, project)
			done()
			if was == nil {
				was = got
			}
			if len(got) < 4 || len(got) != len(was) {
				t.Errorf("%d documents made at %s, %d made at once", len(got), at, len(was))
			}
			for name, text := range was {
				if got[name] != text {
					t.Errorf("%s, made at %s, says\n%s\nmade at once\n%s", name, at, got[name], text)
				}
			}
		}
	})
}
