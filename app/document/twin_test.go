package document

import (
	"bytes"
	"encoding/xml"
	"html"
	"regexp"
	"strings"
	"testing"

	"tremplin/locale"
)

func twinOf(t testing.TB, p *Paper, l locale.Language) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.HTML(&b, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var (
	tags      = regexp.MustCompile(`<[^>]*>`)
	captions  = regexp.MustCompile(`(?s)<caption[^>]*>.*?</caption>`)
	looks     = regexp.MustCompile(`<script|<style| style=| on[a-z]+=|javascript:`)
	levels    = regexp.MustCompile(`<h([1-6])>`)
	ownNumber = regexp.MustCompile(`^[0-9]+\.`)
)

func bareText(page string) string {
	return loose(html.UnescapeString(tags.ReplaceAllString(page, " ")))
}

// TestTwin: the page of a paper says what its file says, in the same order, and
// whoever hears it can find the way.
func TestTwin(t *testing.T) {
	t.Parallel()
	each(t, append(plainPapers(), oddPapers()...), func(t *testing.T, k kept, p *Paper, l locale.Language) {
		page := twinOf(t, p, l)
		accessible(t, page, l)
		d, err := p.In(l)
		if err != nil {
			t.Fatal(err)
		}
		file := loose(textOf(t, k.name, p, l))
		rest := bareText(captions.ReplaceAllString(page, ""))
		for _, line := range append(d.Head, d.Number) {
			if !strings.Contains(rest, loose(line)) {
				t.Errorf("the page does not say %q", line)
			}
		}
		for _, b := range d.Blocks {
			for _, part := range parts(b) {
				want := loose(part)
				if b.Kind == locale.Numbers && !strings.Contains(rest, want) {
					want = ownNumber.ReplaceAllString(want, "") // a browser gives it
				}
				at := strings.Index(rest, want)
				if at < 0 {
					t.Fatalf("the page does not say, where it should, %q", part)
				}
				rest = rest[at+len(want):]
				if strings.Contains(file, want) {
					continue
				}
				for word := range strings.FieldsSeq(part) { // the end of a page parts the text
					if !strings.Contains(file, loose(word)) {
						t.Errorf("the file does not say %q", word)
					}
				}
			}
		}
	})
}

func accessible(t *testing.T, page string, l locale.Language) {
	t.Helper()
	if err := xml.Unmarshal([]byte("<x>"+strings.NewReplacer("<br>", "<br/>", "<hr>", "<hr/>").Replace(page)+"</x>"), new(struct{})); err != nil {
		t.Errorf("what is opened is not closed: %v", err)
	}
	if !strings.Contains(page, `lang="`+string(l)+`-BE"`) {
		t.Error("no language")
	}
	for _, tag := range tags.FindAllString(page, -1) {
		if m := looks.FindString(tag); m != "" {
			t.Errorf("%q is in the page", m)
		}
	}
	if strings.Count(page, "<th ") != strings.Count(page, "<th scope=") {
		t.Error("a header of nothing")
	}
	if strings.Count(page, "<table>") != strings.Count(page, "<caption") {
		t.Error("a table without a name")
	}
	before, ones := 0, 0
	for _, m := range levels.FindAllStringSubmatch(page, -1) {
		level := int(m[1][0] - '0')
		if level > before+1 {
			t.Errorf("a heading of level %d under one of level %d", level, before)
		}
		if before = level; level == 1 {
			ones++
		}
	}
	if ones != 1 {
		t.Errorf("%d titles", ones)
	}
}
