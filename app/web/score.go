package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func pathSheet(dossier string) string {
	return pathDossiers + "/" + url.PathEscape(dossier) + "/sheet"
}

// sheeted is a visit to one's own sheet.
type sheeted struct {
	v     *visit
	view  *app.View
	sheet *workflow.Sheet
	rules *workflow.Rules
	copy  app.WorkingCopy
}

// mark is what is typed of one criterion.
type mark struct{ score, reasons string }

// sheeted finds one's own sheet of the dossier that the address names; to who has
// none it is not there.
func (v *visit) sheeted() (*sheeted, error) {
	view, err := v.site.App.Look(v.Request().Context(), v.who, v.Param("id"))
	if err != nil {
		return nil, err
	}
	s := &sheeted{v: v, view: view, rules: view.Call.Edition(view.File.Edition)}
	for _, x := range view.File.Sheets {
		if x.Person == v.who.ID() && x.State() != "void" {
			s.sheet = x
		}
	}
	if s.sheet == nil {
		return nil, workflow.NotThere()
	}
	s.copy, err = v.site.App.SheetCopy(v.Request().Context(), v.who, view.File.Ref().Dossier)
	return s, err
}

func (s *sheeted) act(name string) *app.Act { return s.view.Act(name, s.sheet.Ref()) }

// open reports whether the sheet may be filled in now.
func (s *sheeted) open() bool {
	a := s.act("sheet.save")
	return a != nil && a.Blocked == nil
}

// saved are the scores as they count by now.
func (s *sheeted) saved() map[string]mark {
	out := map[string]mark{}
	for _, x := range s.sheet.Scores {
		out[x.Criterion] = mark{locale.Number(s.v.lang, int64(x.Score)), x.Reasons.Body}
	}
	return out
}

// stands is what the form begins with: what was typed last, or what was saved.
func (s *sheeted) stands() map[string]mark {
	var k kept
	if s.copy.Version == 0 || json.Unmarshal([]byte(s.copy.Body), &k) != nil {
		return s.saved()
	}
	out := marksOf(k.Typed)
	if k.Lang != s.v.lang {
		for id, m := range out {
			if n, err := workflow.ParseNumber(locale.Typed(k.Lang, m.score)); err == nil {
				out[id] = mark{locale.Number(s.v.lang, int64(n)), m.reasons}
			}
		}
	}
	return out
}

// marksOf reads a posted form, by criterion.
func marksOf(posted map[string][]string) map[string]mark {
	t, out := ui.Typed(posted), map[string]mark{}
	for _, n := range t.Rows("scores") {
		row := "scores." + strconv.Itoa(n)
		out[t.One(row+".criterion")] = mark{t.One(row + ".score"), t.One(row + ".reasons")}
	}
	return out
}

// token is the version of what the form shows: of the working copy, and of what is
// saved.
func (s *sheeted) token() string {
	b, err := json.Marshal(s.sheet.Scores)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return formatVersion(s.copy.Version) + "-" + hex.EncodeToString(sum[:6])
}

// stale: the same member has saved in another window since the form was shown. The
// same form may have missed the answer to its own saving.
func (s *sheeted) stale(posted url.Values) bool {
	token, seen := s.token(), posted.Get(ui.NameVersion)
	if token == seen {
		return false
	}
	_, fact, _ := strings.Cut(token, "-")
	_, was, _ := strings.Cut(seen, "-")
	return fact != was || s.copy.Version == 0 || s.copy.Form != posted.Get(ui.NameKey)
}

// sheet is one's own sheet: to be filled in beside the proposal, or to be read.
func (v *visit) sheet() error {
	s, err := v.sheeted()
	if err != nil {
		return err
	}
	return s.show(http.StatusOK, s.stands(), newKey(), nil, nil)
}

// show answers with the page. Wrong is what is wrong, by criterion.
func (s *sheeted) show(status int, marks map[string]mark, key string, wrong map[string]fault, notes []page.Standing) error {
	f := s.view.File
	m := page.Score{Frame: s.v.frame(s.v.t("score.title") + ", " + s.v.title(s.view)), Head: s.sheetHead(), Notes: append(notes, s.sheetNotes()...)}
	m.Frame.Here, m.Frame.Wide = pathDossiers, true
	for _, b := range []page.Block{s.v.proposalBlock(s.view), s.v.moneyBlock(s.view), s.v.deliverableBlock(s.view), s.v.indicatorBlock(s.view), s.v.calendarBlock(s.view), s.v.partsBlock(s.view)} {
		if len(b.Parts) > 0 {
			m.Proposal = append(m.Proposal, b)
		}
	}
	if s.open() {
		s.fill(&m, marks, wrong)
		m.Post, m.Autosave = pathSheet(f.Ref().Dossier), pathSheet(f.Ref().Dossier)+"/save"
		m.Hidden = []ui.Pair{{Name: ui.NameVersion, Value: s.token()}, {Name: ui.NameKey, Value: key}}
		if s.copy.Version > 0 {
			m.Saved = s.copy.At.In(workflow.Brussels).Format("15:04")
		}
		m.Seal = locale.Action(s.v.lang, workflow.EntitySheet, "seal")
	} else {
		m.Read = append(m.Read, s.ownScores())
	}
	if b := s.allScores(); len(b.Parts) > 0 {
		m.Read = append(m.Read, b)
	}
	if a := s.act("sheet.declare_conflict"); a != nil && a.Blocked == nil {
		m.Conflict = ui.Act{Name: locale.Action(s.v.lang, a.Entity, a.Action), Href: pathAct(a), Note: s.v.t("score.conflict_note")}
	}
	var err error
	if m.Ways, err = s.ways(); err != nil {
		return err
	}
	return s.v.show(status, m.Show())
}

func (s *sheeted) sheetHead() page.Head {
	f, c := s.view.File, s.view.Call
	return page.Head{
		Crumbs: []ui.Link{{Text: s.v.t("nav.home"), Href: page.PathHome}, {Text: s.v.t("scoring.title"), Href: pathScoring(c.Ref().Dossier)}, {Text: s.v.title(s.view), Href: pathOf(f.Ref())}},
		Kicker: app.Number(c, f) + ", " + s.v.org(f.Sisp), Title: s.v.t("score.title"), Lead: s.v.title(s.view), Tags: []ui.Badge{s.v.badge(s.sheet)},
	}
}

// sheetNotes say why nothing can be filled in any more, or not yet.
func (s *sheeted) sheetNotes() []page.Standing {
	a := s.act("sheet.save")
	switch st := s.sheet.State(); {
	case st == "sealed" || st == "moderated":
		return []page.Standing{{Shape: ui.OK, Text: s.v.t("score.is_sealed")}}
	case a != nil && a.Blocked != nil:
		return []page.Standing{{Shape: ui.Wait, Text: s.v.says(a.Blocked)}}
	}
	return nil
}

// fault is what is wrong with a criterion.
type fault struct{ score, reasons string }

// fill puts the criteria into the page, each with its guidance.
func (s *sheeted) fill(m *page.Score, marks map[string]mark, wrong map[string]fault) {
	var sum int64 // of weights times hundredths of the scale
	for i, c := range s.rules.Criteria {
		x := ui.Criterion{
			ID: c.ID, N: i, Title: s.v.words(c.Title.FR, c.Title.NL) + ", " + locale.Share(s.v.lang, c.Weight), Weight: c.Weight, Max: c.Max,
			Value: strings.TrimSpace(marks[c.ID].score), Reason: marks[c.ID].reasons, Wrong: wrong[c.ID].score, Why: wrong[c.ID].reasons,
		}
		for line := range strings.SplitSeq(s.v.words(c.Guidance.FR, c.Guidance.NL), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				x.Guide = append(x.Guide, line)
			}
		}
		if c.Threshold > 0 {
			x.Guide = append(x.Guide, s.v.t("sheet.threshold", "threshold", locale.Number(s.v.lang, int64(c.Threshold))))
		}
		if n, err := workflow.ParseNumber(locale.Typed(s.v.lang, x.Value)); err == nil && x.Value != "" && n >= 0 && int64(n) <= int64(c.Max)*100 && c.Max > 0 {
			m.Done, m.Reach = m.Done+1, m.Reach+c.Weight
			sum += int64(n) * int64(c.Weight) / int64(c.Max)
		}
		for at, say := range map[string]string{"-s": x.Wrong, "-r": x.Why} {
			if say != "" {
				m.Wrong = append(m.Wrong, ui.Pair{Name: fmt.Sprintf("c-%d%s", i, at), Value: x.Title + s.v.colon() + say})
			}
		}
		m.Criteria = append(m.Criteria, x)
	}
	slices.SortStableFunc(m.Wrong, func(a, b ui.Pair) int { return strings.Compare(a.Name, b.Name) })
	m.Points = locale.Number(s.v.lang, sum)
}

// ownScores is one's own sheet to be read: what was sealed, and what was moderated
// beside it.
func (s *sheeted) ownScores() page.Block {
	return page.Block{ID: "h-own", Title: s.v.t("score.own")}.With(ui.DataTable(s.scoreTable(s.sheet)))
}

// scoreTableOf is a sheet, criterion by criterion; where a score was moderated both
// stand there.
func (v *visit) scoreTableOf(rules *workflow.Rules, x *workflow.Sheet) ui.Table {
	t := ui.Table{Caption: v.t("score.of", "who", v.person(x.Person)), Heads: []ui.Head{{Text: v.t("call.criterion")}, {Text: v.t("score.mark"), Class: "n"}, {Text: v.t("about.reasons")}}}
	if st := x.State(); st == "sealed" || st == "moderated" {
		t.Heads[1].Text = v.t("score.sealed")
	}
	if len(x.Moderated) > 0 {
		t.Heads = append(t.Heads, ui.Head{Text: v.t("score.moderated"), Class: "n"}, ui.Head{Text: v.t("score.why_moderated")})
	}
	for _, c := range rules.Criteria {
		r := ui.Row{Cells: []ui.Cell{{Text: v.words(c.Title.FR, c.Title.NL), Small: v.t("sheet.scale", "max", c.Max, "weight", c.Weight)}}}
		for i, list := range [][]workflow.Score{x.Scores, x.Moderated} {
			if i == 1 && len(x.Moderated) == 0 {
				continue
			}
			score, why := ui.Cell{Text: "–"}, ui.Cell{}
			for _, y := range list {
				if y.Criterion == c.ID {
					score.Text, why.Text = locale.Number(v.lang, int64(y.Score)), y.Reasons.Body
				}
			}
			r.Cells = append(r.Cells, score, why)
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func (s *sheeted) scoreTable(x *workflow.Sheet) ui.Table { return s.v.scoreTableOf(s.rules, x) }

// allScores are the others' sheets: only once one's own is sealed does the view
// have them; with the way to moderate.
func (s *sheeted) allScores() page.Block {
	b := page.Block{ID: "h-others", Title: s.v.t("score.others")}
	for _, x := range s.view.File.Sheets {
		if x != s.sheet && len(x.Scores) > 0 && (x.State() == "sealed" || x.State() == "moderated") {
			b = b.With(ui.DataTable(s.scoreTable(x)))
		}
	}
	if s.open() || s.sheet.State() == "assigned" || s.sheet.State() == "draft" {
		return page.Block{}
	}
	if len(b.Parts) == 0 {
		b = b.With(page.Say(s.v.t("score.no_others")))
	}
	if a := s.act("sheet.moderate"); a != nil {
		if a.Blocked == nil {
			b = b.With(page.Say(s.v.t("score.moderate_hint")), ui.Links(false, ui.Link{Text: locale.Action(s.v.lang, a.Entity, a.Action), Href: pathAct(a)}))
		} else if a.Blocked.Code == "sheets_unsealed" {
			b = b.With(page.Say(s.v.t("score.moderate_later")))
		}
	}
	return b
}

// ways lead to the sheets before and after this one, among one's own.
func (s *sheeted) ways() ([]ui.Link, error) {
	before, after, err := s.v.site.App.SheetsBeside(s.v.Request().Context(), s.v.who, s.view.File.Ref().Dossier)
	if err != nil {
		return nil, err
	}
	var out []ui.Link
	link := func(key string, f *workflow.Submission) {
		if f != nil {
			out = append(out, ui.Link{Text: s.v.t(key, "title", s.v.fileTitle(f)), Href: pathSheet(f.Ref().Dossier)})
		}
	}
	link("score.previous", before)
	link("score.next", after)
	return append(out, ui.Link{Text: s.v.t("scoring.title"), Href: pathScoring(s.view.Call.Ref().Dossier)}), nil
}
