package document

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/pdf/pdftest"
)

// TestReadBack: what a paper says is on its pages, every fact and every euro,
// and each page says which document it is of.
func TestReadBack(t *testing.T) {
	t.Parallel()
	each(t, append(plainPapers(), oddPapers()...), func(t *testing.T, k kept, p *Paper, l locale.Language) {
		d, err := p.In(l)
		if err != nil {
			t.Fatal(err)
		}
		text := textOf(t, k.name, p, l)
		pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
		saysItsFacts(t, p, l, text)
		word := map[locale.Language][3]string{locale.FR: {"n°", "empreinte", "page%dsur%d"}, locale.NL: {"nr.", "hashwaarde", "pagina%dvan%d"}}[l]
		for i, page := range pages {
			page = pdftest.Squash(page)
			for _, want := range []string{
				fmt.Sprintf("%s%s·%s%d·%s%s", word[0], p.Number, map[locale.Language]string{locale.FR: "version", locale.NL: "versie"}[l], p.Version, word[1], d.Hash[:16]),
				fmt.Sprintf(word[2], i+1, len(pages)),
			} {
				if !strings.Contains(page, want) {
					t.Errorf("page %d does not say %q", i+1, want)
				}
			}
		}
	})
}

// saysItsFacts looks for each fact that the text says. A long one may be parted
// by the end of a page: its words are looked for.
func saysItsFacts(t *testing.T, p *Paper, l locale.Language, text string) {
	t.Helper()
	there := loose(text)
	all, _ := mentions(t, p, l)
	euros := 0
	for _, m := range all {
		want := m.fact.In(l)
		if m.table {
			want = m.fact.InTable(l)
		}
		if m.fact.Kind == locale.FactMoney {
			euros++
		}
		if strings.Contains(there, loose(want)) {
			continue
		}
		for word := range strings.FieldsSeq(want) {
			if len(want) < 60 || !strings.Contains(there, loose(word)) {
				t.Errorf("%s: %q is nowhere", m.mark, word)
				break
			}
		}
	}
	if strings.Contains(p.Kind, "payment") && euros == 0 {
		t.Error("no amounts")
	}
}

// loose is text as it can be looked for: without its lines, its hyphens, its
// capitals, and what a font writes otherwise.
func loose(text string) string {
	text = strings.NewReplacer("-", "", "\u00ad", "", "\u2010", "", "\u2011", "", "'", "’").Replace(text)
	return strings.ToLower(pdftest.Squash(text))
}

// TestFilesAreSound: files hold together, with their own fonts, and say of
// themselves what they are, in their language.
func TestFilesAreSound(t *testing.T) {
	t.Parallel()
	each(t, plainPapers(), func(t *testing.T, k kept, p *Paper, l locale.Language) {
		file := fileOf(t, k.name, p, l)
		d, err := p.In(l)
		if err != nil {
			t.Fatal(err)
		}
		if out := pdftest.Tool(t, file, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Error(out)
		}
		info := pdftest.Tool(t, file, "pdfinfo", "FILE")
		for _, want := range []string{d.Title, d.Author, d.Subject, d.Hash[:16]} {
			if want == "" || !strings.Contains(loose(info), loose(want)) {
				t.Errorf("no %q in\n%s", want, info)
			}
		}
		if !bytes.Contains(file, []byte("/Lang ("+string(l)+"-BE)")) {
			t.Error("the language is missing")
		}
		if !bytes.Contains(file, []byte(d.CheckURL)) && !strings.Contains(pdftest.Tool(t, file, "pdfinfo", "-url", "FILE"), d.CheckURL) {
			t.Errorf("nothing leads to %s", d.CheckURL)
		}
		rows := strings.Split(strings.TrimSpace(pdftest.Tool(t, file, "pdffonts", "FILE")), "\n")
		for _, row := range rows[2:] {
			if f := strings.Fields(row); len(f) < 6 || f[len(f)-5] != "yes" {
				t.Errorf("not embedded: %s", row)
			}
		}
	})
}

// TestKeptPaperGivesTheSameBytes: read back from what is kept, also elsewhere.
func TestKeptPaperGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	const ask = "TREMPLIN_TEST_PAPERS"
	if dir := os.Getenv(ask); dir != "" {
		printAgain(t, dir)
		return
	}
	dir := t.TempDir()
	for _, k := range plainPapers() {
		kept, err := paperOf(t, k).JSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/"+k.name+".json", kept, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), ask+"="+dir, "TZ=Asia/Tokyo", "LANG=nl_BE.UTF-8", "GOMAXPROCS=1")
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	each(t, plainPapers(), func(t *testing.T, k kept, p *Paper, l locale.Language) {
		other, err := os.ReadFile(dir + "/" + k.name + "." + string(l) + ".pdf")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(other, fileOf(t, k.name, p, l)) {
			t.Error("another process prints other bytes")
		}
	})
}

// printAgain reads every paper of a directory and prints it beside.
func printAgain(t *testing.T, dir string) {
	t.Helper()
	for _, k := range plainPapers() {
		b, err := os.ReadFile(dir + "/" + k.name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		p, err := Read(b)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := p.JSON()
		if !bytes.Equal(again, b) {
			t.Errorf("%s: read back, the facts are others", k.name)
		}
		for _, l := range Languages {
			var out bytes.Buffer
			if err := p.Print(&out, l); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(dir+"/"+k.name+"."+string(l)+".pdf", out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
