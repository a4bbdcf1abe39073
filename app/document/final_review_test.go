package document

import (
	"errors"
	"testing"

	"tremplin/workflow"
)

func TestFinalReview(t *testing.T) {
	p := paper(t, "final_review", reviewed())
	allSaid(t, p)
	saysBoth(t, p,
		[]string{
			"10 décembre 2024", "31 janvier 2025", "4 mars 2025", "personnes\n0\n40\n40\nOui", "45\n44,99\nNon", "Absence acceptée\nImprimé plus tard", "Vingt portraits",
			"Animation\n60.000,00 €\n20.700,00 €\n1.700,00 €\n19.000,00 €", "Matériel\n5.000,00 €\n1.000,50 €\n0,00 €\n1.000,50 €", "!Salle",
			"Total\n65.000,00 €\n21.700,50 €\n1.700,00 €\n20.000,50 €", "Animation, Fournisseur 4, 700,00 € : Facture d'une autre année", "Animation, Fournisseur 1, 1.000,00 € : acceptée en partie",
			"Subvention finale : 20.000,50 €.", "!Solde à payer", "À rembourser : 12.499,50 €", "Montant libéré dans le budget de l'appel : 32.500,00 €",
			"Un bottin utile.", "Commencer plus tôt.", "Le Porteur accepte", "Oui, par ses propres moyens", "Eva Simon, gestionnaire, le 4 mars 2025",
		},
		[]string{"10 december 2024", "Definitieve subsidie: 20.000,50 euro.", "Terug te betalen: 12.499,50 euro", "32.500,00 euro", "Ja, met eigen middelen", "gedeeltelijk aanvaard", "Ontbreken aanvaard"})
}

func TestFinalReviewWithABalance(t *testing.T) {
	s := reviewed()
	final := s.File.Signed
	s.File.Final, s.File.Accepted, s.File.Review.Publish = &final, final+1, false
	s.File.Spending = []*workflow.Spending{born(&workflow.Spending{Line: 7, Amount: final + 1, Accepted: final + 1}, "emp2023.p02", workflow.EntitySpending, "1", "accepted")}
	s.File.Versions = []*workflow.Version{born(&workflow.Version{Kind: "budget", Budget: []workflow.Line{{Label: wrote("Tout"), Amount: final}}}, "emp2023.p02", workflow.EntityVersion, "2", "signed")}
	s.File.Proposal.Indicators, s.File.Deliverables = nil, nil
	saysBoth(t, paper(t, "final_review", s),
		[]string{"Solde à payer : 32.500,00 €", "!À rembourser", "!Montant libéré", "!Raisons des rejets", "Ces leçons ne sont pas publiées", "Lignes d'un budget précédent\n0,00 €\n65.000,01 €", "Tout\n65.000,00 €\n0,00 €"},
		[]string{"Te betalen saldo: 32.500,00 euro", "Lijnen van een vorig budget", "geen indicatoren", "geen op te leveren"})
	s.File.Final = nil
	if _, err := tryPaper("final_review", s); !errors.Is(err, ErrMayNot) {
		t.Errorf("sheet without a review: %v", err)
	}
}

func TestWhatIsToGoDownIsReachedBelow(t *testing.T) {
	x := &workflow.Submission{Values: []workflow.Value{{ID: "calls", Value: 900}}}
	for _, c := range []struct {
		base, target workflow.Number
		want         string
	}{{2000, 1000, "word.yes"}, {2000, 800, "word.no"}, {0, 1000, "word.no"}, {0, 900, "word.yes"}} {
		got := indicator(x, workflow.Indicator{ID: "calls", Base: c.base, Target: c.target}).Is["indicator_reached"].Text
		if got != c.want {
			t.Errorf("from %d to %d: %s", c.base, c.target, got)
		}
	}
}
