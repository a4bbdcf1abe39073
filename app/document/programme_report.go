package document

import (
	"cmp"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

var programmeReportSay = map[string]func(*Source) (locale.Facts, error){"programme_report": programmeReport}

// awardedStates are those in which a project counts as awarded.
var awardedStates = []workflow.State{
	"awarded", "contracting", "in_progress", "midterm_held", "suspended", "reported", "reviewed", "closed", "terminated",
}

// programme is a call and what its dossiers add up to, at whatever stage.
type programme struct {
	*Source
	received []*workflow.Submission // in the order of their numbers
	awarded  []*workflow.Submission
}

// programmeReport tells of a whole call: as it stands, so far as it has come.
func programmeReport(s *Source) (locale.Facts, error) {
	p := newProgramme(s)
	f := s.facts()
	f.Is["call_state"] = locale.Named("state.call." + string(s.Call.State()))
	f.Is["report_cutoff"] = day(s.today())
	f.If["working_copy"] = s.Unfiled
	p.ofTexts(f)
	p.ofMilestones(f)
	p.ofSubmissions(f)
	p.ofVerdicts(f)
	p.ofMoney(f)
	p.ofProjects(f)
	p.ofTotals(f)
	p.ofResults(f)
	p.ofFollowUp(f)
	p.ofLessons(f)
	return f, nil
}

func newProgramme(s *Source) *programme {
	p := &programme{Source: s}
	all := slices.Clone(s.All)
	slices.SortStableFunc(all, func(a, b *workflow.Submission) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Ref().Dossier, b.Ref().Dossier))
	})
	for _, x := range all {
		if !x.SubmittedAt.IsZero() {
			p.received = append(p.received, x)
		}
		if slices.Contains(awardedStates, x.State()) && x.Awarded > 0 {
			p.awarded = append(p.awarded, x)
		}
	}
	return p
}

// ofTexts are what the funder adds in words, where it does, and what the rules
// say that no source gives.
func (p *programme) ofTexts(f locale.Facts) {
	for name, id := range map[string]string{
		"has_context": "programme_context", "has_management_contract": "management_contract_title", "has_programme_lessons": "programme_lessons",
		"has_recommendations": "programme_recommendations", "has_data_limits": "data_limits",
	} {
		f.If[name], f.Is[id] = p.hasText(id), p.text(id)
	}
	var filled []locale.Fact
	for _, key := range p.rules().FilledIn {
		filled = append(filled, label(key))
	}
	f.If["data_filled_in"] = len(filled) > 0
	f.Is["filled_in_count"], f.Is["filled_in_list"] = locale.Counted(len(filled)), listed(filled)
}

// label is what a key of the rules is called; the key itself where it has no name.
func label(key string) locale.Fact {
	if locale.Has(locale.FR, "field."+key) {
		return locale.Named("field." + key)
	}
	return locale.Said(key)
}

// steps of a call that its calendar tells, and the act that undoes each.
var steps = []struct {
	action, undone workflow.Action
	title          locale.Fact
}{
	{"validate", "reopen_draft", locale.Both("Validation de l’appel", "Goedkeuring van de oproep")},
	{"publish", "", locale.Both("Publication de l’appel", "Bekendmaking van de oproep")},
	{"close", "reopen", locale.Both("Clôture des candidatures", "Afsluiting van de aanvragen")},
	{"convene", "", locale.Both("Convocation du comité d’avis", "Bijeenroeping van het adviescomité")},
	{"conclude", "send_back", locale.Both("Avis du comité", "Advies van het comité")},
	{"decide", "", locale.Both("Décisions", "Beslissingen")},
	{"publish_results", "", locale.Both("Publication des résultats", "Bekendmaking van de resultaten")},
	{"start", "", locale.Both("Début du suivi des projets", "Start van de opvolging van de projecten")},
	{"review", "", locale.Both("Évaluation de l’appel", "Evaluatie van de oproep")},
	{"archive", "", locale.Both("Archivage de l’appel", "Archivering van de oproep")},
	{"cancel", "", locale.Both("Annulation de l’appel", "Annulering van de oproep")},
}

// ofMilestones are the steps that were taken and stand, by their dates.
func (p *programme) ofMilestones(f locale.Facts) {
	type taken struct {
		event *Event
		title locale.Fact
	}
	var all []taken
	for _, step := range steps {
		e := last(p.CallPast, workflow.EntityCall, step.action, step.undone)
		if e != nil && e.Action == step.action {
			all = append(all, taken{e, step.title})
		}
	}
	slices.SortStableFunc(all, func(a, b taken) int { return a.event.At.Compare(b.event.At) })
	var rows []locale.Facts
	for _, x := range all {
		rows = append(rows, row(map[string]locale.Fact{"milestone_title": x.title, "milestone_date": dayOf(x.event.At)}))
	}
	f.Each["milestone"] = rows
}

// submissionStates in the order in which a submission passes through them.
var submissionStates = []workflow.State{
	"draft", "submitted", "incomplete", "eligible", "ineligible", "under_review", "ranked", "reserve", "rejected", "under_appeal", "awarded", "contracting",
	"in_progress", "midterm_held", "suspended", "reported", "reviewed", "closed", "terminated", "withdrawn", "lapsed", "expired",
}

// ofSubmissions counts what was submitted, by whom and where it stands.
func (p *programme) ofSubmissions(f locale.Facts) {
	sisps, states := map[string]bool{}, map[workflow.State]int{}
	var requested workflow.Money
	fit, seen := 0, 0
	for _, x := range p.received {
		sisps[x.Sisp] = true
		states[x.State()]++
		requested += x.Requested
		if foundEligible(x) {
			fit++
		}
		if x.Opinion != nil {
			seen++
		}
	}
	var rows []locale.Facts
	for _, st := range submissionStates {
		if n := states[st]; n > 0 {
			rows = append(rows, row(map[string]locale.Fact{"state_name": locale.Named("state.submission." + string(st)), "state_total": locale.Counted(n)}))
		}
	}
	total := 0
	for _, o := range p.House.Organisations {
		if o.Kind == "sisp" {
			total++
		}
	}
	f.Each["state_count"], f.If["any_received"] = rows, len(p.received) > 0
	f.Is["sisp_count"], f.Is["sisp_total"] = locale.Counted(len(sisps)), locale.Counted(total)
	f.Is["submissions_received"], f.Is["requested_total"] = locale.Counted(len(p.received)), locale.Euros(requested)
	f.Is["submissions_eligible"], f.Is["submissions_reviewed"] = locale.Counted(fit), locale.Counted(seen)
	initial := p.initial()
	f.If["budget_known"], f.Is["demand_ratio"] = initial > 0, locale.Blank()
	if initial > 0 { // one decimal, half up
		f.Is["demand_ratio"] = locale.Measured((2*requested*10 + initial) / (2 * initial) * 10)
	}
}

// initial is the envelope as validated; until it is, the one that the rules are to give.
func (p *programme) initial() workflow.Money { return cmp.Or(p.Initial, p.rules().Envelope) }

// ofVerdicts counts the last decision on each, and those that departed.
func (p *programme) ofVerdicts(f locale.Facts) {
	kinds, departed := map[string]int{}, 0
	for _, x := range p.received {
		if x.Verdict == nil {
			continue
		}
		kinds[x.Verdict.Kind]++
		if !x.Verdict.Departure.Empty() {
			departed++
		}
	}
	f.If["committee_concluded"], f.Is["committee_date"] = p.Call.ConcludedOn != "", day(p.Call.ConcludedOn)
	f.If["any_verdict"] = len(kinds) > 0
	f.Is["verdict_award_count"] = locale.Counted(kinds["award"])
	f.Is["verdict_reserve_count"] = locale.Counted(kinds["reserve"])
	f.Is["verdict_reject_count"] = locale.Counted(kinds["reject"])
	f.If["decisions_departed"], f.Is["departed_count"] = departed > 0, locale.Counted(departed)
}

// ofFollowUp counts interviews, avenants, and projects that stand still or ended early.
func (p *programme) ofFollowUp(f locale.Facts) {
	held, missed, signed, suspended, ended := 0, 0, 0, 0, 0
	lights := map[string]int{}
	for _, x := range p.awarded {
		for _, m := range x.Midterms {
			if !m.NotHeld.Empty() {
				missed++
				continue
			}
			held++
			lights[m.Light]++
		}
		for _, v := range x.Versions {
			if v.Kind != "convention" && v.State() == "signed" {
				signed++
			}
		}
		switch x.State() {
		case "suspended":
			suspended++
		case "terminated":
			ended++
		}
	}
	f.Is["midterm_count"], f.Is["not_held_count"] = locale.Counted(held), locale.Counted(missed)
	for _, light := range []string{"green", "amber", "red"} {
		f.Is[light+"_count"] = locale.Counted(lights[light])
	}
	f.Is["amendment_count"], f.Is["suspended_count"], f.Is["terminated_count"] = locale.Counted(signed), locale.Counted(suspended), locale.Counted(ended)
}

// ofLessons are those that the SISP lets be published.
func (p *programme) ofLessons(f locale.Facts) {
	var rows []locale.Facts
	for _, x := range p.awarded {
		if x.Review.Publish && !x.Review.Lessons.Empty() {
			rows = append(rows, row(map[string]locale.Fact{
				"project_number": locale.Said(DossierNumber(p.Call, x)), "project_title": titleOf(x), "lesson_text": said(x.Review.Lessons),
			}))
		}
	}
	f.If["has_lessons"], f.Each["lesson"] = len(rows) > 0, rows
}
