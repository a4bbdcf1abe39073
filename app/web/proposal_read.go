package web

import (
	"slices"
	"strings"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// readPart is a section to be read, and beside it its working copy where that
// says something else.
func (w *writing) readPart(s section, lacks []lack) []page.Part {
	fields := w.allInputs(s)
	p := w.partOf(s, ui.Show(w.v.lang, fields, rawProposal(w.view.File.Proposal)))
	for _, l := range lacks {
		if l.section == s.id {
			p.Missing = append(p.Missing, l.text)
		}
	}
	p.Warnings = w.warnings(s)
	if w.open() && len(w.inputs(s)) > 0 {
		p.Edit = ui.Link{Text: w.v.t("proposal.edit"), Href: w.sectionPath(s.id)}
	}
	out := []page.Part{p}
	if t := w.copied(s); t != nil && w.unsaved(s) {
		c := w.copies[s.id]
		copied := w.partOf(s, t)
		copied.ID, copied.Title = s.id+"-copy", w.v.t("proposal.copy_title", "section", p.Title)
		copied.Note = w.v.t("proposal.copy_note", "who", w.v.personName(c.Person), "at", ui.ShortTime(c.At))
		out = append(out, copied)
	}
	return out
}

func (w *writing) allInputs(s section) (out []workflow.Field) {
	for _, name := range s.fields {
		for _, f := range w.fields {
			if f.Name == name {
				out = append(out, f)
			}
		}
	}
	return out
}

// partOf reads a section as it stands in a form.
func (w *writing) partOf(s section, t ui.Typed) page.Part {
	p := page.Part{ID: s.id, Title: w.v.t("proposal.section." + s.id)}
	switch s.id {
	case "identity", "budget":
		w.facts(&p, s, t)
	case "description":
		for _, n := range t.Rows("texts") {
			row := "texts." + formatVersion(int64(n))
			if text := strings.TrimSpace(t.One(row + ".value")); text != "" {
				p.Texts = append(p.Texts, page.Passage{Title: locale.Field(w.v.lang, "texts."+t.One(row+".key")), Text: text})
			}
		}
	case "objectives":
		p.List = w.items(t, s.id)
	}
	if cols, ok := columnsOf[s.id]; ok {
		p.Tables = w.table(s.id, cols, t)
	}
	if len(p.Facts)+len(p.Texts)+len(p.List)+len(p.Tables) == 0 {
		p.Empty = w.v.t("proposal.empty")
	}
	return p
}

func (w *writing) facts(p *page.Part, s section, t ui.Typed) {
	options := w.options()
	for _, name := range s.fields {
		text := wordsOf(options, name, t[name])
		if text == "" || len(t.Rows(name)) > 0 {
			continue
		}
		p.Facts = append(p.Facts, ui.Fact{Term: locale.Label(w.v.lang, workflow.EntitySubmission, "update", name), Text: euros(name, text)})
	}
}

// euros puts the sign behind what was typed as an amount.
func euros(name, text string) string {
	switch {
	case strings.Contains(text, "€"):
		return text
	case name == "requested" || name == "cofinancing" || strings.HasSuffix(name, ".amount") || strings.HasSuffix(name, ".own") || strings.HasSuffix(name, ".share"):
		return text + "\u00a0€"
	default:
		return text
	}
}

func (w *writing) items(t ui.Typed, name string) (out []string) {
	options := w.options()
	for _, v := range t[name] {
		out = append(out, wordsOf(options, name, []string{v}))
	}
	for _, n := range t.Rows(name) {
		if s := wordsOf(options, name+".0", t[name+"."+formatVersion(int64(n))]); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// columnsOf are the columns of each section that is a list of rows.
var columnsOf = map[string][]string{
	"partners":       {"id", "role", "share"},
	"activities":     {"title", "from", "until", "times", "place"},
	"budget":         {"label", "category", "amount", "own"},
	"deliverables":   {"title", "due", "party"},
	"indicators":     {"title", "unit", "base", "target"},
	"neighbourhoods": {"name", "problems"},
}

func (w *writing) table(list string, cols []string, t ui.Typed) []ui.Table {
	rows := t.Rows(list)
	if len(rows) == 0 {
		return nil
	}
	out := ui.Table{Caption: w.v.t("proposal.section." + list), Quiet: true}
	for _, c := range cols {
		h := ui.Head{Text: locale.Label(w.v.lang, workflow.EntitySubmission, "update", list+"."+c)}
		if c == "amount" || c == "own" || c == "share" || c == "base" || c == "target" {
			h.Class = "n"
		}
		if list == "partners" && c == "id" {
			h.Text = locale.Entity(w.v.lang, workflow.EntityParty)
		}
		out.Heads = append(out.Heads, h)
	}
	options := w.options()
	for _, n := range rows {
		var r ui.Row
		for _, c := range cols {
			r.Cells = append(r.Cells, ui.Cell{Text: w.cell(options, t, list+"."+formatVersion(int64(n))+"."+c)})
		}
		if list == "partners" {
			r.Cells[0].Small = w.partyState(t.One(list + "." + formatVersion(int64(n)) + ".id"))
		}
		out.Rows = append(out.Rows, r)
	}
	return []ui.Table{out}
}

func (w *writing) cell(options map[string][]ui.Option, t ui.Typed, path string) string {
	if strings.HasSuffix(path, ".problems") {
		var out []string
		for _, n := range t.Rows(path) {
			row := path + "." + formatVersion(int64(n))
			if v := strings.TrimSpace(t.One(row + ".value")); v != "" {
				out = append(out, locale.Choice(w.v.lang, "problems", t.One(row+".key"))+"\u00a0: "+v+"/10")
			}
		}
		return strings.Join(out, ", ")
	}
	if strings.HasSuffix(path, ".category") && t.One(path) != "" {
		return locale.Choice(w.v.lang, "category", t.One(path))
	}
	text := wordsOf(options, path, t[path])
	if text == "" {
		return ""
	}
	return euros(path, text)
}

// partyState is where a partner stands with its part.
func (w *writing) partyState(org string) string {
	for _, p := range w.view.File.Parties {
		if p.Org != org {
			continue
		}
		say := locale.State(w.v.lang, workflow.EntityParty, p.State())
		for _, x := range slices.Backward(w.view.Past) {
			if x.On == p.Ref() && x.To == p.State() && p.State() != workflow.PartyAsked {
				return say + ", " + ui.ShortTime(x.At)
			}
		}
		return say
	}
	return ""
}

// filesPart are the files as they will be sent.
func (w *writing) filesPart(lacks []lack) (page.Part, error) {
	p := page.Part{ID: sectionFiles, Title: w.v.t("proposal.section.files")}
	for _, l := range lacks {
		if l.section == sectionFiles {
			p.Missing = append(p.Missing, l.text)
		}
	}
	files := w.attached()
	said, err := w.v.scansOf(files)
	t := ui.Table{Caption: p.Title, Quiet: true, Heads: []ui.Head{{Text: w.v.t("files.file")}, {Text: w.v.t("files.kind")}, {Text: w.v.t("files.size"), Class: "n"}}}
	for _, f := range files {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{said.name(f), {Text: w.v.fileKind(f.Kind)}, {Text: locale.Size(w.v.lang, f.Size)}}})
	}
	if len(t.Rows) > 0 {
		p.Tables = []ui.Table{t}
	} else {
		p.Empty = w.v.t("files.empty")
	}
	if w.open() {
		p.Edit = ui.Link{Text: w.v.t("proposal.edit"), Href: w.sectionPath(sectionFiles)}
	}
	return p, err
}
