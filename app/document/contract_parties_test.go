package document

import (
	"testing"
	"time"

	"tremplin/workflow"
)

// TestAnyOfThemSigns: one of those who may signs for a party, not all.
func TestAnyOfThemSigns(t *testing.T) {
	d := dealt(1)
	workflow.Attach(d.source.House, revived(&workflow.Person{
		Name: wrote("Paul Simon"), Org: "slrb", Grants: []workflow.Grant{{Role: workflow.FunderSig, Org: "slrb"}},
	}, workflow.EntityPerson, "paul", workflow.PersonActive))
	saysBoth(t, made(t, d),
		[]string{"Anne Lambert, directrice ou Paul Simon", "!directrice et Paul Simon"},
		[]string{"Anne Lambert, directrice of Paul Simon", "!directrice en Paul Simon"})
}

// TestDeliverablesOfWhoLeft: the SISP answers for what a partner leaves behind.
func TestDeliverablesOfWhoLeft(t *testing.T) {
	d := dealt(1).amended("extension", func(v *workflow.Version) { v.EndOn, v.ReportDue = "2025-05-31", "2025-07-30" })
	d.source.File.Proposal.Deliverables[0].Party = "org3"
	saysBoth(t, made(t, d),
		[]string{"Livrable : Récits de voyages\nPorteur", "!PCS Bempt"},
		[]string{"Op te leveren: Récits de voyages\nProjectdrager", "!PCS Bempt"})
}

// TestConventionAfterAnotherOpinion: the committee advised once more after its
// deliberation, and the letter of the award says so too.
func TestConventionAfterAnotherOpinion(t *testing.T) {
	d := dealt(1)
	s := d.source
	s.Past = append(s.Past, Event{Happened: workflow.Happened{On: s.File.Ref(), Action: "rank", By: "jury1"}, At: time.Date(2023, 12, 5, 9, 0, 0, 0, time.UTC)})
	saysBoth(t, made(t, d), []string{"5 décembre 2023", "!24 novembre 2023"}, []string{"5 december 2023"})
}

// TestSigningDeadlineMayBeLater: it can be put off after the paper was made.
func TestSigningDeadlineMayBeLater(t *testing.T) {
	saysBoth(t, made(t, dealt(1)),
		[]string{"au plus tard le 15 mars 2024, ou à une date ultérieure que la SLRB leur a communiquée par écrit."},
		[]string{"uiterlijk op 15 maart 2024 hebben ondertekend, of op een latere datum die de BGHM hun schriftelijk heeft meegedeeld."})
}

// TestFunderAddressInBoth: the letterhead is in the language of the paper.
func TestFunderAddressInBoth(t *testing.T) {
	saysBoth(t, made(t, dealt(1)), []string{"Rue Jourdan 45-55, 1060 Bruxelles"}, []string{"Jourdanstraat 45-55, 1060 Brussel", "!Rue Jourdan"})
}
