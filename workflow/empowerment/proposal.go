package empowerment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	w "tremplin/workflow"
)

// What the SISP writes, and what must hold when it submits.

type (
	createIn struct {
		Sisp string `name:"sisp" need:"yes"`
		w.Proposal
	}
	updateIn struct {
		w.Proposal
		Given w.Given
	}
	updateAwardedIn struct {
		Partners []w.Partner `name:"partners"`
		Account  string      `name:"account" max:"50"`
		Contacts []w.Contact `name:"contacts"`
		Given    w.Given
	}
	updateLivingIn struct {
		Contacts []w.Contact `name:"contacts" need:"yes"`
	}
)

func (in createIn) proposal(*w.Case) w.Proposal { return in.Proposal }

// proposal is the proposal as it would stand after the update.
func (in updateIn) proposal(c *w.Case) w.Proposal {
	p := *c.File.Proposal
	w.Merge(&p, &in.Proposal, in.Given)
	return p
}

func (in updateIn) given() w.Given { return in.Given }

var (
	inTime = w.Guard{Code: "deadline", Holds: func(c *w.Case) bool { return c.Now.Before(c.Call.ClosesAt) }, Facts: deadlineFact}
	// complete: what stands without "may be left out" is there, and what the call requires.
	complete = w.Guard{Code: w.CodeMissing, Kind: w.Invalid, Holds: func(c *w.Case) bool { return len(missingInputs(c)) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"fields": missingInputs(c)}
	}}
	withinCaps = w.Guard{Code: "outside_caps", Holds: func(c *w.Case) bool {
		return c.File.Requested >= c.Call.Rules().Min && c.File.Requested <= c.Call.Rules().Max
	}, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"min": c.Call.Rules().Min, "max": c.Call.Rules().Max, "amount": c.File.Requested}
	}}
	budgetAddsUp     = w.Guard{Code: "budget_sum", Holds: func(c *w.Case) bool { return addsUp(c.File.Proposal) }, Facts: func(c *w.Case) map[string]any { return sums(c.File.Proposal) }}
	partiesConfirmed = w.Guard{Code: "parties_unconfirmed", Holds: func(c *w.Case) bool { return len(unconfirmed(c)) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"parties": unconfirmed(c)}
	}}
	documentsThere = w.Guard{Code: "documents_missing", Holds: func(c *w.Case) bool { return len(missingFiles(c)) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"kinds": missingFiles(c)}
	}}
	completionOpen = w.Guard{Code: "deadline", Holds: func(c *w.Case) bool { return c.Today <= c.File.Completion.Until }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"until": c.File.Completion.Until}
	}}

	ownSisp = w.Check[createIn]{Code: w.CodeRole, Kind: w.Forbidden, Field: "sisp", Holds: func(c *w.Case, in createIn) bool {
		return slices.Contains(c.Orgs(w.Editor), in.Sisp)
	}, Facts: func(*w.Case, createIn) map[string]any { return map[string]any{"by": []w.Role{w.Editor}} }}
	knownSisp = w.Check[createIn]{Code: "unknown", Kind: w.Invalid, Field: "sisp", Holds: func(c *w.Case, in createIn) bool {
		o := c.House.Org(in.Sisp)
		return o != nil && o.Kind == "sisp"
	}}
	// standingSisp: what was absorbed begins nothing new; its heir does.
	standingSisp = w.Check[createIn]{Code: "absorbed", Field: "sisp", Holds: func(c *w.Case, in createIn) bool {
		o := c.House.Org(in.Sisp)
		return o == nil || standing(o)
	}, Facts: func(c *w.Case, in createIn) map[string]any { return absorbedFacts(c, in.Sisp) }}
	knownPartners = w.Check[updateAwardedIn]{Code: "unknown", Kind: w.Invalid, Field: "partners", Holds: func(c *w.Case, in updateAwardedIn) bool {
		return partnersKnown(c, in.Partners, c.File.Sisp)
	}}
	stillWhole = w.Check[updateIn]{Code: "completion_unsound", Kind: w.Refused, Holds: func(c *w.Case, in updateIn) bool {
		p, r := in.proposal(c), rulesOf(c)
		return addsUp(&p) && p.Requested >= r.Min && p.Requested <= r.Max && len(unsetInputs(&p, r)) == 0 && len(missingFiles(c)) == 0 && !partsChange(c, &p) && len(unconfirmed(c)) == 0
	}}
)

// onlyAsked: a completion brings what was asked for and nothing else.
func onlyAsked[I interface{ given() w.Given }]() w.Check[I] {
	return w.Check[I]{Code: "not_asked", Holds: func(c *w.Case, in I) bool {
		for name, there := range in.given() {
			if there && !slices.ContainsFunc(c.File.Completion.Missing, func(m w.Missing) bool { return m.Part == name }) {
				return false
			}
		}
		return true
	}, Facts: func(c *w.Case, _ I) map[string]any {
		return map[string]any{"asked": askedParts(c.File)}
	}}
}

func askedParts(s *w.Submission) (parts []string) {
	for _, m := range s.Completion.Missing {
		parts = append(parts, m.Part)
	}
	return parts
}

// knownIn: what a proposal names is known: theme, partners, objectives.
func knownIn[I interface {
	proposal(c *w.Case) w.Proposal
}]() w.Check[I] {
	return w.Check[I]{Code: "unknown", Kind: w.Invalid, Holds: func(c *w.Case, in I) bool {
		p := in.proposal(c)
		return len(strangers(c, &p, sispOf(c, in))) == 0
	}, Facts: func(c *w.Case, in I) map[string]any {
		p := in.proposal(c)
		return map[string]any{"fields": strangers(c, &p, sispOf(c, in))}
	}}
}

func sispOf(c *w.Case, in any) string {
	if x, ok := in.(createIn); ok {
		return x.Sisp
	}
	return c.File.Sisp
}

// strangers lists the fields of a proposal that name what nobody knows.
func strangers(c *w.Case, p *w.Proposal, sisp string) (out []string) {
	r := rulesOf(c)
	if p.Theme != "" && !slices.ContainsFunc(r.Themes, func(t w.Named) bool { return t.ID == p.Theme }) {
		out = append(out, "theme")
	}
	if !partnersKnown(c, p.Partners, sisp) {
		out = append(out, "partners")
	}
	for _, o := range p.Objectives {
		if len(r.Objectives) > 0 && !slices.ContainsFunc(r.Objectives, func(x w.Objective) bool { return x.ID == o }) {
			out = append(out, "objectives")
			break
		}
	}
	if slices.ContainsFunc(p.Deliverables, func(d w.Promise) bool {
		return d.Party != "" && d.Party != sisp && !slices.ContainsFunc(p.Partners, func(x w.Partner) bool { return x.ID == d.Party })
	}) {
		out = append(out, "deliverables")
	}
	if !distinct(p.Indicators, func(i w.Indicator) string { return i.ID }) {
		out = append(out, "indicators")
	}
	return out
}

func partnersKnown(c *w.Case, ps []w.Partner, sisp string) bool {
	return distinct(ps, func(p w.Partner) string { return p.ID }) && !slices.ContainsFunc(ps, func(p w.Partner) bool {
		o := c.House.Org(p.ID)
		return o == nil || o.Kind == "funder" || p.ID == sisp || !standing(o) && (c.File == nil || !c.File.Joins(p.ID))
	})
}

func addsUp(p *w.Proposal) bool {
	asked, own := totals(p.Budget)
	return asked == p.Requested && own == p.Cofinancing
}

func totals(b []w.Line) (asked, own w.Money) {
	for _, l := range b {
		asked += l.Amount
		own += l.Own
	}
	return asked, own
}

func sums(p *w.Proposal) map[string]any {
	asked, own := totals(p.Budget)
	return map[string]any{"asked": asked, "requested": p.Requested, "own": own, "cofinancing": p.Cofinancing}
}

func missingInputs(c *w.Case) []string { return unsetInputs(c.File.Proposal, c.Call.Rules()) }

// unsetInputs lists what submit wants and the proposal lacks.
func unsetInputs(p *w.Proposal, r *w.Rules) (out []string) {
	there := map[string]bool{
		"title": !p.Title.Empty(), "theme": p.Theme != "", "requested": p.Requested > 0, "budget": len(p.Budget) > 0,
		"partners": len(p.Partners) > 0, "cofinancing": p.Cofinancing > 0, "deliverables": len(p.Deliverables) > 0,
		"indicators": len(p.Indicators) > 0, "neighbourhoods": len(p.Neighbourhoods) > 0, "objectives": len(p.Objectives) > 0,
		"activities": len(p.Activities) > 0, "continues": p.Continues != "", "texts": len(p.Texts) > 0,
	}
	for _, name := range Needed(r) {
		if !there[name] {
			out = append(out, name)
		}
	}
	return out
}

// Needed are the inputs that a proposal must have when it is handed in under
// these rules; what else they require is a kind of file.
func Needed(r *w.Rules) []string {
	out := []string{"title", "theme", "requested", "budget"}
	for _, name := range r.Required {
		if slices.Contains(inputs, name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// inputs of create, as far as the call can require them; what else it requires
// is a kind of file.
var inputs = []string{"title", "theme", "requested", "budget", "partners", "cofinancing", "deliverables", "indicators", "neighbourhoods", "objectives", "activities", "continues", "texts"}

func missingFiles(c *w.Case) (out []string) {
	for _, kind := range c.Call.Rules().Required {
		if !slices.Contains(inputs, kind) && !slices.ContainsFunc(c.File.Files, func(f *w.File) bool { return f.Kind == kind && f.State() == "attached" }) {
			out = append(out, kind)
		}
	}
	return out
}

func unconfirmed(c *w.Case) (out []string) {
	for _, p := range c.File.Parties {
		if p.State() != w.PartyConfirmed && p.State() != w.PartyVoid {
			out = append(out, p.Org)
		}
	}
	return out
}

func create(k *w.Work, in createIn) {
	p := in.Proposal
	k.MakeSubmission(&w.Submission{Sisp: in.Sisp, Proposal: &p, Requested: p.Requested})
	invite(k, p.Partners)
	k.File.ContentHash = contentHash(k.File)
}

func update(k *w.Work, in updateIn) {
	p := in.proposal(&k.Case)
	k.File.Proposal, k.File.Requested = &p, p.Requested
	k.File.ContentHash = contentHash(k.File)
	invite(k, p.Partners)
}

func updateAwarded(k *w.Work, in updateAwardedIn) {
	if in.Given["partners"] {
		p := *k.File.Proposal
		p.Partners = in.Partners
		k.File.Proposal = &p
		invite(k, p.Partners)
	}
	if in.Given["account"] {
		k.File.Account = in.Account
	}
	if in.Given["contacts"] {
		k.File.Contacts = in.Contacts
	}
}

func updateLiving(k *w.Work, in updateLivingIn) { k.File.Contacts = in.Contacts }

// invite gives each partner its place, and writes down what its part now is.
func invite(k *w.Work, partners []w.Partner) {
	for _, x := range partners {
		p := partyOf(k.File, x.ID)
		if p == nil {
			w.Make(k, w.EntityParty, x.ID, &w.Party{Org: x.ID, Part: partHash(k.File.Proposal, x)})
			continue
		}
		if part := partHash(k.File.Proposal, x); part != p.Part {
			w.Own(k, p).Part = part
		}
	}
}

func partyOf(s *w.Submission, org string) *w.Party {
	for _, p := range s.Parties {
		if p.Org == org {
			return p
		}
	}
	return nil
}

// partHash is what a partner confirms: its own place in the proposal, and the
// deliverables that it owes.
func partHash(p *w.Proposal, x w.Partner) string {
	var own []w.Promise
	for _, d := range p.Deliverables {
		if d.Party == x.ID {
			own = append(own, d)
		}
	}
	return hash(struct {
		Partner      w.Partner
		Deliverables []w.Promise
	}{x, own})
}

// contentHash is what a receipt is for: the proposal and the documents with it.
func contentHash(s *w.Submission) string {
	var files []string
	for _, f := range s.Files {
		if f.State() == "attached" {
			files = append(files, f.Kind+" "+f.Hash)
		}
	}
	slices.Sort(files)
	return hash(struct {
		Proposal *w.Proposal
		Files    []string
	}{s.Proposal, files})
}

// hash is the SHA-256 of the JSON of v, hex. Texts count by their reference.
func hash(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // the domain's types marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// partiesToAsk are those that are new, come back, or whose part differs from
// what they answered to.
func partiesToAsk(c *w.Case) (out []w.Subject) {
	for _, p := range c.File.Parties {
		named := slices.ContainsFunc(partnersNow(c.File), func(x w.Partner) bool { return x.ID == p.Org })
		switch p.State() {
		case w.Unborn:
			out = append(out, p)
		case w.PartyVoid:
			if named {
				out = append(out, p)
			}
		case w.PartyConfirmed, w.PartyDeclined:
			if named && p.Bound != p.Part {
				out = append(out, p)
			}
		}
	}
	return out
}

// partnersNow are the partners of the proposal, or of the avenant that is out.
func partnersNow(s *w.Submission) []w.Partner {
	for _, v := range s.Versions {
		if v.Partners != nil && isOut(v) {
			return append(slices.Clone(v.Partners), s.Proposal.Partners...)
		}
	}
	return s.Proposal.Partners
}

func partiesLeftOut(c *w.Case) (out []w.Subject) {
	for _, p := range c.File.Parties {
		if p.State() != w.PartyVoid && p.State() != w.Unborn && !slices.ContainsFunc(partnersNow(c.File), func(x w.Partner) bool { return x.ID == p.Org }) {
			out = append(out, p)
		}
	}
	return out
}

func partiesAsked(c *w.Case) []w.Subject { return states(c.File.Parties, w.PartyAsked) }

// partsChange: a partner's part would no longer be what it confirmed.
func partsChange(c *w.Case, p *w.Proposal) bool {
	for _, x := range p.Partners {
		q := partyOf(c.File, x.ID)
		if q == nil || q.Bound != partHash(p, x) {
			return true
		}
	}
	return false
}

func submit(k *w.Work) {
	k.File.SubmittedAt, k.File.Edition = k.Now, len(k.Call.Editions)
	k.File.ContentHash = contentHash(k.File)
}

func takeBack(k *w.Work) { k.File.SubmittedAt, k.File.Edition, k.File.Number = time.Time{}, 0, 0 }

// number gives the dossier its place in the order of submission (EMP-2023-03).
func number(k *w.Work) {
	for i, s := range inOrder(&k.Case) {
		if s.Ref() == k.File.Ref() {
			k.File.Number = i + 1
		}
	}
}

func revive(k *w.Work) { k.File.Closed = "" }
