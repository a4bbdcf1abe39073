package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

const receiptKind = "receipt"

func pathReceipt(dossier string) string {
	return pathDossiers + "/" + url.PathEscape(dossier) + "/receipt"
}

// receipt shows the SISP's own people what was sent, and what follows.
func (v *visit) receipt() error {
	view, err := v.site.App.Look(v.Request().Context(), v.who, v.Param("id"))
	if err != nil {
		return err
	}
	f := view.File
	if f.SubmittedAt.IsZero() || !v.who.Writes(f) && !v.who.Hands(f) {
		return workflow.NotThere()
	}
	m := page.Receipt{Frame: v.frame(v.t("receipt.title")), Facts: v.receiptFacts(view), Paper: receiptPaper(f), Next: v.receiptNext(view), Head: page.Head{
		Crumbs: []ui.Link{{Text: v.t("nav.my_files"), Href: pathDossiers}, {Text: v.title(view), Href: pathWork(f.Ref())}},
		Kicker: view.Call.Reference + " · " + v.orgNow(f.Sisp), Title: v.t("receipt.title"), Tags: []ui.Badge{v.badge(f)},
	}}
	m.Frame.Here = pathDossiers
	m.Ways = []ui.Act{{Name: v.t("files.back"), Href: pathWork(f.Ref())}}
	if a := view.Act("submission.take_back", f.Ref()); a != nil && a.Blocked == nil {
		m.Ways = append(m.Ways, ui.Act{Name: v.actName(view, a), Href: pathAct(a), Note: v.t("receipt.take_back", "at", view.Call.ClosesAt)})
	}
	return v.show(http.StatusOK, m.Show())
}

func (v *visit) receiptFacts(view *app.View) []ui.Fact {
	f := view.File
	at, by := f.SubmittedAt, ""
	if f.CompletedAt.After(at) {
		at = f.CompletedAt
	}
	for _, p := range slices.Backward(view.Past) {
		if p.On == f.Ref() && (p.Action == "submit" || p.Action == "resubmit") {
			by = v.personName(p.By)
			break
		}
	}
	facts := []ui.Fact{
		{Term: v.t("confirm.dossier"), Text: v.title(view)},
		{Term: v.t("receipt.at"), Body: ui.Moment(v.lang, at)},
		{Term: locale.Field(v.lang, "requested"), Text: locale.Money(v.lang, f.Requested), Num: true},
		{Term: v.t("receipt.hash"), Text: f.ContentHash},
	}
	if by != "" {
		facts = slices.Insert(facts, 2, ui.Fact{Term: v.t("receipt.by"), Text: by})
	}
	return facts
}

// receiptPaper are the last receipt's prints.
func receiptPaper(f *workflow.Submission) (out []ui.Link) {
	for _, d := range slices.Backward(f.Documents) {
		if d.Kind != receiptKind || d.Made.Before(f.SubmittedAt) {
			continue
		}
		for _, l := range []string{"fr", "nl"} {
			if d.In(l) != nil {
				out = append(out, ui.Link{Text: "PDF " + strings.ToUpper(l), Href: pathPaper(f.Ref().Dossier, d.Ref().ID, l, "pdf"), Lang: l})
			}
		}
		return out
	}
	return nil
}

// receiptNext is what happens after a proposal was sent, as far as it has not
// happened yet.
func (v *visit) receiptNext(view *app.View) (out []string) {
	steps := []struct {
		key string
		of  []workflow.State
	}{
		{"receipt.next_close", []workflow.State{"open"}},
		{"receipt.next_screen", []workflow.State{"open", "closed"}},
		{"receipt.next_committee", []workflow.State{"open", "closed", "in_committee"}},
		{"receipt.next_letter", []workflow.State{"open", "closed", "in_committee", "deliberated"}},
	}
	for _, s := range steps {
		if slices.Contains(s.of, view.Call.State()) {
			out = append(out, v.t(s.key, "at", view.Call.ClosesAt))
		}
	}
	if len(out) == 0 {
		out = append(out, v.t("receipt.next_dossier"))
	}
	return out
}

// replaced marks a receipt after which another was given; "" for the one that
// holds, and for all that is no receipt.
func (v *visit) replaced(all []*workflow.Document, d *workflow.Document) string {
	if d.Kind != receiptKind || !slices.ContainsFunc(all, func(x *workflow.Document) bool { return x.Kind == receiptKind && x.Made.After(d.Made) }) {
		return ""
	}
	return " (" + v.t("receipt.replaced") + ")"
}
