package web

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// BenchmarkPage measures pages of the demonstration: as they are, beside 500 dossiers
// of fifty earlier calls, and beside 20.000 of a hundred: processor time of the site
// and of the database's own processes, and what a page weighs with style and script.
//
//	go test -run '^$' -bench 'Page|LargeCall' -benchtime 20x -timeout 1h ./app/web
func BenchmarkPage(b *testing.B) {
	onEach(b, "demo", storagetest.Copies{}, benchPages)
	onEach(b, "500", storagetest.Copies{Call: "emp-2023", Calls: 50, Times: 1}, benchPages) // every list is full
	onEach(b, "20000", storagetest.Copies{Call: "emp-2023", Calls: 100, Times: 20}, benchPages)
}

// BenchmarkLargeCall measures the pages of a call with many dossiers in it.
func BenchmarkLargeCall(b *testing.B) {
	for _, times := range []int{20, 200} {
		onEach(b, strconv.Itoa(10*times), storagetest.Copies{Call: "emp-2023", Calls: 1, Times: times}, callPages)
	}
}

// BenchmarkBoard measures what the funder works on: boards of a call with two
// hundred dossiers, whose committee is at work, and of one whose projects run.
//
//	go test -run '^$' -bench Board -benchtime 20x ./app/web
func BenchmarkBoard(b *testing.B) {
	onEach(b, "committee", storagetest.Copies{Call: "emp-demo-2", Calls: 1, Times: 40}, boardPages, "demo-committee.yaml")
	onEach(b, "running", storagetest.Copies{Call: "emp-demo-3", Calls: 1, Times: 40}, boardPages, "demo-running.yaml")
}

// onEach measures pages on both databases, with more of the demonstration's
// invented calls where they are named.
func onEach(b *testing.B, size string, copies storagetest.Copies, pages []benchPage, more ...string) {
	b.Helper()
	for name, url := range map[string]func(testing.TB) string{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		b.Run(name+"/"+size, func(b *testing.B) {
			db := url(b)
			demonstration(b, db, more...)
			if copies.Calls > 0 {
				storagetest.Multiply(b, db, copies)
			}
			d := served(b, db)
			for _, p := range pages {
				b.Run(p.name, func(b *testing.B) { d.measure(b, p) })
			}
		})
	}
}

// benchPage is a page as somebody opens it; by nobody if that is nobody.
type benchPage struct{ name, by, path string }

var benchPages = []benchPage{
	{"home-editor", "ed_lojega", "/"},
	{"home-signatory", "sig_lojega", "/"},
	{"home-officer", "das1", "/"},
	{"home-director", "dasdir", "/"},
	{"home-member", "jury1", "/"},
	{"home-auditor", "audit", "/"},
	{"list", "das1", "/dossiers"},
	{"list-next", "das1", "/dossiers?after=emp-2023.bottin"},
	{"list-editor", "ed_lojega", "/dossiers"},
	{"list-member", "jury1", "/dossiers"},
	{"list-narrowed", "das1", "/dossiers?call=emp-2023&state=closed"},
	{"list-state", "das1", "/dossiers?state=withdrawn"},
	{"search", "das1", "/search?q=bottin"},
	{"search-rare", "das1", "/search?q=deuxi%C3%A8me+tour"},
	{"search-editor", "ed_lojega", "/search?q=bottin"},
	{"dossier", "das1", "/dossiers/emp-2023.bottin"},
	{"dossier-editor", "ed_lojega", "/dossiers/emp-2023.bottin"},
	{"act", "das1", "/calls/emp-demo/question/2/do/question.answer"},
	{"proposal", "ed_lojega", "/dossiers/emp-demo.voisins/edit/budget"},
	{"propose", "ed_lojega", "/calls/emp-demo/propose"},
	{"calls", "", "/calls"},
	{"call", "", "/calls/emp-2023"},
	{"work", "das1", "/calls/emp-2023/work"},
	{"work-open", "das1", "/calls/emp-demo/work"},
	{"faq", "", "/faq"},
	{"faq-editor", "ed_lojega", "/faq"},
	{"document", "das1", "/documents/emp-2023.bottin/1/fr.html"},
}

var callPages = []benchPage{
	{"call", "", "/calls/past-1001"},
	{"work", "das1", "/calls/past-1001/work"},
	{"list", "das1", "/dossiers?call=past-1001"},
	{"list-state", "das1", "/dossiers?call=past-1001&state=closed"},
	{"list-editor", "ed_lojega", "/dossiers?call=past-1001"},
	{"list-member", "jury1", "/dossiers?call=past-1001"},
}

var boardPages = []benchPage{
	{"work", "das1", "/calls/past-1001/work"},
	{"ranking", "das1", "/calls/past-1001/ranking"},
	{"ranking-member", "jury1", "/calls/past-1001/ranking"},
	{"award", "dg", "/calls/past-1001/award"},
}

// demonstration fills a database as `tremplin demo` does: with the edition of 2023,
// and its invented calls, at least the open one.
func demonstration(t testing.TB, db string, more ...string) {
	t.Helper()
	edition, bad := scenario.Embedded("empowerment-2023")
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	a := running(t, db)
	run := &scenario.Runner{App: a, Say: (*workflow.Error).Error}
	for _, f := range append([]*scenario.File{edition}, invented(t, append(more, "demo-open.yaml"))...) {
		if bad, err := run.Prepare(t.Context(), []*scenario.File{f}); err != nil || len(bad) > 0 {
			t.Fatal(bad, err)
		}
		if _, err := run.Run(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
}

// invented are scenarios of the demonstration as of today.
func invented(t testing.TB, names []string) (out []*scenario.File) {
	t.Helper()
	for _, name := range names {
		out = append(out, dated(t, name)...)
	}
	return out
}

func dated(t testing.TB, name string) []*scenario.File {
	t.Helper()
	text, err := template.New(name).Funcs(template.FuncMap{"day": func(n int) string {
		return string(workflow.DateOf(time.Now()).Plus(0, n))
	}}).ParseFiles(filepath.Join("..", "..", "cmd", "tremplin", name), filepath.Join("..", "..", "cmd", "tremplin", "demo-rules.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	out, err := os.Create(path)
	if err == nil {
		err = text.Execute(out, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	files, bad := scenario.Open(path)
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	return files
}

func running(t testing.TB, db string, opts ...storage.Option) *app.App {
	t.Helper()
	store := storagetest.Open(t, db, append(opts, storage.Volatile())...)
	a := app.New(store, empowerment.V1())
	a.Log = slog.New(slog.DiscardHandler)
	return a
}

// demo is the demonstration's site, and who has signed in to it.
type demo struct {
	*Site

	url     string
	handler http.Handler
	cookies map[string]string
}

func served(t testing.TB, db string, opts ...storage.Option) *demo {
	t.Helper()
	a := running(t, db, opts...)
	s := New(a, auth.New(a.Store, auth.Options{Secret: auth.Secret{1}, Demo: true}), Options{Demo: true, Banner: "banner.demo"})
	return &demo{Site: s, url: db, handler: s.Handler(), cookies: map[string]string{"": ""}}
}

// get opens a page; its status has to be 200.
func (d *demo) get(t testing.TB, by, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, d.request(t, by, path))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.String()
}

// send is get as a browser asks, compressed, for how many bytes come.
func (d *demo) send(t testing.TB, by, path string) int {
	t.Helper()
	r := d.request(t, by, path)
	r.Header.Set("Accept-Encoding", "gzip")
	w := &away{header: http.Header{}, code: http.StatusOK}
	d.handler.ServeHTTP(w, r)
	if w.code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.code)
	}
	return int(w.sent)
}

// away is where an answer goes that nobody reads: what a test keeps of one is no
// cost of the page.
type away struct {
	header http.Header
	code   int
	sent   counted
}

func (w *away) Header() http.Header         { return w.header }
func (w *away) WriteHeader(code int)        { w.code = code }
func (w *away) Write(b []byte) (int, error) { return w.sent.Write(b) }

func (d *demo) request(t testing.TB, by, path string) *http.Request {
	t.Helper()
	cookie, known := d.cookies[by]
	if !known {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/sign-in", strings.NewReader(url.Values{"as": {by}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		d.handler.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			cookie += c.Name + "=" + c.Value + "; "
		}
		d.cookies[by] = cookie
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", "fr")
	r.Header.Set("Cookie", cookie)
	return r
}

func (d *demo) measure(b *testing.B, p benchPage) {
	b.Helper()
	body := d.get(b, p.by, p.path)
	var rounds []float64
	b.ResetTimer()
	for range 5 {
		theirs, ours := d.processes(b), usage(b)
		for range b.N {
			d.send(b, p.by, p.path)
		}
		spent := usage(b) - ours + d.processes(b) - theirs
		rounds = append(rounds, spent.Seconds()*1000/float64(b.N))
	}
	b.StopTimer()
	slices.Sort(rounds)
	b.ReportMetric(rounds[2], "cpu-ms/page") // the median of five rounds of b.N pages
	b.ReportMetric(float64(d.send(b, p.by, p.path)+d.assets(b, body))/1024, "KiB")
}

// usage is the processor time of this process.
func usage(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// processes is the processor time of the database's processes that serve us.
func (d *demo) processes(t testing.TB) time.Duration {
	t.Helper()
	if strings.HasPrefix(d.url, "sqlite:") {
		return 0
	}
	return storagetest.Spent(t, d.url)
}

var linked = regexp.MustCompile(`(?:href|src)="([^"]+\.(?:css|js)[^"]*)"`)

// assets is what style and script weigh.
func (d *demo) assets(t testing.TB, body string) int {
	t.Helper()
	sum := 0
	for _, m := range linked.FindAllStringSubmatch(body, -1) {
		sum += weight(t, d.get(t, "", m[1]))
	}
	return sum
}

// weight is the length of a text as it is compressed on its way.
func weight(t testing.TB, text string) int {
	t.Helper()
	var n counted
	w := gzip.NewWriter(&n)
	if _, err := io.WriteString(w, text); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return int(n)
}

type counted int

func (n *counted) Write(b []byte) (int, error) { *n += counted(len(b)); return len(b), nil }
