package document

import (
	"fmt"
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
		Objectives:     []string{"living", "local"},
		Activities:     []workflow.Activity{{Title: wrote("Des portraits.")}, {Title: wrote("Des rencontres.")}},
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
			Themes: []workflow.Named{{ID: "culture", Title: words("Artistique / socio-culturel", "Artistiek / sociaal-cultureel")}},
			Objectives: []workflow.Objective{
				{ID: "living", Title: words("Améliorer le cadre de vie", "De leefomgeving verbeteren")},
				{ID: "local", Number: "3.1", Title: words("Renforcer les dynamiques locales", "De lokale dynamiek versterken"), Axis: words("Axe 3", "As 3")},
			},
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
