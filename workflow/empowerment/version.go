package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// version is a version of the convention: the first, or an avenant.
var version = []w.Rule{
	{Action: "issue", To: "issued", By: by(w.Engine), Does: w.Plain(issueVersion)},
	{Action: "sign", From: from("issued"), To: "partly_signed", By: by(w.Engine), Does: w.Plain(signVersion), Spends: true},
	{Action: "sign", From: from("partly_signed"), To: "signed", Once: everyParty, By: by(w.Engine), Does: w.Plain(signVersion), Spends: true, Causes: then(
		try(w.EntitySubmission, "activate", signedFile), must(w.EntityParty, "void", partiesReplaced), must(w.EntityParty, "confirm", partiesJoined),
		must(w.EntityInstalment, "void", instalmentsReplanned), must(w.EntityInstalment, "plan", instalmentsMade), try(w.EntityInstalment, "fall_due", instalmentsPlanned), must(w.EntityInstalment, "hold", instalmentsKept))},
	{Action: "refuse", From: from("issued", "partly_signed"), To: "void", By: by(w.FunderSig, w.SispSig, w.PartnerSig), While: decidedOn, When: when(ofVersion), Does: w.Takes(refuseVersion), Spends: true, Causes: then(must(w.EntityParty, "void", partiesNotTaken), try(w.EntitySubmission, "recall_convention", theFile))},
	{Action: "void", From: from("issued", "partly_signed"), To: "void", By: by(w.Officer), While: decidedOn, When: when(anAvenant), Does: w.Takes(refuseVersion), Spends: true, Causes: then(must(w.EntityParty, "void", partiesNotTaken))},
	{Action: "void", From: from("issued", "partly_signed"), To: "void", By: by(w.Engine), Does: w.Plain(giveBack), Spends: true},
}

// refuseIn says why; the funder's signatory also names the organ.
type refuseIn struct {
	Reasons w.Text `name:"reasons" need:"yes" max:"10000"`
	w.Mandate
}

var (
	anAvenant = w.Guard{Code: "first_version", Holds: func(c *w.Case) bool { return w.On[*w.Version](c).Kind != "convention" }}
	// ofVersion: a partner that an avenant leaves out is no party of it.
	ofVersion = w.Guard{Code: "mandate", Holds: func(c *w.Case) bool {
		_, ok := signer(c, w.On[*w.Version](c))
		return ok
	}}
)

func everyParty(c *w.Case) bool { return len(unsigned(w.On[*w.Version](c))) == 0 }

// signedFile is the dossier, once its version is signed by all.
func signedFile(c *w.Case) []w.Subject {
	if !justSigned(c) {
		return nil
	}
	return theFile(c)
}

func justSigned(c *w.Case) bool {
	v := w.On[*w.Version](c)
	return v != nil && v.State() == "signed"
}

// signVersion writes the asker's signature; with the last one what the version
// says comes into force.
func signVersion(k *w.Work) {
	v := w.On[*w.Version](&k.Case)
	c := k.Case
	c.Actor = k.Asker()
	org, _ := signer(&c, v)
	v.Signed = append(slices.Clone(v.Signed), w.Signature{Org: org, Person: k.Asker().Person, At: k.Now, Hash: v.Hash, File: v.File})
	if len(unsigned(v)) == 0 {
		enforce(k, v)
		tell(k, "E30", v)
	}
}

func enforce(k *w.Work, v *w.Version) {
	s := w.Own(k, k.File)
	if v.StartOn != "" {
		s.StartOn = v.StartOn
	}
	if v.EndOn != "" {
		s.EndOn, s.ReportDue = v.EndOn, v.ReportDue
	}
	if v.Account != "" {
		s.Account = v.Account
	}
	if v.Partners != nil {
		p := *s.Proposal
		p.Partners = v.Partners
		s.Proposal = &p
	}
	if v.Kind == "convention" || v.Kind == "amount" {
		s.Signed = v.Amount
		k.Commit(v.Amount) // frees a cut
	}
	replan(k)
}

func refuseVersion(k *w.Work, in refuseIn) {
	v := w.On[*w.Version](&k.Case)
	v.Reasons = in.Reasons
	if k.Has(w.FunderSig, false) {
		v.Mandate = organOf(&k.Case, in.Mandate)
	}
	giveBack(k)
}

// giveBack: a rise that is not signed returns to the envelope, and the award is
// what it was.
func giveBack(k *w.Work) {
	v := w.On[*w.Version](&k.Case)
	if v.Kind != "amount" || v.Before == 0 {
		return
	}
	s := w.Own(k, k.File)
	s.Awarded = v.Before
	if slices.Contains(living, s.State()) {
		k.Commit(s.Signed)
	}
}

// partiesReplaced are the partners that the signed avenant leaves out;
// partiesJoined those that its signature brings in.
func partiesReplaced(c *w.Case) []w.Subject {
	if !justSigned(c) {
		return nil
	}
	return partiesLeftOut(c)
}

func partiesJoined(c *w.Case) []w.Subject {
	if !justSigned(c) {
		return nil
	}
	return partiesAsked(c)
}

// partiesNotTaken are those that a refused avenant would have brought in.
func partiesNotTaken(c *w.Case) (out []w.Subject) {
	for _, p := range c.File.Parties {
		if p.State() == w.PartyAsked && !slices.ContainsFunc(c.File.Proposal.Partners, func(x w.Partner) bool { return x.ID == p.Org }) {
			out = append(out, p)
		}
	}
	return out
}
