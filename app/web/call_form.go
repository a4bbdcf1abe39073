package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// form is the form of a section of a draft's rules.
func (r *ruling) form(s section, typed ui.Typed, problems []workflow.Problem) ui.Form {
	f := r.rulesForm(s, typed, problems)
	f.Post, f.Submit, f.Also = r.path("/setup/"+s.id), r.v.t("form.save_next"), []ui.Button{{Text: r.v.t("form.save"), Name: "_stay", Value: "1"}}
	f.Version, f.Key, f.Autosave = r.token(s), newFormKey(), r.path("/save/"+s.id)
	if _, there := r.copies[s.id]; there {
		f.Also = append(f.Also, ui.Button{Text: r.v.t("proposal.drop"), Name: "_drop", Value: "1", Stop: true})
	}
	return f
}

// rulesForm is what the forms of setting up and of amending have in common.
func (r *ruling) rulesForm(s section, typed ui.Typed, problems []workflow.Problem) ui.Form {
	f := ui.Form{
		Lang: r.v.lang, Today: r.v.who.Today, Entity: workflow.EntityCall, Action: "update", Fields: r.fields, Values: typed, Problems: problems, Partial: true,
		Options: r.v.callOptions(r.view.Call), Unseen: unseenIDs(), Rows: 1,
		Labels: map[string]string{fieldVision: r.v.t("setup.vision"), "objectives": r.v.t("setup.own_goals"), "texts": r.v.t("setup.texts"), "reasons": r.v.t("amend.reasons")},
		Hints: map[string]string{
			"criteria": r.v.t("setup.hint.criteria"), "criteria.*.threshold": r.v.t("setup.hint.threshold"), "ties": r.v.t("setup.hint.ties"), "quorum": r.v.t("setup.hint.quorum"),
			"themes": r.v.t("setup.hint.themes"), "objectives": r.v.t("setup.hint.own_goals"), fieldVision: r.v.t("setup.hint.vision"), "texts": r.v.t("setup.hint.texts"),
			"admissibility": r.v.t("setup.hint.admissibility"), "required": r.v.t("setup.hint.required"), "instalments": r.v.t("setup.hint.instalments"),
			"closes_at": r.v.t("setup.hint.closes_at"), "reserve_until": r.v.t("setup.hint.reserve_until"), "terms": r.v.t("setup.hint.terms"), "delegation": r.v.t("setup.hint.delegation"),
			"reasons_min": r.v.t("setup.hint.reasons_min"), "wide_spread": r.v.t("setup.hint.wide_spread", "n", workflow.DefaultWideSpread),
		},
	}
	for _, x := range r.inputs(s) {
		f.Only = append(f.Only, x.Name)
	}
	if t := r.total(s, typed); t != nil {
		f.After = page.Running(*t)
	}
	return f
}

// total is what must add up to a hundred per cent, as it now stands in the form.
func (r *ruling) total(s section, typed ui.Typed) *page.Total {
	list, value, key := "criteria", "weight", "setup.weights"
	if s.id == "instalments" {
		list, value, key = "instalments", "share", "setup.shares"
	} else if s.id != list {
		return nil
	}
	sum := 0
	for _, n := range typed.Rows(list) {
		got := ui.Bind(r.v.lang, []workflow.Field{{Name: "n", Kind: workflow.KindInteger}}, ui.Typed{"n": {typed.One(list + "." + formatVersion(int64(n)) + "." + value)}})
		sum += number(got.Values["n"])
	}
	t := &page.Total{Term: r.v.t(key), Sum: locale.Share(r.v.lang, sum), OK: sum == hundred, Say: r.v.t("setup.total_ok")}
	switch {
	case sum < hundred:
		t.Say = r.v.t("setup.total_less", "by", locale.Share(r.v.lang, hundred-sum))
	case sum > hundred:
		t.Say = r.v.t("setup.total_more", "by", locale.Share(r.v.lang, sum-hundred))
	}
	return t
}

const hundred = 100 // per cent

// number is a count as a form gives it; 0 for what is none, or absurd.
func number(x any) int {
	n := 0
	s, _ := x.(string)
	for _, c := range s {
		if c < '0' || c > '9' || n > 10_000 {
			return 0
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// showForm answers with the form of a section.
func (r *ruling) showForm(status int, s section, f ui.Form, d *page.Differences) error {
	m := page.Act{Frame: r.v.frame(r.v.t("setup.section." + s.id)), Head: r.head(r.v.t("setup.section." + s.id)), Form: f}
	m.Frame.Here = page.PathCalls
	if d != nil {
		m.Head.Title = page.ConflictTitle(m.Frame, d.Who)
	}
	if c, there := r.copies[s.id]; there && c.Person != r.v.who.ID() && d == nil {
		m.Head.Facts = append(m.Head.Facts, r.v.t("proposal.copy_of", "who", r.v.personName(c.Person), "at", ui.ShortTime(c.At)))
	}
	lacks, err := r.lacks()
	if err != nil {
		return err
	}
	for _, l := range lacks {
		if l.section == s.id && len(f.Problems) == 0 && d == nil {
			m.Missing = append(m.Missing, l.text)
		}
	}
	switch s.id {
	case "committee":
		m.About = append(m.About, r.seatsBlock())
	case "delays":
		m.Form.Nones, m.Warnings = map[string]string{"delegation.organ": r.v.t("setup.no_delegation")}, r.v.delegationDoubts(r.view.Call)
	}
	m.Sections, m.Progress = r.nav(s.id, lacks)
	return r.v.show(status, m.Show())
}

// seatsBlock are the members, each with what may be done, and the way to another.
func (r *ruling) seatsBlock() page.Block {
	b := r.v.memberBlock(r.view)
	if len(b.Parts) == 0 {
		b = b.With(page.Say(r.v.t("setup.no_members")))
	}
	if a := r.view.Act("member.appoint", r.view.Call.Ref()); a != nil && a.Blocked == nil {
		b = b.With(ui.Links(false, ui.Link{Text: r.v.actName(r.view, a), Href: pathAct(a)}))
	}
	return b
}

// head is how each page of setting up begins.
func (r *ruling) head(title string) page.Head {
	c := r.view.Call
	return page.Head{
		Crumbs: []ui.Link{{Text: r.v.t("nav.home"), Href: page.PathHome}, {Text: r.v.t("calls.crumb"), Href: page.PathCalls}, {Text: r.v.title(r.view), Href: r.path("/work")}},
		Kicker: c.Reference, Title: title, Tags: []ui.Badge{r.v.badge(c)},
		Links: []ui.Link{{Text: r.v.t("preview.link"), Href: r.path("/preview")}},
	}
}

// nav are the sections beside a page, each with how it stands.
func (r *ruling) nav(here string, lacks []lack) ([]ui.Section, string) {
	var out []ui.Section
	whole := 0
	for _, s := range callSections {
		x := ui.Section{Text: r.v.t("setup.section." + s.id), Href: r.path("/setup/" + s.id), Current: s.id == here, State: r.v.t("proposal.whole"), Shape: ui.OK}
		n := 0
		for _, l := range lacks {
			if l.section == s.id {
				n++
			}
		}
		if _, unsaved := r.copies[s.id]; unsaved {
			x.State, x.Shape = r.v.t("proposal.unsaved"), ui.Bad
		} else if n > 0 {
			x.State, x.Shape = r.v.t("setup.lacks_n", "n", n), ui.Bad
		} else {
			whole++
		}
		out = append(out, x)
	}
	out = append(out, ui.Section{Text: r.v.t("setup.section.check"), Href: r.path("/setup"), Current: here == sectionCheck})
	return out, r.v.t("proposal.progress", "n", whole, "of", len(callSections))
}

// lacks are what stands in the way of validating, section by section.
func (r *ruling) lacks() ([]lack, error) {
	unmet, err := r.v.site.App.UnmetOfCall(r.v.Request().Context(), r.v.who, r.id(), "validate")
	if err != nil {
		return nil, err
	}
	var out []lack
	for _, e := range unmet {
		fields, many := e.Facts["fields"].([]string)
		if !many {
			out = append(out, lack{section: callCodes[e.Code], text: r.v.says(e)})
			continue
		}
		for _, f := range fields {
			key := "setup.unset"
			if e.Code == "texts_missing" {
				key = "setup.untranslated"
			}
			out = append(out, lack{section: callHolding(f), field: f, text: r.v.t(key, "what", locale.Where(r.v.lang, f))})
		}
	}
	return out, nil
}

// callCodes is where what a refusal names is mended.
var callCodes = map[workflow.Code]string{"caps": "money", "dates": "dates", "weights": "criteria", "shares": "instalments"}

// conflict shows both versions; one's own stays in the fields.
func (r *ruling) conflict(s section, mine ui.Typed) error {
	who, at := r.lastBy(s)
	d := page.Differences{Frame: r.v.frame(""), Who: who, At: at, Versions: r.apart(s, r.stands(s), mine)}
	f := r.form(s, mine, nil)
	f.Before, f.Submit, f.Autosave = d.Show(), r.v.t("conflict.do"), ""
	f.Also = []ui.Button{{Text: page.KeepTheirs(d.Frame, who), Name: "keep", Value: "theirs"}}
	return r.showForm(http.StatusConflict, s, f, &d)
}

// lastBy says who changed a section last, and when.
func (r *ruling) lastBy(s section) (string, time.Time) {
	if c, ok := r.copies[s.id]; ok {
		return r.v.personName(c.Person), c.At
	}
	for _, p := range slices.Backward(r.view.Past) {
		if p.On == r.view.Call.Ref() && (p.Action == "update" || p.Action == "create") {
			return r.v.personName(p.By), p.At
		}
	}
	return "", time.Time{}
}

func (r *ruling) staleWords(s section) string {
	who, at := r.lastBy(s)
	if who == "" {
		return r.v.t("form.stale")
	}
	return r.v.t("form.stale_by", "who", who, "at", at.In(workflow.Brussels).Format("15:04"))
}

// apart are the inputs in which two versions of a section differ.
func (r *ruling) apart(s section, theirs, mine ui.Typed) []page.Version {
	options := r.v.callOptions(r.view.Call)
	theirs, mine = keyed(theirs), keyed(mine)
	all := map[string]bool{}
	for _, t := range []ui.Typed{theirs, mine} {
		for name := range t {
			all[name] = all[name] || !strings.HasPrefix(name, "_") && !strings.HasSuffix(name, "._row") && !strings.HasSuffix(name, ".id")
		}
	}
	var out []page.Version
	for _, name := range sortedKeys(all) {
		a, b := wordsOf(options, name, theirs[name]), wordsOf(options, name, mine[name])
		if field, _, _ := strings.Cut(name, "."); all[name] && a != b && slices.Contains(s.fields, field) {
			out = append(out, page.Version{Name: name, Label: r.ruleName(name), Theirs: a, Mine: b})
		}
	}
	return out
}

// ruleName names an input of the rules.
func (r *ruling) ruleName(name string) string {
	if term, ok := strings.CutPrefix(name, "terms."); ok {
		return r.v.t("term." + term)
	}
	if strings.HasPrefix(name, fieldVision) {
		return r.v.t("setup.vision")
	}
	return locale.Where(r.v.lang, inputPlace.ReplaceAllString(name, "[$1]"))
}
