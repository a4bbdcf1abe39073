// Package page draws the site's pages as functions of typed values. It asks
// nobody for data, decides nothing and serves nothing: handlers fill the models
// and send what comes out. Every word comes from locale.
package page

import (
	"net/url"
	"strings"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
)

//go:generate go tool templ generate -log-level error

// Frame is all that stands around a page's own content.
type Frame struct {
	Lang   locale.Language
	Title  string
	Path   string  // the page's address with its query, for the other languages
	Person *Person // nil: nobody is signed in
	Nav    []ui.Link
	Here   string // the address of Nav that the page belongs to
	Query  string // what was searched for
	Banner string // a line above everything: a demonstration, a maintenance
	Theme  string // "light", "dark", or "" as the device has it
	Done   string // what was done just before
	FormID string // the page's form: other languages keep what is typed in it

	Wide      bool // a ranking, a budget
	Projector bool // nothing but the content, in large
	Failed    bool // the title says so: a form was refused
	NoSearch  bool
	NoIndex   bool // search engines stay out
}

// Person is who is signed in.
type Person struct {
	Name          string
	Organisations []string
}

// Head is what a page begins with.
type Head struct {
	Crumbs []ui.Link
	Kicker string
	Title  string
	Lang   string // of the title, if it is another than the page's
	Lead   string
	Tags   []ui.Badge
	Facts  []string
	Links  []ui.Link
}

func (p *Person) affiliation() string { return strings.Join(p.Organisations, ", ") }

// other is the page's address in another language.
func (f Frame) other(l locale.Language) string {
	u, err := url.Parse(f.Path)
	if err != nil || u.IsAbs() || u.Host != "" {
		u = &url.URL{Path: PathHome}
	}
	q := u.Query()
	q.Set("lang", string(l))
	u.RawQuery = q.Encode()
	return u.String()
}

func (f Frame) t(key string, facts ...any) string { return ui.T(f.Lang, key, facts...) }

func (f Frame) bodyClass() string {
	switch {
	case f.Projector:
		return "wide projector"
	case f.Wide:
		return "wide"
	default:
		return ""
	}
}

// ownName is a language's name in itself.
func ownName(l locale.Language) string {
	return map[locale.Language]string{locale.FR: "Français", locale.NL: "Nederlands", locale.EN: "English"}[l]
}

func upper(l locale.Language) string { return strings.ToUpper(string(l)) }

// comma puts the person's organisations behind the name.
func (f Frame) comma() string {
	if a := f.Person.affiliation(); a != "" {
		return ", " + a
	}
	return ""
}

// theme names how the site shows itself.
func (f Frame) theme() string {
	if f.Theme == "" {
		return f.t("appearance.device_lower")
	}
	return f.t("appearance." + f.Theme + "_lower")
}
