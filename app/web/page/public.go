package page

import (
	"time"

	"github.com/a-h/templ"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// Calls are the open calls, and those before.
type Calls struct {
	Frame Frame
	Open  []Listed
	Past  []Listed
	Pages ui.Pages

	Funder []ui.Link // for who sets calls up
}

// Listed is a call in a list.
type Listed struct {
	Title, Href, Reference string
	Lang                   string
	State                  workflow.State
	ClosesAt               time.Time
	Envelope               workflow.Money
	Min, Max               workflow.Money
}

// Call is a call's public page: what it asks, when, how it judges, and what came
// of it.
type Call struct {
	Frame     Frame
	Reference string
	Title     string
	Lead      string
	State     workflow.State
	OpensAt   time.Time
	ClosesAt  time.Time
	Envelope  workflow.Money
	Min, Max  workflow.Money
	Months    int
	Texts     []Text // what the call says, section by section
	Themes    []string
	Axes      []Axis
	Points    []string // of admissibility
	Required  []string // documents
	Criteria  []Criterion
	Shares    []Share
	Calendar  []Date
	Documents []File
	Questions []Question // those that are published
	Results   []Result   // once they are published
	Changed   []string   // the decisions that changed the budget
	Open      ui.Link    // to the results as open data
	Begin     ui.Link    // nothing if the call is not open
	Above     templ.Component
}

// Text is a section of a call's rules, in paragraphs.
type Text struct {
	Title string
	Body  []string
}

// Axis is objectives of a call that stand together, under a title or none.
type Axis struct {
	Title string
	Goals []string
}

// Criterion is what dossiers are judged by.
type Criterion struct {
	Title  string
	Weight int // per cent
}

// Share is an instalment: so much per cent, after what.
type Share struct {
	PerCent int
	After   string // "signed", "midterm_held"
}

// Date is a line of a calendar: a day, a moment, or a month as text.
type Date struct {
	What string
	Day  workflow.Date
	At   time.Time
	Text string
}

// File is something to download.
type File struct {
	Name, Href, Kind string
	Size             int64
	Day              workflow.Date
}

// Question is one that was asked and answered.
type Question struct {
	Ask       string
	AskLang   string // "" if it is the page's, or is not known
	Answer    string
	Lang      string // of the answer, if it is another than the page's
	Other     string // the answer in the other language; "" for none
	OtherLang string
	Day       workflow.Date
	About     string // the call
}

// Result is a project that was awarded.
type Result struct {
	Title, Lang, Leader, Partners, Theme string
	Amount                               workflow.Money
}

// Questions are all published answers.
type Questions struct {
	Frame Frame
	List  []Question
	Ask   ui.Link
	Pages ui.Pages
}

// byCall are the questions, those of one call together.
func (m Questions) byCall() (out [][]Question) {
	for i, q := range m.List {
		if i == 0 || q.About != m.List[i-1].About {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], q)
	}
	return out
}

// Check finds a document by its number and its hash together: of a number alone
// nothing is told, not even that there is one.
type Check struct {
	Frame  Frame
	Number string // as typed
	Hash   string
	Wrong  Wrong
	Asked  bool
	Found  *Document
}

// Document is what may be told of one to whoever holds it: no content.
type Document struct {
	Number  string
	Kind    string
	Version int
	Day     workflow.Date
	Hash    string
	Void    string // why it holds no more
}

// Home is a home page on which nothing waits yet.
type Home struct {
	Frame   Frame
	Kicker  string
	Nothing ui.Nothing
	Prepare []ui.Act
}

// Contact tells whom to write to.
type Contact struct {
	Frame                       Frame
	Email, Phone, Address, Team string
}

// asked says in which language a question was asked, where that is another than
// the page's.
func (q Question) asked(l locale.Language) string {
	if q.AskLang == "" {
		return ""
	}
	return ui.T(l, "faq.asked."+q.AskLang)
}

// about is what stands before the day.
func (q Question) about() string {
	if q.About != "" && q.Day != "" {
		return q.About + ", "
	}
	return q.About
}

func (m Call) head() Head {
	h := Head{
		Crumbs: []ui.Link{{Text: m.Frame.t("calls.crumb"), Href: PathCalls}}, Kicker: m.Reference, Title: m.Title, Lead: m.Lead,
		Tags: []ui.Badge{{Shape: ui.ShapeOf(workflow.EntityCall, m.State), Text: locale.State(m.Frame.Lang, workflow.EntityCall, m.State)}},
	}
	if m.State == "open" {
		h.Facts = []string{m.Frame.t("call.before", "when", ui.LongTime(m.Frame.Lang, m.ClosesAt))}
	}
	return h
}

func (m Call) keys() []ui.Key {
	l := m.Frame.Lang
	keys := []ui.Key{{Value: euros(l, m.Envelope), Label: m.Frame.t("call.envelope")}}
	if m.Max > 0 {
		keys = append(keys, ui.Key{Value: euros(l, m.Min), Label: m.Frame.t("call.min")}, ui.Key{Value: euros(l, m.Max), Label: m.Frame.t("call.max")})
	}
	if m.Months > 0 {
		keys = append(keys, ui.Key{Value: m.Frame.t("call.months", "n", m.Months), Label: m.Frame.t("call.duration")})
	}
	return keys
}

// euros are whole euros, for key figures; cents show where there are any.
func euros(l locale.Language, m workflow.Money) string {
	if m%100 != 0 {
		return locale.Money(l, m)
	}
	if l == locale.EN {
		return "€" + locale.Count(l, int64(m/100))
	}
	return locale.Count(l, int64(m/100)) + "\u00a0€"
}

func (m Call) criteria() ui.Table {
	t := ui.Table{Flat: true, Caption: m.Frame.t("call.criteria"), Quiet: true, Heads: []ui.Head{{Text: m.Frame.t("call.criterion")}, {Text: m.Frame.t("call.weight"), Class: "n"}}}
	sum := 0
	for _, c := range m.Criteria {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: c.Title}, {Text: locale.Share(m.Frame.Lang, c.Weight)}}})
		sum += c.Weight
	}
	t.Foot = []ui.Cell{{Text: m.Frame.t("table.total")}, {Text: locale.Share(m.Frame.Lang, sum)}}
	return t
}

// pays says how the subsidy is paid, in a sentence.
func (m Call) pays() string {
	parts := make([]string, len(m.Shares))
	for i, s := range m.Shares {
		parts[i] = m.Frame.t("call.share", "share", locale.Share(m.Frame.Lang, s.PerCent), "after", m.Frame.t("call.after."+s.After))
	}
	return locale.And(m.Frame.Lang, parts) + "."
}

func (m Call) calendar() ui.Table {
	t := ui.Table{Caption: m.Frame.t("call.calendar"), Quiet: true, Heads: []ui.Head{{Text: m.Frame.t("call.step")}, {Text: m.Frame.t("table.date")}}}
	for _, d := range m.Calendar {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: d.What}, {Body: when(m.Frame.Lang, d)}}})
	}
	return t
}

func (m Call) results() ui.Table {
	t := ui.Table{Heads: []ui.Head{
		{Text: m.Frame.t("call.project")}, {Text: m.Frame.t("call.partners")}, {Text: m.Frame.t("call.theme")}, {Text: m.Frame.t("call.awarded"), Class: "n"},
	}, Caption: m.Frame.t("call.results"), Quiet: true}
	var sum workflow.Money
	for _, r := range m.Results {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: r.Title, Lang: r.Lang, Small: r.Leader}, {Text: r.Partners}, {Text: r.Theme}, {Text: locale.Money(m.Frame.Lang, r.Amount)},
		}})
		sum += r.Amount
	}
	t.Foot = []ui.Cell{{Text: m.Frame.t("table.total")}, {}, {}, {Text: locale.Money(m.Frame.Lang, sum)}}
	return t
}

func (m Call) documents() []ui.Act {
	var out []ui.Act
	for _, d := range m.Documents {
		note := d.Kind
		if d.Size > 0 {
			note += ", " + locale.Size(m.Frame.Lang, d.Size)
		}
		out = append(out, ui.Act{Name: d.Name, Href: d.Href, Note: note})
	}
	return out
}

func (m Calls) table(list []Listed, caption string) ui.Table {
	l := m.Frame.Lang
	t := ui.Table{Caption: caption, Quiet: true, Heads: []ui.Head{
		{Text: m.Frame.t("calls.call")}, {Text: m.Frame.t("table.state")}, {Text: m.Frame.t("calls.until")}, {Text: m.Frame.t("call.envelope_head"), Class: "n"},
	}}
	for _, c := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: c.Title, Href: c.Href, Lang: c.Lang, Small: c.Reference},
			{Body: ui.StateTag(l, workflow.EntityCall, c.State)},
			{Text: ui.ShortTime(c.ClosesAt)},
			{Text: locale.Money(l, c.Envelope)},
		}})
	}
	return t
}

func (m Check) facts() []ui.Fact {
	d := m.Found
	out := []ui.Fact{
		{Term: m.Frame.t("check.kind"), Text: d.Kind},
		{Term: m.Frame.t("check.number"), Text: d.Number},
		{Term: m.Frame.t("check.version"), Text: locale.Count(m.Frame.Lang, d.Version)},
		{Term: m.Frame.t("table.date"), Day: d.Day},
		{Term: m.Frame.t("check.hash"), Body: code(d.Hash)},
	}
	if d.Void != "" {
		out = append(out, ui.Fact{Term: m.Frame.t("check.void"), Text: d.Void})
	}
	return out
}
