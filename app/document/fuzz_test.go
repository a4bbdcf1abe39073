package document

import (
	"bytes"
	"html"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"tremplin/pdf"
	"tremplin/workflow"
)

// hostile are texts that somebody might type, or send.
var hostile = []string{
	"Le Bottin des Voisins",
	`<script>alert("x")</script><b onclick='y'>&amp; ]]> --> {project_title} [si x] [fin si x] **gras** *italique*`,
	"| a | b |\n|---|---|\n## C5 · Durée / Duur\n+ B10\n- un\n1. deux\n**Article 9**\nAnnexe 3 – Faux",
	"שלום עולם \u200fمرحبا بالعالم\u200f \u202eabc\u202c \u2066x\u2069",
	"👩‍👩‍👧‍👦 🇧🇪 e\u0301 \u0301\u0302 \u200b\u200d\ufeff ﷽ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
	"\x00\x01\x02\x1b[31m\x7f\u0085\u2028\u2029\r\n\t\xff\xfe",
	"L’œuvre, l’été, ĳ IJ, 12 € – « naïve »", "\u00a0", "⟦0⟧ \x010\x02", "%!s(MISSING) %d \\1 $1",
	strings.Repeat("mot ", 2500), strings.Repeat("x", 10000), strings.Repeat("ﷺ", 3000), strings.Repeat("\n", 500) + "fin",
}

// FuzzPaper: whatever people type, a document can be printed, in both languages,
// and its twin says it as it was typed, and nothing of it as markup.
func FuzzPaper(f *testing.F) {
	for i, text := range hostile {
		f.Add(text, hostile[(i+1)%len(hostile)], hostile[(i+2)%len(hostile)])
	}
	f.Fuzz(func(t *testing.T, title, name, reasons string) {
		for _, s := range []string{title, name, reasons} {
			if len(s) > 40000 {
				t.Skip("longer than any form takes")
			}
		}
		d := dealt(1)
		d.source.File.Proposal.Title, d.source.File.Proposal.Activities[0].Title = wrote(title), wrote(reasons)
		d.source.File.Proposal.Budget[0].Label, d.source.File.Proposal.Partners[0].Role = wrote(title), wrote(name)
		letter := awarded(6500000)
		letter.File.Proposal.Title, letter.File.Verdict.Reasons = wrote(title), wrote("Raisons : "+reasons)
		for kind, s := range map[string]*Source{"convention": d.source, "award": letter.Source} {
			s.House.Org("lojega").Name, s.House.Org("lojega").Address = workflow.Words{FR: "N " + name, NL: "N " + name}, name
			p, err := Make(s.Programme.Document(workflow.JobDocument(kind).Kind), s)
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			prints(t, p, title, "N "+name)
		}
	})
}

func prints(t *testing.T, p *Paper, texts ...string) {
	t.Helper()
	kept, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	back, err := Read(kept)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range Languages {
		if err := p.Print(io.Discard, l); err != nil {
			t.Fatalf("%s in %s: %v", p.Kind, l, err)
		}
		page := twinOf(t, p, l)
		accessible(t, page, l)
		if twinOf(t, back, l) != page {
			t.Errorf("%s in %s: read back, the page is another", p.Kind, l)
		}
		said := seen(html.UnescapeString(tags.ReplaceAllString(page, "")))
		for _, text := range texts {
			if !strings.Contains(said, seen(text)) {
				t.Errorf("%s in %s: %q is not in the page", p.Kind, l, text)
			}
		}
	}
}

// seen is what anybody can see of a text.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// TestSectionsMayComeAndGo: a programme may leave an article out, or say one
// twice, and it is a document still.
func TestSectionsMayComeAndGo(t *testing.T) {
	p := paperOf(t, plainPapers()[0])
	without, twice := *p, *p
	without.Sections, twice.Sections = nil, nil
	for _, id := range p.Sections {
		if id != "C14" {
			without.Sections = append(without.Sections, id)
		}
		twice.Sections = append(twice.Sections, id)
		if id == "C5" {
			twice.Sections = append(twice.Sections, id)
		}
	}
	for _, l := range Languages {
		var sizes []int
		for _, x := range []*Paper{&without, p, &twice} {
			d, err := x.In(l)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := pdf.Print(&b, d); err != nil {
				t.Fatal(err)
			}
			sizes = append(sizes, len(d.Blocks))
		}
		if sizes[0] >= sizes[1] || sizes[1] >= sizes[2] {
			t.Errorf("%s: %v blocks", l, sizes)
		}
	}
}
