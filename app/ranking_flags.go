package app

import (
	"slices"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// flags are what there is to say of a line.
func (c *Compared) flags(i int) (out []RankFlag) {
	r := &c.Rows[i]
	if r.Wide() {
		out = append(out, RankSpread)
	}
	if r.Scored() && r.Below() {
		out = append(out, RankBelow)
	}
	if r.Missing > 0 && c.whole(i) {
		out = append(out, RankMissing)
	}
	if r.Tied {
		out = append(out, RankTied)
	}
	return out
}

// whole: the reader sees every sheet of a line's dossier, so that none is missing
// only to them.
func (c *Compared) whole(i int) bool {
	f := c.b.file(c.Rows[i].ID)
	return !slices.ContainsFunc(f.Sheets, func(x *workflow.Sheet) bool { return !c.who.Sight.Sheet(c.call, f, x) })
}

// tie is what put a line after the one before it, where both have the same total:
// the first of the call's list of ties that differs, or else the dossier's number.
func (c *Compared) tie(i int) string {
	if i == 0 || !c.Rows[i].Tied || !c.Rows[i-1].Scored() || c.Rows[i].Total.Cmp(c.Rows[i-1].Total) != 0 {
		return ""
	}
	a, b := &c.Rows[i-1], &c.Rows[i]
	for _, t := range c.Call.Rules().Ties {
		if t == ranking.BySubmission {
			if !a.SubmittedAt.Equal(b.SubmittedAt) {
				return t
			}
			continue
		}
		at := slices.IndexFunc(a.Criteria, func(x CriterionScore) bool { return x.ID == t })
		if at >= 0 && a.Criteria[at].Mean.Cmp(b.Criteria[at].Mean) != 0 {
			return t
		}
	}
	return tieNumber
}

// tieNumber decides where the call's list of ties does not.
const tieNumber = "number"

// Blind reports whether the reader has dossiers of which others' sheets do not
// count yet, because the own one is not sealed.
func (c *Compared) Blind() bool {
	for i := range c.Rows {
		if !c.whole(i) {
			return true
		}
	}
	return false
}

// Sisps are those that carry the dossiers of the ranking, each once.
func (c *Compared) Sisps() []string {
	var out []string
	for i := range c.Rows {
		if s := c.b.file(c.Rows[i].ID).Sisp; !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
