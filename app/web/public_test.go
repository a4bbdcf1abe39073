package web

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/app/scenario"
	"tremplin/storage"
)

func TestPublicPages(t *testing.T) {
	w := forReal(t)
	b := w.nobody()
	b.get("/").leads("/calls")
	for _, path := range []string{"/calls", "/faq", "/accessibility", "/privacy", "/contact", "/check", "/sign-in", "/forgotten", "/appearance"} {
		for _, lang := range []string{"fr", "nl", "en"} {
			b.get(path+"?lang="+lang).is(http.StatusOK).hides("site.", "Officier", "Rédacteur")
		}
	}
	b = w.nobody()
	b.get("/calls").says("Petit appel", "TINY-2025", "20.000,00 €", "Aucun appel n'est ouvert")
	b.get("/contact").says("Direction Action Sociétale")
}

// TestOpenCall: a call that is open says all its rules, and leads to signing in.
func TestOpenCall(t *testing.T) {
	w := begun(t, "submission.submit")
	b := w.nobody()
	b.get("/calls").is(http.StatusOK).says("Appels ouverts", "Petit appel", "Ouvert")
	call := b.get("/calls/tiny-2025").is(http.StatusOK)
	call.says("Petit appel", "20.000 €", "5.000 €", "15.000 €", "12 mois", "Participation 60 %", "Culture", "À introduire avant le vendredi 14 mars 2025, 17:00", "100 % à la signature", "Commencer")
	call.hides("Projet A", "SISP Alfa", "Projets retenus")
	if !strings.Contains(call.body, `href="/sign-in?next=%2Fcalls%2Ftiny-2025"`) {
		t.Error("no way in")
	}
	b.get("/calls/TINY-2025").is(http.StatusOK)
	if a := w.as("ed_alfa").get("/calls/tiny-2025").is(http.StatusOK); !strings.Contains(a.body, `href="/calls/tiny-2025/propose"`) {
		t.Error("an editor is led nowhere")
	}
	w.as("off").get("/calls/tiny-2025").is(http.StatusOK).hides("/propose")
}

// TestDraftIsNobodys: a call that was not published is not there.
func TestDraftIsNobodys(t *testing.T) {
	w := newWorld(t, 0)
	b := w.nobody()
	b.get("/calls/tiny-2025").is(http.StatusNotFound).hides("Petit appel")
	b.get("/calls").is(http.StatusOK).hides("Petit appel", "TINY")
}

// TestResultsOncePublished: nothing of who is supported before the act that
// publishes it, names and amounts after.
func TestResultsOncePublished(t *testing.T) {
	w := decided(t)
	w.nobody().get("/calls/tiny-2025").hides("Projet A", "Projets retenus", "12.000,00")
	w.do("off", "call.publish_results", "tiny-2025", nil)
	w.nobody().get("/calls/tiny-2025?lang=nl").says("Projet A", "OVM Alfa", "12.000,00 €").hides("Projet B", "OVM Beta", "SISP Beta", "Ongunstig")
	w.nobody().get("/calls/tiny-2025").says("Projets retenus", "Projet A", "SISP Alfa", "Partenaire asbl", "Culture", "12.000,00 €", "Publication des résultats").hides("Projet B", "SISP Beta")
}

// decided is a world just after the funder's decision.
func decided(t *testing.T) *world {
	t.Helper()
	return newWorld(t, 1+slices.IndexFunc(tiny(t).Steps, func(s *scenario.Step) bool { return s.Do == "call.decide" }))
}

// TestQuestions: the asker is nobody; what is not published is not there.
func TestQuestions(t *testing.T) {
	w := begun(t, "submission.submit")
	b := w.nobody()
	b.get("/faq").is(http.StatusOK).says("Aucune réponse n'est encore publiée", "Poser une question")
	asks := w.as("ed_alfa")
	_, rest, _ := strings.Cut(asks.get("/faq").says("Poser une question").body, `<main`)
	_, rest, _ = strings.Cut(rest, `href="/calls/tiny-2025`)
	path, _, _ := strings.Cut(rest, `"`)
	asks.get("/calls/tiny-2025" + path).is(http.StatusOK)
	if !strings.Contains(path, "question.ask") {
		t.Error(path)
	}
	w.as("dg").get("/faq").hides("Poser une question")
	w.do("ed_alfa", "question.ask", "tiny-2025", map[string]any{"text": "Combien de <b>projets</b> ?"})
	w.do("off", "question.answer", "tiny-2025/question/1", map[string]any{"fr": "Autant que vous voulez.", "nl": "Zoveel u wilt."})
	for _, path := range []string{"/faq", "/calls/tiny-2025"} {
		b.get(path).hides("Combien", "Autant")
	}
	w.do("off", "question.publish", "tiny-2025/question/1", nil)
	for _, path := range []string{"/faq", "/calls/tiny-2025"} {
		b.get(path).says("Combien de <b>projets</b> ?", "Autant que vous voulez.", "lundi 24 février 2025").hides("Alfa")
		if a := b.get(path); strings.Contains(a.body, "<b>projets") {
			t.Error("markup of a question")
		}
		b.get(path + "?lang=nl").says("Zoveel u wilt.")
		b.get(path + "?lang=fr")
	}
}

// TestManyCalls: the list is paged, and every call is on one page.
func TestManyCalls(t *testing.T) {
	w := newWorld(t, all)
	draft := tiny(t).Calls[0].Values
	names := map[string]bool{}
	for i := range 2*callsAtOnce + 1 {
		values := map[string]any{}
		maps.Copy(values, draft)
		name := "P-" + string(rune('A'+i/26)) + string(rune('A'+i%26))
		values["reference"], values["title"] = name, map[string]any{"fr": name, "nl": name}
		values["opens_at"], values["closes_at"] = w.now.Add(24*time.Hour).Format("2006-01-02T15:04"), w.now.Add(240*time.Hour).Format("2006-01-02T15:04")
		values["reserve_until"] = "2030-01-01"
		w.publish(values)
		names[name] = false
	}
	path, pages := "/calls", 0
	for path != "" {
		a := w.nobody().get(path).is(http.StatusOK)
		pages++
		for name, seen := range names {
			if strings.Contains(a.text(), name+" ") {
				if seen {
					t.Errorf("%s twice", name)
				}
				names[name] = true
			}
		}
		path = ""
		if _, rest, more := strings.Cut(a.body, `rel="next" href="`); more {
			path, _, _ = strings.Cut(rest, `"`)
		}
	}
	for name, seen := range names {
		if !seen {
			t.Errorf("%s is nowhere", name)
		}
	}
	if pages < 3 {
		t.Errorf("%d pages", pages)
	}
}

func (w *world) publish(values map[string]any) {
	w.Helper()
	id := w.do("off", "call.create", "", values).On.Dossier
	w.do("dir", "call.validate", id, map[string]any{"organ": "board", "date": "2025-01-10", "reference": "x"})
	w.do("off", "call.publish", id, nil)
}

// TestCheck: what is printed on a document finds it; anything else tells
// nothing.
func TestCheck(t *testing.T) {
	w := newWorld(t, all)
	var some *storage.Filed
	if err := w.app.Documents(t.Context(), "", func(d *storage.Filed) error { some = d; return nil }); err != nil || some == nil {
		t.Fatal(err)
	}
	b := w.nobody()
	short := some.Facts[:16]
	found := b.get("/check/" + some.Number + "/" + short).is(http.StatusOK)
	found.says("L'empreinte est celle du document enregistré", some.Number, some.Facts).hides("Alfa", "Projet")
	for _, q := range []string{
		"number=" + strings.ToLower(some.Number) + "&hash=" + strings.ToUpper(some.Facts), "number=+" + some.Number + "+&hash=" + short[:8] + "+" + short[8:],
		"number=" + some.Number + "&hash=" + some.Prints[0].Hash,
	} {
		b.get("/check?" + q).is(http.StatusOK).says("L'empreinte est celle du document enregistré")
	}
	wrong := strings.Repeat("0", 16)
	there := b.get("/check?number=" + some.Number + "&hash=" + wrong).is(http.StatusNotFound)
	nowhere := b.get("/check?number=" + some.Number + "X&hash=" + wrong).is(http.StatusNotFound)
	if there.text() != nowhere.text() {
		t.Error("a number alone tells something")
	}
	b.get("/check?number=" + some.Number).is(http.StatusUnprocessableEntity).says("au moins 16 caractères")
	b.get("/check?number=" + some.Number + "&hash=" + short[:15]).is(http.StatusUnprocessableEntity).says("au moins 16 caractères").hides(some.Facts)
	b.get("/check?hash=" + short).is(http.StatusUnprocessableEntity).says("Cette information manque")
	b.get("/check?number=%25&hash=%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25").is(http.StatusNotFound)
}

// TestPagesAreCompressed: for whoever can read it.
func TestPagesAreCompressed(t *testing.T) {
	w := newWorld(t, 0)
	for accept, want := range map[string]string{"gzip": "gzip", "": ""} {
		r := httptest.NewRequest(http.MethodGet, "/calls", nil)
		r.Header.Set("Accept-Encoding", accept)
		got := httptest.NewRecorder()
		w.site.Handler().ServeHTTP(got, r)
		if enc := got.Header().Get("Content-Encoding"); got.Code != http.StatusOK || enc != want {
			t.Errorf("asked for %q: %d, %q", accept, got.Code, enc)
		}
	}
}

// TestThePublicBudgetIsTheOneOfNow: changed before anything competes it is shown as it
// is; changed by the board's decisions only with the results, and then with the
// decision.
func TestThePublicBudgetIsTheOneOfNow(t *testing.T) {
	board := func(reference string, envelope int) map[string]any {
		return map[string]any{"envelope": envelope, "organ": "board", "date": "2025-05-05", "reference": reference}
	}
	w := begun(t, "submission.submit")
	w.do("dg", "envelope.change", "tiny-2025", board("CA 2025/02", 21000))
	for _, page := range []string{"/calls/tiny-2025", "/calls"} {
		w.nobody().get(page).is(http.StatusOK).says("21.000").hides("20.000,00", "CA 2025/02")
	}
	w = begun(t, "submission.award")
	w.do("dg", "envelope.change", "tiny-2025", board("CA 2025/12", 22000))
	w.nobody().get("/calls/tiny-2025").is(http.StatusOK).says("20.000").hides("22.000", "CA 2025/12")
	w = begun(t, "submission.issue_convention")
	w.do("dg", "envelope.change", "tiny-2025", board("CA 2025/12", 22000))
	w.do("off", "call.publish_results", "tiny-2025", nil)
	w.nobody().get("/calls/tiny-2025").is(http.StatusOK).says("budget disponible 22.000 €", "est passé de 20.000,00 € à 22.000,00 €. Décision : Conseil d'administration, le 5 mai 2025, référence CA 2025/12")
	w.nobody().get("/calls").says("22.000,00 €")
	w.do("dg", "envelope.change", "tiny-2025", board("CA 2025/20", 23000)) // for somebody whose letter is to come
	w.nobody().get("/calls/tiny-2025").is(http.StatusOK).says("22.000").hides("23.000", "CA 2025/20")
}

// TestAPublicBudgetThatWentAndCame: raised before the committee was convened and set
// back by it, the budget stands as it was when it was convened.
func TestAPublicBudgetThatWentAndCame(t *testing.T) {
	w := begun(t, "call.convene")
	w.do("dg", "envelope.change", "tiny-2025", map[string]any{"envelope": 22000})
	w.do("off", "call.convene", "tiny-2025", nil)
	w.do("dg", "envelope.change", "tiny-2025", map[string]any{"envelope": 20000})
	w.nobody().get("/calls/tiny-2025").is(http.StatusOK).says("22.000").hides("20.000,00")
}
