package document

import (
	"cmp"
	"maps"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

// ofMoney are the sums of the call, of its dossiers and of its ledger.
func (p *programme) ofMoney(f locale.Facts) {
	var awarded, least, most, signed, final, back workflow.Money
	for i, x := range p.awarded {
		awarded, signed, final = awarded+x.Awarded, signed+x.Signed, final+finalOf(x)
		if i == 0 || x.Awarded < least {
			least = x.Awarded
		}
		most = max(most, x.Awarded)
		for _, r := range x.Recoveries {
			back += r.Received
		}
	}
	n := workflow.Money(len(p.awarded))
	mean := workflow.Money(0)
	if n > 0 {
		mean = (2*awarded + n) / (2 * n) // rounded half up
	}
	initial, now := p.initial(), cmp.Or(p.Call.Envelope, p.rules().Envelope)
	for name, m := range map[string]workflow.Money{
		"envelope_initial": initial, "envelope_amount": now, "awarded_total": awarded, "awarded_mean": mean, "awarded_min": least, "awarded_max": most,
		"signed_total": signed, "final_total": final, "recovered_total": back, "released_total": p.Call.Released, "over_initial_amount": max(0, awarded-initial),
	} {
		f.Is[name] = locale.Euros(m)
	}
	f.Is["awarded_count"] = locale.Counted(len(p.awarded))
	f.If["awarded_any"], f.If["over_initial"] = len(p.awarded) > 0, awarded > initial
	e := last(p.CallPast, "envelope", "change")
	f.If["envelope_changed"], f.Is["envelope_changed_on"] = e != nil && now != initial, locale.Blank()
	if e != nil {
		f.Is["envelope_changed_on"] = dayOf(e.At)
	}
	p.ofInstalments(f)
}

// ofInstalments adds up those that stand, those that were claimed, paid or not,
// and those paid.
func (p *programme) ofInstalments(f locale.Facts) {
	var planned, claimed, paid workflow.Money
	for _, x := range p.awarded {
		for _, i := range x.Instalments {
			switch i.State() {
			case "void":
				continue
			case "paid":
				paid += i.Amount
				claimed += i.Amount
			case "claimed", "approved":
				claimed += i.Amount
			case "held":
				if i.HeldFrom != "claimable" {
					claimed += i.Amount
				}
			}
			planned += i.Amount
		}
	}
	f.Is["instalments_planned"], f.Is["instalments_claimed"], f.Is["paid_total"] = locale.Euros(planned), locale.Euros(claimed), locale.Euros(paid)
}

// ofProjects are the awarded projects, by number.
func (p *programme) ofProjects(f locale.Facts) {
	var rows []locale.Facts
	for _, x := range p.awarded {
		signed, final := locale.Blank(), locale.Blank()
		if x.Signed > 0 {
			signed = locale.Euros(x.Signed)
		}
		if x.Final != nil {
			final = locale.Euros(*x.Final)
		}
		rows = append(rows, row(map[string]locale.Fact{
			"project_number": locale.Said(DossierNumber(p.Call, x)), "project_title": titleOf(x), "project_theme": titled(p.rules().Themes, themeOf(x)),
			"sisp_name": p.orgName(x.Sisp), "partners_list": p.partnersOf(x), "awarded_amount": locale.Euros(x.Awarded),
			"signed_amount": signed, "final_amount": final, "project_state": locale.Named("state.submission." + string(x.State())),
		}))
	}
	f.Each["project"] = rows
}

func themeOf(x *workflow.Submission) string {
	if x.Proposal == nil {
		return ""
	}
	return x.Proposal.Theme
}

// total counts awarded projects and what they were awarded.
type total struct {
	projects int
	awarded  workflow.Money
}

type totals map[string]total

func (t totals) add(key string, m workflow.Money) {
	t[key] = total{t[key].projects + 1, t[key].awarded + m}
}

// rows are the totals, those of the call's own list first and in its order.
func (t totals) rows(first []workflow.Named, title func(string) locale.Fact) (out []locale.Facts) {
	place := func(k string) int {
		if i := slices.IndexFunc(first, func(n workflow.Named) bool { return n.ID == k }); i >= 0 {
			return i
		}
		return len(first)
	}
	keys := slices.SortedFunc(maps.Keys(t), func(a, b string) int { return cmp.Or(place(a)-place(b), cmp.Compare(a, b)) })
	for _, k := range keys {
		out = append(out, row(map[string]locale.Fact{
			"total_title": title(k), "total_projects": locale.Counted(t[k].projects), "total_awarded": locale.Euros(t[k].awarded),
		}))
	}
	return out
}

// ofTotals breaks the awards down; a project counts in each of its objectives.
func (p *programme) ofTotals(f locale.Facts) {
	theme, sisp, objective := totals{}, totals{}, totals{}
	for _, x := range p.awarded {
		sisp.add(x.Sisp, x.Awarded)
		if x.Proposal == nil {
			continue
		}
		theme.add(x.Proposal.Theme, x.Awarded)
		for _, o := range x.Proposal.Objectives {
			objective.add(o, x.Awarded)
		}
	}
	r := p.rules()
	f.Each["theme_total"] = theme.rows(r.Themes, func(id string) locale.Fact { return titled(r.Themes, id) })
	f.Each["sisp_total_line"] = sisp.rows(nil, p.orgName)
	f.Each["objective_total"] = objective.rows(r.Goals(), func(id string) locale.Fact { return titled(r.Goals(), id) })
	f.If["has_objectives"] = len(objective) > 0
}

// ofResults adds up what the projects promised and reached last.
func (p *programme) ofResults(f locale.Facts) {
	type sum struct {
		title          workflow.Text
		target, actual workflow.Number
		projects       int
	}
	sums := map[string]sum{}
	for _, x := range p.awarded {
		if x.Proposal == nil {
			continue
		}
		for _, i := range x.Proposal.Indicators {
			t := sums[i.ID]
			if t.title.Empty() {
				t.title = i.Title
			}
			if v := lastValue(x, i.ID); v != nil {
				t.actual += v.Value
			}
			t.target += i.Target
			t.projects++
			sums[i.ID] = t
		}
	}
	var rows []locale.Facts
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		t := sums[id]
		rows = append(rows, row(map[string]locale.Fact{
			"indicator_title": said(t.title), "indicator_target": locale.Measured(t.target),
			"indicator_value": locale.Measured(t.actual), "indicator_project_count": locale.Counted(t.projects),
		}))
	}
	f.If["has_indicators"], f.Each["programme_indicator"] = len(rows) > 0, rows
	p.ofHandedOver(f)
}

// ofHandedOver counts deliverables; late is what came, or is still out, after its date.
func (p *programme) ofHandedOver(f locale.Facts) {
	expected, accepted, late := 0, 0, 0
	for _, x := range p.awarded {
		for _, d := range x.Deliverables {
			if d.State() == "void" {
				continue
			}
			expected++
			if d.State() == "accepted" {
				accepted++
			}
			if d.On > d.Due || d.On == "" && p.today() > d.Due {
				late++
			}
		}
	}
	f.Is["deliverables_expected"], f.Is["deliverables_accepted"], f.Is["deliverables_late"] = locale.Counted(expected), locale.Counted(accepted), locale.Counted(late)
}
