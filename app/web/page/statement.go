package page

import (
	"fmt"
	"slices"
	"strings"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// Statement is one of the texts that the law asks for: accessibility, privacy.
type Statement struct {
	Frame Frame
	Key   string        // Accessibility or Privacy
	Day   workflow.Date // since when it says this
	Email string        // whom to write to
	Phone string
	// What the house's settings say: the ombudsman, the data protection officer, the
	// legal basis, the address of the supervisory authority. Empty where nobody has
	// said it yet: then what hangs on it is left out.
	Ombuds, Officer, Basis, Authority string
}

// The statements.
const (
	Accessibility = "accessibility"
	Privacy       = "privacy"
)

// parts are the sections of a statement: they are numbered from 1 in the texts,
// up to the first that is not there.
func (m Statement) parts() []Text {
	var out []Text
	for i := 1; ; i++ {
		key := fmt.Sprintf("%s.%d", m.Key, i)
		if !locale.Has(m.Frame.Lang, "site."+key+".title") {
			return out
		}
		t := Text{Title: m.Frame.t(key + ".title")}
		for j := 1; ; j++ {
			p := fmt.Sprintf("%s.p%d", key, j)
			if !locale.Has(m.Frame.Lang, "site."+p) {
				break
			}
			if s := m.Frame.t(p, m.facts()...); s != "" {
				t.Body = append(t.Body, s)
			}
		}
		out = append(out, t)
	}
}

// piece is a part of a paragraph: plain, or an address that leads somewhere.
type piece struct{ Text, Href string }

// pieces make links of the addresses that the settings give: those of pages and
// of mail. What the texts themselves say stays text.
func (m Statement) pieces(paragraph string) (out []piece) {
	given := strings.Fields(strings.Join([]string{m.Ombuds, m.Officer, m.Authority}, " "))
	for i, word := range strings.Split(paragraph, " ") {
		if i > 0 {
			out = append(out, piece{Text: " "})
		}
		bare := strings.TrimRight(word, ".,;")
		href := address(bare)
		if href == "" || !slices.ContainsFunc(given, func(g string) bool { return strings.TrimRight(g, ".,;") == bare }) {
			out = append(out, piece{Text: word})
			continue
		}
		out = append(out, piece{bare, href}, piece{Text: strings.TrimPrefix(word, bare)})
	}
	return out
}

// address is where a word leads that is the address of a page or of mail.
func address(word string) string {
	switch {
	case strings.HasPrefix(word, "https://"):
		return word
	case strings.HasPrefix(word, "www."):
		return "https://" + word
	case strings.Count(word, "@") == 1 && !strings.HasPrefix(word, "@") && strings.Contains(word, "."):
		return "mailto:" + word
	}
	return ""
}

// facts are what the texts name; what is not known is not given, and a sentence
// that hangs on it is left out.
func (m Statement) facts() []any {
	facts := []any{"day", locale.Date(m.Frame.Lang, m.Day)}
	for name, s := range map[string]string{"email": m.Email, "phone": m.Phone, "ombuds": m.Ombuds, "officer": m.Officer, "basis": m.Basis, "authority": m.Authority} {
		if s != "" {
			facts = append(facts, name, s)
		}
	}
	return facts
}

func (m Contact) facts() []ui.Fact {
	var out []ui.Fact
	for _, f := range []ui.Fact{
		{Term: m.Frame.t("contact.team"), Text: m.Team},
		{Term: m.Frame.t("input.email"), Text: m.Email},
		{Term: m.Frame.t("contact.phone"), Text: m.Phone},
		{Term: m.Frame.t("contact.address"), Text: m.Address},
	} {
		if f.Text != "" {
			out = append(out, f)
		}
	}
	if m.Email != "" {
		for i := range out {
			if out[i].Text == m.Email {
				out[i].Body = mail(m.Email)
			}
		}
	}
	return out
}
