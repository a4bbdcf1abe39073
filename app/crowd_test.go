package app_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// A crowd is a call with many hands in it: for the tests of what happens at
// once, in one process or in several.

const (
	crowdCall  = "crowd-1"
	crowdSisps = 8
	crowdDGs   = 5
)

// patient runs the tests for minutes.
func patient() bool { return os.Getenv("TREMPLIN_LONG") != "" }

type crowd struct {
	testing.TB
	app *app.App
	// base is when the call opened; every phase of its preparation has an hour.
	base time.Time
	ctx  context.Context //nolint:containedctx // a test's, that outlives its end
}

// joinCrowd opens the application over a database where others are at work too.
func joinCrowd(t testing.TB, url string, opts ...storage.Option) *crowd {
	t.Helper()
	s, err := storage.Open(context.WithoutCancel(t.Context()), url, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	a := app.New(s, empowerment.V1())
	app.ContractsOnly(a)
	return &crowd{TB: t, app: a, base: time.Now().AddDate(0, 0, -20).Truncate(time.Hour), ctx: context.WithoutCancel(t.Context())}
}

// print has the papers filed that have been ordered by then.
func (c *crowd) print(at time.Time) {
	c.Helper()
	if err := c.app.Work(c.ctx, at); err != nil {
		c.Fatal(err)
	}
}

// newCrowd makes the people and an open call.
func newCrowd(t testing.TB, url string, envelope workflow.Money, closes time.Time, opts ...storage.Option) *crowd {
	t.Helper()
	c := unopened(t, url, envelope, closes, opts...)
	c.clock(c.base)
	return c
}

func unopened(t testing.TB, url string, envelope workflow.Money, closes time.Time, opts ...storage.Option) *crowd {
	t.Helper()
	c := joinCrowd(t, url, opts...)
	for _, d := range crowdDrafts(envelope, c.base, closes) {
		if _, err := c.app.Import(c.ctx, d, "test", c.base.Add(-48*time.Hour)); err != nil {
			t.Fatalf("%s %s: %v", d.Entity, d.ID, err)
		}
	}
	c.must(c.base.Add(-24*time.Hour), "dir", "call.validate", crowdCall, nil)
	return c
}

// clock does what is due by then, as of when it fell due.
func (c *crowd) clock(until time.Time) {
	c.Helper()
	if _, err := c.app.Clock(c.ctx, app.Tick{Until: until, Replay: true}); err != nil {
		c.Fatal(err)
	}
}

func crowdDrafts(envelope workflow.Money, opens, closes time.Time) []app.Draft {
	words := func(s string) map[string]any { return map[string]any{"fr": s, "nl": s} }
	org := func(id, kind string) app.Draft {
		return app.Draft{Entity: "organisation", ID: id, Values: map[string]any{"kind": kind, "name": words(id), "account": "BE68 5390 0754 7034"}}
	}
	person := func(id, org string, roles ...any) app.Draft {
		return app.Draft{Entity: "person", ID: id, Values: map[string]any{"name": "Name of " + id, "organisation": org, "roles": roles}}
	}
	out := []app.Draft{
		org("slrb", "funder"), org("asbl", "association"), person("off", "slrb", "das_officer"), person("dir", "slrb", "das_director"),
		person("par", "asbl", "partner_signatory"), person("chair", "", "committee_chair", "committee_member"),
	}
	for i := range crowdDGs {
		out = append(out, person(fmt.Sprint("dg", i), "slrb", "funder_signatory"))
	}
	for i := range crowdSisps {
		out = append(out, org(fmt.Sprint("s", i), "sisp"), person(fmt.Sprint("sig", i), fmt.Sprint("s", i), "sisp_editor", "sisp_signatory"))
	}
	return append(out, app.Draft{Entity: "call", Values: map[string]any{
		"reference": "CROWD-1", "title": words("Crowd"), "envelope": envelope.String(), "min_per_project": "1000", "max_per_project": "20000",
		"duration_months": "12", "opens_at": opens.Format(time.RFC3339Nano), "closes_at": closes.Format(time.RFC3339Nano), "quorum": "1",
		"criteria": []any{map[string]any{"id": "use", "title": words("use"), "weight": "100", "max": "5"}},
		"ties":     []any{"submitted_at"}, "themes": []any{map[string]any{"id": "t", "title": words("t")}},
		"instalments":  []any{map[string]any{"share": "60", "after": "signed"}, map[string]any{"share": "40", "after": "reviewed"}},
		"signing_days": "300", "appeal_days": "30", "report_days": "30", "reserve_until": string(workflow.DateOf(opens).Plus(24, 0)),
		"committee":  map[string]any{"chair": "chair", "members": []any{"chair"}},
		"delegation": map[string]any{"organ": "board", "date": "2025-01-01", "reference": "CA 1"},
	}})
}

// do is "submission.award" at that time; zero: as it comes in.
func (c *crowd) do(at time.Time, by, act, on string, values map[string]any) (app.Outcome, error) {
	return c.app.Perform(c.ctx, crowdCommand(at, by, act, on, values))
}

func crowdCommand(at time.Time, by, act, on string, values map[string]any) app.Command {
	entity, action, _ := strings.Cut(act, ".")
	return app.Command{Actor: by, Surface: "test", Entity: workflow.Entity(entity), Action: workflow.Action(action), On: on, Values: values, At: at}
}

func (c *crowd) must(at time.Time, by, act, on string, values map[string]any) app.Outcome {
	c.Helper()
	out, err := c.do(at, by, act, on, values)
	if err != nil {
		c.Fatalf("%s: %s on %s: %v", by, act, on, err)
	}
	return out
}

// hour is the hour of a phase of the preparation.
func (c *crowd) hour(n int) time.Time { return c.base.Add(time.Duration(n) * time.Hour) }

// each does something for all names at once, by a few hands.
func (c *crowd) each(names []string, f func(i int, name string)) {
	c.Helper()
	var wg sync.WaitGroup
	const hands = 8
	for h := range hands {
		wg.Go(func() {
			for i := h; i < len(names) && !c.Failed(); i += hands {
				f(i, names[i])
			}
		})
	}
	wg.Wait()
	if c.Failed() {
		c.FailNow()
	}
}

// may is must for other goroutines.
func (c *crowd) may(at time.Time, by, act, on string, values map[string]any) {
	c.Helper()
	if _, err := c.do(at, by, act, on, values); err != nil {
		c.Errorf("%s: %s on %s: %v", by, act, on, err)
	}
}

func crowdID(name string) string { return crowdCall + "." + name }
func crowdSig(i int) string      { return fmt.Sprint("sig", i%crowdSisps) }
func numbered(p string, n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("%s%03d", p, i))
	}
	return out
}

func euros(cents int) string { return workflow.Money(cents).String() }

// draft writes proposals, with a partner where asked.
func (c *crowd) draft(names []string, partner bool) {
	c.Helper()
	c.each(names, func(i int, name string) {
		cmd := crowdCommand(c.hour(1), crowdSig(i), "submission.create", crowdCall, map[string]any{
			"sisp": fmt.Sprint("s", i%crowdSisps), "title": "Projet " + name, "theme": "t", "requested": "12000",
			"budget": []any{map[string]any{"category": "staff", "label": "Animation", "amount": "12000"}},
			"texts":  map[string]any{"summary": strings.Repeat("Les habitants le portent. ", 20)},
		})
		cmd.Name = name
		if partner {
			cmd.Values["partners"] = []any{"asbl"}
		}
		if _, err := c.app.Perform(c.ctx, cmd); err != nil {
			c.Errorf("draft %s: %v", name, err)
			return
		}
		if partner {
			c.may(c.hour(2), "par", "party.confirm", crowdID(name)+"/party/asbl", nil)
		}
	})
}

func (c *crowd) submit(names []string) {
	c.Helper()
	c.each(names, func(i int, name string) { c.may(c.hour(3), crowdSig(i), "submission.submit", crowdID(name), nil) })
}

// deliberate closes the call and brings its dossiers to ranked.
func (c *crowd) deliberate(names []string, closes time.Time) {
	c.Helper()
	c.clock(closes)
	hour := func(n int) time.Time { return closes.Add(time.Duration(n) * time.Hour) }
	c.each(names, func(_ int, name string) { c.may(hour(1), "off", "submission.declare_eligible", crowdID(name), nil) })
	c.must(hour(2), "off", "call.convene", crowdCall, nil)
	c.each(names, func(_ int, name string) {
		id := crowdID(name)
		c.may(hour(3), "off", "sheet.assign", id, map[string]any{"person": "chair"})
		c.may(hour(4), "chair", "sheet.save", id+"/sheet/chair", map[string]any{"scores": []any{map[string]any{"criterion": "use", "score": "4", "reasons": "Utile."}}})
		c.may(hour(5), "chair", "sheet.seal", id+"/sheet/chair", nil)
		c.may(hour(6), "chair", "submission.rank", id, map[string]any{"opinion": "favourable", "advised": "8000", "reasons": "Utile et faisable."})
	})
	c.must(hour(7), "chair", "call.conclude", crowdCall, map[string]any{"present": []any{"chair"}})
}

func crowdAward(cents int) map[string]any {
	return map[string]any{"amount": euros(cents), "reasons": "Bien classé.", "departure": "Un autre montant."}
}

// refusal is an answer that is clean: a rule's, and no fault.
func refusal(err error) (*workflow.Error, bool) {
	no, ok := errors.AsType[*workflow.Error](err)
	return no, ok && no.Kind != workflow.Internal && no.Code != workflow.CodeStale
}

// sums checks, on one snapshot, what is committed: against the envelope, against
// the dossiers and against the lines of the ledger.
func (c *crowd) sums() error {
	var why error
	err := c.app.Store.View(c.ctx, func(tx *storage.Tx) error {
		x, err := tx.Load(storage.Ask{Call: crowdCall, All: true, Now: time.Now()})
		if err != nil {
			return err
		}
		var committed, paid workflow.Money
		for _, s := range x.All {
			committed, paid = committed+s.Committed, paid+s.Paid
		}
		if x.Call.Committed != committed || x.Call.Paid != paid || committed > x.Call.Envelope || committed < 0 {
			why = fmt.Errorf("envelope %s, committed %s, of which the dossiers know %s; paid %s, %s", x.Call.Envelope, x.Call.Committed, committed, x.Call.Paid, paid)
		}
		return nil
	})
	return errors.Join(err, why)
}

// ledger adds the lines up again, one after the other.
func (c *crowd) ledger() (lines int) {
	c.Helper()
	err := c.app.Store.View(c.ctx, func(tx *storage.Tx) error {
		var envelope, committed, paid workflow.Money
		for {
			some, err := tx.LedgerOf(crowdCall, int64(lines), 500)
			if err != nil || len(some) == 0 {
				return err
			}
			for _, l := range some {
				lines++
				switch l.Kind {
				case workflow.EntryEnvelope, workflow.EntryChange:
					envelope += l.Amount
				case workflow.EntryCommitment:
					committed += l.Amount
				case workflow.EntryRelease:
					committed -= l.Amount
				case workflow.EntryPayment:
					paid += l.Amount
				case workflow.EntryRecovery:
					paid -= l.Amount
				case workflow.EntryWriteOff:
				}
				if l.Seq != int64(lines) || l.Envelope != envelope || l.Committed != committed || l.Paid != paid || committed > envelope || committed < 0 {
					c.Fatalf("line %d of the ledger: %+v, where the sums are %s, %s, %s", lines, l, envelope, committed, paid)
				}
			}
		}
	})
	if err != nil {
		c.Fatal(err)
	}
	return lines
}

func (c *crowd) verify() {
	c.Helper()
	findings, err := c.app.Store.Verify(c.ctx, storage.VerifyOptions{})
	if err != nil {
		c.Fatal(err)
	}
	for _, f := range findings {
		c.Error(f)
	}
}

// clean looks for what the server complained of: deadlocks, and CHECKs that had
// to hold the cap because no rule did.
func crowdLogClean(t testing.TB, log string) {
	t.Helper()
	for _, bad := range []string{"deadlock", "violates check constraint", "too many connections", "PANIC", "FATAL"} {
		if i := strings.Index(log, bad); i >= 0 {
			t.Errorf("the server's log: …%s", log[max(0, i-200):min(len(log), i+400)])
		}
	}
}

// envInt is a number that a process was given.
func envInt(name string) int {
	n, _ := strconv.Atoi(os.Getenv(name))
	return n
}
