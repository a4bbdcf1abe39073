package app_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// greeted is a crowd whose drafts order a job each, which submits them.
func greeted(t *testing.T, url string, names []string) *crowd {
	t.Helper()
	c := newCrowd(t, url, 100_000_00, time.Now().AddDate(0, 0, 1))
	c.app.Programmes = []*workflow.Programme{ordering()}
	c.draft(names, false)
	return c
}

// runner is another application over the same database.
func runner(t *testing.T, url string, h app.Handler) *crowd {
	t.Helper()
	c := joinCrowd(t, url)
	c.app.Programmes = []*workflow.Programme{ordering()}
	c.app.Handlers = map[string]app.Handler{"greet": h}
	return c
}

// filing files by the act that the job's dossier waits for.
func (c *crowd) filing(_ context.Context, j storage.Job) (*app.Command, error) {
	f, err := c.file(j.On.Dossier)
	if err != nil {
		return nil, err
	}
	return &app.Command{Actor: "sig" + f.Sisp[1:], Surface: "job", Entity: "submission", Action: "submit", On: j.On.String()}, nil
}

func (c *crowd) file(id string) (f *workflow.Submission, err error) {
	err = c.app.Store.View(c.ctx, func(tx *storage.Tx) error {
		x, err := tx.Load(storage.Ask{Submission: id, Now: c.app.Now()})
		if err == nil {
			f = x.File
		}
		return err
	})
	return f, err
}

// filed counts how often a dossier was submitted.
func (c *crowd) filed(name string) (n int) {
	c.Helper()
	err := c.app.Store.View(c.ctx, func(tx *storage.Tx) error {
		past, err := tx.History(crowdID(name), 0, 100)
		for _, p := range past {
			if p.Action == "submit" {
				n++
			}
		}
		return err
	})
	if err != nil {
		c.Fatal(err)
	}
	return n
}

func (c *crowd) job(name string) storage.Job {
	c.Helper()
	all, err := c.app.Store.JobsOn(c.ctx, workflow.Ref{Entity: workflow.EntitySubmission, Dossier: crowdID(name)}, 10)
	all = slices.DeleteFunc(all, func(j storage.Job) bool { return strings.HasPrefix(j.Kind, "mail.") })
	if err != nil || len(all) != 1 {
		c.Fatalf("jobs of %s: %+v, %v", name, all, err)
	}
	return all[0]
}

func (c *crowd) work() {
	if err := c.app.Work(c.ctx, time.Time{}); err != nil {
		c.Error(err)
	}
}

// TestRunnersShareJobs: whatever the number of runners, each job is worked and
// filed once.
func TestRunnersShareJobs(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		names := numbered("j", 60)
		c := greeted(t, url, names)
		var mu sync.Mutex
		worked := map[string]int{}
		var wg sync.WaitGroup
		for range 4 {
			r := runner(t, url, nil)
			r.app.Handlers["greet"] = func(ctx context.Context, j storage.Job) (*app.Command, error) {
				mu.Lock()
				worked[j.On.Dossier]++
				mu.Unlock()
				return r.filing(ctx, j)
			}
			wg.Go(r.work)
		}
		wg.Wait()
		for _, name := range names {
			if n := c.filed(name); n != 1 || worked[crowdID(name)] != 1 || c.job(name).State != "done" {
				t.Errorf("%s was worked %d times, filed %d times: %+v", name, worked[crowdID(name)], n, c.job(name))
			}
		}
		c.verify()
	})
}

// TestRunnerThatDies kills a process in the middle of a job: when its lease is
// over another runner does it, and not before.
func TestRunnerThatDies(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		greeted(t, url, []string{"one"})
		sign := filepath.Join(t.TempDir(), "begun")
		victim := exec.Command(os.Args[0], "-test.run=^TestProcessOfARunner$", "-test.count=1")
		victim.Env = append(os.Environ(), envWorker+"=runner", envURL+"="+url, envOut+"="+sign)
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
		r := runner(t, url, nil)
		r.app.Handlers["greet"] = r.filing
		if j := r.job("one"); j.State != "running" || j.Attempt != 1 {
			t.Fatalf("the victim left %+v", j)
		}
		r.work()
		if n := r.filed("one"); n != 0 {
			t.Fatalf("done %d times while its lease runs", n)
		}
		r.shift(time.Now().Add(3 * time.Minute))
		r.work()
		r.work()
		if j, n := r.job("one"), r.filed("one"); j.State != "done" || j.Attempt != 2 || n != 1 {
			t.Errorf("filed %d times: %+v", n, j)
		}
		r.verify()
	})
}

// TestProcessOfARunner is the victim.
func TestProcessOfARunner(t *testing.T) {
	if os.Getenv(envWorker) == "" {
		t.Skip("plays its role in TestRunnerThatDies")
	}
	r := runner(t, os.Getenv(envURL), func(context.Context, storage.Job) (*app.Command, error) {
		if err := os.WriteFile(os.Getenv(envOut), nil, 0o600); err != nil {
			return nil, err
		}
		select {} // until killed
	})
	r.work()
}

// TestRunnerThatIsSlow: who comes back after the end of the lease finds the job
// another's, and files nothing.
func TestRunnerThatIsSlow(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		greeted(t, url, []string{"one"})
		quick := runner(t, url, nil)
		quick.app.Handlers["greet"] = quick.filing
		quick.shift(time.Now().Add(3 * time.Minute))
		slow := runner(t, url, nil)
		slow.app.Handlers["greet"] = func(ctx context.Context, j storage.Job) (*app.Command, error) {
			file, err := slow.filing(ctx, j)
			quick.work()
			if _, err := quick.do(time.Time{}, "sig0", "submission.take_back", crowdID("one"), nil); err != nil {
				t.Error(err)
			}
			return file, err // could be filed, if it still were this runner's to do
		}
		slow.work()
		if j, n := slow.job("one"), slow.filed("one"); j.State != "done" || j.Attempt != 2 || n != 1 {
			t.Errorf("filed %d times: %+v", n, j)
		}
		slow.verify()
	})
}

// TestJobThatNeverWorks waits longer after each attempt, and is dead in the end.
func TestJobThatNeverWorks(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		greeted(t, url, []string{"one"})
		n := 0
		r := runner(t, url, func(context.Context, storage.Job) (*app.Command, error) {
			n++
			return nil, fmt.Errorf("the printer is out of paper, %d", n)
		})
		now := time.Now()
		began := now
		r.app.Now = func() time.Time { return now }
		var last time.Duration
		for r.work(); r.job("one").State == "ready"; r.work() {
			j := r.job("one")
			pause := j.RunAt.Sub(now)
			if j.Attempt != n || pause < last || pause > 4*time.Hour {
				t.Fatalf("after attempt %d it waits for %s, before for %s: %+v", n, pause, last, j)
			}
			now = j.RunAt.Add(-time.Second)
			r.work()
			if r.job("one").Attempt != n {
				t.Fatal("tried before its pause was over")
			}
			now, last = j.RunAt, pause
		}
		dead, err := r.app.Store.DeadJobs(r.ctx, 10)
		if err != nil || len(dead) != 1 || dead[0].Error != fmt.Sprintf("the printer is out of paper, %d", n) || n < 8 || now.Sub(began) < 5*time.Hour {
			t.Fatalf("given up after %d attempts and %s: %+v, %v", n, now.Sub(began), dead, err)
		}
		now = now.Add(48 * time.Hour)
		r.work()
		if r.job("one").Attempt != n {
			t.Error("a dead job was tried again")
		}
		// Somebody mends it.
		if err := r.app.Store.Retry(r.ctx, dead[0].ID, now); err != nil {
			t.Fatal(err)
		}
		r.app.Handlers["greet"] = func(context.Context, storage.Job) (*app.Command, error) { return nil, nil }
		r.work()
		if j := r.job("one"); j.State != "done" {
			t.Errorf("mended: %+v", j)
		}
	})
}
