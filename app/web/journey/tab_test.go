package journey_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long anything may take before the test fails.
const patience = 20 * time.Second

// tab is somebody's browser, with a profile of its own. Whatever the page has to
// complain about fails the test.
type tab struct {
	*world
	ctx context.Context //nolint:containedctx // chromedp's handle of the tab

	still bool     // scripts are off
	bears []string // what the page may complain about

	mu     sync.Mutex
	status int64 // of the page
	wrong  []string
}

// tab opens a browser in which nobody has signed in.
func (w *world) tab() *tab {
	w.Helper()
	ctx, end := chromedp.NewContext(running(w), chromedp.WithNewBrowserContext())
	w.Cleanup(end)
	b := &tab{world: w, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as this context
		w.Fatal(err)
	}
	b.do0(chromedp.EmulateViewport(1280, 900))
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		w.Fatal(err)
	}
	b.call(network.SetExtraHTTPHeaders.Method, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": string(w.lang)}})
	return b
}

// sibling is another tab of the same browser: the same cookies.
func (b *tab) sibling() *tab {
	b.Helper()
	ctx, end := chromedp.NewContext(b.ctx)
	b.Cleanup(end)
	s := &tab{world: b.world, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		b.Fatal(err)
	}
	s.do0(chromedp.EmulateViewport(1280, 900))
	if err := chromedp.Listen(ctx, s.hear); err != nil {
		b.Fatal(err)
	}
	return s
}

// as is a browser in which somebody has stepped in.
func (w *world) as(person string) *tab {
	w.Helper()
	b := w.tab()
	b.open("/sign-in?lang=" + string(w.lang))
	b.press(fmt.Sprintf("button[name=as][value=%q]", person))
	return b
}

// hear notes what the browser has to say about the page.
func (b *tab) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		b.wrong = append(b.wrong, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			b.wrong = append(b.wrong, fmt.Sprintf("console.%s: %s", e.Type, args(e.Args)))
		}
	case *log.EventEntryAdded:
		if e.Entry.Source != "network" && (e.Entry.Level == "error" || e.Entry.Level == "warning") {
			b.wrong = append(b.wrong, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.url+"/") && !strings.HasPrefix(u, "data:") {
			b.wrong = append(b.wrong, "leaves the site: "+u)
		}
	case *network.EventResponseReceived:
		if e.Type == "Document" {
			b.status = e.Response.Status
		} else if e.Response.Status >= 400 {
			b.wrong = append(b.wrong, fmt.Sprintf("%d: %s", e.Response.Status, e.Response.URL))
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			b.wrong = append(b.wrong, fmt.Sprintf("failed: %s, %s", e.Type, e.ErrorText))
		}
	}
}

func args(all []*runtime.RemoteObject) string {
	var out []string
	for _, a := range all {
		out = append(out, string(a.Value)+a.Description)
	}
	return strings.Join(out, " ")
}

// fine fails if the page had anything to complain about; it forgets what matches.
func (b *tab) fine(but ...string) {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	but = append(but, b.bears...)
	for _, w := range b.wrong {
		if !slices.ContainsFunc(but, func(s string) bool { return strings.Contains(w, s) }) {
			b.Errorf("%s", w)
		}
	}
	b.wrong = nil
}

func (b *tab) do0(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// call runs a command of the protocol that answers nothing.
func (b *tab) call(method string, params any) {
	b.Helper()
	b.do0(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { return t.Call(ctx, method, params, nil) }))
}

// js is what an expression gives, or the promise of it.
func js[T any](b *tab, expression string, with ...any) T {
	b.Helper()
	for i, a := range with {
		if _, ok := a.(verbatim); ok {
			continue
		}
		text, err := json.Marshal(a)
		if err != nil {
			b.Fatal(err)
		}
		with[i] = string(text)
	}
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[T](fmt.Sprintf(expression, with...), chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", firstLine(expression), err)
	}
	return got
}

// verbatim is a script within a script.
type verbatim string

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s[:min(len(s), 80)]
}

// loads waits for the page that an action leads to, and checks its status.
func (b *tab) loads(what string, action chromedp.Action[chromedp.Void], statuses ...int64) {
	b.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, action)); err != nil {
		b.Fatalf("%s: %v at %s\n%s", what, err, b.at(), b.text())
	}
	b.mu.Lock()
	status := b.status
	b.mu.Unlock()
	if len(statuses) == 0 {
		statuses = []int64{200}
	}
	if !slices.Contains(statuses, status) {
		b.Fatalf("%s: status %d, want %d at %s\n%s", what, status, statuses, b.at(), b.text())
	}
	b.fine()
}

// open goes to an address of the site.
func (b *tab) open(path string, statuses ...int64) {
	b.Helper()
	b.loads("GET "+path, chromedp.Navigate(b.url+path), statuses...)
}

// back presses the browser's own button; a page that answered a form is not kept.
func (b *tab) back() {
	b.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	if err := chromedp.Do(ctx, chromedp.NavigateBack()); err != nil && !strings.Contains(err.Error(), "ERR_CACHE_MISS") {
		b.Fatal(err)
	}
}

// find is the first thing on the page of a selector, or a button or link of that
// text, brought into view; its middle. Texts begin with a capital letter.
func (b *tab) find(what string) (x, y float64) {
	b.Helper()
	at := js[[]float64](b, `(() => {
		const what = %v, seen = e => e.checkVisibility({visibilityProperty: true}) && !e.hasAttribute("aria-hidden");
		const text = e => e.textContent.replace(/[\s\u00a0\u202f]+/g, " ").trim();
		let all;
		if (/^(main |button|a\[|\.)/.test(what)) all = [...document.querySelectorAll(what)].filter(seen);
		else {
			all = [...document.querySelectorAll("main a, main button, main summary")].filter(e => seen(e) && text(e) === what);
			if (!all.length) all = [...document.querySelectorAll("main a, main button, main summary")].filter(e => seen(e) && text(e).startsWith(what));
			if (!all.length) all = [...document.querySelectorAll("a, button")].filter(e => seen(e) && text(e).startsWith(what));
		}
		if (!all.length) return [];
		all[0].scrollIntoView({block: "center", behavior: "instant"});
		const r = all[0].getClientRects()[0];
		return [r.x + r.width / 2, r.y + r.height / 2];
	})()`, clean(what))
	if len(at) == 0 {
		b.Fatalf("there is no %q at %s:\n%s", what, b.at(), b.text())
	}
	return at[0], at[1]
}

// drawn is when the page has been drawn twice, or long enough after: a click on a
// page that is not drawn yet is lost. Without scripts nothing can wait for that.
const drawn = `Promise.race([new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0)))), new Promise(done => setTimeout(() => done(0), 300))])`

// press clicks on what leads to another page, with the mouse.
func (b *tab) press(what string, statuses ...int64) {
	b.Helper()
	if !b.still {
		js[int](b, drawn)
	}
	x, y := b.find(what)
	b.loads("press "+what, chromedp.MouseClickXY(x, y), statuses...)
}

// tap clicks on what stays on this page.
func (b *tab) tap(what string) {
	b.Helper()
	x, y := b.find(what)
	b.do0(chromedp.MouseClickXY(x, y))
}

// fill types into the control of that label, id, or name, in which * stands for
// the number of a row; the first of them. A list gets the option of that text or value, a box its tick.
func (b *tab) fill(label, value string) {
	b.Helper()
	kind := js[string](b, `(() => {
		const label = %v, value = %v, plain = s => s.replace(/[\s\u00a0\u202f]+/g, " ").trim();
		const fields = [...document.querySelectorAll("main input:not([type=hidden]), main textarea, main select")].filter(e => e.checkVisibility());
		const told = e => [...(e.labels || [])].map(l => plain(l.textContent));
		const named = new RegExp("^" + label.replace(/[.$^(){}|[\]]/g, "\\$&").replaceAll("*", "\\d+") + "$");
		const f = fields.find(e => named.test(e.name) || e.id === label) || fields.find(e => told(e).some(t => t === label || t.startsWith(label)));
		if (!f) return "";
		f.scrollIntoView({block: "center", behavior: "instant"});
		f.focus();
		if (f.type === "checkbox" || f.type === "radio") { if (!f.checked) f.click(); return "done"; }
		if (f.tagName === "SELECT") {
			const o = [...f.options].find(o => o.value === value || plain(o.text).startsWith(value));
			if (!o) return "no option";
			f.value = o.value;
			f.dispatchEvent(new Event("input", {bubbles: true}));
			f.dispatchEvent(new Event("change", {bubbles: true}));
			return "done";
		}
		if (f.type === "date") { f.value = value; f.dispatchEvent(new Event("input", {bubbles: true})); return "done"; }
		f.select();
		return "type";
	})()`, clean(label), value)
	switch kind {
	case "done":
	case "type":
		b.typed(value)
	default:
		b.Fatalf("there is no field %q (%s) at %s:\n%s\n%s", label, kind, b.at(), b.fields(), b.text())
	}
}

// fields are the names of all inputs, for whoever reads a failure.
func (b *tab) fields() []string {
	return js[[]string](b, `[...document.querySelectorAll("main input:not([type=hidden]), main textarea, main select")].map(e => e.name)`)
}

// typed puts text in where the cursor is, in the place of what is selected.
func (b *tab) typed(text string) {
	b.Helper()
	if text == "" {
		b.do0(chromedp.KeyEvent("\b"))
		return
	}
	b.call("Input.insertText", map[string]string{"text": text})
}

// value is what stands in a control.
func (b *tab) value(name string) string {
	b.Helper()
	return js[string](b, `document.querySelector("main [name=" + CSS.escape(%v) + "]")?.value ?? "(no such field)"`, name)
}

// at is the path of the page.
func (b *tab) at() string { b.Helper(); return js[string](b, `location.pathname + location.search`) }

// text is what the page's own content reads.
func (b *tab) text() string {
	b.Helper()
	return clean(js[string](b, `(document.querySelector("main") || document.body).innerText`))
}

var blanks = regexp.MustCompile(`[\s\x{a0}\x{202f}]+`)

func clean(s string) string { return strings.TrimSpace(blanks.ReplaceAllString(s, " ")) }

// reads checks that the page reads so.
func (b *tab) reads(parts ...string) {
	b.Helper()
	text := b.text()
	for _, p := range parts {
		if !strings.Contains(text, clean(p)) {
			b.Errorf("%s does not read %q:\n%s", b.at(), p, text)
		}
	}
}

// until waits for something to become true.
func (b *tab) until(expression string) {
	b.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if js[bool](b, "%v", verbatim(expression)) {
			return
		}
	}
	b.Fatalf("%s never comes true at %s:\n%s", expression, b.at(), b.text())
}

// problems are what the page says is wrong, in its summary.
func (b *tab) problems() []string {
	b.Helper()
	return js[[]string](b, `[...document.querySelectorAll(".errors li")].map(e => e.innerText)`)
}

// sized puts the page into a window of that width.
func (b *tab) sized(width int64) {
	b.Helper()
	b.call(emulation.SetDeviceMetricsOverride.Method, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: width < 600})
}

// dark shows the page as a device that is set to it does.
func (b *tab) dark(on bool) {
	b.Helper()
	scheme := map[bool]string{true: "dark", false: "light"}[on]
	b.call(emulation.SetEmulatedMedia.Method, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

// scripts lets the page's scripts run, or not.
func (b *tab) scripts(on bool) {
	b.Helper()
	b.still = !on
	b.call(emulation.SetScriptExecutionDisabled.Method, emulation.SetScriptExecutionDisabledParams{Value: !on})
}
