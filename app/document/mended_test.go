package document

import (
	"strings"
	"testing"
	"time"

	"tremplin/pdf"
	"tremplin/workflow"
)

// Faults that were found once.

// byDelegation is a verdict under the call's delegation, in a call that was
// decided by the board on the day of the verdict.
func byDelegation(kind, state string) *aCase {
	c := introduced().advised("favourable", 6500000)
	delegation := workflow.Mandate{Organ: "delegate", Date: "2023-01-10", Reference: "D 2023/1"}
	c.Call.Editions[0].Delegation = delegation
	act := map[string]workflow.Action{"award": "award", "reserve": "place_in_reserve", "reject": "reject"}[kind]
	c.verdict(act, workflow.State(state), workflow.Verdict{Kind: kind, Amount: 6500000, Place: 1, Mandate: delegation})
	c.Call.DecidedOn, c.Call.Decision = "2023-12-20", workflow.Mandate{Organ: "board", Date: "2023-12-18", Reference: "CA 2023/120"}
	return c
}

// TestDecideNamesTheOrgan: awards that were prepared under the delegation are
// those of the organ by which the call was decided.
func TestDecideNamesTheOrgan(t *testing.T) {
	board := []string{"conseil d'administration de la SLRB", "18 décembre 2023", "Sa référence : CA 2023/120", "!par délégation", "!D 2023/1"}
	delegate := []string{"par délégation du 10 janvier 2023, référence : D 2023/1", "14 décembre 2023", "!CA 2023/120"}
	for kind, of := range map[string][2]string{"award": {"award", "awarded"}, "reserve": {"reserve", "reserve"}, "rejection": {"reject", "rejected"}} {
		for name, x := range map[string]struct {
			change func(*aCase)
			want   []string
		}{
			"by the board":               {func(*aCase) {}, board},
			"under the delegation":       {func(c *aCase) { c.Call.Decision = c.Call.Editions[0].Delegation }, delegate},
			"by nobody knows whom":       {func(c *aCase) { c.Call.Decision = workflow.Mandate{} }, delegate},
			"decided before the verdict": {func(c *aCase) { c.Call.DecidedOn = "2023-12-13" }, delegate},
			"told before":                {func(c *aCase) { c.File.LetterOn = "2023-12-15" }, delegate},
			"later that day": {func(c *aCase) {
				c.Call.DecidedOn = "2023-12-14"
				at := time.Date(2023, 12, 14, 8, 0, 0, 0, time.UTC) // the verdict is of 9 o'clock
				c.CallPast = append(c.CallPast, Event{Happened: workflow.Happened{On: c.Call.Ref(), Action: "decide"}, At: at})
			}, delegate},
		} {
			t.Run(kind+" "+name, func(t *testing.T) {
				c := byDelegation(of[0], of[1])
				x.change(c)
				p, err := letterOf(c, kind)
				if err != nil {
					t.Fatal(err)
				}
				tells(t, p, x.want, nil)
			})
		}
	}
}

// TestConventionNamesWhoDecided as its letter did.
func TestConventionNamesWhoDecided(t *testing.T) {
	d := dealt(1)
	c, v := d.source.Call, d.source.File.Verdict
	c.Editions[0].Delegation = workflow.Mandate{Organ: "delegate", Date: "2023-01-10", Reference: "D 2023/1"}
	v.Mandate, c.DecidedOn = c.Editions[0].Delegation, v.On
	c.Decision = workflow.Mandate{Organ: "board", Date: "2023-12-18", Reference: "CA 2023/120"}
	saysBoth(t, made(t, d), []string{"CA 2023/120", "18 décembre 2023", "!D 2023/1"}, []string{"CA 2023/120", "18 december 2023"})
}

// filedAs adds a paper to those that are filed.
func (c *aCase) filedAs(p *Paper) *aCase {
	c.Filed = append(c.Filed, &workflow.Document{Kind: p.Kind, Number: p.Number, Version: p.Version, Made: p.Made})
	return c
}

// TestPapersOfTwoActsAreNoVersions: each act that may come again has a number of
// its own; only the same paper made again is a version.
func TestPapersOfTwoActsAreNoVersions(t *testing.T) {
	make := func(c *aCase, want string, version int) *Paper {
		t.Helper()
		p, err := letterOf(c, "suspension")
		if err != nil {
			t.Fatal(err)
		}
		if p.Number != want || p.Version != version {
			t.Errorf("it is %s, version %d, and not %s, version %d", p.Number, p.Version, want, version)
		}
		return p
	}
	c := running()
	c.File.Reasons = wrote("Le local est fermé.")
	c.did("2024-05-06", "dirk", "suspend", "in_progress", "suspended")
	c.filedAs(make(c, "EMP-2023-03-L13-1", 1)).filedAs(make(c, "EMP-2023-03-L13-1", 2))
	c.did("2024-07-01", "dirk", "resume", "suspended", "in_progress")
	c.filedAs(make(c, "EMP-2023-03-L13-2", 1))
	c.did("2024-08-01", "dirk", "suspend", "in_progress", "suspended")
	make(c, "EMP-2023-03-L13-3", 1)
	c.Filed = append(c.Filed, &workflow.Document{Kind: "rejection", Number: "EMP-2023-03-L06-1", Version: 1})
	make(c, "EMP-2023-03-L13-3", 1)
}

// TestWorkingCopy: a report that is filed nowhere says so, in both languages,
// and cannot be taken for one that is.
func TestWorkingCopy(t *testing.T) {
	kind := finished().Programme.Document("document.programme_report")
	filed, err := Make(kind, finished())
	if err != nil {
		t.Fatal(err)
	}
	s := finished()
	s.Unfiled = true
	p, err := Make(kind, s)
	if err != nil {
		t.Fatal(err)
	}
	if p.Number == filed.Number || !strings.ContainsAny(p.Number, " ()") || p.Version != 0 {
		t.Errorf("it is %q, version %d", p.Number, p.Version)
	}
	saysBoth(t, p, []string{"Copie de travail, non classée."}, []string{"Werkkopie, niet geklasseerd."})
	saysBoth(t, filed, []string{"!Copie de travail"}, []string{"!Werkkopie"})
	for _, l := range Languages {
		d, err := p.In(l)
		if err != nil {
			t.Fatal(err)
		}
		if d.Version != "" || d.CheckURL != "" {
			t.Errorf("%s: version %q, to be checked at %q", l, d.Version, d.CheckURL)
		}
		var b strings.Builder
		if err := pdf.HTML(&b, d); err != nil || strings.Contains(b.String(), "/check/") {
			t.Errorf("%s: %v, or it can be checked", l, err)
		}
	}
}

// TestRunningHeadsAreSetAsTexts: with the apostrophes of the text.
func TestRunningHeadsAreSetAsTexts(t *testing.T) {
	for _, k := range plainPapers() {
		p := paperOf(t, k)
		for _, l := range Languages {
			if d, err := p.In(l); err != nil || strings.Contains(d.Title, "'") {
				t.Errorf("%s: %q, %v", l, d.Title, err)
			}
		}
	}
}

// TestReviewNamesItsRoutes: it fixes an amount, and cannot do without its reasons.
func TestReviewNamesItsRoutes(t *testing.T) {
	s := reviewed()
	kind := s.Programme.Document("document.final_review")
	p, err := Make(kind, s)
	if err != nil {
		t.Fatal(err)
	}
	saysBoth(t, p, []string{"Recours au Conseil d'État", "cours et tribunaux de Bruxelles", "Imprimé plus tard", "!Recours auprès de la SLRB"}, []string{"Beroep bij de Raad van State", "!Beroep bij de BGHM"})
	given(t, p)
	s.File.Review.Conclusions = wrote(" ")
	if _, err := Make(kind, s); err == nil || !strings.Contains(err.Error(), "conclusions") {
		t.Errorf("a review without conclusions: %v", err)
	}
}

// TestPartnerThatLeavesHandsOver: annexes 3 and 4 say who hands over from then on.
func TestPartnerThatLeavesHandsOver(t *testing.T) {
	d := joined()
	d.source.File.Proposal.Deliverables = []workflow.Promise{{Title: wrote("Un recueil"), Due: "2024-10-31", Party: "org1"}}
	p := made(t, d)
	saysBoth(t, p, []string{"Annexe 3 –", "Annexe 4 –", "Les annexes 1 à 4 jointes", "Un recueil\nPorteur\n31 octobre 2024", "31 octobre 2024\nLivrable : Un recueil\nPorteur"}, []string{"Bijlage 3 –", "Bijlage 4 –", "De bijlagen 1 tot 4"})
}
