package document

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"tremplin/workflow"
)

// Settings are what the documents of every call say of the funder and of the
// law. What no source gives is named in FilledIn.
type Settings struct {
	Site       string                    `json:"site"`  // where documents can be checked, without a slash at its end
	Texts      map[string]workflow.Words `json:"texts"` // contacts, addresses, fixed sentences
	LegalBases []LegalBasis              `json:"legal_bases"`
	FilledIn   []string                  `json:"filled_in"`
}

// LegalBasis is a law that documents cite, as long as it is valid. Empty dates
// are open.
type LegalBasis struct {
	Role    string        `json:"role"` // lb_reasons
	FR      string        `json:"fr"`   // with its article: « la loi du … »
	NL      string        `json:"nl"`
	From    workflow.Date `json:"from,omitempty"`
	Until   workflow.Date `json:"until,omitempty"`
	Checked string        `json:"checked,omitempty"` // by whom and when; nobody yet where empty
}

//go:embed settings.json
var proposed []byte

// Proposed are the settings that the program comes with.
func Proposed() *Settings {
	s, err := ReadSettings(strings.NewReader(string(proposed)))
	if err != nil {
		panic(err) // a test reads them
	}
	return s
}

// ReadSettings reads settings as JSON. Unknown keys are errors.
func ReadSettings(r io.Reader) (*Settings, error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	s := &Settings{}
	if err := d.Decode(s); err != nil {
		return nil, fmt.Errorf("document: settings: %w", err)
	}
	s.Site = strings.TrimRight(s.Site, "/")
	return s, nil
}

// Texts are the ids of a call's texts that only documents tell. They are no part
// of its rules as the public reads them.
var Texts = []string{
	"das_phone", "dpo_contact", "privacy_url", "support_mention", "logo_rules", "management_contract_title", "appeal_body", "appeal_channel", "appeal_effect",
	"budget_line", "excluded_costs", "overhead_base", "salutation", "programme_context", "programme_lessons", "programme_recommendations", "data_limits",
}
