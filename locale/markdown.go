package locale

import (
	"regexp"
	"slices"
	"strings"
)

// writer makes blocks of a text that is filled in.
type writer struct {
	annexed bool // an annex has begun
	*filling
	out []Block
}

var (
	numbered = regexp.MustCompile(`^(\d{1,3}\.|\d{1,2}(?:\.\d{1,2})+\.?|(?:[a-z]|\d{1,3})\)|\x01\d+\x02[.)]) `)
	article  = regexp.MustCompile(`^(Article|Artikel) `)
	annex    = regexp.MustCompile(`^(Annexe|Bijlage) `)
	placed   = regexp.MustCompile(`\x01(\d+)\x02`)
)

// write reads the text line by line.
func (w *writer) write(text string) []Block {
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); {
		switch line := lines[i]; {
		case isBlank(line):
			i++
		case isRow(line):
			i += w.table(lines[i:])
		case isBullet(line):
			i += w.bullets(lines[i:])
		case w.number(line) != "":
			i += w.numbers(lines[i:])
		default:
			n := 1
			for i+n < len(lines) && w.goesOn(lines[i+n]) {
				n++
			}
			w.paragraph(lines[i : i+n])
			i += n
		}
	}
	return w.out
}

func isRow(line string) bool      { return strings.HasPrefix(line, "|") }
func isBullet(line string) bool   { return strings.HasPrefix(line, "- ") }
func isIndented(line string) bool { return hasAny(line, " ", "\t") && !isBlank(line) }

// goesOn holds for a line that does not end the paragraph above.
func (w *writer) goesOn(line string) bool {
	return !isBlank(line) && !isRow(line) && !isBullet(line) && w.number(line) == ""
}

// number is what numbers the line, with the space after it. A value does so
// where it is a number by its name.
func (w *writer) number(line string) string {
	n := numbered.FindString(line)
	if m := placed.FindStringSubmatch(n); m != nil && !strings.HasSuffix(w.value(m[1]).name, "_number") {
		return ""
	}
	return n
}

// table reads the rows that follow each other, and tells how many. One that has
// only a header says nothing and is left out.
func (w *writer) table(lines []string) int {
	n := 0
	for n < len(lines) && isRow(lines[n]) {
		n++
	}
	rows := make([][]string, 0, n)
	for _, line := range lines[:n] {
		cells := strings.Split(strings.TrimSuffix(strings.TrimSpace(line)[1:], "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	b := Block{Kind: Table}
	if len(rows) > 1 && strings.Trim(strings.Join(rows[1], ""), "-: ") == "" {
		head := rows[0]
		rows = rows[2:]
		if strings.Join(head, "") != "" {
			b.Head = w.cells(head)
			b.Total = len(rows) > 1 && allBold(rows[len(rows)-1])
			b.Align = w.aligned(head, rows, b.Total)
		}
	}
	if len(rows) == 0 {
		return n
	}
	for _, row := range rows {
		b.Rows = append(b.Rows, w.cells(row))
	}
	w.out = append(w.out, b)
	return n
}

func (w *writer) cells(row []string) [][]Run {
	out := make([][]Run, len(row))
	for i, cell := range row {
		out[i] = w.runs(cell, how{table: true, capital: true})
	}
	return out
}

// allBold holds for a row that sums up.
func allBold(row []string) bool {
	return row[0] != "" && !slices.ContainsFunc(row, func(cell string) bool { return cell != "" && bold(cell) == "" })
}

// aligned tells how columns stand: figures to the right, and numbers of rows,
// which stand first, in the middle.
func (w *writer) aligned(head []string, rows [][]string, total bool) []Align {
	out := make([]Align, len(head))
	for i := range head {
		figures, others, counts := 0, 0, 0
		names := map[string]bool{}
		for j, row := range rows {
			if i >= len(row) || i == 0 && total && j == len(rows)-1 { // says that it is one
				continue
			}
			k, name := w.kindOf(row[i])
			if k != FactBlank {
				names[name] = true
			}
			switch k {
			case FactBlank, FactUnknown:
			case FactCount:
				figures++
				counts++
			case FactMoney, FactShare, FactScore, FactNumber:
				figures++
			default:
				others++
			}
		}
		switch {
		case figures == 0 || others > 0 && (len(names) > 1 || names[""]): // one value may be said in words: not measured
		case i == 0 && counts == figures:
			out[i] = Centre
		default:
			out[i] = Right
		}
	}
	return out
}

var figure = regexp.MustCompile(`^-?[\d.,]+(?:[ \x{a0}\x{202f}]?[€%])?$`)

// kindOf is what a cell holds if it holds nothing else, and of which name.
func (w *writer) kindOf(cell string) (FactKind, string) {
	if inner := bold(cell); inner != "" {
		cell = inner
	}
	m := placed.FindStringSubmatch(cell)
	switch {
	case cell == "" || cell == "–":
		return FactBlank, ""
	case m != nil && m[0] == cell:
		v := w.value(m[1])
		return v.fact.Kind, v.name
	case figure.MatchString(cell):
		return FactNumber, ""
	default:
		return FactText, ""
	}
}

// bullets reads the items that follow each other, and tells how many lines.
func (w *writer) bullets(lines []string) int {
	b := w.list(Bullets)
	n := 0
	for n < len(lines) && isBullet(lines[n]) {
		item := []string{lines[n][2:]}
		for n++; n < len(lines) && isIndented(lines[n]); n++ {
			item = append(item, lines[n])
		}
		text := joined(item)
		b.Items = append(b.Items, w.runs(text, how{capital: !listed(b, text)}))
	}
	return n
}

// listed holds for an item that is a part of one long sentence.
func listed(b *Block, item string) bool {
	n := len(b.Items)
	return strings.HasSuffix(item, ";") || n > 0 && strings.HasSuffix(plainly(b.Items[n-1]), ";")
}

// list is the one that the text is in, or a new one: blank lines part no items.
func (w *writer) list(k BlockKind) *Block {
	if n := len(w.out); n == 0 || w.out[n-1].Kind != k {
		w.out = append(w.out, Block{Kind: k})
	}
	return &w.out[len(w.out)-1]
}

// numbers reads numbered items, and tells how many lines. A line below an item
// says more of the same; below an item of an item, it goes on without a number.
func (w *writer) numbers(lines []string) int {
	b := w.list(Numbers)
	n := 0
	for n < len(lines) {
		number := w.number(lines[n])
		if number == "" {
			break
		}
		item := []string{lines[n][len(number):]}
		sign := w.runs(strings.TrimSpace(number), how{})
		lesser := strings.HasSuffix(number, ") ") && len(b.Items) > 0 && !strings.HasSuffix(b.Items[0][0].Text, ")")
		for n++; n < len(lines) && w.goesOn(lines[n]); n++ {
			switch {
			case isIndented(lines[n]):
				item = append(item, lines[n])
				continue
			case lesser || strings.HasPrefix(lines[n], "**"):
			default:
				item[len(item)-1] += " " + lines[n]
				continue
			}
			break
		}
		text := joined(item)
		sentence := !strings.HasSuffix(number, ") ") && !listed(b, text) // a) and b) make one together
		b.Items = append(b.Items, append(sign, w.runs(text, how{capital: sentence})...))
	}
	return n
}

func joined(lines []string) string {
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}

// paragraph is text, or what text of its form stands for: a heading, a place to
// sign.
func (w *writer) paragraph(lines []string) {
	if slices.ContainsFunc(lines, isSigned) {
		w.signatures(lines)
		return
	}
	if title := bold(strings.TrimSpace(lines[0])); title != "" && w.heads(title) {
		w.heading(title)
		lines = lines[1:]
	}
	if len(lines) > 0 {
		w.out = append(w.out, Block{Kind: Paragraph, Runs: w.runs(joined(lines), how{capital: true})})
	}
}

// heads holds for a bold line that is the head of what follows, and no
// sentence of its own.
func (w *writer) heads(title string) bool {
	switch {
	case len(w.out) == 0, article.MatchString(title), annex.MatchString(title), w.isSubject(title):
		return true
	default:
		return !strings.HasSuffix(title, ".") && !strings.HasSuffix(title, ":")
	}
}

// heading stands above all, above an annex, or above a part.
func (w *writer) heading(title string) {
	level := 2
	switch {
	case annex.MatchString(title):
		level = 1
		if len(w.out) > 0 && !w.annexed { // the others follow where there is room
			w.out = append(w.out, Block{Kind: PageBreak})
		}
		w.annexed = true
	case article.MatchString(title):
	case len(w.out) == 0 || w.isSubject(title):
		level = 1
	}
	w.out = append(w.out, Block{Kind: Heading, Level: level, Runs: w.runs(title, how{flat: true, capital: true})})
}

func (w *writer) isSubject(title string) bool {
	m := placed.FindStringSubmatch(title)
	return m != nil && w.value(m[1]).name == subjectName
}

// bold is what a text says that is bold from end to end.
func bold(text string) string {
	inner, ok := strings.CutPrefix(text, "**")
	inner, end := strings.CutSuffix(inner, "**")
	if !ok || !end || strings.Contains(inner, "**") {
		return ""
	}
	return inner
}
