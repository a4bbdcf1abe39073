package web

import (
	"reflect"
	"slices"
	"strconv"
	"time"

	"tremplin/workflow"
)

// prefilled is what already stands where an act changes something, and what
// follows from the dossier where it is new.
func (v *visit) prefilled(e *errand) map[string]any {
	f, c := e.view.File, e.view.Call
	out := map[string]any{}
	switch e.act.Name() {
	case "submission.update":
		out["contacts"] = rawList(reflect.ValueOf(f.Contacts))
		out["account"] = f.Account
		if f.Proposal != nil {
			out["partners"] = rawList(reflect.ValueOf(f.Proposal.Partners))
		}
	case "submission.declare_eligible":
		out["checks"] = rows("point", c.Rules().Admissibility, func(p workflow.Point) string { return p.ID })
	case "submission.declare_ineligible":
		out["failed"] = failedIn(c.Rules(), v.QueryParams()["failed"])
	case "submission.rank":
		out["advised"] = f.Requested.String()
	case "submission.award":
		if m := suggested(f); m > 0 {
			out["amount"] = m.String()
		}
	case "submission.place_in_reserve": // the first that is free
		out["place"] = e.act.Example["place"]
	case "submission.issue_convention":
		out = e.act.Example
	case "submission.hold_midterm", "submission.submit_final_report":
		out["indicators"] = rows("id", f.Proposal.Indicators, func(i workflow.Indicator) string { return i.ID })
		if e.act.Action == "submit_final_report" {
			v.undelivered(f, out)
			out["spending"] = []any{map[string]any{}} // one has to be there
		}
	case "sheet.save":
		v.sheetValues(e, out)
	case "spending.accept":
		if x, ok := e.view.Part(e.on).(*workflow.Spending); ok {
			out["amount"] = x.Amount.String()
		}
	}
	return known(e.act.Fields, v.handedOn(e, out))
}

// undelivered asks for those deliverables that are still out.
func (v *visit) undelivered(f *workflow.Submission, out map[string]any) {
	var all []any
	for _, d := range f.Deliverables {
		if s := d.State(); s == "expected" || s == "returned" {
			all = append(all, map[string]any{"number": d.Ref().ID})
		}
	}
	out["deliverables"] = all
}

// sheetValues are the scores as they were saved, and a row for each criterion.
func (v *visit) sheetValues(e *errand, out map[string]any) {
	x, ok := e.view.Part(e.on).(*workflow.Sheet)
	if !ok {
		return
	}
	var all []any
	for _, c := range e.view.Call.Rules().Criteria {
		row := map[string]any{"criterion": c.ID}
		for _, s := range x.Scores {
			if s.Criterion == c.ID {
				row = raw(reflect.ValueOf(s))
			}
		}
		all = append(all, row)
	}
	out["scores"] = all
}

// known leaves what the act asks for.
func known(fields []workflow.Field, values map[string]any) map[string]any {
	out := map[string]any{}
	for name, x := range values {
		if slices.ContainsFunc(fields, func(f workflow.Field) bool { return f.Name == name }) {
			out[name] = x
		}
	}
	return out
}

func rows[T any](name string, all []T, id func(T) string) []any {
	out := make([]any, 0, len(all))
	for _, x := range all {
		out = append(out, map[string]any{name: id(x)})
	}
	return out
}

// raw is a struct as a form takes it: by the names of its fields.
func raw(x reflect.Value) map[string]any {
	out := map[string]any{}
	for _, f := range reflect.VisibleFields(x.Type()) {
		name := f.Tag.Get("name")
		if name == "" {
			continue
		}
		if y := rawValue(x.FieldByIndex(f.Index)); y != nil {
			out[name] = y
		}
	}
	return out
}

func rawValue(x reflect.Value) any {
	switch y := x.Interface().(type) {
	case workflow.Text:
		if y.Body == "" {
			return nil
		}
		return y.Body
	case time.Time:
		return y.Format(time.RFC3339)
	case interface{ String() string }:
		if x.IsZero() {
			return nil
		}
		return y.String()
	}
	switch x.Kind() {
	case reflect.Struct:
		if m := raw(x); len(m) > 0 {
			return m
		}
		return nil
	case reflect.Slice:
		return rawList(x)
	case reflect.Int:
		if x.Int() == 0 {
			return nil
		}
		return strconv.FormatInt(x.Int(), 10)
	case reflect.Map:
		return x.Interface()
	default:
		if x.IsZero() {
			return nil
		}
		return x.Interface()
	}
}

func rawList(x reflect.Value) []any {
	out := make([]any, 0, x.Len())
	for i := range x.Len() {
		if y := rawValue(x.Index(i)); y != nil {
			out = append(out, y)
		}
	}
	return out
}
