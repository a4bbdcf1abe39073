package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// form is the form of a section.
func (w *writing) form(s section, typed ui.Typed, problems []workflow.Problem) ui.Form {
	f := ui.Form{
		Lang: w.v.lang, Today: w.v.who.Today, Entity: workflow.EntitySubmission, Action: "update", Fields: w.fields, Values: typed, Problems: problems,
		Post: w.sectionPath(s.id), Submit: w.v.t("form.save_next"), Also: []ui.Button{{Text: w.v.t("form.save"), Name: "_stay", Value: "1"}},
		Version: w.token(s), Key: newFormKey(), Autosave: w.path("/save/" + s.id), Partial: true, Needed: app.Needed(w.view.Call.Rules()),
		Options: w.options(), Hints: w.hints(), Labels: map[string]string{"indicators.*.id": w.v.t("proposal.indicator_id")},
	}
	for _, x := range w.inputs(s) {
		f.Only = append(f.Only, x.Name)
	}
	if w.v.wantsPartner(w.view.Call.Rules()) != "" { // nothing stops who sends without; but it is not left to choice
		f.Needed = append(slices.Clone(f.Needed), "partners")
	}
	if s.id == "budget" {
		f.Cap, f.Floor = w.view.Call.Rules().Max, w.view.Call.Rules().Min
	}
	if _, there := w.copies[s.id]; there {
		f.Also = append(f.Also, ui.Button{Text: w.v.t("proposal.drop"), Name: "_drop", Value: "1", Stop: true})
	}
	return f
}

// hints say more than how a value is written.
func (w *writing) hints() map[string]string {
	r := w.view.Call.Rules()
	texts := "proposal.hint.texts"
	if slices.Contains(app.Needed(r), "texts") {
		texts = "proposal.hint.texts_needed"
	}
	return map[string]string{
		"requested":                         w.v.t("proposal.hint.requested", "min", r.Min, "max", r.Max),
		"activities":                        w.v.t("proposal.hint.activities", "n", r.Months),
		"neighbourhoods.*.problems":         w.v.t("proposal.hint.problems"),
		"neighbourhoods.*.problems.*.value": "", "texts.*.value": "",
		"partners":           w.v.t("proposal.hint.partners"),
		"indicators":         w.v.t("proposal.hint.indicators"),
		"cofinancing":        w.v.t("proposal.hint.cofinancing"),
		"continues":          w.v.t("proposal.hint.continues"),
		"deliverables":       w.v.t("proposal.hint.deliverables"),
		"texts":              w.v.t(texts),
		"activities.*.title": "", "activities.*.from": "", "activities.*.until": "", "activities.*.place": "",
		"activities.*.times": w.v.t("proposal.hint.times"),
		"partners.*.id":      "",
	}
}

// options are what may be chosen: the call's themes and objectives, the
// organisations of the house, the texts that are asked for.
func (w *writing) options() map[string][]ui.Option {
	if w.known != nil {
		return w.known
	}
	r := w.view.Call.Rules()
	o := map[string][]ui.Option{
		"theme": w.v.namedOptions(r.Themes), "texts": nil, "neighbourhoods.*.problems": nil,
		"partners.*.id": w.v.partnerOptions(w.view.File.Sisp), "deliverables.*.party": w.partyOptions(),
	}
	if len(r.Objectives) > 0 {
		o["objectives"] = w.v.goalOptions(r)
	}
	for _, k := range narratives {
		o["texts"] = append(o["texts"], ui.Option{Value: k, Text: locale.Field(w.v.lang, "texts."+k), Note: w.v.t("proposal.hint.texts." + k)})
	}
	for _, k := range workflow.Reported {
		o["neighbourhoods.*.problems"] = append(o["neighbourhoods.*.problems"], ui.Option{Value: k, Text: locale.Choice(w.v.lang, "problems", k)})
	}
	if earlier, err := w.v.site.App.Earlier(w.v.Request().Context(), w.v.who, w.view.File.Sisp, w.view.File.CallID); err == nil {
		o["continues"] = earlierOptions(earlier)
	}
	w.known = o
	return o
}

func (v *visit) namedOptions(all []workflow.Named) []ui.Option {
	out := make([]ui.Option, 0, len(all))
	for _, n := range all {
		out = append(out, ui.Option{Value: n.ID, Text: v.words(n.Title.FR, n.Title.NL)})
	}
	return out
}

// goalOptions are the call's objectives, each under its axis.
func (v *visit) goalOptions(r *workflow.Rules) (out []ui.Option) {
	for _, a := range r.Axes() {
		for _, o := range v.namedOptions(a.Goals) {
			o.Group = v.words(a.Title.FR, a.Title.NL)
			out = append(out, o)
		}
	}
	return out
}

// partnerOptions are all organisations that may take part beside a SISP.
func (v *visit) partnerOptions(sisp string) []ui.Option {
	var out []ui.Option
	for _, o := range v.who.House.Organisations {
		if o.Kind != "funder" && o.Ref().ID != sisp && o.State() == workflow.OrganisationOn {
			out = append(out, ui.Option{Value: o.Ref().ID, Text: v.words(o.Name.FR, o.Name.NL)})
		}
	}
	slices.SortFunc(out, func(a, b ui.Option) int { return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	return out
}

// partyOptions are the SISP and the partners of the proposal.
func (w *writing) partyOptions() []ui.Option {
	out := []ui.Option{{Value: w.view.File.Sisp, Text: w.v.orgName(w.view.File.Sisp)}}
	for _, p := range w.view.File.Proposal.Partners {
		out = append(out, ui.Option{Value: p.ID, Text: w.v.orgName(p.ID)})
	}
	return out
}

// showForm answers with the form of a section.
func (w *writing) showForm(status int, s section, f ui.Form, d *page.Differences) error {
	title := w.v.t("proposal.section." + s.id)
	m := page.Act{Frame: w.v.frame(title), Head: w.head(title), Form: f}
	m.Frame.Here, m.Frame.Wide = pathDossiers, s.id == "budget"
	if d != nil {
		m.Head.Title = page.ConflictTitle(m.Frame, d.Who)
	}
	if c, there := w.copies[s.id]; there && c.Person != w.v.who.ID() && d == nil {
		m.Head.Facts = append(m.Head.Facts, w.v.t("proposal.copy_of", "who", w.v.personName(c.Person), "at", ui.ShortTime(c.At)))
	}
	if w.state() == stateIncomplete {
		m.Facts = w.askedFacts(s)
	}
	m.Facts = append(m.Facts, ui.Fact{Term: w.v.t("proposal.send_by"), Text: w.signatories()})
	m.Warnings = w.warnings(s)
	unmet, err := w.unmet()
	if err != nil {
		return err
	}
	for _, l := range w.lacks(unmet) {
		if l.section == s.id && len(f.Problems) == 0 && d == nil {
			m.Missing = append(m.Missing, l.text)
		}
	}
	m.Sections, m.Progress = w.nav(s.id, unmet)
	return w.v.show(status, m.Show())
}

func (w *writing) askedFacts(s section) (out []ui.Fact) {
	for _, x := range w.view.File.Completion.Missing {
		if slices.Contains(s.fields, x.Part) {
			out = append(out, ui.Fact{Term: w.v.t("proposal.asked"), Text: x.Explanation.Body})
		}
	}
	return out
}

// personName is somebody's name as the house now has it.
func (v *visit) personName(id string) string {
	if p := v.who.House.Person(id); p != nil && p.Name.Body != "" {
		return p.Name.Body
	}
	return v.t("proposal.somebody")
}

// lastBy says who changed a section last, and when: by a working copy, or by the
// last update.
func (w *writing) lastBy(s section) (string, time.Time) {
	if c, ok := w.copies[s.id]; ok {
		return w.v.personName(c.Person), c.At
	}
	for _, p := range slices.Backward(w.view.Past) {
		if p.On == w.view.File.Ref() && (p.Action == "update" || p.Action == "create") {
			return w.v.personName(p.By), p.At
		}
	}
	return "", time.Time{}
}

var inputPlace = regexp.MustCompile(`\.(\d+)`)

// differences are the inputs in which two versions of a section differ.
func (w *writing) differences(s section, theirs, mine ui.Typed) []page.Version {
	options := w.options()
	theirs, mine = keyed(theirs), keyed(mine)
	var names []string
	for _, t := range []ui.Typed{theirs, mine} {
		for name := range t {
			if !strings.HasPrefix(name, "_") && !strings.HasSuffix(name, "._row") && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	var out []page.Version
	for _, name := range names {
		field, _, _ := strings.Cut(name, ".")
		a, b := wordsOf(options, name, theirs[name]), wordsOf(options, name, mine[name])
		if a == b || !slices.Contains(s.fields, field) {
			continue
		}
		out = append(out, page.Version{Name: name, Label: w.inputLabel(name), Theirs: a, Mine: b})
	}
	return out
}

// keyed is a form whose pairs are named by their key and not by their place:
// "texts.summary". Two people's pairs need not stand in the same order.
func keyed(t ui.Typed) ui.Typed {
	out := ui.Typed{}
	for name, values := range t {
		if strings.HasSuffix(name, ".key") {
			continue
		}
		row, paired := strings.CutSuffix(name, ".value")
		if key := t.One(row + ".key"); paired && key != "" {
			name = row[:strings.LastIndex(row, ".")] + "." + key
		}
		out[name] = values
	}
	return out
}

// inputLabel names an input: that of a text or of a problem by its own name.
func (w *writing) inputLabel(name string) string {
	if at := strings.LastIndex(name, ".problems."); at >= 0 {
		return w.inputLabel(name[:at]) + ", " + locale.Choice(w.v.lang, "problems", name[at+len(".problems."):])
	}
	if strings.HasPrefix(name, "texts.") {
		return locale.Field(w.v.lang, name)
	}
	return locale.Where(w.v.lang, inputPlace.ReplaceAllString(name, "[$1]"))
}

func wordsOf(options map[string][]ui.Option, name string, values []string) string {
	starred := inputPlace.ReplaceAllString(name, ".*")
	known := slices.Concat(options[starred], options[strings.TrimSuffix(starred, ".*")])
	out := make([]string, 0, len(values))
	for _, v := range values {
		if i := slices.IndexFunc(known, func(o ui.Option) bool { return o.Value == v }); i >= 0 {
			v = known[i].Text
		}
		out = append(out, v)
	}
	return strings.TrimSpace(strings.Join(out, ", "))
}

// bodyHash is what a form says, whoever sends it again.
func bodyHash(path string, posted url.Values) string {
	sum := sha256.Sum256([]byte(path + "\n" + posted.Encode()))
	return hex.EncodeToString(sum[:])
}
