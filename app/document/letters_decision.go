package document

import (
	"slices"
	"strings"

	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// Letters that tell a decision on an application: what it is and why (B10).

// ineligible is the officer's decision on admissibility.
func (l *letter) ineligible() error {
	d := l.File
	e, err := l.did("declare_ineligible")
	if err != nil {
		return err
	}
	if err := l.why("reasons_facts", "the reasons in fact", d.Screening.Facts); err != nil {
		return err
	}
	if err := l.why("reasons_law", "the reasons in law", d.Screening.Law); err != nil {
		return err
	}
	if len(d.Screening.Failed) == 0 {
		return lacks("the points that are not met")
	}
	l.motivated()
	l.when("law_named", true)
	l.when("facts_found", true)
	l.decided(workflow.Mandate{}, workflow.DateOf(e.At))
	var failed []locale.Facts
	for _, id := range d.Screening.Failed {
		failed = append(failed, locale.Facts{Is: map[string]locale.Fact{"failed_check_title": l.point(id)}})
	}
	l.each("failed_check", failed)
	l.completed()
	l.when("internal_appeal", true)
	l.is("delivery_mode", l.text("delivery_receipt"))
	l.signed(e.By, workflow.Officer)
	return nil
}

// point is a point of admissibility, as the call's rules put it.
func (l *letter) point(id string) locale.Fact {
	for _, p := range l.rules().Admissibility {
		if p.ID == id {
			return both(p.Text)
		}
	}
	return typed(id)
}

// completed tells what became of a request for completion, if there was one.
func (l *letter) completed() {
	asked := last(l.Past, workflow.EntitySubmission, "request_completion")
	l.when("completion_was_requested", asked != nil)
	l.when("completion_received", false)
	l.unsaid("completion_requested_on", "completion_received_on", "completion_deadline")
	if asked == nil {
		return
	}
	l.is("completion_requested_on", eventDay(asked))
	received := last(l.Past, workflow.EntitySubmission, "request_completion", "resubmit").Action == "resubmit"
	l.when("completion_received", received)
	l.is("completion_received_on", day(workflow.DateOf(l.File.CompletedAt)))
	l.is("completion_deadline", day(l.File.Completion.Until))
}

func (l *letter) award() error {
	v, err := l.verdict("award")
	if err != nil {
		return err
	}
	l.is("amount", locale.Euros(v.Amount))
	l.is("amount_words", locale.EurosInWords(v.Amount))
	l.when("reduced_amount", v.Amount < l.File.Requested)
	l.when("budget_fixed", len(v.Budget) > 0)
	l.each("budget_line_item", granted(v.Budget))
	l.conditions()
	l.fromReserve("from_reserve", "award")
	l.is("contract_data_due", day(l.today().Plus(0, l.term("contract_data_days"))))
	l.is("signing_deadline", day(l.File.SignBy))
	return nil
}

// granted are the lines of a budget that the subsidy pays.
func granted(lines []workflow.Line) (out []locale.Facts) {
	for _, x := range lines {
		if x.Amount > 0 {
			out = append(out, locale.Facts{Is: map[string]locale.Fact{
				"budget_category": locale.Named("choice.category." + x.Category), "budget_label": said(x.Label), "budget_grant": locale.Euros(x.Amount),
			}})
		}
	}
	return out
}

// conditions are those of the award; payments wait for the open ones.
func (l *letter) conditions() {
	var all []locale.Facts
	for _, c := range l.File.Conditions {
		if c.State() != "open" {
			continue
		}
		all = append(all, locale.Facts{
			Is: map[string]locale.Fact{"condition_text": said(c.Text), "condition_due_date": day(c.Due), "condition_instalment": locale.Counted(c.Instalment)},
			If: map[string]bool{"condition_dated": c.Due != "", "condition_of_instalment": c.Instalment > 0},
		})
	}
	l.each("condition", all)
	l.when("committee_conditions", len(all) > 0)
}

func (l *letter) reserve() error {
	v, err := l.verdict("reserve")
	if err != nil {
		return err
	}
	l.is("reserve_valid_until", day(l.Call.Rules().ReserveUntil))
	l.when("reserve_rank_disclosed", l.term("reserve_rank_disclosed") == 1)
	l.is("reserve_rank", locale.Counted(v.Place))
	advised := workflow.Money(0)
	if o := l.File.Opinion; o != nil {
		advised = o.Advised
	}
	l.when("amount_advised", advised > 0)
	l.is("advised_amount", locale.Euros(advised))
	return nil
}

// rejection is a decision, or the end of the reserve list, which is none and
// has no appeal to the funder.
func (l *letter) rejection() error {
	l.is("reserve_valid_until", day(l.Call.Rules().ReserveUntil))
	l.is("delivery_mode", l.text("delivery_receipt"))
	e, err := l.did("reject", "expire")
	if err != nil {
		return err
	}
	if e.Action == "expire" {
		return l.expired()
	}
	if _, err := l.verdict("reject"); err != nil {
		return err
	}
	l.fromReserve("was_in_reserve", "reject")
	l.when("internal_appeal", true)
	return nil
}

func (l *letter) expired() error {
	v, err := l.verdict("reserve")
	if err != nil {
		return err
	}
	l.is("reserve_reasons", said(v.Reasons))
	l.is("reserve_since", eventDay(last(l.Past, workflow.EntitySubmission, "place_in_reserve")))
	l.when("was_in_reserve", false)
	l.when("conclusion_given", false)
	l.when("departs_from_opinion", false) // that was said when the list was made
	l.when("reserve_expired", true)
	l.when("by_delegation", false) // nor is the end a decision with a reference
	l.when("decision_referenced", false)
	l.sealed()
	return nil
}

// fromReserve tells whether the decision took the project off the reserve list,
// and since when it was there.
func (l *letter) fromReserve(condition string, decision workflow.Action) {
	e := last(l.Past, workflow.EntitySubmission, decision)
	listed := last(l.Past, workflow.EntitySubmission, "place_in_reserve")
	off := e != nil && e.From == workflow.SubmissionReserve && listed != nil
	l.when(condition, off)
	l.when("off_reserve", off)
	l.is("reserve_since", eventDay(listed))
}

// verdict is the decision that the letter tells, of the kind that it is for,
// with its reasons.
func (l *letter) verdict(kind string) (*workflow.Verdict, error) {
	v, o := l.File.Verdict, l.File.Opinion
	if v == nil || v.Kind != kind {
		return nil, lacks("a decision of the kind " + kind)
	}
	l.motivated()
	if err := l.why("reasons_conclusion", "the reasons of the decision", v.Reasons); err != nil {
		return nil, err
	}
	l.when("conclusion_given", true)
	if o != nil {
		if err := l.why("reasons_facts", "the reasons of the committee", o.Reasons); err != nil {
			return nil, err
		}
		l.when("committee_met", true)
		l.is("committee_opinion", locale.Named("choice.opinion."+o.Opinion))
		l.is("committee_date", day(l.advisedOn()))
	}
	l.is("departure_reasons", said(v.Departure))
	l.when("departs_from_opinion", strings.TrimSpace(v.Departure.Body) != "")
	l.scored()
	l.judged(v)
	l.signed(v.By, workflow.FunderSig)
	return v, nil
}

// motivated sets what the reasons hang on as where nothing of it is there.
func (l *letter) motivated() {
	for _, name := range []string{
		"law_named", "committee_met", "facts_found", "criterion_reasons", "own_score_disclosed", "departs_from_opinion", "conclusion_given", "reserve_expired", "off_reserve",
	} {
		l.when(name, false)
	}
	l.each("criterion", nil)
	l.unsaid("reasons_facts", "reasons_law", "reasons_conclusion", "reserve_reasons", "reserve_valid_until", "departure_reasons", "committee_date", "committee_opinion", "own_score", "score_max")
}

// scored tells what members wrote beside each criterion, without their names,
// and the project's own score where the call lets the SISP see it.
func (l *letter) scored() {
	sheets := ranking.EntryOf(l.File).Sheets
	var all []locale.Facts
	for _, c := range l.rules().Criteria {
		if reasons := reasonsOn(c.ID, sheets); len(reasons) > 0 {
			all = append(all, locale.Facts{Is: map[string]locale.Fact{
				"criterion_title": both(c.Title), "criterion_weight": locale.PerCent(c.Weight), "criterion_reason": locale.Said(strings.Join(reasons, "\n")),
			}})
		}
	}
	l.each("criterion", all)
	l.when("criterion_reasons", len(all) > 0)
	own := ranking.Rank(l.rules(), []ranking.Entry{ranking.EntryOf(l.File)})[0]
	l.when("own_score_disclosed", own.Scored() && l.term("own_score_disclosed") == 1)
	l.is("own_score", locale.Scored(own.Total.Number()))
	l.is("score_max", locale.Counted(100))
}

// reasonsOn are the reasons on a criterion, each once. Their order is that of
// the alphabet, so that it tells nothing of the members.
func reasonsOn(criterion string, sheets []ranking.Sheet) (out []string) {
	for _, s := range sheets {
		for _, x := range s.Scores {
			if r := strings.TrimSpace(x.Reasons.Body); x.Criterion == criterion && r != "" {
				out = append(out, r)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
