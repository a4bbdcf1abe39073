package workflow

import (
	"slices"
)

// engine acts for what an action causes.
var engine = Actor{Person: string(Engine), Grants: []Grant{{Role: Engine}}}

// ClockActor is who the clock is.
func ClockActor() Actor {
	return Actor{Person: string(Clock), Grants: []Grant{{Role: Clock}}, Surface: "clock"}
}

// EngineActor files what the engine's jobs have made.
func EngineActor(surface string) Actor {
	return Actor{Person: engine.Person, Grants: engine.Grants, Surface: surface}
}

// ImportActor is who brings in people, organisations and drafts of calls.
func ImportActor(surface string) Actor {
	return Actor{Person: string(Import), Grants: []Grant{{Role: Import}, {Role: Officer}}, Surface: surface}
}

// permit answers which rule lets this actor do the action here, or why none
// does. Its order is fixed: role, state, call's state, apart, guards.
func (m *machine) permit(c *Case, action Action, from State) (*Rule, error) {
	all := m.byName[action]
	if len(all) == 0 {
		return nil, &Error{Kind: NotFound, Code: "action", Facts: map[string]any{"action": string(m.entity) + "." + string(action)}}
	}
	var role Role
	var r, elsewhere *Rule
	for _, i := range all {
		x := &m.rules[i]
		as, ok := c.acts(x)
		if !ok {
			continue
		}
		role, elsewhere = as, x
		if slices.Contains(m.at[edge{action, c.stateFor(as, from)}], i) {
			r = x
			break
		}
	}
	switch {
	case role == "":
		return nil, &Error{Kind: Forbidden, Code: CodeRole, Facts: map[string]any{"by": m.by(action)}}
	case r == nil && c.On != nil && c.On.Ref().Entity == m.entity && c.barred(elsewhere) != nil:
		return nil, c.barred(elsewhere)
	case r == nil:
		return nil, &Error{Kind: Refused, Code: CodeState, Facts: map[string]any{"state": c.stateFor(role, from), "entity": m.entity}}
	}
	err := c.allows(r)
	if err == nil && role == Clock {
		err = r.isDue(c)
	}
	return r, err
}

// isDue refuses the clock what is not due, or no longer: between its look and
// its act somebody may have been faster.
func (r *Rule) isDue(c *Case) error {
	e := &Error{Kind: Refused, Code: CodeDeadlineAhead}
	if r.Due == nil {
		return e
	}
	at := r.Due(c)
	switch {
	case at.IsZero() || r.Waits != nil && r.Waits(c):
		return e
	case at.After(c.Now):
		e.Facts = map[string]any{"until": at}
		return e
	default:
		return nil
	}
}

func (c *Case) allows(r *Rule) error {
	if len(r.While) > 0 && c.Call != nil && !slices.Contains(r.While, c.Call.state) {
		return &Error{Kind: Refused, Code: CodeCallState, Facts: map[string]any{"state": c.Call.state}}
	}
	if r.Apart != nil && c.Actor.Person != engine.Person {
		if code, apart := r.Apart(c); apart {
			return &Error{Kind: Forbidden, Code: CodeApart, Facts: map[string]any{"did": code}}
		}
	}
	for _, g := range r.When {
		if !g.Holds(c) {
			return g.refuses(c)
		}
	}
	return nil
}

// barred refuses a role for which there is no such act as things stand: that comes
// before the state, which is not told to whom it does not concern.
func (c *Case) barred(r *Rule) error {
	for _, g := range r.When {
		if g.Code == CodeRole && !g.Holds(c) {
			return g.refuses(c)
		}
	}
	return nil
}

// refuses says that a guard does not hold.
func (g *Guard) refuses(c *Case) *Error {
	e := &Error{Kind: g.Kind, Code: g.Code}
	if e.Kind == Internal {
		e.Kind = Refused
	}
	if g.Facts != nil {
		e.Facts = g.Facts(c)
	}
	return e
}

func (m *machine) by(action Action) []Role {
	var out []Role
	for _, i := range m.byName[action] {
		for _, r := range m.rules[i].By {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// acts tells by which of the rule's roles the actor acts here.
func (c *Case) acts(r *Rule) (Role, bool) {
	for _, role := range r.By {
		if c.Has(role, r.AnyDay) {
			return role, true
		}
	}
	return "", false
}

// capacity is as what a person acts: the role by which the rule lets them, with
// the SISP or partner for which they hold it. "" for the engine, the clock, an import.
func (c *Case) capacity(r *Rule) string {
	role, ok := c.acts(r)
	if !ok || role == Clock || role == Engine || role == Import {
		return ""
	}
	if role == Editor || role == SispSig || role == PartnerSig {
		for _, g := range c.Actor.Grants {
			if g.Role == role && (r.AnyDay || g.On(c.Today)) && c.holds(role, g) {
				return string(role) + "@" + g.Org
			}
		}
	}
	return string(role)
}

// Has reports whether the actor holds the role for what it acts on. With anyDay
// the dates of the grant do not matter: a guard looks at them.
func (c *Case) Has(role Role, anyDay bool) bool {
	for _, g := range c.Actor.Grants {
		if g.Role != role && !(role == CommitteeChair && g.Role == CommitteeMember) {
			continue
		}
		if !anyDay && !g.On(c.Today) {
			continue
		}
		if c.holds(role, g) {
			return true
		}
	}
	return false
}

// holds: a SISP's and a partner's role holds for its own dossiers, a
// committee's role for the calls that appoint.
func (c *Case) holds(role Role, g Grant) bool {
	switch role {
	case Editor, SispSig:
		return c.File == nil && c.orgKind(g.Org) == "sisp" || c.File != nil && c.File.Sisp == g.Org
	case PartnerSig:
		if p, ok := c.On.(*Party); ok {
			return p.Org == g.Org
		}
		return c.File == nil || c.File.Joins(g.Org)
	case CommitteeMember:
		if s, ok := c.On.(*Sheet); ok && s.Person != c.Actor.Person {
			return false
		}
		return c.Call.Appointed(c.Actor.Person) != nil
	case CommitteeChair:
		m := c.Call.Appointed(c.Actor.Person)
		return m != nil && (m.As == "chair" || m.As == "acting_chair")
	case Officer, Director, FunderSig, Finance, Auditor:
		return !c.aside()
	default:
		return true
	}
}

// aside: the actor sits on the committee and has a conflict with the dossier: it acts
// there for its SISP at most, and in no role of the funder's.
func (c *Case) aside() bool {
	if c.File == nil || c.Call.Appointed(c.Actor.Person) == nil {
		return false
	}
	s := SightOf(c.House, c.Actor, c.Today)
	return s.onCommittee(c.Call) && s.Conflicted(c.File)
}

func (c *Case) orgKind(id string) string {
	if o := c.House.Org(id); o != nil {
		return o.Kind
	}
	return ""
}

// Orgs lists the organisations for which the actor holds the role that day.
func (c *Case) Orgs(role Role) []string {
	var out []string
	for _, g := range c.Actor.Grants {
		if g.Role == role && g.On(c.Today) && !slices.Contains(out, g.Org) {
			out = append(out, g.Org)
		}
	}
	return out
}

// stateFor is the state as that role sees it: what the funder has decided and
// not yet told is under review for the SISP and its partners, and ranked for the
// committee, in offers as in refusals (PROCESS.md, Who takes part).
func (c *Case) stateFor(role Role, from State) State {
	if c.File == nil || c.On != Subject(c.File) || from == Unborn || Shown(c.File) == from {
		return from
	}
	switch role {
	case Editor, SispSig, PartnerSig:
		return SubmissionUnderReview
	case CommitteeMember, CommitteeChair:
		if !SightOf(c.House, c.Actor, c.Today).judges(c.Call, c.File) { // it is shown the dossier as its SISP
			return SubmissionUnderReview
		}
		return SubmissionRanked
	default:
		return from
	}
}

// Told is the dossier's state as the actor may know it, for facts of refusals.
func (c *Case) Told() State {
	return SightOf(c.House, c.Actor, c.Today).State(c.Call, c.File)
}

// Appointed is the person's seat on the call's committee, or nil.
func (c *Call) Appointed(person string) *Member {
	if c == nil {
		return nil
	}
	for _, m := range c.Members {
		if m.Person == person && m.state == MemberAppointed {
			return m
		}
	}
	return nil
}

// Joins reports whether the organisation takes part as a partner.
func (s *Submission) Joins(org string) bool {
	return slices.ContainsFunc(s.Parties, func(p *Party) bool {
		return p.Org == org && p.state != PartyDeclined && p.state != PartyVoid
	})
}
