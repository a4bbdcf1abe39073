package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// byteOrder tells a spreadsheet that the file is UTF-8; programs need none.
const byteOrder = "\uFEFF"

// writeLines writes the dossiers, a line each. For people it is as their
// spreadsheet opens it: semicolons and decimal commas, in English as it does there.
func writeLines(to io.Writer, x *app.Extract, l locale.Language) error {
	if l != "" {
		if _, err := io.WriteString(to, byteOrder); err != nil {
			return wrapped(err)
		}
	}
	w := csv.NewWriter(to)
	if l == locale.FR || l == locale.NL {
		w.Comma = ';'
	}
	record := make([]string, len(dossiers.columns))
	for i, name := range dossiers.columns {
		record[i] = heading(l, "column", name)
	}
	if err := w.Write(record); err != nil {
		return wrapped(err)
	}
	for f, err := range x.Files() {
		if err != nil {
			return err
		}
		for _, row := range dossiers.rows(of(x, f)) {
			for i, c := range row {
				record[i] = plain(c, l)
			}
			if err := w.Write(record); err != nil {
				return wrapped(err)
			}
		}
	}
	w.Flush()
	return wrapped(w.Error())
}

// plain is a cell as text.
func plain(c cell, l locale.Language) string {
	switch v := c.(type) {
	case string:
		return harmless(v)
	case coded:
		return harmless(v.in(l))
	case several:
		return harmless(v.in(l))
	case workflow.Money:
		return decimal(v.String(), l)
	case workflow.Number:
		return decimal(v.String(), l)
	case workflow.Date:
		return string(v)
	case int:
		return strconv.Itoa(v)
	case time.Time:
		if l == "" {
			return v.UTC().Format(time.RFC3339)
		}
		return v.In(workflow.Brussels).Format(time.DateTime)
	default:
		return ""
	}
}

func decimal(s string, l locale.Language) string {
	if l == locale.FR || l == locale.NL {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}
