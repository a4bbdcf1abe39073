package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// Scenario is a way of sharing out a call's budget, and Chosen what a choice by hand
// gives to a dossier.
//
//nolint:revive // together they have one comment
type (
	Scenario = ranking.Scenario
	Chosen   = ranking.Award
)

// ScenarioRules are what the scenarios keep besides the budget, and the call's minimum
// and maximum per project.
type ScenarioRules struct {
	PerSisp   int  // at most so many projects of one SISP; 0: no such rule
	EachTheme bool // at least one project of each theme of the call
}

// MostPerSisp is the highest number of projects per SISP that one may ask for.
const MostPerSisp = 99

// Scenarios are the ways of sharing out a call's budget side by side, each made from
// the ranking. Nothing is decided or kept by them.
type Scenarios struct {
	*Compared

	Rules ScenarioRules
	Each  []Scenario // rank order, best total if it can be found and no sheet is hidden, equal cut, and by hand if somebody chose
	Lines []ScenarioLine
}

// ScenarioLine is a dossier of the ranking with what each scenario gives it, in the
// order of Each: 0 where it is out.
type ScenarioLine struct {
	RankLine

	Amounts []workflow.Money
	Out     []workflow.Code // why it is out; "" where it is in
	Near    Nearness        // to the line of the rank order, by the same rules
}

// Scenarios compares ways of sharing out the whole budget of a call, for whoever may
// know its sums: to everybody else, and to who has a conflict in the call, there are
// none. A choice by hand is nil if nobody chose. They are worked out one at a time:
// unavailable/reckoning where too many wait.
func (a *App) Scenarios(ctx context.Context, who *Viewer, call string, rules ScenarioRules, hand []Chosen) (*Scenarios, error) {
	p, err := a.RankPage(ctx, who, call, RankWanted{})
	if err != nil {
		return nil, err
	}
	if !p.Sums {
		return nil, workflow.NotThere()
	}
	limits := ranking.LimitsOf(p.call.Rules(), p.Total)
	if rules.PerSisp < mostOfOne(p.Rows) { // else nothing can break the rule
		limits.PerSisp = rules.PerSisp
	}
	if rules.EachTheme {
		limits.Themes = ranking.ThemesOf(p.call.Rules())
	}
	w, err := p.b.scenarios(ctx, p.key, p.call.Rules(), limits, p.Rows)
	if err != nil {
		return nil, err
	}
	out := &Scenarios{Compared: p.Compared, Rules: rules, Each: w.each}
	if out.Blind() { // of some sheets alone the best total would not be the call's
		out.Each = slices.DeleteFunc(slices.Clone(w.each), func(s Scenario) bool { return s.Kind == "best_total" })
	}
	if hand != nil {
		out.Each = append(slices.Clip(out.Each), ranking.ByHand(limits, p.Rows, hand))
	}
	out.line(p.Lines, w.near)
	return out, nil
}

// mostOfOne is how many of the rows the SISP has that has the most.
func mostOfOne(rows []Ranked) (most int) {
	of := map[string]int{}
	for i := range rows {
		of[rows[i].Sisp]++
		most = max(most, of[rows[i].Sisp])
	}
	return most
}

// line puts the scenarios beside each other, dossier by dossier.
func (s *Scenarios) line(lines []RankLine, near []Nearness) {
	place := make(map[string]int, len(lines))
	s.Lines = make([]ScenarioLine, len(lines))
	for i := range lines {
		place[lines[i].ID] = i
		s.Lines[i] = ScenarioLine{RankLine: lines[i], Amounts: make([]workflow.Money, len(s.Each)), Out: make([]workflow.Code, len(s.Each)), Near: near[i]}
	}
	for n := range s.Each {
		for _, x := range s.Each[n].Awards {
			s.Lines[place[x.ID]].Amounts[n] = x.Amount
		}
		for _, x := range s.Each[n].Out {
			if i, known := place[x.ID]; known {
				s.Lines[i].Out[n] = x.Why
			}
		}
	}
}

// worked is what was found under one set of rules; it is looked for once.
type worked struct {
	each []Scenario
	near []Nearness // in the order of the ranking
}

// scenarios are those that hang on the ranking and the rules alone, found once for
// each way in which somebody may have the ranking.
// With more themes than can be looked through there is no best total.
func (b *judged) scenarios(ctx context.Context, key string, rules *workflow.Rules, l ranking.Limits, rows []ranking.Ranked) (*worked, error) {
	name := fmt.Sprintf("%s %+v", key, l)
	if w := b.found(name); w != nil {
		return w, nil
	}
	var w *worked
	err := b.turns.do(ctx, func() { // beside the lock: the best total may take its time
		if w = b.found(name); w != nil { // by who was before
			return
		}
		w = &worked{each: []Scenario{ranking.RankOrder(l, rows)}}
		if best, err := ranking.BestTotal(l, rows); err == nil {
			w.each = append(w.each, best)
		}
		w.each = append(w.each, ranking.EqualCut(l, rows))
		w.near = ranking.Near(rules, l, rows)
		b.find(name, w)
	})
	return w, err
}

func (b *judged) found(name string) *worked {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.worked[name]
}

func (b *judged) find(name string, w *worked) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.worked == nil || len(b.worked) >= judgedSeen {
		b.worked = map[string]*worked{}
	}
	b.worked[name] = w
}

// Hand is a choice by hand as an address carries it: "bottin,mimosa:12000.00", the
// dossiers by their name within the call, with an amount where it is another than
// what the scenarios take.
func (c *Compared) Hand(choice []Chosen) string {
	id := c.call.Ref().Dossier + "."
	usual := c.usual()
	parts := make([]string, 0, len(choice))
	for _, c := range choice {
		part := strings.TrimPrefix(c.ID, id)
		if c.Amount != usual[c.ID] {
			part += ":" + c.Amount.String()
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",")
}

// usual is what each dossier gets where it is in.
func (c *Compared) usual() map[string]workflow.Money {
	l := ranking.LimitsOf(c.call.Rules(), c.Total)
	out := make(map[string]workflow.Money, len(c.Rows))
	for i := range c.Rows {
		out[c.Rows[i].ID] = l.Grant(&c.Rows[i].Entry)
	}
	return out
}

// ReadHand reads a choice by hand. What is not in the ranking stays in it, and the
// scenario says so.
func (c *Compared) ReadHand(text string) ([]Chosen, error) {
	if text == "" {
		return nil, nil
	}
	id := c.call.Ref().Dossier + "."
	usual := c.usual()
	var out []Chosen
	for part := range strings.SplitSeq(text, ",") {
		name, amount, given := strings.Cut(part, ":")
		c := Chosen{ID: id + strings.TrimPrefix(name, id)}
		c.Amount = usual[c.ID]
		if given {
			m, err := workflow.ParseMoney(amount)
			if err != nil || m < 0 {
				return nil, &workflow.Error{Kind: workflow.Invalid, Code: "amount", Field: "hand"}
			}
			c.Amount = m
		}
		out = append(out, c)
	}
	return out, nil
}

// ScenariosOf compares as Scenarios does, with a choice by hand as an address carries
// it; "" if nobody chose.
func (a *App) ScenariosOf(ctx context.Context, who *Viewer, call string, rules ScenarioRules, hand string) (*Scenarios, error) {
	c, err := a.Compare(ctx, who, call)
	if err != nil {
		return nil, err
	}
	if !c.Sums {
		return nil, workflow.NotThere()
	}
	choice, err := c.ReadHand(hand)
	if err != nil {
		return nil, err
	}
	return a.Scenarios(ctx, who, call, rules, choice)
}

// Grant is what a dossier gets where a scenario takes it whole.
func (c *Compared) Grant(id string) workflow.Money { return c.usual()[id] }
