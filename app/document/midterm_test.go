package document

import (
	"errors"
	"testing"
	"time"

	"tremplin/workflow"
)

// interviewed is the project after its interview, reported on 9 July 2024.
func interviewed() *Source {
	s := underWay()
	x := s.File
	id := x.Ref().Dossier
	s.On = x
	x.Midterms = []workflow.Midterm{
		{HeldOn: "2024-01-10", Findings: wrote("Le premier entretien."), Light: "green"},
		{
			HeldOn: "2024-06-18", Present: []workflow.Attendee{{Person: "das1"}, {Name: wrote("Une habitante")}}, Findings: wrote("Les ateliers ont commencé tard."), Light: "amber",
			Actions: []workflow.Text{wrote("Fixer un calendrier."), wrote("Inviter les habitants.")},
		},
	}
	x.Values = []workflow.Value{{ID: "people", Value: 1200, On: "2024-01-10"}, {ID: "people", Value: 2550, On: "2024-06-18"}}
	x.Deliverables = []*workflow.Deliverable{
		born(&workflow.Deliverable{Title: wrote("Portraits"), Due: "2024-05-31", Note: wrote("Vingt portraits"), On: "2024-05-30"}, id, workflow.EntityDeliverable, "1", "accepted"),
		born(&workflow.Deliverable{Title: wrote("Bottin"), Due: "2024-12-13"}, id, workflow.EntityDeliverable, "2", "expected"),
		born(&workflow.Deliverable{Title: wrote("Abandonné"), Due: "2024-12-13"}, id, workflow.EntityDeliverable, "3", "void"),
	}
	line := func(n string, at int, amount, accepted workflow.Money, aside bool, state workflow.State) *workflow.Spending {
		return born(&workflow.Spending{Line: at, Amount: amount, Accepted: accepted, Aside: aside, Supplier: wrote("Fournisseur " + n)}, id, workflow.EntitySpending, n, state)
	}
	x.Spending = []*workflow.Spending{
		line("1", 1, 2000000, 1900000, false, "accepted"), line("2", 2, 100050, 0, false, "claimed"), line("3", 3, 50000, 50000, true, "accepted"),
		line("4", 1, 70000, 0, false, "refused"), line("5", 1, 80000, 0, false, "void"),
	}
	x.Spending[3].Reasons = wrote("Facture d'une autre année")
	s.Past = append(s.Past, Event{Happened: workflow.Happened{On: x.Ref(), Action: "hold_midterm", By: "das1"}, At: s.At})
	return s
}

func TestMidterm(t *testing.T) {
	p := paper(t, "midterm", interviewed())
	allSaid(t, p)
	saysBoth(t, p,
		[]string{
			"18 juin 2024", "Eva Simon et Une habitante", "Eva Simon, gestionnaire, le 9 juillet 2024", "Orange", "Les ateliers ont commencé tard.", "!Le premier entretien",
			"Habitants impliqués\npersonnes\n0\n40\n25,5\n18 juin 2024", "Activités\n\n0\n45\nPas mesuré", "Portraits\n31 mai 2024\nAccepté", "!Abandonné",
			"19.000,00 €", "1.000,50 €", "20.000,50 €", "65.000,00 €", "30,77 %", "Fixer un calendrier.", "24 juillet 2024", "!Aucune action",
		},
		[]string{"18 juni 2024", "Eva Simon en Une habitante", "Oranje", "20.000,50 €", "30,77 %", "Inviter les habitants.", "Niet gemeten", "24 juli 2024", "Aanvaard"})
}

func TestMidtermThatCouldNotBe(t *testing.T) {
	s := interviewed()
	s.File.Midterms = []workflow.Midterm{{NotHeld: wrote("La SISP n'a pas répondu.")}}
	s.File.Proposal.Indicators, s.File.Deliverables, s.File.Spending = nil, nil, nil
	p := paper(t, "midterm", s)
	saysBoth(t, p,
		[]string{"n'a pas pu avoir lieu, pour cette raison : La SISP n'a pas répondu.", "!Personnes présentes", "!Couleur", "Aucune action particulière", "ne prévoit pas d'indicateur", "ne prévoit pas de livrable", "0,00 €"},
		[]string{"kon niet plaatsvinden", "!Aanwezigen", "geen indicatoren", "geen bijzondere actie"})
	s.File.Midterms = nil
	if _, err := tryPaper("midterm", s); !errors.Is(err, ErrMayNot) {
		t.Errorf("report of no interview: %v", err)
	}
}

// TestAuthorWithoutFunction: who has none is named by the role.
func TestAuthorWithoutFunction(t *testing.T) {
	s := interviewed()
	s.House.Person("das1").Function = workflow.Words{}
	saysBoth(t, paper(t, "midterm", s),
		[]string{"Eva Simon, Gestionnaire à la Direction Action Sociétale, le 9 juillet 2024"},
		[]string{"Eva Simon, Dossierbeheer bij de Directie Maatschappelijke Actie", "Verslag van het tussentijdse gesprek"})
}

// reviewed is the project after its final review on 4 March 2025.
func reviewed() *Source {
	s := interviewed()
	x := s.File
	workflow.Revive(x, x.Ref(), "reviewed")
	s.At = time.Date(2025, 3, 4, 9, 0, 0, 0, time.UTC)
	for i, state := range []workflow.State{"accepted", "accepted"} {
		workflow.Revive(x.Spending[i], x.Spending[i].Ref(), state)
	}
	x.Spending[1].Accepted = 100050
	final := workflow.Money(2000050)
	x.Final, x.Accepted, x.Paid = &final, final, 3250000
	x.ReportedAt = time.Date(2025, 1, 31, 9, 0, 0, 0, time.UTC)
	x.Values = append(x.Values, workflow.Value{ID: "people", Value: 4000, On: "2025-01-31"}, workflow.Value{ID: "activities", Value: 4499, On: "2025-01-31"})
	x.Deliverables[1].Missed, x.Deliverables[1].Reasons = true, wrote("Imprimé plus tard")
	workflow.Revive(x.Deliverables[1], x.Deliverables[1].Ref(), "accepted")
	x.Review = workflow.Review{Conclusions: wrote("Un bottin utile."), Lessons: wrote("Commencer plus tôt."), Publish: true, Continue: "own_means", On: "2025-03-04"}
	s.Call.Meetings = []*workflow.Meeting{
		born(&workflow.Meeting{On: "2024-12-10"}, "emp2023", workflow.EntityMeeting, "1", "held"), born(&workflow.Meeting{On: "2025-06-01"}, "emp2023", workflow.EntityMeeting, "2", "planned"),
	}
	s.Past = append(s.Past, Event{Happened: workflow.Happened{On: x.Ref(), Action: "review", By: "das1"}, At: s.At})
	return s
}
