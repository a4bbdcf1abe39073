package locale

import "strings"

// Texts have places to sign: "Date : {signature_date} – Signature :".

var signed = []string{"Signature :", "Signature" + nbsp + ":", "Signature:", "Handtekening:"}

// isSigned holds for a line that ends in a place to sign.
func isSigned(line string) bool {
	line = strings.TrimSpace(line)
	for _, s := range signed {
		if line == s || strings.HasSuffix(line, " "+s) {
			return true
		}
	}
	return false
}

// signatures are the places to sign in a paragraph; what is left below them is
// text.
func (w *writer) signatures(lines []string) {
	from := 0
	for i, line := range lines {
		if isSigned(line) {
			w.signature(lines[from : i+1])
			from = i + 1
		}
	}
	if from < len(lines) {
		w.paragraph(lines[from:])
	}
}

// signature is one place to sign. What stands first names who signs; what is
// known of them and what they write are rows.
func (w *writer) signature(lines []string) {
	b := Block{Kind: Signature}
	for i, line := range lines {
		for j, part := range strings.Split(strings.TrimSpace(line), " – ") {
			label, v, byPen := w.byPen(part)
			switch {
			case i+j == 0 && byPen && !isSigned(part): // who signs writes who they are
				b.Runs = w.runs(label, how{flat: true, capital: true})
				b.Rows = append(b.Rows, [][]Run{nil, w.runs(v, how{table: true})})
			case byPen:
				b.Rows = append(b.Rows, [][]Run{w.runs(label, how{}), w.runs(v, how{table: true})})
			case i+j == 0:
				if inner := bold(part); inner != "" {
					part = inner
				}
				b.Runs = w.runs(part, how{flat: true, capital: true})
			default:
				b.Rows = append(b.Rows, [][]Run{nil, w.runs(part, how{})})
			}
		}
	}
	w.out = append(w.out, b)
}

// byPen parts a label from what is written there by hand; a date may be known.
func (w *writer) byPen(part string) (label, v string, ok bool) {
	label, v, ok = strings.Cut(part, ":")
	label, v = strings.TrimSpace(label), strings.TrimSpace(v)
	dated := label == "Date" || label == "Datum"
	kind, _ := w.kindOf(v)
	return label, v, ok && (dated || v == "" || kind == FactBlank)
}
