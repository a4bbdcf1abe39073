package app

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"unicode/utf8"

	"tremplin/storage"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// A working copy is what stands in a section of the proposal while somebody
// types: saved by itself, no act, in no trail (PROCESS.md, Lifecycles). It goes
// when the proposal is handed in or withdrawn and when the call moves on; one of
// an expired draft stays to be read, and to go on from if the call reopens.

// maxCopy is how long a working copy may be, in bytes.
const maxCopy = 1 << 20

// maxSections is how many a dossier may have: names come from addresses.
const maxSections = 32

// Writes reports whether the viewer writes for the SISP of a dossier.
func (v *Viewer) Writes(f *workflow.Submission) bool { return v.isFor(workflow.Editor, f.Sisp) }

// Hands reports whether the viewer hands in and signs for the SISP of a dossier.
func (v *Viewer) Hands(f *workflow.Submission) bool { return v.isFor(workflow.SispSig, f.Sisp) }

func (v *Viewer) isFor(role workflow.Role, org string) bool {
	return slices.ContainsFunc(v.Actor.Grants, func(g workflow.Grant) bool {
		return g.Role == role && g.Org == org && g.On(v.Today)
	})
}

// WorkingCopies are those of a dossier, by section: for its SISP's own people.
func (a *App) WorkingCopies(ctx context.Context, who *Viewer, dossier string) (map[string]storage.WorkingCopy, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (map[string]storage.WorkingCopy, error) {
		sisp, err := tx.SispOf(who.Sight, dossier)
		if err != nil {
			return nil, err
		}
		if !who.isFor(workflow.Editor, sisp) && !who.isFor(workflow.SispSig, sisp) {
			return nil, workflow.NotThere()
		}
		all, err := tx.WorkingCopies(dossier)
		maps.DeleteFunc(all, ofOne)
		return all, err
	})
}

// SaveWorkingCopy keeps what was typed. Its version is the one that the form
// shows; conflict/stale if somebody else has saved since. The same form may go
// on although it missed an answer.
func (a *App) SaveWorkingCopy(ctx context.Context, who *Viewer, w storage.WorkingCopy) (storage.WorkingCopy, error) {
	found, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (*storage.Found[*workflow.Submission], error) {
		return tx.Submission(who.Sight, w.Dossier)
	})
	if err != nil {
		return w, err
	}
	if !who.Writes(found.Dossier) {
		return w, workflow.NotThere()
	}
	if !typable(found.Dossier.State()) {
		return w, &workflow.Error{Kind: workflow.Refused, Code: workflow.CodeState, Facts: map[string]any{"state": workflow.Shown(found.Dossier), "entity": workflow.EntitySubmission}}
	}
	all, err := a.WorkingCopies(ctx, who, w.Dossier)
	if err != nil {
		return w, err
	}
	return a.keepCopy(ctx, who, w, all)
}

// keepCopy keeps a working copy beside those that the dossier has.
func (a *App) keepCopy(ctx context.Context, who *Viewer, w WorkingCopy, all map[string]WorkingCopy) (WorkingCopy, error) {
	if len(w.Body) > maxCopy || !utf8.ValidString(w.Body) {
		return w, &workflow.Error{Kind: workflow.Invalid, Code: storage.CodeTooLarge, Facts: map[string]any{"limit": maxCopy}}
	}
	is := all[w.Section]
	if is.Version != w.Version && (is.Person != who.ID() || is.Form != w.Form || w.Form == "") || is.Version == 0 && len(all) >= maxSections {
		return is, &workflow.Error{Kind: workflow.Conflict, Code: workflow.CodeStale, Field: w.Section}
	}
	w.Version, w.Person, w.At = is.Version+1, who.ID(), a.now()
	return w, a.Store.SaveWorkingCopy(ctx, w)
}

// typable are the states in which the SISP may still have something unsaved. An
// expired draft keeps what was being typed as its call closed.
func typable(s workflow.State) bool {
	return s == "draft" || s == "incomplete" || s == "expired"
}

// DropWorkingCopy takes one away: it was saved for good, or given up.
func (a *App) DropWorkingCopy(ctx context.Context, who *Viewer, w storage.WorkingCopy) error {
	if w.Version == 0 {
		return nil
	}
	found, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (*storage.Found[*workflow.Submission], error) {
		return tx.Submission(who.Sight, w.Dossier)
	})
	if err == nil && !who.Writes(found.Dossier) {
		err = workflow.NotThere()
	}
	return errors.Join(err, a.dropIf(ctx, err == nil, w))
}

func (a *App) dropIf(ctx context.Context, may bool, w storage.WorkingCopy) error {
	if !may {
		return nil
	}
	return a.Store.DropWorkingCopy(ctx, w.Dossier, w.Section, w.Version)
}

// dropCopies takes away, with the decision that makes them useless, working
// copies of what was handed in or withdrawn, of a call that went on, and of an
// erased person.
func dropCopies(tx *storage.Tx, d *workflow.Decision, erased *workflow.Person) error {
	for i := range d.Events {
		switch e := &d.Events[i]; {
		case e.On.Entity == workflow.EntitySubmission && slices.Contains([]workflow.Action{"submit", "resubmit", "withdraw"}, e.Action):
			tx.DropWorkingCopies(e.On.Dossier)
		case e.On.Entity == workflow.EntityCall && slices.Contains([]workflow.Action{"convene", "cancel"}, e.Action):
			tx.DropWorkingCopiesOfCall(e.On.Dossier)
			tx.DropWorkingCopies(e.On.Dossier)
		case e.On.Entity == workflow.EntitySheet && slices.Contains([]workflow.Action{"seal", "declare_conflict", "void"}, e.Action):
			tx.DropWorkingCopyOf(e.On.Dossier, copySection(e.On.ID))
		case e.On.Entity == workflow.EntityCall && e.Action == "validate":
			tx.DropWorkingCopies(e.On.Dossier)
		}
	}
	if erased == nil || erased.Name.Ref == "" {
		return nil
	}
	own, err := tx.Texts([]string{erased.Name.Ref, erased.Email.Ref})
	if err != nil {
		return err
	}
	return tx.ForgetWorkingCopies(erased.Ref().ID, own[erased.Name.Ref], own[erased.Email.Ref])
}

// Unmet lists all that stands in the way of an act on a dossier, whoever will do
// it, for somebody who may see the dossier.
func (a *App) Unmet(ctx context.Context, who *Viewer, dossier string, action workflow.Action) ([]*workflow.Error, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) ([]*workflow.Error, error) {
		if seen, err := tx.Sees(who.Sight, dossier); err != nil || !seen {
			return nil, cmp.Or(err, error(workflow.NotThere()))
		}
		c, err := tx.Load(storage.Ask{Submission: dossier, Past: true, Now: a.now()})
		if err != nil {
			return nil, err
		}
		p, err := a.of(c.Call)
		if err != nil {
			return nil, err
		}
		c.On = c.File
		return p.Unmet(c, action), nil
	})
}

// Needed are the inputs that a proposal must have when it is handed in.
func Needed(r *workflow.Rules) []string { return empowerment.Needed(r) }

// WorkingCopy is what stands in a section while somebody types.
type WorkingCopy = storage.WorkingCopy

// Earlier is a project of the same SISP, from which a proposal may begin or
// which it continues.
type Earlier struct {
	ID    string
	Title string
	Call  string // its reference
}

// earlierAtOnce is how many earlier projects are offered.
const earlierAtOnce = 40

// Earlier lists what a SISP proposed before, the latest call first, without the
// dossiers of one call.
func (a *App) Earlier(ctx context.Context, who *Viewer, sisp, but string) ([]Earlier, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) ([]Earlier, error) {
		if !slices.Contains(who.Sight.Orgs, sisp) {
			return nil, nil
		}
		found, err := tx.Briefs(who.Sight, storage.Wanted{Sisp: sisp, Page: storage.Page{Limit: earlierAtOnce}})
		if err != nil {
			return nil, err
		}
		var out []Earlier
		for _, f := range found {
			if f.Call != but {
				out = append(out, Earlier{ID: f.ID, Title: f.Title, Call: f.Reference})
			}
		}
		return out, nil
	})
}
