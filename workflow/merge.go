package workflow

import (
	"slices"
	"strings"
	"unicode"
)

// Merger is what an administrator asked for and a second has to repeat: that an
// organisation has been absorbed into another from a day on; that it was not, after
// all; or that names and numbers are struck by which it was known.
type Merger struct {
	Act     Action   `json:"act,omitempty"` // what is repeated; "": merge
	Into    string   `json:"into,omitempty"`
	On      Date     `json:"on,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
	Numbers []string `json:"former_numbers,omitempty"`
	Reasons Text     `json:"reasons"`
	By      string   `json:"by"`
}

// What is the act that waits to be repeated.
func (m *Merger) What() Action {
	if m.Act == "" {
		return "merge"
	}
	return m.Act
}

// Rename gives an organisation another name and other names beside it. None that it
// had goes, but for one that is only spelled otherwise now: by it others may be the
// same legal entity.
func (o *Organisation) Rename(name Words, aliases []string) {
	now := slices.Clone(aliases)
	for _, old := range append(slices.Clone(o.Aliases), o.Name.FR, o.Name.NL) {
		stays := old == name.FR || old == name.NL
		if old != "" && !(stays && (old == o.Name.FR || old == o.Name.NL)) &&
			!slices.ContainsFunc(now, func(a string) bool { return a == old || spelled(old) != "" && spelled(a) == spelled(old) }) {
			now = append(now, old)
		}
	}
	o.Name, o.Aliases = name, now
}

// Renumber gives an organisation another enterprise number, or none. The one that
// it had stays among its former ones.
func (o *Organisation) Renumber(number string) {
	if old := digits(o.Enterprise); old != "" && old != digits(number) && !slices.ContainsFunc(o.FormerNumbers, func(n string) bool { return digits(n) == old }) {
		o.FormerNumbers = append(slices.Clone(o.FormerNumbers), o.Enterprise)
	}
	o.Enterprise = number
}

// numbers are those by which an organisation is or was known, digits alone.
func (o *Organisation) numbers() (out []string) {
	for _, n := range append([]string{o.Enterprise}, o.FormerNumbers...) {
		if n = digits(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

// Heir is the organisation that stands in the place of another today: itself, or
// what absorbed it, however often.
func (h *House) Heir(org string) string {
	for range h.Organisations { // no longer than there are organisations
		o := h.Org(org)
		if o == nil || o.Into == "" {
			break
		}
		org = o.Into
	}
	return org
}

// Merged are the organisations that mergers have made one, each list with all that
// have the same heir, and the heir; those that stand alone are in none. They are one
// SISP as far as debts go (PROCESS.md, invariant 5).
func (h *House) Merged() (out [][]string) {
	at := map[string]int{}
	for _, o := range h.known().absorbed {
		heir := h.Heir(o.ref.ID)
		i, ok := at[heir]
		if !ok {
			i, at[heir] = len(out), len(out)
			out = append(out, []string{heir})
		}
		out[i] = append(out[i], o.ref.ID)
	}
	return out
}

// GrantsOf are a person's roles as mergers have left them: one for an absorbed
// organisation ends on the eve of the merger, one for the heir holds from that day
// on for what was the absorbed one's. What the chain keeps stays as it was granted,
// so that a merger that is undone leaves nothing behind.
func (h *House) GrantsOf(p *Person) []Grant {
	if h == nil || len(h.known().absorbed) == 0 {
		return p.Grants
	}
	out := make([]Grant, 0, len(p.Grants))
	for _, g := range p.Grants {
		if o := h.Org(g.Org); o != nil && o.Into != "" {
			if eve := o.MergedOn.Plus(0, -1); g.Until == "" || g.Until > eve {
				g.Until = eve
			}
			out = append(out, g)
			continue
		}
		out = append(out, g)
		if g.Org != "" {
			out = append(out, h.inherited(g)...)
		}
	}
	return out
}

// inherited are a role's for what its organisation has absorbed.
func (h *House) inherited(g Grant) (out []Grant) {
	for _, o := range h.known().absorbed {
		if h.Heir(o.ref.ID) != g.Org {
			continue
		}
		n := g
		n.Org, n.From = o.ref.ID, max(g.From, h.inheritedOn(o))
		if n.Until == "" || n.From <= n.Until {
			out = append(out, n)
		}
	}
	return out
}

// inheritedOn is the day on which the last heir of all got what was the
// organisation's.
func (h *House) inheritedOn(o *Organisation) (on Date) {
	for range h.Organisations {
		if o == nil || o.Into == "" {
			break
		}
		on, o = max(on, o.MergedOn), h.Org(o.Into)
	}
	return on
}

// MandatesOf are the organisations with which a person has a conflict of interest:
// the own one, unless it is the funder, and those of the own mandates; with all that
// are the same legal entity by a merger, a former name or the enterprise number
// (PROCESS.md, The committee).
func (h *House) MandatesOf(person string) []string {
	p := h.Person(person)
	if p == nil {
		return nil
	}
	of := p.Mandates
	if o := h.Org(p.Org); o != nil && o.Kind != "funder" && !slices.Contains(of, p.Org) {
		of = append(slices.Clone(of), p.Org)
	}
	if len(of) == 0 {
		return nil
	}
	return h.alike(of)
}

// alike adds to organisations those that are the same legal entity as one of them,
// the nearest first. Only those of the same kinship are looked at.
func (h *House) alike(ids []string) []string {
	kin := h.known().kin
	out := slices.Clone(ids)
	for i := 0; i < len(out); i++ {
		for _, o := range kin[out[i]] {
			if !slices.Contains(out, o.ref.ID) && h.Org(out[i]).same(o) {
				out = append(out, o.ref.ID)
			}
		}
	}
	return out
}

func (o *Organisation) same(x *Organisation) bool {
	if o.Into == x.ref.ID || x.Into == o.ref.ID {
		return true
	}
	theirs := x.numbers()
	if slices.ContainsFunc(o.numbers(), func(n string) bool { return slices.Contains(theirs, n) }) {
		return true
	}
	return calls(o, x) || calls(x, o)
}

// calls: another name of the one is a name of the other.
func calls(o, x *Organisation) bool {
	return slices.ContainsFunc(o.Aliases, func(a string) bool {
		a = spelled(a)
		return a != "" && (a == spelled(x.Name.FR) || a == spelled(x.Name.NL) || slices.ContainsFunc(x.Aliases, func(b string) bool { return spelled(b) == a }))
	})
}

// spelled is a name without capitals, blanks and signs.
func spelled(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
