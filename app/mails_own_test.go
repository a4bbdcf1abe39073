package app_test

import (
	"mime"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/app/mail/mailtest"
	"tremplin/workflow"
)

// TestWhoOwnsATokenIsTold: once, in their language, without the token.
func TestWhoOwnsATokenIsTold(t *testing.T) {
	w, s, _ := mailWorld(t)
	for range 2 {
		w.must(w.app.TellToken(w.ctx, "ed_alfa", "0123abcd"))
	}
	w.post()
	w.must(w.app.TellToken(w.ctx, "ed_alfa", "0123abcd")) // told already
	w.post()
	box := s.Inbox()
	if len(box) != 1 || box[0].To != "ed_alfa@house.test" {
		t.Fatalf("%d messages: %v", len(box), box)
	}
	if got := words(t, box[0]); !strings.Contains(got, "jeton pour programmes est créé") || !strings.Contains(got, "/account/tokens") || strings.Contains(got, "0123abcd") {
		t.Error(got)
	}
	seen := 0
	if got := w.logged(&seen); got != "A03 ed_alfa" {
		t.Error(got)
	}
	w.app.Mailer = nil
	w.must(w.app.TellToken(w.ctx, "ed_alfa", "other")) // nothing sends, nothing waits
	if _, waits, err := w.app.Store.NextPost(w.ctx); err != nil || waits {
		t.Error("a message waits for a server that there is not", err)
	}
}

// TestWhoSignsIsToldTheEnd: those whose right to sign ends within the month, once
// for each end, and not those of whom it is no longer so.
func TestWhoSignsIsToldTheEnd(t *testing.T) {
	w, s, _ := mailWorld(t)
	day := func(n int) string { return string(workflow.DateOf(w.now).Plus(0, n)) }
	add := func(id, org, role, until string) {
		_, err := w.app.Import(w.ctx, app.Draft{Entity: workflow.EntityPerson, ID: id, Values: map[string]any{
			"name": id, "email": id + "@house.test", "organisation": org, "language": "nl",
			"roles": []any{map[string]any{"role": role, "until": until}},
		}}, "test", w.now)
		w.must(err)
	}
	add("soon", "alfa", "sisp_signatory", day(30))
	add("helps", "asbl", "partner_signatory", day(3))
	add("later", "alfa", "sisp_signatory", day(31))
	add("writes", "alfa", "sisp_editor", day(3)) // signs nothing
	for range 2 {
		w.must(w.app.RemindMandates(w.ctx))
		w.post()
	}
	seen := 0
	if got := w.logged(&seen); got != "A04 helps soon" {
		t.Errorf("told: %q", got)
	}
	for _, m := range s.Inbox() {
		if got := words(t, m); m.To == "soon@house.test" && (!strings.Contains(got, "Uw tekenbevoegdheid eindigt op") || !strings.Contains(got, "kan soon tot en met") || !strings.Contains(got, "OVM Alfa")) {
			t.Error(got)
		}
	}
	w.must(w.app.RemindMandates(w.ctx))
	w.now = w.now.AddDate(0, 0, 1)
	w.must(w.app.RemindMandates(w.ctx)) // later's turn
	w.now = w.now.AddDate(0, 0, 31)     // but the message goes when it is over
	w.post()
	if got := w.logged(&seen); got != "" {
		t.Errorf("told too late: %q", got)
	}
}

// words are a message's, as a reader sees them.
func words(t *testing.T, m mailtest.Received) string {
	t.Helper()
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	return subject + "\n" + strings.NewReplacer("=\r\n", "", "=\n", "").Replace(m.Body)
}

// TestWhoSignsForAnHeirIsToldOnce: a merger leaves no end to tell of what was
// absorbed.
func TestWhoSignsForAnHeirIsToldOnce(t *testing.T) {
	w, s, _ := mailWorld(t)
	for _, org := range []string{"alfa", "beta"} {
		_, err := w.app.Import(w.ctx, app.Draft{Entity: workflow.EntityPerson, ID: "soon_" + org, Values: map[string]any{
			"name": "soon " + org, "email": "soon_" + org + "@house.test", "organisation": org, "language": "fr",
			"roles": []any{map[string]any{"role": "sisp_signatory", "until": string(workflow.DateOf(w.now).Plus(0, 20))}},
		}}, "test", w.now)
		w.must(err)
	}
	for _, id := range []string{"adm", "adm2"} {
		w.imports(workflow.EntityPerson, id, map[string]any{"name": id, "roles": []any{"admin"}})
	}
	w.mustDo("adm", "organisation.ask_merge", "", map[string]any{"organisation": "alfa", "into": "beta", "on": string(workflow.DateOf(w.now)), "reasons": "Fusion"})
	w.mustDo("adm2", "organisation.merge", "", map[string]any{"organisation": "alfa", "into": "beta", "on": string(workflow.DateOf(w.now))})
	w.must(w.app.RemindMandates(w.ctx))
	w.post()
	if box := s.Inbox(); len(box) != 1 || box[0].To != "soon_beta@house.test" {
		t.Errorf("%d messages: %v", len(box), box)
	}
}
