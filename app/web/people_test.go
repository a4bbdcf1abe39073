package web

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/workflow"
)

// staffed is a demonstration with two administrators: adm1 and adm2.
func staffed(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, all)
	for _, id := range []string{"adm1", "adm2"} {
		w.enlist(id, "Gestion "+id, "slrb", "admin")
	}
	return w
}

// enlist brings somebody into the house.
func (w *world) enlist(id, name, org string, roles ...any) {
	w.Helper()
	v := map[string]any{"name": name, "email": id + "@slrb.example", "language": "fr", "roles": roles}
	if org != "" {
		v["organisation"] = org
	}
	if _, err := w.app.Import(w.Context(), app.Draft{Entity: workflow.EntityPerson, ID: id, Values: v}, "test", w.now); err != nil {
		w.Fatal(err)
	}
}

// quotes checks that a text is nowhere markup.
func (a answer) quotes(markup string) answer {
	a.t.Helper()
	if strings.Contains(a.body, markup) {
		a.t.Errorf("%s has %q as markup", a.at, markup)
	}
	return a
}

// sent is a form as it came, with what is typed into it.
func (b *browser) sent(path string, typed url.Values) answer {
	b.w.Helper()
	form := b.get(path).is(http.StatusOK).hidden()
	maps.Copy(form, typed)
	to, _, _ := strings.Cut(path, "?")
	return b.post(to, form)
}

func (w *world) roles(id string) []workflow.Grant {
	w.Helper()
	h, err := w.app.House(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return h.Person(id).Grants
}

// TestTwoGrant: one asks, the other confirms; not the same twice, and nobody to
// themselves.
func TestTwoGrant(t *testing.T) {
	w := staffed(t)
	one, two := w.as("adm1"), w.as("adm2")
	const form = "/people/ed_alfa/do/person.grant"
	role := url.Values{"role": {"sisp_signatory"}, "from": {"2027-01-01"}, "until": {"2027-06-30"}}
	asked := one.sent(form, role)
	asked.leads("/people/ed_alfa?done=asked")
	one.follow(asked).is(http.StatusOK).says("La demande est enregistrée", "Vous l'avez demandé", "Retirer ma demande", "Gestion adm1 a demandé d'attribuer le rôle « Signataire de la SISP » du 01/01/2027 au 30/06/2027").hides("Confirmer")
	again := one.sent(form, role).is(http.StatusForbidden).says("Vous avez demandé ce changement vous-même ; une autre personne de l'administration, ou la direction, doit le confirmer")
	if again.hidden().Get("_key") == "" {
		t.Error("the form is gone")
	}
	if got := w.roles("ed_alfa"); len(got) != 1 {
		t.Errorf("granted by one: %v", got)
	}
	two.get("/people").is(http.StatusOK).says("En attente d'une deuxième personne", "Rédacteur Alfa : attribuer le rôle « Signataire de la SISP » du 01/01/2027 au 30/06/2027", "Demandé par Gestion adm1. Vous pouvez confirmer ou écarter")
	yes := two.get("/people/ed_alfa/do/person.grant?role=sisp_signatory&change=grant").is(http.StatusOK).says("Confirmer ce rôle ?", "Rédacteur Alfa", "Gestion adm1").hidden()
	for range 2 { // a double click
		two.post(form, yes).leads("/people/ed_alfa?done=granted")
	}
	if got := w.roles("ed_alfa"); len(got) != 2 || got[1] != (workflow.Grant{Role: workflow.SispSig, Org: "alfa", From: "2027-01-01", Until: "2027-06-30"}) {
		t.Errorf("%v", got)
	}
	two.get("/people/ed_alfa?done=granted").says("Le rôle est attribué", "À venir", "Gestion adm2 a attribué le rôle « Signataire de la SISP » du 01/01/2027 au 30/06/2027")
	two.get("/people/ed_alfa/do/person.grant?role=sisp_signatory&change=grant").leads("/people/ed_alfa")

	one.get("/people/adm1").is(http.StatusOK).says("C'est vous. Personne ne change ses propres rôles").hides("/do/person.grant")
	one.get("/people/adm1/do/person.grant").is(http.StatusConflict).says("une autre personne que vous")
	one.post("/people/adm1/do/person.grant", url.Values{"_version": {lastOf(t, w, "adm1")}, "role": {"auditor"}}).is(http.StatusForbidden)
	if got := w.roles("adm1"); len(got) != 1 {
		t.Errorf("granted to oneself: %v", got)
	}
}

// TestARoleEnds: its last day is told as such, and where no role is left there is
// none to end.
func TestARoleEnds(t *testing.T) {
	w := staffed(t)
	w.enlist("bare", "Sans rôle", "slrb")
	w.enlist("eyes", "Deux yeux", "slrb", "auditor")
	b := w.as("adm1")
	b.get("/people/bare").is(http.StatusOK).says("Attribuer un rôle").hides("/do/person.revoke")
	const form = "/people/eyes/do/person.revoke"
	b.get("/people/eyes").says("Retirer un rôle")
	last := w.now.AddDate(0, 0, 30)
	b.follow(b.sent(form, url.Values{"role": {"auditor"}, "until": {last.Format(time.DateOnly)}})).is(http.StatusOK).
		says("a mis fin au rôle « Audit et contrôle », dernier jour le " + last.Format("02/01/2006")).hides("jusqu'au " + last.Format("02/01/2006"))
	b.get("/people/eyes?lang=nl").says("beëindigd, met als laatste dag " + last.Format("02/01/2006"))
}

// lastOf is the version that the pages of a person carry.
func lastOf(t *testing.T, w *world, id string) string {
	t.Helper()
	who, err := w.app.Viewer(t.Context(), "adm2", "test")
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.app.LookAtPerson(t.Context(), who, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	return (&task{about: v}).version()
}

// TestTheDirectorIsTheSecond: what is asked, and nothing else.
func TestTheDirectorIsTheSecond(t *testing.T) {
	w := staffed(t)
	dir, one := w.as("dir"), w.as("adm1")
	dir.get("/people").is(http.StatusNotFound)
	dir.get("/people/ed_alfa").is(http.StatusNotFound)
	dir.get("/").hides(`href="/people"`)
	one.sent("/people/ed_alfa/do/person.grant", url.Values{"role": {"sisp_signatory"}}).leads("/people/ed_alfa?done=asked")
	dir.get("/people").is(http.StatusOK).says("Rédacteur Alfa").hides("Enregistrer une personne", "Toutes les personnes")
	dir.get("/people/ed_alfa").is(http.StatusOK).says("Confirmer", "Écarter", "SISP Alfa").hides("ed_alfa@", "Compte", "Historique")
	dir.get("/people/ed_alfa/do/person.erase").is(http.StatusNotFound)
	dir.get("/people/sig_beta").is(http.StatusNotFound)
	yes := dir.get("/people/ed_alfa/do/person.grant?role=sisp_signatory&change=grant").is(http.StatusOK).hidden()
	other := url.Values{}
	maps.Copy(other, yes)
	other.Set("role", "auditor")
	dir.post("/people/ed_alfa/do/person.grant", other).is(http.StatusForbidden)
	for range 2 {
		dir.post("/people/ed_alfa/do/person.grant", yes).leads("/")
	}
	if got := w.roles("ed_alfa"); len(got) != 2 || got[1].Role != workflow.SispSig {
		t.Errorf("%v", got)
	}
	dir.post("/people/ed_alfa/do/person.grant", url.Values{"role": {"auditor"}}).is(http.StatusNotFound)
	for _, nobody := range []*browser{w.as("off"), w.as("ed_alfa"), w.as("sig_asbl"), w.as("jury1")} {
		for _, path := range []string{"/people", "/people/new", "/people/off", "/people/off/do/person.grant", "/people/off/replace", "/organisations", "/organisations/new"} {
			nobody.get(path).is(http.StatusNotFound)
		}
		nobody.post("/people/dir", url.Values{"do": {"disable"}, "_confirm": {"1"}}).is(http.StatusNotFound)
	}
}

// TestARequestGoesAway: turned down by a second, taken back by who asked.
func TestARequestGoesAway(t *testing.T) {
	w := staffed(t)
	one, two := w.as("adm1"), w.as("adm2")
	for _, who := range []*browser{two, one} {
		one.sent("/people/fin/do/person.revoke", url.Values{"role": {"finance_officer"}, "until": {"2027-03-31"}}).leads("/people/fin?done=asked")
		who.get("/people/fin").says("Terminer le rôle « Service financier de la SLRB » le 31/03/2027")
		who.sent("/people/fin/do/person.refuse?role=finance_officer&change=revoke", nil).leads("/people/fin?done=refused")
		who.get("/people/fin?done=refused").says("La demande est écartée", "a écarté la demande de mettre fin au rôle").hides("En attente d'une deuxième personne")
	}
	one.sent("/people/fin/do/person.revoke", url.Values{"role": {"finance_officer"}, "until": {"2027-03-31"}})
	two.sent("/people/fin/do/person.revoke?role=finance_officer&change=revoke", nil).leads("/people/fin?done=revoked")
	if got := w.roles("fin"); len(got) != 1 || got[0].Until != "2027-03-31" {
		t.Errorf("%v", got)
	}
	one.sent("/people/fin/do/person.revoke", url.Values{"role": {"finance_officer"}, "until": {"2020-03-31"}}).is(http.StatusBadRequest).says("Un rôle ne peut finir ni avant son début")
}

func TestStalePerson(t *testing.T) {
	w := staffed(t)
	one, two := w.as("adm1"), w.as("adm2")
	form := one.get("/people/off/do/person.grant").hidden()
	two.sent("/people/off/do/person.grant", url.Values{"role": {"auditor"}, "until": {"2030-12-31"}}).leads("/people/off?done=granted")
	two.sent("/people/fin/do/person.grant", url.Values{"role": {"auditor"}}).leads("/people/fin?done=granted")
	form.Set("role", "admin")
	late := one.post("/people/off/do/person.grant", form).is(http.StatusConflict).says("Quelqu'un a modifié ceci entre-temps")
	form = late.hidden()
	form.Set("role", "admin")
	one.post("/people/off/do/person.grant", form).leads("/people/off?done=granted")
}

// TestRegisterAndInvite: from nothing to signed in, by the pages alone.
func TestRegisterAndInvite(t *testing.T) {
	w := forReal(t)
	mail := ""
	w.site.Send = func(_ context.Context, m auth.Mail) error { mail = m.Path(); return nil }
	w.member("root", "admin", "slrb")
	b := w.nobody()
	w.enrolled(b, "root")
	form := b.get("/people/new").is(http.StatusOK).hidden()
	const name = `<b>Ahmed</b> "X" =1+1`
	form.Set("email", "nonsense")
	form.Set("name", name)
	form.Set("organisation", "alfa")
	b.post("/people/new", form).is(http.StatusBadRequest).says("Erreur").quotes("<b>Ahmed")
	form.Set("email", "root@slrb.example")
	b.post("/people/new", form).is(http.StatusConflict)
	form.Set("email", "zoe@alfa.example")
	form.Set("name", strings.Repeat("x", 300))
	b.post("/people/new", form).is(http.StatusBadRequest).says("200 caractères")
	form.Set("name", name)
	for range 2 {
		if a := b.post("/people/new", form); a.status != http.StatusSeeOther {
			t.Fatal(a.status, a.text())
		}
	}
	b.get("/people/alfa-1?done=registered").is(http.StatusOK).says(`<b>Ahmed</b> "X" =1+1`, "Jamais invitée", "Inviter par courriel").quotes("<b>Ahmed")
	b.get("/people/alfa-2").is(http.StatusNotFound)
	for range 2 {
		b.post("/people/alfa-1", url.Values{"do": {"invite"}}).leads("/people/alfa-1?done=invited")
	}
	b.get("/people/alfa-1?done=invited").says("L'invitation part par courriel", "Renvoyer l'invitation").hides(mail)
	n := w.nobody()
	for range 2 {
		n.get(mail).is(http.StatusOK).says("Bienvenue")
	}
	first := mail
	w.now = w.now.Add(6 * 24 * time.Hour)
	w.enrolledAgain(b, "root")
	b.get("/people").says("Invitations sans réponse")
	b.post("/people/alfa-1", url.Values{"do": {"again"}}).leads("/people/alfa-1?done=invited")
	if first == mail {
		t.Fatal("no other link")
	}
	w.now = w.now.Add(8 * 24 * time.Hour)
	n.get(mail).is(http.StatusNotFound)
	w.enrolledAgain(b, "root")
	b.get("/people/alfa-1").says("Invitation périmée")
	b.post("/people/alfa-1", url.Values{"do": {"again"}}).leads("/people/alfa-1?done=invited")
	n.post(mail, url.Values{"password": {phrase}, "repeat": {phrase}}).leads("/sign-in?done=password")
	n.get(mail).is(http.StatusNotFound)
	n.post("/sign-in", signIn("zoe@alfa.example", phrase, "")).leads("/")

	w.now = w.now.Add(10 * time.Minute) // it was shown too long ago who it is
	b.post("/people/alfa-1", url.Values{"do": {"disable"}}).is(http.StatusOK).says("Ses sessions se ferment", "Mot de passe")
	b.post("/people/alfa-1", url.Values{"do": {"disable"}, "_confirm": {"1"}, "password": {"wrong"}}).is(http.StatusUnprocessableEntity)
	n.get("/account").is(http.StatusOK)
	b.post("/people/alfa-1", url.Values{"do": {"disable"}, "_confirm": {"1"}, "password": {phrase}}).leads("/people/alfa-1?done=disabled")
	n.get("/account").leads("/sign-in?next=%2Faccount")
	b.post("/people/alfa-1", url.Values{"do": {"enable"}}).leads("/people/alfa-1?done=enabled")
	b.post("/people/root", url.Values{"do": {"disable"}, "_confirm": {"1"}}).is(http.StatusForbidden)
	b.post("/people/alfa-1", url.Values{"do": {"nonsense"}}).is(http.StatusNotFound)
}

// TestGrantAsksWhoItIs: some time after the sign-in, a role is granted by who
// shows it again.
func TestGrantAsksWhoItIs(t *testing.T) {
	w := forReal(t)
	w.member("root", "admin", "slrb")
	b := w.nobody()
	w.enrolled(b, "root")
	w.now = w.now.Add(10 * time.Minute)
	step := b.sent("/people/off/do/person.grant", url.Values{"role": {"auditor"}, "until": {"2030-12-31"}}).is(http.StatusOK).says("Audit et contrôle", "31/12/2030", "Mot de passe")
	form := step.hidden()
	form.Set("password", "wrong")
	b.post("/people/off/do/person.grant", form).is(http.StatusUnprocessableEntity)
	if len(w.roles("off")) != 1 {
		t.Error("granted without proof")
	}
	form.Set("password", phrase)
	b.post("/people/off/do/person.grant", form).leads("/people/off?done=granted")
	if got := w.roles("off"); len(got) != 2 || got[1].Until != "2030-12-31" {
		t.Errorf("%v", got)
	}
}

func TestReplacement(t *testing.T) {
	w := staffed(t)
	one, two := w.as("adm1"), w.as("adm2")
	one.get("/people/sig_alfa").says("Organiser un remplacement")
	const form = "/people/sig_alfa/replace"
	one.sent(form, url.Values{"role": {"sisp_signatory"}, "substitute": {"ed_alfa"}, "until": {"2027-07-31"}}).is(http.StatusBadRequest).says("À partir du")
	one.sent(form, url.Values{"role": {"sisp_signatory"}, "substitute": {"sig_beta"}, "from": {"2027-07-01"}, "until": {"2027-07-31"}}).is(http.StatusBadRequest)
	one.sent(form, url.Values{"role": {"sisp_signatory"}, "substitute": {"ed_alfa"}, "from": {"2027-07-01"}, "until": {"2027-07-31"}}).leads("/people/ed_alfa?done=replaced")
	two.sent("/people/ed_alfa/do/person.grant?role=sisp_signatory&change=grant", nil).leads("/people/ed_alfa?done=granted")
	if got := w.roles("ed_alfa"); len(got) != 2 || got[1] != (workflow.Grant{Role: workflow.SispSig, Org: "alfa", From: "2027-07-01", Until: "2027-07-31"}) {
		t.Errorf("%v", got)
	}
	if got := w.roles("sig_alfa"); len(got) != 1 {
		t.Errorf("who is away lost the role: %v", got)
	}
	one.get("/people/sig_beta/replace").is(http.StatusNotFound) // nobody else is there
}

func TestErasing(t *testing.T) {
	w := staffed(t)
	w.enlist("gone", "Ancienne Personne", "alfa")
	one := w.as("adm1")
	one.get("/people/off").says("Pas encore possible", "Cette personne exerce encore des rôles")
	one.get("/people/off/do/person.erase").is(http.StatusConflict).says("Cette personne exerce encore des rôles")
	form := one.get("/people/gone/do/person.erase").says("Effacer les données", "Le nom, l'adresse et la fonction disparaissent", "L'historique garde les actes, sans le nom").hidden()
	for range 2 {
		one.post("/people/gone/do/person.erase", form).leads("/people/gone?done=erased")
	}
	one.get("/people/gone?done=erased").is(http.StatusOK).says("Les données de cette personne sont effacées").hides("Ancienne", "gone@slrb")
}

var personLink = regexp.MustCompile(`href="/people/([a-z0-9_-]+)"`)

// TestHundredsOfPeople: the list is paged, and narrowed.
func TestHundredsOfPeople(t *testing.T) {
	w := staffed(t)
	for range 60 {
		h, err := w.app.House(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w.enlist(app.FreeID(h, "beta"), "Beta", "beta")
	}
	b := w.as("adm1")
	seen, path, pages := map[string]int{}, "/people", 0
	for ; path != "" && pages < 10; pages++ {
		a := b.get(path).is(http.StatusOK)
		for _, m := range personLink.FindAllStringSubmatch(a.body, -1) {
			if m[1] != "new" {
				seen[m[1]]++
			}
		}
		path = ""
		if m := regexp.MustCompile(`rel="next" href="([^"]*)"`).FindStringSubmatch(a.body); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	if len(seen) != 72 || pages != 3 {
		t.Errorf("%d people on %d pages", len(seen), pages)
	}
	b.get("/people?organisation=alfa").says("Rédacteur Alfa", "Directeur Alfa").hides("/people/beta-1", "Finances")
	b.get("/people?role=finance_officer").says("Finances").hides("Rédacteur Alfa")
	b.get("/people?q=r%C3%A9dac").says("Rédacteur Alfa").hides("Finances")
	b.get("/people?q=%3Cb%3Eqqq").says("Rien ne correspond").quotes("<b>qqq")
}

// TestColleagues: who writes or signs for an organisation reads who else does.
func TestColleagues(t *testing.T) {
	w := staffed(t)
	w.enlist("past", "Partie Depuis", "alfa", map[string]any{"role": "sisp_editor", "until": "2024-12-31"})
	w.as("ed_alfa").get("/account").is(http.StatusOK).says("Rôles dans votre organisation", "Directeur Alfa Signataire de la SISP").hides("Directeur Beta", "Partie Depuis", "Présidente")
	w.as("adm1").get("/account").is(http.StatusOK).hides("Rôles dans votre organisation")
}

func TestOrganisations(t *testing.T) {
	w := staffed(t)
	b := w.as("adm1")
	b.get("/organisations").is(http.StatusOK).says("SISP Alfa", "OVM Alfa", "BE68 5390 0754 7034")
	typed := url.Values{"kind": {"association"}, "name.fr": {"Les Amis d'Été asbl"}, "name.nl": {"Zomervrienden vzw"}, "enterprise_number": {"0206.731.646"}, "account": {"BE68 5390 0754 7035"}}
	b.sent("/organisations/new", typed).is(http.StatusBadRequest).says("Ce numéro d'entreprise n'existe pas")
	typed.Set("enterprise_number", "0206.731.645")
	b.sent("/organisations/new", typed).is(http.StatusBadRequest).says("Ce n'est pas un compte IBAN")
	typed.Set("account", "BE68 5390 0754 7034")
	form := b.get("/organisations/new").hidden()
	maps.Copy(form, typed)
	for range 2 {
		b.post("/organisations/new", form).leads("/organisations?done=1")
	}
	b.get("/organisations?q=zomer").is(http.StatusOK).says("Les Amis d'Été asbl", "0206.731.645", "0 personne").hides("SISP Alfa")
	if a := b.get("/people/new"); strings.Count(a.body, `value="les-amis-d-ete-asbl"`) < 1 {
		t.Error("nobody can be of it")
	}
}
