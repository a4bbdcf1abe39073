package web

import (
	"slices"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// rankTable is the ranking as a table, with the line where the envelope ends. On a
// projector it has few columns.
func (v *visit) rankTable(r *app.RankPage, w app.RankWanted, large bool) ui.Table {
	x := &ranked{v: v, page: r, large: large, from: scaleFrom(r.Rows), rules: r.Call.Rules()}
	t := ui.Table{Caption: v.t("ranking.table"), Quiet: true, Scroll: v.t("ranking.table"), Dense: !large, Heads: x.heads(), Name: 1}
	plain := w.Sort == app.RankByPlace && !w.Lesser && w.Theme == "" && w.Sisp == "" && w.Flag == ""
	x.cuts(plain)
	for i := range r.Lines {
		l := &r.Lines[i]
		for _, text := range x.before(l, i) {
			t.Rows = append(t.Rows, ui.Row{Cut: text})
		}
		row := ui.Row{Cells: x.cells(l), ID: "r-" + l.ID}
		if x.below > 0 && l.Place >= x.below {
			row.Class = "past"
		}
		t.Rows = append(t.Rows, row)
	}
	t.Note = x.fits()
	if n := len(r.Lines); n > 0 && r.Next == "" {
		for _, text := range x.after(r.Lines[n-1].Place) {
			t.Rows = append(t.Rows, ui.Row{Cut: text})
		}
	}
	return t
}

// ranked is a ranking while its table is made.
type ranked struct {
	v *visit

	page  *app.RankPage
	large bool
	from  int64 // where the scale of the spreads begins, in hundredths
	rules *workflow.Rules
	lines []cutLine
	fit   []string // dossiers below the line that what is left would still pay for
	below int      // the place from which lines are below the envelope; 0: not shown
}

// cutLine is a line across the table.
type cutLine struct {
	above int
	text  string
}

// cuts draws the line where the envelope ends by what the committee advises, and
// where it ends by what was requested if that is elsewhere. Each line is drawn where
// the table is in the ranking's order; which lines are below shows in any.
func (x *ranked) cuts(drawn bool) {
	if !x.page.Lined {
		return
	}
	asked, by := x.page.Reaches()
	key := "advised"
	if !x.page.Advises() {
		key = "requested"
	}
	x.below = by.Rows + 1
	if !drawn {
		return
	}
	x.lines = append(x.lines, cutLine{by.Rows, x.cutText(by, key) + " " + x.v.t("ranking.counted")})
	if key == "advised" && asked.Rows != by.Rows {
		x.lines = append(x.lines, cutLine{asked.Rows, x.cutText(asked, "requested")})
	}
	x.fit = by.Fit
}

func (x *ranked) cutText(r app.Reach, key string) string {
	if r.Next == "" {
		return x.v.t("ranking.cut.all."+key, "envelope", x.page.Total, "left", r.Left)
	}
	return x.v.t("ranking.cut."+key, "envelope", x.page.Total, "left", r.Left, "next", r.Amount, "short", r.Missing)
}

// fits names what is further down and would still be paid for whole by what is left.
func (x *ranked) fits() string {
	var names []string
	for i := range x.page.Lines {
		if l := &x.page.Lines[i]; slices.Contains(x.fit, l.ID) {
			names = append(names, strconv.Itoa(l.Place)+". "+x.v.briefTitle(l.Title))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return x.v.t("ranking.fits", "list", locale.And(x.v.lang, names))
}

// before are the lines drawn above a row; i is its place in the table.
func (x *ranked) before(l *app.RankLine, i int) (out []string) {
	for _, c := range x.lines {
		if c.above == l.Place-1 && (i > 0 || c.above == 0) {
			out = append(out, c.text)
		}
	}
	return out
}

// after are the lines drawn under the last row of the ranking.
func (x *ranked) after(place int) (out []string) {
	for _, c := range x.lines {
		if c.above == place {
			out = append(out, c.text)
		}
	}
	return out
}

func (x *ranked) heads() []ui.Head {
	out := []ui.Head{
		{Text: x.v.t("ranking.place"), Class: "n"},
		{Text: x.v.t("ranking.project"), Class: "project"},
		{Text: x.v.t("ranking.score"), Class: "n", Small: x.v.t("ranking.of_100")},
		{Text: x.v.t("ranking.spread"), Small: x.v.t("ranking.scale", "from", workflow.Number(x.from), "to", workflow.Number(scaleTo))},
	}
	if !x.large {
		for _, c := range x.rules.Criteria {
			title := x.v.words(c.Title.FR, c.Title.NL)
			h := ui.Head{Text: abbreviated(title), Class: "n", Small: locale.Share(x.v.lang, c.Weight), Narrow: title}
			if h.Text != title {
				h.Abbr = title
			}
			out = append(out, h)
		}
	}
	out = append(out, ui.Head{Text: x.v.t("ranking.opinion")}, ui.Head{Text: x.v.t("amount.requested"), Class: "n"})
	if x.page.Lined {
		out = append(out, ui.Head{Text: x.v.t("ranking.cumulative"), Class: "n", Small: x.v.t("ranking.cumulative_of")})
	}
	return out
}

// Letters of a criterion's name that stand over its column: its first word if that is
// short, or else the beginning.
const (
	longestWord = 8
	shortest    = 6
)

func abbreviated(title string) string {
	word, _, _ := strings.Cut(title, " ")
	if r := []rune(word); len(r) > longestWord {
		return string(r[:shortest]) + "."
	}
	return word
}

func (x *ranked) cells(l *app.RankLine) []ui.Cell {
	project := ui.Cell{Text: x.v.briefTitle(l.Title), Href: pathOf(l.File.Ref()), Small: x.v.org(l.File.Sisp)}
	if flags := x.flags(l); len(flags) > 0 {
		project.Body = page.Flags(flags)
	}
	score := ui.Cell{Text: "–", Small: x.v.t("ranking.unscored")}
	spread := ui.Cell{}
	switch {
	case l.Hidden:
		score.Small = x.v.hidden(l)
	case l.Scored():
		score = ui.Cell{Text: locale.Score(x.v.lang, l.Total.Number()), Small: x.sheetsText(l)}
		spread.Body = ui.Sheets(x.spread(l))
	}
	place := ui.Cell{Text: strconv.Itoa(l.Place)}
	if !l.Whole() || l.Hidden {
		place.Text = "–" // listed, and not ranked yet
	}
	out := []ui.Cell{place, project, score, spread}
	if !x.large {
		out = append(out, x.criteria(l)...)
	}
	opinion, amount := ui.Cell{}, ui.Cell{Text: locale.Money(x.v.lang, l.Requested)}
	if l.Opinion != "" {
		opinion.Text = locale.Choice(x.v.lang, "opinion", l.Opinion)
	}
	if l.Opinion != "" && l.Advised == 0 {
		amount.Small = x.v.t("ranking.advises_nothing")
	} else if l.Opinion != "" && l.Advised != l.Requested {
		amount.Small = x.v.t("ranking.advises", "amount", l.Advised)
	}
	out = append(out, opinion, amount)
	if x.page.Lined {
		out = append(out, x.cumulative(l))
	}
	return out
}

// hidden says why a line's scores are: one's own sheet comes first, if there is one.
func (v *visit) hidden(l *app.RankLine) string {
	own := func(s *workflow.Sheet) bool { return s.Person == v.who.ID() && s.State() != "void" }
	if slices.ContainsFunc(l.File.Sheets, own) {
		return v.t("ranking.hidden")
	}
	return v.t("ranking.hidden_others")
}

// cumulative is what the lines down to this one come to: as advised where the
// committee has advised, and as requested under it where that is another sum. What cannot
// be funded adds nothing.
func (x *ranked) cumulative(l *app.RankLine) ui.Cell {
	if !l.Counts {
		return ui.Cell{Text: "–"}
	}
	c := ui.Cell{Text: locale.Money(x.v.lang, l.Cumulative)}
	if l.Asked != l.Cumulative {
		c.Small = locale.Money(x.v.lang, l.Asked)
	}
	return c
}

// criteria are the means by criterion, each marked where it is under its threshold.
func (x *ranked) criteria(l *app.RankLine) []ui.Cell {
	out := make([]ui.Cell, len(x.rules.Criteria))
	if !l.Scored() {
		return out
	}
	for i, c := range l.Criteria {
		out[i] = ui.Cell{Text: locale.Score(x.v.lang, c.Mean.Number())}
		if c.Below {
			out[i].Small = x.v.t("ranking.under", "threshold", x.rules.Criteria[i].Threshold)
		}
	}
	return out
}

// flags are what is to be looked at: no colour says it alone.
func (x *ranked) flags(l *app.RankLine) (out []ui.Badge) {
	if l.Has(app.RankSpread) {
		out = append(out, ui.Badge{Shape: ui.Wait, Text: x.v.t("ranking.discuss")})
	}
	if l.Has(app.RankBelow) {
		out = append(out, ui.Badge{Shape: ui.Bad, Text: x.v.t("ranking.eliminated")})
	}
	if l.Has(app.RankMissing) {
		out = append(out, ui.Badge{Shape: ui.Off, Text: x.v.t("ranking.missing", "n", l.Missing)})
	}
	return out
}

// sheetsText is how many sheets count, and of a tie what decided.
func (x *ranked) sheetsText(l *app.RankLine) string {
	s := x.v.t("ranking.sheets", "n", len(l.Each))
	if tie := x.tieText(l); tie != "" {
		s += ", " + tie
	}
	return s
}

// tieText says of two equal totals what decided.
func (x *ranked) tieText(l *app.RankLine) string {
	switch {
	case !l.Tied:
		return ""
	case l.Tie == "":
		return x.v.t("ranking.tied")
	}
	return x.v.t("ranking.tied_by", "by", x.v.tieName(x.rules, l.Tie))
}

func (x *ranked) spread(l *app.RankLine) ui.Spread {
	s := ui.Spread{From: x.from, To: scaleTo, Mean: int64(l.Total.Number())}
	low, high := l.Each[0].Total.Number(), l.Each[0].Total.Number()
	for _, t := range l.Each {
		n := t.Total.Number()
		low, high = min(low, n), max(high, n)
		s.Dots = append(s.Dots, int64(n))
	}
	if len(l.Each) > 1 {
		s.Text = x.v.t("ranking.range", "from", low, "to", high, "spread", l.Spread.Number())
	}
	return s
}

// scaleTo ends the scale that all rows share; it begins at the ten below the lowest
// sheet.
const scaleTo int64 = 100_00

func scaleFrom(rows []app.Ranked) int64 {
	const ten = 10_00
	low := scaleTo - ten
	for i := range rows {
		for _, t := range rows[i].Each {
			low = min(low, int64(t.Total.Number()))
		}
	}
	return low / ten * ten
}
