package api

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/app/auth"
)

const (
	dossier = Prefix + "/submissions/tiny-2025.a"
	theCall = Prefix + "/calls/tiny-2025"
	award   = dossier + "/actions/award"
)

var awarded = map[string]any{"amount": "12000", "reasons": "Le projet répond aux attentes."}

// TestAnActThroughTheAPI is what the site would have done, told by the same
// codes.
func TestAnActThroughTheAPI(t *testing.T) {
	w := begun(t, "submission.award", 1)
	dg := w.as("dg")
	before := dg.get(dossier).is(http.StatusOK)
	dg.post(award, map[string]any{"amount": "12000.001", "reasons": "x", "colour": "red"}).refuses(http.StatusUnprocessableEntity, "invalid/unknown_field")
	dg.post(award, map[string]any{"amount": "12000.01", "reasons": "Plus."}).refuses(http.StatusConflict, "refused/over_request")
	r := dg.with("If-Match", before.tag()).post(award, awarded).is(http.StatusOK)
	done := read[Done](r)
	after := dg.get(dossier).is(http.StatusOK)
	if done.State != "awarded" || done.ETag != after.tag() || done.On != "tiny-2025.a" || done.Events < 1 || r.tag() != done.ETag {
		t.Errorf("%+v, the dossier has %s", done, after.tag())
	}
	if s := read[Submission](after); s.State != "awarded" || s.Awarded != "12000.00" {
		t.Errorf("%+v", s)
	}
	dg.with("If-Match", before.tag()).post(award, awarded).refuses(http.StatusPreconditionFailed, "conflict/stale")
	dg.post(award, awarded).refuses(http.StatusConflict, "refused/state")
	w.as("off").post(award, awarded).refuses(http.StatusForbidden, "forbidden/role")
	w.nobody().post(award, awarded).refuses(http.StatusUnauthorized, "unauthenticated/signed_out")
}

// TestAVeiledActChangesNoETag: until its letter has gone an award shows to nobody
// outside of the funder, by no answer, count or tag.
func TestAVeiledActChangesNoETag(t *testing.T) {
	w := begun(t, "submission.award", 1)
	paths := []string{
		dossier, dossier + "/events", dossier + "/documents", dossier + "/conditions", dossier + "/actions", theCall, theCall + "/submissions",
		theCall + "/ranking", theCall + "/events", Prefix + "/submissions", Prefix + "/search?q=Projet", Prefix + "/public/calls/tiny-2025", theCall + "/ledger", theCall + "/report",
	}
	others := []string{"sig_alfa", "ed_alfa", "sig_asbl", "sig_beta", "chair", "jury1"}
	before := map[string]reply{}
	for _, who := range others {
		for _, p := range paths {
			before[who+p] = w.as(who).get(p)
		}
	}
	w.as("dg").post(award, map[string]any{"amount": "12000", "reasons": "Oui.", "conditions": []any{"Un rapport"}}).is(http.StatusOK)
	told := 0
	for _, who := range others {
		for _, p := range paths {
			was, is := before[who+p], w.as(who).get(p)
			if was.tag() != is.tag() || was.status != is.status || was.body != is.body {
				// the committee knows the sums of its call, while none of it has a conflict
				if (who == "chair" || who == "jury1") && p == theCall {
					told++
					continue
				}
				t.Errorf("%s learns of the award by %s:\n%s\n%s", who, p, was.body, is.body)
			}
		}
		// and what was read before the award may still be acted on
		if got := w.as(who).with("If-None-Match", before[who+dossier].tag()).get(dossier); before[who+dossier].status == http.StatusOK && got.status != http.StatusNotModified {
			t.Errorf("%s: %d, want 304", who, got.status)
		}
	}
	if told != 2 {
		t.Errorf("%d of the committee know the sums", told)
	}
	// an act with the tag of before goes through beside the act that one may not know of
	r := w.as("sig_alfa").with("If-Match", before["sig_alfa"+dossier].tag()).post(dossier+"/actions/withdraw", map[string]any{}).is(http.StatusOK)
	if d := read[Done](r); d.State != "withdrawn" || d.Events != 1 {
		t.Errorf("%+v", d)
	}
}

// TestWhatConflictsHide: a member with a conflict sees the ranking of the others
// only, and no sums.
func TestWhatConflictsHide(t *testing.T) {
	w := begun(t, "call.conclude", 1)
	full := read[Ranking](w.as("jury1").get(theCall + "/ranking").is(http.StatusOK))
	if len(full.Items) != 2 || full.Line == nil || full.Items[0].Cumulative == "" {
		t.Fatalf("%+v", full)
	}
	w.as("off").post(dossier+"/sheets/jury1/actions/declare_conflict", map[string]any{"reasons": "Parenté"}).is(http.StatusOK)
	got := read[Ranking](w.as("jury1").get(theCall + "/ranking").is(http.StatusOK))
	if len(got.Items) != 1 || got.Items[0].Submission != "tiny-2025.b" || got.Items[0].Place != 1 || got.Line != nil || got.Envelope != "" || got.Items[0].Cumulative != "" {
		t.Errorf("%+v", got)
	}
	w.as("jury1").get(dossier).refuses(http.StatusNotFound, "not_found/not_found")
	c := read[Call](w.as("jury1").get(theCall).is(http.StatusOK))
	if c.Envelope != "" || c.Committed != "" || c.Free != "" {
		t.Errorf("%+v", c)
	}
	for _, who := range []string{"sig_alfa", "ed_alfa", "sig_asbl"} {
		w.as(who).get(theCall+"/ranking").refuses(http.StatusNotFound, "not_found/not_found")
		w.as(who).get(theCall+"/ledger").refuses(http.StatusNotFound, "not_found/not_found")
		w.as(who).get(theCall+"/report").refuses(http.StatusNotFound, "not_found/not_found")
	}
}

// TestOnce: the same key does a thing once and answers as before; with another
// body it is refused; what was refused may be sent again.
func TestOnce(t *testing.T) {
	w := begun(t, "submission.award", 1)
	dg := w.as("dg").with("Idempotency-Key", "award-1")
	dg.post(award, map[string]any{"amount": "20000", "reasons": "x"}).refuses(http.StatusConflict, "refused/over_request")
	first := dg.post(award, awarded).is(http.StatusOK)
	w.as("dg").post(dossier+"/actions/reconsider", map[string]any{"reasons": "Erreur."}).is(http.StatusOK)
	again := dg.post(award, awarded).is(http.StatusOK)
	if first.body != again.body || first.tag() != again.tag() {
		t.Errorf("first\n%s, again\n%s", first.body, again.body)
	}
	if s := read[Submission](dg.get(dossier)); s.State != "ranked" {
		t.Errorf("it was done again: %s", s.State)
	}
	dg.with("If-Match", `"of before"`).post(award, awarded).is(http.StatusOK)
	dg.post(award, map[string]any{"amount": "11000", "reasons": "Autre."}).refuses(http.StatusUnprocessableEntity, "invalid/key_reused")
	w.as("dir").with("Idempotency-Key", "award-1").post(theCall+"/actions/cancel", map[string]any{"reasons": "Autre personne."}).is(http.StatusOK)
	dg.with("Idempotency-Key", strings.Repeat("k", 256)).post(award, awarded).refuses(http.StatusUnprocessableEntity, "invalid/key")
}

// TestAChangeOfContentSaysWhat: without If-Match it is not taken, with one of
// before neither.
func TestAChangeOfContentSaysWhat(t *testing.T) {
	w := begun(t, "submission.submit", 1)
	ed, to := w.as("ed_alfa"), dossier+"/actions/update"
	change := map[string]any{"title": "Projet A, revu"}
	ed.post(to, change).refuses(http.StatusPreconditionRequired, "conflict/precondition")
	tag := ed.get(dossier).tag()
	ed.with("If-Match", "W/"+tag).post(to, change).refuses(http.StatusPreconditionFailed, "conflict/stale")
	next := read[Done](ed.with("If-Match", tag).post(to, change).is(http.StatusOK))
	ed.with("If-Match", tag).post(to, change).refuses(http.StatusPreconditionFailed, "conflict/stale")
	ed.with("If-Match", next.ETag).post(to, map[string]any{"title": "Projet A, revu encore"}).is(http.StatusOK)
	ed.with("If-Match", "*").post(to, change).is(http.StatusOK)
	w.as("sig_beta").with("If-Match", "*").post(to, change).refuses(http.StatusNotFound, "not_found/not_found")
}

// TestTokens: never more than their owner has, never more than their scope, never
// what asks for the password again.
func TestTokens(t *testing.T) {
	w := begun(t, "submission.award", 1)
	w.token("dg", auth.ScopeRead).get(dossier).is(http.StatusOK)
	w.token("dg", auth.ScopeRead).post(award, awarded).refuses(http.StatusForbidden, "forbidden/scope")
	w.token("dg", auth.ScopeWrite).post(award, awarded).refuses(http.StatusForbidden, "forbidden/scope")
	w.token("dir", auth.ScopeDecide).post(award, awarded).refuses(http.StatusForbidden, "forbidden/role")
	sign := dossier + "/actions/sign"
	w.as("dg").post(sign, map[string]any{}).refuses(http.StatusForbidden, "forbidden/step_up")
	w.session("dg").post(sign, map[string]any{}).refuses(http.StatusConflict, "refused/state") // a demonstration takes every session for fresh
	w.token("ed_alfa", auth.ScopeWrite).post(dossier+"/actions/withdraw", map[string]any{}).refuses(http.StatusForbidden, "forbidden/role")

	for _, header := range []string{"Bearer", "Bearer ", "Bearer tremplin_nope", "Basic Zzo=", "Bearer " + strings.TrimPrefix(w.tokens["dg read"], auth.TokenPrefix)} {
		r := w.nobody().with("Authorization", header).get(dossier).refuses(http.StatusUnauthorized, "unauthenticated/token")
		if r.header.Get("WWW-Authenticate") == "" {
			t.Error("401 without WWW-Authenticate")
		}
	}
	// a token that does not hold is nobody's, whoever's session comes with it
	w.session("dg").with("Authorization", "Bearer tremplin_nope").get(dossier).refuses(http.StatusUnauthorized, "unauthenticated/token")

	w.as("dg").get(dossier).is(http.StatusOK)
	w.now = w.now.AddDate(0, 0, 31)
	w.as("dg").get(dossier).refuses(http.StatusUnauthorized, "unauthenticated/token")
}

// TestBodies: what is no JSON object is refused as such, what is too large before
// it is read.
func TestBodies(t *testing.T) {
	w := begun(t, "submission.award", 1)
	dg := w.as("dg")
	send := func(kind, body string) reply {
		return dg.with("Content-Type", kind).send(http.MethodPost, award, []byte(body))
	}
	send("application/json", `{"amount": 12000`).refuses(http.StatusUnprocessableEntity, "invalid/body")
	send("application/json", `[]`).refuses(http.StatusUnprocessableEntity, "invalid/body")
	send("application/json", `null`).refuses(http.StatusUnprocessableEntity, "invalid/body")
	send("application/json", `{} {}`).refuses(http.StatusUnprocessableEntity, "invalid/body")
	send("text/plain", `{}`).refuses(http.StatusUnsupportedMediaType, "invalid/media")
	send("application/x-www-form-urlencoded", `amount=1`).refuses(http.StatusUnsupportedMediaType, "invalid/media")
	send("application/json", `{"reasons": "`+strings.Repeat("x", MaxBody)+`"}`).refuses(http.StatusRequestEntityTooLarge, "invalid/too_large")
	send("application/json", ``).refuses(http.StatusUnprocessableEntity, "invalid/missing")
	send("application/json; charset=utf-8", `{"amount": 1.2e4, "reasons": "x"}`).refuses(http.StatusUnprocessableEntity, "invalid/amount")
	dg.send(http.MethodDelete, award, nil).refuses(http.StatusMethodNotAllowed, "invalid/method")
	dg.get(Prefix+"/nothing").refuses(http.StatusNotFound, "not_found/not_found")
	french := dg.with("Accept-Language", "fr-BE").post(award, map[string]any{"amount": "20000", "reasons": "x"})
	if !strings.Contains(french.body, "Le montant") && !strings.Contains(french.body, "montant") {
		t.Error(french.body)
	}
	send("application/json", `{"amount": 12000, "reasons": "En nombre."}`).is(http.StatusOK)
}

// TestPace: who sends too much is told when to go on.
func TestPace(t *testing.T) {
	w := ended(t)
	w.serve(Options{PerMinute: 3})
	off := w.as("off")
	for range 3 {
		off.get(Prefix + "/me").is(http.StatusOK)
	}
	r := off.get(Prefix+"/me").refuses(http.StatusTooManyRequests, "too_many/rate")
	if r.header.Get("Retry-After") == "" {
		t.Error("429 without Retry-After")
	}
	w.as("dg").get(Prefix + "/me").is(http.StatusOK)
	w.now = w.now.Add(21 * time.Second)
	off.get(Prefix + "/me").is(http.StatusOK)
}

// TestTheHouse: administrators see people and register them; nobody else does.
func TestTheHouse(t *testing.T) {
	w := ended(t)
	adm := w.as("adm")
	if n := len(read[List[Person]](adm.get(Prefix + "/people?limit=100").is(http.StatusOK)).Items); n != 13 {
		t.Errorf("%d people", n)
	}
	var walked []string
	for at := Prefix + "/people?limit=5"; at != ""; {
		r := adm.get(at).is(http.StatusOK)
		for _, p := range read[List[Person]](r).Items {
			walked = append(walked, p.ID)
		}
		at = strings.TrimSuffix(strings.TrimPrefix(r.header.Get("Link"), "<"), `>; rel="next"`)
	}
	if len(walked) != 13 || !slices.IsSorted(walked) {
		t.Errorf("page by page: %v", walked)
	}
	for _, wrong := range []string{"limit=0", "limit=101", "limit=x"} {
		adm.get(Prefix+"/people?"+wrong).refuses(http.StatusUnprocessableEntity, "invalid/range")
	}
	adm.get(Prefix+"/people?cursor=!").refuses(http.StatusUnprocessableEntity, "invalid/cursor")
	r := adm.post(Prefix+"/organisations", map[string]any{"id": "gamma", "kind": "association", "name": map[string]any{"fr": "Gamma"}}).is(http.StatusCreated)
	if r.header.Get("Location") != Prefix+"/organisations/gamma" {
		t.Error(r.header)
	}
	adm.get(r.header.Get("Location")).is(http.StatusOK)
	made := adm.post(Prefix+"/people", map[string]any{"id": "new", "name": "Nouvelle", "organisation": "gamma"}).is(http.StatusCreated)
	if got := adm.get(Prefix + "/people/new").is(http.StatusOK).tag(); got != read[Done](made).ETag {
		t.Errorf("made with %s, read with %s", read[Done](made).ETag, got)
	}
	w.as("off").post(Prefix+"/people", map[string]any{"id": "x", "name": "X"}).refuses(http.StatusForbidden, "forbidden/role")
	w.as("off").get(Prefix+"/people/jury1").refuses(http.StatusNotFound, "not_found/not_found")
	adm.get(dossier).refuses(http.StatusNotFound, "not_found/not_found")
	seat := w.session("adm")
	seat.post(Prefix+"/people/new/actions/grant", map[string]any{"role": "auditor", "person": "adm"}).refuses(http.StatusUnprocessableEntity, "invalid/unknown_field")
	seat.post(Prefix+"/people/new/actions/grant", map[string]any{"role": "auditor"}).is(http.StatusOK)
	if p := read[Person](adm.get(Prefix + "/people/new")); len(p.Roles) != 1 || p.Roles[0].Role != "auditor" {
		t.Errorf("%+v", p)
	}
	w.as("new").get(dossier).is(http.StatusOK) // a token has what its owner has at that moment
	seat.post(Prefix+"/people/new/actions/revoke", map[string]any{"role": "auditor"}).is(http.StatusOK)
	w.as("new").get(dossier).refuses(http.StatusNotFound, "not_found/not_found")
	seat.post(Prefix+"/people/new/actions/erase", map[string]any{}).is(http.StatusOK)
	w.as("new").get(dossier).refuses(http.StatusUnauthorized, "unauthenticated/token")

	// A second confirms what was asked, with or without the tag of what was read.
	const merging = Prefix + "/organisations/gamma/actions/"
	seat.post(merging+"ask_merge", map[string]any{"into": "asbl", "on": "2024-01-01", "reasons": "Fusion."}).is(http.StatusOK)
	second := w.session("adm2")
	was := second.get(Prefix + "/organisations/gamma").is(http.StatusOK).tag()
	seat.post(merging+"refuse_merge", map[string]any{}).is(http.StatusOK)
	seat.post(merging+"ask_merge", map[string]any{"into": "alfa", "on": "2024-01-01", "reasons": "Fusion."}).is(http.StatusOK)
	second.post(merging+"merge", map[string]any{}).refuses(http.StatusUnprocessableEntity, "invalid/missing")
	second.post(merging+"merge", map[string]any{"into": "asbl", "on": "2024-01-01"}).refuses(http.StatusConflict, "refused/asked_otherwise")
	second.with("If-Match", was).post(merging+"merge", map[string]any{"into": "alfa", "on": "2024-01-01"}).refuses(http.StatusPreconditionFailed, "conflict/stale")
	second.post(merging+"merge", map[string]any{"into": "alfa", "on": "2024-01-01"}).is(http.StatusOK)

	// Who asks is told of what stands today, and of what it was.
	seat.post(Prefix+"/organisations/alfa/actions/ask_merge", map[string]any{"into": "beta", "on": "2024-01-01", "reasons": "Fusion."}).is(http.StatusOK)
	second.post(Prefix+"/organisations/alfa/actions/merge", map[string]any{"into": "beta", "on": "2024-01-01"}).is(http.StatusOK)
	me := read[Me](w.as("sig_beta").get(Prefix + "/me").is(http.StatusOK))
	told := ""
	for _, r := range me.Roles {
		told += r.Role + "@" + r.Organisation
		if r.For != nil {
			told += "(" + r.For.ID + " " + r.For.Name.FR + ")"
		}
		told += " "
	}
	if told != "sisp_editor@beta sisp_editor@beta(alfa SISP Alfa) sisp_editor@beta(gamma Gamma) sisp_signatory@beta sisp_signatory@beta(alfa SISP Alfa) sisp_signatory@beta(gamma Gamma) " || me.Organisation != "beta" || me.Was != nil {
		t.Errorf("%s of %s has %s", me.ID, me.Organisation, told)
	}
	if me = read[Me](w.as("ed_alfa").get(Prefix + "/me").is(http.StatusOK)); me.Organisation != "beta" || me.Was == nil || me.Was.ID != "alfa" || len(me.Roles) != 0 {
		t.Errorf("%+v", me)
	}
}

// TestAFileByUpload: its bytes say what it is, and come back as they were, to who
// may have them.
func TestAFileByUpload(t *testing.T) {
	w := begun(t, "submission.submit", 1)
	ed, to := w.as("ed_alfa"), dossier+"/files/actions/attach"
	upload := func(c *client, field, name, content string) reply {
		t.Helper()
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		_ = m.WriteField("kind", field)
		f, err := m.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(content))
		_ = m.Close()
		return c.with("Content-Type", m.FormDataContentType()).send(http.MethodPost, to, b.Bytes())
	}
	const pdf = "%PDF-1.4\n%%EOF\n"
	key := ed.with("Idempotency-Key", "file-1")
	made := upload(key, "annex", "../plan.exe", pdf).is(http.StatusCreated)
	if again := upload(key, "annex", "../plan.exe", pdf).is(http.StatusCreated); again.body != made.body {
		t.Error(made.body, again.body)
	}
	files := read[List[File]](ed.get(dossier + "/files")).Items
	if len(files) != 1 || files[0].Name != "plan.exe.pdf" || files[0].Type != "application/pdf" {
		t.Fatalf("%+v", files)
	}
	got := ed.get(files[0].Href).is(http.StatusOK)
	if got.body != pdf || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") || !strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%q %v", got.body, got.header)
	}
	w.as("sig_beta").get(files[0].Href).refuses(http.StatusNotFound, "not_found/not_found")
	w.as("off").get(files[0].Href).refuses(http.StatusNotFound, "not_found/not_found") // a draft is the SISP's alone
	upload(ed, "annex", "run.pdf", "MZ\x00\x01\x02").refuses(http.StatusUnprocessableEntity, "invalid/file")
	upload(ed, "annex", "empty.pdf", "").refuses(http.StatusUnprocessableEntity, "invalid/missing")
	upload(ed, "", "plan.pdf", pdf).refuses(http.StatusUnprocessableEntity, "invalid/missing")
	upload(ed, "annex", "large.pdf", pdf+strings.Repeat(" ", MaxUpload)).refuses(http.StatusRequestEntityTooLarge, "invalid/too_large")
	upload(w.as("sig_beta"), "annex", "plan.pdf", pdf).refuses(http.StatusNotFound, "not_found/not_found")
	ed.post(dossier+"/files/1/actions/remove", map[string]any{}).is(http.StatusOK)
	ed.get(files[0].Href).refuses(http.StatusNotFound, "not_found/not_found")
}
