package web

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// checked has a chain computed again, and says what came of it.
func (v *visit) checked(id string) (*page.Checked, error) {
	found, err := v.site.App.CheckChain(v.Request().Context(), v.who, id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return &page.Checked{Holds: true, Title: v.t("reading.holds"), Text: v.t("reading.holds_text", "when", ui.LongTime(v.lang, v.site.App.Now()))}, nil
	}
	t := ui.Table{Caption: v.t("reading.wrong"), Quiet: true, Heads: []ui.Head{{Text: v.t("reading.row")}, {Text: v.t("reading.problem")}}}
	for _, f := range found {
		t.Rows = append(t.Rows, ui.Row{Class: "bad", Cells: []ui.Cell{
			{Text: v.t("reading.table."+tableKey(f.Table), "key", f.Key)}, {Text: v.t("reading.problem." + problemKey(f.Problem)), Small: f.Table + " " + f.Problem},
		}})
	}
	return &page.Checked{Title: v.t("reading.wrong_n", "n", len(found)), Text: v.t("reading.wrong_text"), Table: &t}, nil
}

// tableKey names a table as people know it.
func tableKey(table string) string {
	switch table {
	case "events", "ledger", "parts", "texts", "documents":
		return table
	case "files", "file_chunks":
		return "files"
	case "titles", "title_ends":
		return "titles"
	}
	return "dossier" // its own row
}

// problems tell findings apart by what they say, the first that fits.
var problems = []struct{ in, key string }{
	{"hash does not fit", "hash"},
	{"does not follow", "order"},
	{"stands where", "order"},
	{"the events say", "differs"},
	{"no event", "made"},
	{"no act", "gone"},
	{"is missing", "missing"},
	{"is gone", "gone"},
	{"twice", "twice"},
	{" times", "twice"},
	{"is not the text", "text"},
	{"bytes are not", "bytes"},
	{"print is not", "bytes"},
	{"line", "sums"},
	{"committed", "sums"},
	{"does not hold", "sums"},
}

func problemKey(problem string) string {
	for _, p := range problems {
		if strings.Contains(problem, p.in) {
			return p.key
		}
	}
	return "other"
}

// ledgerPage is how many lines of a ledger a page shows, and how many are read at
// once for a file.
const (
	ledgerPage  = 50
	ledgerChunk = 500
)

// ledger is a call's ledger with its running sums.
func (v *visit) ledger() error {
	id := v.Param("id")
	c, err := v.site.App.ReadChain(v.Request().Context(), v.who, id, 0, 1)
	if err != nil {
		return err
	}
	if c.File != nil {
		return workflow.NotThere()
	}
	lines, err := v.site.App.Ledger(v.Request().Context(), v.who, id, v.after(), ledgerPage+1)
	if err != nil {
		return err
	}
	title := v.t("reading.ledger_of", "reference", c.Call.Reference)
	m := page.Column{Frame: v.frame(title), Head: page.Head{
		Title: title, Lead: v.t("reading.ledger_lead"), Tags: []ui.Badge{v.badge(c.Call)},
		Crumbs: v.crumbs(ui.Link{Text: v.t("reading.title"), Href: page.PathReading}, ui.Link{Text: c.Call.Reference, Href: pathChain(id)}),
	}}
	m.Frame.Here, m.Frame.Wide = page.PathReading, true
	path := pathChain(id) + "/ledger"
	if v.after() > 0 {
		m.Pages.Previous = path
	}
	if len(lines) > ledgerPage {
		lines = lines[:ledgerPage]
		m.Pages.Next = path + "?after=" + strconv.FormatInt(lines[ledgerPage-1].Seq, 10)
	}
	if len(lines) == 0 {
		m.Empty = &ui.Nothing{Title: v.t("reading.no_lines"), Text: v.t("reading.no_lines_text")}
		return v.show(http.StatusOK, m.Show())
	}
	m.Links = []ui.Link{{Text: v.t("reading.download"), Href: path + ".csv"}}
	m.Blocks = []page.Block{page.Block{ID: "h-lines", Title: v.t("reading.lines")}.With(ui.DataTable(v.ledgerTable(lines)))}
	return v.show(http.StatusOK, m.Show())
}

func (v *visit) ledgerTable(lines []app.Posted) ui.Table {
	t := ui.Table{Caption: v.t("reading.lines"), Quiet: true, Heads: []ui.Head{
		{Text: v.t("reading.number"), Class: "n"},
		{Text: v.t("table.date")},
		{Text: v.t("reading.kind")},
		{Text: v.t("list.dossier")},
		{Text: v.t("instalment.amount"), Class: "n"},
		{Text: v.t("money.envelope"), Class: "n"},
		{Text: v.t("call.committed"), Class: "n"},
		{Text: v.t("money.paid"), Class: "n"},
		{Text: v.t("money.free"), Class: "n"},
	}}
	for i := range lines {
		x := &lines[i]
		file := ui.Cell{}
		if x.Submission != "" {
			file = ui.Cell{Text: x.Submission, Href: pathChain(x.Submission)}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: strconv.FormatInt(x.Seq, 10)},
			{Text: ui.ShortTime(x.At)},
			{Text: v.t("reading.entry." + string(x.Kind)), Small: v.t("reading.event", "n", strconv.FormatInt(x.EventSeq, 10), "dossier", x.Event)},
			file,
			{Text: locale.Money(v.lang, x.Amount)},
			{Text: locale.Money(v.lang, x.Envelope)},
			{Text: locale.Money(v.lang, x.Committed)},
			{Text: locale.Money(v.lang, x.Paid)},
			{Text: locale.Money(v.lang, x.Envelope-x.Committed)},
		}})
	}
	return t
}

// ledgerFile is the same as a file for a spreadsheet: semicolons, and amounts with
// a comma, as it opens them here; in English as it does there.
func (v *visit) ledgerFile() error {
	id := v.Param("id")
	ctx := v.Request().Context()
	c, err := v.site.App.ReadChain(ctx, v.who, id, 0, 1)
	if err != nil {
		return err
	}
	if c.File != nil {
		return workflow.NotThere()
	}
	h := v.Response().Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+id+`-ledger.csv"`)
	v.Response().WriteHeader(http.StatusOK)
	if _, err := v.Response().Write([]byte("\uFEFF")); err != nil {
		return err
	}
	w := csv.NewWriter(v.Response())
	if v.lang != locale.EN {
		w.Comma = ';'
	}
	_ = w.Write([]string{v.t("reading.number"), v.t("table.date"), v.t("reading.kind"), v.t("list.dossier"), v.t("reading.event_head"), v.t("instalment.amount"), v.t("money.envelope"), v.t("call.committed"), v.t("money.paid"), v.t("money.free")})
	for after := int64(0); ; {
		lines, err := v.site.App.Ledger(ctx, v.who, id, after, ledgerChunk)
		if err != nil {
			return err
		}
		for i := range lines {
			_ = w.Write(v.ledgerRecord(&lines[i]))
			after = lines[i].Seq
		}
		if w.Flush(); w.Error() != nil || len(lines) < ledgerChunk {
			return w.Error()
		}
	}
}

func (v *visit) ledgerRecord(x *app.Posted) []string {
	amount := func(m workflow.Money) string {
		if v.lang == locale.EN {
			return m.String()
		}
		return strings.Replace(m.String(), ".", ",", 1)
	}
	return []string{
		strconv.FormatInt(x.Seq, 10), x.At.In(workflow.Brussels).Format("2006-01-02 15:04:05"), v.t("reading.entry." + string(x.Kind)), x.Submission, x.Event + "#" + strconv.FormatInt(x.EventSeq, 10),
		amount(x.Amount), amount(x.Envelope), amount(x.Committed), amount(x.Paid), amount(x.Envelope - x.Committed),
	}
}
