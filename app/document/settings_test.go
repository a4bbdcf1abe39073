package document_test

import (
	"strings"
	"testing"

	"tremplin/app/document"
	"tremplin/workflow"
)

// TestProposedSettings: both languages everywhere, no law twice on a day.
func TestProposedSettings(t *testing.T) {
	s := document.Proposed()
	if s.Site == "" || strings.HasSuffix(s.Site, "/") {
		t.Errorf("site %q", s.Site)
	}
	for id, w := range s.Texts {
		if !w.Both() {
			t.Errorf("text %s is not there in both languages", id)
		}
	}
	for i, b := range s.LegalBases {
		if b.FR == "" || b.NL == "" || b.Until != "" && b.Until < b.From {
			t.Errorf("%s: %+v", b.Role, b)
		}
		for _, c := range s.LegalBases[:i] {
			if c.Role == b.Role && overlap(b, c) {
				t.Errorf("%s is valid twice: %s to %s, and %s to %s", b.Role, b.From, b.Until, c.From, c.Until)
			}
		}
	}
}

func overlap(a, b document.LegalBasis) bool {
	end := func(d workflow.Date) workflow.Date {
		if d == "" {
			return "9999-12-31"
		}
		return d
	}
	return a.From <= end(b.Until) && b.From <= end(a.Until)
}

func TestReadSettings(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"site without its slash", `{"site": "https://a.example/"}`, ""},
		{"unknown key", `{"sites": "x"}`, `unknown field "sites"`},
		{"no JSON", `site: x`, "invalid character"},
		{"a number for a text", `{"texts": {"dpo": 3}}`, "cannot unmarshal"},
		{"empty", ``, "EOF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := document.ReadSettings(strings.NewReader(c.text))
			switch {
			case c.want == "" && (err != nil || s.Site != "https://a.example"):
				t.Errorf("%+v %v", s, err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}
