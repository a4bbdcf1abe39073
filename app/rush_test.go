package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestWhoIsLateWaitsForNobodyInVain: a command whose call owes an act that the
// clock cannot do any more is answered all the same.
func TestWhoIsLateWaitsForNobodyInVain(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		base := time.Now().AddDate(0, 0, -20).Truncate(time.Hour)
		done := make(chan struct{})
		go func() {
			defer close(done)
			c := unopened(t, url, 100_000_00, base.Add(24*time.Hour))
			// Its opening is due, and could not be done as of today.
			if _, answer := do(t, c.app, crowdCommand(base, "off", "call.publish", crowdCall, nil)); answer != "refused/state" {
				t.Errorf("published after the clock: %s", answer)
			}
		}()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Fatal("the clock waits for the command that waits for the clock")
		}
	})
}

// TestTheClockWaitsForWhatCameInBefore: a request that came in before the
// deadline, and whose content takes its time, is in time.
func TestTheClockWaitsForWhatCameInBefore(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		c, deadline := rushing(t, url, []string{"slow", "late", "never"})
		c.shift(deadline.Add(-50 * time.Millisecond))
		at, through := c.app.Arrive()
		c.shift(deadline.Add(50 * time.Millisecond))
		late := make(chan error, 1)
		go func() {
			_, err := c.do(time.Time{}, crowdSig(1), "submission.submit", crowdID("late"), nil)
			late <- err
		}()
		ctx, cancel := context.WithTimeout(c.ctx, 100*time.Millisecond)
		defer cancel()
		if n, err := c.app.Clock(ctx, app.Tick{Until: c.app.Now()}); n != 0 || ctx.Err() == nil {
			t.Fatalf("the clock did not wait: %d acts, %v", n, err)
		}
		if _, err := c.do(at, crowdSig(0), "submission.submit", crowdID("slow"), nil); err != nil {
			t.Errorf("in time, and refused: %v", err)
		}
		through()
		if no, clean := refusal(<-late); !clean {
			t.Errorf("too late, and: %v", no)
		}
		if _, err := c.app.Clock(c.ctx, app.Tick{Until: c.app.Now()}); err != nil {
			t.Fatal(err)
		}
		c.closed(map[string]bool{"slow": true, "late": false, "never": false})
	})
}

// TestWhatLapsedMayBeAwarded: what fell due elsewhere in the call comes first as
// well: money that an award has no claim to any more is free, though no clock
// has run yet.
func TestWhatLapsedMayBeAwarded(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		names := []string{"one", "two"}
		c, deadline := rushing(t, url, names)
		c.submit(names)
		c.deliberate(names, deadline)
		hour := func(n int) time.Time { return deadline.Add(time.Duration(n) * time.Hour) }
		c.must(hour(8), "dg0", "submission.award", crowdID("one"), crowdAward(10_000_00))
		c.must(hour(8), "dg0", "submission.place_in_reserve", crowdID("two"), map[string]any{"place": "1", "reasons": "Bien.", "departure": "Trop."})
		c.must(hour(9), "dg0", "call.decide", crowdCall, nil)
		c.must(hour(10), "off", "submission.issue_convention", crowdID("one"), map[string]any{"language": "fr", "start_on": string(workflow.DateOf(hour(240)))})
		c.print(hour(10))
		f, err := c.file(crowdID("one"))
		if err != nil {
			t.Fatal(err)
		}
		c.must(hour(10), "dg0", "envelope.change", crowdCall, map[string]any{"envelope": f.Committed.String()})
		c.must(f.SignBy.End(), "dg0", "submission.award", crowdID("two"), crowdAward(10_000_00))
		if f, err = c.file(crowdID("one")); err != nil || f.State() != "lapsed" {
			t.Errorf("%s: %v", f.State(), err)
		}
		c.verify()
	})
}

// TestWhatFellDueComesFirst: a signature that comes in after the last day, when
// no clock has run yet, finds that the award has lapsed; unless the day was moved
// by what came in before, elsewhere.
func TestWhatFellDueComesFirst(t *testing.T) {
	for name, extended := range map[string]bool{"lapsed": false, "extended": true} {
		t.Run(name, func(t *testing.T) {
			storagetest.EachURL(t, func(t *testing.T, url string) {
				c, deadline := rushing(t, url, []string{"one"})
				c.submit([]string{"one"})
				c.deliberate([]string{"one"}, deadline)
				hour := func(n int) time.Time { return deadline.Add(time.Duration(n) * time.Hour) }
				id := crowdID("one")
				c.must(hour(8), "dg0", "submission.award", id, crowdAward(8_000_00))
				c.must(hour(9), "dg0", "call.decide", crowdCall, nil)
				c.must(hour(10), "off", "submission.issue_convention", id, map[string]any{"language": "fr", "start_on": string(workflow.DateOf(hour(240)))})
				c.print(hour(10))
				f, err := c.file(id)
				if err != nil {
					t.Fatal(err)
				}
				due := f.SignBy.End()
				other := joinCrowd(t, url)
				c.app.Settle = 400 * time.Millisecond
				c.shift(due.Add(50 * time.Millisecond))
				if extended {
					time.AfterFunc(100*time.Millisecond, func() {
						other.may(due.Add(-time.Millisecond), "dir", "submission.extend_signing", id, map[string]any{"until": string(f.SignBy.Plus(0, 9)), "reasons": "Demandé."})
					})
				}
				want := map[bool]string{false: "refused/state", true: "ok"}[extended]
				if a := c.arrive(0, "sig0", "submission.sign", id, nil); a.Answer != want || a.Took > 2*time.Second {
					t.Errorf("answered %s after %s, want %s", a.Answer, a.Took, want)
				}
				c.verify()
			})
		})
	}
}

// arrivalOf is how a request at the deadline fared.
type arrivalOf struct {
	Name   string
	At     time.Time
	Answer string
	Took   time.Duration
}

// rushing is a call with drafts that are ready; its deadline is some weeks ago
// until the clock is shifted.
func rushing(t *testing.T, url string, names []string) (c *crowd, deadline time.Time) {
	t.Helper()
	deadline = time.Now().AddDate(0, 0, -20).Truncate(time.Hour).Add(24 * time.Hour)
	c = newCrowd(t, url, 100_000_00, deadline)
	c.draft(names, false)
	return c, deadline
}

// shift makes it that time now, and goes on from there.
func (c *crowd) shift(now time.Time) time.Duration {
	offset := time.Until(now)
	c.app.Now = func() time.Time { return time.Now().Add(offset) }
	return offset
}

// wait returns at that time by the application's clock.
func (c *crowd) wait(until time.Time) { time.Sleep(until.Sub(c.app.Now())) }

// arrive sends a request as a surface does, and notes when it came in. Its
// content may take a while to come in.
func (c *crowd) arrive(content time.Duration, by, act, on string, values map[string]any) arrivalOf {
	at, through := c.app.Arrive()
	defer through()
	time.Sleep(content)
	start := time.Now()
	_, err := c.do(at, by, act, on, values)
	out := arrivalOf{Name: on, At: at, Answer: "ok", Took: time.Since(start)}
	if err != nil {
		out.Answer = err.Error()
		if no, clean := refusal(err); clean {
			out.Answer = no.Outcome()
		}
	}
	return out
}

// rush submits every so manieth of the drafts at random around the deadline,
// while this process's own clock runs.
func (c *crowd) rush(names []string, first, step int, from, to time.Time) []arrivalOf {
	ctx, cancel := context.WithCancel(c.ctx)
	var serving sync.WaitGroup
	serving.Go(func() { _ = c.app.Serve(ctx) })
	var (
		mu  sync.Mutex
		wg  sync.WaitGroup
		out []arrivalOf
	)
	for i := first; i < len(names); i += step {
		at := from.Add(time.Duration(rand.Int64N(int64(to.Sub(from)))))
		wg.Go(func() {
			c.wait(at)
			content := time.Duration(0)
			if i/step%4 == 0 {
				content = time.Duration(rand.Int64N(int64(400 * time.Millisecond)))
			}
			a := c.arrive(content, crowdSig(i), "submission.submit", crowdID(names[i]), nil)
			mu.Lock()
			defer mu.Unlock()
			out = append(out, a)
		})
	}
	wg.Wait()
	for range 600 { // until the clock has closed
		if call, _, err := c.app.Dossiers(c.ctx, crowdCall); err != nil || call.State() != "open" {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	cancel()
	serving.Wait()
	return out
}

// tooLate are the answers to who is: by the moment, or by what the clock made
// of the draft and of the call since.
var tooLate = []string{"refused/deadline", "refused/state", "refused/call_state"}

// judgeRush says who had to be received. It reports whether anything was tried:
// a machine that stalls may let all come in on one side of the deadline.
func (c *crowd) judgeRush(out []arrivalOf, names []string, deadline time.Time) bool {
	c.Helper()
	received := map[string]bool{}
	for _, name := range names {
		received[name] = false
	}
	var longest time.Duration
	n, early := 0, 0
	for _, a := range out {
		inTime := a.At.Before(deadline)
		switch {
		case inTime && a.Answer != "ok":
			c.Errorf("%s came in %s before the deadline: %s", a.Name, deadline.Sub(a.At), a.Answer)
		case !inTime && !slices.Contains(tooLate, a.Answer):
			c.Errorf("%s came in %s after the deadline: %s", a.Name, a.At.Sub(deadline), a.Answer)
		}
		if inTime {
			early++
		}
		if a.Answer == "ok" {
			n++
		}
		received[a.Name[len(crowdCall)+1:]] = a.Answer == "ok"
		longest = max(longest, a.Took)
	}
	c.Logf("%d of %d received; the longest took %s", n, len(out), longest.Round(time.Millisecond))
	c.closed(received)
	return early > 0 && early < len(out)
}

// closed checks what the clock left behind: who was received has a number, in
// order; all others expired.
func (c *crowd) closed(received map[string]bool) {
	c.Helper()
	call, all, err := c.app.Dossiers(c.ctx, crowdCall)
	if err != nil {
		c.Fatal(err)
	}
	if call.State() != "closed" || len(all) != len(received) {
		c.Errorf("the call is %s, with %d of %d dossiers", call.State(), len(all), len(received))
	}
	var in []*workflow.Submission
	for _, s := range all {
		want := workflow.State("expired")
		if received[s.Ref().Dossier[len(crowdCall)+1:]] {
			want = "submitted"
			in = append(in, s)
		}
		if s.State() != want {
			c.Errorf("%s is %s, want %s", s.Ref(), s.State(), want)
		}
	}
	slices.SortFunc(in, func(a, b *workflow.Submission) int { return a.Number - b.Number })
	for i, s := range in {
		if s.Number != i+1 || i > 0 && s.SubmittedAt.Before(in[i-1].SubmittedAt) {
			c.Errorf("%s has number %d and came in at %s", s.Ref(), s.Number, s.SubmittedAt)
		}
	}
	c.verify()
}

// rushes are what the director does meanwhile.
var rushes = []struct {
	name     string
	director time.Duration // when the extension comes in, from the deadline
	later    time.Duration // by which it extends; 0: there is none
	counts   bool
	drafts   int
}{
	{"at the deadline", 0, 0, false, 120},
	{"extended in time", -15 * time.Millisecond, 400 * time.Millisecond, true, 80},
	{"extended too late", 5 * time.Millisecond, 400 * time.Millisecond, false, 80},
}

// settle is how long clocks of several processes wait for each other: longer than
// a process of this test may need on a machine that is busy with other tests.
const settle = 5 * time.Second

// runRush is a rush, in so many processes, until one has tried something.
func runRush(t *testing.T, url string, r int, processes int) {
	t.Helper()
	for range 5 {
		if oneRush(t, url, r, processes) || t.Failed() {
			return
		}
		if strings.HasPrefix(url, "sqlite:") {
			url = storagetest.SQLite(t)
		} else {
			url = storagetest.Postgres(t)
		}
	}
	t.Error("nobody ever came in on both sides of the deadline")
}

func oneRush(t *testing.T, url string, r int, processes int) bool {
	t.Helper()
	x := rushes[r]
	names := numbered("d", x.drafts)
	idle := numbered("idle", 10)
	c, deadline := rushing(t, url, append(slices.Clone(names), idle...))
	lead := 300 * time.Millisecond
	if processes > 1 {
		c.app.Settle, lead = settle, 1500*time.Millisecond
	}
	offset := c.shift(deadline.Add(-lead - 300*time.Millisecond))
	final := deadline
	if x.counts {
		final = deadline.Add(x.later)
	}
	from, to := deadline.Add(-250*time.Millisecond), final.Add(250*time.Millisecond)
	var waits []func(any)
	for p := 1; p < processes; p++ {
		waits = append(waits, process(t, "TestProcessOfARush", fmt.Sprint("rush", p), url, fmt.Sprint(envFirst, "=", p), fmt.Sprint(envStep, "=", processes),
			fmt.Sprint(envOffset, "=", int64(offset)), fmt.Sprint(envDrafts, "=", x.drafts), fmt.Sprint(envFromAt, "=", from.UnixMicro()), fmt.Sprint(envToAt, "=", to.UnixMicro())))
	}
	var director arrivalOf
	var wg sync.WaitGroup
	if x.later > 0 {
		wg.Go(func() {
			c.wait(deadline.Add(x.director))
			director = c.arrive(100*time.Millisecond, "dir", "call.extend", crowdCall, map[string]any{"closes_at": deadline.Add(x.later).Format(time.RFC3339Nano), "reasons": "La plateforme est lente."})
		})
	}
	out := c.rush(names, 0, processes, from, to)
	wg.Wait()
	for _, wait := range waits {
		var more []arrivalOf
		wait(&more)
		out = append(out, more...)
	}
	if x.later > 0 {
		// A machine under load may wake the director too late: then it did not count.
		if counts := director.At.Before(deadline); (director.Answer == "ok") != counts {
			t.Errorf("the extension came in %s from the deadline: %s", director.At.Sub(deadline), director.Answer)
		} else if !counts {
			final = deadline
		}
	}
	return c.judgeRush(out, append(names, idle...), final)
}

const (
	envStep   = "TREMPLIN_TEST_STEP"
	envOffset = "TREMPLIN_TEST_OFFSET"
	envDrafts = "TREMPLIN_TEST_DRAFTS"
	envFromAt = "TREMPLIN_TEST_FROM_AT"
	envToAt   = "TREMPLIN_TEST_TO_AT"
)

func TestRush(t *testing.T) {
	for i, r := range rushes {
		t.Run(r.name, func(t *testing.T) {
			storagetest.EachURL(t, func(t *testing.T, url string) { runRush(t, url, i, 1) })
		})
	}
}

func TestRushInTwoProcesses(t *testing.T) {
	for i, r := range rushes {
		if r.later > 0 && !r.counts && !patient() {
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			runRush(t, storagetest.Postgres(t), i, 2)
			crowdLogClean(t, storagetest.Log(t))
		})
	}
}

// TestProcessOfARush is the other process.
func TestProcessOfARush(t *testing.T) {
	if os.Getenv(envWorker) == "" {
		t.Skip("plays its role in TestRushInTwoProcesses")
	}
	c := joinCrowd(t, os.Getenv(envURL))
	c.app.Settle = settle
	offset := time.Duration(envInt(envOffset))
	c.app.Now = func() time.Time { return time.Now().Add(offset) }
	tell(t, c.rush(numbered("d", envInt(envDrafts)), envInt(envFirst), envInt(envStep), time.UnixMicro(int64(envInt(envFromAt))), time.UnixMicro(int64(envInt(envToAt)))))
}
