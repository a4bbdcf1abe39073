package empowerment

import (
	"slices"
	"time"

	w "tremplin/workflow"
)

// The convention is issued, signed by every party, and comes into force.

type (
	conventionIn struct {
		Language string `name:"language" need:"yes" oneof:"fr,nl"`
		StartOn  w.Date `name:"start_on" need:"yes"`
		Account  string `name:"account" max:"50"`
	}
	signIn struct {
		Hash string `name:"hash"`
		w.Mandate
	}
	signingIn struct {
		Until   w.Date `name:"until" need:"yes"`
		Reasons w.Text `name:"reasons" need:"yes" max:"10000"`
	}
)

var (
	mandatesThere = w.Guard{Code: "mandate", Holds: func(c *w.Case) bool { return len(unmandated(c, parties(c))) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"parties": unmandated(c, parties(c))}
	}}
	notSignedYet = w.Guard{Code: "signed_already", Holds: func(c *w.Case) bool {
		v := latest(c.File)
		org, _ := signer(c, v)
		return v == nil || org == "" || !v.HasSigned(org)
	}}
	versionOut   = w.Guard{Code: "nothing_to_sign", Holds: func(c *w.Case) bool { return out(c.File) != nil }}
	noVersionOut = w.Guard{Code: "avenant_out", Holds: func(c *w.Case) bool { return out(c.File) == nil }}
	// documentFiled: what is signed is the document, so it has to be there.
	documentFiled = w.Guard{Code: "document_pending", Holds: func(c *w.Case) bool { return out(c.File).Hash != "" }}
	mandateValid  = w.Guard{Code: "mandate", Holds: func(c *w.Case) bool {
		_, ok := signer(c, out(c.File))
		return ok
	}}
	allSigned = w.Guard{Code: "signatures_missing", Holds: func(c *w.Case) bool {
		v := latest(c.File)
		return v != nil && len(unsigned(v)) == 0
	}, Facts: func(c *w.Case) map[string]any {
		if v := latest(c.File); v != nil {
			return map[string]any{"parties": unsigned(v)}
		}
		return nil
	}}

	accountThere = w.Check[conventionIn]{Code: "account_missing", Field: "account", Holds: func(c *w.Case, in conventionIn) bool { return accountOf(c, in.Account) != "" }}
	startSound   = w.Check[conventionIn]{Code: "date_past", Kind: w.Invalid, Field: "start_on", Holds: func(c *w.Case, in conventionIn) bool {
		return in.StartOn >= c.Today.Plus(-12, 0) && in.StartOn <= c.Today.Plus(24, 0)
	}}
	sameHash = w.Check[signIn]{Code: "hash_mismatch", Field: "hash", Holds: func(c *w.Case, in signIn) bool {
		v := out(c.File)
		return in.Hash == "" || in.Hash == v.Hash || in.Hash == v.File
	}}
	laterSigning = w.Check[signingIn]{Code: "date_past", Kind: w.Invalid, Field: "until", Holds: func(c *w.Case, in signingIn) bool {
		return in.Until >= c.Today && in.Until > c.File.SignBy
	}}
)

// parties are who signs: the funder, the SISP, every partner.
func parties(c *w.Case) []string {
	out := []string{c.House.Funder(), c.File.Sisp}
	for _, p := range c.File.Proposal.Partners {
		out = append(out, p.ID)
	}
	return out
}

// unmandated lists the parties for which nobody may sign today.
func unmandated(c *w.Case, orgs []string) (out []string) {
	for _, org := range orgs {
		role := w.PartnerSig
		switch org {
		case c.House.Funder():
			role = w.FunderSig
		case c.File.Sisp:
			role = w.SispSig
		}
		if !c.House.Signatory(org, role, c.Today) {
			out = append(out, org)
		}
	}
	return out
}

// signer is the party for which the actor signs: the first that has not signed
// among those for which it holds the role; ok if the mandate is valid today.
func signer(c *w.Case, v *w.Version) (org string, ok bool) {
	if v == nil {
		return "", false
	}
	for _, party := range v.Parties {
		for _, g := range c.Actor.Grants {
			if !signs(c, g, party) {
				continue
			}
			if org == "" || v.HasSigned(org) && !v.HasSigned(party) || org == party && !ok {
				org, ok = party, g.On(c.Today)
			}
		}
	}
	return org, ok
}

func signs(c *w.Case, g w.Grant, party string) bool {
	switch g.Role {
	case w.FunderSig:
		return party == c.House.Funder()
	case w.SispSig:
		return party == c.File.Sisp && g.Org == party
	case w.PartnerSig:
		return g.Org == party && party != c.File.Sisp
	default:
		return false
	}
}

// latest is the newest version that is not void; nil if none.
func latest(s *w.Submission) *w.Version {
	for _, v := range slices.Backward(s.Versions) {
		if v.State() != "void" {
			return v
		}
	}
	return nil
}

func isOut(v *w.Version) bool {
	return v.State() == w.Unborn || v.State() == "issued" || v.State() == "partly_signed"
}

// out is the version that is out for signature; nil if none.
func out(s *w.Submission) *w.Version {
	if v := latest(s); v != nil && isOut(v) {
		return v
	}
	return nil
}

func unsigned(v *w.Version) (out []string) {
	for _, p := range v.Parties {
		if !v.HasSigned(p) {
			out = append(out, p)
		}
	}
	return out
}

func versionsMade(c *w.Case) []w.Subject { return states(c.File.Versions, w.Unborn) }
func versionsOut(c *w.Case) []w.Subject  { return states(c.File.Versions, "issued", "partly_signed") }

func accountOf(c *w.Case, given string) string {
	if given != "" {
		return given
	}
	if c.File.Account != "" {
		return c.File.Account
	}
	if o := c.House.Org(c.File.Sisp); o != nil {
		return o.Account
	}
	return ""
}

// budgetNow is the budget that holds: of the last signed version, of the award,
// or of the proposal.
func budgetNow(s *w.Submission) []w.Line {
	for _, v := range slices.Backward(s.Versions) {
		if v.State() == "signed" && v.Budget != nil {
			return v.Budget
		}
	}
	if s.Verdict != nil && s.Verdict.Budget != nil {
		return s.Verdict.Budget
	}
	if s.Proposal == nil {
		return nil
	}
	return s.Proposal.Budget
}

func issueConvention(k *w.Work, in conventionIn) {
	s, r := k.File, rulesOf(&k.Case)
	s.Account = accountOf(&k.Case, in.Account)
	end := in.StartOn.Plus(r.Months, -1)
	draw(k, &w.Version{
		Kind: "convention", Language: in.Language, Amount: s.Awarded, StartOn: in.StartOn, EndOn: end,
		ReportDue: end.Plus(0, r.ReportDays), Account: s.Account, Budget: budgetNow(s),
	})
	if k.Today > s.SignBy { // a version issued after the deadline gets the whole delay anew
		s.SignBy = k.Today.Plus(0, r.SigningDays)
	}
}

// draw makes a version. What its parties sign is hashed when its document is filed.
func draw(k *w.Work, v *w.Version) {
	v.Parties, v.IssuedOn = parties(&k.Case), k.Today
	if v.Partners != nil {
		v.Parties = v.Parties[:2]
		for _, p := range v.Partners {
			v.Parties = append(v.Parties, p.ID)
		}
	}
	w.Make(k, w.EntityVersion, "", v)
}

func recall(k *w.Work, in reasonsIn) { k.File.Reasons = in.Reasons }

func extendSigning(k *w.Work, in signingIn) { k.File.SignBy, k.File.Reasons = in.Until, in.Reasons }

// sign leaves the signature to the version, which the engine signs in the
// asker's name; for the funder it names the organ that decided.
func sign(k *w.Work, in signIn) {
	if org, _ := signer(&k.Case, out(k.File)); org == k.House.Funder() {
		k.File.Mandate = organOf(&k.Case, in.Mandate)
	}
}

// activate: the project begins with the last signature.
func activate(k *w.Work) {
	k.File.SignedAt = k.Now
	for _, p := range k.File.Proposal.Deliverables {
		w.Make(k, w.EntityDeliverable, "", &w.Deliverable{Title: p.Title, Due: p.Due, Party: p.Party})
	}
}

// lapses is when an award that was not taken up lapses: after the last day to
// sign.
func lapses(c *w.Case) time.Time {
	return c.File.SignBy.End()
}

// onlyFunderLate: the lapse waits while everything is complete but no version
// can be signed, or only the funder's signature is missing. That hangs on mandates, and
// so on days and on the house: the clock looks again each time.
func onlyFunderLate(c *w.Case) bool {
	if v := out(c.File); v != nil && v.Hash != "" {
		missing := unsigned(v)
		return len(missing) == 1 && missing[0] == c.House.Funder()
	}
	return accountOf(c, "") != "" && len(unmandated(c, parties(c)[1:])) == 0
}
