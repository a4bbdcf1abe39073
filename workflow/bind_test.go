package workflow_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	w "tremplin/workflow"
)

// every is an input with a field of each kind.
type every struct {
	Money   w.Money           `name:"money"`
	Maybe   *w.Money          `name:"maybe"`
	Number  w.Number          `name:"number"`
	Count   int               `name:"count" min:"2" max:"5"`
	Date    w.Date            `name:"date"`
	Moment  time.Time         `name:"moment"`
	Text    w.Text            `name:"text" max:"10"`
	Code    string            `name:"code" max:"10"`
	Choice  string            `name:"choice" oneof:"a,b"`
	Bool    bool              `name:"bool"`
	People  []w.Attendee      `name:"people"`
	Codes   []string          `name:"codes"`
	Rows    []inner           `name:"rows"`
	Pairs   []pair            `name:"pairs"`
	Object  inner             `name:"object"`
	Numbers map[string]int    `name:"numbers" max:"10"`
	Texts   map[string]w.Text `name:"texts"`
	Need    string            `name:"need" need:"yes"`
	Given   w.Given
}

type inner struct {
	ID   string  `name:"id" need:"yes"`
	Much w.Money `name:"much"`
}

type pair struct {
	A string `name:"a" need:"yes"`
	B string `name:"b" need:"yes"`
}

var bound every

// tiny is a programme of one act on a call, which takes everything.
var tiny = compiled(w.Lifecycle{Entity: w.EntityCall, Rules: []w.Rule{
	{Action: "take", From: []w.State{"open"}, To: w.Stay, By: []w.Role{w.Officer}, Does: w.Takes(func(k *w.Work, in every) { bound = in; k.OwnCall().Reference = "x" })},
}})

func compiled(l ...w.Lifecycle) *w.Programme {
	p := &w.Programme{Name: "tiny", Version: 1, Lifecycles: l}
	if err := p.Compile(); err != nil {
		panic(err)
	}
	return p
}

func house() *w.House {
	h, zoe := &w.House{}, &w.Person{}
	w.Revive(h, w.Ref{Entity: w.EntityHouse, Dossier: w.HouseID}, "there")
	w.Revive(zoe, w.Ref{Entity: w.EntityPerson, Dossier: w.HouseID, ID: "zoe"}, w.PersonActive)
	w.Attach(h, zoe)
	return h
}

func caseOn(state w.State) *w.Case {
	c := &w.Call{}
	w.Revive(c, w.Ref{Entity: w.EntityCall, Dossier: "emp"}, state)
	return &w.Case{Today: "2025-01-01", House: house(), Call: c, On: c, Seed: make([]byte, 16), Actor: w.Actor{Person: "off", Grants: []w.Grant{{Role: w.Officer}}}}
}

// bind has the tiny programme read a JSON object.
func bind(t testing.TB, text string) (*w.Decision, *w.Error) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	raw := map[string]any{}
	if err := d.Decode(&raw); err != nil {
		t.Skip(err)
	}
	dec, err := tiny.Decide(caseOn("open"), w.Ask{Entity: w.EntityCall, Action: "take", Values: raw})
	no, ok := errors.AsType[*w.Error](err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	return dec, no
}

func TestBindReadsEveryKind(t *testing.T) {
	d, no := bind(t, `{"need": " x ", "money": 12.5, "maybe": "0", "number": "4.5", "count": 3, "date": "2025-01-02", "moment": "2025-01-02T10:00", "text": " caf\u00e9\n", "code": "c",
"choice": "b", "bool": true, "people": ["zoe", "Mme X"], "codes": "one", "rows": ["a", {"id": "b", "much": 1}], "object": {"id": "o"}, "numbers": {"k": 7}, "texts": {"s": "t"}}`)
	if no != nil {
		t.Fatal(no)
	}
	zero := w.Money(0)
	got := bound
	got.Text.Ref, got.People[1].Name.Ref, got.Texts["s"] = "", "", w.Text{Body: got.Texts["s"].Body}
	want := every{
		Money: 1250, Maybe: &zero, Number: 450, Count: 3, Date: "2025-01-02", Moment: time.Date(2025, 1, 2, 9, 0, 0, 0, time.UTC), Text: w.Text{Body: "café"}, Code: "c", Choice: "b", Bool: true,
		People: []w.Attendee{{Person: "zoe"}, {Name: w.Text{Body: "Mme X"}}}, Codes: []string{"one"}, Rows: []inner{{ID: "a"}, {ID: "b", Much: 100}}, Object: inner{ID: "o"},
		Numbers: map[string]int{"k": 7}, Texts: map[string]w.Text{"s": {Body: "t"}}, Need: "x", Given: got.Given,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("bound\n%+v, want\n%+v", got, want)
	}
	if !got.Given["money"] || got.Given["pairs"] {
		t.Errorf("given %v", got.Given)
	}
	if len(d.Texts) != 3 || d.Texts[0].Ref != w.TextRef(d.Texts[0].Salt, d.Texts[0].Body) || d.Texts[0].Salt == d.Texts[1].Salt {
		t.Errorf("texts %v", d.Texts)
	}
}

func TestBindRefuses(t *testing.T) {
	long := strings.Repeat("é", 11)
	for _, c := range []struct{ with, code, field string }{
		{`{}`, "missing", "need"},
		{`{"need": "  "}`, "missing", "need"},
		{`{"need": "x", "nope": 1}`, "unknown_field", "nope"},
		{`{"need": "x", "money": "-1"}`, "amount", "money"},
		{`{"need": "x", "money": "1.234"}`, "amount", "money"},
		{`{"need": "x", "money": 1e3}`, "amount", "money"},
		{`{"need": "x", "maybe": "x"}`, "amount", "maybe"},
		{`{"need": "x", "money": [1, 2]}`, "type", "money"},
		{`{"need": "x", "number": "1,5"}`, "number", "number"},
		{`{"need": "x", "count": "1.0"}`, "integer", "count"},
		{`{"need": "x", "count": 1}`, "range", "count"},
		{`{"need": "x", "count": 6}`, "range", "count"},
		{`{"need": "x", "date": "2025-02-30"}`, "date", "date"},
		{`{"need": "x", "moment": "2025-03-30T02:30"}`, "moment", "moment"},
		{`{"need": "x", "text": "` + long + `"}`, "too_long", "text"},
		{`{"need": "x", "text": "a\u0000b"}`, "characters", "text"},
		{`{"need": "x", "code": "a\nb"}`, "characters", "code"},
		{`{"need": "x", "code": "` + long + `"}`, "too_long", "code"},
		{`{"need": "x", "choice": "c"}`, "choice", "choice"},
		{`{"need": "x", "bool": "yes"}`, "bool", "bool"},
		{`{"need": "x", "rows": [{}]}`, "missing", "rows[0].id"},
		{`{"need": "x", "rows": [{"id": "a", "much": "x"}]}`, "amount", "rows[0].much"},
		{`{"need": "x", "rows": [{"id": "a", "zzz": 1}]}`, "unknown_field", "rows[0].zzz"},
		{`{"need": "x", "rows": [""]}`, "missing", "rows[0]"},
		{`{"need": "x", "pairs": ["a"]}`, "type", "pairs[0]"},
		{`{"need": "x", "object": "o"}`, "type", "object"},
		{`{"need": "x", "numbers": {"k": 11}}`, "range", "numbers.k"},
		{`{"need": "x", "numbers": [1]}`, "type", "numbers"},
		{`{"need": "x", "numbers": {"a\u0000": 1}}`, "characters", "numbers"},
		{`{"need": "x", "codes": [` + strings.Repeat(`"a",`, 500) + `"a"]}`, "too_many", "codes"},
		{`{"need": "x", "people": [{"a": 1}]}`, "type", "people[0]"},
	} {
		_, no := bind(t, c.with)
		if no == nil || no.Kind != w.Invalid || string(no.Code) != c.code || no.Field != c.field {
			t.Errorf("%.80s: %v, want %s beside %s", c.with, no, c.code, c.field)
		}
		if no != nil && !slices.Contains(w.BindCodes, no.Code) {
			t.Errorf("%s is not among the binder's codes", no.Code)
		}
	}
	// All that is wrong is told at once.
	if _, no := bind(t, `{"money": "x", "date": "x"}`); no == nil || len(no.Problems) != 3 {
		t.Errorf("problems %v", no)
	}
}

// What the schema says is what the binder reads.
func TestSchemaNamesEveryField(t *testing.T) {
	fields, ok := tiny.Input(w.EntityCall, "take")
	s := w.Schema(fields)
	props := s["properties"].(map[string]any)
	if !ok || len(props) != reflect.TypeFor[every]().NumField()-1 || s["additionalProperties"] != false || fmt.Sprint(s["required"]) != "[need]" {
		t.Errorf("%v", s)
	}
	if _, err := json.Marshal(s); err != nil {
		t.Error(err)
	}
}

func FuzzBind(f *testing.F) {
	f.Add(`{"need": "x", "money": 12.5, "rows": ["a", {"id": "b"}], "numbers": {"k": 7}}`)
	f.Add(`{"need": ["x"], "people": [null], "object": {"id": {}}, "texts": {"": []}}`)
	f.Add(`{"need": 1e999, "codes": [[]], "count": -0, "pairs": {"a": true}}`)
	f.Fuzz(func(t *testing.T, text string) {
		bound = every{}
		_, no := bind(t, text)
		if no != nil {
			if no.Kind != w.Invalid || len(no.Problems) == 0 || !slices.Contains(w.BindCodes, no.Code) {
				t.Errorf("%s: %v", text, no)
			}
			return
		}
		if bound.Need == "" || bound.Money < 0 || bound.Count != 0 && (bound.Count < 2 || bound.Count > 5) || strings.ContainsFunc(bound.Code, func(r rune) bool { return r < ' ' }) {
			t.Errorf("%s is %+v", text, bound)
		}
	})
}
