package empowerment

import (
	"strconv"

	w "tremplin/workflow"
)

// BudgetNow is the budget that holds: of the last version signed with one, of the
// award, or of the proposal. Lines of spending name their place in it.
func BudgetNow(s *w.Submission) []w.Line { return budgetNow(s) }

// Remarks are what no rule refuses of an act on a project and whoever does it should
// know: spending that passes its budget line, or is dated before the project began;
// an interview dated before it. The values are raw, as the binder takes them.
func Remarks(s *w.Submission, e w.Entity, a w.Action, values map[string]any) (out []w.Remark) {
	switch string(e) + "." + string(a) {
	case "submission.hold_midterm":
		day, _ := values["held_on"].(string)
		out = append(out, early(s, "held_on", w.Date(day))...)
	case "instalment.claim", "submission.submit_final_report":
		rows, _ := values["spending"].([]any)
		spent := spentBy(s)
		for i, x := range rows {
			row, _ := x.(map[string]any)
			at := "spending." + strconv.Itoa(i)
			day, _ := row["date"].(string)
			out = append(out, early(s, at+".date", w.Date(day))...)
			n, err := strconv.Atoi(textIn(row["line"]))
			m, wrong := w.ParseMoney(textIn(row["amount"]))
			if err == nil && wrong == nil {
				spent[n] += m
				out = append(out, overLine(s, at+".amount", n, spent[n])...)
			}
		}
	}
	return out
}

// RemarksOn are the same of a line of spending that was entered, for who judges it.
func RemarksOn(s *w.Submission, x *w.Spending) []w.Remark {
	return append(early(s, "date", x.Date), overLine(s, "amount", x.Line, spentBy(s)[x.Line])...)
}

// spentBy is what was spent of each budget line, as far as it was not refused.
func spentBy(s *w.Submission) map[int]w.Money {
	out := map[int]w.Money{}
	for _, x := range s.Spending {
		switch x.State() {
		case "accepted":
			out[x.Line] += x.Accepted
		case "claimed":
			out[x.Line] += x.Amount
		}
	}
	return out
}

func early(s *w.Submission, field string, day w.Date) []w.Remark {
	if s.StartOn == "" || day == "" || day >= s.StartOn {
		return nil
	}
	return []w.Remark{{Code: "before_start", Field: field, Facts: map[string]any{"day": day, "start": s.StartOn}}}
}

// overLine: a line holds what is asked for and what the project brings itself.
func overLine(s *w.Submission, field string, line int, spent w.Money) []w.Remark {
	b := budgetNow(s)
	if line < 1 || line > len(b) || spent <= b[line-1].Amount+b[line-1].Own {
		return nil
	}
	of := b[line-1].Amount + b[line-1].Own
	return []w.Remark{{Code: "over_line", Field: field, Facts: map[string]any{"line": line, "spent": spent, "of": of, "over": spent - of}}}
}

func textIn(x any) string { s, _ := x.(string); return s }
