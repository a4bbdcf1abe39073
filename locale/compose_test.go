package locale_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"tremplin/locale"
)

// notation is the made-up edition, which uses all of the notation.
func notation(t testing.TB) locale.Texts {
	t.Helper()
	texts, err := locale.ReadTexts(os.DirFS(filepath.Join("testdata", "texts")))
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// facts are those of the made-up edition.
func facts() locale.Facts {
	is := func(pairs ...any) locale.Facts {
		f := locale.Facts{Is: map[string]locale.Fact{}}
		for i := 0; i < len(pairs); i += 2 {
			if fact, ok := pairs[i+1].(locale.Fact); ok {
				f.Is[fmt.Sprint(pairs[i])] = fact
			} else {
				f.Is[fmt.Sprint(pairs[i])] = locale.Said(fmt.Sprint(pairs[i+1]))
			}
		}
		return f
	}
	f := is("document_number", "EMP-2023-03", "document_version", 1, "project_title", "Le Bottin", "art", 1,
		"amount", locale.Euros[int64](6270000), "amount_words", locale.EurosInWords[int64](6270000), "place", "Jette",
		"service", "le PCS", "deciding_body", locale.Named("deciding_body.board"),
		"lb_reasons", locale.Both("la loi du 29 juillet 1991", "de wet van 29 juli 1991"), "signature_date", locale.Blank(),
		"signed_on", locale.OnDay("2024-03-01"), "sender", "SLRB", "appeal_body", "Comité d'arbitrage", "reasons", "Tout est dit.")
	f.If = map[string]bool{"several": true, "late": true, "internal_appeal": true}
	f.Each = map[string][]locale.Facts{
		"condition": {is("condition_number", locale.Counted(1), "condition_text", "un plan"), is("condition_number", locale.Counted(2), "condition_text", "une fête")},
		"party":     {is("party_number", locale.Counted(3), "party_name", "Lojega", "party_address", locale.Unknown()), is("party_number", locale.Counted(4), "party_name", "Le Chapitre", "party_address", "rue Haute\n1000 Bruxelles", "place", "Evere")},
		"line":      {is("line_number", locale.Counted(1), "line_title", "cuisine", "line_amount", locale.Euros[int64](100000)), is("line_number", locale.Counted(2), "line_title", "salle", "line_amount", locale.Unknown())},
		"nobody":    nil,
	}
	f.Each["party"][0].If = map[string]bool{"acts": true}
	f.If["acts"] = false
	return f
}

// drawn shows blocks as text.
func drawn(blocks []locale.Block) string {
	var b strings.Builder
	face := func(runs []locale.Run) string {
		var s strings.Builder
		for _, r := range runs {
			text := strings.NewReplacer("\n", "⏎", "\u00a0", "°", "\u202f", "·").Replace(r.Text)
			if r.Italic {
				text = "/" + text + "/"
			}
			if r.Bold {
				text = "*" + text + "*"
			}
			s.WriteString(text + "¦")
		}
		return strings.TrimSuffix(s.String(), "¦")
	}
	row := func(sign string, cells [][]locale.Run) {
		fmt.Fprintf(&b, "    %s", sign)
		for _, cell := range cells {
			fmt.Fprintf(&b, " [%s]", face(cell))
		}
		b.WriteString("\n")
	}
	for _, x := range blocks {
		kind := []string{"text", "head", "bullets", "numbers", "table", "sign", "page"}[x.Kind]
		fmt.Fprintf(&b, "%-8s%s", kind, face(x.Runs))
		if x.Kind == locale.Heading {
			fmt.Fprintf(&b, " (%d)", x.Level)
		}
		if x.Kind == locale.Table {
			fmt.Fprintf(&b, "%v total %v", x.Align, x.Total)
		}
		b.WriteString("\n")
		for _, item := range x.Items {
			fmt.Fprintf(&b, "    %s\n", face(item))
		}
		if len(x.Head) > 0 {
			row("#", x.Head)
		}
		for _, cells := range x.Rows {
			row("-", cells)
		}
	}
	return b.String()
}

// TestNotation: what all of the notation becomes.
func TestNotation(t *testing.T) {
	texts := notation(t)
	var b strings.Builder
	show := func(l locale.Language, sections []string, f locale.Facts) {
		filled, err := texts.Compose(l, sections, f)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "== %s %s: %s\n%s\n", l, sections, filled.Subject, drawn(filled.Blocks))
	}
	for _, l := range []locale.Language{locale.FR, locale.NL} {
		on, off := facts(), facts()
		off.If["late"] = false
		show(l, []string{"C00", "C1", "C2", "C3"}, on)
		show(l, []string{"B0", "L1"}, on)
		show(l, []string{"B0", "L1"}, off)
		off.If["several"] = false
		show(l, []string{"C1"}, off)
	}
	golden := filepath.Join("testdata", "notation.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	same(t, golden, b.String(), string(want))
}

// TestNamesOfSections: with what they include, without what they say themselves.
func TestNamesOfSections(t *testing.T) {
	used, err := notation(t).Names([]string{"B0", "L1", "C2"})
	if err != nil {
		t.Fatal(err)
	}
	want := locale.Used{
		Variables: []string{
			"amount", "appeal_body", "deciding_body", "lb_reasons", "line_amount", "line_number", "line_title", "nobody_name",
			"place", "project_title", "reasons", "sender",
		},
		Conditions: []string{"internal_appeal", "late", "several"},
		Loops:      []string{"line", "nobody"},
	}
	if !reflect.DeepEqual(used, want) {
		t.Errorf("%+v, want %+v", used, want)
	}
	if _, err := notation(t).Names([]string{"Z1"}); err == nil {
		t.Error("a section that is not there")
	}
}

// TestWhatIsMissing: every fact that a text lacks is an error that names it.
func TestWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		section string
		spoil   func(f locale.Facts)
		want    string
	}{
		"no variable":       {"L1", func(f locale.Facts) { delete(f.Is, "reasons") }, "L1 in nl: nobody says what {reasons} is"},
		"empty":             {"L1", func(f locale.Facts) { f.Is["reasons"] = locale.Said(" \n\t") }, "L1 in nl: {reasons} is empty"},
		"control":           {"L1", func(f locale.Facts) { f.Is["reasons"] = locale.Said("\x01\x02\x00") }, "{reasons} is empty"},
		"no kind":           {"L1", func(f locale.Facts) { f.Is["reasons"] = locale.Fact{} }, "{reasons} is empty"},
		"no list":           {"L1", func(f locale.Facts) { f.Is["reasons"] = locale.Listed() }, "{reasons} is empty"},
		"neither language":  {"L1", func(f locale.Facts) { f.Is["reasons"] = locale.Both("", "") }, "{reasons} is empty"},
		"no name":           {"L1", func(f locale.Facts) { f.Is["reasons"] = locale.Named("no.such") }, `{reasons} has no name for "no.such"`},
		"no name in a list": {"L1", func(f locale.Facts) { f.Is["reasons"] = locale.Listed(locale.Named("no.such")) }, `"no.such"`},
		"in an include":     {"L1", func(f locale.Facts) { delete(f.Is, "appeal_body") }, "B20 in nl: nobody says what {appeal_body} is"},
		"in the subject":    {"L1", func(f locale.Facts) { delete(f.Is, "project_title") }, "L1 in nl: nobody says what {project_title} is"},
		"no condition":      {"L1", func(f locale.Facts) { delete(f.If, "late") }, "L1 in nl: nobody says whether late"},
		"no loop":           {"C1", func(f locale.Facts) { delete(f.Each, "party") }, "C1 in nl: nobody says each party"},
		"no subject":        {"B0", func(locale.Facts) {}, "B0 in nl: nobody says what {letter_subject} is"},
		"of an item":        {"C1", func(f locale.Facts) { delete(f.Each["party"][1].Is, "party_address") }, "C1 in nl: nobody says what {party_address} is"},
	} {
		t.Run(name, func(t *testing.T) {
			f := facts()
			c.spoil(f)
			filled, err := notation(t).Compose(locale.NL, []string{c.section}, f)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
			if len(filled.Blocks) > 0 {
				t.Error("a document all the same")
			}
		})
	}
}

// TestWrongTexts: what is wrong in a text is an error that names its place.
func TestWrongTexts(t *testing.T) {
	section := func(fr, nl string) string {
		return "## C1 · Un / Een\n\n### FR\n" + fr + "\n\n### NL\n" + nl + "\n"
	}
	for name, c := range map[string]struct{ text, want string }{
		"not closed":       {section("[si a]x", "x"), "C1: a of line 4 is not closed"},
		"closed by other":  {section("[si a]x[fin si b]", "x"), "t.md:4: C1: [fin si b] and what is open is a of line 4"},
		"closed as a loop": {section("[si a]x[fin pour chaque a]", "x"), "what is open is a"},
		"crossed":          {section("[si a][si b]x[fin si a][fin si b]", "x"), "what is open is b"},
		"nothing open":     {section("x\n[fin si a]", "x"), "t.md:5: C1: [fin si a] and nothing is open"},
		"else of a loop":   {section("[pour chaque a][sinon a][fin pour chaque a]", "x"), "[sinon a]"},
		"else twice":       {section("[si a][sinon a][sinon a][fin si a]", "x"), "[sinon a]"},
		"Dutch in French":  {section("[indien a]x[einde indien a]", "x"), "no mark: [indien a]"},
		"French in Dutch":  {section("x", "[si a]x[fin si a]"), "t.md:7: C1: no mark: [si a]"},
		"no mark":          {section("[a]", "x"), "no mark: [a]"},
		"no name":          {section("{A b}", "x"), "no name: {A b}"},
		"no name of mark":  {section("[si a b]x[fin si a b]", "x"), "no name: [si a b]"},
		"half a variable":  {section("{a", "x"), `what is "{a"`},
		"half a mark":      {section("[si a", "x"), `what is "[si a"`},
		"control":          {section("a\x01b", "x"), "what is"},
		"bold":             {section("a **b", "x"), "an asterisk too many"},
		"italic":           {section("a *b** c**", "x"), "an asterisk too many"},
		"no such section":  {section("+ B7", "x"), "t.md:4: C1: cannot include B7"},
		"includes itself":  {section("[si a]+ C1[fin si a]", "x"), "cannot include C1"},
		"only French":      {"## C1 · Un / Een\n### FR\nx\n", "t.md: C1: nothing in nl"},
		"twice":            {section("x", "x") + section("x", "x"), "t.md:8: is there twice"},
		"a language twice": {"## C1 · Un / Een\n### FR\nx\n### FR\nx\n", "t.md:4: no language here"},
		"other language":   {"## C1 · Un / Een\n### EN\nx\n", "t.md:2: no language here"},
		"no language":      {"## C1 · Un / Een\nx\n", "t.md:2: text in no language"},
		"no section":       {"## Un\n", "t.md:1: no head of a section"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := locale.ReadTexts(fstest.MapFS{"t.md": {Data: []byte(c.text)}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

// TestSentencesBeginWithCapitals: where a value opens one, and only there.
func TestSentencesBeginWithCapitals(t *testing.T) {
	law := locale.Both("la loi", "ijlings beslist")
	for _, c := range []struct {
		body, name string
		fact       locale.Fact
		fr, nl     string
	}{
		{"{lb_reasons} x", "lb_reasons", law, "La loi x", "IJlings beslist x"},
		{"**{lb_reasons}** x", "lb_reasons", law, "La loi x", "IJlings beslist x"},
		{"x. {lb_reasons}", "lb_reasons", law, "x. La loi", "x. IJlings beslist"},
		{"x.{lb_reasons}", "lb_reasons", law, "x.la loi", "x.ijlings beslist"},
		{"**x.** {lb_reasons}", "lb_reasons", law, "x. La loi", "x. IJlings beslist"},
		{"x! {lb_reasons}", "lb_reasons", law, "x! La loi", "x! IJlings beslist"},
		{"x\n{lb_reasons}", "lb_reasons", law, "x\nLa loi", "x\nIJlings beslist"},
		{"x, {lb_reasons}", "lb_reasons", law, "x, la loi", "x, ijlings beslist"},
		{"- {lb_reasons}", "lb_reasons", law, "La loi", "IJlings beslist"},
		{"- {lb_reasons};\n- {lb_reasons}", "lb_reasons", law, "la loi;\nla loi", "ijlings beslist;\nijlings beslist"},
		{"1. {lb_reasons}", "lb_reasons", law, "1.La loi", "1.IJlings beslist"},
		{"a) {lb_reasons}", "lb_reasons", law, "a)la loi", "a)ijlings beslist"},
		{"| a |\n|---|\n| {lb_reasons} |", "lb_reasons", law, "a\nLa loi", "a\nIJlings beslist"},
		{"{place} x", "place", law, "la loi x", "ijlings beslist x"},
		{"{deciding_body} x", "deciding_body", locale.Both("école", "école"), "École x", "École x"},
		{"{deciding_body} x", "deciding_body", locale.Said("école"), "école x", "école x"},
		{"{partner_short_name} x", "partner_short_name", locale.Both("« le »", "'t Zand"), "« le » x", "'t Zand x"},
		{"{appeal_body} x", "appeal_body", locale.Named("deciding_body.board"), "Le conseil d’administration de la SLRB x", "De raad van bestuur van de BGHM x"},
	} {
		texts, err := locale.ReadTexts(fstest.MapFS{"t.md": {Data: []byte("## C1 · Un / Een\n### FR\n" + c.body + "\n### NL\n" + c.body)}})
		if err != nil {
			t.Fatal(err)
		}
		for l, want := range map[locale.Language]string{locale.FR: c.fr, locale.NL: c.nl} {
			filled, err := texts.Compose(l, []string{"C1"}, locale.Facts{Is: map[string]locale.Fact{c.name: c.fact}})
			if err != nil {
				t.Fatal(err)
			}
			same(t, c.body, strings.Trim(said(filled.Blocks...), "\n"), want)
		}
	}
}
