package web

import (
	"slices"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// Others' scores show once one's own sheet is sealed (PROCESS.md, The committee): who
// has no sheet of a dossier, be it the chair, reads no score of it, and is told so with
// the way out.

// ownSheet is the reader's sheet of a dossier, sealed or not; nil if there is none.
func (v *visit) ownSheet(f *workflow.Submission) *workflow.Sheet {
	i := slices.IndexFunc(f.Sheets, func(x *workflow.Sheet) bool {
		return x.Person == v.who.ID() && x.State() != "void" && x.State() != workflow.SheetConflict
	})
	if i < 0 {
		return nil
	}
	return f.Sheets[i]
}

// unread tells in a dossier's part why its scores do not show, and what to do.
func (v *visit) unread(b page.Block, r *app.Deliberated) page.Block {
	switch own := v.ownSheet(r.File); {
	case own == nil && r.File.State() != workflow.SubmissionUnderReview: // nobody gets a sheet any more
		return b.With(page.Say(v.t("deliberation.no_sheet_over")))
	case own == nil:
		return b.With(page.Say(v.t("deliberation.no_sheet")))
	}
	own := ui.Link{Text: v.t("scoring.fill"), Href: pathSheet(r.File.Ref().Dossier)}
	return b.With(page.Say(v.t("deliberation.seal_first")), ui.Links(false, own))
}

// unseen counts the dossiers under review with sealed sheets of which the reader has
// none.
func (v *visit) unseen(d *app.Deliberation) (n int) {
	for i := range d.Rows {
		if r := &d.Rows[i]; r.File.State() == workflow.SubmissionUnderReview && v.concealed(r) && v.ownSheet(r.File) == nil {
			n++
		}
	}
	return n
}

// concealed: there are sealed sheets, and none that the reader may read.
func (v *visit) concealed(r *app.Deliberated) bool { return r.Sealed > 0 && len(r.Each) == 0 }

// handedIn are the members whose sheets are sealed.
func (v *visit) handedIn(r *app.Deliberated) (out []string) {
	for _, c := range r.Cells {
		if c.State == "sealed" || c.State == "moderated" {
			out = append(out, v.person(c.Person))
		}
	}
	return out
}

// noScores tells who words an opinion why no score stands beside it.
func (v *visit) noScores(f *workflow.Submission) page.Block {
	if v.ownSheet(f) != nil || v.who.Sight.Funder {
		return page.Block{}
	}
	return page.Block{Title: v.t("about.scores")}.With(page.Say(v.t("deliberation.no_sheet")))
}

// chairUnseeing tells who assigns sheets that whoever leads the deliberation has none.
func (v *visit) chairUnseeing(b *app.Bench) []page.Standing {
	leads := func(as string) *app.Seat {
		held := b.Held()
		if i := slices.IndexFunc(held, func(s app.Seat) bool { return s.Member.As == as }); i >= 0 {
			return &held[i]
		}
		return nil
	}
	s := leads("acting_chair")
	if s == nil {
		s = leads("chair")
	}
	if s == nil || s.Load.Sum() > 0 || b.Files == 0 || b.Call.State() != "in_committee" {
		return nil
	}
	return []page.Standing{{Shape: ui.Wait, Text: v.t("committee.chair_unseeing", "who", v.person(s.Member.Person))}}
}
