package document

import (
	"errors"
	"testing"
	"time"

	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// underWay is the second project of 2023 some way on: signed, half paid, its
// second instalment claimed on 3 July 2024 and approved on the 9th.
func underWay() *Source {
	s := edition2023()
	x := s.All[1]
	id := x.Ref().Dossier
	workflow.Revive(x, x.Ref(), empowerment.MidtermHeld)
	x.Awarded, x.Signed, x.Paid, x.Committed = 6500000, 6500000, 3250000, 6500000
	x.SignedAt, x.MidtermOn, x.Account = time.Date(2023, 12, 20, 10, 0, 0, 0, time.UTC), "2024-06-18", "BE38999000000272"
	part := func(n string, amount workflow.Money, after string, share int, state workflow.State) *workflow.Instalment {
		return born(&workflow.Instalment{Amount: amount, Milestone: after, Share: share, Declaration: wrote("Animation, deuxième semestre")}, id, workflow.EntityInstalment, n, state)
	}
	x.Instalments = []*workflow.Instalment{part("1", 3250000, "signed", 1, "paid"), part("2", 1950050, "midterm_held", 2, "approved"), part("3", 1299950, "reviewed", 3, "planned")}
	s.All, s.File, s.On = nil, x, x.Instalments[1]
	s.At = time.Date(2024, 7, 9, 9, 0, 0, 0, time.UTC)
	done := func(on workflow.Ref, a workflow.Action, by string, day int) Event {
		return Event{Happened: workflow.Happened{On: on, Action: a, By: by}, At: time.Date(2024, 7, day, 9, 0, 0, 0, time.UTC)}
	}
	s.Past = []Event{
		done(x.Instalments[0].Ref(), "claim", "jury4", 1), done(x.Instalments[1].Ref(), "claim", "sig1", 3), done(x.Instalments[1].Ref(), "approve", "das1", 9),
	}
	return s
}

func TestClaim(t *testing.T) {
	s := underWay()
	p := paper(t, "claim", s)
	allSaid(t, p)
	if p.Number != "EMP-2023-02-O02-2" {
		t.Errorf("number %s", p.Number)
	}
	saysBoth(t, p,
		[]string{
			"19.500,50 €", "dix-neuf mille cinq cents euros et cinquante centimes", "tranche n° 2 – Après l'entretien de mi-parcours", "2 sur 3, 30 % du montant signé",
			"BE38 9990 0000 0272", "Animation, deuxième semestre", "3 juillet 2024 par Fien Peeters, gestionnaire", "en vigueur depuis le 20 décembre 2023", "Lojega, (à compléter)",
		},
		[]string{"19.500,50 euro", "2 van 3, 30 % van het ondertekende bedrag", "3 juli 2024 door Fien Peeters, beheerder", "Lojega, (aan te vullen)"})
}

func TestPayment(t *testing.T) {
	s := underWay()
	s.File.Conditions = []*workflow.Condition{
		born(&workflow.Condition{Text: wrote("Fournir l'accord du syndic"), Instalment: 2}, "emp2023.p02", workflow.EntityCondition, "1", "open"),
		born(&workflow.Condition{Text: wrote("Condition de la fin"), Instalment: 3}, "emp2023.p02", workflow.EntityCondition, "2", "open"),
		born(&workflow.Condition{Text: wrote("Condition remplie")}, "emp2023.p02", workflow.EntityCondition, "3", "met"),
	}
	p := paper(t, "payment", s)
	allSaid(t, p)
	saysBoth(t, p,
		[]string{
			"19.500,50 €", "8 août 2024", "9 juillet 2024", "Eva Simon", "EMP-2023-02-O02-2", "Fournir l'accord du syndic", "!Condition de la fin", "!Condition remplie",
			"52.000,50 €", "65.000,00 €", "18 juin 2024", "Projet suspendu\nNon", communication("EMP-2023-02-O01-2"), "!Subvention finale", "Exécuté par",
		},
		[]string{"8 augustus 2024", "Fournir l'accord du syndic", "52.000,50 €", "Project opgeschort\nNee", communication("EMP-2023-02-O01-2"), "Uitgevoerd door"})
}

func TestPaymentOfTheBalance(t *testing.T) {
	s := underWay()
	final := workflow.Money(6000000)
	s.File.Final, s.File.Accepted = &final, final
	i := born(&workflow.Instalment{Amount: 2750000, Milestone: "balance"}, "emp2023.p02", workflow.EntityInstalment, "4", "approved")
	s.File.Instalments = append(s.File.Instalments, i)
	s.On = i
	s.Past = append(s.Past, Event{Happened: workflow.Happened{On: s.File.Ref(), Action: "review", By: "das1"}, At: time.Date(2025, 3, 4, 9, 0, 0, 0, time.UTC)})
	s.File.Versions = []*workflow.Version{born(&workflow.Version{Kind: "amount"}, "emp2023.p02", workflow.EntityVersion, "2", "issued")}
	p := paper(t, "payment", s)
	allSaid(t, p)
	saysBoth(t, p,
		[]string{"tranche n° 4 – Solde", "!Part prévue", "Subvention finale, fixée le 4 mars 2025\n60.000,00 €", "en attente de signature\nOui", "(à compléter)"},
		[]string{"schijf nr. 4 – Saldo", "!Gepland deel", "bepaald op 4 maart 2025\n60.000,00 €"})
}

func TestNoPaperAboutNoInstalment(t *testing.T) {
	s := underWay()
	for _, kind := range []string{"claim", "payment"} {
		s.On = s.File
		if _, err := tryPaper(kind, s); !errors.Is(err, ErrMayNot) {
			t.Errorf("%s about the dossier: %v", kind, err)
		}
		s.On = born(&workflow.Instalment{Milestone: "signed"}, "emp2023.p02", workflow.EntityInstalment, "9", "claimed")
		if _, err := tryPaper(kind, s); !errors.Is(err, ErrMayNot) {
			t.Errorf("%s of nothing: %v", kind, err)
		}
	}
}
