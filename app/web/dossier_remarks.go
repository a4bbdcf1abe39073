package web

import (
	"slices"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// remarks are what no rule refuses of what stands in a form, and whoever sends it
// should know.
func (v *visit) remarks(e *errand, values map[string]any) []workflow.Remark {
	if e.view.File == nil || e.view.File.Proposal == nil {
		return nil
	}
	return app.Remarks(e.view.File, e.act, values)
}

// remarked are remarks as sentences, each said once.
func (v *visit) remarked(e *errand, all []workflow.Remark) (out []string) {
	for _, r := range all {
		if say := v.remark(e, r); !slices.Contains(out, say) {
			out = append(out, say)
		}
	}
	return out
}

func (v *visit) remark(e *errand, r workflow.Remark) string {
	facts := make([]any, 0, 2*len(r.Facts))
	for name, x := range r.Facts {
		switch y := x.(type) {
		case int:
			x = v.lineName(e.view.File, y)
		case workflow.Money:
			x = locale.Money(v.lang, y)
		case workflow.Date:
			x = locale.Date(v.lang, string(y))
		}
		facts = append(facts, name, x)
	}
	return v.t("remark."+string(r.Code), facts...)
}

// noted puts remarks beside the inputs that they are about. The engine counts the
// rows in which something stands; the form may have empty ones between them.
func (v *visit) noted(e *errand, f *ui.Form) {
	places := slices.DeleteFunc(f.Values.Rows("spending"), func(n int) bool { return emptyRow(f.Values, "spending."+strconv.Itoa(n)+".") })
	for _, r := range v.remarks(e, ui.Read(v.lang, e.act.Fields, f.Values)) {
		at := r.Field
		if rest, in := strings.CutPrefix(at, "spending."); in {
			n, name, _ := strings.Cut(rest, ".")
			if i, err := strconv.Atoi(n); err == nil && i < len(places) {
				at = "spending." + strconv.Itoa(places[i]) + "." + name
			}
		}
		if f.Notes == nil {
			f.Notes = map[string]string{}
		}
		f.Notes[at] = v.remark(e, r)
	}
}

func emptyRow(t ui.Typed, prefix string) bool {
	for name, values := range t {
		if strings.HasPrefix(name, prefix) && name != prefix+"_row" && strings.TrimSpace(strings.Join(values, "")) != "" {
			return false
		}
	}
	return true
}
