package document

import (
	"testing"

	"tremplin/workflow"
)

func actLetters() []variant {
	return append(actsOnTheCourse(), actsOnTheMoney()...)
}

func actsOnTheCourse() []variant {
	longer := func() *aCase {
		c := awarded(6500000)
		c.File.SignBy, c.File.Reasons = "2024-04-30", wrote("Le conseil communal ne se réunit qu'en mars.")
		return c.did("2024-02-01", "dirk", "extend_signing", "awarded", "awarded")
	}
	refused := func(m workflow.Mandate) func() *aCase {
		return func() *aCase {
			c := running()
			c.did("2024-05-02", "bert", "ask_end", "in_progress", "in_progress")
			c.File.Reasons, c.File.Mandate = wrote("Le projet peut encore aboutir."), m
			return c.did("2024-05-20", "anne", "refuse_end", "in_progress", "in_progress")
		}
	}
	return []variant{
		{
			"signing_extended", "", longer,
			[]string{"Objet : votre délai de signature est prolongé", "EMP-2023-03-L15-1", "au plus tard le 30 avril 2024", "Pourquoi. Le conseil communal ne se réunit", "Dirk Maes", "Copie :"},
			[]string{"Betreft: u krijgt meer tijd", "uiterlijk op 30 april 2024", "Na die datum vervalt de toekenning"},
		},
		{
			"end_refused", "by the board", refused(workflow.Mandate{Organ: "board", Date: "2024-05-17", Reference: "CA 2024/40"}),
			[]string{"EMP-2023-03-L16-1", "demandé le 2 mai 2024", "Le conseil d'administration de la SLRB a décidé le 17 mai 2024 de refuser", "Pourquoi. Le projet peut encore aboutir.", "Sa référence : CA 2024/40", "article 17 de la convention", "Anne Lambert"},
			[]string{"op 2 mei 2024 gevraagd", "op 17 mei 2024 beslist", "artikel 17 van de overeenkomst"},
		},
	}
}

func actsOnTheMoney() []variant {
	anew := func(accepted workflow.Money) func() *aCase {
		return func() *aCase {
			c := over(running(), "2025-06-02", "dirk", "review", "reviewed", 3250000)
			c.File.Before = workflow.Reckoned{Accepted: 3250000, Final: 3250000}
			return over(c, "2025-09-01", "anne", "reassess", "reviewed", accepted)
		}
	}
	givenUp := func() *aCase {
		c := over(running(), "2025-06-02", "dirk", "review", "reviewed", 1000000)
		r := revived(&workflow.Recovery{Amount: 2250000, Received: 250000, Due: "2025-07-02", Reasons: wrote("La SISP est en liquidation.")}, workflow.EntityRecovery, "1", "written_off")
		c.On, c.File.Mandate = r, workflow.Mandate{Organ: "delegate", Date: "2025-10-01", Reference: "D 2025/9"}
		return c.event(r.Ref(), "2025-10-02", "anne", "write_off", "demanded", "written_off")
	}
	return []variant{
		{
			"reassessment", "less", anew(1000000),
			[]string{
				"EMP-2023-03-L17-1", "nouveau calcul de la subvention – Convention n° EMP-2023-03", "Dépenses acceptées\n32.500,00 €\n10.000,00 €", "Subvention finale\n32.500,00 €\n10.000,00 €", "Pourquoi. Le projet s'est arrêté.",
				"Votre SISP doit rembourser 22.500,00 €", "Sa référence : CA 2024/77", "Un désaccord qui persiste", "!encore vous payer", "!Rien n'est à payer",
			},
			[]string{"Definitieve subsidie\n32.500,00 €\n10.000,00 €", "Uw OVM moet 22.500,00 euro terugbetalen"},
		},
		{"reassessment", "more", anew(4000000), []string{"La SLRB doit encore vous payer 7.500,00 €", "!doit rembourser"}, []string{"De BGHM moet u nog 7.500,00 euro betalen"}},
		{"reassessment", "even", anew(3250000), []string{"Rien n'est à payer et rien n'est à rembourser.", "!doit rembourser", "!encore vous payer"}, []string{"Er is niets te betalen"}},
		{
			"write_off", "", givenUp,
			[]string{"EMP-2023-03-L18-1", "L'organe délégué de la SLRB a décidé le 1er octobre 2025 de renoncer à 20.000,00 € (vingt mille euros)", "Pourquoi. La SISP est en liquidation.", "Remboursement demandé\n22.500,00 €", "Déjà remboursé\n2.500,00 €", "Sa référence : D 2025/9", "!Copie :"},
			[]string{"u moet 20.000,00 euro niet meer terugbetalen", "twintigduizend euro"},
		},
	}
}

// TestActLettersNeedReasons: none tells of a decision without its reasons, nor
// of an act that was not done.
func TestActLettersNeedReasons(t *testing.T) {
	for _, v := range actLetters() {
		c := v.made()
		c.File.Reasons = wrote(" ")
		if r, ok := c.On.(*workflow.Recovery); ok {
			r.Reasons = wrote(" ")
		}
		refusedFor(t, c, v.kind, "the reasons")
		c = v.made()
		c.Past = nil
		refusedFor(t, c, v.kind, "the act")
	}
	c := awarded(6500000)
	refusedFor(t, c, "write_off", "a recovery")
	c.did("2025-09-01", "anne", "reassess", "reviewed", "reviewed")
	refusedFor(t, c, "reassessment", "a final subsidy")
	c.did("2025-09-01", "anne", "refuse_end", "in_progress", "in_progress")
	refusedFor(t, c, "end_refused", "the act ask_end")
}
