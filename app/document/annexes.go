package document

import (
	"cmp"
	"fmt"
	"maps"
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
	var objectives []locale.Fact
	for _, id := range p.Objectives {
		objectives = append(objectives, titled(c.s.rules().Objectives, id))
	}
	is["project_objectives"] = locale.Listed(objectives...)
	c.when("objectives_given", len(objectives) > 0)
	for _, a := range p.Activities {
		c.each("activity", locale.Facts{Is: map[string]locale.Fact{"activity_text": said(a)}})
	}
	c.when("activities_given", len(p.Activities) > 0)
	c.neighbourhoods()
}

// neighbourhoods are where the project works, with what is reported there.
func (c *contract) neighbourhoods() {
	var names []locale.Fact
	for _, n := range c.s.File.Proposal.Neighbourhoods {
		names = append(names, said(n.Name))
		var problems []locale.Fact
		for _, key := range slices.Sorted(maps.Keys(n.Problems)) {
			problems = append(problems, locale.Said(fmt.Sprintf("%s (%d)", strings.ReplaceAll(key, "_", " "), n.Problems[key])))
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
		unit := said(x.Unit)
		if x.Unit.Empty() { // a count
			unit = locale.Blank()
		}
		c.each("indicator", locale.Facts{Is: map[string]locale.Fact{
			"indicator_title": said(x.Title), "indicator_unit": unit,
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
