package web

import (
	"slices"
	"strconv"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// sharing is the comparison of scenarios while its tables are made.
type sharing struct {
	v *visit

	s     *app.Scenarios
	typed map[string]string // what was sent and could not be taken
}

func (x *sharing) name(n int) string { return locale.Choice(x.v.lang, "scenario", x.s.Each[n].Kind) }

// notes say what a scenario is not: proven, whole, within the rules.
func (x *sharing) notes() (out []page.Note) {
	switch {
	case x.s.Blind():
		out = append(out, page.Note{Shape: ui.Wait, Text: x.v.t("scenarios.blind")})
	case !slices.ContainsFunc(x.s.Each, func(sc app.Scenario) bool { return sc.Kind == "best_total" }):
		out = append(out, page.Note{Shape: ui.Wait, Text: x.v.t("scenarios.not_found")})
	}
	for n := range x.s.Each {
		sc := &x.s.Each[n]
		if sc.Kind == "best_total" && !sc.Exact && sc.Holds {
			out = append(out, page.Note{Shape: ui.Wait, Text: x.v.t("scenarios.not_proven", "gap", sc.Gap.Number(), "bound", sc.Bound.Number())})
		}
		for _, t := range sc.Unmet {
			out = append(out, page.Note{Shape: ui.Wait, Text: x.v.t("scenarios.unmet", "scenario", x.name(n), "theme", x.theme(t))})
		}
		for _, f := range sc.Full {
			out = append(out, page.Note{Shape: ui.Wait, Text: x.v.t("scenarios.full", "scenario", x.name(n), "sisp", x.v.org(f.Sisp), "n", f.Projects)})
		}
		switch {
		case sc.Left < 0:
			out = append(out, page.Note{Shape: ui.Wait, Text: x.v.t("scenarios.over", "scenario", x.name(n), "over", -sc.Left)})
		case sc.Kind == "equal_cut" && !sc.Holds && len(sc.Unmet) == 0:
			out = append(out, page.Note{Shape: ui.Wait, Text: x.v.t("scenarios.no_cut", "min", x.s.Call.Rules().Min)})
		case sc.Kind == "by_hand" && !sc.Holds && len(sc.Unmet)+len(sc.Full) == 0:
			out = append(out, page.Note{Shape: ui.Wait, Text: x.v.t("scenarios.hand_bad")})
		}
	}
	return out
}

func (x *sharing) theme(id string) string {
	for _, t := range x.s.Call.Rules().Themes {
		if t.ID == id {
			return x.v.words(t.Title.FR, t.Title.NL)
		}
	}
	return id
}

// compared are the scenarios beside each other: how many, how much, what remains.
func (x *sharing) compared() ui.Table {
	t := ui.Table{Caption: x.v.t("scenarios.compared"), Quiet: true, Scroll: x.v.t("scenarios.compared_table"), Heads: []ui.Head{{Text: x.v.t("scenarios.measure")}}}
	rows := []struct {
		key string
		of  func(*app.Scenario) string
	}{
		{"projects", func(sc *app.Scenario) string { return strconv.Itoa(len(sc.Awards)) }},
		{"sum", func(sc *app.Scenario) string { return locale.Money(x.v.lang, sc.Sum) }},
		{"left", func(sc *app.Scenario) string { return locale.Money(x.v.lang, sc.Left) }},
		{"score", func(sc *app.Scenario) string { return locale.Score(x.v.lang, sc.Score.Number()) }},
		{"cut", func(sc *app.Scenario) string {
			if sc.Kind != "equal_cut" || !sc.Holds {
				return "–"
			}
			return locale.ShareOf(x.v.lang, sc.Cut)
		}},
		{"comes", func(sc *app.Scenario) string { return x.differs(sc, &x.s.Each[0]) }},
		{"goes", func(sc *app.Scenario) string { return x.differs(&x.s.Each[0], sc) }},
	}
	for n := range x.s.Each {
		t.Heads = append(t.Heads, ui.Head{Text: x.name(n), Class: "n"})
	}
	for _, r := range rows {
		cells := []ui.Cell{{Text: x.v.t("scenarios." + r.key)}}
		for n := range x.s.Each {
			cells = append(cells, ui.Cell{Text: r.of(&x.s.Each[n])})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// differs counts the projects that one scenario has and another has not.
func (x *sharing) differs(has, not *app.Scenario) string {
	n := 0
	for _, a := range has.Awards {
		if !slices.ContainsFunc(not.Awards, func(b app.Chosen) bool { return a.ID == b.ID }) {
			n++
		}
	}
	return strconv.Itoa(n)
}

// hand is the place of the choice by hand among the scenarios; -1 where there is none.
func (x *sharing) hand() int {
	return slices.IndexFunc(x.s.Each, func(sc app.Scenario) bool { return sc.Kind == "by_hand" })
}

// each is what every scenario gives to every project, and where one chooses by hand.
func (x *sharing) each(f page.Frame) ui.Table {
	t := ui.Table{Caption: x.v.t("scenarios.each"), Quiet: true, Scroll: x.v.t("scenarios.each_table"), Dense: true, Name: 1, Heads: []ui.Head{
		{Text: x.v.t("ranking.place"), Class: "n"}, {Text: x.v.t("ranking.project"), Class: "project"}, {Text: x.v.t("ranking.score"), Class: "n", Small: x.v.t("ranking.of_100")},
	}}
	for n := range x.s.Each {
		t.Heads = append(t.Heads, ui.Head{Text: x.name(n), Class: "n"})
	}
	t.Heads = append(t.Heads, ui.Head{Text: x.v.t("scenarios.near")}, ui.Head{Text: x.v.t("scenarios.choose")})
	hand := x.hand()
	for i := range x.s.Lines {
		l := &x.s.Lines[i]
		place, score := strconv.Itoa(l.Place), x.v.t("ranking.unscored")
		if !l.Whole() || l.Hidden {
			place = "–"
		}
		if l.Hidden {
			score = x.v.hidden(&l.RankLine)
		} else if l.Scored() {
			score = locale.Score(x.v.lang, l.Total.Number())
		}
		cells := []ui.Cell{{Text: place}, {Text: x.v.briefTitle(l.Title), Href: pathOf(l.File.Ref()), Small: x.v.org(l.File.Sisp)}, {Text: score}}
		for n := range x.s.Each {
			cells = append(cells, x.amount(l, n))
		}
		t.Rows = append(t.Rows, ui.Row{ID: "p-" + l.ID, Cells: append(cells, ui.Cell{Small: x.nearLine(l)}, ui.Cell{Body: page.Choosing(f, x.choice(l, hand)), Class: "own"})})
	}
	return t
}

// amount is what a scenario gives to a project, and whether that is another than in
// the rank order; or why it gives nothing.
func (x *sharing) amount(l *app.ScenarioLine, n int) ui.Cell {
	was, is := l.Amounts[0], l.Amounts[n]
	c := ui.Cell{Text: locale.Money(x.v.lang, is)}
	switch {
	case is == 0:
		c = ui.Cell{Text: x.v.t("scenarios.out")}
		if why := l.Out[n]; why != "" && why != "not_chosen" {
			c.Small = locale.Choice(x.v.lang, "out", why)
		}
		if l.Hidden && l.Out[n] == "unscored" {
			c.Small = ""
		}
		if was > 0 {
			c.Small = x.v.t("scenarios.leaves")
		}
	case was == 0:
		c.Small = x.v.t("scenarios.enters")
	case is != was:
		c.Small = signed(x.v.lang, is-was)
	}
	return c
}

// nearLine is how near a project is to the line, where no sheet is hidden: of some
// alone it would not be the call's.
func (x *sharing) nearLine(l *app.ScenarioLine) string {
	if x.s.Blind() {
		return ""
	}
	return x.near(&l.Near)
}

// near says what change of its score, or of its amount, would move a project over the
// line of the rank order.
func (x *sharing) near(n *app.Nearness) string {
	way := "enter"
	if n.In {
		way = "leave"
	}
	var out []string
	if n.Score != nil {
		out = append(out, x.v.t("scenarios.near."+way+".score", "by", max(*n.Score, -*n.Score)))
	}
	if n.Amount != nil {
		out = append(out, x.v.t("scenarios.near.amount", "by", signed(x.v.lang, *n.Amount)))
	}
	if len(out) == 0 && n.Why == "" {
		return x.v.t("scenarios.near.nothing")
	}
	return locale.Or(x.v.lang, out)
}

// signed is an amount with its sign.
func signed(l locale.Language, m workflow.Money) string {
	if m > 0 {
		return "+ " + locale.Money(l, m)
	}
	return locale.Money(l, m)
}

// choice is a project in the form of a choice by hand: as it was sent, as it was
// chosen, or, where nobody has chosen yet, as the rank order has it.
func (x *sharing) choice(l *app.ScenarioLine, hand int) page.Choice {
	amount, in := l.Amounts[0], l.Amounts[0] > 0
	if hand >= 0 {
		amount, in = l.Amounts[hand], l.Out[hand] == ""
	}
	if amount == 0 && !in {
		amount = x.s.Grant(l.ID)
	}
	c := page.Choice{ID: l.ID, Title: x.v.briefTitle(l.Title), In: in, Amount: typedMoney(x.v.lang, amount), Name: askGrant + l.ID, Pick: askIn}
	if typed, sent := x.typed[c.Name]; sent {
		_, ticked := x.typed[askIn+"."+l.ID]
		_, ok := x.v.readAmount(typed)
		c.Amount, c.In, c.Bad = typed, ticked, ticked && !ok
	}
	return c
}

// wrong are the amounts that could not be read, each leading to its input.
func (x *sharing) wrong() (out []ui.Link) {
	for i := range x.s.Lines {
		l := &x.s.Lines[i]
		if c := x.choice(l, x.hand()); c.Bad {
			out = append(out, ui.Link{Text: x.v.t("scenarios.amount_bad", "title", c.Title, "typed", c.Amount), Href: "#h-" + c.ID})
		}
	}
	return out
}
