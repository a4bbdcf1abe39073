package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// tally is what a process of the crowd has seen.
type tally struct {
	Acts    int
	Answers map[string]int
	Bad     []string
	Longest time.Duration
	Slowest string
	Took    time.Duration // all of it
}

func (t *tally) add(o tally) {
	t.Acts, t.Took = t.Acts+o.Acts, max(t.Took, o.Took)
	if t.Answers == nil {
		t.Answers = map[string]int{}
	}
	for k, n := range o.Answers {
		t.Answers[k] += n
	}
	t.Bad = append(t.Bad, o.Bad...)
	if o.Longest > t.Longest {
		t.Longest, t.Slowest = o.Longest, o.Slowest
	}
}

// patience is how long nobody has to wait; where the machine is so slow that a
// turn of everybody takes as long, it is some turns.
const (
	patience = 2 * time.Second
	turns    = 4
)

// spenders are fifty people of whom each does one kind of thing.
const spenders = 50

var (
	inReserve   = numbered("r", 16)
	contracting = numbered("k", 8)
	alive       = numbered("l", 8)
)

// spendingCrowd is a call whose money fifty people can move.
func spendingCrowd(t *testing.T, url string) *crowd {
	t.Helper()
	base := time.Now().AddDate(0, 0, -20).Truncate(time.Hour)
	closes := base.Add(24 * time.Hour)
	c := newCrowd(t, url, 170_000_00, closes)
	c.draft(inReserve, false)
	c.draft(contracting, true)
	c.draft(alive, false)
	all := append(append(append([]string{}, inReserve...), contracting...), alive...)
	signed := append(append([]string{}, contracting...), alive...)
	c.submit(inReserve)
	c.submit(contracting)
	c.submit(alive)
	c.deliberate(all, closes)
	hour := func(n int) time.Time { return closes.Add(time.Duration(n) * time.Hour) }
	for i, name := range inReserve {
		c.must(hour(8), "dg0", "submission.place_in_reserve", crowdID(name), map[string]any{"place": fmt.Sprint(i + 1), "reasons": "Sans fonds.", "departure": "L'enveloppe."})
	}
	c.each(signed, func(_ int, name string) {
		c.may(hour(8), "dg0", "submission.award", crowdID(name), crowdAward(8_000_00))
	})
	c.must(hour(9), "dg0", "call.decide", crowdCall, nil)
	c.each(signed, func(_ int, name string) {
		c.may(hour(10), "off", "submission.issue_convention", crowdID(name), map[string]any{"language": "fr", "start_on": string(workflow.DateOf(hour(240)))})
	})
	c.print(hour(10))
	c.each(alive, func(i int, name string) {
		c.may(hour(11), crowdSig(i), "submission.sign", crowdID(name), nil)
		c.may(hour(11), "dg0", "submission.sign", crowdID(name), nil)
	})
	return c
}

// spend is one act of one of the fifty.
func spend(who int, r *rand.Rand) (by, act, on string, values map[string]any) {
	dg := fmt.Sprint("dg", r.IntN(crowdDGs))
	one := func(in ...[]string) (string, int) {
		list := in[r.IntN(len(in))]
		i := r.IntN(len(list))
		return crowdID(list[i]), i
	}
	switch {
	case who < 14:
		on, _ = one(inReserve)
		return dg, "submission.award", on, crowdAward(1_000_00 * (2 + r.IntN(10)))
	case who < 20:
		on, i := one(inReserve, inReserve, contracting)
		return crowdSig(i), "submission.withdraw", on, nil
	case who < 28:
		on, i := one(contracting, contracting, alive)
		return []string{dg, "par", crowdSig(i)}[r.IntN(3)], "submission.sign", on, nil
	case who < 34:
		return dg, "envelope.change", crowdCall, map[string]any{"envelope": euros(1_000_00 * (100 + r.IntN(110))), "reasons": "Décision du conseil."}
	case who < 40:
		on, _ = one(alive)
		amount := euros(1_000_00 * (4 + r.IntN(8)))
		return dg, "submission.amend", on, map[string]any{
			"kind": "amount", "amount": amount, "reasons": "Le projet change.", "budget": []any{map[string]any{"category": "staff", "label": "L", "amount": amount}},
		}
	case who < 43:
		on, _ = one(alive)
		return "off", "version.void", fmt.Sprint(on, "/version/", 2+r.IntN(4)), map[string]any{"reasons": "Retiré."}
	case who < 45:
		on, _ = one(contracting, inReserve)
		return "off", "submission.recall_convention", on, map[string]any{"reasons": "À refaire."}
	case who < 47:
		on, _ = one(inReserve, contracting)
		return "off", "submission.issue_convention", on, map[string]any{"language": "fr", "start_on": string(workflow.DateOf(time.Now().AddDate(0, 0, 9)))}
	case who < 49:
		on, i := one(contracting)
		return crowdSig(i), "submission.decline", on, nil
	default:
		on, _ = one(alive, alive, contracting)
		return dg, "submission.terminate", on, map[string]any{"reasons": "Faute grave.", "ground": "fraude"}
	}
}

// rage lets every so manieth of the fifty do so many acts, all at once.
func (c *crowd) rage(first, step, acts int) tally {
	var (
		total tally
		mu    sync.Mutex
		wg    sync.WaitGroup
		began = time.Now()
	)
	for who := first; who < spenders; who += step {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(who)))
			mine := tally{Answers: map[string]int{}}
			rare := who >= 14 && who < 20 || who >= 47 // what ends projects leaves some to the others
			for n := range acts {
				if rare && n%4 != 0 {
					continue
				}
				by, act, on, values := spend(who, r)
				start := time.Now()
				_, err := c.do(time.Time{}, by, act, on, values)
				took := time.Since(start)
				mine.Acts++
				if took > mine.Longest {
					mine.Longest, mine.Slowest = took, act
				}
				switch no, clean := refusal(err); {
				case err == nil:
					mine.Answers[act]++
				case clean:
					mine.Answers[act+" "+no.Outcome()]++
				default:
					mine.Bad = append(mine.Bad, fmt.Sprintf("%s: %s on %s: %v", by, act, on, err))
				}
			}
			mu.Lock()
			defer mu.Unlock()
			total.add(mine)
		})
	}
	wg.Wait()
	total.Took = time.Since(began)
	return total
}

// watch looks at the sums again and again, until stopped.
func (c *crowd) watch() (stop func()) {
	ctx, cancel := context.WithCancel(c.ctx)
	done := make(chan struct{})
	looks := 0
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			if err := c.sums(); err != nil {
				c.Error(err)
				return
			}
			looks++
			select {
			case <-ctx.Done():
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() {
		cancel()
		<-done
		c.Logf("looked %d times meanwhile", looks)
	}
}

// judge says what must hold after a rage.
func (c *crowd) judge(total tally) {
	c.Helper()
	for _, bad := range total.Bad {
		c.Error(bad)
	}
	if limit := max(patience, turns*spenders*total.Took/time.Duration(total.Acts)); total.Longest > limit {
		c.Errorf("%s took %s, where nobody should wait %s", total.Slowest, total.Longest, limit)
	}
	if err := c.sums(); err != nil {
		c.Error(err)
	}
	lines := c.ledger()
	c.verify()
	for _, act := range []string{"submission.award", "submission.withdraw", "submission.sign", "envelope.change", "submission.amend", "submission.terminate"} {
		if total.Answers[act] == 0 {
			c.Errorf("nobody ever did %s: %v", act, total.Answers)
		}
	}
	if total.Answers["submission.award refused/over_envelope"]+total.Answers["submission.amend refused/over_envelope"]+total.Answers["envelope.change refused/below_committed"] == 0 {
		c.Errorf("nothing ever met the cap: %v", total.Answers)
	}
	c.Logf("%d acts in %s, the longest %s (%s), %d lines of the ledger: %v", total.Acts, total.Took.Round(time.Millisecond), total.Longest.Round(time.Millisecond), total.Slowest, lines, total.Answers)
}

func rageActs() int {
	if patient() {
		return 200
	}
	return 12
}

func TestFiftyPeopleSpendAtOnce(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		c := spendingCrowd(t, url)
		stop := c.watch()
		total := c.rage(0, 1, rageActs())
		stop()
		c.judge(total)
		if strings.HasPrefix(url, "postgres") {
			crowdLogClean(t, storagetest.Log(t))
		}
	})
}

// What a process of the crowd is told.
const (
	envWorker = "TREMPLIN_TEST_WORKER" // its role
	envURL    = "TREMPLIN_TEST_URL"
	envOut    = "TREMPLIN_TEST_OUT" // where it says what it has seen
	envFirst  = "TREMPLIN_TEST_FIRST"
)

// process starts this test binary again, to play a role; wait gives what it
// wrote.
func process(t *testing.T, test, role, url string, env ...string) (wait func(into any)) {
	t.Helper()
	out := filepath.Join(t.TempDir(), role+".json")
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+test+"$", "-test.count=1")
	cmd.Env = append(append(os.Environ(), envWorker+"="+role, envURL+"="+url, envOut+"="+out), env...)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func(into any) {
		t.Helper()
		err := cmd.Wait()
		content, readErr := os.ReadFile(out)
		if err != nil || readErr != nil || json.Unmarshal(content, into) != nil {
			t.Fatalf("%s: %v, %v: %s", role, err, readErr, said.String())
		}
	}
}

// tell is how a process says what it has seen.
func tell(t *testing.T, v any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err == nil {
		err = os.WriteFile(os.Getenv(envOut), b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestTwoProcessesSpendAtOnce(t *testing.T) {
	if os.Getenv(envWorker) != "" {
		c := joinCrowd(t, os.Getenv(envURL))
		tell(t, c.rage(envInt(envFirst), 2, rageActs()))
		return
	}
	url := storagetest.Postgres(t)
	c := spendingCrowd(t, url)
	stop := c.watch()
	var waits []func(any)
	for first := range 2 {
		waits = append(waits, process(t, t.Name(), fmt.Sprint("spender", first), url, fmt.Sprint(envFirst, "=", first)))
	}
	var total tally
	for _, wait := range waits {
		var one tally
		wait(&one)
		total.add(one)
	}
	stop()
	c.judge(total)
	crowdLogClean(t, storagetest.Log(t))
}

// TestWhoCounts: only what is asked of the call itself, or causes it, has to
// count the dossiers; all guards that look at counts stand there.
func TestWhoCounts(t *testing.T) {
	p := empowerment.V1()
	for act, want := range map[string]bool{
		"call.conclude": true, "call.decide": true, "call.amend_rules": true, "submission.withdraw": true, "submission.sign": true, "submission.terminate": true,
		"submission.award": false, "submission.reconsider": false, "instalment.pay": false, "envelope.change": false, "submission.submit": false,
	} {
		entity, action, _ := strings.Cut(act, ".")
		if got := p.Needs(workflow.Entity(entity), workflow.Action(action)).Counts; got != want {
			t.Errorf("%s counts: %t, want %t", act, got, want)
		}
	}
	for _, l := range p.Lifecycles {
		for i := range l.Rules {
			r := &l.Rules[i]
			if p.Needs(l.Entity, r.Action).Counts {
				continue
			}
			for _, g := range r.When {
				if slices.Contains([]workflow.Code{"unscreened", "unranked", "decided_already", "undecided", "unsigned", "screened_already"}, g.Code) {
					t.Errorf("%s.%s looks at counts that it does not ask for: %s", l.Entity, r.Action, g.Code)
				}
			}
		}
	}
}
