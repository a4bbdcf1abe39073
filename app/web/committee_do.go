package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// committeePlan shows who would score what; nothing is assigned by it.
func (v *visit) committeePlan() error {
	typed := strings.TrimSpace(v.QueryParam("sheets")) // nothing is the quorum
	sheets, err := strconv.Atoi(typed)
	bad := typed != "" && (err != nil || sheets < 1 || sheets > app.MostSheets)
	seed := []rune(v.QueryParam("seed"))
	p, err := v.site.App.PlanSheets(v.Request().Context(), v.who, strings.ToLower(v.Param("id")), sheets, string(seed[:min(len(seed), maxSeed)]))
	if err != nil {
		return err
	}
	c := p.Call
	title := v.t("committee.plan")
	m := page.Column{Frame: v.frame(title + ", " + c.Reference), Head: v.benchHead(c, title, "")}
	m.Frame.Here = page.PathCalls
	m.Head.Lead = v.t("committee.plan_lead")
	m.Head.Facts = []string{v.t("committee.plan_facts", "sheets", p.Sheets, "seed", p.Seed)}
	again := page.Drawing{Action: pathCommittee(c.Ref().Dossier, "/plan"), Sheets: strconv.Itoa(p.Sheets), Seed: p.Seed, Most: maxSeed}
	if bad {
		again.Sheets, again.BadSheets = typed, v.t("committee.sheets_bad", "max", app.MostSheets)
		m.Frame.Failed, m.Head.Facts = true, nil
		m.Blocks = []page.Block{page.Block{ID: "h-again", Title: v.t("committee.plan_again")}.With(again.Show(m.Frame))}
		return v.show(http.StatusUnprocessableEntity, m.Show())
	}
	if len(p.Rows) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("committee.plan_none"), Text: v.t("committee.plan_none_text"), Do: ui.Link{Text: v.t("committee.title"), Href: pathCommittee(c.Ref().Dossier, "")}}
	}
	if len(p.Short) > 0 {
		m.Blocks = append(m.Blocks, page.Block{ID: "h-short", Title: v.t("committee.plan_short")}.With(page.Bench(v.shortages(p))))
	}
	m.Blocks = append(m.Blocks, v.loadBlock(p))
	if len(p.Rows) > 0 {
		m.Blocks = append(m.Blocks, v.plannedBlock(p))
	}
	m.Blocks = append(m.Blocks, page.Block{ID: "h-again", Title: v.t("committee.plan_again")}.With(again.Show(m.Frame)))
	return v.show(http.StatusOK, m.Show())
}

// shortages are the submissions for which there are too few people.
func (v *visit) shortages(p *app.Planned) (out []page.Standing) {
	for _, s := range p.Short {
		name := s.Submission
		for _, r := range p.Rows {
			if r.File.Ref().Dossier == s.Submission {
				name = app.Number(p.Call, r.File)
			}
		}
		out = append(out, page.Standing{Shape: ui.Wait, Text: v.t("committee.plan_few", "dossier", name, "n", s.Free, "of", s.Quorum)})
	}
	return out
}

// loadBlock is what each member would have to do.
func (v *visit) loadBlock(p *app.Planned) page.Block {
	t := ui.Table{Caption: v.t("committee.plan_load"), Quiet: true, Flat: true, Heads: []ui.Head{{Text: v.t("sheet.member")}, {Text: v.t("committee.before"), Class: "n"}, {Text: v.t("committee.after"), Class: "n"}}}
	for _, s := range p.Seats {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: v.person(s.Member.Person), Small: locale.Choice(v.lang, "as", s.Member.As)}, {Text: locale.Count(v.lang, s.Load.Sum())}, {Text: locale.Count(v.lang, p.Load[s.Member.Person])},
		}})
	}
	return page.Block{ID: "h-load", Title: v.t("committee.plan_load")}.With(ui.DataTable(t))
}

// plannedBlock are the sheets of the plan, each with its box: what is sent is what
// is seen.
func (v *visit) plannedBlock(p *app.Planned) page.Block {
	t := ui.Table{Caption: v.t("committee.plan_pairs"), Quiet: true, Heads: []ui.Head{{Text: v.t("list.dossier")}, {Text: v.t("committee.plan_people")}}}
	for _, r := range p.Rows {
		title := v.fileTitle(r.File)
		var boxes []ui.Pair
		for _, person := range r.People {
			boxes = append(boxes, ui.Pair{Name: v.person(person), Value: pairOf(r.File.Ref().Dossier, person)})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: title, Href: pathOf(r.File.Ref()), Small: app.Number(p.Call, r.File) + ", " + v.org(r.File.Sisp)}, {Body: page.PairBoxes(boxes, title)},
		}})
	}
	n := len(p.Pairs())
	m := page.Pairing{Table: t, Post: pathCommittee(p.Call.Ref().Dossier, "/assign"), Hidden: []ui.Pair{{Name: ui.NameKey, Value: newKey()}}, Do: v.t("committee.plan_do", "n", n)}
	return page.Block{ID: "h-pairs", Title: v.t("committee.plan_pairs")}.With(page.Say(v.t("committee.plan_pairs_hint")), m.Show())
}

// mostPairs is how many sheets one sending may assign.
const mostPairs = 2000

// committeeAssign assigns the sheets that were ticked, each by an act of its own.
func (v *visit) committeeAssign() error {
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	id := strings.ToLower(v.Param("id"))
	pairs := pairsOf(posted["pair"])
	ctx := v.Request().Context()
	key := app.Key{Scope: formScope(v.who), Name: posted.Get(ui.NameKey), Until: time.Now().AddDate(0, 0, keyDays)} //nolint:forbidigo // for the machine's own keeping
	if len(pairs) == 0 || len(pairs) > mostPairs || key.Name == "" {
		return v.assignedNote(id, http.StatusUnprocessableEntity, []page.Standing{{Shape: ui.Wait, Text: v.t("committee.none_ticked")}})
	}
	done, err := v.site.App.AssignSheets(ctx, v.who, id, pairs, key)
	if err != nil {
		return err
	}
	say := v.t("committee.assigned", "n", done.Done)
	if len(done.Refused) == 0 {
		return v.seeDone(pathCommittee(id, ""), say)
	}
	notes := []page.Standing{{Shape: ui.OK, Text: say}}
	for _, r := range done.Refused {
		notes = append(notes, page.Standing{Shape: ui.Bad, Text: v.t("committee.refused", "who", v.person(r.Person), "dossier", r.Submission, "why", v.says(r.Why))})
	}
	return v.assignedNote(id, http.StatusConflict, notes)
}

func (v *visit) assignedNote(id string, status int, notes []page.Standing) error {
	b, err := v.site.App.Bench(v.Request().Context(), v.who, id, "", perPage)
	if err != nil {
		return err
	}
	return v.showBench(status, b, notes)
}

// committeeRemind reminds those who owe sheets, once a day.
func (v *visit) committeeRemind() error {
	id := strings.ToLower(v.Param("id"))
	did, err := v.site.App.RemindScoring(v.Request().Context(), v.who, id)
	if err != nil {
		return err
	}
	say := v.t("committee.not_reminded")
	if did {
		say = v.t("committee.did_remind")
	}
	return v.seeDone(pathCommittee(id, ""), say)
}

// clashBlock are the conflicts, how each was found, and what it led to.
func (v *visit) clashBlock(b *app.Bench) page.Block {
	x := page.Block{ID: "h-clashes", Title: v.t("committee.clashes")}
	if len(b.Clashes) == 0 {
		x = x.With(page.Say(v.t("committee.no_clashes")))
	} else {
		x = x.With(ui.DataTable(v.clashTable(b)))
	}
	return x.With(page.Say(v.t("committee.clash_hint")))
}

func (v *visit) clashTable(b *app.Bench) ui.Table {
	t := ui.Table{Caption: v.t("committee.clashes"), Quiet: true, Heads: []ui.Head{
		{Text: v.t("sheet.member")}, {Text: v.t("list.dossier")}, {Text: v.t("committee.found")}, {Text: v.t("committee.then")}, {Text: v.t("committee.step_in")},
	}}
	for i := range b.Clashes {
		c := &b.Clashes[i]
		found := ui.Cell{Text: v.t("committee.from." + string(c.From)), Small: c.Reasons}
		if c.From == app.ClashMandate && len(c.Orgs) > 0 {
			var orgs []string
			for _, o := range c.Orgs {
				orgs = append(orgs, v.org(o))
			}
			found.Small = strings.Join(orgs, ", ")
		}
		if !c.At.IsZero() {
			found.Text += ", " + ui.ShortDate(workflow.DateOf(c.At))
		}
		then := ui.Cell{Text: v.t("committee.then."+string(c.Then), "n", c.Sealed, "of", c.Quorum)}
		if c.Then == app.ClashHolds && c.File.Opinion == nil && c.Sealed < c.Quorum {
			then.Text = v.t("committee.then.possible", "n", c.Quorum-c.Sealed)
		}
		if c.Scored {
			then.Small = v.t("committee.scored")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: v.person(c.Person)}, {Text: v.fileTitle(c.File), Href: pathOf(c.File.Ref()), Small: app.Number(b.Call, c.File)}, found, then, v.stepIn(b, c),
		}})
	}
	return t
}

// stepIn are those who could score in the place of who may not, where the quorum is
// short; each leads to the act that assigns the sheet.
func (v *visit) stepIn(b *app.Bench, c *app.Clash) ui.Cell {
	if c.Then == app.ClashHolds || c.Then == app.ClashAnswered || c.File.State() != workflow.SubmissionUnderReview && c.File.State() != "eligible" {
		return ui.Cell{Text: "–"}
	}
	if len(c.StepIn) == 0 {
		return ui.Cell{Text: v.t("committee.nobody_steps_in")}
	}
	var names []string
	for _, s := range c.StepIn {
		name := v.person(s.Member.Person)
		if s.Member.As == "substitute" {
			name = v.t("committee.substitute", "who", name)
		}
		names = append(names, name)
	}
	cell := ui.Cell{Text: strings.Join(names, ", ")}
	for i := range b.Rows {
		if a := b.Rows[i].Act("sheet.assign"); b.Rows[i].File.Ref() == c.File.Ref() && a != nil && a.Blocked == nil {
			cell.Body = page.Ways([]ui.Link{{Text: locale.Action(v.lang, a.Entity, a.Action), Href: pathAct(a)}})
			cell.Text += ": "
		}
	}
	return cell
}

// clashNotes say what a conflict that came late asks for, and of whom.
func (v *visit) clashNotes(b *app.Bench) (out []page.Standing) {
	for i := range b.Clashes {
		c := &b.Clashes[i]
		if c.Then != app.ClashFlagged && c.Then != app.ClashReopened && c.Then != app.ClashShort {
			continue
		}
		if c.Then == app.ClashShort && c.File.State() != workflow.SubmissionUnderReview {
			continue
		}
		s := page.Standing{Shape: ui.Wait, Text: v.t("committee.late."+string(c.Then), "who", v.person(c.Person), "dossier", app.Number(b.Call, c.File), "title", v.fileTitle(c.File), "n", c.Sealed, "of", c.Quorum)}
		if c.Then == app.ClashFlagged {
			s.Shape = ui.Bad
			s.Do = v.flaggedWays(b, c)
		}
		out = append(out, s)
	}
	return out
}

// flaggedWays are the two ways out of an opinion that a conflict flags, for who may
// go them.
func (v *visit) flaggedWays(b *app.Bench, c *app.Clash) (out []ui.Link) {
	if a := b.Act("call.send_back", b.Call.Ref()); a != nil && a.Blocked == nil {
		out = append(out, ui.Link{Text: v.actName(b.View, a), Href: pathAct(a)})
	}
	for i := range b.Rows {
		if a := b.Rows[i].Act("submission.answer_conflict"); b.Rows[i].File.Ref() == c.File.Ref() && a != nil && a.Blocked == nil {
			out = append(out, ui.Link{Text: locale.Action(v.lang, a.Entity, a.Action), Href: pathAct(a)})
		}
	}
	return out
}
