package web

import (
	"net/http"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// unmet is all that stands in the way of handing the proposal in.
func (w *writing) unmet() ([]*workflow.Error, error) {
	return w.v.site.App.Unmet(w.v.Request().Context(), w.v.who, w.id, w.handIn())
}

// handIn is the act that sends the proposal from where it stands.
func (w *writing) handIn() workflow.Action {
	if w.state() == stateIncomplete {
		return "resubmit"
	}
	return "submit"
}

// lack is a sentence about what a section still lacks: beside it, and in the
// list above all.
type lack struct {
	section, field, text string
	others               bool // it waits for somebody else
}

// lacks are what stands in the way, section by section; "" for what is about
// none.
func (w *writing) lacks(unmet []*workflow.Error) (out []lack) {
	for _, e := range unmet {
		l := lack{}
		switch e.Code {
		case workflow.CodeMissing:
			fields, _ := e.Facts["fields"].([]string)
			for _, f := range fields {
				out = append(out, lack{section: holding(f), field: f, text: w.v.t("proposal.lacks", "what", locale.Label(w.v.lang, workflow.EntitySubmission, "update", f))})
			}
			continue
		case "budget_sum":
			out = append(out, w.unequal(e)...)
			continue
		case "outside_caps":
			if amount, _ := e.Facts["amount"].(workflow.Money); amount == 0 { // that it is missing is said already
				continue
			}
			l.section, l.field = "budget", "requested"
		case "parties_unconfirmed":
			l.section, l.others = "partners", true
			e.Facts["parties"] = w.v.orgNames(e.Facts["parties"])
		case "documents_missing":
			l.section = sectionFiles
			e.Facts["kinds"] = w.v.kindNames(e.Facts["kinds"])
		case "file_infected":
			l.section = sectionFiles
		}
		l.text = w.v.says(e)
		out = append(out, l)
	}
	return out
}

// unequal says of each half of the budget by how much its lines miss what was
// announced, and where to mend it.
func (w *writing) unequal(e *workflow.Error) (out []lack) {
	of := func(name string) workflow.Money { m, _ := e.Facts[name].(workflow.Money); return m }
	for _, half := range [][2]string{{"requested", "asked"}, {"cofinancing", "own"}} {
		said, lines := of(half[0]), of(half[1])
		if said == lines {
			continue
		}
		key, by := "proposal.sum_less_", said-lines
		if by < 0 {
			key, by = "proposal.sum_more_", -by
		}
		out = append(out, lack{section: "budget", field: half[0], text: w.v.t(key+half[0], "said", said, "lines", lines, "by", by)})
	}
	return out
}

func (v *visit) orgNames(ids any) []string {
	all, _ := ids.([]string)
	out := make([]string, 0, len(all))
	for _, id := range all {
		out = append(out, v.orgName(id))
	}
	return out
}

func (v *visit) kindNames(ids any) []string {
	all, _ := ids.([]string)
	out := make([]string, 0, len(all))
	for _, id := range all {
		out = append(out, v.fileKind(id))
	}
	return out
}

// nav are the sections beside a page, each with how it stands: as far as the
// engine says that something is missing, and no further.
func (w *writing) nav(here string, unmet []*workflow.Error) ([]ui.Section, string) {
	lacks := w.lacks(unmet)
	whole := 0
	var out []ui.Section
	for _, s := range sections {
		if len(w.inputs(s)) == 0 || w.needless(s) {
			continue
		}
		x := w.navOf(s.id, lacks, len(picks(rawProposal(w.view.File.Proposal), s)) == 0)
		x.Current = s.id == here
		if lacksNothing(x) {
			whole++
		}
		out = append(out, x)
	}
	files := w.navOf(sectionFiles, lacks, len(w.attached()) == 0)
	if lacksNothing(files) {
		whole++
	}
	check := ui.Section{Text: w.v.t("proposal.section.check"), Href: w.sectionPath(sectionCheck)}
	files.Current, check.Current = here == sectionFiles, here == sectionCheck
	return append(out, files, check), w.v.t("proposal.progress", "n", whole, "of", len(out)+1)
}

// lacksNothing: a section is whole, or it is optional and empty.
func lacksNothing(s ui.Section) bool { return s.Shape == ui.OK || s.Shape == ui.Plain }

func (w *writing) navOf(id string, lacks []lack, empty bool) ui.Section {
	x := ui.Section{Text: w.v.t("proposal.section." + id), Href: w.sectionPath(id), State: w.v.t("proposal.whole"), Shape: ui.OK}
	n, waits := 0, 0
	for _, l := range lacks {
		switch {
		case l.section == id && l.others:
			waits++
		case l.section == id:
			n++
		}
	}
	s, _ := sectionOf(id)
	switch {
	case n > 0:
		x.State, x.Shape = w.v.t("proposal.lack", "n", n), ui.Bad
	case w.unsaved(s):
		x.State, x.Shape = w.v.t("proposal.unsaved"), ui.Bad
	case waits > 0:
		x.State, x.Shape = w.v.t("proposal.waits"), ui.Wait
	case id == "partners" && w.v.alone(w.view) != "":
		x.State, x.Shape = w.v.t("proposal.alone_state"), ui.Wait
	case empty:
		x.State, x.Shape = w.v.t("proposal.optional"), ui.Plain
	case id == "description" && emptyTexts(w.view.File.Proposal) > 0:
		x.State = w.v.t("proposal.whole_but", "n", emptyTexts(w.view.File.Proposal))
	}
	return x
}

// needless: the call has no such thing, and neither has the proposal.
func (w *writing) needless(s section) bool {
	return s.id == "objectives" && len(w.view.Call.Rules().Objectives) == 0 && len(w.view.File.Proposal.Objectives) == 0
}

// picks are a section's own values.
func picks(values map[string]any, s section) map[string]any {
	out := map[string]any{}
	for _, name := range s.fields {
		if v, ok := values[name]; ok {
			out[name] = v
		}
	}
	return out
}

// check shows the whole proposal as it will be sent, and what it lacks.
func (v *visit) check() error {
	w, err := v.writing()
	if err != nil {
		return err
	}
	if !w.written() {
		return v.seeDone(w.path(""), w.sentWords())
	}
	return w.showRead(http.StatusOK)
}

// showRead shows the proposal to be read: before it is sent, or because it can no
// longer be changed.
func (w *writing) showRead(status int) error {
	unmet, err := w.unmet()
	if err != nil {
		return err
	}
	title := w.v.t("proposal.section.check")
	if w.state() == stateExpired {
		title = w.v.t("proposal.left")
	}
	m := page.Proposal{Frame: w.v.frame(title), Head: w.head(title), Amounts: w.amounts()}
	m.Frame.Here = pathDossiers
	lacks := w.lacks(unmet)
	for _, s := range sections {
		if !w.needless(s) {
			m.Parts = append(m.Parts, w.readPart(s, lacks)...)
		}
	}
	files, err := w.filesPart(lacks)
	if err != nil {
		return err
	}
	m.Parts = append(m.Parts, files)
	if why := w.why(); why != "" {
		m.Notes = append(m.Notes, why)
	}
	if w.open() || w.act == nil {
		m.Sections, m.Progress = w.nav(sectionCheck, unmet)
		m.Missing = w.ways(lacks)
		m.Verify = w.unproven()
		if w.act == nil {
			m.Unsaved = w.unsavedWays()
		} else {
			m.Missing = append(m.Missing, w.unsavedWays()...)
		}
		m.Next = w.next(len(lacks) > 0)
	}
	if w.act == nil {
		m.Sections, m.Progress = nil, ""
	}
	return w.v.show(status, m.Show())
}

// ways are what is missing, each with where it is mended.
func (w *writing) ways(lacks []lack) (out []ui.Act) {
	for _, l := range lacks {
		a := ui.Act{Name: l.text}
		if l.section != "" && w.open() {
			a.Href = w.sectionPath(l.section)
			if l.field != "" {
				a.Href += "#form-" + l.field
			}
		}
		out = append(out, a)
	}
	return out
}

// next says who sends the proposal, and gives the button to who may.
func (w *writing) next(lacking bool) *ui.Next {
	act := w.view.Act("submission."+string(w.handIn()), w.view.File.Ref())
	n := &ui.Next{Title: w.v.t("proposal.send_title"), Facts: []ui.Fact{{Term: w.v.t("proposal.send_until"), Body: ui.Moment(w.v.lang, w.view.Call.ClosesAt)}, {Term: w.v.t("proposal.send_by"), Text: w.signatories()}}, If: w.v.t("proposal.send_if")}
	if w.state() == stateIncomplete {
		n.Facts[0] = ui.Fact{Term: w.v.t("proposal.send_until"), Day: w.view.File.Completion.Until}
	}
	if say := w.v.alone(w.view); say != "" {
		n.Facts = append(n.Facts, ui.Fact{Term: w.v.t("proposal.verify"), Text: say})
	}
	switch {
	case lacking:
		n.Title = w.v.t("proposal.send_not_yet")
	case act == nil && len(w.signatoryNames()) == 0:
		n.Title = w.v.t("proposal.send_nobody")
	case act == nil:
		n.Title = w.v.t("proposal.send_other", "who", w.signatories())
		n.Facts = append(n.Facts, ui.Fact{Term: w.v.t("proposal.send_told"), Text: w.v.t("proposal.send_home")})
	case act.Blocked == nil:
		n.Title = w.v.t("proposal.send_ready")
		if w.v.alone(w.view) != "" {
			n.Title = w.v.t("proposal.send_alone")
		}
		n.Do = ui.Link{Text: locale.Action(w.v.lang, workflow.EntitySubmission, w.handIn()), Href: w.path("/do/submission." + string(w.handIn()))}
	}
	return n
}

// amounts are the caps and the sums of the budget as the dossier has it.
func (w *writing) amounts() []ui.Fact {
	p, r := w.view.File.Proposal, w.view.Call.Rules()
	var lines, own workflow.Money
	for _, l := range p.Budget {
		lines, own = lines+l.Amount, own+l.Own
	}
	euro := func(term string, m workflow.Money) ui.Fact {
		return ui.Fact{Term: term, Text: locale.Money(w.v.lang, m), Num: true}
	}
	return []ui.Fact{
		euro(w.v.t("proposal.amount.min"), r.Min), euro(w.v.t("proposal.amount.max"), r.Max),
		euro(locale.Field(w.v.lang, "requested"), p.Requested), euro(w.v.t("proposal.amount.lines"), lines),
		euro(locale.Field(w.v.lang, "cofinancing"), p.Cofinancing), euro(w.v.t("proposal.amount.own"), own),
	}
}

// attached are the dossier's files that are there.
func (w *writing) attached() (out []*workflow.File) {
	for _, f := range w.view.File.Files {
		if f.State() == "attached" {
			out = append(out, f)
		}
	}
	return out
}
