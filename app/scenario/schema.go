package scenario

import (
	"maps"
	"slices"
	"strings"

	"tremplin/workflow"
)

// Schema is the JSON Schema (2020-12) of scenario files under a programme.
func Schema(p *workflow.Programme) map[string]any {
	item := func(e workflow.Entity, a workflow.Action, more map[string]any) map[string]any {
		fields, _ := p.Input(e, a)
		s := workflow.Schema(slices.DeleteFunc(withRoles(p, fields), func(f workflow.Field) bool { return f.Name == "id" || f.Name == "filled_in" }))
		props := s["properties"].(map[string]any) //nolint:forcetypeassert // an object's
		props["id"], props["filled_in"] = schemaID, schemaFilledIn
		maps.Copy(props, more)
		need, _ := s["required"].([]string)
		s["required"] = append([]string{"id"}, need...)
		return map[string]any{"type": "array", "items": s}
	}
	return map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "Tremplin scenario",
		"type":    "object",
		"properties": map[string]any{
			"scenario":      schemaID,
			"organisations": item(workflow.EntityOrganisation, "register", nil),
			"people":        item(workflow.EntityPerson, "register", nil),
			"calls":         item(workflow.EntityCall, "create", map[string]any{"by": schemaID}),
			"steps":         map[string]any{"type": "array", "items": stepSchema(p)},
		},
		"required":             []string{"scenario"},
		"additionalProperties": false,
	}
}

var (
	schemaID       = map[string]any{"type": "string", "pattern": idPattern.String()}
	schemaFilledIn = map[string]any{"anyOf": []any{
		map[string]any{"type": "boolean"},
		map[string]any{"type": "array", "items": map[string]any{"type": "string"}},
	}}
)

// stepSchema gives each act its inputs.
func stepSchema(p *workflow.Programme) map[string]any {
	var acts []string
	var inputs []any
	for _, l := range p.Lifecycles {
		for i := range l.Rules {
			do := string(l.Entity) + "." + string(l.Rules[i].Action)
			if slices.Contains(acts, do) {
				continue
			}
			acts = append(acts, do)
			inputs = append(inputs, map[string]any{
				"if":   map[string]any{"properties": map[string]any{"do": map[string]any{"const": do}}},
				"then": map[string]any{"properties": map[string]any{"with": withSchema(p, l.Entity, l.Rules[i].Action)}},
			})
		}
	}
	return map[string]any{
		"type": "object",
		"properties": map[string]any{
			"at":        map[string]any{"type": "string", "description": "Brussels time, or with a zone", "pattern": `^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?`},
			"by":        schemaID,
			"do":        map[string]any{"type": "string", "enum": acts},
			"on":        map[string]any{"type": "string", "description": "a call, what an earlier step made, or a part: a/sheet/jury1"},
			"as":        schemaID,
			"with":      map[string]any{"type": "object"},
			"expect":    map[string]any{"type": "string", "pattern": expectPattern()},
			"filled_in": schemaFilledIn,
		},
		"required":             []string{"at", "by", "do"},
		"additionalProperties": false,
		"allOf":                inputs,
	}
}

func withSchema(p *workflow.Programme, e workflow.Entity, a workflow.Action) map[string]any {
	fields, _ := p.Input(e, a)
	if e != workflow.EntityFile || a != "attach" {
		return workflow.Schema(fields)
	}
	s := workflow.Schema(attachFields(fields))
	s["properties"].(map[string]any)["file"] = map[string]any{ //nolint:forcetypeassert // an object's
		"type": "string", "description": "a path beside the scenario",
	}
	return s
}

func expectPattern() string {
	names := make([]string, len(expectable))
	for i, k := range expectable {
		names[i] = k.String()
	}
	return "^(ok|(" + strings.Join(names, "|") + ")(/[a-z0-9_]+)?)$"
}

// Code is a refusal that a step can be answered with.
type Code struct {
	Kind string `json:"kind"`
	Code string `json:"code"`
}

// fixed are the refusals that come from beside the tables.
var fixed = []string{
	"refused/document_pending", "invalid/reference_taken", "conflict/step_changed",
}

// Codes lists every refusal with its kind, sorted.
func Codes(p *workflow.Programme) []Code {
	out := []Code{}
	for _, s := range fixed {
		kind, code, _ := strings.Cut(s, "/")
		out = append(out, Code{kind, code})
	}
	for _, r := range p.Refusals() {
		out = append(out, Code{r.Kind.String(), string(r.Code)})
	}
	slices.SortFunc(out, func(a, b Code) int { return strings.Compare(a.Kind+"/"+a.Code, b.Kind+"/"+b.Code) })
	return slices.Compact(out)
}
