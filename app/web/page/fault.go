package page

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// Fault is a page instead of the one that was asked for.
type Fault struct {
	Frame   Frame
	Status  int       // 400, 403, 404, 405, 409, 410, 413, 429, 500, 503
	Text    string    // more than the status says: a refusal as a sentence
	Ways    []ui.Link // what leads on; the first is the main button; none: home
	Limit   string    // 413: the largest size
	Wait    int       // 429: seconds
	Ticket  string    // what to mention to whoever helps
	When    time.Time
	Form    bool        // what was sent is a form, and no file
	Kept    bool        // it is kept in a working copy while it is typed
	Reopen  string      // where the form is; "" if it has no address
	Post    string      // where Again goes
	Again   []ui.Pair   // what was typed, to be sent once more
	Refused *ui.Refused // 409: the engine's refusal, with its ways out
}

var known = []int{400, 403, 404, 405, 409, 410, 413, 429, 500, 503}

func (m Fault) status() int {
	for _, s := range known {
		if s == m.Status {
			return s
		}
	}
	if m.Status >= 400 && m.Status < 500 {
		return 400
	}
	return 500
}

// t is a text of the status: of a form that is too long, of a file that is too
// large.
func (m Fault) t(part string) string {
	if m.status() == http.StatusRequestEntityTooLarge && m.Form {
		part = "form_" + part
	}
	return m.Frame.t(fmt.Sprintf("fault.%d.%s", m.status(), part), "limit", m.Limit, "wait", max(m.Wait, 1))
}

func (m Fault) head() Head {
	if m.Refused != nil {
		return Head{Title: m.Frame.t("refusal.title")}
	}
	return Head{Kicker: m.Frame.t("fault.kicker", "status", fmt.Sprint(m.status())), Title: m.t("title")}
}

// frame has the title of what went wrong.
func (m Fault) frame() Frame {
	f := m.Frame
	f.Title, f.NoIndex = m.t("title"), true
	if m.Refused != nil {
		f.Title = m.Refused.Title
	}
	return f
}

// advice is what to do, a sentence each.
func (m Fault) advice() []string {
	all := strings.Split(m.t("advice"), "|")
	switch {
	case m.Again != nil:
		return append([]string{m.Frame.t("fault.again")}, all[1:]...)
	case m.Kept:
		return append(all, m.Frame.t("fault.kept"))
	}
	return all
}

func (m Fault) ways() []ui.Link {
	if len(m.Ways) > 0 {
		return m.Ways
	}
	if m.Form && m.Reopen != "" {
		return []ui.Link{{Text: m.Frame.t("fault.reopen"), Href: m.Reopen}, {Text: m.Frame.t("fault.home"), Href: PathHome}}
	}
	if m.Frame.Person == nil {
		return []ui.Link{{Text: m.Frame.t("fault.sign_in"), Href: PathSignIn}, {Text: m.Frame.t("fault.write"), Href: PathContact}}
	}
	return []ui.Link{{Text: m.Frame.t("fault.home"), Href: PathHome}, {Text: m.Frame.t("fault.write"), Href: PathContact}}
}

// RefusalOf is the engine's no as a message: its sentence, the sum where there
// is one, and that nothing was recorded. Ways out are the caller's.
func RefusalOf(l locale.Language, title string, e *workflow.Error) ui.Refused {
	r := ui.Refused{Title: title, Text: locale.Refusal(l, e.Kind.String(), string(e.Code), e.Field, e.Facts) + " " + ui.T(l, "refusal.nothing")}
	free, ok := e.Facts["free"].(workflow.Money)
	amount, ok2 := e.Facts["amount"].(workflow.Money)
	if ok && ok2 && amount > free {
		r.Sum = Over(l, amount, free)
	}
	return r
}

// Over is the sum that shows why an award passes the envelope.
func Over(l locale.Language, amount, free workflow.Money) []ui.Term {
	return []ui.Term{
		{Label: ui.T(l, "refusal.proposed"), Value: locale.Money(l, amount)},
		{Op: "−", Label: ui.T(l, "refusal.free"), Value: locale.Money(l, free)},
		{Op: "=", Label: ui.T(l, "refusal.over"), Value: locale.Money(l, amount-free)},
	}
}

// Version is one field of which somebody else saved another text meanwhile.
type Version struct {
	Label  string
	Name   string // of the input
	Theirs string // what is saved
	Mine   string // what was typed
	Long   bool
}

// Conflict shows both versions and keeps one's own in the field.
type Conflict struct {
	Frame    Frame
	Head     Head   // crumbs and kicker
	Who      string // who saved in between; "" if it does not matter
	At       time.Time
	Post     string
	Versions []Version
	Hidden   []ui.Pair // the other inputs as they were typed, and the version that is now saved
}

func (m Conflict) head() Head {
	h := m.Head
	h.Title, h.Lead = m.Frame.t("conflict.title_nobody"), m.Frame.t("conflict.lead")
	if m.Who != "" {
		h.Title = m.Frame.t("conflict.title", "who", m.Who)
	}
	return h
}

func (m Conflict) theirs() string {
	if m.Who == "" {
		return m.Frame.t("conflict.theirs_nobody", "at", ui.ShortTime(m.At))
	}
	return m.Frame.t("conflict.theirs", "who", m.Who, "at", ui.ShortTime(m.At))
}

func (m Conflict) keep() string {
	if m.Who == "" {
		return m.Frame.t("conflict.keep_nobody")
	}
	return m.Frame.t("conflict.keep", "who", m.Who)
}
