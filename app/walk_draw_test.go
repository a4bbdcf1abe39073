package app_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tremplin/workflow"
)

type fields = map[string]any

// say is some text, long enough for a reason.
func (w *walker) say() string {
	words := []string{"les", "habitants", "cuisinent", "ensemble", "chaque", "semaine", "avec", "leurs", "voisins", "du", "quartier"}
	var out []string
	for range 4 + w.rng.IntN(6) {
		out = append(out, pick(w.rng, words))
	}
	return strings.Join(out, " ")
}

// euros is an amount between two, to the cent.
func (w *walker) euros(low, high workflow.Money) string {
	if high <= low {
		return low.String()
	}
	return (low + workflow.Money(w.rng.Int64N(int64(high-low+1)))).String()
}

// budget is of that sum, sometimes of another.
func (w *walker) budget(of string) (lines []any, own workflow.Money) {
	sum := cents(w.world, of)
	if w.rng.IntN(25) == 0 {
		sum++
	}
	first := sum / workflow.Money(1+w.rng.IntN(3))
	lines = []any{fields{"category": "staff", "label": w.say(), "amount": first.String()}}
	if first < sum {
		lines = append(lines, fields{"category": "operating", "label": w.say(), "amount": (sum - first).String()})
	}
	if w.rng.IntN(3) == 0 {
		own = 5000
		lines = append(lines, fields{"category": "investment", "label": w.say(), "amount": "0", "own": own.String()})
	}
	return lines, own
}

// vary changes the values of an act; true if that may make it one that is
// refused.
func (w *walker) vary(c *workflow.Case, o *offered, v fields) bool {
	for k, x := range v {
		if s, ok := x.(string); ok && strings.Trim(s, "x") == "" && s != "" && k != "ground" {
			v[k] = w.say()
		}
	}
	if draw := draws[o.name()]; draw != nil && (w.rng.IntN(10) > 1 || o.action == "attach") {
		return draw(w, c, v)
	}
	if w.rng.IntN(40) == 0 {
		v["nonsense"] = "1"
		return true
	}
	return false
}

// draws are inputs beyond the examples.
var draws = map[string]func(*walker, *workflow.Case, fields) bool{
	"submission.create":              drawProposal,
	"submission.update":              drawUpdate,
	"submission.resubmit":            drawUpdate,
	"submission.request_completion":  drawCompletion,
	"submission.rank":                drawOpinion,
	"submission.award":               drawAward,
	"submission.amend":               drawAvenant,
	"submission.hold_midterm":        drawMidterm,
	"submission.submit_final_report": drawReport,
	"submission.reassess":            drawReassess,
	"submission.declare_eligible": func(w *walker, _ *workflow.Case, v fields) bool {
		v["checks"] = []any{fields{"point": "partner", "met": strconv.FormatBool(w.rng.IntN(6) > 0)}}
		return true
	},
	"instalment.claim": func(w *walker, c *workflow.Case, v fields) bool {
		if v["declaration"] = w.say(); c.File != nil && w.rng.IntN(2) == 0 {
			v["spending"] = w.spending(c.File, c.File.Signed/2)
		}
		return true
	},
	"spending.accept": func(w *walker, c *workflow.Case, v fields) bool {
		if s := workflow.On[*workflow.Spending](c); s != nil && w.rng.IntN(2) == 0 {
			v["amount"] = w.euros(0, s.Amount+1)
		}
		return true
	},
	"recovery.receive": func(w *walker, c *workflow.Case, v fields) bool {
		if r := workflow.On[*workflow.Recovery](c); r != nil && w.rng.IntN(2) == 0 {
			v["amount"], v["received_on"] = w.euros(1, r.Amount-r.Received+1), string(c.Today)
		}
		return true
	},
	"envelope.change": func(w *walker, c *workflow.Case, v fields) bool {
		v["envelope"] = w.euros(max(0, c.Call.Committed-1), c.Call.Envelope+60000)
		return true
	},
	"call.amend_rules": func(w *walker, _ *workflow.Case, v fields) bool {
		v["changes"] = pick(w.rng, []fields{
			{"min_per_project": w.euros(9000, 15000)},
			{"max_per_project": w.euros(80000, 110000)},
			{"quorum": strconv.Itoa(1 + w.rng.IntN(3))},
			{"appeal_days": "25"},
			{"reserve_until": "2030-07-01"},
		})
		return true
	},
	"member.appoint": func(w *walker, _ *workflow.Case, v fields) bool {
		v["person"] = pick(w.rng, []string{"jury1", "jury2", "jury3", "jury4", "hats"})
		v["as"] = pick(w.rng, []string{"member", "substitute", "acting_chair"})
		return true
	},
	"sheet.save": func(w *walker, _ *workflow.Case, v fields) bool {
		v["scores"] = []any{
			fields{"criterion": "use", "score": w.euros(0, 500), "reasons": w.say()}, fields{"criterion": "plan", "score": strconv.Itoa(w.rng.IntN(11)), "reasons": w.say()},
		}
		return true
	},
	"file.attach": func(w *walker, _ *workflow.Case, v fields) bool {
		facts, err := w.app.Attach(w.ctx, []byte("%PDF-1.7\n"+w.say()))
		w.must(err)
		w.stood = "" // its bytes are kept before it is attached
		maps.Copy(v, facts)
		v["name"], v["kind"] = w.say()+".pdf", pick(w.rng, []string{"letter", "receipt"})
		return true
	},
}

func drawProposal(w *walker, c *workflow.Case, v fields) bool {
	orgs := c.Orgs(workflow.Editor)
	if len(orgs) > 0 {
		v["sisp"] = pick(w.rng, orgs)
	}
	asked := w.euros(8000, 100000)
	lines, own := w.budget(asked)
	v["title"], v["theme"], v["requested"], v["budget"] = w.say(), pick(w.rng, []string{"food", "art"}), asked, lines
	if own > 0 {
		v["cofinancing"] = own.String()
	}
	var partners, deliverables []any
	for _, id := range []string{"asbl1", "asbl2", "town", "beta"} {
		if w.rng.IntN(4) == 0 && id != v["sisp"] {
			partners = append(partners, fields{"id": id, "role": w.say()})
		}
	}
	for range w.rng.IntN(3) {
		deliverables = append(deliverables, fields{"title": w.say(), "due": string(c.Today.Plus(8, 0))})
	}
	v["indicators"] = []any{fields{"id": "people", "title": "Habitants", "target": "30"}}
	v["texts"], v["objectives"] = fields{"summary": w.say()}, list("living")
	if partners != nil {
		v["partners"] = partners
	}
	if deliverables != nil {
		v["deliverables"] = deliverables
	}
	if title, _ := v["title"].(string); len(title)%7 == 0 {
		v["activities"] = activities(c.Today, title)
	}
	return true
}

// activities are one in words alone, and one that at times ends before it begins
// or lies before the call.
func activities(today workflow.Date, title string) []any {
	until := today.Plus(3, 0)
	switch len(title) % 40 {
	case 10:
		until = today.Plus(1, 0)
	case 20:
		until = "1900-01-01"
	}
	return []any{title, fields{"title": title, "from": string(today.Plus(2, 0)), "until": string(until), "place": "Maison de quartier"}}
}

func drawUpdate(w *walker, c *workflow.Case, v fields) bool {
	switch {
	case c.File == nil || c.File.State() == "draft":
		drawProposal(w, c, v)
		delete(v, "sisp")
		if w.rng.IntN(2) == 0 {
			delete(v, "requested")
			delete(v, "budget")
			delete(v, "cofinancing")
		}
	case c.File.State() == "incomplete":
		for _, m := range c.File.Completion.Missing {
			all := fields{}
			drawProposal(w, c, all)
			if x, ok := all[m.Part]; ok {
				v[m.Part] = x
			}
		}
	case c.File.State() == "awarded" && w.rng.IntN(2) == 0:
		v["partners"] = []any{fields{"id": pick(w.rng, []string{"asbl1", "asbl2", "town"}), "role": w.say()}}
	default:
		v["contacts"] = []any{fields{"name": w.say(), "email": "a@demo.example"}}
	}
	return true
}

func drawCompletion(w *walker, c *workflow.Case, v fields) bool {
	v["missing"] = []any{fields{"part": pick(w.rng, []string{"title", "texts", "deliverables", "partners", "theme"}), "explanation": w.say()}}
	v["until"] = string(c.Today.Plus(0, w.rng.IntN(12)))
	return true
}

func drawOpinion(w *walker, c *workflow.Case, v fields) bool {
	v["reasons"] = w.say()
	v["opinion"] = pick(w.rng, []string{"favourable", "favourable", "favourable_with_conditions", "reserve", "unfavourable"})
	if c.File != nil {
		v["advised"] = w.euros(c.File.Requested/2, c.File.Requested+1)
	}
	return true
}

func drawAward(w *walker, c *workflow.Case, v fields) bool {
	if c.File == nil {
		return true
	}
	free := c.Call.Free()
	v["reasons"], v["departure"] = w.say(), w.say()
	v["amount"] = pick(w.rng, []string{c.File.Requested.String(), free.String(), (free + 1).String(), "100", w.euros(10000, c.File.Requested), w.euros(9000, 100000)})
	if w.rng.IntN(4) == 0 {
		delete(v, "departure")
	}
	if w.rng.IntN(3) == 0 {
		v["conditions"] = []any{fields{"text": w.say(), "instalment": strconv.Itoa(1 + w.rng.IntN(2))}}
	}
	if w.rng.IntN(3) == 0 {
		amount, _ := v["amount"].(string)
		v["budget"], _ = w.budget(amount)
	}
	return true
}

func drawAvenant(w *walker, c *workflow.Case, v fields) bool {
	s := c.File
	if s == nil {
		return true
	}
	v["reasons"] = w.say()
	kinds := []string{"amount"}
	if c.Has(workflow.Officer, false) {
		kinds = []string{"extension", "budget", "partners", "account"}
	}
	switch kind := pick(w.rng, kinds); kind {
	case "extension":
		v["end_on"] = string(s.EndOn.Plus(w.rng.IntN(4), 0))
		v["kind"] = kind
	case "budget":
		v["budget"], _ = w.budget(s.Signed.String())
		v["kind"] = kind
	case "partners":
		v["partners"] = []any{fields{"id": pick(w.rng, []string{"asbl1", "asbl2", "town"}), "role": w.say()}}
		v["kind"] = kind
	case "account":
		v["account"], v["kind"] = fmt.Sprintf("BE%02d 0000 0000 0000", w.rng.IntN(90)), kind
	default:
		amount := w.euros(max(1, s.Paid-1), s.Requested+1)
		v["kind"], v["amount"] = kind, amount
		v["budget"], _ = w.budget(amount)
	}
	return true
}

func drawMidterm(w *walker, c *workflow.Case, v fields) bool {
	delete(v, "not_held")
	v["held_on"], v["present"], v["findings"] = string(c.Today), list("off1", "Madame Dupont"), w.say()
	v["light"] = pick(w.rng, []string{"green", "amber", "red"})
	if v["light"] != "green" {
		v["actions"] = list(w.say())
	}
	if w.rng.IntN(2) == 0 {
		v["indicators"] = []any{fields{"id": "people", "value": strconv.Itoa(w.rng.IntN(40))}}
	}
	return true
}

// spending is some lines that add up to about so much.
func (w *walker) spending(s *workflow.Submission, about workflow.Money) []any {
	var out []any
	for range 1 + w.rng.IntN(3) {
		at := 1 + w.rng.IntN(max(1, len(s.Proposal.Budget)))
		out = append(out, fields{"line": strconv.Itoa(at), "amount": w.euros(1, about), "supplier": w.say()})
	}
	return out
}

func drawReport(w *walker, c *workflow.Case, v fields) bool {
	if c.File == nil {
		return true
	}
	v["spending"] = w.spending(c.File, max(1, c.File.Signed))
	for i, d := range anys(v["deliverables"]) {
		if m, ok := d.(fields); ok && i%2 == 0 {
			m["note"] = w.say()
			delete(m, "explanation")
		}
	}
	return true
}

func drawReassess(w *walker, c *workflow.Case, v fields) bool {
	v["reasons"] = w.say()
	if c.File != nil {
		v["accepted"] = w.euros(0, c.File.Signed+c.File.Signed/10)
	}
	return true
}

func anys(v any) []any {
	l, _ := v.([]any)
	return l
}

// junk is a value of the right kind, of none, or much too long.
func (w *walker) junk(f workflow.Field) any {
	switch w.rng.IntN(12) {
	case 0:
		return fields{"a": "b"}
	case 1:
		return strings.Repeat("long ", 5000)
	case 2:
		return list("1", "", "\x00")
	case 3:
		return -1
	}
	switch f.Kind {
	case workflow.KindMoney, workflow.KindNumber, workflow.KindInteger:
		return pick(w.rng, []string{"0", "1", "99999999999999", "-5", "1.005", "100", "350.55"})
	case workflow.KindDate:
		return pick(w.rng, []string{"2030-02-30", "2030-03-01", "0000-00-00", "2031-01-01"})
	case workflow.KindMoment:
		return pick(w.rng, []string{"2030-03-31T02:30", "2030-02-01T10:00", "soon"})
	case workflow.KindChoice:
		return pick(w.rng, append(slices.Clone(f.OneOf), "none"))
	case workflow.KindBool:
		return pick(w.rng, []string{"true", "false", "perhaps"})
	case workflow.KindObject:
		m := fields{}
		for _, x := range f.Of {
			if w.rng.IntN(2) == 0 {
				m[x.Name] = w.junk(x)
			}
		}
		if f.Many {
			return []any{m}
		}
		return m
	default:
		return pick(w.rng, []string{"chair", "jury1", "asbl1", "alfa", w.say(), "staff"})
	}
}

// clone is a deep copy of raw values.
func clone(v fields) fields {
	out := fields{}
	for k, x := range v {
		out[k] = cloneOne(x)
	}
	return out
}

func cloneOne(v any) any {
	switch x := v.(type) {
	case fields:
		return clone(x)
	case []any:
		out := make([]any, len(x))
		for i := range x {
			out[i] = cloneOne(x[i])
		}
		return out
	default:
		return v
	}
}
