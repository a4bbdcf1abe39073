package journey_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"tremplin/storage/storagetest"
)

// axePath is where `make deps` puts axe-core.
var axePath = filepath.Join("..", "..", "..", "tools", "npm", "node_modules", "axe-core", "axe.min.js")

func axe(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile(axePath)
	if err != nil {
		t.Fatalf("axe-core is not here (%v): `make deps` fetches it", err)
	}
	return string(b)
}

// TestPages: every page, for those who see it, in each language, light and dark,
// wide and narrow: axe-core finds nothing, nothing sticks out, the browser does
// not complain, it weighs little, and it reads the same without scripts.
func TestPages(t *testing.T) {
	t.Parallel()
	at, source := byMoment(), axe(t)
	for name, k := range kinds() {
		if strings.HasPrefix(name, "postgres") {
			continue // a page does not know its database; the journeys are made on both
		}
		for _, next := range slices.Sorted(maps.Keys(at)) {
			t.Run(name+"/"+next, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, k, next, true)
				w.work()
				look(w, source, at[next])
			})
		}
	}
}

// look looks at samples, each person with a browser of their own.
func look(w *world, source string, all []sample) {
	w.Helper()
	tabs, readers := map[string]*tab{}, map[string]*http.Client{}
	slices.SortFunc(all, func(a, b sample) int { return strings.Compare(a.path, b.path) })
	for _, s := range all {
		b := tabs[s.as]
		if b == nil {
			b = w.tab()
			if s.as != "" {
				b = w.as(s.as)
			}
			tabs[s.as], readers[s.as] = b, w.reader(s.as)
		}
		status := int64(200)
		if s.status != 0 {
			status = s.status
		}
		b.sized(1280)
		b.dark(false)
		if !b.visit(s, status) {
			continue
		}
		b.owed(source, fmt.Sprintf("%s, as %q", s.path, s.as))
		b.withoutScripts(s, status)
		w.light(s, readers[s.as])
	}
}

// visit opens a sample; a wrong status is told and the page left.
func (b *tab) visit(s sample, status int64) bool {
	b.Helper()
	b.open(s.path, 200, 400, 401, 403, 404, 409, 422, 500)
	b.mu.Lock()
	got := b.status
	b.mu.Unlock()
	if got != status {
		b.Errorf("%s, as %q: status %d, want %d:\n%s", s.path, s.as, got, status, b.text())
	}
	return got == status
}

// unfold opens what is folded.
const unfold = `document.querySelectorAll("details").forEach(d => d.open = true), 0`

// owed checks what a page owes its readers.
func (b *tab) owed(source, where string) {
	b.Helper()
	js[int](b, "%v;0", verbatim(source))
	js[int](b, unfold)
	b.axe(where, everything)
	b.fits(where + ", 1280 px")
	b.dark(true)
	b.axe(where+", dark", colours)
	b.dark(false)
	b.sized(360)
	b.fits(where + ", 360 px")
	if os.Getenv(allEnv) != "" { // a narrow page is the same page: it is asked again only where everything is
		b.axe(where+", 360 px", everything)
	}
	const opener = `document.querySelectorAll("[popovertarget]:not([popovertargetaction=hide])")`
	for i := range js[int](b, opener+`.length`) {
		if menu := js[string](b, opener+`[%v].popoverTargetElement.outerHTML`, i); !looked(menu) {
			continue // the same menu, on another page
		}
		js[int](b, opener+`[%v].popoverTargetElement.showPopover(), 0`, i)
		b.axe(where+", menu open", everything)
		b.fits(where + ", menu open")
		b.dark(true)
		b.axe(where+", menu open, dark", colours)
		b.dark(false)
		js[int](b, `document.querySelectorAll(":popover-open").forEach(p => p.hidePopover()), 0`)
	}
	b.sized(1280)
	b.fine()
}

var menus sync.Map // those that were looked at

// looked reports whether a menu is new: those of many pages are the same.
func looked(menu string) bool {
	_, known := menus.LoadOrStore(menu, true)
	return !known
}

// What axe-core is asked: WCAG 2.1 A and AA with good practice, which is all that
// it knows; what else can change with the colours alone.
const (
	everything = ""
	colours    = `runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}, `
)

// axe tells all that axe-core finds.
func (b *tab) axe(where, about string) {
	b.Helper()
	for _, f := range b.complaints(about) {
		b.Errorf("%s: axe finds %s", where, f)
	}
}

// complaints asks axe-core what is wrong with what is shown: with the menu alone
// while it is open.
func (b *tab) complaints(about string) []string {
	b.Helper()
	return js[[]string](b, `axe.run(document.querySelector(":popover-open") || document, {%v resultTypes: ["violations"]}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.html.slice(0, 200) + " (" + n.failureSummary.replace(/\s+/g, " ").slice(0, 300) + ")")))`, verbatim(about))
}

// TestTheEyesSee: what the other tests look for is found where it is.
func TestTheEyesSee(t *testing.T) {
	t.Parallel()
	w := newWorld(t, kind{storagetest.SQLite, "fr"}, writing, true)
	b := w.tab()
	b.open("/sign-in")
	js[int](b, "%v;0", verbatim(axe(t)))
	if got := b.complaints(everything); len(got) > 0 {
		t.Error(got)
	}
	js[int](b, `(document.querySelector("main").insertAdjacentHTML("beforeend", "<input><p id=pale>pale</p><img src=/static/none.svg>"), document.getElementById("pale").style.color = "#bbb", document.getElementById("pale").style.minWidth = "3000px", 0)`)
	got := strings.Join(b.complaints(everything), "\n")
	for _, want := range []string{"label: ", "image-alt: ", "color-contrast: "} {
		if !strings.Contains(got, want) {
			t.Errorf("axe does not find %s in %s", want, got)
		}
	}
	if b.out() == nil {
		t.Error("what is 3000 px wide fits")
	}
	js[int](b, `(console.error("broken"), fetch("http://elsewhere.example/").catch(() => 0), 0)`)
	js[int](b, `new Promise(done => setTimeout(() => done(0), 300))`)
	b.mu.Lock()
	defer b.mu.Unlock()
	heard := strings.Join(b.wrong, "\n")
	for _, want := range []string{"console.error: ", "404: ", "Content Security Policy"} {
		if !strings.Contains(heard, want) {
			t.Errorf("%q is not heard in %s", want, heard)
		}
	}
}

// fits checks that the page is not wider than its window.
func (b *tab) fits(where string) {
	b.Helper()
	for _, o := range b.out() {
		b.Errorf("%s: sticks out: %s", where, o)
	}
}

// out is what sticks out of the window; nil if all fits.
func (b *tab) out() []string {
	b.Helper()
	return js[[]string](b, `(() => {
		const wide = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= wide) return null;
		return [...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > wide + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 160));
	})()`)
}

// withoutScripts checks that the page says and offers the same without them.
func (b *tab) withoutScripts(s sample, status int64) {
	b.Helper()
	const shown = `[document.querySelector("main h1")?.innerText || "", ...[...document.querySelectorAll("main a, main button, main input:not([type=hidden]), main select, main textarea")].filter(e => e.checkVisibility()).map(e => e.tagName + " " + (e.name || e.getAttribute("href") || e.textContent))]`
	with := js[[]string](b, shown)
	b.scripts(false)
	defer b.scripts(true)
	if !b.visit(s, status) {
		return
	}
	js[int](b, unfold) // as one does with a click, scripts or none
	without := js[[]string](b, shown)
	if len(without) == 0 || without[0] == "" {
		b.Errorf("%s without scripts has no title", s.path)
	}
	for _, x := range with {
		if !slices.Contains(without, x) {
			b.Errorf("%s without scripts lacks %q", s.path, x)
		}
	}
}
