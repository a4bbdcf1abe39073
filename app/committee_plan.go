package app

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"tremplin/storage"
	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// What pages name of the ranking's: a sheet to assign, and a submission for which
// there are too few people.
//
//nolint:revive // together they have one comment
type (
	SheetPair  = ranking.Pair
	SheetShort = ranking.Short
)

// Planned is a proposal of who scores what. It changes nothing.
type Planned struct {
	*View // of the call

	Sheets int    // per submission
	Seed   string // the same seed gives the same plan, as long as nothing else moves
	Rows   []PlannedRow
	Seats  []Seat         // who sits
	Load   map[string]int // sheets per person, with the plan
	Short  []SheetShort
}

// PlannedRow is a submission with those who would get a sheet.
type PlannedRow struct {
	File   *workflow.Submission
	People []string
}

// Pairs are all sheets of the plan.
func (p *Planned) Pairs() (out []SheetPair) {
	for _, r := range p.Rows {
		for _, person := range r.People {
			out = append(out, SheetPair{Submission: r.File.Ref().Dossier, Person: person})
		}
	}
	return out
}

// MostSheets is how many sheets per submission can be asked for.
const MostSheets = 50

// PlanSheets proposes who scores what in a call: so many sheets for each submission
// that is under review (0: its quorum), never with a conflict, the load as even as
// the conflicts allow. The seed decides between those who are equally free.
func (a *App) PlanSheets(ctx context.Context, who *Viewer, call string, sheets int, seed string) (*Planned, error) {
	b, err := a.Bench(ctx, who, call, "", int(^uint(0)>>1))
	if err != nil {
		return nil, err
	}
	if !b.Reminds { // who may assign nothing has no use for a plan
		return nil, workflow.NotThere()
	}
	out := &Planned{View: b.View, Sheets: sheets, Seed: seed, Seats: b.Held(), Load: map[string]int{}}
	if sheets < 1 || sheets > MostSheets {
		out.Sheets = b.Call.Rules().Quorum
	}
	if strings.TrimSpace(seed) == "" { // the one that the form offers
		seed, out.Seed = b.Call.Reference, b.Call.Reference
	}
	var tasks []ranking.Task
	files := map[string]*workflow.Submission{}
	for i := range b.Rows {
		f := b.Rows[i].File
		if x := b.Rows[i].Act("sheet.assign"); x == nil || x.Blocked != nil && x.Blocked.Code == workflow.CodeState {
			continue
		}
		tasks, files[f.Ref().Dossier] = append(tasks, ranking.TaskOf(f)), f
	}
	plan := ranking.AssignSeeded(seed, out.Sheets, ranking.JurorsOf(who.House, b.Call), tasks)
	people := map[string][]string{}
	for _, p := range plan.Pairs {
		people[p.Submission] = append(people[p.Submission], p.Person)
	}
	for i := range b.Rows {
		id := b.Rows[i].File.Ref().Dossier
		if some := people[id]; len(some) > 0 {
			out.Rows = append(out.Rows, PlannedRow{File: files[id], People: some})
		}
	}
	for _, s := range out.Seats {
		out.Load[s.Member.Person] = s.Load.Sum() + count(plan.Pairs, s.Member.Person)
	}
	out.Short = plan.Short
	return out, nil
}

func count(pairs []ranking.Pair, person string) (n int) {
	for _, p := range pairs {
		if p.Person == person {
			n++
		}
	}
	return n
}

// Assigned tells which sheets were assigned, and which not and why.
type Assigned struct {
	Done    int
	Refused []Unassigned
}

// Unassigned is a sheet that the engine refused.
type Unassigned struct {
	SheetPair

	Why *workflow.Error
}

// AssignSheets assigns sheets, each by an act of its own through the one door: what
// is refused holds up nothing else. Sent again under the same key, what was done is
// not done twice.
func (a *App) AssignSheets(ctx context.Context, who *Viewer, call string, pairs []SheetPair, key Key) (*Assigned, error) {
	err := a.Store.View(ctx, func(tx *storage.Tx) error { _, err := booksOf(tx, who, call); return err })
	if err != nil {
		return nil, err
	}
	out := &Assigned{}
	for _, p := range pairs {
		if in, _ := parseDossier(p.Submission); in != CallID(call) {
			return nil, workflow.NotThere()
		}
		k := key
		k.Name, k.Hash = key.Name+" "+p.Submission+" "+p.Person, p.Submission+" "+p.Person
		err := a.assignSheet(ctx, who, p, &k)
		no, refused := errors.AsType[*workflow.Error](err)
		switch {
		case refused && no.Kind == workflow.NotFound:
			return nil, err
		case refused:
			out.Refused = append(out.Refused, Unassigned{p, no})
		case err != nil:
			return nil, err
		default:
			out.Done++
		}
	}
	return out, nil
}

// assignSheet assigns one: to who had a sheet there that became void, that one.
func (a *App) assignSheet(ctx context.Context, who *Viewer, p SheetPair, key *Key) error {
	on, err := a.voidSheet(ctx, who, p)
	if err != nil {
		return err
	}
	_, err = a.Perform(ctx, Command{
		Actor: who.ID(), Surface: who.Actor.Surface, Entity: workflow.EntitySheet, Action: "assign",
		On: cmp.Or(on, p.Submission), Values: map[string]any{"person": p.Person}, Key: key,
	})
	return err
}

// voidSheet is somebody's sheet there if it is void; "" if not.
func (a *App) voidSheet(ctx context.Context, who *Viewer, p SheetPair) (string, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (string, error) {
		found, err := tx.Submission(who.Sight, p.Submission)
		if err != nil {
			return "", err
		}
		for _, x := range found.Dossier.Sheets {
			if x.Person == p.Person && x.State() == sheetVoid {
				return x.Ref().String(), nil
			}
		}
		return "", nil
	})
}

// mailOwing reminds members of the sheets that they owe.
const mailOwing = "E12"

func owingJob(call string, day workflow.Date) workflow.Job {
	kind := workflow.JobMail(mailOwing).Kind
	return workflow.Job{Kind: kind, On: workflow.Ref{Entity: workflow.EntityCall, Dossier: call}, Unique: strings.Join([]string{kind, call, string(day)}, " ")}
}

// RemindScoring orders a mail to each member of a call's committee who owes a
// sheet, once a day at most; false if that was done today. It may be asked by
// whoever assigns sheets. It is no act: nothing in the dossiers changes.
func (a *App) RemindScoring(ctx context.Context, who *Viewer, call string) (bool, error) {
	b, err := a.Bench(ctx, who, call, "", 1)
	if err != nil {
		return false, err
	}
	if !b.Reminds {
		return false, workflow.NotThere()
	}
	if !b.Reminded.IsZero() || !b.Sends || len(b.Owing()) == 0 {
		return false, nil
	}
	return true, a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error {
		tx.EnqueueOnce(owingJob(b.Call.Ref().Dossier, who.Today), a.now())
		tx.After(a.wake)
		return nil
	})
}
