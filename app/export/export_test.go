package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"

	"tremplin/app/export"
	"tremplin/locale"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestLines: a header and a line for each dossier, for programs and for people;
// no formula, no draft, nobody's name and no account.
func TestLines(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w := opened(t, url, edition(t, "", true))
		for _, c := range []struct {
			l             locale.Language
			comma         rune
			bom           bool
			number, asked string
			state, title  string
		}{
			{"", ',', false, "number", "12000.00", "closed", "Projet A"},
			{locale.EN, ',', true, "Number", "12000.00", "Financially closed", "Projet A"},
			{locale.FR, ';', true, "Numéro", "12000,00", "Financièrement clôturé", "Projet A"},
			{locale.NL, ';', true, "Nummer", "12000,00", "Financieel afgesloten", "Projet A"},
		} {
			b := w.must("off", export.CSV, c.l)
			text, bom := strings.CutPrefix(string(b), "\uFEFF")
			r := csv.NewReader(strings.NewReader(text))
			r.Comma = c.comma
			lines, err := r.ReadAll()
			if err != nil || len(lines) != 3 || bom != c.bom {
				t.Fatalf("%q: %v, %d lines, mark %v\n%s", c.l, err, len(lines), bom, b)
			}
			a := lines[1]
			for _, want := range []string{"TINY-2025-01", "tiny-2025.a", c.asked, c.title} {
				if !slices.Contains(a, want) {
					t.Errorf("%q: %q is not in %q", c.l, want, a)
				}
			}
			if lines[0][0] != c.number || !slices.Contains(a, locale.State(c.l, workflow.EntitySubmission, "closed")) && !slices.Contains(a, c.state) {
				t.Errorf("%q: %q\n%q", c.l, lines[0], a)
			}
			if !slices.Contains(lines[2], "'"+formula) || slices.Contains(lines[2], formula) {
				t.Errorf("%q: a formula is left in %q", c.l, lines[2])
			}
			for _, never := range []string{"Jamais introduit", "Rédacteur", "Directeur", "5390", "sig_alfa"} {
				if strings.Contains(text, never) {
					t.Errorf("%q: it tells %q", c.l, never)
				}
			}
		}
	})
}

// TestWorkbook: sheets with headings, amounts that are numbers, days that are days,
// texts that are texts.
func TestWorkbook(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w := opened(t, url, edition(t, "", true))
		b := w.must("dir", export.XLSX, locale.FR)
		f, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		want := []string{"Appel", "Dossiers", "Partenaires", "Budget", "Livrables", "Indicateurs", "Tranches", "Grand livre"}
		if got := f.GetSheetList(); !slices.Equal(got, want) {
			t.Errorf("sheets %q, want %q", got, want)
		}
		for _, c := range []struct {
			sheet, cell, raw, shown string
			kind                    excelize.CellType
		}{
			{"Appel", "B2", "TINY-2025", "TINY-2025", excelize.CellTypeInlineString},
			{"Dossiers", "A2", "TINY-2025-01", "TINY-2025-01", excelize.CellTypeInlineString},
			{"Dossiers", "L2", "12000", "12,000.00", excelize.CellTypeUnset},
			{"Dossiers", "S2", "45782", "05/05/2025", excelize.CellTypeUnset},
			{"Dossiers", "E3", "'" + formula, "'" + formula, excelize.CellTypeInlineString},
			{"Tranches", "E2", "12000", "12,000.00", excelize.CellTypeUnset},
			{"Indicateurs", "H2", "34", "34", excelize.CellTypeUnset},
			{"Grand livre", "E2", "20000", "20,000.00", excelize.CellTypeUnset},
		} {
			raw, err := f.GetCellValue(c.sheet, c.cell, excelize.Options{RawCellValue: true})
			shown, _ := f.GetCellValue(c.sheet, c.cell)
			kind, _ := f.GetCellType(c.sheet, c.cell)
			formula, _ := f.GetCellFormula(c.sheet, c.cell)
			if err != nil || raw != c.raw || shown != c.shown || kind != c.kind || formula != "" {
				t.Errorf("%s %s: %q shown as %q, type %v, formula %q, %v; want %q as %q, type %v", c.sheet, c.cell, raw, shown, kind, formula, err, c.raw, c.shown, c.kind)
			}
		}
		for _, name := range f.GetSheetList() {
			rows, err := f.GetRows(name)
			if err != nil || len(rows) < 2 {
				t.Errorf("%s has %d rows, %v", name, len(rows), err)
			}
			for _, row := range rows {
				for _, cell := range row {
					if strings.Contains(cell, "Jamais") || strings.Contains(cell, "5390") || strings.Contains(cell, "sig_") {
						t.Errorf("%s tells %q", name, cell)
					}
				}
			}
		}
	})
}

// giving is the schema of the 360Giving Data Standard, version 1.4.3.
func giving(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for url, file := range map[string]string{
		"https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4.3/schema/360-giving-package-schema.json": "360-giving-package-schema.json",
		"https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4.2/schema/360-giving-schema.json":         "360-giving-schema.json", // as the package names it
	} {
		b, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if m, ok := doc.(map[string]any); ok {
			delete(m, "$id") // the two name each other by different versions
		}
		if err := c.AddResource(url, doc); err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile("https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4.3/schema/360-giving-package-schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestOpenData holds to the standard's schema, and has nothing but what the
// results say: supported projects, their SISPs, partners, themes and amounts.
func TestOpenData(t *testing.T) {
	schema := giving(t)
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w := opened(t, url, edition(t, "", true))
		b := w.must("", export.Giving, "") // anybody's
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err, string(b))
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%v\n%s", err, b)
		}
		var got struct {
			Grants []struct {
				ID, Title, Description, AwardDate, URL string
				AmountAwarded                          json.Number
				RecipientOrganization                  []struct{ ID, Name string }
			}
		}
		if err := json.Unmarshal(b, &got); err != nil || len(got.Grants) != 1 {
			t.Fatal(err, string(b))
		}
		g := got.Grants[0]
		if g.ID != "slrb-TINY-2025-01" || g.Title != "Projet A" || g.AmountAwarded != "12000.00" || g.AwardDate != "2025-05-05" || g.URL != "https://tremplin.example/calls/tiny-2025" || g.RecipientOrganization[0].Name != "SISP Alfa / OVM Alfa" {
			t.Errorf("%+v", g)
		}
		for _, never := range []string{"HYPERLINK", "beta", "Jamais", "10000", "Directeur", "5390", "favourable", "Premier du classement"} {
			if strings.Contains(string(b), never) {
				t.Errorf("it tells %q", never)
			}
		}
		for _, who := range []string{"off", "sig_beta", "jury1"} {
			if !bytes.Equal(w.must(who, export.Giving, ""), b) {
				t.Errorf("%s gets something else", who)
			}
		}
	})
}

// TestTheSchemaSees: without what the standard wants the test above would fail.
func TestTheSchemaSees(t *testing.T) {
	schema := giving(t)
	for _, bad := range []string{`{}`, `{"grants":[]}`, `{"grants":[{"id":"x"}]}`} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil || schema.Validate(doc) == nil {
			t.Errorf("%s passes, %v", bad, err)
		}
	}
}

// TestWhoMayTakeWhat: tables are for the funder's side alone, open data for
// everybody once results are public, and for nobody before.
func TestWhoMayTakeWhat(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w := opened(t, url, edition(t, "submission.issue_convention", false))
		for who, may := range map[string]bool{
			"off": true, "dir": true, "dg": true, "fin": true,
			"": false, "ed_alfa": false, "sig_beta": false, "sig_asbl": false, "chair": false, "jury1": false,
		} {
			for _, f := range []export.Format{export.XLSX, export.CSV} {
				b, err := w.export(who, f, "")
				no, refused := errors.AsType[*workflow.Error](err)
				if may != (err == nil) || may != (len(b) > 0) || !may && (!refused || no.Kind != workflow.NotFound) {
					t.Errorf("%s to %q: %d bytes, %v", f, who, len(b), err)
				}
			}
			if b, err := w.export(who, export.Giving, ""); err == nil || len(b) > 0 {
				t.Errorf("unpublished results to %q: %s", who, b)
			}
		}
	})
}

// TestPrepared: what is sent is whole, and has the same tag while its facts are the
// same; of what may not be had nothing stays on the disk.
func TestPrepared(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	w := opened(t, storagetest.SQLite(t), edition(t, "instalment.pay", true))
	tags := map[string]bool{}
	for _, f := range export.Formats {
		for range 3 {
			p, err := export.Prepare(t.Context(), w.app, w.who("off"), export.Wanted{Call: "tiny-2025", Format: f})
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(p)
			if err != nil || int64(len(b)) != p.Size || !strings.HasPrefix(p.Name, "TINY-2025") || p.Type == "" {
				t.Errorf("%s: %d bytes of %d, %q, %q, %v", f, len(b), p.Size, p.Name, p.Type, err)
			}
			tags[p.Tag] = true
			if err := p.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if len(tags) != len(export.Formats) {
		t.Errorf("%d tags of %d files", len(tags), len(export.Formats))
	}
	if _, err := export.Prepare(t.Context(), w.app, w.who("ed_alfa"), export.Wanted{Call: "tiny-2025", Format: export.CSV}); err == nil {
		t.Error("a SISP got the table")
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left on the disk: %v, %v", left, err)
	}
}

// TestFormulas: whatever begins like one is text.
func TestFormulas(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a": "a", "1": "1", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\t=1": "'\t=1", "\r=1": "'\r=1", "＝1": "'＝1", "a=1": "a=1", "'=1": "'=1",
	} {
		if got := export.Harmless(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// TestHeadings: each column and sheet has a name of its own in each language.
func TestHeadings(t *testing.T) {
	for _, l := range locale.Languages {
		for _, key := range export.Headings() {
			if !locale.Has(l, key) {
				t.Errorf("%s: no text %s", l, key)
			}
		}
	}
}
