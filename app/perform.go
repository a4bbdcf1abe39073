package app

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Command is what somebody asks for, by whichever surface.
type Command struct {
	Actor     string        // id of a person
	Machine   workflow.Role // clock, import or engine instead of a person; no surface sets it from a request
	Surface   string        // "web", "api", "replay"
	Entity    workflow.Entity
	Action    workflow.Action
	On        string // "emp-2023.bottin/sheet/jury1"; left out for acts of the house
	Values    map[string]any
	FilledIn  []string // keys of Values that no source gives
	Name      string   // of the submission that it makes; left out, it is chance's
	Key       *Key
	IfVersion int64     // the version that the asker saw; 0: any
	At        time.Time // when the request came in; zero: now

	// Seed is the chance that salts grow from; left out, it is the App's. A replay
	// gives its own, so that it writes the same trail each time.
	Seed []byte

	ends     *storage.Job // the job whose work it files
	brings   [][]byte     // files that it names, kept in the same transaction
	quiet    bool         // a replay's: it is nobody's news
	caughtUp bool         // what had fallen due before is done
}

// Outcome is what a command has done.
type Outcome struct {
	On      workflow.Ref // what was acted on, or made
	State   workflow.State
	Version int64 // of its dossier
	Events  int
	Again   bool   // it had been done before, under the same key
	Said    string // what was said of a refusal then
}

// Perform does what is asked, or answers why not: the error is a
// *workflow.Error unless something broke. It is the only door.
func (a *App) Perform(ctx context.Context, cmd Command) (out Outcome, err error) {
	defer func() { a.watched(cmd.Surface, err) }()
	t, err := aim(cmd)
	if err != nil {
		if cmd.Key == nil || !cmd.Key.Refusals {
			return Outcome{}, err
		}
		return a.keepRefusal(ctx, storage.Ask{Key: cmd.Key.stored()}, cmd.Key, err)
	}
	when := a.now
	if !cmd.At.IsZero() {
		when = func() time.Time { return cmd.At }
	}
	at, through := a.flights.enter(when, t.call)
	defer through()
	cmd.At = at
	ask := a.ask(cmd, t)
	out, err = a.try(ctx, cmd, t, ask)
	if late, ok := errors.AsType[*overdueError](err); ok {
		if err = a.catchUp(ctx, cmd, late.since); err == nil {
			cmd.caughtUp = true
			out, err = a.try(ctx, cmd, t, ask)
		}
	}
	if refused(err) && ask.Exclusive && !cmd.caughtUp && cmd.Machine == "" {
		again, cerr := a.freed(ctx, t.call, at)
		switch {
		case cerr != nil:
			return out, cerr
		case again:
			cmd.caughtUp = true
			out, err = a.try(ctx, cmd, t, ask)
		}
	}
	if t.newCall {
		err = a.taken(ctx, t.call, err)
	}
	if err == nil || cmd.Key == nil || !cmd.Key.Refusals || out.Again {
		return out, err
	}
	return a.keepRefusal(ctx, ask, cmd.Key, err)
}

func refused(err error) bool {
	no, ok := errors.AsType[*workflow.Error](err)
	return ok && no.Kind == workflow.Refused
}

// taken tells that a reference is another call's already, which storage only
// knows as somebody having been faster.
func (a *App) taken(ctx context.Context, call string, err error) error {
	if no, ok := errors.AsType[*workflow.Error](err); !ok || no.Kind != workflow.Conflict || no.Code != workflow.CodeStale {
		return err
	}
	if there, herr := a.HasCall(ctx, call); herr != nil || !there {
		return err
	}
	return &workflow.Error{Kind: workflow.Invalid, Code: storage.CodeReferenceTaken, Field: "reference"}
}

// try is a command in one transaction.
func (a *App) try(ctx context.Context, cmd Command, t target, ask storage.Ask) (out Outcome, err error) {
	err = a.Store.Update(ctx, ask, func(tx *storage.Tx) (err error) {
		if kept, done := tx.Before(); done {
			out, err = recall(kept)
			return err
		}
		out, err = a.decide(tx, cmd, t)
		if err == nil && cmd.Key != nil {
			tx.Keep(out.kept())
		}
		if err == nil {
			tx.After(a.wake)
		}
		return err
	})
	return out, err
}

// ask says what the transaction holds and reads. Every version of a programme
// that the call may have pinned is asked: which one it is shows only once the
// call is read.
func (a *App) ask(cmd Command, t target) storage.Ask {
	ask := storage.Ask{Call: t.call, Submission: t.submission, House: t.house, NewCall: t.newCall, Exclusive: t.newCall, Now: cmd.At}
	if !t.house {
		ask.Uncounted = true
		for _, p := range a.Programmes {
			n := p.Needs(cmd.Entity, cmd.Action)
			ask, ask.Uncounted = ask.Needs(n), ask.Uncounted && !n.Counts
		}
	}
	ask.Exclusive = ask.Exclusive || cmd.Entity == workflow.EntityDocument && t.submission == "" // the call's own dossier changes
	ask.Past = ask.Past && !t.newCall
	if cmd.Key != nil {
		ask.Key = cmd.Key.stored()
	}
	return ask
}

// decide is a command inside its transaction.
func (a *App) decide(tx *storage.Tx, cmd Command, t target) (Outcome, error) {
	c, err := tx.Case()
	if err != nil {
		return Outcome{}, err
	}
	if err := a.fill(c, cmd, t); err != nil {
		return Outcome{}, err
	}
	var erased *workflow.Person
	if cmd.Entity == workflow.EntityPerson && cmd.Action == "erase" {
		erased = c.House.Person(t.part.ID)
		if c.Naming, err = naming(tx, erased); err != nil {
			return Outcome{}, err
		}
	}
	p, err := a.of(c.Call)
	if err != nil {
		return Outcome{}, err
	}
	if c.Hidden, err = hidden(tx, c); err != nil {
		return Outcome{}, err
	}
	if since := a.overdue(p, c); !since.IsZero() && !cmd.caughtUp && cmd.Machine == "" {
		return Outcome{}, &overdueError{since}
	}
	if c.Copied, err = copied(tx, p, c, cmd); err != nil {
		return Outcome{}, err
	}
	if c.Said, err = said(tx, p, c, cmd); err != nil {
		return Outcome{}, err
	}
	d, err := a.safely(p, c, workflow.Ask{Entity: cmd.Entity, Action: cmd.Action, Values: cmd.Values, FilledIn: cmd.FilledIn})
	if stale(cmd, tx, err) {
		return Outcome{}, &workflow.Error{Kind: workflow.Conflict, Code: workflow.CodeStale}
	}
	if err != nil {
		return Outcome{}, err
	}
	for _, b := range cmd.brings {
		if _, err := tx.Put(b); err != nil {
			return Outcome{}, err
		}
	}
	if err := stored(tx, d); err != nil {
		return Outcome{}, err
	}
	if err := a.orderScans(tx, d); err != nil {
		return Outcome{}, err
	}
	if err := a.orderConflicts(tx, cmd, d); err != nil {
		return Outcome{}, err
	}
	if err := dropCopies(tx, d, erased); err != nil {
		return Outcome{}, err
	}
	dropTyped(tx, cmd)
	if t.house && tx.Version() == 0 && len(d.Changes) > 0 {
		d.Changes[0].New = true // nobody makes the house: its first act does
	}
	tx.Idle(a.unsent(cmd))
	if err := tx.Apply(d); err != nil {
		return Outcome{}, err
	}
	if cmd.Entity == workflow.EntityPerson && cmd.Action == "erase" {
		tx.ForgetAccount(t.part.ID)
	}
	if cmd.ends != nil {
		tx.Finish(*cmd.ends, cmd.At, nil)
	}
	return outcome(d, c, tx.Version()), nil
}

// stale: the asker saw another version. Who may not see the dossier is told
// that it is not there, whatever the version.
func stale(cmd Command, tx *storage.Tx, refusal error) bool {
	if cmd.IfVersion == 0 || cmd.IfVersion == tx.Version() {
		return false
	}
	no, refused := errors.AsType[*workflow.Error](refusal)
	return refusal == nil || refused && no.Kind != workflow.NotFound
}

// stored refuses a file whose bytes are not here, or are not what is said of them.
func stored(tx *storage.Tx, d *workflow.Decision) error {
	for _, ch := range d.Changes {
		for _, x := range ch.Parts {
			for hash, size := range named(x) {
				there, ok, err := tx.FileSize(hash)
				if err != nil {
					return err
				}
				if !ok || there != int64(size) {
					return &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: "file"}
				}
			}
		}
	}
	return nil
}

// named are the files that a part names, each hash with its size in bytes.
func named(x workflow.Subject) map[string]int {
	switch f := x.(type) {
	case *workflow.File:
		if f.State() == "attached" {
			return map[string]int{f.Hash: f.Size}
		}
	case *workflow.Document:
		return f.Files()
	}
	return nil
}

// safely decides; a rule that panics must not take the transaction, and with it
// the database's only writer, along.
func (a *App) safely(p *workflow.Programme, c *workflow.Case, ask workflow.Ask) (d *workflow.Decision, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("app: the rule of %s.%s broke: %v", ask.Entity, ask.Action, broken)
			a.Log.Error("a rule broke", slog.String("rule", string(ask.Entity)+"."+string(ask.Action)), slog.Any("why", broken), slog.String("stack", string(debug.Stack())))
		}
	}()
	return p.Decide(c, ask)
}

// fill says who acts on what, with which chance.
func (a *App) fill(c *workflow.Case, cmd Command, t target) error {
	c.Actor = actor(c.House, cmd)
	if c.On = subject(c, t); c.On == nil {
		return workflow.NotThere()
	}
	if c.Seed = cmd.Seed; c.Seed == nil {
		c.Seed = make([]byte, 16)
		if _, err := io.ReadFull(a.Chance, c.Seed); err != nil {
			return fmt.Errorf("app: chance: %w", err)
		}
	}
	switch {
	case t.newCall:
		c.NewID = t.call
	case cmd.Entity == workflow.EntitySubmission && t.submission == "":
		name := cmd.Name
		if name == "" {
			name = strings.ToLower(base32.StdEncoding.EncodeToString(a.random(5)))
		}
		c.NewID = t.call + "." + name
	}
	return nil
}

// hidden are the calls in which whoever leads a committee has a conflict by now.
func hidden(tx *storage.Tx, c *workflow.Case) ([]string, error) {
	m := c.Call.Appointed(c.Actor.Person)
	if m == nil || m.Conflict || m.As != "chair" && m.As != "acting_chair" {
		return nil, nil
	}
	return tx.HiddenCalls(workflow.SightOf(c.House, c.Actor, c.Today))
}

// random is chance for names, which need not be secret.
func (a *App) random(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(a.Chance, b); err != nil {
		_, _ = rand.Read(b) // cannot fail
	}
	return b
}

// actor is who asks, with the roles that the house knows of.
func actor(h *workflow.House, cmd Command) workflow.Actor {
	switch cmd.Machine {
	case workflow.Clock:
		who := workflow.ClockActor()
		if cmd.Surface != "" {
			who.Surface = cmd.Surface
		}
		return who
	case workflow.Import:
		return workflow.ImportActor(cmd.Surface)
	case workflow.Engine:
		return workflow.EngineActor(cmd.Surface)
	}
	who := workflow.Actor{Person: cmd.Actor, Surface: cmd.Surface}
	if p := h.Person(cmd.Actor); p != nil && p.State() == workflow.PersonActive {
		who.Grants = h.GrantsOf(p)
	}
	return who
}

// outcome is what the asked event has led to.
func outcome(d *workflow.Decision, c *workflow.Case, version int64) Outcome {
	first := d.Events[0]
	out := Outcome{On: first.On, State: first.To, Events: len(d.Events)}
	read := c.On.Ref().Dossier
	if read == first.On.Dossier {
		out.Version = version
	}
	for i := range d.Events {
		if d.Events[i].On.Dossier == first.On.Dossier {
			out.Version++
		}
	}
	for _, ch := range d.Changes { // where what it caused has led
		if ch.Dossier.Ref() == first.On {
			out.State = ch.Dossier.State()
		}
		for _, x := range ch.Parts {
			if x.Ref() == first.On {
				out.State = x.State()
			}
		}
	}
	return out
}
