package page

import (
	"time"

	"tremplin/app/web/page/ui"
)

// PathTokens is where a person keeps tokens for programs.
const PathTokens = PathAccount + "/tokens"

// Field names of the tokens' page.
const (
	NameTokenName  = "name"
	NameTokenScope = "scope"
	NameTokenDays  = "days"
	NameToken      = "token"
)

// Tokens are a person's tokens, and the form that makes one.
type Tokens struct {
	Frame  Frame
	Made   string // the new one, shown once
	Done   string
	Wrong  Wrong
	Name   string // as typed
	Scope  string
	Days   string
	Key    string // of the form: sent again it makes nothing
	Scopes []string
	Most   int  // days
	Ask    bool // who it is has to be shown again
	Code   bool // by a code, else by the password
	Tokens []Token
}

// Token is one that holds, or did.
type Token struct {
	ID, Name, Scope string
	Created         time.Time
	Expires         time.Time
	Used            time.Time
	Holds           bool
	Revoked         bool
}

func (m Tokens) head() Head {
	return Head{Title: m.Frame.t("tokens.title"), Lead: m.Frame.t("tokens.lead"), Crumbs: []ui.Link{{Text: m.Frame.t("account.title"), Href: PathAccount}}}
}

func (m Tokens) table() ui.Table {
	f := m.Frame
	t := ui.Table{Caption: f.t("tokens.table"), Heads: []ui.Head{
		{Text: f.t("tokens.name")}, {Text: f.t("tokens.scope")}, {Text: f.t("tokens.expires")}, {Text: f.t("tokens.used")}, {Text: f.t("tokens.end")},
	}}
	for i, x := range m.Tokens {
		row := ui.Row{Cells: []ui.Cell{
			{Text: x.Name, Small: x.ID}, {Text: f.t("tokens.scope." + x.Scope)}, {Text: ui.ShortTime(x.Expires)}, {Text: f.t("tokens.never")}, {Text: f.t("tokens.expired")},
		}}
		if !x.Used.IsZero() {
			row.Cells[3].Text = ui.ShortTime(x.Used)
		}
		switch {
		case x.Holds:
			row.Cells[4] = ui.Cell{Body: endToken(f, x, i+1)}
		case x.Revoked:
			row.Cells[4].Text = f.t("tokens.revoked")
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
