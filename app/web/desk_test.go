package web

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/workflow"
)

// TestHomeLeads: while the edition of 2023 is screened and scored, each home leads
// to all that its person may do and others wait for: to the act, to its dossier,
// or to a list that has the dossier. It leads nowhere else.
func TestHomeLeads(t *testing.T) {
	for _, before := range []string{"submission.declare_eligible", "sheet.seal", "submission.award"} {
		t.Run(before, func(t *testing.T) {
			w := editionBefore(t, before)
			counted := 0
			h, err := w.app.House(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			kinds := map[string]bool{}
			for _, p := range h.People {
				kind := fmt.Sprint(p.Grants)
				if kinds[kind] && !strings.Contains(kind, "committee") {
					continue // the same roles for the same organisation
				}
				kinds[kind] = true
				counted += w.leads(p.Ref().ID)
			}
			if counted == 0 {
				t.Error("no home counts anything")
			}
		})
	}
}

var todo = regexp.MustCompile(`<h3><a href="([^"]*)"`)

// leads checks one person's home, and tells how many of its lines count dossiers.
func (w *world) leads(person string) (counted int) {
	w.Helper()
	b := w.as(person)
	home := b.get("/").is(http.StatusOK)
	lines := map[string]bool{} // true: somebody waits for what it leads to
	lists := map[string]string{}
	for _, m := range todo.FindAllStringSubmatch(home.body, -1) {
		href := html.UnescapeString(m[1])
		lines[href] = false
		if strings.HasPrefix(href, pathDossiers+"?") || strings.HasSuffix(href, "/award") { // many are decided on their board
			lists[href] = b.get(href).is(http.StatusOK).body
		}
	}
	for _, a := range w.awaits(person) {
		list := pathWaiting(a.Name(), strings.Split(a.On.Dossier, ".")[0])
		led := false
		for _, href := range []string{(&visit{}).taskPath(a), pathOf(a.On), pathAward(strings.Split(a.On.Dossier, ".")[0])} {
			if _, ok := lines[href]; ok {
				lines[href], led = true, true
			}
		}
		if strings.Contains(lists[list], `"`+pathOf(a.On)+`"`) {
			lines[list], led = true, true
		}
		if !led {
			w.Errorf("%s's home does not lead to %s on %s:\n%s", person, a.Name(), a.On, home.text())
		}
	}
	for href, awaited := range lines {
		if !awaited {
			w.Errorf("%s's home leads to %s, which waits for nobody", person, href)
		}
	}
	return len(lists)
}

// awaits are what somebody may do now and others wait for, page by page.
func (w *world) awaits(person string) (out []*app.Act) {
	w.Helper()
	ctx := w.Context()
	who, err := w.app.Viewer(ctx, person, "web")
	if err != nil {
		w.Fatal(err)
	}
	var views []*app.View
	look := func(at func() (*app.View, error)) {
		v, err := at()
		if err != nil {
			w.Fatal(err)
		}
		views = append(views, v)
	}
	files, err := w.app.Files(ctx, who, app.Wanted{Page: app.Page{Limit: 100}})
	if err != nil {
		w.Fatal(err)
	}
	for _, f := range files.Files {
		look(func() (*app.View, error) { return w.app.Look(ctx, who, f.ID) })
	}
	for _, c := range files.Calls {
		look(func() (*app.View, error) { return w.app.LookAtCall(ctx, who, c.ID) })
	}
	for _, v := range views {
		for i := range v.Acts {
			if a := &v.Acts[i]; a.Awaited && a.Blocked == nil {
				out = append(out, a)
			}
		}
	}
	return out
}

// editionBefore is the edition of 2023 when an act is the next to come.
func editionBefore(t *testing.T, do string) *world {
	t.Helper()
	f, complaints := scenario.Embedded("empowerment-2023")
	if len(complaints) > 0 {
		t.Fatal(complaints)
	}
	n := slices.IndexFunc(f.Steps, func(s *scenario.Step) bool { return s.Do == do })
	at := f.Steps[n].At
	f.Steps = f.Steps[:n]
	path := filepath.Join(t.TempDir(), "edition.db")
	if _, err := storage.Migrate(t.Context(), "sqlite:"+path); err != nil {
		t.Fatal(err)
	}
	a := application(t, "sqlite:"+path)
	if _, err := (&scenario.Runner{App: a, Say: (*workflow.Error).Error}).Run(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Clock(t.Context(), app.Tick{Until: at}); err != nil {
		t.Fatal(err)
	}
	if err := a.Store.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, replay{db: db, last: at.Add(-time.Hour)}, Options{Demo: true, Site: "https://tremplin.example"})
}

// TestWhoseTurn: each is told by home and dossier whose turn it is, until when, and
// why what comes next is not possible yet; nobody more than they may know.
func TestWhoseTurn(t *testing.T) {
	const a, b = "/dossiers/tiny-2025.a", "/dossiers/tiny-2025.b"
	for _, x := range []struct{ before, who, at, says, hides string }{
		// The partner has not confirmed: the SISP reads whom it waits for.
		{"party.confirm", "ed_alfa", a, "Partenaire asbl : confirmer la participation", ""},
		{"party.confirm", "ed_alfa", "/", "En attente d'autres personnes", ""},
		{"party.confirm", "sig_asbl", "/", "Confirmer la participation : Projet A", ""},
		// Complete: the signatory sends it, who reads it over first.
		{"submission.submit", "ed_alfa", a, "SISP Alfa (Directeur Alfa) : relire et introduire la candidature", ""},
		{"submission.submit", "sig_alfa", "/", "Relire et introduire la candidature : Projet A", "/do/submission.submit"},
		{"submission.submit", "sig_alfa", a, "À vous : relire et introduire la candidature", ""},
		{"submission.submit", "sig_alfa", a + "/check", "Introduire", ""},
		// Handed in while the call is open: nobody's turn but the clock's.
		{"submission.take_back", "sig_beta", b, "Possible après la date limite de l'appel, vendredi 14 mars 2025", ""},
		{"submission.take_back", "off", b, "Possible après la date limite de l'appel, vendredi 14 mars 2025", "À vous"},
		{"submission.take_back", "off", "/", "Rien ne vous attend", "Examiner la recevabilité"},
		// The committee is at work, and the funder decides: the SISP is not told.
		{"submission.rank", "chair", "/", "Rendre", ""},
		{"submission.award", "dg", b, "À vous : décider de l'octroi", ""},
		{"submission.award", "sig_beta", b, "Le comité d'avis, puis la SLRB", "octroi"},
		{"submission.award", "sig_beta", "/", "Le comité d'avis, puis la SLRB", "octroi"},
		// Who has not signed is named.
		{"submission.sign", "dg", a, "SISP Alfa", ""},
		{"instalment.approve", "dir", "/", "Approuver", ""},
		{"instalment.approve", "sig_alfa", a, "tranche 1", ""},
		{"instalment.pay", "fin", "/", "la SISP attend son argent", ""},
		{"deliverable.accept", "off", "/", "Juger le livrable", ""},
		{"deliverable.accept", "off", "/", "Juger les dépenses", ""},
		{"submission.review", "dir", "/", "le solde ne peut pas être payé", ""},
		{"call.archive", "dir", "/", "l'appel reste ouvert au suivi", ""},
	} {
		t.Run(x.before+" "+x.who+" "+x.at, func(t *testing.T) {
			got := begun(t, x.before).as(x.who).get(x.at).is(http.StatusOK).says(x.says)
			if x.hides != "" {
				got.hides(x.hides)
			}
		})
	}
}

// TestListOfWhatWaits: the list can be narrowed to what waits for one's act, and
// to no act that is not one's own.
func TestListOfWhatWaits(t *testing.T) {
	w := begun(t, "submission.declare_eligible")
	list := pathDossiers + "?" + url.Values{"act": {"submission.declare_eligible"}}.Encode()
	w.as("off").get(list).is(http.StatusOK).says("Projet A", "Projet B", "Examiner la recevabilité")
	w.as("off").get(list + "&q=Beta").is(http.StatusOK).says("Projet B").hides("Projet A")
	w.as("dg").get(list).is(http.StatusOK).hides("Projet A", `value="submission.declare_eligible"`)
	w.as("ed_alfa").get(list).is(http.StatusOK).hides("Projet A", "Projet B")
	w.as("off").get(pathDossiers + "?act=nonsense").is(http.StatusOK).says("Aucun dossier ne correspond")
}

// TestHomeOfAdministration: what one administrator asked waits for another, or
// for a director, and not for who asked; who was invited and has not come is
// counted.
func TestHomeOfAdministration(t *testing.T) {
	w := staffed(t)
	one, two, dir := w.as("adm1"), w.as("adm2"), w.as("dir")
	two.get("/").is(http.StatusOK).says("Rien ne vous attend", "elle ne voit aucun dossier").hides("Invitations")
	one.sent("/people/ed_alfa/do/person.grant", url.Values{"role": {"sisp_signatory"}}).leads("/people/ed_alfa?done=asked")
	for _, b := range []*browser{two, dir} {
		b.get("/").says("Confirmer l'attribution d'un rôle : Signataire de la SISP, Rédacteur Alfa", "Demandé par Gestion adm1", "le changement de rôle n'a pas lieu")
		b.get("/people/ed_alfa").is(http.StatusOK).says("Confirmer")
	}
	one.get("/").hides("Confirmer l'attribution")
	w.as("off").get("/").hides("Confirmer l'attribution")
	w.enlist("late", "Arrivée tardive", "slrb", "das_officer")
	if _, err := w.auth.Invite(t.Context(), auth.Administrator("adm1"), "late"); err != nil {
		t.Fatal(err)
	}
	two.get("/").says("Invitations restées sans suite : 1 personne")
	dir.get("/").hides("Invitations")
}
