package document

import (
	"tremplin/workflow"
)

// contested is the dossier under appeal, then answered by another than who refused.
func contested(c *aCase, action workflow.Action, outcome string, to workflow.State) *aCase {
	c.did("2024-01-10", "bert", "appeal", c.File.State(), "under_appeal")
	c.File.Appeal = &workflow.Appeal{
		On: "2024-01-10", Against: "anne", Outcome: outcome, Reasons: wrote("Le recours apporte un élément neuf."),
		Arguments: []workflow.Text{wrote("Nous avions joint la charte."), wrote("Le budget était juste.")},
		Answers:   []workflow.Text{wrote("La charte est là."), wrote("Le total est bon."), wrote("Et la somme aussi.")},
	}
	c.File.Mandate = workflow.Mandate{Organ: "delegate", Date: "2024-02-01", Reference: "D 2024/4"}
	if outcome == "upheld" {
		c.File.LetterOn, c.File.Verdict = "", nil
	}
	return c.did("2024-02-02", "chef", action, "under_appeal", to)
}

func appealLetters() []variant {
	withChef := func(c *aCase) *aCase {
		workflow.Attach(c.House, revived(&workflow.Person{Name: wrote("Chloé Remy"), Grants: []workflow.Grant{{Role: workflow.FunderSig, Org: "slrb"}}}, workflow.EntityPerson, "chef", workflow.PersonActive))
		return c
	}
	rejected := func() *aCase {
		return withChef(introduced().advised("unfavourable", 0).verdict("reject", "rejected", workflow.Verdict{Kind: "reject"}))
	}
	return []variant{
		{
			"upheld", "of a rejection", func() *aCase { return contested(rejected(), "uphold", "upheld", "ranked") },
			[]string{
				"EMP-2023-03-L07A", "un recours le 10 janvier 2024", "notifiée le 20 décembre 2023", "L'organe délégué de la SLRB a décidé le 1er février 2024 d'accueillir", "Pourquoi. Le recours apporte un élément neuf.", "Votre argument : Nous avions joint la charte.\nNotre réponse : La charte est là.",
				"Notre réponse : Le total est bon.\nEt la somme aussi.", "est retirée", "décidera à nouveau", "!va l'examiner", "Sa référence : D 2024/4.", "Chloé Remy\nSignataire de la SLRB",
			},
			[]string{"op 10 januari 2024 beroep", "op 20 december 2023 werd meegedeeld", "op 1 februari 2024 beslist", "Uw argument: Le budget était juste.", "zal opnieuw over uw project beslissen"},
		},
		{
			"upheld", "of an ineligibility", func() *aCase {
				return contested(withChef(screenedOut(introduced(), "2023-11-06", "submitted")), "uphold", "upheld", "under_review")
			},
			[]string{"notifiée le 6 novembre 2023", "Le comité d'avis va l'examiner"},
			[]string{"op 6 november 2023 werd meegedeeld", "Het adviescomité zal ze bespreken"},
		},
		{
			"dismissed", "", func() *aCase { return contested(rejected(), "dismiss", "dismissed", "rejected") },
			[]string{"EMP-2023-03-L07B", "de rejeter votre recours", "La décision notifiée le 20 décembre 2023 reste donc valable", "Notre réponse : La charte est là.", "Pourquoi. Le recours apporte"},
			[]string{"uw beroep ongegrond is", "Ons antwoord: La charte est là."},
		},
	}
}
