package export

// Harmless is a text that no spreadsheet takes for a formula.
var Harmless = harmless

// Headings are the keys of all that stands above something.
func Headings() []string {
	out := []string{"export.sheet.call", "export.sheet.ledger", "export.column.name", "export.column.value"}
	for _, s := range append([]sheet{dossiers}, parts...) {
		out = append(out, "export.sheet."+s.name)
		for _, c := range s.columns {
			out = append(out, "export.column."+c)
		}
	}
	for _, c := range ledger {
		out = append(out, "export.column."+c)
	}
	for _, name := range callNames {
		out = append(out, "export.column."+name)
	}
	return out
}
