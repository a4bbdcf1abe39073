package document

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"tremplin/locale"
	"tremplin/pdf/pdftest"
	"tremplin/workflow"
)

// kept is a paper under the name of what is kept of it.
type kept struct {
	name   string
	kind   string
	source func() *Source
	golden bool            // its text is kept
	shown  locale.Language // its pictures are kept in that language
}

// plainPapers are one of each kind, as it most often is.
func plainPapers() []kept {
	all := []kept{
		{"convention", "convention", func() *Source { return whole(dealt(2)).source }, true, locale.FR},
		{"avenant_extension", "avenant_extension", func() *Source { return extended().source }, true, ""},
		{"avenant_budget", "avenant_budget", func() *Source { return shiftedDeal().source }, true, locale.NL},
		{"avenant_partners", "avenant_partners", func() *Source { return joined().source }, true, ""},
		{"avenant_account", "avenant_account", func() *Source { return rebanked().source }, true, ""},
		{"avenant_amount", "avenant_amount", func() *Source { return lowered().source }, true, ""},
		{"claim", "claim", underWay, true, locale.FR},
		{"payment", "payment", underWay, true, locale.NL},
		{"minutes", "minutes", contestedMinutes, true, locale.FR},
		{"midterm", "midterm", interviewed, true, locale.FR},
		{"final_review", "final_review", reviewed, true, locale.FR},
		{"programme_report", "programme_report", finished, true, locale.FR},
	}
	shown := map[string]locale.Language{"award": locale.NL, "rejection": locale.FR, "ineligible": locale.FR, "recovery": locale.FR, "interview": locale.NL}
	seen := map[string]bool{}
	for _, v := range variants() {
		if !seen[v.kind] {
			seen[v.kind] = true
			all = append(all, kept{v.kind, v.kind, func() *Source { return v.made().Source }, true, shown[v.kind]})
		}
	}
	return all
}

// oddPapers are the others: every case of every letter, and the longest and the
// shortest of the rest.
func oddPapers() []kept {
	all := []kept{
		{"convention-one", "convention", func() *Source { return whole(dealt(1)).source }, false, ""},
		{"convention-four", "convention", func() *Source { return whole(dealt(4)).source }, false, locale.FR},
		{"convention-longest", "convention", func() *Source { return longestDeal().source }, true, locale.NL},
		{"convention-alone", "convention", func() *Source { return bare().source }, false, ""},
		{"convention-reduced", "convention", func() *Source { return dealt(1).reduced(3000001, true).source }, false, ""},
		{"minutes-nobody", "minutes", func() *Source { s := edition2023(); s.All = nil; return s }, false, ""},
		{"midterm-missed", "midterm", missed, false, ""},
		{"programme_report-draft", "programme_report", undone, false, ""},
		{"award-longest", "award", func() *Source { return wordy(awarded(6500000)).Source }, false, ""},
	}
	for i, v := range variants() {
		all = append(all, kept{fmt.Sprintf("%s-%d", v.kind, i), v.kind, func() *Source { return v.made().Source }, false, ""})
	}
	return all
}

// whole is the deal with what the parties have told of themselves.
func whole(d *deal) *deal {
	for i, id := range []string{"slrb", "lojega", "org1", "org2", "org3", "org4"} {
		o := d.source.House.Org(id)
		o.Address = []string{"Rue Jourdan 45-55, 1060 Bruxelles", "Rue Jean Tiebackx 15, 1090 Jette", "Chaussée de Wemmel 100, boîte 12, 1090 Jette", "Chaussée de Wemmel 100, 1090 Jette", "Avenue Max Waller 22, 1190 Forest", "Rue de la Perche 30, 1060 Saint-Gilles"}[i]
		o.Enterprise = []string{"0236.506.585", "0403.357.771", "0447.211.905", "0207.366.304", "0862.100.288", "0403.357.276"}[i]
	}
	return d
}

func budgetOf(of ...workflow.Money) (out []workflow.Line) {
	for i, m := range of {
		out = append(out, workflow.Line{Category: "staff", Label: wrote([]string{"Ateliers", "Photos"}[i]), Amount: m})
	}
	return out
}

func extended() *deal {
	return whole(dealt(2)).amended("extension", func(v *workflow.Version) { v.EndOn, v.ReportDue = "2025-05-31", "2025-07-30" })
}

func shiftedDeal() *deal {
	return whole(dealt(1)).amended("budget", func(v *workflow.Version) { v.Budget = budgetOf(5000001, 1500000) })
}

func joined() *deal {
	return whole(dealt(1)).amended("partners", func(v *workflow.Version) {
		v.Partners, v.Parties = []workflow.Partner{{ID: "org2", Role: wrote("Prête la salle")}}, []string{"slrb", "lojega", "org2"}
	})
}

func rebanked() *deal {
	return whole(dealt(1)).amended("account", func(v *workflow.Version) { v.Account = "BE05999000000575" })
}

func lowered() *deal {
	return whole(dealt(1)).amended("amount", func(v *workflow.Version) {
		v.Amount, v.Budget, v.Mandate = 5000001, budgetOf(5000001), workflow.Mandate{Organ: "delegate", Date: "2024-08-30", Reference: "D 12"}
	})
}

// contestedMinutes have a moderated score, and conflicts of both kinds.
func contestedMinutes() *Source {
	s := edition2023()
	moved := s.All[0].Sheets[0]
	workflow.Revive(moved, moved.Ref(), "moderated")
	moved.Moderated = []workflow.Score{{Criterion: "need", Score: 1950, Reasons: wrote("La discussion a montré un calendrier serré.")}}
	s.All[9].Sheets = append(s.All[9].Sheets, born(&workflow.Sheet{Person: "jury4", Reasons: wrote("Ancien employeur")}, "emp2023.p10", workflow.EntitySheet, "jury4", workflow.SheetConflict))
	return s
}

func missed() *Source {
	s := interviewed()
	s.File.Midterms = []workflow.Midterm{{NotHeld: wrote("La SISP n'a pas répondu.")}}
	s.File.Proposal.Indicators, s.File.Deliverables, s.File.Spending = nil, nil, nil
	return s
}

func undone() *Source {
	s := edition2023()
	workflow.Revive(s.Call, s.Call.Ref(), workflow.CallDraft)
	s.Call.Envelope, s.Initial, s.Call.ConcludedOn = 0, 0, ""
	s.All, s.CallPast, s.Past = nil, nil, nil
	return s
}

// bare is a convention with nobody and nothing that may be missing.
func bare() *deal {
	d := dealt(0)
	p := d.source.File.Proposal
	p.Deliverables, p.Indicators, p.Neighbourhoods, p.Activities, p.Objectives, p.Texts = nil, nil, nil, nil, nil, nil
	return d
}

var (
	longTitle = strings.Repeat("Cuisine coopérative, entraide numérique et fêtes de quartier œuvrant ensemble à l’IJzer – ", 4)[:300]
	longName  = strings.Repeat("Réseau bruxellois d’éducation permanente et d’accompagnement ", 4)[:200]
	longText  = strings.TrimSpace(strings.Repeat("Les habitantes et habitants choisissent les activités, tiennent le budget et présentent le bilan. ", 102))
)

// longestDeal has four partners and everything as long as it may be.
func longestDeal() *deal {
	d := whole(dealt(4))
	p := d.source.File.Proposal
	p.Title = wrote(longTitle)
	for _, id := range []string{"lojega", "org1", "org4"} {
		d.source.House.Org(id).Name = workflow.Words{FR: longName, NL: longName}
	}
	p.Budget, p.Deliverables = nil, nil
	left := p.Requested
	for i := range 60 {
		amount := workflow.Money(100000 + 123*i)
		if i == 59 {
			amount = left
		}
		left -= amount
		p.Budget = append(p.Budget, workflow.Line{
			Category: []string{"staff", "operating", "subcontracting", "investment", "overhead"}[i%5], Amount: amount, Own: workflow.Money(i * 1000),
			Label: wrote([]string{"Animatrice à mi-temps", "Location de la salle polyvalente de la maison de quartier, chauffage et nettoyage compris", "Matériel"}[i%3]),
		})
	}
	p.Cofinancing = 1770000
	for i := range 40 {
		p.Deliverables = append(p.Deliverables, workflow.Promise{Title: wrote(fmt.Sprintf("Livrable %d : un recueil de récits tenu à jour par les habitantes et les habitants", i+1)), Due: "2024-10-31", Party: "org1"})
	}
	p.Texts = map[string]workflow.Text{"summary": wrote(longText), "public": wrote(longText), "need": wrote(longText)}
	d.source.File.Conditions = []*workflow.Condition{
		revived(&workflow.Condition{Text: wrote("Plan de garde"), Instalment: 2, Due: "2024-05-01"}, workflow.EntityCondition, "1", "open"),
		revived(&workflow.Condition{Text: wrote("Accord du syndic")}, workflow.EntityCondition, "2", "open"),
	}
	d.source.File.Contacts = []workflow.Contact{{Party: "lojega", Name: wrote("Clara Peeters"), Email: wrote("clara@example.brussels")}}
	return d
}

// wordy is a letter with everything as long as it may be.
func wordy(c *aCase) *aCase {
	c.File.Proposal.Title = wrote(longTitle)
	c.House.Org("lojega").Name = workflow.Words{FR: longName, NL: longName}
	c.File.Verdict.Reasons, c.File.Opinion.Reasons = wrote(longText), wrote(longText)
	return c
}

// paperOf makes one of them.
func paperOf(t testing.TB, k kept) *Paper {
	t.Helper()
	s := k.source()
	p, err := Make(s.Programme.Document(workflow.JobDocument(k.kind).Kind), s)
	if err != nil {
		t.Fatalf("%s: %v", k.name, err)
	}
	return p
}

// printedOnce are files and their texts, made once for all the tests that read them.
var printedOnce sync.Map

func once[V any](name string, make func() V) V {
	f, _ := printedOnce.LoadOrStore(name, sync.OnceValue(make))
	return f.(func() V)()
}

// fileOf is the paper printed.
func fileOf(t testing.TB, name string, p *Paper, l locale.Language) []byte {
	t.Helper()
	return once(name+"."+string(l)+".pdf", func() []byte {
		var b bytes.Buffer
		if err := p.Print(&b, l); err != nil {
			t.Error(err)
		}
		return b.Bytes()
	})
}

// textOf is what the file says, in the order in which it was printed.
func textOf(t testing.TB, name string, p *Paper, l locale.Language) string {
	t.Helper()
	return once(name+"."+string(l)+".txt", func() string {
		return pdftest.Tool(t, fileOf(t, name, p, l), "pdftotext", "-raw", "FILE", "-")
	})
}

// each runs a test of every paper in every language, side by side.
func each(t *testing.T, all []kept, test func(t *testing.T, k kept, p *Paper, l locale.Language)) {
	t.Helper()
	for _, k := range all {
		p := paperOf(t, k)
		for _, l := range Languages {
			t.Run(k.name+"."+string(l), func(t *testing.T) {
				t.Parallel()
				test(t, k, p, l)
			})
		}
	}
}
