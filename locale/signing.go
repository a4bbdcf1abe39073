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

// signature is one place to sign. Its first line names who signs; what is
// known of them and what they write are rows.
func (w *writer) signature(lines []string) {
	b := Block{Kind: Signature}
	for i, line := range lines {
		for j, part := range strings.Split(strings.TrimSpace(line), " – ") {
			label, v := byPen(part)
			switch {
			case label != "":
				b.Rows = append(b.Rows, [][]Run{{{Text: label}}, w.runs(v, how{table: true})})
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

// byPen are the label of what is written by hand, and what of it is known.
func byPen(part string) (label, v string) {
	label, v, _ = strings.Cut(part, ":")
	switch label = strings.TrimSpace(label); label {
	case "Date", "Datum", "Signature", "Handtekening":
		return label, strings.TrimSpace(v)
	default:
		return "", ""
	}
}
