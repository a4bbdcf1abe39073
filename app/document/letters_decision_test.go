package document

import (
	"testing"
	"time"

	"tremplin/workflow"
)

func decisionLetters() []variant {
	return append(append(refusedLetters(), awardLetters()...), waitingLetters()...)
}

func screenedOut(c *aCase, on string, from workflow.State) *aCase {
	c.File.Number = 3
	c.File.Screening = workflow.Screening{Facts: wrote("Le dossier est arrivé seul."), Law: wrote("Règlement, article 4."), Failed: []string{"partner", "libre"}, By: "zoe"}
	c.File.LetterOn = workflow.Date(on)
	return c.did(on, "zoe", "declare_ineligible", from, "ineligible")
}

func refusedLetters() []variant {
	missed := func() *aCase {
		c := introduced().did("2023-11-03", "zoe", "request_completion", "submitted", "incomplete")
		c.File.Completion.Until = "2023-11-17"
		return screenedOut(c, "2023-11-20", "incomplete")
	}
	mended := func() *aCase {
		c := introduced().did("2023-11-03", "zoe", "request_completion", "submitted", "incomplete")
		c.File.CompletedAt = time.Date(2023, 11, 10, 13, 5, 0, 0, time.UTC)
		return screenedOut(c.did("2023-11-10", "bert", "resubmit", "incomplete", "submitted"), "2023-11-20", "submitted")
	}
	return []variant{
		{
			"ineligible", "at once", func() *aCase { return screenedOut(introduced(), "2023-11-06", "submitted") },
			[]string{
				"EMP-2023-03-L03", "le 6 novembre 2023", "Un partenaire au moins", "libre", "Les règles appliquées : Règlement, article 4.", "En fait. Le dossier est arrivé seul.", "Zoé Martin\ngestionnaire",
				"30 jours à partir de la réception", "60 jours", "avec accusé de réception", "loi du 29 juillet 1991", "!Conclusion", "!Avis", "!critère", "!nous vous avions demandé", "!Introduite avant", "!attention de :",
			},
			[]string{"6 november 2023", "Minstens één partner", "De toegepaste regels: Règlement, article 4.", "In feite. Le dossier est arrivé seul.", "30 dagen", "60 dagen", "!Conclusie"},
		},
		{
			"ineligible", "not completed", missed,
			[]string{"demandé le 3 novembre 2023", "au plus tard le 17 novembre 2023", "Vous ne l'avez pas introduit"},
			[]string{"op 3 november 2023", "uiterlijk op 17 november 2023", "niet opnieuw ingediend"},
		},
		{"ineligible", "completed", mended, []string{"Vous l'avez introduit à nouveau le 10 novembre 2023"}, []string{"U hebt het op 10 november 2023 opnieuw ingediend"}},
	}
}

func awardLetters() []variant {
	conditioned := func() *aCase {
		c := introduced().advised("favourable_with_conditions", 5000000).verdict("award", "awarded", workflow.Verdict{
			Kind: "award", Amount: 5000000, Departure: wrote("Le matériel existe déjà."),
			Budget: []workflow.Line{{Category: "staff", Label: wrote("Ateliers"), Amount: 5000000}, {Category: "overhead", Label: wrote("Part propre"), Own: 100}},
		})
		c.File.Conditions = []*workflow.Condition{
			revived(&workflow.Condition{Text: wrote("Un plan de garde"), Instalment: 2, Due: "2024-05-01"}, workflow.EntityCondition, "1", "open"),
			revived(&workflow.Condition{Text: wrote("Un accord écrit")}, workflow.EntityCondition, "2", "open"),
			revived(&workflow.Condition{Text: wrote("Abandonnée")}, workflow.EntityCondition, "3", "void"),
		}
		return c
	}
	listed := func() *aCase {
		c := reserved().verdict("award", "awarded", workflow.Verdict{Kind: "award", Amount: 6500000, Departure: wrote("Le premier s'est retiré.")})
		c.File.Opinion = nil
		return c
	}
	return []variant{
		{
			"award", "whole", func() *aCase { return awarded(6500000) },
			[]string{
				"EMP-2023-03-L04", "Le conseil d'administration de la SLRB a décidé le 12 décembre 2023 d'octroyer", "après l'avis du comité", "Montant : 65.000,00 € (soixante-cinq mille euros).", "Au plus tard le 4 janvier 2024",
				"au plus tard le 18 février 2024", "Sa référence : CA 2023/112.", "le 24 novembre 2023 son avis sur votre projet : « Favorable »", "Ses raisons : Les voisins portent", "Besoin\n60 %\nLe besoin est bien montré.\nUn besoin réel.\nMéthode\n40 %\nLa méthode tient.\n",
				"Conclusion. Le projet répond aux critères", "Anne Lambert\ndirectrice", "20 décembre 2023", "!C'est moins", "!conditions suivantes", "!liste de réserve depuis", "!a obtenu", "!s'écarte", "!délégation", "!Recours auprès",
			},
			[]string{"De raad van bestuur van de BGHM heeft op 12 december 2023 beslist", "65.000,00 euro (vijfenzestigduizend euro)", "uiterlijk op 18 februari 2024", "Haar referentie: CA 2023/112.", "op 24 november 2023 zijn advies over uw project: \"Gunstig\"", "Behoefte", "!Dat is minder"},
		},
		{
			"award", "with conditions, for less", conditioned,
			[]string{
				"C'est moins que les 65.000,00 € demandés", "Le budget est fixé ainsi", "Ateliers\n50.000,00 €", "!Part propre", "Un plan de garde – au plus tard le 1er mai 2024 – à remplir avant le paiement de la tranche 2", "Un accord écrit – à remplir avant tout paiement",
				"!Abandonnée", "s'écarte de l'avis du comité pour les raisons suivantes : Le matériel existe déjà.", "!doivent encore être adaptés", "« Favorable sous conditions »",
			},
			[]string{"Dat is minder dan de 65.000,00 euro", "Un plan de garde – uiterlijk op 1 mei 2024 – te vervullen vóór de betaling van schijf 2", "Un accord écrit – te vervullen vóór elke betaling", "wijkt af van het advies"},
		},
		{
			"award", "for less, its budget open", func() *aCase { return awarded(6000000) },
			[]string{"doivent encore être adaptés", "!Le budget est fixé"},
			[]string{"moeten nog aan dit bedrag worden aangepast"},
		},
		{
			"award", "from the reserve, no opinion any more", listed,
			[]string{"sur la liste de réserve depuis le 12 décembre 2023", "!après l'avis", "!En fait.", "l'avis du comité ou de l'ordre de la liste de réserve pour"},
			[]string{"stond sinds 12 december 2023 op de reservelijst", "!na het advies"},
		},
	}
}

func reserved() *aCase {
	c := introduced().advised("favourable", 4000000)
	c.File.Verdict = &workflow.Verdict{
		Kind: "reserve", Place: 2, By: "anne", On: "2023-12-12", Reasons: wrote("Le projet est bon, le budget est court."), Departure: wrote("Le budget ne suffit pas."),
		Mandate: workflow.Mandate{Organ: "arbitration_committee", Date: "2023-12-12", Reference: "CAr 9"},
	}
	return c.did("2023-12-12", "anne", "place_in_reserve", "ranked", "reserve").notified("2023-12-20")
}

func waitingLetters() []variant {
	told := func() *aCase {
		c := reserved()
		c.Call.Editions[0].Terms = map[string]int{"own_score_disclosed": 1, "reserve_rank_disclosed": 1}
		return c
	}
	expired := func() *aCase {
		c := reserved()
		c.File.Closed, c.File.LetterOn = "reserve_until", "2025-01-01"
		return c.did("2025-01-01", "clock", "expire", "reserve", "expired")
	}
	rejected := func(c *aCase) *aCase { return c.verdict("reject", "rejected", workflow.Verdict{Kind: "reject"}) }
	delegated := func() *aCase {
		c := introduced().advised("unfavourable", 0)
		c.Call.Editions[0].Delegation = workflow.Mandate{Organ: "board", Date: "2023-07-18", Reference: "CA 2023-07"}
		return c.verdict("reject", "rejected", workflow.Verdict{Kind: "reject", Mandate: c.Call.Editions[0].Delegation})
	}
	return []variant{
		{
			"reserve", "", reserved,
			[]string{
				"EMP-2023-03-L05", "Le Comité d'arbitrage de la SLRB a placé", "le 12 décembre 2023", "jusqu'au 31 décembre 2024 inclus", "Le montant conseillé par le comité d'avis est de 40.000,00 €", "Conclusion. Le projet est bon", "Le budget ne suffit pas.", "!en position", "!a obtenu",
			},
			[]string{"Het Arbitragecomité van de BGHM heeft", "tot en met 31 december 2024", "een bedrag van 40.000,00 euro", "!op plaats"},
		},
		{"reserve", "with place and score", told, []string{"en position 2 sur cette liste", "a obtenu 71,50 sur 100"}, []string{"op plaats 2 van deze lijst", "kreeg 71,50 op 100"}},
		{
			"rejection", "", func() *aCase { return rejected(introduced().advised("unfavourable", 0)) },
			[]string{"EMP-2023-03-L06", "a décidé le 12 décembre 2023 de ne pas octroyer", "« Défavorable »", "avec accusé de réception", "!liste de réserve depuis", "Recours auprès de la SLRB", "une seule fois. Vous avez 30 jours", "il peut continuer à courir"},
			[]string{"heeft op 12 december 2023 beslist om geen subsidie", "\"Ongunstig\"", "met ontvangstbewijs", "die kan blijven lopen"},
		},
		{"rejection", "from the reserve", func() *aCase { return rejected(reserved()) }, []string{"sur la liste de réserve depuis le 12 décembre 2023"}, []string{"sinds 12 december 2023 op de reservelijst"}},
		{
			"rejection", "by delegation", delegated,
			[]string{"L'organe délégué de la SLRB a décidé le 14 décembre 2023", "Elle est prise par délégation du 18 juillet 2023, référence : CA 2023-07.", "!Sa référence"},
			[]string{"Het gemachtigde orgaan van de BGHM heeft op 14 december 2023 beslist", "bij delegatie van 18 juli 2023, referentie: CA 2023-07."},
		},
		{
			"rejection", "reserve expired", expired,
			[]string{
				"La liste de réserve de l'appel a pris fin le 31 décembre 2024", "qui y figurait depuis le 12 décembre 2023", "Votre projet avait été placé en réserve pour les raisons suivantes : Le projet est bon", "scellé automatiquement",
				"!a décidé", "!CAr 9", "!Anne Lambert", "!Le budget ne suffit pas.", "1er janvier 2025",
			},
			[]string{"De reservelijst van de oproep eindigde op 31 december 2024", "op de reservelijst geplaatst om de volgende redenen: Le projet est bon", "!beslist om geen"},
		},
	}
}

// TestLateOpinion: the committee that had to advise once more did so after its
// deliberation.
func TestLateOpinion(t *testing.T) {
	c := introduced().advised("favourable", 6500000).did("2024-02-05", "jury1", "rank", "under_review", "ranked")
	c.verdict("award", "awarded", workflow.Verdict{Kind: "award", Amount: 6500000})
	p, err := letterOf(c, "award")
	if err != nil {
		t.Fatal(err)
	}
	tells(t, p, []string{"le 5 février 2024 son avis"}, []string{"op 5 februari 2024 zijn advies"})
}

// TestAppealToACommittee: where the call names who answers appeals.
func TestAppealToACommittee(t *testing.T) {
	c := screenedOut(introduced(), "2023-11-06", "submitted")
	c.Call.Editions[0].Texts = []workflow.PublicText{{ID: "appeal_body", Text: workflow.Words{FR: "Comité d'arbitrage", NL: "Arbitragecomité"}}}
	p, err := letterOf(c, "ineligible")
	if err != nil {
		t.Fatal(err)
	}
	tells(t, p, []string{"une seule fois, à l'attention de : Comité d'arbitrage. Vous"}, []string{"bij de BGHM, ter attentie van: Arbitragecomité. U"})
}
