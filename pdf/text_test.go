package pdf_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"tremplin/locale"
	"tremplin/pdf"
	"tremplin/pdf/pdftest"
)

func TestWhatIsPrinted(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"œ é ë ĳ ij € « » – … ’", "œ é ë ĳ ij € « » – … ’"},
		{"62\u202f700,00\u00a0€", "62\u202f700,00\u00a0€"},
		{"Zoe\u0308 Cafe\u0301 Lo\u0301dz\u0301 e\u0302\u0301", "Zoë Café Lódź ế"},
		{"юлия ♀", "юлия ♀"},
		{"a\x00b\x1bc\u0085d", "abc\nd"},
		{"a\r\nb\rc\u2028d\te", "a\nb\nc\nd e"},
		{"\xff\xed\xa0\x80", "□□□□"},
		{"\U0001F600 漢字 \ue000", "□ □□ □"},
		{"👩\u200d👧\ufe0f", "□□"},
		{"\u202eevil\u2066\ufeff", "evil"},
		{"soft\u00adhyphen zero\u200bwidth co\u2011op", "softhyphen zerowidth co-op"},
		{"\u3000\u2003.", "\u00a0\u2003."},
		{"शब्द", "□□□"},
		{"<b>&amp;</b> \\ ( ) %s {nb}", "<b>&amp;</b> \\ ( ) %s {nb}"},
	} {
		if got := pdf.Printed(c.text); got != c.want {
			t.Errorf("%+q is printed as %+q, want %+q", c.text, got, c.want)
		}
	}
}

func TestReadsBack(t *testing.T) {
	text := "Œuvre, cœur, ‘naïveté’, Noël, garçon, où ; À É È Ê Ë Î Ï Ô Ù Û Ü Ÿ Ç ! « guillemets » – tiret — points… " +
		"62.700,00 € ; 17 h 00 ; (a) [b] {c} \\ 100 % n° 5 ĳsselmeer één coëfficiënt ’s avonds Łódź Ștefan юлия ελληνικά שלום עולם"
	d := sheet(locale.FR, "Titre", para(text), para("**"+text+"**"), para("*"+text+"*"), table("lr", "a|b", text+"|"+text))
	got := readBack(t, printed(t, d))
	if n := strings.Count(got, pdftest.Squash(text[:strings.Index(text, "юлия")])); n < 3 {
		t.Errorf("found %d times:\n%s", n, got)
	}
	for _, want := range []string{"юлия", "ελληνικά", "שלום"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestLongTextIsAllThere(t *testing.T) {
	var b strings.Builder
	for i := range 1700 {
		b.WriteString([]string{"mot", "habitante", "à", "coöperatie", "l’œuvre"}[i%5])
		b.WriteString(string(rune('a' + i%26)))
		b.WriteByte(' ')
	}
	long := strings.TrimSpace(b.String())
	if len(long) < 10000 {
		t.Fatal(len(long))
	}
	word := strings.Repeat("onafgebroken", 25)
	d := sheet(locale.NL, "Lang", para(long), para(word), numbers("1.1 "+word), table("ll", "", word+"|"+word))
	d.Head = nil
	lines := pdftest.Tool(t, printed(t, d), "pdftotext", "FILE", "-")
	var kept []string
	for line := range strings.SplitSeq(lines, "\n") {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "nr.") && !strings.HasPrefix(line, "pagina") && line != "Lang" {
			kept = append(kept, line)
		}
	}
	got := pdftest.Squash(strings.ReplaceAll(strings.Join(kept, "\n"), "\f", ""))
	got = strings.ReplaceAll(got, "Lang", "")
	if !strings.Contains(got, pdftest.Squash(long)) {
		t.Error("text is lost")
	}
	if !strings.Contains(got, word+"1.1"+word) && !strings.Contains(got, "1.1"+word) {
		t.Errorf("the long word is lost: %s", got[len(got)-1500:])
	}
}

func TestTwinIsWellFormed(t *testing.T) {
	for name, d := range samples() {
		d.Blocks = append(d.Blocks, para("<script>alert(1)</script> & \" ' \x00\x07 \xff"), table("l", "<b>|", "</table>|"))
		d.Title += "</title>"
		d.CheckURL = "javascript:alert(1)"
		var whole, piece bytes.Buffer
		if err := errors.Join(pdf.HTMLPage(&whole, d, ""), pdf.HTML(&piece, d)); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(whole.String(), piece.String()) {
			t.Errorf("%s: the page has not the piece in it", name)
		}
		for _, bad := range []string{"<script", "style=", "javascript:", "onclick", "\x00", "\x07"} {
			if strings.Contains(whole.String(), bad) {
				t.Errorf("%s: %q in the page", name, bad)
			}
		}
		wellFormed(t, whole.String())
	}
	if err := pdf.HTML(broken{}, letter()); !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
	if err := pdf.HTMLPage(broken{}, letter(), ""); !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
}

var endless = regexp.MustCompile(`<!DOCTYPE html>|<(meta|br|hr)[^>]*>`)

// wellFormed reads a page as XML, which it is but for elements without an end.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(endless.ReplaceAllString(page, "")))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzPrint prints any text in every place. It must not fail, nothing may run
// over a page's end, and every so often the text is read back.
func FuzzPrint(f *testing.F) {
	for _, seed := range []string{
		"Noëlle Œyen-d’Hoogh", "", " ", "\n\n", "a\u00ad\u00adb", "\u0301", "שלום", strings.Repeat("x", 400), "1 000 €", "\x00\xff",
		"« « » »", "–\u00a0–", "\u200b\u200b", "a b\u00adc\nd - e/f", "%!s(nil)", "(\\)",
	} {
		f.Add(seed, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		if len(text) > 3000 {
			t.Skip()
		}
		plain := []locale.Run{{Text: text}, {Text: text, Bold: n%2 == 0}}
		row := [][]locale.Run{plain, {{Text: text}}}
		d := sheet(locale.NL, text,
			locale.Block{Runs: plain},
			locale.Block{Kind: locale.Heading, Level: int(n % 5), Runs: plain},
			locale.Block{Kind: locale.Bullets, Items: row},
			locale.Block{Kind: locale.Numbers, Items: row},
			locale.Block{Kind: locale.Table, Head: row[:n%3], Rows: [][][]locale.Run{row, row[:1], nil}, Align: []locale.Align{locale.Align(n % 3)}, Total: n%2 == 0},
			locale.Block{Kind: locale.Signature, Runs: plain, Rows: [][][]locale.Run{row, row[:1], nil}},
		)
		d.Author, d.Subject, d.Number, d.Hash, d.Head = text, text, text, text, []string{text, text}
		file := printed(t, d)
		if err := pdf.HTMLPage(io.Discard, d, ""); err != nil {
			t.Fatal(err)
		}
		for i, page := range pdf.Strips(d) {
			for _, s := range page {
				if s.Bottom > pdf.Foot(1)+0.01 {
					t.Errorf("page %d ends at %.1f mm", i+1, s.Bottom)
				}
			}
		}
		if n%32 == 3 && len(text) < 200 {
			looksSound(t, file, text)
		}
	})
}

// looksSound checks a file with other programs, and finds the letters of text
// in it.
func looksSound(t *testing.T, file []byte, text string) {
	t.Helper()
	pdftest.Tool(t, file, "qpdf", "--check", "FILE")
	want := pdftest.Squash(pdf.Printed(text))
	if strings.ContainsFunc(want, func(r rune) bool { return r > 0x17f }) {
		return // readers turn and join what is written otherwise
	}
	if got := readBack(t, file); !strings.Contains(got, want) {
		t.Errorf("%q is not in %q", want, got)
	}
}
