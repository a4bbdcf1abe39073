package app

import (
	"slices"

	"tremplin/workflow"
)

// ofFunder are the roles of the funder's own people.
var ofFunder = []workflow.Role{workflow.Officer, workflow.Director, workflow.FunderSig, workflow.Finance}

// A group is some of those whom a mail may tell.
type group func(*news) []reader

// tells is whom each mail tells (texts, part 10, From action to text). Whoever
// may not see the dossier is left out whatever stands here, and so is who did it:
// but for receipts, nobody is told what they know.
var tells = map[string][]group{
	"E01": {everySisp}, "E02": {everySisp}, "E03": {everySisp}, "E07": {concerned},
	"E04": {sisp}, "E05": {sisp}, "E06": {sisp, partners},
	"E08": {officers}, "E09": {officers, directors, funders, finance},
	"E10": {assigned}, "E11": {members}, "E12": {owing}, "E13": {officers, chair}, "E14": {members, funders},

	"E15": {partnerAsked}, "E16": {sisp},
	"E17": {sisp, partners, officers}, "E18": {sisp}, "E19": {sisp, partners}, "E20": {sisp, partners},
	"E21": {sisp, partners}, "E22": {sisp, partners}, "E23": {sisp, partners},
	"E24": {sisp, partners, officers}, "E25": {sisp, partners, officers, funders}, "E26": {sisp, partners}, "E27": {sisp, partners},

	"E28": {signatories}, "E29": {unsigned, sisp, officers}, "E30": {sisp, partners, officers, finance, funders}, "E31": {sisp, partners, officers},
	"E33": {sisp, partners}, "E34": {sisp, partners}, "E35": {sisp, inCharge}, "E36": {sisp, inCharge}, "E38": {sisp, partners}, "E39": {sisp, officers},
	"E40": {sisp}, "E41": {sisp, partners}, "E42": {sisp, partners}, "E43": {sisp, partners},

	"E44": {sisp}, "E45": {whoseTurn}, "E46": {sisp}, "E47": {sisp, officers, finance}, "E48": {sisp},
	"E49": {sisp, partners}, "E50": {sisp, partners, finance}, "E51": {sisp, partners, finance},
}

// receipts are told also to who did it.
var receipts = []string{"E17", "E25", "E39"}

// readers are those whom a mail tells, each once, by the first role that names
// them: with an address, and the right to see what it is about.
func (n *news) readers() (out []reader) {
	did := ""
	if !slices.Contains(receipts, n.mail) {
		did = n.actor()
	}
	seen := map[string]bool{}
	for _, g := range tells[n.mail] {
		for _, r := range g(n) {
			id := r.person.Ref().ID
			if seen[id] || id == did || r.person.Email.Body == "" || !n.maySee(r.person) {
				continue
			}
			seen[id] = true
			out = append(out, r)
		}
	}
	return out
}

// actor is the person who did what the mail tells; "" if a machine did.
func (n *news) actor() string {
	for i := len(n.src.Past) - 1; i >= 0 && n.src.Past[i].At.Equal(n.src.At); i-- {
		if by := n.src.Past[i].By; n.src.House.Person(by) != nil {
			return by
		}
	}
	return ""
}

// maySee: a notification leaks nothing (PROCESS.md, Who takes part).
func (n *news) maySee(p *workflow.Person) bool {
	s := workflow.SightOf(n.now.House, workflow.Actor{Person: p.Ref().ID, Grants: n.now.House.GrantsOf(p)}, n.now.Today)
	if n.now.File != nil && !s.Submission(n.now.Call, n.now.File) {
		return false
	}
	return s.Call(n.now.Call)
}

// holding are the people who hold a role today, for that organisation if one is
// named.
func (n *news) holding(role workflow.Role, org string) (out []reader) {
	for _, p := range n.src.House.People {
		if p.State() == workflow.PersonActive && slices.ContainsFunc(n.src.House.GrantsOf(p), func(g workflow.Grant) bool {
			return g.Role == role && (org == "" || g.Org == org) && g.On(n.now.Today)
		}) {
			out = append(out, reader{p, role})
		}
	}
	return out
}

func officers(n *news) []reader  { return n.holding(workflow.Officer, "") }
func directors(n *news) []reader { return n.holding(workflow.Director, "") }
func funders(n *news) []reader   { return n.holding(workflow.FunderSig, "") }
func finance(n *news) []reader   { return n.holding(workflow.Finance, "") }

// ofOrg are those of a SISP: who signs, then who writes.
func (n *news) ofOrg(org string) []reader {
	return append(n.holding(workflow.SispSig, org), n.holding(workflow.Editor, org)...)
}

func everySisp(n *news) []reader { return n.ofOrg("") }
func sisp(n *news) []reader      { return n.ofOrg(n.now.File.Sisp) }

func partners(n *news) []reader { return n.partnersOf(n.now.File) }

func (n *news) partnersOf(f *workflow.Submission) (out []reader) {
	for _, p := range f.Parties {
		if f.Joins(p.Org) {
			out = append(out, n.holding(workflow.PartnerSig, p.Org)...)
		}
	}
	return out
}

func partnerAsked(n *news) []reader {
	p, _ := n.src.On.(*workflow.Party)
	return n.holding(workflow.PartnerSig, p.Org)
}

// concerned by an answer: whoever may apply, or whoever has a project under way.
func concerned(n *news) (out []reader) {
	q, _ := n.src.On.(*workflow.Question)
	if !q.Running {
		return everySisp(n)
	}
	for _, f := range n.now.All {
		if !f.SignedAt.IsZero() {
			out = append(append(out, n.ofOrg(f.Sisp)...), n.partnersOf(f)...)
		}
	}
	return out
}

// seated are the members of the committee, by what they sit as.
func (n *news) seated(as ...string) (out []reader) {
	for _, m := range n.now.Call.Members {
		p := n.src.House.Person(m.Person)
		if p == nil || p.State() != workflow.PersonActive || n.now.Call.Appointed(m.Person) != m {
			continue
		}
		if len(as) == 0 || slices.Contains(as, m.As) {
			out = append(out, reader{p, workflow.CommitteeMember})
		}
	}
	return out
}

func members(n *news) []reader { return n.seated() }
func chair(n *news) []reader   { return n.seated("chair", "acting_chair") }

// assigned is the member whose sheet it is; a message of a day's sheets is about
// the call, and for whom it was ordered.
func assigned(n *news) []reader {
	x, ok := n.src.On.(*workflow.Sheet)
	if !ok {
		return members(n)
	}
	return slices.DeleteFunc(n.seated(), func(r reader) bool { return r.person.Ref().ID != x.Person })
}

// owing are the members with a sheet that is not sealed by now. A sheet in conflict
// is owed by nobody.
func owing(n *news) []reader {
	return slices.DeleteFunc(n.seated(), func(r reader) bool {
		return !slices.ContainsFunc(n.now.All, func(f *workflow.Submission) bool {
			id := r.person.Ref().ID
			return owes(f, id) && !workflow.Sight{Person: id, Mandates: n.src.House.MandatesOf(id)}.Conflicted(f)
		})
	})
}

// signatories are those who may sign for a version's parties.
func signatories(n *news) []reader {
	return n.signing(func(*workflow.Version, string) bool { return true })
}

// unsigned are those of the parties that are missing.
func unsigned(n *news) []reader {
	return n.signing(func(v *workflow.Version, org string) bool { return !v.HasSigned(org) })
}

func (n *news) signing(of func(*workflow.Version, string) bool) (out []reader) {
	v, _ := n.src.On.(*workflow.Version)
	for _, org := range v.Parties {
		if !of(v, org) {
			continue
		}
		switch org {
		case n.src.House.Funder():
			out = append(out, funders(n)...)
		case n.now.File.Sisp:
			out = append(out, n.holding(workflow.SispSig, org)...)
		default:
			out = append(out, n.holding(workflow.PartnerSig, org)...)
		}
	}
	return out
}

// inCharge is the partner that a deliverable is expected of.
func inCharge(n *news) []reader {
	d, _ := n.src.On.(*workflow.Deliverable)
	if d.Party == "" || d.Party == n.now.File.Sisp {
		return nil
	}
	return n.holding(workflow.PartnerSig, d.Party)
}

// whoseTurn: the director approves what was claimed, the accounts pay it.
func whoseTurn(n *news) []reader {
	i, _ := n.src.On.(*workflow.Instalment)
	if i.State() == "claimed" {
		return directors(n)
	}
	return slices.DeleteFunc(finance(n), func(r reader) bool { return r.person.Ref().ID == i.Approver })
}
