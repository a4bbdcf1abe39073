package document

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tremplin/locale"
	"tremplin/workflow"
)

// projectTexts are the texts of an application that annex 1 has a row for, by
// the names that forms give them.
var projectTexts = map[string][]string{
	"summary":       {"summary"},
	"need":          {"need", "problem"},
	"goal":          {"goal", "goals"},
	"audience":      {"public", "audience"},
	"participation": {"participation"},
	"continuation":  {"continuation"},
}

// project is annex 1: only what the application says.
func (c *contract) project() {
	p, is := c.s.File.Proposal, c.f.Is
	for name, keys := range projectTexts {
		is["project_"+name] = locale.Unknown()
		for _, key := range keys {
			if f := said(p.Texts[key]); f.Kind != locale.FactUnknown {
				is["project_"+name] = f
				break
			}
		}
		c.when(name+"_given", is["project_"+name].Kind != locale.FactUnknown)
	}
	c.objectives()
	c.activities()
	c.neighbourhoods()
}

// objectives are those of the call that the project works for: under their axes,
// or together where the call has none.
func (c *contract) objectives() {
	c.when("axes_given", false)
	var loose []locale.Fact
	ids := c.s.File.Proposal.Objectives
	for _, a := range c.s.rules().Axes() {
		var goals []locale.Fact
		for _, n := range a.Goals {
			if slices.Contains(ids, n.ID) {
				goals = append(goals, both(n.Title))
				ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == n.ID })
			}
		}
		switch {
		case len(goals) > 0 && a.Title.Both():
			c.when("axes_given", true)
			c.each("objective_axis", locale.Facts{Is: map[string]locale.Fact{"axis_title": both(a.Title), "axis_objectives": locale.Listed(goals...)}})
		case len(goals) > 0:
			loose = append(loose, goals...)
		}
	}
	for _, id := range ids { // that the rules know no more
		loose = append(loose, typed(id))
	}
	c.f.Is["project_objectives"] = locale.Listed(loose...)
	c.when("objectives_given", len(loose) > 0)
}

// activities are a list while none says when; as soon as one does, they are a
// calendar, which stands in annex 4.
func (c *contract) activities() {
	all := c.s.File.Proposal.Activities
	c.when("activities_given", len(all) > 0 && !dated(all))
	c.when("activities_dated", dated(all))
	for _, a := range all {
		c.each("activity", locale.Facts{Is: map[string]locale.Fact{"activity_text": said(a.Title)}})
	}
}

func dated(all []workflow.Activity) bool {
	return slices.ContainsFunc(all, func(a workflow.Activity) bool { return a != workflow.Activity{Title: a.Title} })
}

// plan is the calendar of the activities, by date.
func (c *contract) plan() {
	all := slices.Clone(c.s.File.Proposal.Activities)
	c.when("activities_dated", dated(all))
	slices.SortStableFunc(all, func(a, b workflow.Activity) int { return cmp.Compare(begins(a), begins(b)) })
	for _, a := range all {
		c.each("dated_activity", locale.Facts{
			Is: map[string]locale.Fact{
				"activity_text": said(a.Title), "activity_from": day(a.From), "activity_until": day(a.Until),
				"activity_times": orBlank(a.Times), "activity_place": orBlank(a.Place),
			},
			If: map[string]bool{
				"activity_from_to": a.From != "" && a.Until > a.From, "activity_one_day": a.From != "" && a.Until == a.From,
				"activity_from_on": a.From != "" && a.Until == "", "activity_until_then": a.From == "" && a.Until != "",
				"activity_undated": a.From == "" && a.Until == "",
			},
		})
	}
}

// begins is an activity's place in the calendar: what has no date comes last.
func begins(a workflow.Activity) workflow.Date { return cmp.Or(a.From, a.Until, "9999") }

// neighbourhoods are where the project works, with what is reported there.
func (c *contract) neighbourhoods() {
	var names []locale.Fact
	for _, n := range c.s.File.Proposal.Neighbourhoods {
		names = append(names, said(n.Name))
		var problems []locale.Fact
		for _, key := range workflow.InOrder(n.Problems) {
			problems = append(problems, reported(key, n.Problems[key]))
		}
		c.each("neighbourhood", locale.Facts{
			Is: map[string]locale.Fact{"neighbourhood_name": said(n.Name), "neighbourhood_problems": locale.Phrase(problems...)},
			If: map[string]bool{"problems_reported": len(problems) > 0},
		})
	}
	c.f.Is["project_area"] = locale.Listed(names...)
	c.when("project_area_known", len(names) > 0)
	c.when("neighbourhoods_given", len(names) > 0)
}

// reported is a problem with its severity, in both languages: a name that the
// catalogue does not know stands as it was given.
func reported(key string, severity int) locale.Fact {
	in := func(l locale.Language) string {
		name := strings.ReplaceAll(key, "_", " ")
		if slices.Contains(workflow.Reported, key) {
			name = locale.Choice(l, "problems", key)
		}
		return fmt.Sprintf("%s (%d)", name, severity)
	}
	return locale.Both(in(locale.FR), in(locale.NL))
}

// results are annex 3: what the project hands over, and what is measured.
func (c *contract) results() {
	p := c.s.File.Proposal
	for i, d := range p.Deliverables {
		c.each("deliverable", locale.Facts{Is: map[string]locale.Fact{
			"deliverable_number": locale.Counted(i + 1), "deliverable_title": said(d.Title),
			"deliverable_party": c.charged(d.Party), "deliverable_due": day(d.Due),
		}})
	}
	for _, x := range p.Indicators {
		c.each("indicator", locale.Facts{Is: map[string]locale.Fact{
			"indicator_title": said(x.Title), "indicator_unit": orBlank(x.Unit), // none: a count

			"indicator_baseline": locale.Measured(x.Base), "indicator_target": locale.Measured(x.Target),
		}})
	}
	c.when("has_deliverables", len(p.Deliverables) > 0)
	c.when("has_indicators", len(p.Indicators) > 0)
}

// milestone is a step of the calendar.
type milestone struct {
	on          workflow.Date // its place in the calendar
	date        locale.Fact
	title       locale.Fact
	party       locale.Fact
	deliverable bool
}

// calendar is annex 4, by date.
func (c *contract) calendar() {
	step := func(on workflow.Date, name, party string) milestone {
		return milestone{on: on, date: day(on), title: locale.Named("milestone." + name), party: locale.Named("party." + party)}
	}
	all := []milestone{step(c.start(), "start", "all"), c.midterm(), step(c.end(), "end", "all"), step(c.reportDue(), "report", "sisp")}
	for _, d := range c.s.File.Proposal.Deliverables {
		all = append(all, milestone{on: d.Due, date: day(d.Due), title: said(d.Title), party: c.charged(d.Party), deliverable: true})
	}
	slices.SortStableFunc(all, func(a, b milestone) int { return cmp.Compare(a.on, b.on) })
	for _, m := range all {
		c.each("milestone", locale.Facts{
			Is: map[string]locale.Fact{"milestone_date": m.date, "milestone_title": m.title, "milestone_party": m.party},
			If: map[string]bool{"milestone_deliverable": m.deliverable},
		})
	}
	c.plan()
}

// midterm is the mid-term interview: on the day when it was held or is planned,
// or else at about the middle of the project, on a day to be agreed.
func (c *contract) midterm() milestone {
	on := c.s.File.MidtermOn
	for _, i := range c.s.File.Interviews {
		if on == "" && (i.State() == "planned" || i.State() == "invited") {
			on = i.On
		}
	}
	m := milestone{on: on, date: day(on), title: locale.Named("milestone.midterm"), party: locale.Named("party.all")}
	if on == "" {
		m.on, m.date = c.start().Plus(c.s.rules().Months/2, 0), locale.Named("milestone.middle")
	}
	return m
}
