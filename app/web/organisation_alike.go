package web

import (
	"slices"
	"strings"

	"tremplin/workflow"
)

// legalForms say nothing of which organisation it is.
var legalForms = []string{"asbl", "vzw", "aisbl", "ivzw", "sc", "cv", "srl", "bv", "sa", "nv", "scrl", "cvba"}

// bareName is a name by what sets it apart: its letters and digits, without accents
// and without its legal form.
func bareName(s string) string {
	words := slices.DeleteFunc(strings.Split(plainWord(s), "-"), func(w string) bool { return slices.Contains(legalForms, w) })
	return strings.Join(words, "")
}

// alike tells which other organisations what is typed may be already: those with the
// same number, or with a name that is the same or nearly so. It forbids nothing: two
// may well be called the same.
func (v *visit) alike(me string, values map[string]any) (out []string) {
	name, _ := values["name"].(map[string]any)
	fr, _ := name["fr"].(string)
	nl, _ := name["nl"].(string)
	number, _ := values["enterprise_number"].(string)
	for _, o := range v.who.House.Organisations {
		if o.Ref().ID == me {
			continue
		}
		switch {
		case sameNumber(number, o):
			out = append(out, v.t("organisations.same_number", "name", v.org(o.Ref().ID), "number", o.Enterprise))
		case nearName(fr, o) || nearName(nl, o):
			out = append(out, v.t("organisations.same_name", "name", v.org(o.Ref().ID)))
		}
	}
	return out
}

func sameNumber(number string, o *workflow.Organisation) bool {
	n := onlyDigits(number)
	return n != "" && slices.ContainsFunc(append([]string{o.Enterprise}, o.FormerNumbers...), func(x string) bool { return onlyDigits(x) == n })
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// nearName: a name of the organisation is the same but for accents, signs and its
// legal form, or, where it is long enough, for one letter.
func nearName(typed string, o *workflow.Organisation) bool {
	a := bareName(typed)
	if a == "" {
		return false
	}
	return slices.ContainsFunc(append([]string{o.Name.FR, o.Name.NL}, o.Aliases...), func(s string) bool {
		b := bareName(s)
		return a == b || min(len(a), len(b)) >= longEnough && oneApart(a, b)
	})
}

// longEnough is from how many letters on one other letter may be a slip.
const longEnough = 6

// oneApart: one letter is another, is too many or lacks; a number is no slip.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i < len(b) && b[i] <= '9' {
		return false
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}
