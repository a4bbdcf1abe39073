package web

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tremplin/app/api"
	"tremplin/storage/storagetest"
)

// chance is what differs from page to page whatever it shows: keys of forms, the
// number and the hour of a page that is not there, and the hashes of events, which
// hang on what was drawn.
var chance = regexp.MustCompile(`name="_key" value="[^"]*"|<span class="num">[0-9a-f]{12}</span>, <time datetime="[^"]*">[^<]*</time>|"instance":"[^"]*"|"hash":"[0-9a-f]*"`)

// roads are all pages that a member could ask, of what there is and of what is
// hidden. Where each other dossier is shown stands in them by its id.
func roads() []string {
	call := "/calls/tiny-2025"
	out := []string{
		"/", "/dossiers", "/dossiers?call=tiny-2025", "/dossiers?state=under_review", "/dossiers?state=ranked", "/dossiers?q=Projet", "/dossiers?act=sheet.save&call=tiny-2025",
		"/calls", call, call + "/work", call + "/scoring", call + "/deliberation", call + "/deliberation?projector=1", call + "/committee", call + "/committee/plan",
		call + "/minutes/fr", call + "/award", call + "/letters", call + "/ranking", call + "/scenarios", "/search?q=Projet", "/search?q=cach%C3%A9", "/search?q=asbl", "/search?q=TINY-2025-03", "/search?q=tiny-2025-04", "/dossiers?q=TINY-2025-04", "/agenda", "/reading",
		"/reading/tiny-2025", "/faq", "/account", call + "/do/call.conclude", call + "/do/sheet.assign",
	}
	for _, f := range []string{"a", "b", "c", "d"} {
		file := "/dossiers/tiny-2025." + f
		out = append(out, file, file+"/sheet", file+"/files", file+"/screening", file+"/letter/fr", file+"/do/sheet.declare_conflict", file+"/do/submission.rank", file+"/do/submission.withdraw",
			file+"/sheet/jury2/do/sheet.save", file+"/sheet/jury2/do/sheet.seal", file+"/sheet/chair/do/sheet.moderate", "/documents/tiny-2025."+f+"/1/fr.pdf", "/reading/tiny-2025."+f)
	}
	for _, n := range []string{"1", "2", "3"} {
		out = append(out, "/documents/tiny-2025/"+n+"/fr.pdf", "/documents/tiny-2025/"+n+"/nl.html")
	}
	out = append(out, apiRoads()...)
	return out
}

// apiRoads are the same for programs, by the reader's own session.
func apiRoads() []string {
	const v1 = "/api/v1"
	call := v1 + "/calls/tiny-2025"
	out := []string{v1 + "/calls", v1 + "/calls?limit=1", call, call + "/submissions", call + "/submissions?limit=1", call + "/submissions?limit=2", call + "/ranking", call + "/ledger", call + "/report", call + "/actions", call + "/events", call + "/documents"}
	for _, f := range []string{"a", "b", "c", "d"} {
		file := v1 + "/submissions/tiny-2025." + f
		for _, rest := range []string{"", "/events", "/documents", "/instalments", "/deliverables", "/interviews", "/actions"} {
			out = append(out, file+rest)
		}
	}
	return out
}

// programs mounts the API.
func (w *world) programs() {
	w.Helper()
	p, err := api.New(w.app, w.auth, api.Options{Site: "https://tremplin.example", Client: w.site.Client})
	if err != nil {
		w.Fatal(err)
	}
	w.site.Mount(p.Handler(), p.Fault)
}

// shown is all that somebody is shown on these roads in a language, by address: status,
// headers that tell something, and the page. What programs are told has no language.
func (w *world) shown(person string, roads []string, langs ...string) map[string]string {
	w.Helper()
	b := w.as(person)
	out := map[string]string{}
	for i, lang := range langs {
		b.get("/faq?lang=" + lang)
		for _, path := range roads {
			if i > 0 && strings.HasPrefix(path, api.Prefix) {
				continue
			}
			got := b.get(path)
			etag := got.header.Get("Etag")
			if strings.Contains(got.body, `"hash":"`) {
				etag = "" // is of the hashes too
			}
			out[path+" "+lang] = strings.Join([]string{
				http.StatusText(got.status), etag, got.header.Get("Location"), got.header.Get("Last-Modified"),
				chance.ReplaceAllString(got.body, ""),
			}, "\n")
		}
	}
	return out
}

// alike compares what a member is shown in two worlds that differ by what is hidden
// alone.
func alike(t *testing.T, moment string, without, with map[string]string) {
	t.Helper()
	told := 0
	for _, path := range slices.Sorted(maps.Keys(without)) {
		x, y := without[path], with[path]
		if x == y || told > 8 { // a few are enough to see why
			continue
		}
		told++
		one, other := strings.Split(x, "\n"), strings.Split(y, "\n")
		for i := range min(len(one), len(other)) {
			if one[i] != other[i] {
				at := 0
				for at < min(len(one[i]), len(other[i])) && one[i][at] == other[i][at] {
					at++
				}
				from := max(0, at-200)
				t.Errorf("%s, %s tells of what is hidden:\n%s\n%s", moment, path, one[i][from:min(len(one[i]), at+200)], other[i][from:min(len(other[i]), at+200)])
				break
			}
		}
	}
}

// TestTheHiddenIsNowhere: a member with a conflict is shown the same, to the byte,
// whether a second dossier with which it has a conflict is there or not, on every
// page, from the committee's first day until the results are public; and at no
// moment, not even then, anything of what is hidden.
func TestTheHiddenIsNowhere(t *testing.T) {
	for name, h := range map[string]hiding{
		"a member": {mandate: "asbl"}, "an auditor too": {mandate: "asbl", roles: []any{"auditor"}}, "merged mid-committee": {mandate: "other"},
		"of the SISP itself":                 {mandate: "other", org: "alfa", roles: []any{"sisp_editor", "sisp_signatory"}},
		"of the SISP itself, an auditor too": {mandate: "other", org: "alfa", roles: []any{"sisp_editor", "auditor"}},
	} {
		t.Run(name, func(t *testing.T) {
			h.roads = roads()
			if h.org != "" {
				h.unjudged(t, newWorld(t, 0), newWorld(t, 0))
				return
			}
			h.nowhere(t, newWorld(t, 0), newWorld(t, 0))
		})
	}
}

// TestTheHiddenIsNowhereOnPostgres: the same of what programs are told, over the
// other database.
func TestTheHiddenIsNowhereOnPostgres(t *testing.T) {
	for name, h := range map[string]hiding{"a member": {mandate: "asbl"}, "merged mid-committee": {mandate: "other", roles: []any{"auditor"}}} {
		t.Run(name, func(t *testing.T) {
			var worlds []*world
			for range 2 {
				db := storagetest.Postgres(t)
				worlds = append(worlds, openAt(t, db, replayInto(t, db, 0), Options{Demo: true, Site: "https://tremplin.example"}))
			}
			h.roads = apiRoads()
			h.nowhere(t, worlds[0], worlds[1])
		})
	}
}

// hiding: the member has a mandate in the asbl that takes part in what is hidden, or
// in one that the asbl absorbs when the first sheets are in, or works for a SISP; and
// asks these roads.
type hiding struct {
	mandate string
	org     string
	roles   []any
	roads   []string
}

// ofHidden is what only the dossier that is hidden holds: its title, its key, the
// reasons of its sheets and of its refusal.
var ofHidden = regexp.MustCompile(`C cach|tiny-2025\.c\b|pour c\b|Bof|Dossier c\b`)

// untold complains where something of what is hidden stands, but on pages that
// repeat the question.
func untold(t *testing.T, moment string, shown map[string]string) {
	t.Helper()
	for path, body := range shown {
		if strings.Contains(path, "?q=") || strings.Contains(path, "tiny-2025.c") {
			continue
		}
		if found := ofHidden.FindString(body); found != "" {
			t.Errorf("%s, %s tells of what is hidden: %s", moment, path, found)
		}
	}
}

// of what is hidden are its own addresses, and those of what was hidden before.
func of(shown map[string]string) map[string]string {
	out := maps.Clone(shown)
	maps.DeleteFunc(out, func(path, _ string) bool {
		return !strings.Contains(path, "tiny-2025.c") && !strings.Contains(path, "tiny-2025.a")
	})
	return out
}

// looks are what the member is shown in the two worlds at a moment.
func looks(t *testing.T, moment string, roads []string, less, more *world) (without, with map[string]string) {
	t.Helper()
	with = more.shown("jury2", roads, "fr", "nl")
	for path, body := range with {
		for _, open := range []string{"/calls/tiny-2025/scoring", "/calls/tiny-2025/deliberation", "/dossiers/tiny-2025.b/sheet", "/api/v1/calls/tiny-2025/ranking", "/api/v1/submissions/tiny-2025.b"} {
			if strings.HasPrefix(path, open+" ") && !strings.HasPrefix(body, "OK\n") {
				t.Fatalf("%s, %s is not shown at all", moment, path)
			}
		}
	}
	return less.shown("jury2", roads, "fr", "nl"), with
}

// inBoth does the same in the two worlds, and something more where there is more.
func inBoth(moment string, less, more *world, do, hidden func(w *world)) {
	for _, w := range []*world{less, more} {
		w.at(moment)
		do(w)
		if w == more && hidden != nil {
			hidden(w)
		}
		w.at(moment)
	}
}

// unjudged: who works for alfa is shown its dossiers as alfa is, and the same whatever
// the committee and the funder do with one of them, until its letter.
func (h hiding) unjudged(t *testing.T, less, more *world) {
	t.Helper()
	less, more = seatedIn(less, false, h), seatedIn(more, false, h)
	less.programs()
	more.programs()
	const a = "tiny-2025.a"
	look := func(moment string) {
		t.Helper()
		without, with := looks(t, moment, h.roads, less, more)
		alike(t, moment, without, with)
		for path, body := range with {
			if found := ofOwn.FindString(body); found != "" {
				t.Errorf("%s, %s tells what the committee thinks of the own dossier: %s", moment, path, found)
			}
			if strings.Contains(path, a+"/events") && strings.Contains(body, `"seq"`) {
				t.Errorf("%s, %s numbers what is told of the own dossier, and so tells of what is not", moment, path)
			}
		}
		if !strings.Contains(with["/dossiers/tiny-2025.a fr"]+with["/dossiers/tiny-2025.a nl"], "Projet A") {
			t.Fatalf("%s, the own dossier is not shown", moment)
		}
	}
	opinion := func(is, advised, why string) map[string]any {
		return map[string]any{"opinion": is, "advised": advised, "reasons": why}
	}
	look("convened")
	inBoth("2025-03-25T10:00", less, more, func(w *world) {
		w.seals("chair", "b", "4", "15")
		w.seals("jury2", "b", "5", "10")
	}, func(w *world) {
		w.seals("chair", "a", "5", "20")
		w.do("jury1", "sheet.save", a+"/sheet/jury1", scores("5", "20", "Bof pour a"))
	})
	look("scored by others")
	inBoth("2025-03-28T10:00", less, more, func(w *world) {
		w.seals("chair", "d", "4", "15")
		w.seals("jury1", "d", "3", "15")
		w.do("chair", "submission.rank", "tiny-2025.b", opinion("favourable", "9000", "Utile."))
	}, func(w *world) {
		w.do("jury1", "sheet.seal", a+"/sheet/jury1", nil)
		w.do("chair", "submission.rank", a, opinion("favourable", "9000", "Bof."))
	})
	look("with the first opinions")
	inBoth("2025-04-02T10:00", less, more, func(w *world) {
		w.do("chair", "submission.rank", "tiny-2025.d", opinion("favourable", "9000", "Bof."))
		if w == less {
			w.seals("chair", "a", "1", "2")
			w.seals("jury1", "a", "1", "2")
			w.do("chair", "submission.rank", a, opinion("unfavourable", "0", "Bof."))
		}
	}, nil)
	look("with all opinions")
	inBoth("2025-04-10T10:00", less, more, func(w *world) {
		w.do("chair", "call.conclude", "tiny-2025", map[string]any{"present": []any{"chair", "jury1"}})
		w.works()
	}, nil)
	look("concluded")
	inBoth("2025-05-05T10:00", less, more, func(w *world) {
		w.do("dg", "submission.award", "tiny-2025.b", map[string]any{"amount": "9000", "reasons": "Dossier b : utile."})
		w.do("dg", "submission.reject", "tiny-2025.d", map[string]any{"reasons": "Dossier d : ses raisons.", "departure": "Budget épuisé."})
		if w == less {
			w.do("dg", "submission.reject", a, map[string]any{"reasons": "Dossier a : ses raisons."})
		}
	}, func(w *world) {
		w.do("dg", "submission.award", a, map[string]any{"amount": "9000", "reasons": "Dossier a : utile."})
	})
	look("awarded")
}

// ofOwn is what the committee and the funder alone have said of alfa's dossiers.
var ofOwn = regexp.MustCompile(`pour [ad]\b|Bof|Dossier [ad] :`)

func (h hiding) nowhere(t *testing.T, less, more *world) {
	t.Helper()
	less, more = seatedIn(less, false, h), seatedIn(more, true, h)
	hides := h.mandate == "asbl"
	less.programs()
	more.programs()
	look := func(moment string) {
		t.Helper()
		if !hides {
			return
		}
		without, with := looks(t, moment, h.roads, less, more)
		untold(t, moment, with)
		if moment == "published" { // sums and numbers are everybody's
			without, with = of(without), of(with)
		}
		alike(t, moment, without, with)
	}
	both := func(moment string, do, hidden func(w *world)) {
		t.Helper()
		inBoth(moment, less, more, do, hidden)
	}
	look("convened")
	both("2025-03-25T10:00", func(w *world) { w.seals("chair", "b", "4", "15") }, func(w *world) {
		w.seals("chair", "c", "5", "20")
		w.do("jury1", "sheet.save", "tiny-2025.c/sheet/jury1", scores("1", "1", "Bof"))
	})
	if !hides {
		hides = true
		both("2025-03-25T12:00", func(w *world) { w.merges("other", "asbl") }, nil)
	}
	look("scored by others")
	both("2025-03-26T10:00", func(w *world) { w.seals("jury2", "b", "5", "10") }, func(w *world) { w.do("jury1", "sheet.seal", "tiny-2025.c/sheet/jury1", nil) })
	look("one's own is sealed")
	opinion := map[string]any{"opinion": "favourable", "advised": "9000", "reasons": "Utile."}
	both("2025-03-28T10:00", func(w *world) {
		for _, f := range []string{"a", "d"} {
			w.seals("chair", f, "4", "15")
			w.seals("jury1", f, "3", "15")
		}
		w.seals("jury2", "d", "2", "10")
	}, nil)
	both("2025-04-01T10:00", func(w *world) {
		w.do("chair", "submission.rank", "tiny-2025.b", opinion)
	}, func(w *world) { w.do("chair", "submission.rank", "tiny-2025.c", opinion) })
	look("with the first opinions")
	both("2025-04-02T10:00", func(w *world) {
		for _, f := range []string{"a", "d"} {
			w.do("chair", "submission.rank", "tiny-2025."+f, opinion)
		}
	}, nil)
	look("with all opinions")
	both("2025-04-10T10:00", func(w *world) {
		w.do("chair", "call.conclude", "tiny-2025", map[string]any{"present": []any{"chair", "jury1"}})
		w.works()
	}, nil)
	look("concluded")
	reasons := func(f string) map[string]any {
		return map[string]any{"reasons": "Dossier " + f + " : ses propres raisons.", "departure": "Budget épuisé."}
	}
	both("2025-05-05T10:00", func(w *world) {
		for _, f := range []string{"b", "d"} {
			w.do("dg", "submission.award", "tiny-2025."+f, map[string]any{"amount": "9000", "reasons": "Dossier " + f + " : utile."})
		}
		w.do("dg", "submission.reject", "tiny-2025.a", reasons("a"))
	}, func(w *world) { w.do("dg", "submission.reject", "tiny-2025.c", reasons("c")) })
	look("awarded")
	both("2025-05-06T10:00", func(w *world) {
		w.do("dg", "call.decide", "tiny-2025", nil)
		w.works()
	}, nil)
	look("decided")
	both("2025-05-20T10:00", func(w *world) { w.do("off", "call.publish_results", "tiny-2025", nil) }, nil)
	look("published")
}

// works does what was ordered.
func (w *world) works() {
	w.Helper()
	if err := w.app.Work(w.Context(), w.now); err != nil {
		w.Fatal(err)
	}
}

// TestEveryRoadToTheHiddenIsClosed: whatever a member with a conflict sends, the
// answer is that there is no such thing, as of what never was.
func TestEveryRoadToTheHiddenIsClosed(t *testing.T) {
	w := seatedWorld(t, true)
	b := w.as("jury2")
	for _, hidden := range []string{"a", "c", "none"} {
		file := "/dossiers/tiny-2025." + hidden
		for _, path := range []string{file + "/sheet", file + "/sheet/save", file + "/do/sheet.declare_conflict", file + "/sheet/jury2/do/sheet.save", file + "/sheet/chair/do/sheet.moderate", file + "/do/submission.rank"} {
			b.post(path, url.Values{"scores.0.criterion": {"participation"}, "scores.0.score": {"1"}, "reasons": {"x"}}).is(http.StatusNotFound)
		}
	}
}
