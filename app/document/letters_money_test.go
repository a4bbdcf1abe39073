package document

import (
	"tremplin/workflow"
)

// over is the project when its accounts are closed by an act.
func over(c *aCase, on, by string, action workflow.Action, to workflow.State, accepted workflow.Money) *aCase {
	f := c.File
	final := min(f.Signed, accepted)
	f.Accepted, f.Final, f.Committed, f.Reasons = accepted, &final, max(final, f.Paid), wrote("Le projet s'est arrêté.")
	f.Mandate = workflow.Mandate{Organ: "board", Date: workflow.Date(on), Reference: "CA 2024/77"}
	return c.did(on, by, action, f.State(), to)
}

func moneyLetters() []variant { return append(terminations(), recoveries()...) }

func terminations() []variant {
	risen := func() *aCase {
		c := running()
		c.did("2024-05-02", "bert", "ask_end", "in_progress", "in_progress")
		over(c, "2024-07-15", "anne", "terminate", "terminated", 4000000)
		v := revived(&workflow.Version{Kind: "amount", Amount: 6600000, Before: 6500000}, workflow.EntityVersion, "2", "void")
		c.File.Versions = []*workflow.Version{v}
		return c.event(v.Ref(), "2024-07-15", "engine", "void", "issued", "void")
	}
	unsigned := func() *aCase {
		c := awarded(6500000)
		c.File.Ground = "La SISP a perdu son agrément."
		return over(c, "2024-01-15", "anne", "terminate", "terminated", 0)
	}
	return []variant{
		{
			"termination", "after a notice", func() *aCase { return over(warned(), "2024-07-15", "anne", "terminate", "terminated", 1000000) },
			[]string{
				"fin de la Convention n° EMP-2023-03", "EMP-2023-03-L09", "Le conseil d'administration de la SLRB a décidé le 15 juillet 2024 de mettre fin à la Convention", "mis en demeure le 10 juin 2024. Vous pouviez y répondre jusqu'au 28 juin 2024. Les faits reprochés : Aucun atelier n'a eu lieu.", "Pourquoi. Le projet s'est arrêté.",
				"Subvention prévue\n65.000,00 €", "Subvention finale\n10.000,00 €", "Déjà payé\n32.500,00 €", "Encore à payer par la SLRB\n0,00 €", "À rembourser par votre SISP\n22.500,00 €", "Montant libéré pour l'appel\n32.500,00 €", "Une demande de remboursement séparée", "Anne Lambert", "CA 2024/77",
				"articles 17 et 18 de la convention", "!Rien n'a été payé", "!motif qui permet", "!demandé cette fin",
			},
			[]string{"einde van de Overeenkomst nr. EMP-2023-03", "op 10 juni 2024 in gebreke gesteld", "Terug te betalen door uw OVM\n22.500,00 €", "Een apart verzoek tot terugbetaling"},
		},
		{
			"termination", "asked for, a rise was out", risen,
			[]string{"Vous avez demandé cette fin le 2 mai 2024", "Encore à payer par la SLRB\n7.500,00 €", "À rembourser par votre SISP\n0,00 €", "Montant libéré pour l'appel\n26.000,00 €", "!Une demande de remboursement", "!mis en demeure"},
			[]string{"U hebt dit einde gevraagd op 2 mei 2024", "!Een apart verzoek"},
		},
		{
			"termination", "before the signature", unsigned,
			[]string{"fin de l'octroi pour votre projet", "mettre fin à l'octroi de 65.000,00 €", "La SISP a perdu son agrément.", "Rien n'a été payé", "Le montant de 65.000,00 € redevient disponible", "règlement de l'appel, version 1", "!Convention n°", "!Subvention finale", "!articles 17"},
			[]string{"einde van de toekenning voor uw project", "Er is niets betaald", "!Overeenkomst nr."},
		},
	}
}

func recoveries() []variant {
	owed := func(action workflow.Action, by string, to workflow.State) func() *aCase {
		return func() *aCase {
			c := over(running(), "2025-06-02", by, action, to, 1000000)
			r := revived(&workflow.Recovery{Amount: 2250000, Due: "2025-07-02"}, workflow.EntityRecovery, "1", "demanded")
			c.On = r
			spent := func(id string, state workflow.State, x workflow.Spending) {
				c.File.Spending = append(c.File.Spending, revived(&x, workflow.EntitySpending, id, state))
			}
			spent("1", "accepted", workflow.Spending{Amount: 1200000, Accepted: 1000000, Number: wrote("F-12")})
			spent("2", "refused", workflow.Spending{Amount: 5050, Reasons: wrote("Aucun ticket.")})
			spent("3", "refused", workflow.Spending{Amount: 777, Aside: true, Reasons: wrote("Hors subside.")})
			spent("4", "void", workflow.Spending{Amount: 888})
			return c.event(r.Ref(), "2025-06-02", "engine", "demand", "", "demanded")
		}
	}
	whole := func() *aCase {
		return owed("reassess", "anne", "terminated")() // with lines that were refused before: they are not why
	}
	return []variant{
		{
			"recovery", "after the review", owed("review", "dirk", "reviewed"),
			[]string{
				"remboursement de 22.500,00 € – Convention n° EMP-2023-03", "EMP-2023-03-L10-1", "22.500,00 € (vingt-deux mille cinq cents euros)", "Nous avons fait le bilan de votre projet le 2 juin 2025", "Payé par la SLRB\n32.500,00 €", "Dépenses acceptées\n10.000,00 €", "Au plus tard le 2 juillet 2025",
				"pièce F-12, 2.000,00 €", "pièce 2, 50,50 € : Aucun ticket.", "!Hors subside", "!8,88", "sur le compte (à compléter)", communication("EMP-2023-03-L10-1"), "dans les 15 jours", "Dirk Maes", "!s'est arrêté", "!Copie :",
			},
			[]string{"terugbetaling van 22.500,00 euro – Overeenkomst nr. EMP-2023-03", "tweeëntwintigduizend vijfhonderd euro", "stuk 2, 50,50 euro: Aucun ticket.", "op 2 juni 2025 de balans"},
		},
		{"recovery", "after a termination", owed("terminate", "anne", "terminated"), []string{"La convention a pris fin le 2 juin 2025", "Les raisons de cette fin : Le projet s'est arrêté.", "Anne Lambert"}, []string{"De overeenkomst is op 2 juni 2025 beëindigd"}},
		{"recovery", "reckoned anew", whole, []string{"Nous avons revu le 2 juin 2025 les dépenses acceptées", "!Dépenses rejetées"}, []string{"op 2 juni 2025 de aanvaarde uitgaven herzien"}},
	}
}
