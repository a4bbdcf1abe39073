package document

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// born gives a part of a dossier its name and state.
func born[S workflow.Subject](s S, dossier string, e workflow.Entity, id string, state workflow.State) S {
	workflow.Revive(s, workflow.Ref{Entity: e, Dossier: dossier, ID: id}, state)
	return s
}

var concludedAt = time.Date(2023, 11, 24, 15, 0, 0, 0, time.UTC)

// applied are the projects of 2023: what each asks, by the number of its dossier.
var applied = []struct {
	title, sisp, theme string
	euros              int
	opinion            string
}{
	{"Alimentation au Bempt", "sud", "food", 62700, "favourable"},
	{"Le Bottin des Voisins", "lojega", "culture", 65000, "favourable_with_conditions"},
	{"Projet non retenu 1", "s4", "culture", 65000, "unfavourable"},
	{"Inclusion numérique", "laekenois", "digital", 18500, "favourable"},
	{"Mimosa 1080", "molenbeekois", "single_parents", 65000, "favourable"},
	{"Cuisine de Quartier", "floreal", "food", 36400, "favourable"},
	{"Projet non retenu 2", "s6", "food", 58400, "reserve"},
	{"Groupe d’entraide pour parents solos", "floreal", "single_parents", 16750, "favourable"},
	{"Projet non retenu 3", "s7", "digital", 45000, "reserve"},
	{"Projet non retenu 4", "s8", "culture", 40000, "unfavourable"},
	{"Projet non retenu 5", "s9", "food", 40000, "unfavourable"},
	{"Projet non retenu 6", "s10", "culture", 40000, "unfavourable"},
	{"Projet non retenu 7", "s11", "digital", 40000, "unfavourable"},
	{"Projet non retenu 8", "s12", "culture", 30000, "unfavourable"},
	{"Projet non retenu 9", "s4", "food", 27250, "unfavourable"},
}

func edition2023() *Source {
	words := func(fr, nl string) workflow.Words { return workflow.Words{FR: fr, NL: nl} }
	c := born(&workflow.Call{
		Reference: "EMP-2023", Programme: "empowerment", Version: 1, Envelope: 25500000, ConcludedOn: "2023-11-24",
		OpensAt: time.Date(2023, 8, 21, 7, 0, 0, 0, time.UTC), ClosesAt: time.Date(2023, 10, 31, 16, 0, 0, 0, time.UTC),
		Present: []workflow.Attendee{{Person: "jury1"}, {Person: "jury2"}, {Person: "jury3"}, {Person: "das1"}, {Name: wrote("Une observatrice")}},
		Editions: []*workflow.Rules{{
			Title: words("Empowerment des locataires sociaux", "Empowerment van sociale huurders"), Envelope: 25500000, Min: 1000000, Max: 6500000, Months: 12, Quorum: 2,
			Criteria: []workflow.Criterion{
				{ID: "need", Title: words("Participation des habitants", "Deelname van de bewoners"), Weight: 50, Max: 20, Threshold: 800},
				{ID: "partners", Title: words("Partenariat", "Partnerschap"), Weight: 30, Max: 10},
				{ID: "budget", Title: words("Budget", "Budget"), Weight: 20, Max: 10},
			},
			Ties:        []string{"need", "submitted_at"},
			Themes:      []workflow.Named{{ID: "food", Title: words("Alimentation durable", "Duurzame voeding")}, {ID: "digital", Title: words("Numérique", "Digitaal")}, {ID: "culture", Title: words("Artistique / socio-culturel", "Artistiek / sociaal-cultureel")}, {ID: "single_parents", Title: words("Monoparental", "Eenoudergezinnen")}},
			Objectives:  []workflow.Objective{{ID: "living", Title: words("Améliorer le cadre de vie", "De leefomgeving verbeteren")}},
			Instalments: []workflow.Share{{Share: 50, After: "signed"}, {Share: 30, After: "midterm_held"}, {Share: 20, After: "reviewed"}},
		}},
	}, "emp2023", workflow.EntityCall, "", empowerment.Deliberated)
	s := &Source{Programme: empowerment.V1(), House: house2023(), Call: c, Settings: Proposed(), At: concludedAt, Initial: 25500000, On: c}
	for i, as := range []string{"chair", "member", "member", "substitute"} {
		who := fmt.Sprintf("jury%d", i+1)
		c.Members = append(c.Members, born(&workflow.Member{Person: who, As: as, Conflict: who == "jury3"}, "emp2023", workflow.EntityMember, who, workflow.MemberAppointed))
	}
	for n := range applied {
		s.All = append(s.All, application(n))
	}
	s.CallPast = happened(workflow.EntityCall, "validate", "2023-07-06", "publish", "2023-08-21", "close", "2023-10-31", "convene", "2023-11-13", "conclude", "2023-11-24")
	s.Past = s.CallPast
	return s
}

// happened are acts of jury1 on the call, each with its day.
func happened(e workflow.Entity, acts ...string) (out []Event) {
	for i := 0; i < len(acts); i += 2 {
		at, _ := time.Parse(time.DateOnly, acts[i+1])
		out = append(out, Event{Happened: workflow.Happened{On: workflow.Ref{Entity: e, Dossier: "emp2023"}, Action: workflow.Action(acts[i]), By: "jury1"}, At: at.Add(15 * time.Hour)})
	}
	return out
}

// application is the dossier of that number, with an opinion and its sheets.
func application(n int) *workflow.Submission {
	a := applied[n]
	id := fmt.Sprintf("emp2023.p%02d", n+1)
	amount := workflow.Money(a.euros * 100)
	x := born(&workflow.Submission{
		CallID: "emp2023", Number: n + 1, Sisp: a.sisp, Edition: 1, Requested: amount, SubmittedAt: time.Date(2023, 9, 1+n, 8, 0, 0, 0, time.UTC),
		Proposal: &workflow.Proposal{
			Title: wrote(a.title), Theme: a.theme, Requested: amount, Partners: []workflow.Partner{{ID: "asbl1"}, {ID: "asbl2"}}, Objectives: []string{"living"},
			Budget:     []workflow.Line{{Category: "staff", Label: wrote("Animation"), Amount: amount - 500000}, {Category: "operating", Label: wrote("Matériel"), Amount: 500000}, {Category: "operating", Label: wrote("Salle"), Own: 150000}},
			Indicators: []workflow.Indicator{{ID: "people", Title: wrote("Habitants impliqués"), Unit: wrote("personnes"), Target: 4000}, {ID: "activities", Title: wrote("Activités"), Target: 4500}},
		},
		Opinion: &workflow.Opinion{Opinion: a.opinion, Advised: amount, Reasons: wrote("Le projet " + a.title + " répond à un besoin que les habitants ont nommé eux-mêmes, avec des partenaires du quartier et un budget en proportion."), By: "jury1"},
	}, id, workflow.EntitySubmission, "", workflow.SubmissionRanked)
	if a.opinion == "favourable_with_conditions" {
		x.Opinion.Conditions = []workflow.Text{wrote("Associer les habitants au choix des textes."), wrote("Revoir le calendrier.")}
		x.Opinion.Votes = &workflow.Votes{For: 2, Abstain: 1}
	}
	for j, who := range []string{"jury1", "jury2"} {
		raw := workflow.Number(2000 - 100*n - 50*j)
		x.Sheets = append(x.Sheets, born(&workflow.Sheet{Person: who, Scores: []workflow.Score{
			{Criterion: "need", Score: raw, Reasons: wrote("Bien.")}, {Criterion: "partners", Score: 800, Reasons: wrote("Bien.")}, {Criterion: "budget", Score: 700, Reasons: wrote("Bien.")},
		}}, id, workflow.EntitySheet, who, "sealed"))
	}
	return x
}

func house2023() *workflow.House {
	h := &workflow.House{}
	workflow.Revive(h, workflow.Ref{Entity: workflow.EntityHouse, Dossier: workflow.HouseID}, "")
	org := func(id, kind, name string) {
		workflow.Attach(h, born(&workflow.Organisation{Kind: kind, Name: workflow.Words{FR: name}}, workflow.HouseID, workflow.EntityOrganisation, id, workflow.OrganisationOn))
	}
	org("slrb", "funder", "SLRB")
	for id, name := range map[string]string{"sud": "Le Foyer du Sud", "lojega": "Lojega", "laekenois": "Le Foyer Laekenois", "molenbeekois": "Le Logement Molenbeekois", "floreal": "Le Logis-Floréal"} {
		org(id, "sisp", name)
	}
	for i := 4; i <= 14; i++ {
		if i != 5 && i != 14 {
			org(fmt.Sprintf("s%d", i), "sisp", fmt.Sprintf("SISP de démonstration %d", i))
		}
	}
	org("s14", "sisp", "SISP de démonstration 14")
	org("s15", "sisp", "SISP de démonstration 15")
	org("asbl1", "association", "La Compagnie du Chapitre asbl")
	org("asbl2", "association", "Atelier Groot Eiland asbl")
	for id, name := range map[string]string{"jury1": "Anne Lambert", "jury2": "Bert Claes", "jury3": "Chloé Petit", "jury4": "Dirk Maes", "das1": "Eva Simon", "sig1": "Fien Peeters", "fin1": "Guy Noël"} {
		p := born(&workflow.Person{Name: wrote(name), Function: workflow.Words{FR: "gestionnaire", NL: "beheerder"}}, workflow.HouseID, workflow.EntityPerson, id, workflow.PersonActive)
		if id == "jury3" {
			p.Mandates = []string{"lojega"}
		}
		workflow.Attach(h, p)
	}
	return h
}

// paper makes a document of one of the kinds of this part.
func paper(t *testing.T, kind string, s *Source) *Paper {
	t.Helper()
	p, err := tryPaper(kind, s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func tryPaper(kind string, s *Source) (*Paper, error) {
	return Make(s.Programme.Document(workflow.JobDocument(kind).Kind), s)
}

// allSaid complains of names that the texts use and the facts do not have.
func allSaid(t *testing.T, p *Paper) {
	t.Helper()
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
			if !kind.in[name] {
				t.Errorf("%s: nothing says %s", p.Kind, name)
			}
		}
	}
}

func TestMinutes(t *testing.T) {
	s := edition2023()
	moved := s.All[0].Sheets[0]
	workflow.Revive(moved, moved.Ref(), "moderated")
	moved.Moderated = []workflow.Score{{Criterion: "need", Score: 1950, Reasons: wrote("La discussion a montré un calendrier serré.")}}
	s.All[9].Sheets = append(s.All[9].Sheets, born(&workflow.Sheet{Person: "jury4", Reasons: wrote("Ancien employeur")}, "emp2023.p10", workflow.EntitySheet, "jury4", workflow.SheetConflict))
	withdrawn := application(14)
	workflow.Revive(withdrawn, workflow.Ref{Entity: workflow.EntitySubmission, Dossier: "emp2023.gone"}, "withdrawn")
	withdrawn.Number = 16
	s.All = append(s.All, withdrawn)

	p := paper(t, "minutes", s)
	allSaid(t, p)
	saysBoth(t, p,
		[]string{
			"24 novembre 2023", "Anne Lambert, Présidence", "255.000,00 €", "Une observatrice", "Eva Simon", "Chloé Petit",
			"EMP-2023-02, Le Bottin des Voisins\nMandat\nLojega\n", "EMP-2023-10, Projet non retenu 4\nDéclaration\nAncien employeur\nAccès fermé, aucune grille", "En les concluant, la présidence adopte ce procès-verbal",
			"Participation des habitants, le moment de l'introduction, le numéro du dossier", "Il est atteint pour chaque projet examiné",
			"EMP-2023-08 – Groupe d'entraide pour parents solos (Le Logis-Floréal)", "Elle passe après le rang 7", "y est de 247.600,00 €", "Reste : ",
			"Condition proposée : Revoir le calendrier.", "264.350,00 €", "9.350,00 €", "La discussion a montré un calendrier serré.\n", "20\n19,5\n",
			"!EMP-2023-16", "Notes modifiées : 1", "Les autres avis ont été rendus sans vote", "!a remplacée", "Confidentiel",
		},
		[]string{
			"24 november 2023", "Anne Lambert, Voorzitter", "Toegang gesloten, geen rooster", "Door ze af te sluiten keurt de voorzitter dit verslag goed", "264.350,00 €", "9.350,00 euro", "Gunstig onder voorwaarden", "Ze ligt na plaats 7",
			"Voorgestelde voorwaarde: Revoir le calendrier.", "Gewijzigde scores: 1", "!EMP-2023-16", "Vertrouwelijk", "EMP-2023-07 en EMP-2023-09",
		})
}

func TestMinutesOfNobodyAndOfAll(t *testing.T) {
	s := edition2023()
	s.All = nil
	p := paper(t, "minutes", s)
	saysBoth(t, p, []string{"Aucun projet n'était devant le comité", "!Ligne du budget", "Aucun vote n'est consigné"}, []string{"Er lag geen project bij het comité"})

	s = edition2023()
	s.Call.Envelope = 26435000 // reached exactly by what is not advised against
	p = paper(t, "minutes", s)
	saysBoth(t, p, []string{"Le budget couvre tous les montants conseillés, soit 264.350,00 €. Reste : 0,00 €", "!dépasse le budget"}, []string{"samen 264.350,00 euro"})

	s.Call.Envelope = 100
	saysBoth(t, paper(t, "minutes", s), []string{"ne couvre pas le montant conseillé au premier rang"}, []string{"op de eerste plaats niet"})
}

func TestMinutesSayTiesAndWhatLacks(t *testing.T) {
	s := edition2023()
	s.All[1].Sheets[0].Scores[0].Score, s.All[1].Sheets[1].Scores[0].Score = 2000, 1950 // as the first
	s.All[2].Sheets = s.All[2].Sheets[:1]
	s.All[3].Sheets = nil
	s.Call.Members[0].Conflict = true
	s.Call.Members[1].As = "acting_chair"
	s.CallPast[4].By = "jury2"
	late := born(&workflow.Sheet{Person: "jury4", Scores: s.All[0].Sheets[0].Scores}, "emp2023.p10", workflow.EntitySheet, "jury4", workflow.SheetConflict)
	s.All[9].Sheets = append(s.All[9].Sheets, late)
	p := paper(t, "minutes", s)
	saysBoth(t, p,
		[]string{
			"À égalité de score, départagés selon le point 3 : EMP-2023-01 et EMP-2023-02", "Il n'est pas atteint pour : EMP-2023-03 et EMP-2023-04", "sans score",
			"Bert Claes l'a remplacée", "Bert Claes, Présidence faisant fonction", "Un dossier qui n'est plus devant le comité", "Accès fermé, grille retirée des scores", "Sous le minimum demandé à un critère : EMP-2023-13",
		},
		[]string{"Bert Claes verving de voorzitter", "EMP-2023-03 en EMP-2023-04", "zonder score", "Waarnemend voorzitter"})
	if got := p.Facts.Each["ranked_project"]; len(got) != 15 || got[0].Is["project_number"].Text != "EMP-2023-01" {
		t.Errorf("%d ranked, first %v", len(got), got[0].Is["project_number"])
	}
	s.Call.ConcludedOn = ""
	if _, err := tryPaper("minutes", s); !errors.Is(err, ErrMayNot) {
		t.Errorf("minutes of a committee that goes on: %v", err)
	}
}

func TestMinutesLeaveNoBracket(t *testing.T) {
	for _, l := range Languages {
		if text := printed(t, paper(t, "minutes", edition2023()), l); strings.ContainsAny(text, "{}[]") {
			t.Errorf("%s: a mark is left", l)
		}
	}
}
