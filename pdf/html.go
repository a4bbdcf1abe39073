package pdf

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"

	"tremplin/locale"
)

// HTML writes what Print prints as a piece of a page: headings, lists and
// tables that a screen reader can walk through, with nothing of looks in it. It
// gives every character of the text, also those that no font of Print has.
func HTML(w io.Writer, d Document) error {
	p := &page{words: wordsOf(d.Language)}
	p.article(d)
	_, err := w.Write(p.out.Bytes())
	return err
}

// HTMLPage writes the same as a page of its own, with a link to a stylesheet if
// there is one. It needs one rule at least: lists of the class numbered bring
// their own numbers and show no others.
func HTMLPage(w io.Writer, d Document, stylesheet string) error {
	p := &page{words: wordsOf(d.Language)}
	p.printf("<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", p.words.tag)
	p.printf("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	p.printf("<meta name=\"author\" content=\"%s\">\n<title>%s</title>\n", escape(d.Author), escape(d.Title))
	if stylesheet != "" {
		p.printf("<link rel=\"stylesheet\" href=\"%s\">\n", escape(stylesheet))
	}
	p.printf("</head>\n<body>\n<main>\n")
	p.article(d)
	p.printf("</main>\n</body>\n</html>\n")
	_, err := w.Write(p.out.Bytes())
	return err
}

// page is a document that is being written as HTML.
type page struct {
	words   words
	out     bytes.Buffer
	heading string // the last one, which names a table without a caption
	titled  bool   // the page has its title
	annexed bool   // what comes stands in an annex, one level below
}

func (p *page) printf(format string, args ...any) { fmt.Fprintf(&p.out, format, args...) }

func (p *page) article(d Document) {
	p.printf("<article class=\"document\" lang=\"%s\">\n", p.words.tag)
	p.heading = d.Title
	if mark := p.words.of(d.Mark); mark != "" {
		p.printf("<p class=\"mark\"><strong>%s</strong></p>\n", escape(mark))
	}
	if len(d.Head) > 0 {
		lines := make([]string, len(d.Head))
		for i, line := range d.Head {
			lines[i] = escape(line)
		}
		p.printf("<header>\n<p>%s</p>\n</header>\n", strings.Join(lines, "<br>\n"))
	}
	for _, b := range d.Blocks {
		p.block(b)
	}
	p.foot(d)
	p.printf("</article>\n")
}

// foot says what stands on every printed page.
func (p *page) foot(d Document) {
	whole := d.Hash
	d.Hash = "" // not the short one
	p.printf("<footer>\n<p>%s</p>\n", escape(d.identity(p.words)))
	if whole != "" {
		p.printf("<p>%s <code>%s</code></p>\n", escape(p.words.hash), escape(whole))
	}
	if isWeb(d.CheckURL) {
		p.printf("<p><a href=\"%s\">%s</a></p>\n", escape(d.CheckURL), escape(p.words.check))
	}
	p.printf("</footer>\n")
}

// isWeb keeps addresses that do something from becoming links.
func isWeb(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
}

func (p *page) block(b locale.Block) {
	switch b.Kind {
	case locale.Heading:
		level := p.level(min(max(b.Level, 1), 3))
		p.heading = strings.TrimSpace(plain(b.Runs))
		p.printf("<h%d>%s</h%d>\n", level, inline(b.Runs), level)
	case locale.Bullets:
		p.list(b.Items, "ul", "")
	case locale.Numbers:
		if plainly(b.Items) {
			texts := make([][]locale.Run, len(b.Items))
			for i, item := range b.Items {
				texts[i] = item[1:]
			}
			p.list(texts, "ol", "")
			return
		}
		p.list(b.Items, "ol", " class=\"numbered\"")
	case locale.Table:
		p.table(b)
	case locale.Signature:
		p.signature(b)
	case locale.PageBreak:
		p.printf("<hr>\n")
	default:
		if plain(b.Runs) != "" {
			p.printf("<p>%s</p>\n", inline(b.Runs))
		}
	}
}

// level is that of a heading on the page, which has one title: annexes are parts
// of it.
func (p *page) level(printed int) int {
	switch {
	case printed == 1 && !p.titled:
		p.titled = true
		return 1
	case printed == 1:
		p.annexed = true
		return 2
	case p.annexed:
		return printed + 1
	default:
		return printed
	}
}

// plainly holds where the numbers are 1., 2., 3.: those that a browser gives.
func plainly(items [][]locale.Run) bool {
	for i, item := range items {
		if len(item) < 2 || strings.TrimSpace(item[0].Text) != fmt.Sprintf("%d.", i+1) {
			return false
		}
	}
	return true
}

func (p *page) list(items [][]locale.Run, tag, class string) {
	if len(items) == 0 {
		return
	}
	p.printf("<%s%s>\n", tag, class)
	for _, item := range items {
		if class != "" && len(item) > 1 {
			p.printf("<li><span class=\"number\">%s</span> %s</li>\n", inline(item[:1]), inline(item[1:]))
			continue
		}
		p.printf("<li>%s</li>\n", inline(item))
	}
	p.printf("</%s>\n", tag)
}

// table writes a table with headers, or a list of labels and values.
func (p *page) table(b locale.Block) {
	if len(b.Head) == 0 && pairs(b.Rows) {
		p.labels(b.Rows)
		return
	}
	if len(b.Runs) > 0 {
		p.printf("<table>\n<caption>%s</caption>\n", inline(b.Runs))
	} else { // for who hears it: the heading is seen above
		p.printf("<table>\n<caption class=\"sr\">%s</caption>\n", escape(p.heading))
	}
	n := len(b.Head)
	for _, row := range b.Rows {
		n = max(n, len(row))
	}
	if len(b.Head) > 0 {
		p.printf("<thead>\n<tr>")
		for i := range n {
			p.cell("th", " scope=\"col\"", b.Align, b.Head, i)
		}
		p.printf("</tr>\n</thead>\n")
	}
	p.printf("<tbody>\n")
	for i, row := range b.Rows {
		sum := b.Total && i == len(b.Rows)-1
		if sum {
			p.printf("</tbody>\n<tfoot>\n")
		}
		p.printf("<tr>")
		for j := range n {
			if sum && j == 0 && len(row) > 0 && plain(row[0]) != "" {
				p.cell("th", " scope=\"row\"", b.Align, row, j)
				continue
			}
			p.cell("td", "", b.Align, row, j)
		}
		p.printf("</tr>\n")
	}
	if b.Total && len(b.Rows) > 0 {
		p.printf("</tfoot>\n</table>\n")
		return
	}
	p.printf("</tbody>\n</table>\n")
}

func (p *page) cell(tag, scope string, align []locale.Align, row [][]locale.Run, i int) {
	class, content := "", ""
	if i < len(align) && align[i] == locale.Right {
		class = " class=\"figure\""
	}
	if i < len(row) {
		content = inline(row[i])
	}
	if content == "" && tag == "th" {
		tag, scope = "td", ""
	}
	p.printf("<%s%s%s>%s</%s>", tag, scope, class, content, tag)
}

func pairs(rows [][][]locale.Run) bool {
	for _, row := range rows {
		if len(row) > 2 {
			return false
		}
	}
	return true
}

// labels writes rows of label and value; where a line is left to write on, it
// says so.
func (p *page) labels(rows [][][]locale.Run) {
	open := false
	for _, row := range rows {
		label, value := pair(row)
		if plain(label) == "" {
			if open {
				p.printf("</dl>\n")
				open = false
			}
			p.printf("<p>%s</p>\n", inline(value))
			continue
		}
		if !open {
			p.printf("<dl>\n")
			open = true
		}
		p.printf("<dt>%s</dt><dd>%s</dd>\n", inline(label), inline(value))
	}
	if open {
		p.printf("</dl>\n")
	}
}

func (p *page) signature(b locale.Block) {
	p.printf("<section class=\"signature\">\n<p><strong>%s</strong></p>\n", inline(b.Runs))
	rows := make([][][]locale.Run, len(b.Rows))
	for i, row := range b.Rows {
		label, value := pair(row)
		if plain(value) == "" {
			value = []locale.Run{{Text: "(" + p.words.byHand + ")"}}
		}
		rows[i] = [][]locale.Run{label, value}
	}
	p.labels(rows)
	p.printf("</section>\n")
}

// inline is runs with what is strong or stressed in them.
func inline(runs []locale.Run) string {
	var b strings.Builder
	for _, r := range runs {
		text := strings.ReplaceAll(escape(r.Text), "\n", "<br>\n")
		if r.Italic {
			text = "<em>" + text + "</em>"
		}
		if r.Bold {
			text = "<strong>" + text + "</strong>"
		}
		b.WriteString(text)
	}
	return b.String()
}

// escape makes text literal. What HTML may not hold is left out.
func escape(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd")))
}
