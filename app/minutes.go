package app

import (
	"bytes"
	"context"
	"slices"

	"tremplin/app/document"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

// MinutesPreview is the committee's minutes as concluding today would file them, in
// a language, as a piece of a web page; filed nowhere. It is for who leads the
// deliberation, and for the funder's side; not before the reader's own sheets are
// sealed, as it tells what all others scored; never for who has a conflict in the
// call, whatever else the reader is. The error is [ErrUndecided] while an
// opinion lacks.
func (a *App) MinutesPreview(ctx context.Context, who *Viewer, call string, l locale.Language) (v *View, title, body string, err error) {
	d, err := a.Deliberation(ctx, who, call)
	if err != nil {
		return nil, "", "", err
	}
	if d.Conflict || !d.Leads && !who.Sight.Funder || d.Call.State() != "in_committee" {
		return nil, "", "", workflow.NotThere()
	}
	if len(d.Unranked()) > 0 || d.Owes(who.ID()) {
		return d.View, "", "", ErrUndecided
	}
	src, k, err := a.source(ctx, storage.Job{
		Kind: workflow.JobDocument("minutes").Kind, On: d.Call.Ref(), Version: d.Version, Asked: a.now(),
	})
	if err != nil {
		return d.View, "", "", err
	}
	src.Unfiled = true
	src.Call.ConcludedOn = who.Today
	made, err := document.Make(k, src)
	if err != nil {
		return d.View, "", "", err
	}
	in, err := made.In(l)
	if err != nil {
		return d.View, "", "", err
	}
	var b bytes.Buffer
	err = made.HTML(&b, l)
	return d.View, in.Title, b.String(), err
}

// Unranked are the dossiers that still lack an opinion.
func (d *Deliberation) Unranked() (out []*Deliberated) {
	for i := range d.Rows {
		if d.Rows[i].File.State() == workflow.SubmissionUnderReview {
			out = append(out, &d.Rows[i])
		}
	}
	return out
}

// Owes reports whether somebody has a sheet that is not sealed.
func (d *Deliberation) Owes(person string) bool {
	return slices.ContainsFunc(d.Rows, func(r Deliberated) bool { return slices.Contains(r.Missing, person) })
}
