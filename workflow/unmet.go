package workflow

import "slices"

// Unmet lists all that stands in the way of an action on what the case is about,
// where an offer names the first thing only. Whoever asks: it is for those who
// prepare what somebody else will do.
func (p *Programme) Unmet(c *Case, action Action) []*Error {
	m := p.machines[c.On.Ref().Entity]
	if m == nil {
		return nil
	}
	i := slices.IndexFunc(m.rules, func(r Rule) bool { return r.Action == action && slices.Contains(r.From, c.On.State()) })
	if i < 0 {
		return []*Error{{Kind: Refused, Code: CodeState, Facts: map[string]any{"state": c.On.State(), "entity": m.entity}}}
	}
	r := &m.rules[i]
	var out []*Error
	if len(r.While) > 0 && c.Call != nil && !slices.Contains(r.While, c.Call.state) {
		out = append(out, &Error{Kind: Refused, Code: CodeCallState, Facts: map[string]any{"state": c.Call.state}})
	}
	for _, g := range r.When {
		if g.Holds(c) {
			continue
		}
		e := &Error{Kind: ruled(g.Kind), Code: g.Code}
		if g.Facts != nil {
			e.Facts = g.Facts(c)
		}
		out = append(out, e)
	}
	return out
}
