package app

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// What somebody types into the form of an act is a working copy of their own: by
// person, dossier and act, shown to nobody else, no act and in no trail
// (PROCESS.md, Lifecycles). It goes when the same person does the act, with the
// person, and when nobody has touched it for [TypedFor].

// TypedFor is how long what was typed into the form of an act is kept, from when it
// was last written.
const TypedFor = 30 * 24 * time.Hour

// typedSection names it: on is what the act is on, as a command names it.
func typedSection(person, on, act string) string {
	_, part, _ := strings.Cut(on, "/")
	return typedBy(person) + strings.TrimSpace(act+" "+part)
}

func typedBy(person string) string { return storage.OfActs + person + " " }

// ofOne tells what is one person's own, a sheet or what was typed into the form of
// an act, from a working copy that colleagues share.
func ofOne(section string, _ WorkingCopy) bool {
	return ofSheet(section) || strings.HasPrefix(section, storage.OfActs)
}

// Typed is what the viewer typed into the form of an act and has not sent; version 0
// if nothing, or if it was too long ago.
func (a *App) Typed(ctx context.Context, who *Viewer, on workflow.Ref, act string) (WorkingCopy, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (WorkingCopy, error) {
		w, err := tx.WorkingCopyOf(on.Dossier, typedSection(who.ID(), on.String(), act))
		if err == nil && a.now().Sub(w.At) > TypedFor {
			w = WorkingCopy{Version: w.Version}
		}
		return w, err
	})
}

// SaveTyped keeps what is typed. Its version is the one that the form shows;
// conflict/stale if the same person has typed into another form of this act since,
// or has done it. Of too many, the oldest makes room.
func (a *App) SaveTyped(ctx context.Context, who *Viewer, on workflow.Ref, act string, w WorkingCopy) (WorkingCopy, error) {
	w.Dossier, w.Section = on.Dossier, typedSection(who.ID(), on.String(), act)
	own, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (map[string]WorkingCopy, error) {
		if err := seesDossier(tx, who, on.Dossier); err != nil {
			return nil, err
		}
		return tx.WorkingCopiesBy(on.Dossier, typedBy(who.ID()))
	})
	if err != nil {
		return w, err
	}
	if _, there := own[w.Section]; !there && len(own) >= maxSections {
		old := oldest(own)
		if err := a.Store.DropWorkingCopy(ctx, old.Dossier, old.Section, old.Version); err != nil {
			return w, err
		}
		delete(own, old.Section)
	}
	return a.keepCopy(ctx, who, w, own)
}

// seesDossier: what one may not see has no form to type in.
func seesDossier(tx *storage.Tx, who *Viewer, dossier string) error {
	if !strings.Contains(dossier, ".") {
		_, err := tx.Call(who.Sight, dossier)
		return err
	}
	seen, err := tx.Sees(who.Sight, dossier)
	if err == nil && !seen {
		err = workflow.NotThere()
	}
	return err
}

func oldest(all map[string]WorkingCopy) WorkingCopy {
	list := make([]WorkingCopy, 0, len(all))
	for _, w := range all {
		list = append(list, w)
	}
	return slices.MinFunc(list, func(a, b WorkingCopy) int { return a.At.Compare(b.At) })
}

// DropTyped takes it away: it was given up.
func (a *App) DropTyped(ctx context.Context, who *Viewer, on workflow.Ref, act string, version int64) error {
	return a.Store.DropWorkingCopy(ctx, on.Dossier, typedSection(who.ID(), on.String(), act), version)
}

// dropTyped takes away, with the act, what its author had typed into its form.
func dropTyped(tx *storage.Tx, cmd Command) {
	dossier, _, _ := strings.Cut(cmd.On, "/")
	if cmd.Machine != "" || cmd.quiet || dossier == "" {
		return
	}
	tx.DropWorkingCopyOf(dossier, typedSection(cmd.Actor, cmd.On, string(cmd.Entity)+"."+string(cmd.Action)))
}

// forgetTyped takes away, once a day, what nobody has touched for so long.
func (a *App) forgetTyped(ctx context.Context) {
	day := workflow.DateOf(a.now())
	if a.forgot == day {
		return
	}
	if err := a.Store.ForgetTyped(ctx, a.now().Add(-TypedFor)); err != nil {
		if ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelError, "what was typed long ago", slog.Any("why", err))
		}
		return
	}
	a.forgot = day
}
