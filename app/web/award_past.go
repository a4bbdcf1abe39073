package web

import (
	"math/bits"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// suggested is the amount that the committee advises to award; 0 where it advises none.
func suggested(f *workflow.Submission) workflow.Money {
	if f.Opinion == nil || f.Opinion.Opinion == unfavourable {
		return 0
	}
	return f.Opinion.Advised
}

// typedMoney is an amount as an input shows it.
func typedMoney(l locale.Language, m workflow.Money) string {
	return strings.Trim(locale.Money(l, m), "€ \u00a0\u202f")
}

// handedOn puts into a form what its address hands on: an amount from the board, the
// envelope that an award needs.
func (v *visit) handedOn(e *errand, values map[string]any) map[string]any {
	field := map[string]string{"submission.award": askAmount, "envelope.change": askEnvelope}[e.act.Name()]
	if field == "" {
		return values
	}
	if m, err := workflow.ParseMoney(locale.Typed(v.lang, v.QueryParam(field))); err == nil && m > 0 {
		values[field] = m.String()
	}
	if lines := recut(e.view.File, typedText(values[field])); field == askAmount && lines != nil {
		values["budget"] = lines
	}
	return values
}

// recut is the applicant's budget for a partial award, each line cut by the same share
// and rounded down, the cents that this leaves on the first lines: a proposal, which adds
// up and is changed line by line. Nil for a whole award.
func recut(f *workflow.Submission, amount string) []any {
	m, err := workflow.ParseMoney(amount)
	if err != nil || f == nil || f.Proposal == nil || m <= 0 || m >= f.Requested {
		return nil
	}
	lines := slices.DeleteFunc(slices.Clone(f.Proposal.Budget), func(l workflow.Line) bool { return l.Amount == 0 })
	rest := m
	for i := range lines {
		hi, lo := bits.Mul64(uint64(lines[i].Amount), uint64(m)) //nolint:gosec // amounts of a sent proposal are positive
		share, _ := bits.Div64(hi, lo, uint64(f.Requested))      //nolint:gosec // more than m
		lines[i].Amount = workflow.Money(share)                  //nolint:gosec // less than the line was
		rest -= lines[i].Amount
	}
	for i := range lines {
		if rest <= 0 {
			break
		}
		lines[i].Amount++
		rest--
	}
	return rawList(reflect.ValueOf(lines))
}

// overBudget says of an award that the call's budget does not pay for by how much,
// and shows the way past it.
func (v *visit) overBudget(e *errand, no *workflow.Error, typed string, r *ui.Refused) (attempt workflow.Money, over bool) {
	free, known := no.Facts["free"].(workflow.Money)
	if e.act.Name() != "submission.award" || no.Code != "over_envelope" || !known {
		return 0, false
	}
	f := e.view.File
	attempt, err := workflow.ParseMoney(locale.Typed(v.lang, typed))
	if err != nil || attempt <= free {
		if attempt = suggested(f); attempt == 0 {
			attempt = f.Requested
		}
	}
	if attempt <= free {
		return 0, false
	}
	r.Title = v.t("award.refused", "over", attempt-free)
	r.Sum = page.Over(v.lang, attempt, free)
	r.Text = v.t("award.unchanged", "title", v.title(e.view), "state", locale.State(v.lang, workflow.EntitySubmission, f.State()))
	r.Ways = append(v.waysPast(e, attempt, free), ui.Act{Name: v.t("award.back"), Href: pathAward(e.view.Call.Ref().Dossier)})
	if least := e.view.Call.Edition(f.Edition).Min; free < least {
		r.Blocked = []ui.Act{{Name: v.t("award.partial"), Note: v.t("award.partial_no", "free", free, "min", least)}}
	}
	return attempt, true
}

// waysPast are a change of the envelope, with what it has to reach filled in, and
// a place on the reserve: each as far as the reader may.
func (v *visit) waysPast(e *errand, attempt, free workflow.Money) []ui.Act {
	var out []ui.Act
	call := e.view.Call.Ref()
	if view, err := v.site.App.LookAtCall(v.Request().Context(), v.who, call.Dossier); err == nil {
		if a := view.Act("envelope.change", call); a != nil && a.Blocked == nil {
			q := url.Values{
				askEnvelope: {typedMoney(v.lang, view.Call.Envelope+attempt-free)}, askFor: {e.on.Dossier}, askAmount: {typedMoney(v.lang, attempt)},
			}
			out = append(out, ui.Act{Name: v.t("award.change", "over", attempt-free), Href: pathAct(a) + "?" + q.Encode(), Note: v.t("award.change_note")})
		}
	}
	if a := e.view.Act("submission.place_in_reserve", e.on); a != nil && a.Blocked == nil {
		out = append(out, ui.Act{Name: v.t("award.reserve_it"), Href: pathAct(a), Note: v.t("award.reserve_note")})
	}
	return out
}

// attempted is the picture of an award that the budget does not pay for.
func (v *visit) attempted(e *errand, attempt workflow.Money) page.Block {
	m := envelope(e.view.Call, 0)
	m.Attempt = attempt
	return page.Block{ID: "h-budget", Title: v.t("award.money")}.With(page.Picture(v.frame(""), m))
}

// onBoard are the decisions that are taken from the board of awards, and lead back to it.
var onBoard = []string{"submission.award", "submission.place_in_reserve", "submission.reject", "submission.reconsider"}

// moves is what a change of the envelope does to what is free.
func (v *visit) moves(e *errand, values map[string]any) []string {
	m, err := workflow.ParseMoney(typedText(values["envelope"]))
	if c := e.view.Call; e.act.Name() == "envelope.change" && err == nil {
		return []string{v.t("award.moves", "from", c.Envelope, "to", m, "free", m-c.Committed)}
	}
	return nil
}

// afterAward is where one goes on after a decision of the board: back to it, or,
// after the change of envelope that an award waited for, to that award; after the
// decision that sends all letters, to how they fare. "" after any other act.
func (v *visit) afterAward(e *errand) string {
	call := e.view.Call
	if slices.Contains(onBoard, e.act.Name()) {
		return pathAward(call.Ref().Dossier)
	}
	switch e.act.Name() {
	case "call.decide":
		return pathLetters(call.Ref().Dossier)
	case "envelope.change":
		file := workflow.Ref{Entity: workflow.EntitySubmission, Dossier: v.QueryParam(askFor)}
		if !strings.HasPrefix(file.Dossier, call.Ref().Dossier+".") {
			return ""
		}
		return pathAct(&app.Act{Offer: workflow.Offer{Entity: workflow.EntitySubmission, Action: "award"}, On: file}) + "?" + url.Values{askAmount: {v.QueryParam(askAmount)}}.Encode()
	}
	return ""
}
