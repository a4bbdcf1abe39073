package export

import (
	"bufio"
	"encoding/json"
	"io"
	"net/url"
	"strings"

	"tremplin/app"
	"tremplin/workflow"
)

// What the 360Giving Data Standard names (https://standard.threesixtygiving.org,
// version 1.4); only what is published anyway is said.
type (
	givingOrg struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	givingCode struct {
		Vocabulary string `json:"vocabulary,omitempty"`
		Code       string `json:"code"`
		Title      string `json:"title"`
		URL        string `json:"url,omitempty"`
	}
	givingGrant struct {
		ID              string       `json:"id"`
		Title           string       `json:"title"`
		Description     string       `json:"description"`
		Currency        string       `json:"currency"`
		AmountAwarded   json.Number  `json:"amountAwarded"`
		AwardDate       string       `json:"awardDate"`
		URL             string       `json:"url,omitempty"`
		Recipient       []givingOrg  `json:"recipientOrganization"`
		Funding         []givingOrg  `json:"fundingOrganization"`
		Programme       []givingCode `json:"grantProgramme"`
		FromOpenCall    string       `json:"fromOpenCall"`
		Classifications []givingCode `json:"classifications,omitempty"`
	}
)

// givingVersion is of the standard, and givingTitle how long it wants a title.
const (
	givingVersion = "1.4"
	givingTitle   = 140
)

// writeGiving writes the published results as a package of grants, one after
// another. A package without a grant would be none: it is not found.
func writeGiving(to io.Writer, c *app.OpenCall, site string) error {
	w := bufio.NewWriter(to)
	begun := false
	for g, err := range c.Grants() {
		if err != nil {
			return err
		}
		if g.Recipient == nil || c.Funder == nil {
			continue
		}
		b, err := json.MarshalIndent(grantOf(c, &g, site), "  ", "  ")
		if err != nil {
			return wrapped(err)
		}
		before := ",\n  "
		if !begun {
			if before, err = opening(c); err != nil {
				return wrapped(err)
			}
			begun = true
		}
		if _, err := w.WriteString(before + string(b)); err != nil {
			return wrapped(err)
		}
	}
	if !begun {
		return workflow.NotThere()
	}
	_, _ = w.WriteString("\n]}\n") // Flush says what is wrong
	return wrapped(w.Flush())
}

func opening(c *app.OpenCall) (string, error) {
	head := struct {
		Version    string    `json:"version"`
		Title      string    `json:"title"`
		Identifier string    `json:"identifier"`
		Issued     string    `json:"issued"`
		Publisher  givingOrg `json:"publisher"`
	}{givingVersion, c.Reference + ", " + both(c.Rules().Title), c.Reference, string(c.PublishedOn), orgOf(c.Funder)}
	b, err := json.Marshal(head)
	return strings.TrimSuffix(string(b), "}") + ",\"grants\":[\n  ", err
}

func grantOf(c *app.OpenCall, g *app.Grant, site string) givingGrant {
	funder := orgOf(c.Funder)
	programme := givingCode{Code: c.Reference, Title: both(c.Rules().Title)}
	out := givingGrant{
		ID: funder.ID + "-" + g.Number, Title: g.Title, Description: described(c, g), Currency: "EUR",
		AmountAwarded: json.Number(g.Amount.String()), AwardDate: string(g.On), FromOpenCall: "Yes",
		Recipient: []givingOrg{orgOf(g.Recipient)}, Funding: []givingOrg{funder},
	}
	if r := []rune(out.Title); len(r) >= givingTitle {
		out.Title = string(r[:givingTitle-2]) + "…"
	}
	if site != "" {
		out.URL = site + "/calls/" + url.PathEscape(c.Ref().Dossier)
		programme.URL = out.URL
	}
	out.Programme = []givingCode{programme}
	if g.Theme.ID != "" {
		out.Classifications = []givingCode{{Vocabulary: c.Reference, Code: g.Theme.ID, Title: both(g.Theme.Title)}}
	}
	return out
}

// described says with whom the project is and what about: the published results
// have no more of it.
func described(c *app.OpenCall, g *app.Grant) string {
	out := []string{g.Title}
	if g.Theme.ID != "" {
		out = append(out, both(g.Theme.Title))
	}
	for _, p := range g.Partners {
		out = append(out, both(p.Name))
	}
	return strings.Join(append(out, both(c.Rules().Title)), "; ")
}

// both is a text in both languages of the law, once where they are the same.
func both(w workflow.Words) string {
	switch {
	case w.FR == w.NL || w.NL == "":
		return w.FR
	case w.FR == "":
		return w.NL
	default:
		return w.FR + " / " + w.NL
	}
}

// orgOf names a legal entity by its number in the Crossroads Bank for Enterprises,
// as the register of registers (org-id.guide, list BE-BCE_KBO) writes it; where
// none is known by its id here.
func orgOf(o *workflow.Organisation) givingOrg {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, o.Enterprise)
	if len(digits) == enterpriseDigits {
		return givingOrg{"BE-BCE_KBO-" + digits, both(o.Name)}
	}
	return givingOrg{o.Ref().ID, both(o.Name)}
}

const enterpriseDigits = 10
