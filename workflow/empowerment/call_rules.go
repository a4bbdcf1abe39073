package empowerment

import (
	"slices"
	"strconv"

	w "tremplin/workflow"
)

// Whether the rules of a call are whole and fit together.

func weightsAddUp(r *w.Rules) bool {
	sum := 0
	for _, c := range r.Criteria {
		sum += c.Weight
	}
	return sum == 100
}

func sharesAddUp(r *w.Rules) bool {
	sum := 0
	for _, s := range r.Instalments {
		sum += s.Share
	}
	return sum == 100
}

// unset lists the rules that validate asks for and that are not there, or name
// what is not there.
func unset(r *w.Rules) (out []string) {
	for _, x := range []struct {
		name string
		ok   bool
	}{
		{"quorum", r.Quorum > 0},
		{"ties", len(r.Ties) > 0 && tiesKnown(r)},
		{"signing_days", r.SigningDays > 0},
		{"appeal_days", r.AppealDays > 0},
		{"report_days", r.ReportDays > 0},
		{"reserve_until", r.ReserveUntil != ""},
		{"themes", len(r.Themes) > 0},
		{"criteria", distinct(r.Criteria, func(c w.Criterion) string { return c.ID })},
		{"themes", distinct(r.Themes, func(n w.Named) string { return n.ID })},
		{"admissibility", distinct(r.Admissibility, func(p w.Point) string { return p.ID })},
	} {
		if !x.ok && !slices.Contains(out, x.name) {
			out = append(out, x.name)
		}
	}
	return out
}

func tiesKnown(r *w.Rules) bool {
	return !slices.ContainsFunc(r.Ties, func(t string) bool {
		return t != "submitted_at" && !slices.ContainsFunc(r.Criteria, func(c w.Criterion) bool { return c.ID == t })
	})
}

func distinct[T any](in []T, key func(T) string) bool {
	seen := map[string]bool{}
	for _, x := range in {
		if seen[key(x)] {
			return false
		}
		seen[key(x)] = true
	}
	return true
}

// untranslated lists the public texts that lack French or Dutch.
func untranslated(r *w.Rules) (out []string) {
	look := func(at string, x w.Words) {
		if !x.Both() {
			out = append(out, at)
		}
	}
	look("title", r.Title)
	for i, c := range r.Criteria {
		look("criteria["+strconv.Itoa(i)+"].title", c.Title)
		if c.Guidance != (w.Words{}) {
			look("criteria["+strconv.Itoa(i)+"].guidance", c.Guidance)
		}
	}
	for i, t := range r.Themes {
		look("themes["+strconv.Itoa(i)+"].title", t.Title)
	}
	for i, o := range r.Objectives {
		look("objectives["+strconv.Itoa(i)+"].title", o.Title)
		if o.Axis != (w.Words{}) {
			look("objectives["+strconv.Itoa(i)+"].axis", o.Axis)
		}
	}
	for i, p := range r.Admissibility {
		look("admissibility["+strconv.Itoa(i)+"].text", p.Text)
	}
	for i, t := range r.Texts {
		look("texts["+strconv.Itoa(i)+"].text", t.Text)
	}
	return out
}
