package web

import (
	"bytes"
	"encoding/json"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/web/page/ui"
)

const draftA = "/dossiers/tiny-2025.a"

// second lets another person write for Alfa.
func (w *world) second() *browser {
	w.Helper()
	_, err := w.app.Import(w.Context(), app.Draft{Entity: "person", ID: "ed_zwei", Values: map[string]any{
		"name": "Zoë Deux", "organisation": "alfa", "roles": []any{"sisp_editor"},
	}}, "test", w.now)
	if err != nil {
		w.Fatal(err)
	}
	return w.as("ed_zwei")
}

// with is a form's unseen fields, and what somebody typed.
func with(a answer, typed ...string) url.Values {
	v := a.hidden()
	for i := 0; i+1 < len(typed); i += 2 {
		v.Set(typed[i], typed[i+1])
	}
	return v
}

func (w *world) proposal(id string) string {
	w.Helper()
	who, err := w.app.Viewer(w.Context(), "ed_alfa", "test")
	if err != nil {
		w.Fatal(err)
	}
	view, err := w.app.Look(w.Context(), who, id)
	if err != nil {
		w.Fatal(err)
	}
	b, err := json.Marshal(rawProposal(view.File.Proposal))
	if err != nil {
		w.Fatal(err)
	}
	return string(b)
}

func TestProposalIsBegunAndWritten(t *testing.T) {
	w := begun(t, "party.confirm")
	b := w.as("ed_alfa")
	start := b.get("/calls/tiny-2025/propose").is(http.StatusOK).says("Commencer une candidature", "Petit appel")
	form := with(start, "title", `<b>Café</b> "des" voisins`, "theme", "culture", "requested", "12.000,00", "budget.0.category", "staff", "budget.0.label", "Animation", "budget.0.amount", "1x")
	wrong := b.post("/calls/tiny-2025/propose", form).is(http.StatusBadRequest).says("1 point à corriger", "gardé comme brouillon")
	if !strings.Contains(wrong.body, `value="1x"`) || strings.Contains(wrong.body, "<b>Café") {
		t.Error("what was typed is lost, or is markup")
	}
	b.get("/calls/tiny-2025/propose").is(http.StatusOK).says("Vous aviez commencé ce formulaire").holds("1x", "12.000,00")
	form.Set("budget.0.amount", "12000")
	form.Set("_copy", wrong.hidden().Get("_copy"))
	to := b.post("/calls/tiny-2025/propose", form)
	if to.status != http.StatusSeeOther || !strings.HasSuffix(to.header.Get("Location"), "/edit/description") {
		t.Fatal(to.status, to.header, to.text())
	}
	if again := b.post("/calls/tiny-2025/propose", form); again.header.Get("Location") != to.header.Get("Location") {
		t.Errorf("a double click made another: %v", again.header)
	}
	b.get("/calls/tiny-2025/propose").is(http.StatusOK).hides("Vous aviez commencé")
	b.follow(to).is(http.StatusOK).says("Description", "Résumé", "Participation des locataires")
	here := strings.TrimSuffix(to.header.Get("Location"), "/edit/description")
	for _, s := range append(sections, section{id: "check"}) {
		path := here + "/edit/" + s.id
		if s.id == "check" {
			path = here + "/check"
		}
		for _, l := range []string{"fr", "nl", "en"} {
			a := b.get(path + "?lang=" + l).is(http.StatusOK)
			if strings.Contains(a.text(), "proposal.") || strings.Contains(a.text(), "site.") {
				t.Errorf("%s in %s has a text without words: %s", path, l, a.text())
			}
		}
	}
}

func TestSectionIsSavedAndLeadsOn(t *testing.T) {
	w := begun(t, "party.confirm")
	b := w.as("ed_alfa")
	form := with(b.get(draftA+"/edit/description").is(http.StatusOK), "texts.0.key", "summary", "texts.0.value", "Un récit.", "texts.1.key", "need", "texts.1.value", "Un besoin.")
	b.post(draftA+"/edit/description", form).leads(draftA + "/edit/neighbourhoods")
	b.post(draftA+"/edit/description", form).leads(draftA + "/edit/neighbourhoods") // a double click
	if got := w.proposal("tiny-2025.a"); !strings.Contains(got, `"texts":{"need":"Un besoin.","summary":"Un récit."}`) {
		t.Error(got)
	}
	place := with(b.get(draftA+"/edit/neighbourhoods"), "neighbourhoods.0._row", "1", "neighbourhoods.0.name", "Bempt", "neighbourhoods.0.problems.0.key", "isolation", "neighbourhoods.0.problems.0.value", "11")
	b.post(draftA+"/edit/neighbourhoods", place).is(http.StatusBadRequest).says("1 point à corriger", "Quartiers n° 1, problématiques, isolement")
	again := b.get(draftA + "/edit/neighbourhoods")
	if !strings.Contains(again.body, `value="11"`) {
		t.Error("what was refused is not kept")
	}
	place = with(again, "neighbourhoods.0.name", "Bempt", "neighbourhoods.0.problems.0.key", "isolation", "neighbourhoods.0.problems.0.value", "7", "_stay", "1")
	b.post(draftA+"/edit/neighbourhoods", place).leads(draftA + "/edit/neighbourhoods")
	b.get(draftA+"/check").says("Isolement : 7/10", "Un récit.")
}

func TestTwoPeopleInOneSection(t *testing.T) {
	w := begun(t, "party.confirm")
	one, two := w.as("ed_alfa"), w.second()
	first, other := one.get(draftA+"/edit/identity"), two.get(draftA+"/edit/identity")
	elsewhere := two.get(draftA + "/edit/description")
	one.post(draftA+"/edit/identity", with(first, "title", "Projet de l'une", "theme", "culture")).leads(draftA + "/edit/description")
	stale := two.post(draftA+"/edit/identity", with(other, "title", "Projet de l'autre", "theme", "culture")).is(http.StatusConflict)
	stale.says("Rédacteur Alfa a modifié ce texte entre-temps", "Projet de l'une")
	if !strings.Contains(stale.body, `value="Projet de l&#39;autre"`) {
		t.Error("one's own text is not in the field")
	}
	if got := w.proposal("tiny-2025.a"); !strings.Contains(got, "Projet de l'une") {
		t.Error(got)
	}
	two.post(draftA+"/edit/identity", with(stale, "keep", "theirs")).leads(draftA + "/edit/identity")
	two.post(draftA+"/edit/identity", with(stale, "title", "Projet des deux", "theme", "culture")).leads(draftA + "/edit/description")
	two.post(draftA+"/edit/description", with(elsewhere, "texts.0.key", "summary", "texts.0.value", "x")).leads(draftA + "/edit/neighbourhoods")
	if got := w.proposal("tiny-2025.a"); !strings.Contains(got, "Projet des deux") {
		t.Error(got)
	}
}

func TestAutosave(t *testing.T) {
	w := begun(t, "party.confirm")
	one, two := w.as("ed_alfa"), w.second()
	first, other := one.get(draftA+"/edit/activities"), two.get(draftA+"/edit/activities")
	typed := with(first, "activities.0.title", "Atelier", "activities.0._row", "1")
	save := func(b *browser, v url.Values) (status int, kept keptAnswer) {
		a := b.post(draftA+"/save/activities", v)
		_ = json.Unmarshal([]byte(a.body), &kept)
		return a.status, kept
	}
	status, kept := save(one, typed)
	if status != http.StatusOK || kept.Version == "" || kept.At == "" {
		t.Fatal(status, kept)
	}
	if got := w.proposal("tiny-2025.a"); strings.Contains(got, "Atelier") {
		t.Error("what saved itself is a fact")
	}
	if status, _ := save(one, typed); status != http.StatusOK { // the answer was lost
		t.Errorf("the same form may not go on: %d", status)
	}
	if status, kept := save(two, with(other, "activities.0.title", "Fête")); status != http.StatusConflict || !strings.Contains(kept.Say, "Rédacteur Alfa") {
		t.Errorf("somebody overwrites: %d %s", status, kept.Say)
	}
	two.get(draftA + "/edit/activities").says("Rédacteur Alfa a écrit ceci")
	two.get(draftA + "/check").says("Copie de travail de Rédacteur Alfa")
	w.as("sig_asbl").get(draftA + "/check").is(http.StatusNotFound)
	w.as("off").get(draftA + "/edit/activities").is(http.StatusNotFound)
	resumed := one.get(draftA + "/edit/activities")
	if !strings.Contains(resumed.body, `value="Atelier"`) && !strings.Contains(resumed.body, ">\nAtelier<") && !strings.Contains(resumed.body, "Atelier</textarea>") {
		t.Errorf("the working copy does not stand in the form: %s", resumed.text())
	}
	typed.Set(ui.NameVersion, kept.Version)
	if status, kept = save(one, typed); status != http.StatusOK {
		t.Fatal(status)
	}
	typed.Set(ui.NameVersion, kept.Version)
	one.post(draftA+"/edit/activities", typed).leads(draftA + "/edit/budget")
	if got := w.proposal("tiny-2025.a"); !strings.Contains(got, "Atelier") {
		t.Error(got)
	}
	one.get(draftA + "/check").hides("Copie de travail")
}

func TestSessionEndsWhileTyping(t *testing.T) {
	w := begun(t, "party.confirm")
	b := w.as("ed_alfa")
	typed := with(b.get(draftA+"/edit/identity"), "title", "Écrit longtemps", "theme", "culture")
	b.cookies = map[string]string{}
	gone := b.post(draftA+"/edit/identity", typed).is(http.StatusUnauthorized).says("Votre session a pris fin", "Rien n'est perdu")
	b.post(draftA+"/save/identity", typed).is(http.StatusUnauthorized).says("Votre session a pris fin. Rien n'est perdu")
	maps.Copy(b.cookies, w.as("ed_alfa").cookies)
	b.post(draftA+"/edit/identity", gone.hidden()).leads(draftA + "/edit/description")
	if got := w.proposal("tiny-2025.a"); !strings.Contains(got, "Écrit longtemps") {
		t.Error(got)
	}
}

func TestDeadlinePassesWhileTyping(t *testing.T) {
	w := begun(t, "party.confirm")
	w.now = time.Date(2025, 3, 14, 15, 59, 0, 0, time.UTC)
	b := w.as("ed_alfa")
	typed := with(b.get(draftA+"/edit/identity"), "title", "Trop tard", "theme", "culture")
	saves := func() answer {
		a := b.post(draftA+"/save/identity", typed).is(http.StatusOK)
		var kept keptAnswer
		if err := json.Unmarshal([]byte(a.body), &kept); err != nil {
			t.Fatal(err)
		}
		typed.Set(ui.NameVersion, kept.Version)
		return a
	}
	saves().says("Gardé comme brouillon à 16:59", "pas encore enregistré dans le dossier")
	w.now = w.now.Add(time.Minute)
	saves().says("La date limite est passée", "reste lisible ici")
	b.post(draftA+"/edit/identity", typed).is(http.StatusConflict).says("La date limite était le", "Trop tard", "Copie de travail")
	if _, err := w.app.Clock(w.Context(), app.Tick{Until: w.now}); err != nil {
		t.Fatal(err)
	}
	b.get(draftA+"/edit/identity").is(http.StatusOK).says("La date limite était le", "Trop tard").hides("<textarea", "data-autosave")
	if got := w.proposal("tiny-2025.a"); strings.Contains(got, "Trop tard") {
		t.Error(got)
	}
}

func TestCheckSaysWhatIsMissing(t *testing.T) {
	w := begun(t, "party.confirm")
	ed, sig := w.as("ed_alfa"), w.as("sig_alfa")
	ed.get(draftA+"/check").says("Des partenaires n'ont pas confirmé leur participation", "Partenaire asbl", "Pas encore prête")
	budget := with(ed.get(draftA+"/edit/budget"), "requested", "16.000", "budget.0.category", "staff", "budget.0.label", "Animation", "budget.0.amount", "15.000,00", "_stay", "1")
	ed.post(draftA+"/edit/budget", budget).leads(draftA + "/edit/budget")
	ed.get(draftA+"/check").says("sort des limites par projet", "Les lignes du budget demandent 15.000,00 € en tout, 1.000,00 € de moins que le budget demandé (16.000,00 €).")
	ed.get(draftA+"/edit/budget").says("Ce qui manque encore", "1.000,00 € de moins", "Différence -1.000,00 €")
	ed.get(draftA+"/edit/partners").says("Ce qui manque encore", "n'ont pas confirmé leur participation").hides("Identifiant")
	ed.get(draftA + "/edit/description").hides("Ce qui manque encore")
	budget = with(ed.get(draftA+"/edit/budget"), "requested", "15.000", "budget.0.category", "staff", "budget.0.label", "Animation", "budget.0.amount", "15.000,00", "_stay", "1")
	ed.post(draftA+"/edit/budget", budget).leads(draftA + "/edit/budget")
	w.do("sig_asbl", "party.confirm", "tiny-2025.a/party/asbl", nil)
	ed.get(draftA + "/check").says("Prête : à introduire par Directeur Alfa").hides("/do/submission.submit")
	ready := sig.get(draftA + "/check").says("À vous : introduire la candidature")
	if !strings.Contains(ready.body, draftA+"/do/submission.submit") {
		t.Error("the signatory has no button")
	}
	if got := sig.get("/").says("Relire et introduire la candidature").body; strings.Count(got, "Relire et introduire la candidature") != 2 {
		t.Error("the button of what waits repeats itself")
	}
	sig.get(draftA+"/do/submission.submit").says("Demandé", "15.000,00 €")
}

func TestPartnerConfirmsItsPart(t *testing.T) {
	w := begun(t, "party.confirm")
	ed, asbl := w.as("ed_alfa"), w.as("sig_asbl")
	read := asbl.get(draftA+"/part").is(http.StatusOK).says("La part de Partenaire asbl", "Confirmer notre part")
	ed.get(draftA + "/part").is(http.StatusNotFound)
	change := with(ed.get(draftA+"/edit/partners"), "partners.0._row", "1", "partners.0.id", "asbl", "partners.0.role", "Tout faire")
	ed.post(draftA+"/edit/partners", change).leads(draftA + "/edit/activities")
	answered := with(read, "answer", "confirm")
	changed := asbl.post(draftA+"/part", answered).is(http.StatusConflict).says("La part a changé depuis que vous l'avez lue", "Tout faire")
	asbl.post(draftA+"/part", with(changed, "answer", "confirm")).leads(draftA + "/part?org=asbl")
	asbl.get(draftA+"/part").says("Vous avez confirmé cette part").hides("Confirmer notre part", "dire pourquoi est facultatif")
	unrelated := with(ed.get(draftA+"/edit/identity"), "title", "Autre titre", "theme", "culture")
	ed.post(draftA+"/edit/identity", unrelated).leads(draftA + "/edit/description")
	asbl.get(draftA + "/part").says("Vous avez confirmé cette part")
	same := with(ed.get(draftA+"/edit/partners"), "partners.0._row", "1", "partners.0.id", "asbl", "partners.0.role", "Tout faire")
	ed.post(draftA+"/edit/partners", same).leads(draftA + "/edit/activities")
	asbl.get(draftA + "/part").says("Vous avez confirmé cette part")
	more := with(ed.get(draftA+"/edit/partners"), "partners.0._row", "1", "partners.0.id", "asbl", "partners.0.role", "Tout faire, et plus")
	ed.post(draftA+"/edit/partners", more).leads(draftA + "/edit/activities")
	asbl.get(draftA+"/part").says("Confirmer notre part", "et plus")
}

// uploaded sends a file by a form.
func (b *browser) uploaded(path, name string, data []byte, form url.Values) answer {
	b.w.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k := range form {
		_ = m.WriteField(k, form.Get(k))
	}
	p, err := m.CreateFormFile("file", name)
	if err != nil {
		b.w.Fatal(err)
	}
	_, _ = p.Write(data)
	_ = m.Close()
	r := httptest.NewRequestWithContext(b.w.Context(), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.send(r)
}

func TestFiles(t *testing.T) {
	w := begun(t, "party.confirm")
	b := w.as("ed_alfa")
	files := draftA + "/files"
	form := func() url.Values { return with(b.get(files), "kind", "annex") }
	once := form()
	b.uploaded(files, "plan <b>\u202egnp.exe", []byte("%PDF-1.7\nx"), once).leads(files)
	b.uploaded(files, "plan <b>\u202egnp.exe", []byte("%PDF-1.7\nx"), once).leads(files)
	list := b.get(files).says("plan <b>gnp.exe.pdf").hides("\u202e")
	if strings.Contains(list.body, "<b>gnp") {
		t.Error("a name is markup")
	}
	if n := strings.Count(list.body, "gnp.exe.pdf</a>"); n != 1 {
		t.Errorf("a double click attached it %d times", n)
	}
	b.uploaded(files, "x.pdf", []byte("<!DOCTYPE html><script>alert(1)</script>"), form()).is(http.StatusBadRequest).says("« x.pdf » est en réalité une page web (HTML). Nous acceptons : PDF")
	b.uploaded(files, "x.pdf", nil, form()).is(http.StatusBadRequest).says("Aucun fichier n'est arrivé")
	b.uploaded(files, "x.jpg", []byte("\xFF\xD8\xFF\xE0 cut"), form()).is(http.StatusBadRequest).says("abîmée ou incomplète")
	b.uploaded(files, "x.pdf", []byte("%PDF-1.7"), b.get(files).hidden()).is(http.StatusBadRequest).says("Le type de pièce n'est pas choisi")
	large := b.uploaded(files, "x.pdf", append([]byte("%PDF-1.7\n"), make([]byte, MaxUpload)...), form()).is(http.StatusRequestEntityTooLarge).says("« x.pdf » fait un peu plus de 20 Mo ; un fichier peut en faire 20 Mo au plus")
	if !strings.Contains(large.body, `value="annex" selected`) {
		t.Error("the kind is not kept")
	}
	long := strings.Repeat("é", 300) + ".pdf"
	b.uploaded(files, long, []byte("%PDF-1.7\ny"), form()).leads(files)
	b.get(files).says(strings.Repeat("é", 196) + ".pdf")
	b.post(files+"/1/remove", b.get(files).hidden()).leads(files)
	b.get(files).says("est retiré.")
	b.get(files).hides("gnp.exe")
	w.as("sig_beta").get(files).is(http.StatusNotFound)
	w.as("off").get(files).is(http.StatusNotFound)
}

func TestIndicatorsGetNames(t *testing.T) {
	rows := []any{map[string]any{"title": "Élèves à l'école"}, map[string]any{"title": "élèves à l'école"}, map[string]any{"id": "own", "title": "x"}, map[string]any{"title": "§"}}
	nameIndicators(map[string]any{"indicators": rows})
	for i, want := range []string{"eleves_a_l_ecole", "eleves_a_l_ecole_2", "own", "i"} {
		if got := rows[i].(map[string]any)["id"]; got != want {
			t.Errorf("%v, want %s", got, want)
		}
	}
}

func TestDifferencesGoByKey(t *testing.T) {
	w := begun(t, "party.confirm")
	one, two := w.as("ed_alfa"), w.second()
	first, other := one.get(draftA+"/edit/description"), two.get(draftA+"/edit/description")
	one.post(draftA+"/edit/description", with(first, "texts.0.key", "public", "texts.0.value", "Locataires", "texts.1.key", "summary", "texts.1.value", "Un bottin."))
	stale := two.post(draftA+"/edit/description", with(other, "texts.0.key", "summary", "texts.0.value", "Un bottin.", "texts.1.key", "public", "texts.1.value", "Voisins"))
	stale.is(http.StatusConflict).says("Public bénéficiaire Enregistrée par Rédacteur Alfa")
	if strings.Contains(stale.text(), "Résumé Enregistrée par") {
		t.Error("what is the same is shown as different")
	}
}

// TestProposalContinuesAnEarlierOne takes sections over, and leaves what the new
// call does not know.
func TestProposalContinuesAnEarlierOne(t *testing.T) {
	w := newWorld(t, all)
	call := w.nextCall()
	b := w.as("ed_alfa")
	b.get("/calls/"+call+"/propose").is(http.StatusOK).says("Partir d'un projet précédent", "Projet A (TINY-2025)")
	form := with(b.get("/calls/"+call+"/propose?from=tiny-2025.a").is(http.StatusOK).says("Reprendre de", "Livrables", "Indicateurs"),
		"title", "Projet A, suite", "theme", "culture", "requested", "12000", "continues", "tiny-2025.a",
		"budget.0.category", "staff", "budget.0.label", "Animation", "budget.0.amount", "12000")
	propose := "/calls/" + call + "/propose"
	b.post("/calls/"+call+"/do/submission.create/keep", with(b.get(propose), "title", "Un tout autre projet")).is(http.StatusOK)
	b.post("/calls/"+call+"/do/submission.create/keep", with(b.get(propose+"?from=tiny-2025.a"), "title", "Projet A, suite")).is(http.StatusConflict)
	b.get(propose).holds("Un tout autre projet")
	form["_take"] = []string{"indicators", "deliverables"}
	to := b.post("/calls/"+call+"/propose", form)
	if to.status != http.StatusSeeOther {
		t.Fatal(to.status, to.text())
	}
	id := strings.TrimSuffix(strings.TrimPrefix(to.header.Get("Location"), "/dossiers/"), "/edit/description")
	form.Set("_copy", "0")
	b.post("/calls/"+call+"/do/submission.create/keep", form).is(http.StatusConflict) // it was sent
	b.follow(to).says("La candidature est commencée. Repris de « Projet A » : Le projet, Budget, Livrables et Indicateurs. Relisez")
	got := w.proposal(id)
	for _, want := range []string{`"continues":"tiny-2025.a"`, `"id":"participants"`, `"title":"Recueil"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s has no %s", got, want)
		}
	}
	if strings.Contains(got, "asbl") {
		t.Errorf("the partner came along: %s", got)
	}
	w.as("sig_beta").get("/calls/" + call + "/propose?from=tiny-2025.a").is(http.StatusNotFound)
	w.as("chair").get("/calls/" + call + "/propose").is(http.StatusForbidden)
}

// nextCall is a second call like the first, open.
func (w *world) nextCall() string {
	w.Helper()
	values := maps.Clone(tiny(w.T).Calls[0].Values)
	at := func(days int) string { return w.now.AddDate(0, 0, days).Format(time.RFC3339) }
	values["reference"], values["opens_at"], values["closes_at"], values["reserve_until"] = "TINY-NEXT", at(1), at(60), w.now.AddDate(2, 0, 0).Format(time.DateOnly)
	out, err := w.app.Import(w.Context(), app.Draft{Entity: "call", Values: values}, "test", w.now)
	if err != nil {
		w.Fatal(err)
	}
	w.do("dir", "call.validate", out.On.Dossier, nil)
	w.now = w.now.AddDate(0, 0, 2)
	if _, err := w.app.Clock(w.Context(), app.Tick{Until: w.now}); err != nil {
		w.Fatal(err)
	}
	return out.On.Dossier
}
