package page_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func parse(t *testing.T, s string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func walk(n *html.Node, f func(*html.Node)) {
	f(n)
	if n.Data == "template" {
		return // rows to come have ids of their own kind
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, f)
	}
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func text(n *html.Node) string {
	var b strings.Builder
	walk(n, func(c *html.Node) {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// seen is what a page is checked for.
type seen struct {
	ids, labels map[string]bool
	refs        []string
	inputs      []*html.Node
	headings    []string
	wrong       []string
}

func look(n *html.Node) *seen {
	s := &seen{ids: map[string]bool{}, labels: map[string]bool{}}
	walk(n, func(c *html.Node) {
		if c.Type == html.ElementNode {
			s.element(c)
		}
	})
	return s
}

func (s *seen) element(n *html.Node) {
	for _, a := range n.Attr {
		s.attribute(n, a)
	}
	switch n.Data {
	case "h1", "h2", "h3", "h4":
		s.headings = append(s.headings, n.Data)
	case "style":
		s.wrong = append(s.wrong, "a style element")
	case "script":
		if n.FirstChild != nil {
			s.wrong = append(s.wrong, "an inline script")
		}
	case "input", "select", "textarea":
		if k, _ := attr(n, "type"); k != "hidden" {
			s.inputs = append(s.inputs, n)
		}
	case "label":
		if f, ok := attr(n, "for"); ok {
			s.labels[f] = true
		}
	case "a", "button":
		_, aria := attr(n, "aria-hidden")
		if text(n) == "" && !aria {
			s.wrong = append(s.wrong, "a "+n.Data+" without words")
		}
	}
}

func (s *seen) attribute(n *html.Node, a html.Attribute) {
	switch {
	case a.Key == "id":
		if s.ids[a.Val] {
			s.wrong = append(s.wrong, "two elements are "+a.Val)
		}
		s.ids[a.Val] = true
	case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
		s.wrong = append(s.wrong, n.Data+" has "+a.Key)
	case a.Key == "aria-labelledby" || a.Key == "aria-describedby" || a.Key == "form":
		s.refs = append(s.refs, strings.Fields(a.Val)...)
	case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
		s.refs = append(s.refs, a.Val[1:])
	case a.Key == "href" || a.Key == "src" || a.Key == "action":
		if u, err := url.Parse(a.Val); err != nil || u.Host != "" || u.Scheme != "" && u.Scheme != "mailto" {
			s.wrong = append(s.wrong, n.Data+" leads out: "+a.Val)
		}
	}
}

func (s *seen) complaints() []string {
	out := s.wrong
	for _, r := range s.refs {
		if !s.ids[r] {
			out = append(out, "nothing is "+r)
		}
	}
	for _, n := range s.inputs {
		id, _ := attr(n, "id")
		_, aria := attr(n, "aria-label")
		inside := false
		for p := n.Parent; p != nil; p = p.Parent {
			inside = inside || p.Data == "label"
		}
		if !s.labels[id] && !aria && !inside {
			name, _ := attr(n, "name")
			out = append(out, "no label for "+name)
		}
	}
	last := 0
	for _, h := range s.headings {
		level := int(h[1] - '0')
		if level > last+1 || last > 0 && level == 1 {
			out = append(out, "headings: "+strings.Join(s.headings, " "))
			break
		}
		last = level
	}
	if len(s.headings) == 0 || s.headings[0] != "h1" {
		out = append(out, "the first heading is no h1")
	}
	return out
}

// rawKey is a text that has no words: its key shows instead.
var rawKey = regexp.MustCompile(`site\.[a-z_]+|\b(form|fault|call|check|frame|account|factor|session|input|table)\.[a-z_]+(\.[a-z_]+)*\b|\{[a-z]+[|}]|%!`)

func TestPagesAreWhole(t *testing.T) {
	eachPage(t, func(t *testing.T, l locale.Language, s shown) {
		out := render(t, s.page(l, "Le Bottin des Voisins"))
		n := parse(t, out)
		for _, c := range look(n).complaints() {
			t.Error(c)
		}
		if m := rawKey.FindString(text(n)); m != "" {
			t.Errorf("shows %q", m)
		}
		want := map[locale.Language]string{locale.FR: "fr-BE", locale.NL: "nl-BE", locale.EN: "en"}[l]
		if !strings.Contains(out, `<html lang="`+want+`"`) {
			t.Error("says no language")
		}
	})
}

// hostile are names as people and attackers give them.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `javascript:alert(1)`, `'; --`, "\u202egnp.exe", "אבג דה", "عربي",
	strings.Repeat("Wolkenkrabberbewonersvergadering", 10), strings.Repeat("a b ", 80), "\x00\x1b[31m", "{envelope|money}[x]", "é\u0301\U0001F600", "", " ",
}

func TestNamesDoNoHarm(t *testing.T) {
	for _, name := range hostile {
		eachPage(t, func(t *testing.T, l locale.Language, s shown) { harmless(t, render(t, s.page(l, name)), name) })
	}
}

func harmless(t *testing.T, out, name string) {
	t.Helper()
	n := parse(t, out)
	scripts := 0
	walk(n, func(c *html.Node) {
		if c.Data == "script" && c.Type == html.ElementNode {
			scripts++
		}
		if c.Data == "img" {
			t.Errorf("%q makes an image", name)
		}
		if h, _ := attr(c, "href"); strings.HasPrefix(strings.TrimSpace(strings.ToLower(h)), "javascript:") {
			t.Errorf("%q makes a script of a link", name)
		}
	})
	if scripts != 1 {
		t.Errorf("%q: %d scripts", name, scripts)
	}
	for _, c := range look(n).wrong {
		if !strings.HasSuffix(c, "without words") {
			t.Errorf("%q: %s", name, c)
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, s := range pages() {
			if s.name == "parts" || s.name == "form-proposal" || s.name == "call" {
				harmless(t, render(t, s.page(locale.FR, name)), name)
			}
		}
	})
}

// TestGolden keeps some pages as they are: read the difference.
func TestGolden(t *testing.T) {
	for _, s := range pages() {
		for name, l := range map[string]locale.Language{"parts": locale.FR, "form-proposal": locale.NL, "call": locale.EN, "fault-404": locale.FR, "account": locale.NL, "confirm": locale.FR} {
			if s.name == name {
				golden(t, name+"."+string(l)+".html", render(t, s.page(l, "Le Bottin des Voisins")))
			}
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	got = strings.ReplaceAll(regexp.MustCompile(`\.[0-9a-f]{8}\.(css|js|svg)`).ReplaceAllString(got, ".$1"), "><", ">\n<") + "\n"
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; rewrite it with -update and read the difference", file)
	}
}

// TestPagesAreLight: with its stylesheet and script no page weighs more than
// 60 KiB on the way, and the script no more than 9: budgets, awards, scores, rows
// and drafts share it, and it weighs three on the way.
func TestPagesAreLight(t *testing.T) {
	rest := 0
	for _, a := range page.Assets() {
		rest += zipped(t, a.Body)
		if strings.HasSuffix(a.Path, ".js") && len(a.Body) > 9<<10 {
			t.Errorf("the script has %d bytes", len(a.Body))
		}
		if a.Type == "" {
			t.Errorf("%s has no type", a.Path)
		}
		if bytes.Contains(a.Body, []byte("http://")) && !strings.HasSuffix(a.Path, ".svg") || bytes.Contains(a.Body, []byte("https://")) || bytes.Contains(a.Body, []byte("url(")) {
			t.Errorf("%s leads out", a.Path)
		}
	}
	eachPage(t, func(t *testing.T, l locale.Language, s shown) {
		if n := rest + zipped(t, []byte(render(t, s.page(l, "x")))); n > 60<<10 {
			t.Errorf("%d bytes", n)
		}
	})
}

func zipped(t *testing.T, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.Copy(w, bytes.NewReader(b)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// TestOtherLanguagesKeepTheAddress: the links lead to the same page, and nowhere else.
func TestOtherLanguagesKeepTheAddress(t *testing.T) {
	for path, want := range map[string]string{
		"/calls/EMP-2023?tab=1": "/calls/EMP-2023?lang=nl&amp;tab=1", "/?lang=fr": "/?lang=nl", "https://evil.example/x": "/?lang=nl", "//evil.example": "/?lang=nl", "": "?lang=nl",
	} {
		f := page.Frame{Lang: locale.FR, Title: "x", Path: path}
		if out := render(t, page.Layout(f, page.Head{Title: "x"})); !strings.Contains(out, `href="`+want+`"`) {
			t.Errorf("%q: no link to %s", path, want)
		}
	}
}

func TestEveryStateHasAName(t *testing.T) {
	if got := render(t, ui.StateTag(locale.NL, "submission", "rejected")); !strings.Contains(got, `class="tag off"`) {
		t.Error(got)
	}
}
