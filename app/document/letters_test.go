package document

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// A case is a dossier of which a letter is to be written; its acts stand one
// behind the other, the last orders the letter.
type aCase struct{ *Source }

// introduced is a dossier that Bert submitted for Lojega on 20 September 2023.
func introduced() *aCase {
	f := revived(&workflow.Submission{
		CallID: "emp2023", Sisp: "lojega", Edition: 1, Requested: 6500000, SubmittedAt: time.Date(2023, 9, 20, 7, 40, 0, 0, time.UTC),
		ContentHash: "a1b2c3d4e5f60718293a4b5c6d7e8f90",
		Proposal: &workflow.Proposal{
			Title: wrote("Le Bottin des Voisins"), Theme: "culture", Requested: 6500000, Partners: []workflow.Partner{{ID: "org1"}},
			Budget: []workflow.Line{{Category: "staff", Label: wrote("Ateliers"), Amount: 6500000}},
		},
	}, workflow.EntitySubmission, "", empowerment.Submitted)
	c := &aCase{&Source{Programme: empowerment.V1(), House: letterHouse(), Call: letterCall(), File: f, On: f, Settings: Proposed()}}
	return c.did("2023-09-20", "bert", "submit", "draft", "submitted")
}

func letterHouse() *workflow.House {
	h := contractHouse()
	h.Org("lojega").Address = "Rue du Siège 1, 1090 Jette"
	person := func(id, name string, g ...workflow.Grant) *workflow.Person {
		p := revived(&workflow.Person{Name: wrote(name), Grants: g, Email: wrote(id + "@example.brussels")}, workflow.EntityPerson, id, workflow.PersonActive)
		workflow.Attach(h, p)
		return p
	}
	person("zoe", "Zoé Martin", workflow.Grant{Role: workflow.Officer, Org: "slrb"}).Function = workflow.Words{FR: "gestionnaire", NL: "beheerder"}
	person("abel", "Abel Simon", workflow.Grant{Role: workflow.Officer, Org: "slrb"})
	person("dirk", "Dirk Maes", workflow.Grant{Role: workflow.Director, Org: "slrb"})
	person("jury1", "Julie Membre", workflow.Grant{Role: workflow.CommitteeChair})
	return h
}

func letterCall() *workflow.Call {
	words := func(fr, nl string) workflow.Words { return workflow.Words{FR: fr, NL: nl} }
	c := contractCall()
	r := c.Editions[0]
	r.Criteria = []workflow.Criterion{
		{ID: "need", Title: words("Besoin", "Behoefte"), Weight: 60, Max: 20}, {ID: "method", Title: words("Méthode", "Aanpak"), Weight: 40, Max: 20},
	}
	r.Admissibility = []workflow.Point{{ID: "late", Text: words("Introduite avant la date limite", "Op tijd ingediend")}, {ID: "partner", Text: words("Un partenaire au moins", "Minstens één partner")}}
	r.ReserveUntil = "2024-12-31"
	return c
}

// did adds an act on the dossier.
func (c *aCase) did(on, by string, action workflow.Action, from, to workflow.State) *aCase {
	return c.event(c.File.Ref(), on, by, action, from, to)
}

func (c *aCase) event(of workflow.Ref, on, by string, action workflow.Action, from, to workflow.State) *aCase {
	at, _ := time.Parse(time.DateOnly, on)
	c.At = at.Add(9 * time.Hour)
	c.Past = append(c.Past, Event{Happened: workflow.Happened{On: of, Action: action, By: by, From: from, To: to}, At: c.At})
	if of == c.File.Ref() {
		workflow.Revive(c.File, of, to)
	}
	return c
}

// advised is the dossier with two sheets that count, one that does not, and an opinion.
func (c *aCase) advised(opinion string, advised workflow.Money) *aCase {
	scores := func(a, b workflow.Number, why string) []workflow.Score {
		return []workflow.Score{{Criterion: "need", Score: a, Reasons: wrote(why)}, {Criterion: "method", Score: b, Reasons: wrote("La méthode tient.")}}
	}
	c.File.Number = 3
	c.File.Sheets = []*workflow.Sheet{
		revived(&workflow.Sheet{Person: "jury1", Scores: scores(1700, 1300, "Le besoin est mal décrit."), Moderated: scores(1500, 1300, "Un besoin réel.")[:1]}, workflow.EntitySheet, "jury1", "moderated"),
		revived(&workflow.Sheet{Person: "jury2", Scores: scores(1600, 1200, "Le besoin est bien montré.")}, workflow.EntitySheet, "jury2", "sealed"),
		revived(&workflow.Sheet{Person: "jury3", Scores: scores(100, 100, "Jamais.")}, workflow.EntitySheet, "jury3", "conflict"),
	}
	c.File.Opinion = &workflow.Opinion{Opinion: opinion, Advised: advised, Reasons: wrote("Les voisins portent le projet eux-mêmes."), By: "jury1"}
	return c.did("2023-11-21", "jury1", "rank", "under_review", "ranked")
}

// verdict is the decision of Anne on 14 December, and its letter on the 20th.
func (c *aCase) verdict(action workflow.Action, to workflow.State, v workflow.Verdict) *aCase {
	v.By, v.On, v.Reasons = "anne", "2023-12-14", wrote("Le projet répond aux critères de l'appel.")
	if v.Mandate == (workflow.Mandate{}) {
		v.Mandate = workflow.Mandate{Organ: "board", Date: "2023-12-12", Reference: "CA 2023/112"}
	}
	c.File.Verdict, c.File.Mandate = &v, v.Mandate
	c.did("2023-12-14", "anne", action, c.File.State(), to)
	return c.notified("2023-12-20")
}

func (c *aCase) notified(on workflow.Date) *aCase {
	c.File.LetterOn = on
	if c.File.Verdict.Kind == "award" {
		c.File.Awarded, c.File.Committed, c.File.SignBy = c.File.Verdict.Amount, c.File.Verdict.Amount, on.Plus(0, 60)
	}
	return c.did(string(on), "engine", "notify", c.File.State(), c.File.State())
}

func awarded(amount workflow.Money) *aCase {
	return introduced().advised("favourable", amount).verdict("award", "awarded", workflow.Verdict{Kind: "award", Amount: amount})
}

// running is the project with its convention signed and half of it paid.
func running() *aCase {
	c := awarded(6500000)
	f := c.File
	f.Signed, f.Paid, f.EndOn, f.ReportDue, f.SignedAt = 6500000, 3250000, "2025-02-28", "2025-04-29", time.Date(2024, 2, 21, 9, 0, 0, 0, time.UTC)
	return c.did("2024-02-21", "engine", "activate", "contracting", "in_progress").did("2024-03-04", "zoe", "amend", "in_progress", "in_progress")
}

func letterOf(c *aCase, kind string) (*Paper, error) {
	return Make(c.Programme.Document(workflow.JobDocument(kind).Kind), c.Source)
}

// variant is a letter in one of its cases, and what it says; what begins with !
// it does not.
type variant struct {
	kind, name string
	made       func() *aCase
	fr, nl     []string
}

func variants() []variant {
	return slices.Concat(entryLetters(), decisionLetters(), appealLetters(), courseLetters(), moneyLetters(), actLetters())
}

// tells checks what a letter says in both languages, however its words are set.
func tells(t *testing.T, p *Paper, fr, nl []string) {
	t.Helper()
	for l, all := range map[locale.Language][]string{locale.FR: fr, locale.NL: nl} {
		text := reads(t, p, l)
		for _, s := range all {
			if no, found := strings.CutPrefix(s, "!"); found == strings.Contains(text, no) {
				t.Errorf("%s: %q", l, s)
			}
		}
	}
}

func reads(t *testing.T, p *Paper, l locale.Language) string {
	t.Helper()
	return strings.ReplaceAll(printed(t, p, l), "  ", " ")
}

// TestLetters: each letter in each of its cases, in both languages.
func TestLetters(t *testing.T) {
	for _, v := range variants() {
		t.Run(v.kind+" "+v.name, func(t *testing.T) {
			p, err := letterOf(v.made(), v.kind)
			if err != nil {
				t.Fatal(err)
			}
			tells(t, p, append(v.fr, "!{", "Rue du Siège 1, 1090 Jette", "Bert Claes, directrice", "Le Bottin des Voisins", "Madame, Monsieur,"), append(v.nl, "!{", "Geachte mevrouw, geachte heer,"))
			given(t, p)
		})
	}
}

// given: whatever the letter's texts name is said in every case, so that none is
// refused on the day when the case comes.
func given(t *testing.T, p *Paper) {
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
			if !kind.in[name] && !slices.Contains(ofItems, name) {
				t.Errorf("nothing says %s", name)
			}
		}
	}
}

// ofItems are names that only items have, and some letters have none.
var ofItems = []string{
	"condition_text", "condition_dated", "condition_due_date", "condition_of_instalment", "condition_instalment", "budget_category", "budget_label", "budget_grant",
	"criterion_title", "criterion_weight", "criterion_reason", "item_number", "item_amount", "item_explained", "item_rejection_reason",
}

// TestDecisionsNameTheirRoutes: every decision names the Council of State; only
// a refusal can be appealed to the funder, and the end of the reserve list not.
func TestDecisionsNameTheirRoutes(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range variants() {
		p, err := letterOf(v.made(), v.kind)
		if err != nil {
			t.Fatal(err)
		}
		k := empowerment.V1().Document(workflow.JobDocument(v.kind).Kind)
		seen[k.Name] = true
		decides := k.Decision || v.kind == "suspension" && v.name == "begun" || v.kind == "ended" && strings.HasPrefix(v.name, "lapsed")
		refusal := v.kind == "ineligible" || v.kind == "rejection" && v.name != "reserve expired"
		for l, text := range map[locale.Language][2]string{locale.FR: {"Recours au Conseil d'État. Vous pouvez", "Recours auprès de la SLRB. Vous pouvez"}, locale.NL: {"Beroep bij de Raad van State. U kunt", "Beroep bij de BGHM. U kunt"}} {
			said := reads(t, p, l)
			if strings.Contains(said, text[0]) != decides {
				t.Errorf("%s %s %s: decision %t, and the Council of State is not as it should be", v.kind, v.name, l, decides)
			}
			if strings.Contains(said, text[1]) != refusal {
				t.Errorf("%s %s %s: refusal %t, and the appeal is not as it should be", v.kind, v.name, l, refusal)
			}
		}
	}
	for _, k := range empowerment.V1().Documents {
		if k.Decision && !seen[k.Name] && k.Name != "final_review" { // no letter: TestReviewNamesItsRoutes
			t.Errorf("%s is tested nowhere", k.Name)
		}
	}
}

// TestLettersKeepOthersOut: no letter tells of another project, nor who wrote
// which score.
func TestLettersKeepOthersOut(t *testing.T) {
	for _, v := range variants() {
		c := v.made()
		other := introduced().advised("favourable", 1234500).File
		other.Proposal.Title, other.Number = wrote("Le Projet d'À Côté"), 77
		workflow.Revive(other, workflow.Ref{Entity: workflow.EntitySubmission, Dossier: "emp2023.autre"}, "reserve")
		c.All = []*workflow.Submission{c.File, other}
		p, err := letterOf(c, v.kind)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := p.JSON()
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"À Côté", "1234500", "EMP-2023-77", "Julie Membre", "jury", "Jamais.", "mal décrit"} {
			if strings.Contains(string(kept), secret) {
				t.Errorf("%s %s tells %q", v.kind, v.name, secret)
			}
		}
	}
}

// refusedFor fails unless the letter is refused for want of something.
func refusedFor(t *testing.T, c *aCase, kind, want string) {
	t.Helper()
	if _, err := letterOf(c, kind); !errors.Is(err, ErrMayNot) || !strings.Contains(err.Error(), want) {
		t.Errorf("%s without %s: %v", kind, want, err)
	}
}

// TestLettersNeedReasons: what a letter cannot do without is named.
func TestLettersNeedReasons(t *testing.T) {
	find := func(kind string) *aCase {
		for _, v := range variants() {
			if v.kind == kind {
				return v.made()
			}
		}
		t.Fatal(kind)
		return nil
	}
	none := workflow.Text{Ref: "ref:erased"}
	for _, x := range []struct {
		kind, want string
		take       func(*workflow.Submission)
	}{
		{"award", "the reasons of the decision", func(f *workflow.Submission) { f.Verdict.Reasons = none }},
		{"award", "a decision of the kind award", func(f *workflow.Submission) { f.Verdict = nil }},
		{"reserve", "the reasons of the committee", func(f *workflow.Submission) { f.Opinion.Reasons = wrote(" ") }},
		{"rejection", "the reasons of the decision", func(f *workflow.Submission) { f.Verdict.Reasons = none }},
		{"ineligible", "the reasons in fact", func(f *workflow.Submission) { f.Screening.Facts = none }},
		{"ineligible", "the reasons in law", func(f *workflow.Submission) { f.Screening.Law = none }},
		{"ineligible", "the points that are not met", func(f *workflow.Submission) { f.Screening.Failed = nil }},
		{"upheld", "the reasons of the answer", func(f *workflow.Submission) { f.Appeal.Reasons = none }},
		{"upheld", "an appeal that was upheld", func(f *workflow.Submission) { f.Appeal = nil }},
		{"dismissed", "an answer to each argument", func(f *workflow.Submission) { f.Appeal.Answers = f.Appeal.Answers[:1] }},
		{"termination", "the reasons", func(f *workflow.Submission) { f.Reasons = none }},
		{"suspension", "the reasons", func(f *workflow.Submission) { f.Reasons = none }},
		{"notice", "what may follow", func(f *workflow.Submission) { f.Notice.Consequences = none }},
		{"completion", "what is to be completed", func(f *workflow.Submission) { f.Completion.Missing = nil }},
	} {
		c := find(x.kind)
		x.take(c.File)
		if _, err := letterOf(c, x.kind); !errors.Is(err, ErrMayNot) || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s without %s: %v", x.kind, x.want, err)
		}
	}
	c := find("recovery")
	c.Past = nil
	if _, err := letterOf(c, "recovery"); !errors.Is(err, ErrMayNot) {
		t.Errorf("recovery out of nothing: %v", err)
	}
	c.File = nil
	for kind := range lettersSay {
		if _, err := letterOf(c, kind); !errors.Is(err, ErrMayNot) {
			t.Errorf("%s to nobody: %v", kind, err)
		}
	}
}

// TestUnknownIsLeftOpen: a letter can be written whoever is missing.
func TestUnknownIsLeftOpen(t *testing.T) {
	c := awarded(6500000)
	for _, p := range c.House.People {
		p.Grants = nil
	}
	c.House.Org("lojega").Address = ""
	c.House.Person("anne").Name = workflow.Text{Ref: "ref:gone"}
	p, err := letterOf(c, "award")
	if err != nil {
		t.Fatal(err)
	}
	tells(t, p,
		[]string{"Lojega\nBruxelles, le", "!À l'attention de", "!Rue du Siège", "Votre contact\n(à compléter), Gestionnaire à la Direction", "tél. (à compléter) – (à compléter) – Rue Jourdan", "(à compléter)\ndirectrice"},
		[]string{"Lojega\nBrussel,", "!Ter attentie van", "Uw contactpersoon\n(aan te vullen), "})
}

func TestContactIsWhoActedLast(t *testing.T) {
	for _, x := range []struct {
		name string
		do   func(*aCase)
		want string
	}{
		{"nobody yet: the first by id", func(*aCase) {}, "Abel Simon, Gestionnaire à la Direction Action Sociétale"},
		{"who screened", func(c *aCase) { c.did("2023-11-02", "zoe", "declare_eligible", "submitted", "eligible") }, "Zoé Martin, gestionnaire"},
		{"no more an officer", func(c *aCase) {
			c.did("2023-11-02", "zoe", "declare_eligible", "submitted", "eligible")
			c.House.Person("zoe").Grants[0].Until = "2023-10-01"
		}, "Abel Simon"},
	} {
		c := introduced()
		x.do(c)
		p, err := letterOf(c, "receipt")
		if err != nil {
			t.Fatal(err)
		}
		if text := reads(t, p, locale.FR); !strings.Contains(text, "Votre contact\n"+x.want) {
			t.Errorf("%s: no %s in\n%s", x.name, x.want, text)
		}
	}
}
