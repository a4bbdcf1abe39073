package document

import (
	"testing"

	"tremplin/workflow"
)

func TestAvenants(t *testing.T) {
	lines := func(of ...workflow.Money) (out []workflow.Line) {
		for i, m := range of {
			out = append(out, workflow.Line{Category: "staff", Label: wrote([]string{"Ateliers", "Photos"}[i]), Amount: m})
		}
		return out
	}
	for name, c := range map[string]struct {
		change func(*workflow.Version)
		fr, nl []string
	}{
		"extension": {
			func(v *workflow.Version) { v.EndOn, v.ReportDue = "2025-05-31", "2025-07-30" },
			[]string{
				"Avenant n° 1 à la Convention Empowerment n° EMP-2023-03", "« 28 février 2025 » devient « 31 mai 2025 »", "15 mois", "« 29 avril 2025 » devient « 30 juillet 2025 »",
				"entrée en vigueur le 21 février 2024", "le 2 septembre 2024", "Le chantier a pris du retard.\n", "Fin du projet", "Document n° EMP-2023-03-A1, version 1",
			},
			[]string{"Bijvoegsel nr. 1", "31 mei 2025", "15 maanden"},
		},
		"budget": {
			func(v *workflow.Version) { v.Budget = lines(5000001, 1500000) },
			[]string{"40.000,01 €", "50.000,01 €", "10.000,00 €", "Salles | matériel", "-25.000,00 €", "Le montant de la subvention ne change pas : 65.000,01 €."},
			[]string{"50.000,01 €", "-25.000,00 €", "Het bedrag van de subsidie verandert niet: 65.000,01 euro."},
		},
		"partners": {
			func(v *workflow.Version) {
				v.Partners, v.Parties = []workflow.Partner{{ID: "org2", Role: wrote("Prête la salle")}}, []string{"slrb", "lojega", "org2"}
			},
			[]string{"La Compagnie du Chapitre asbl quitte le projet", "Commune de Jette (commune, (à compléter)", "Commune de Jette : Prête la salle", "y compris toute Partie qui rejoint", "Une Partie qui quitte le projet ne le signe pas"},
			[]string{"Gemeente Jette (gemeente, (aan te vullen)", "La Compagnie du Chapitre asbl verlaat het project"},
		},
		"account": {
			func(v *workflow.Version) { v.Account = "BE05999000000575" },
			[]string{"« BE38 9990 0000 0272 » devient « BE05 9990 0000 0575 »", "!Annexe 1 –"},
			[]string{"\"BE38 9990 0000 0272\" vervangen door \"BE05 9990 0000 0575\""},
		},
		"amount": {
			func(v *workflow.Version) {
				v.Amount, v.Budget, v.Mandate = 5000001, lines(5000001), workflow.Mandate{Organ: "delegate", Date: "2024-08-30", Reference: "D 12"}
			},
			[]string{"diminue la subvention de 15.000,00 €", "de 65.000,01 € à 50.000,01 € (cinquante mille euros et un centime)", "D 12 du 30 août 2024", "32.500,00 €", "15.000,00 €", "2.500,01 €", "17.500,01 €"},
			[]string{"van 65.000,01 euro naar 50.000,01 euro", "2.500,01 €"},
		},
	} {
		t.Run(name, func(t *testing.T) { saysBoth(t, made(t, dealt(1).amended(name, c.change)), c.fr, c.nl) })
	}
}

func TestSecondAvenant(t *testing.T) {
	d := dealt(1).amended("account", func(v *workflow.Version) { v.Account = "BE05999000000575" })
	void := revived(&workflow.Version{Kind: "budget"}, workflow.EntityVersion, "3", "void")
	signed := d.version
	workflow.Revive(signed, signed.Ref(), "signed")
	next := revived(&workflow.Version{Kind: "account", Account: "BE27999000000373", Amount: signed.Amount, Parties: signed.Parties, IssuedOn: "2024-10-01", Reasons: wrote("Autre banque")}, workflow.EntityVersion, "4", "issued")
	d.source.File.Versions = append(d.source.File.Versions, void, next)
	d.version, d.source.On = next, next
	saysBoth(t, made(t, d), []string{"Avenant n° 2", "déjà été modifiée par avenant (n° 1)", "EMP-2023-03-A2"}, []string{"Bijvoegsel nr. 2", "(nr. 1)"})
}
