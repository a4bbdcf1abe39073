package app

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Deadline is something that falls due: what the clock will do, or what somebody
// owes until then.
type Deadline struct {
	storage.Dated

	Call   *workflow.Call
	File   *workflow.Submission // nil: it is the call's own
	Entity workflow.Entity
	Action workflow.Action // what is done by then
	On     workflow.Subject
}

// Clock tells that nobody has to do it.
func (d *Deadline) Clock() bool { return d.What == storage.DatedClock }

// Day is the last day on which it may be done.
func (d *Deadline) Day() workflow.Date { return workflow.DateOf(d.At) }

// Days narrows an agenda: from a day, included, to another, excluded.
type Days struct {
	From, To workflow.Date // "": without a bound
	Call     string
	After    string // cursor
	Limit    int
	Owed     bool // only what somebody owes, and nothing of the clock's
}

// owed are the parts that somebody has to do something about until their day, by
// which act, and where they then stand.
var owed = map[workflow.Entity]struct {
	act    workflow.Action
	states []workflow.State
}{
	workflow.EntityDeliverable: {"deliver", []workflow.State{"expected", "returned"}},
	workflow.EntityCondition:   {"meet", []workflow.State{"open"}},
	workflow.EntityRecovery:    {"receive", []workflow.State{"demanded"}},
}

// mostIncomplete is of how many dossiers that are to be completed an agenda tells.
const mostIncomplete = 500

// Agenda lists what falls due, by its day, for the funder's side. next is the
// cursor of what follows; "" at the end.
func (a *App) Agenda(ctx context.Context, who *Viewer, days Days) (list []Deadline, next string, err error) {
	if !who.Sight.Funder {
		return nil, "", workflow.NotThere()
	}
	err = a.Store.View(ctx, func(tx *storage.Tx) (err error) {
		list, next, err = a.fallingDue(tx, who, days)
		return err
	})
	return list, next, err
}

func (a *App) fallingDue(tx *storage.Tx, who *Viewer, days Days) ([]Deadline, string, error) {
	w := storage.Span{From: days.From.Start(), To: days.To.Start(), Call: days.Call, Limit: days.Limit + 1, Unclocked: days.Owed, Parts: map[workflow.Entity][]workflow.State{}}
	for e, x := range owed {
		w.Parts[e] = x.states
	}
	if days.After != "" {
		if w.After = readCursor(days.After); w.After.At.IsZero() {
			return nil, "", nil
		}
	}
	found, err := tx.Dated(who.Sight, w)
	if err != nil {
		return nil, "", err
	}
	if found, err = a.completions(tx, who, w, found); err != nil {
		return nil, "", err
	}
	next := ""
	if len(found) > days.Limit {
		found = found[:days.Limit]
		next = cursorOf(found[days.Limit-1])
	}
	list, err := a.deadlines(tx, who, found)
	return list, next, err
}

// completions adds the days until which dossiers may be completed.
func (a *App) completions(tx *storage.Tx, who *Viewer, w storage.Span, found []storage.Dated) ([]storage.Dated, error) {
	files, err := tx.In(who.Sight, w.Call, stateIncomplete, mostIncomplete)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		d := storage.Dated{At: f.Dossier.Completion.Until.Start(), Dossier: f.Dossier.Ref().Dossier, What: datedCompletion}
		if w.Has(d) {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, storage.Dated.Compare)
	return found[:min(len(found), w.Limit)], nil
}

// What has to be completed.
const (
	datedCompletion = "completion"

	stateIncomplete workflow.State = "incomplete"
)

// deadlines say of what falls due what it is. What is owed no more, or may not be
// seen, is left out.
func (a *App) deadlines(tx *storage.Tx, who *Viewer, found []storage.Dated) ([]Deadline, error) {
	var calls, files []string
	for _, d := range found {
		if call, file := parseDossier(d.Dossier); file != "" {
			files = append(files, file)
		} else {
			calls = append(calls, call)
		}
	}
	byCall, byFile, err := tx.Dossiers(who.Sight, calls, files)
	if err != nil {
		return nil, err
	}
	var out []Deadline
	var titled []*workflow.Submission
	for _, d := range found {
		x := Deadline{Dated: d}
		call := d.Dossier
		if f := byFile[d.Dossier]; f != nil {
			call, x.File = f.Dossier.CallID, f.Dossier
		}
		c := byCall[call]
		if c == nil || x.File == nil && call != d.Dossier {
			continue
		}
		x.Call = c.Dossier
		all, err := a.named(who, x)
		if err != nil {
			return nil, err
		}
		for _, y := range all {
			if y.File != nil {
				y.File = show(who, y.Call, y.File, a)
				titled = append(titled, y.File)
			}
			out = append(out, y)
		}
	}
	return out, tx.LoadNames(titled...)
}

// show is a dossier as its reader may have it.
func show(who *Viewer, c *workflow.Call, f *workflow.Submission, a *App) *workflow.Submission {
	if p, err := a.of(c); err == nil {
		return who.Sight.Show(p, c, f)
	}
	return f
}

// named says by which act something is done that falls due; nothing for what the
// clock would leave.
func (a *App) named(who *Viewer, x Deadline) ([]Deadline, error) {
	p, err := a.of(x.Call)
	if err != nil {
		return nil, err
	}
	var d workflow.Dossier = x.Call
	if x.File != nil {
		d = x.File
	}
	x.On, x.Entity = d, d.Ref().Entity
	switch x.What {
	case storage.DatedClock:
		var out []Deadline
		c := &workflow.Case{Now: x.At.Add(time.Microsecond), Today: workflow.DateOf(x.At), House: who.House, Call: x.Call, File: x.File, On: d}
		for _, t := range p.Agenda(c) {
			y := x
			y.On, y.Entity, y.Action = t.On, t.Entity, t.Action
			out = append(out, y)
		}
		return out, nil
	case storage.DatedReport:
		x.Action = "submit_final_report"
	case datedCompletion:
		x.Action = "resubmit"
	default:
		x.Entity = workflow.Entity(x.What)
		x.Action = owed[x.Entity].act
		for _, part := range d.Parts() {
			if r := part.Ref(); r.Entity == x.Entity && r.ID == x.Part {
				x.On = part
			}
		}
	}
	return []Deadline{x}, nil
}

// cursorOf names a place in an agenda.
func cursorOf(d storage.Dated) string {
	b, err := json.Marshal(d)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// readCursor is the place that it names; a zero one for what is none.
func readCursor(s string) (d storage.Dated) {
	if b, err := base64.RawURLEncoding.DecodeString(s); err != nil || json.Unmarshal(b, &d) != nil {
		return storage.Dated{}
	}
	return d
}
