package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

func enqueue(t *testing.T, s *storage.Store, n int) {
	t.Helper()
	err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
		for i := range n {
			tx.Enqueue(workflow.Job{Kind: "mail", On: ref("call", "emp", fmt.Sprint(i))}, noon)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func claim(t *testing.T, s *storage.Store, now time.Time, n int) []storage.Job {
	t.Helper()
	jobs, err := s.Claim(t.Context(), now, n, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

func TestTwoRunnersNeverShareAJob(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, url string) {
		enqueue(t, s, 60)
		var mu sync.Mutex
		seen := map[int64]int{}
		var wg sync.WaitGroup
		for _, runner := range []*storage.Store{s, open(t, url), s, open(t, url)} {
			wg.Go(func() {
				for {
					jobs := claim(t, runner, noon, 7)
					if len(jobs) == 0 {
						return
					}
					mu.Lock()
					for _, j := range jobs {
						seen[j.ID]++
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if len(seen) != 60 {
			t.Errorf("%d jobs claimed, want 60", len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("job %d was claimed %d times", id, n)
			}
		}
	})
}

func TestJobsAreFencedRetriedAndDie(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		enqueue(t, s, 1)
		lost := claim(t, s, noon, 1)[0]
		if claim(t, s, noon, 1) != nil {
			t.Fatal("a job was claimed twice")
		}
		now := noon.Add(2 * time.Minute) // past the lease
		j := claim(t, s, now, 1)[0]
		if j.Attempt != 2 || j.On.ID != "0" {
			t.Fatalf("%+v", j)
		}
		if err := s.Finish(t.Context(), lost, now, nil); !errors.Is(err, storage.ErrLost) {
			t.Errorf("a lost runner finished: %v", err)
		}
		for last := time.Duration(0); ; {
			if err := s.Finish(t.Context(), j, now, errors.New("no route")); err != nil {
				t.Fatal(err)
			}
			next, waits, err := s.NextJob(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !waits {
				break
			}
			if pause := next.Sub(now); pause < last {
				t.Errorf("pause %v after %v", pause, last)
			} else {
				last = pause
			}
			if claim(t, s, next.Add(-time.Second), 1) != nil {
				t.Fatal("claimed too early")
			}
			now = next
			j = claim(t, s, now, 1)[0]
		}
		dead, err := s.DeadJobs(t.Context(), 10)
		if err != nil || len(dead) != 1 || dead[0].Error != "no route" || dead[0].Attempt != dead[0].MaxTries {
			t.Fatal(dead, err)
		}
		if err := s.Retry(t.Context(), dead[0].ID, now); err != nil {
			t.Fatal(err)
		}
		j = claim(t, s, now, 1)[0]
		if err := s.Finish(t.Context(), j, now, nil); err != nil {
			t.Fatal(err)
		}
		if claim(t, s, now.Add(24*time.Hour), 1) != nil {
			t.Error("what is done was claimed")
		}
	})
}

func TestUniqueJobsWaitOnce(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		j := workflow.Job{Kind: "remind", On: ref("call", "emp", ""), Unique: "remind emp"}
		order := func(once bool) {
			t.Helper()
			err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
				if once {
					tx.EnqueueOnce(j, noon)
				} else {
					tx.Enqueue(j, noon)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		order(true)
		order(true)
		order(false)
		jobs := claim(t, s, noon, 9)
		if len(jobs) != 1 {
			t.Fatalf("%d jobs, want 1", len(jobs))
		}
		if err := s.Finish(t.Context(), jobs[0], noon, nil); err != nil {
			t.Fatal(err)
		}
		order(true)
		if n := len(claim(t, s, noon, 9)); n != 0 {
			t.Errorf("ordered once, came %d times again", n)
		}
		order(false)
		if n := len(claim(t, s, noon, 9)); n != 1 {
			t.Errorf("%d jobs after the first was done, want 1", n)
		}
	})
}

func TestADecisionOrdersItsJobs(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		jobs, err := s.JobsOn(t.Context(), ref(workflow.EntitySubmission, "emp.1", ""), 10)
		if err != nil || len(jobs) != 2 || jobs[0].Kind != "letter" || jobs[0].Version != 3 || jobs[1].Unique != "receipt emp.1" {
			t.Fatal(jobs, err)
		}
	})
}

// TestWhatWasDoneIsForgotten, but for work on documents, and for the last of what is
// under a key, of which it is told when it was last done.
func TestWhatWasDoneIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
			on := ref("call", "emp", "")
			for _, j := range []workflow.Job{{Kind: "look"}, {Kind: "look"}, {Kind: "document.award"}, {Kind: "night", Unique: "one"}, {Kind: "night", Unique: "two"}, {Kind: "waits"}} {
				j.On = on
				tx.Enqueue(j, noon)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range claim(t, s, noon, 10) {
			if j.Kind != "waits" {
				if err := s.Finish(t.Context(), j, noon, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		left := func(before time.Time) (out []string) {
			t.Helper()
			if err := s.ForgetJobs(t.Context(), before, "document."); err != nil {
				t.Fatal(err)
			}
			all, err := s.JobsOn(t.Context(), ref("call", "emp", ""), 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range all {
				out = append(out, j.Kind+j.Unique)
			}
			return out
		}
		if got := left(time.Now().Add(-time.Hour)); len(got) != 6 {
			t.Errorf("what is of today is forgotten: %v", got)
		}
		if got := fmt.Sprint(left(time.Now().Add(time.Hour))); got != "[waits nighttwo document.award]" {
			t.Errorf("%v is left", got)
		}
	})
}
