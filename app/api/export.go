package api

import (
	"cmp"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"tremplin/app/export"
	"tremplin/workflow"
)

// ExportFormat is how a call leaves the house, as the address says it.
type ExportFormat string

// Schema is its description.
func (ExportFormat) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString, Default: string(export.CSV)}
	for _, f := range export.Formats {
		s.Enum = append(s.Enum, string(f))
	}
	return s
}

type exported struct {
	ByID

	Format ExportFormat `query:"format"`
}

func (s *Server) exportRoutes() {
	r := route{
		id: "export-call", path: pathCalls + "/{id}/export", tag: "calls", summary: "The data of a call as a file",
		text: "`xlsx` is a workbook of the call, its submissions with their parts and its ledger; `csv` a line for each submission: both for the funder's side, and without names of people or bank accounts. " +
			"`360giving` is the published results by the 360Giving Data Standard, the same for everybody; before they are published there is none.",
		media: map[string]*huma.Schema{}, refuses: []int{http.StatusUnprocessableEntity},
	}
	for _, f := range export.Formats {
		r.media[f.Type()] = nil
	}
	r.media[export.Giving.Type()] = givingSchema()
	add(s, r, exportCall)
}

// givingSchema is what a program may count on of a package of grants; the
// standard's own schema says the rest.
func givingSchema() *huma.Schema {
	text := &huma.Schema{Type: huma.TypeString}
	party := &huma.Schema{Type: huma.TypeObject, Required: []string{"id", "name"}, Properties: map[string]*huma.Schema{"id": text, "name": text}}
	some := 1
	return &huma.Schema{
		Type: huma.TypeObject, Description: "A package of grants by the 360Giving Data Standard", Required: []string{"version", "title", "identifier", "issued", "publisher", "grants"},
		Properties: map[string]*huma.Schema{
			"version": text, "title": text, "identifier": text, "issued": {Type: huma.TypeString, Format: "date"}, "publisher": party,
			"grants": {Type: huma.TypeArray, MinItems: &some, Items: &huma.Schema{
				Type: huma.TypeObject, Required: []string{"id", "title", "description", "currency", "amountAwarded", "awardDate", "recipientOrganization", "fundingOrganization"},
				Properties: map[string]*huma.Schema{
					"id": text, "title": text, "description": text, "currency": text, "amountAwarded": {Type: huma.TypeNumber}, "awardDate": {Type: huma.TypeString, Format: "date"},
					"recipientOrganization": {Type: huma.TypeArray, Items: party}, "fundingOrganization": {Type: huma.TypeArray, Items: party},
				},
			}},
		},
	}
}

func exportCall(v *visit, in *exported) (*answer, error) {
	f := export.Format(cmp.Or(in.Format, ExportFormat(export.CSV)))
	if !f.Known() {
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: export.CodeFormat, Field: "format", Facts: map[string]any{"one_of": export.Names()}}
	}
	p, err := export.Prepare(v.ctx, v.App, v.who, export.Wanted{Call: in.ID, Format: f, Site: v.Site})
	if err != nil {
		return nil, err
	}
	return &answer{
		status: http.StatusOK, export: p, kind: p.Type, tag: `"` + p.Tag + `"`, file: mime.FormatMediaType("attachment", map[string]string{"filename": p.Name}),
	}, nil
}
