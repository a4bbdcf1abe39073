package document

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// deal is a dossier whose convention, or avenant, is issued on 12 February 2024.
type deal struct {
	source  *Source
	version *workflow.Version
}

var issuedAt = time.Date(2024, 2, 12, 9, 30, 0, 0, time.UTC)

func wrote(s string) workflow.Text { return workflow.Text{Ref: "ref:" + s, Body: s} }

func revived[S workflow.Subject](s S, e workflow.Entity, id string, state workflow.State) S {
	ref := workflow.Ref{Entity: e, Dossier: "emp2023.bottin", ID: id}
	workflow.Revive(s, ref, state)
	return s
}

// dealt makes a dossier with that many partners, its convention just issued.
func dealt(partners int) *deal {
	v := revived(&workflow.Version{
		Kind: "convention", Language: "fr", Amount: 6500001, Parties: []string{"slrb", "lojega"}, IssuedOn: "2024-02-12",
		StartOn: "2024-03-01", EndOn: "2025-02-28", ReportDue: "2025-04-29", Account: "BE38999000000272",
	}, workflow.EntityVersion, "1", "issued")
	p := &workflow.Proposal{
		Title: wrote("Le Bottin des Voisins"), Theme: "culture", Requested: 6500001, Cofinancing: 400000,
		Budget: []workflow.Line{
			{Category: "staff", Label: wrote("Ateliers"), Amount: 4000001, Own: 250000},
			{Category: "operating", Label: wrote("Salles | matériel"), Amount: 2500000, Own: 150000},
		},
		Deliverables:   []workflow.Promise{{Title: wrote("Récits de voyages"), Due: "2024-10-31", Party: "org1"}, {Title: wrote("Bottin"), Due: "2024-12-13"}},
		Indicators:     []workflow.Indicator{{ID: "people", Title: wrote("Habitants impliqués"), Unit: wrote("personnes"), Base: 1250, Target: 4500}},
		Neighbourhoods: []workflow.Neighbourhood{{Name: wrote("Esseghem"), Problems: map[string]int{"isolation": 7, "bruit": 3}}, {Name: wrote("Essef")}},
		Objectives:     []string{"living"},
		Activities:     []workflow.Text{wrote("Des portraits."), wrote("Des rencontres.")},
		Texts:          map[string]workflow.Text{"summary": wrote("Les voisins se racontent."), "public": wrote("Locataires de Jette")},
	}
	f := revived(&workflow.Submission{
		CallID: "emp2023", Number: 3, Sisp: "lojega", Edition: 1, Proposal: p, SubmittedAt: time.Date(2023, 9, 20, 7, 40, 0, 0, time.UTC),
		Requested: 6500001, Awarded: 6500001, SignBy: "2024-03-15", Account: "BE38999000000272",
		Opinion: &workflow.Opinion{Opinion: "favourable"},
		Verdict: &workflow.Verdict{Kind: "award", Amount: 6500001, On: "2023-12-14", Mandate: workflow.Mandate{Organ: "board", Date: "2023-12-13", Reference: "CA 2023/112"}},
	}, workflow.EntitySubmission, "", empowerment.Contracting)
	f.Versions = []*workflow.Version{v}
	for i := range partners {
		id := fmt.Sprintf("org%d", i+1)
		v.Parties = append(v.Parties, id)
		p.Partners = append(p.Partners, workflow.Partner{ID: id, Role: wrote("Tient les ateliers " + id), Share: workflow.Money(i) * 100000})
	}
	return &deal{version: v, source: &Source{
		Programme: empowerment.V1(), House: contractHouse(), Call: contractCall(), File: f, On: v, Settings: Proposed(), At: issuedAt,
		Initial: 25500000, CallPast: contractPast(),
	}}
}

func contractCall() *workflow.Call {
	words := func(fr, nl string) workflow.Words { return workflow.Words{FR: fr, NL: nl} }
	c := &workflow.Call{
		Reference: "EMP-2023", Programme: "empowerment", Version: 1, Envelope: 26435000, ConcludedOn: "2023-11-24",
		OpensAt: time.Date(2023, 8, 21, 7, 0, 0, 0, time.UTC), ClosesAt: time.Date(2023, 10, 31, 16, 0, 0, 0, time.UTC),
		Editions: []*workflow.Rules{{
			Title: words("Empowerment des locataires sociaux", "Empowerment van sociale huurders"), Envelope: 25500000, Min: 1000000, Max: 6500001, Months: 12,
			Themes:      []workflow.Named{{ID: "culture", Title: words("Artistique / socio-culturel", "Artistiek / sociaal-cultureel")}},
			Objectives:  []workflow.Named{{ID: "living", Title: words("Améliorer le cadre de vie", "De leefomgeving verbeteren")}},
			Instalments: []workflow.Share{{Share: 50, After: "signed"}, {Share: 30, After: "midterm_held"}, {Share: 20, After: "reviewed"}},
			SigningDays: 60, AppealDays: 30, ReportDays: 60,
		}},
	}
	workflow.Revive(c, workflow.Ref{Entity: workflow.EntityCall, Dossier: "emp2023"}, empowerment.Running)
	return c
}

func contractPast() []Event {
	event := func(e workflow.Entity, a workflow.Action, on string) Event {
		at, _ := time.Parse(time.DateOnly, on)
		return Event{Happened: workflow.Happened{On: workflow.Ref{Entity: e, Dossier: "emp2023"}, Action: a}, At: at.Add(10 * time.Hour)}
	}
	return []Event{event(workflow.EntityCall, "validate", "2023-07-06"), event(workflow.EntityCall, "publish", "2023-08-21"), event("envelope", "change", "2023-12-12")}
}

func contractHouse() *workflow.House {
	h := &workflow.House{}
	workflow.Revive(h, workflow.Ref{Entity: workflow.EntityHouse, Dossier: workflow.HouseID}, "")
	org := func(id, kind, fr, nl string, aliases ...string) *workflow.Organisation {
		o := revived(&workflow.Organisation{Kind: kind, Name: workflow.Words{FR: fr, NL: nl}, Aliases: aliases}, workflow.EntityOrganisation, id, "registered")
		workflow.Attach(h, o)
		return o
	}
	person := func(id, name, org string, role workflow.Role) {
		workflow.Attach(h, revived(&workflow.Person{
			Name: wrote(name), Org: org, Function: workflow.Words{FR: "directrice", NL: "directrice"}, Grants: []workflow.Grant{{Role: role, Org: org}},
		}, workflow.EntityPerson, id, workflow.PersonActive))
	}
	org("slrb", "funder", "Société du Logement de la Région de Bruxelles-Capitale (SLRB)", "Brusselse Gewestelijke Huisvestingsmaatschappij (BGHM)", "SLRB").Address = "Rue Jourdan 45-55, 1060 Bruxelles"
	org("lojega", "sisp", "Lojega", "Lojega").Enterprise = "0403.357.771"
	org("org1", "association", "La Compagnie du Chapitre asbl", "", "Le Chapitre")
	org("org2", "municipality", "Commune de Jette", "Gemeente Jette")
	org("org3", "service", "PCS Bempt", "")
	org("org4", "sisp", "Le Foyer du Sud", "Zuiderhaard")
	person("anne", "Anne Lambert", "slrb", workflow.FunderSig)
	person("bert", "Bert Claes", "lojega", workflow.SispSig)
	for i := range 4 {
		person(fmt.Sprintf("p%d", i+1), fmt.Sprintf("Signataire %d", i+1), fmt.Sprintf("org%d", i+1), workflow.PartnerSig)
	}
	return h
}

// reduced awards less; cut says whether the lines were cut to it.
func (d *deal) reduced(to workflow.Money, cut bool) *deal {
	f := d.source.File
	f.Awarded, f.Verdict.Amount, d.version.Amount = to, to, to
	if cut {
		f.Verdict.Budget = []workflow.Line{{Category: "staff", Label: wrote("Ateliers"), Amount: to}}
	}
	return d
}

// amended is the same dossier in progress, the first instalment paid, with an
// avenant that was just issued.
func (d *deal) amended(kind string, change func(*workflow.Version)) *deal {
	f, first := d.source.File, d.version
	workflow.Revive(first, first.Ref(), "signed")
	workflow.Revive(f, f.Ref(), empowerment.InProgress)
	first.Budget = f.Proposal.Budget
	f.SignedAt, f.Signed, f.StartOn, f.EndOn, f.ReportDue = issuedAt.AddDate(0, 0, 9), first.Amount, first.StartOn, first.EndOn, first.ReportDue
	f.Paid = first.Amount * 50 / 100
	f.Instalments = []*workflow.Instalment{
		revived(&workflow.Instalment{Amount: f.Paid, Milestone: "signed", Share: 1}, workflow.EntityInstalment, "1", "paid"),
		revived(&workflow.Instalment{Amount: first.Amount * 30 / 100, Milestone: "midterm_held", Share: 2}, workflow.EntityInstalment, "2", "planned"),
	}
	v := revived(&workflow.Version{
		Kind: kind, Language: "fr", Amount: f.Signed, Parties: slices.Clone(first.Parties), IssuedOn: "2024-09-02", Reasons: wrote("Le chantier a pris du retard."),
	}, workflow.EntityVersion, "2", "issued")
	change(v)
	f.Versions = append(f.Versions, v)
	d.version, d.source.On, d.source.At = v, v, issuedAt.AddDate(0, 7, 0)
	return d
}

// made is the paper of the deal; it fails the test where there is none.
func made(t *testing.T, d *deal) *Paper {
	t.Helper()
	p, err := tried(d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func tried(d *deal) (*Paper, error) {
	maps.Copy(says, contractsSay)
	name := "convention"
	if d.version.Kind != name {
		name = "avenant_" + d.version.Kind
	}
	return Make(d.source.Programme.Document(workflow.JobDocument(name).Kind), d.source)
}

// printed is all that the paper says in a language.
func printed(t *testing.T, p *Paper, l locale.Language) string {
	t.Helper()
	doc, err := p.In(l)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	put := func(runs []locale.Run) {
		for i, r := range runs {
			if i == 1 && strings.HasSuffix(runs[0].Text, ".") { // the number of an item
				b.WriteByte(' ')
			}
			b.WriteString(r.Text)
		}
		b.WriteByte('\n')
	}
	for _, x := range doc.Blocks {
		put(x.Runs)
		for _, item := range x.Items {
			put(item)
		}
		for _, row := range append([][][]locale.Run{x.Head}, x.Rows...) {
			for _, cell := range row {
				put(cell)
			}
		}
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'").Replace(b.String())
}

// says checks what a paper says in both languages, and what it does not.
func saysBoth(t *testing.T, p *Paper, fr, nl []string) {
	t.Helper()
	for l, all := range map[locale.Language][]string{locale.FR: fr, locale.NL: nl} {
		text := printed(t, p, l)
		for _, s := range all {
			if no, found := strings.CutPrefix(s, "!"); found == strings.Contains(text, no) {
				t.Errorf("%s: %q", l, s)
			}
		}
	}
}

func TestConvention(t *testing.T) {
	d := dealt(1)
	saysBoth(t, made(t, d),
		[]string{
			"Convention Empowerment n° EMP-2023-03", "65.000,01 €", "soixante-cinq mille euros et un centime", "1er mars 2024", "28 février 2025", "29 avril 2025",
			"La Compagnie du Chapitre asbl, association", "ci-après « Le Chapitre »", "Anne Lambert, directrice", "BE38 9990 0000 0272", "CA 2023/112", "13 décembre 2023", "6 juillet 2023",
			"le conseil d'administration de la SLRB a octroyé", "fixé d'abord à 255.000,00 €, a été porté à 264.350,00 €", "décision enregistrée le 12 décembre 2023", "24 novembre 2023", "20 septembre 2023 à 9 h 40",
			"payée en 3 tranches", "32.500,00 €", "19.500,00 €", "13.000,01 €", "la signature par toutes les Parties", "L'octroi n'est soumis à aucune condition", "établie en français", "Esseghem et Essef",
			"Améliorer le cadre de vie", "bruit (3), isolation (7)", "Salles | matériel", "69.000,01 €", "Livrable : Récits de voyages", "à convenir, vers le milieu", "12,5", "!{", "!Les Partenaires ne sont pas solidaires", "!contrat de gestion",
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
