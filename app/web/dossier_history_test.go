package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestHistoryFoldsWhatIsWrittenInARow: one line for many savings, that opens;
// what somebody else did in between parts them.
func TestHistoryFoldsWhatIsWrittenInARow(t *testing.T) {
	w := begun(t, "submission.submit")
	write := func(by, title string) {
		w.now = w.now.Add(time.Minute)
		w.do(by, "submission.update", "tiny-2025.a", map[string]any{"title": title})
	}
	for i := range 7 {
		write("ed_alfa", "Titre "+strconv.Itoa(i))
	}
	page := w.as("ed_alfa").get("/dossiers/tiny-2025.a").is(http.StatusOK)
	page.says("Rédacteur Alfa a modifié le dossier, 7 fois entre le", "Voir les 7 fois", "Gestionnaire de projet de la SISP, SISP Alfa", "Modifié : titre").hides("given", "Modifié : budget")
	if n := strings.Count(page.body, "<details>"); n != 1 {
		t.Errorf("%d lines open", n)
	}
}

// TestHistoryWithinAMinute: a run of acts from one minute to the same is not told
// as a stretch of time.
func TestHistoryWithinAMinute(t *testing.T) {
	w := begun(t, "submission.submit")
	w.now = w.now.Truncate(time.Minute)
	for i := range 3 {
		w.now = w.now.Add(time.Second)
		w.do("ed_alfa", "submission.update", "tiny-2025.a", map[string]any{"title": "Titre " + strconv.Itoa(i)})
	}
	ed := w.as("ed_alfa")
	ed.get("/dossiers/tiny-2025.a").says("Rédacteur Alfa a modifié le dossier, 3 fois, le ").hides("fois entre")
	ed.get("/dossiers/tiny-2025.a?lang=nl").says("3 keer, op ").hides("keer tussen")
}

// TestHistoryNamesAmountsAndPapers: who decided as what, how much, and the paper
// that came out of it stands with the act, once.
func TestHistoryNamesAmountsAndPapers(t *testing.T) {
	w := newWorld(t, all)
	page := w.as("off").get("/dossiers/tiny-2025.a").is(http.StatusOK)
	text := ""
	for range 20 {
		text += page.text()
		_, rest, more := strings.Cut(page.body, `rel="next" href="`)
		if !more {
			break
		}
		path, _, _ := strings.Cut(rest, `"`)
		page = w.as("off").get(strings.ReplaceAll(path, "#h-hist", "")).is(http.StatusOK)
	}
	for _, want := range []string{"Signataire a octroyé 12.000,00 €.", "Officier a établi la convention", "Accusé de réception", "Présidente du comité a rendu l'avis du comité : favorable, 12.000,00 €"} {
		if !strings.Contains(text, want) {
			t.Errorf("the history does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "a classé un document : Accusé de réception") {
		t.Error("the receipt is told twice")
	}
}

// TestLongHistoryIsPaged: a thousand events and more, each on one page, the newest
// first.
func TestLongHistoryIsPaged(t *testing.T) {
	w := begun(t, "submission.submit")
	const many = 1010
	for i := range many {
		w.now = w.now.Add(time.Second)
		by := []string{"ed_alfa", "ed_zwei"}[i%2]
		if i == 0 {
			w.enters("ed_zwei", map[string]any{"organisation": "alfa", "roles": []any{"sisp_editor"}})
		}
		w.do(by, "submission.update", "tiny-2025.a", map[string]any{"title": "Titre " + strconv.Itoa(i)})
	}
	b := w.as("ed_alfa")
	first := b.get("/dossiers/tiny-2025.a").is(http.StatusOK)
	if n := strings.Count(first.body, "<li><time"); n > perStory+5 {
		t.Errorf("%d lines on a page", n)
	}
	first.says("Personne ed_zwei a modifié le dossier")
	pages := 1
	for page := first; ; pages++ {
		_, rest, more := strings.Cut(page.body, `rel="next" href="`)
		if !more {
			page.says("a commencé la candidature")
			break
		}
		path, _, _ := strings.Cut(rest, `#`)
		page = b.get(path).is(http.StatusOK)
	}
	if pages != (many+2+perStory-1)/perStory && pages != (many+3+perStory-1)/perStory {
		t.Errorf("%d pages", pages)
	}
}

// TestTitlesAgreeWithTheirNumber: one line is under a title for one.
func TestTitlesAgreeWithTheirNumber(t *testing.T) {
	w := begun(t, "deliverable.accept")
	b := w.as("off")
	if body := b.get("/dossiers/tiny-2025.a").is(http.StatusOK).body; !strings.Contains(body, `id="h-deliverables">Livrable</h2>`) || !strings.Contains(body, `id="h-docs">Documents</h2>`) || !strings.Contains(body, `id="h-partners">Partenaire</h2>`) {
		t.Error("titles in French")
	}
	if body := b.get("/dossiers/tiny-2025.a?lang=nl").body; !strings.Contains(body, `id="h-deliverables">Op te leveren resultaat</h2>`) {
		t.Error("titles in Dutch")
	}
}

// TestTitleThatTurns: a title of Hebrew or with marks that turn what follows
// keeps them to itself, in the head and in sentences.
func TestTitleThatTurns(t *testing.T) {
	w := begun(t, "submission.submit")
	for title, want := range map[string]string{
		"שלום":             "\u2068שלום\u2069",
		"abc\u202etxt.exe": "\u2068abctxt.exe\u2069",
		"<b>gras</b> =1+1": "&lt;b&gt;gras&lt;/b&gt; =1+1",
	} {
		w.do("ed_alfa", "submission.update", "tiny-2025.a", map[string]any{"title": title})
		body := w.as("ed_alfa").get("/dossiers/tiny-2025.a").is(http.StatusOK).body
		if !strings.Contains(body, ">"+want+"</h1>") || strings.Contains(body, "\u202e") {
			t.Errorf("%q is not kept apart", title)
		}
	}
}
