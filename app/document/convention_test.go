package document

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/workflow"
)

func TestConvention(t *testing.T) {
	d := dealt(1)
	saysBoth(t, made(t, d),
		[]string{
			"Convention Empowerment n° EMP-2023-03", "65.000,01 €", "soixante-cinq mille euros et un centime", "1er mars 2024", "28 février 2025", "29 avril 2025",
			"La Compagnie du Chapitre asbl, association", "ci-après « Le Chapitre »", "Anne Lambert, directrice", "BE38 9990 0000 0272", "CA 2023/112", "13 décembre 2023", "6 juillet 2023",
			"le conseil d'administration de la SLRB a octroyé", "fixé d'abord à 255.000,00 €, a été porté à 264.350,00 €", "décision enregistrée le 12 décembre 2023", "24 novembre 2023", "20 septembre 2023 à 9 h 40",
			"payée en 3 tranches", "32.500,00 €", "19.500,00 €", "13.000,01 €", "la signature par toutes les Parties", "L'octroi n'est soumis à aucune condition", "établie en français", "Esseghem et Essef",
			"Améliorer le cadre de vie", "Isolement (7), bruit (3)", "Salles | matériel", "69.000,01 €", "Livrable : Récits de voyages", "à convenir, vers le milieu", "12,5", "!{", "!Les Partenaires ne sont pas solidaires", "!contrat de gestion",
			"2.500,00 €", "!ordonnance du 4 avril 2024", "ordonnance organique du 23 février 2006",
		},
		[]string{
			"Empowerment-overeenkomst nr. EMP-2023-03", "65.000,01 euro", "vijfenzestigduizend euro en één cent", "1 maart 2024", "28 februari 2025", "29 april 2025",
			"La Compagnie du Chapitre asbl, vereniging", "hierna \"Le Chapitre\"", "de raad van bestuur van de BGHM de subsidie heeft toegekend", "in 3 schijven betaald", "13.000,01 €", "opgemaakt in het Frans",
			"De leefomgeving verbeteren", "12 december 2023", "Op te leveren: Récits de voyages", "af te spreken, rond het midden", "!{",
		})
}

func TestConventionOfFour(t *testing.T) {
	d := dealt(4)
	d.version.Language = "nl"
	d.source.File.Conditions = []*workflow.Condition{
		revived(&workflow.Condition{Text: wrote("Plan de garde"), Instalment: 2, Due: "2024-05-01"}, workflow.EntityCondition, "1", "open"),
		revived(&workflow.Condition{Text: wrote("Abandonnée")}, workflow.EntityCondition, "2", "waived"),
	}
	d.source.File.Contacts = []workflow.Contact{{Party: "lojega", Name: wrote("Clara Peeters"), Email: wrote("clara@example.brussels")}}
	d.source.Initial = d.source.Call.Envelope
	saysBoth(t, made(t, d),
		[]string{
			"6. Le Foyer du Sud, société immobilière", "PCS Bempt, service", "Plan de garde – à remplir au plus tard le 1er mai 2024 – avant le paiement de la tranche 2.", "!Abandonnée", "Clara Peeters, clara@example.brussels",
			"Cela vaut pour : Commune de Jette.", "Les Partenaires ne sont pas solidaires", "Le Porteur verse à chaque Partenaire", "3.000,00 €", "établie en néerlandais", "!décision enregistrée",
		},
		[]string{"6. Zuiderhaard, openbare vastgoedmaatschappij", "vóór de betaling van schijf 2", "Dit geldt voor: Gemeente Jette.", "opgemaakt in het Nederlands"})
}

func TestConventionForLess(t *testing.T) {
	saysBoth(t, made(t, dealt(0).reduced(3000001, true)),
		[]string{"30.000,01 €", "Le montant demandé était de 65.000,01 €. L'annexe 2 contient le budget adapté.", "15.000,00 €", "9.000,00 €", "6.000,01 €", "!Ces lignes sont celles"},
		[]string{"Het gevraagde bedrag was 65.000,01 euro. Bijlage 2 bevat het aangepaste budget."})
	saysBoth(t, made(t, dealt(0).reduced(3000001, false)),
		[]string{"L'annexe 2 reprend les lignes de la candidature", "Ces lignes sont celles de la candidature. La subvention est limitée à 30.000,01 €"},
		[]string{"Deze lijnen zijn die van de aanvraag"})
}

func TestConventionPaidAtOnce(t *testing.T) {
	d := dealt(1)
	d.source.Call.Editions[0].Instalments = []workflow.Share{{Share: 100, After: "signed"}}
	d.source.Call.Editions[0].Months = 30
	d.source.Call.Editions[0].Terms = map[string]int{"electronic_signature": 0, "resident_seat_count": 2, "payment_days": 45}
	d.source.Call.Editions[0].Texts = []workflow.PublicText{{ID: "excluded_costs", Text: workflow.Words{FR: "les loyers", NL: "huur"}}, {ID: "appeal_body", Text: workflow.Words{FR: "le Comité", NL: "het Comité"}}}
	p := d.source.File.Proposal
	p.Deliverables, p.Indicators, p.Neighbourhoods, p.Activities, p.Objectives, p.Texts = nil, nil, nil, nil, nil, nil
	saysBoth(t, made(t, d),
		[]string{"payée en une fois, soit 65.000,01 €, après : la signature par toutes les Parties.", "Il s'étend sur 3 ans", "signée à la main", "ainsi que 2 habitantes", "dans les 45 jours", "ni : les loyers", "Aucun livrable", "Aucun indicateur", "!Quartiers", "!Activités", "!3.4"},
		[]string{"in één keer betaald, namelijk 65.000,01 euro, na: de ondertekening", "Het loopt over 3 jaar", "Er zijn geen op te leveren resultaten gepland.", "noch: huur"})
}

// TestConventionWithCalendar: activities that say when are a calendar by date,
// objectives stand under their axes, what is reported has its name in each language.
func TestConventionWithCalendar(t *testing.T) {
	d := dealt(1)
	axis := workflow.Words{FR: "Axe 3 – Le quartier", NL: "As 3 – De wijk"}
	d.source.Call.Editions[0].Objectives = []workflow.Objective{
		{ID: "living", Title: workflow.Words{FR: "Améliorer le cadre de vie", NL: "De leefomgeving verbeteren"}},
		{ID: "local", Number: "3.1", Axis: axis, Title: workflow.Words{FR: "Renforcer les dynamiques locales", NL: "De lokale dynamiek versterken"}},
		{ID: "place", Number: "3.3", Axis: axis, Title: workflow.Words{FR: "Soutenir l'appropriation", NL: "De toe-eigening steunen"}},
		{ID: "other", Number: "3.9", Axis: axis, Title: workflow.Words{FR: "Autre chose", NL: "Iets anders"}},
	}
	p := d.source.File.Proposal
	p.Objectives = []string{"place", "living", "local"}
	p.Activities = []workflow.Activity{
		{Title: wrote("Des rencontres.")},
		{Title: wrote("Exposition"), From: "2024-12-13", Until: "2024-12-13", Place: wrote("Maison de quartier")},
		{Title: wrote("Des portraits."), From: "2024-03-05", Until: "2024-06-25", Times: wrote("chaque mardi")},
		{Title: wrote("Impression"), Until: "2024-11-30"},
	}
	paper := made(t, d)
	saysBoth(t, paper,
		[]string{
			"du 5 mars 2024 au 25 juin 2024", "chaque mardi", "le 13 décembre 2024", "Maison de quartier", "jusqu'au 30 novembre 2024", "à convenir",
			"voir le calendrier (annexe 4)", "Axe 3 – Le quartier", "3.1 Renforcer les dynamiques locales et 3.3 Soutenir l'appropriation", "!Autre chose", "Isolement (7), bruit (3)",
		},
		[]string{
			"van 5 maart 2024 tot en met 25 juni 2024", "op 13 december 2024", "tot en met 30 november 2024", "af te spreken",
			"zie de kalender (bijlage 4)", "As 3 – De wijk", "3.1 De lokale dynamiek versterken en 3.3 De toe-eigening steunen", "!Iets anders", "Isolement (7), bruit (3)",
		})
	for _, l := range []locale.Language{locale.FR, locale.NL} {
		text := textOf(t, "calendar", paper, l)
		at := -1
		for _, title := range []string{"Des portraits.", "Impression", "Exposition", "Des rencontres."} {
			i := strings.LastIndex(text, title)
			if i < at {
				t.Errorf("%s: %s does not stand in the order of time", l, title)
			}
			at = i
		}
	}
}

// TestContractsMayNotBeMade: what the rules of the programme exclude.
func TestContractsMayNotBeMade(t *testing.T) {
	for name, d := range map[string]*deal{
		"nothing awarded":      func() *deal { d := dealt(1); d.source.File.Verdict = nil; return d }(),
		"more than asked":      dealt(1).reduced(7000000, true),
		"lines of another sum": func() *deal { d := dealt(1); d.version.Budget = d.source.File.Proposal.Budget[:1]; return d }(),
		"no reasons":           dealt(1).amended("account", func(v *workflow.Version) { v.Account, v.Reasons = "BE05999000000575", workflow.Text{} }),
		"no later end":         dealt(1).amended("extension", func(v *workflow.Version) { v.EndOn = "2025-02-28" }),
		"no organ": dealt(1).amended("amount", func(v *workflow.Version) {
			v.Amount, v.Budget = 5000000, []workflow.Line{{Category: "staff", Label: wrote("x"), Amount: 5000000}}
		}),
		"below what is paid": dealt(1).amended("amount", func(v *workflow.Version) {
			v.Amount, v.Budget, v.Mandate = 3000000, []workflow.Line{{Category: "staff", Label: wrote("x"), Amount: 3000000}}, workflow.Mandate{Organ: "board"}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := tried(d); !errors.Is(err, ErrMayNot) {
				t.Errorf("made, or %v", err)
			}
		})
	}
}

// TestContractsSayAllTheirNames: whatever the case, no text lacks a fact.
func TestContractsSayAllTheirNames(t *testing.T) {
	for _, d := range []*deal{
		dealt(0), dealt(4),
		dealt(1).amended("extension", func(v *workflow.Version) { v.EndOn = "2025-05-31" }),
		dealt(1).amended("budget", func(v *workflow.Version) {}),
		dealt(1).amended("partners", func(v *workflow.Version) { v.Partners = []workflow.Partner{{ID: "org2"}} }),
		dealt(1).amended("account", func(v *workflow.Version) { v.Account = "BE05999000000575" }),
		dealt(1).amended("amount", func(v *workflow.Version) {
			v.Budget, v.Amount, v.Mandate = []workflow.Line{{Category: "staff", Label: wrote("x"), Amount: 6000000}}, 6000000, workflow.Mandate{Organ: "board"}
		}),
	} {
		p := made(t, d)
		used, err := locale.Names(p.Edition, p.Sections)
		if err != nil {
			t.Fatal(err)
		}
		is, ifs, each := map[string]bool{"document_hash": true}, map[string]bool{}, map[string]bool{}
		collect(p.Facts, is, ifs, each)
		for _, kind := range []struct {
			used []string
			in   map[string]bool
		}{{used.Variables, is}, {used.Conditions, ifs}, {used.Loops, each}} {
			for _, name := range kind.used {
				if !kind.in[name] && !inEmptyLoop[name] {
					t.Errorf("%s: nothing says %s", p.Kind, name)
				}
			}
		}
	}
}

// inEmptyLoop are names that only the items of a loop have.
var inEmptyLoop = map[string]bool{
	"condition_text": true, "condition_due": true, "condition_due_date": true, "condition_instalment": true, "condition_instalment_named": true, "condition_met": true,
	"partner_legal_name": true, "partner_short_name": true, "partner_legal_form": true, "partner_address": true, "partner_enterprise_number": true, "partner_signatories": true,
	"partner_service_name": true, "partner_role": true, "role_given": true, "partner_acts_for_service": true, "party_number": true, "party_amount": true,
}

func collect(f locale.Facts, is, ifs, each map[string]bool) {
	for name := range f.Is {
		is[name] = true
	}
	for name := range f.If {
		ifs[name] = true
	}
	for name, items := range f.Each {
		each[name] = true
		for _, item := range items {
			collect(item, is, ifs, each)
		}
	}
}

// TestContractIsTheSameTwice: the facts are the same bytes, and read back.
func TestContractIsTheSameTwice(t *testing.T) {
	one, two := made(t, dealt(2)), made(t, dealt(2))
	a, err := one.JSON()
	if err != nil {
		t.Fatal(err)
	}
	b, _ := two.JSON()
	if !bytes.Equal(a, b) {
		t.Error("made twice, they differ")
	}
	back, err := Read(a)
	if err != nil {
		t.Fatal(err)
	}
	if printed(t, back, locale.NL) != printed(t, one, locale.NL) {
		t.Error("read back, it says something else")
	}
}
