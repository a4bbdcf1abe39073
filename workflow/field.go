package workflow

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The kinds of a field. Forms, the API's and the scenarios' schema and the
// binder all follow from them.
const (
	KindMoney   = "money"   // euros with at most two decimals; held in cents
	KindNumber  = "number"  // a measured value with at most two decimals
	KindInteger = "integer" // a count
	KindDate    = "date"    // a day in Brussels
	KindMoment  = "moment"  // a moment; without a zone it is Brussels time
	KindText    = "text"    // free text; kept beside, under its salted hash
	KindCode    = "code"    // an id or another short word that is kept as it is
	KindChoice  = "choice"  // one of OneOf
	KindBool    = "bool"
	KindPeople  = "people" // ids of people, or names
	KindObject  = "object" // Of
	KindMap     = "map"    // keys are codes, values as Of[0]
)

// Field is one input of an action. Doc comments of the input structs say what
// it means; forms ask locale for its label.
type Field struct {
	Name     string
	Kind     string
	Need     bool     // has to be there
	Many     bool     // a list
	Min, Max int      // of an integer; Max of a text: characters; 0: the kind's own
	OneOf    []string // of a choice
	Of       []Field  // of an object; of a map's values the only one
	keep     bool     // need not be there, but may not be emptied
	index    []int
	ptr      bool
}

const (
	maxCode = 200
	maxText = 4000
	maxList = 500
)

var fieldCache sync.Map

// FieldsOf are the fields of an input struct. It panics on a type that no field
// can hold: that is a fault in a table, found by the first test that compiles it.
func FieldsOf(t reflect.Type) []Field {
	if f, ok := fieldCache.Load(t); ok {
		return f.([]Field) //nolint:forcetypeassert // only this function fills the cache
	}
	var out []Field
	for _, sf := range reflect.VisibleFields(t) {
		name := sf.Tag.Get("name")
		if name == "" {
			continue
		}
		f := fieldOf(sf.Type, sf.Tag)
		f.Name, f.index = name, sf.Index
		out = append(out, f)
	}
	fieldCache.Store(t, out)
	return out
}

func fieldOf(t reflect.Type, tag reflect.StructTag) Field {
	f := Field{Need: tag.Get("need") == "yes"}
	f.Max, _ = strconv.Atoi(tag.Get("max"))
	f.Min, _ = strconv.Atoi(tag.Get("min"))
	if one := tag.Get("oneof"); one != "" {
		f.OneOf = strings.Split(one, ",")
	}
	if t.Kind() == reflect.Pointer {
		f.ptr, t = true, t.Elem()
	}
	if t.Kind() == reflect.Slice && t != reflect.TypeFor[[]Attendee]() {
		f.Many, t = true, t.Elem()
	}
	switch {
	case t == reflect.TypeFor[Money]():
		f.Kind = KindMoney
	case t == reflect.TypeFor[Number]():
		f.Kind = KindNumber
	case t == reflect.TypeFor[Date]():
		f.Kind = KindDate
	case t == reflect.TypeFor[time.Time]():
		f.Kind = KindMoment
	case t == reflect.TypeFor[Text]():
		f.Kind = KindText
	case t == reflect.TypeFor[[]Attendee]():
		f.Kind = KindPeople
	case t.Kind() == reflect.String && f.OneOf != nil:
		f.Kind = KindChoice
	case t.Kind() == reflect.String:
		f.Kind = KindCode
	case t.Kind() == reflect.Int:
		f.Kind = KindInteger
	case t.Kind() == reflect.Bool:
		f.Kind = KindBool
	case t.Kind() == reflect.Struct:
		f.Kind, f.Of = KindObject, FieldsOf(t)
	case t.Kind() == reflect.Map:
		f.Kind, f.Of = KindMap, []Field{fieldOf(t.Elem(), tag)}
		f.Need = tag.Get("need") == "yes"
	default:
		panic("workflow: no field kind for " + t.String())
	}
	return f
}

// Schema is the fields as JSON Schema (2020-12), for the API and for scenario files.
func Schema(fields []Field) map[string]any {
	props, required := map[string]any{}, []string{}
	for _, f := range fields {
		props[f.Name] = f.schema()
		if f.Need {
			required = append(required, f.Name)
		}
	}
	s := map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func (f Field) schema() map[string]any {
	one := f.one()
	if !f.Many && f.Kind != KindPeople {
		return one
	}
	return map[string]any{"type": "array", "items": one, "maxItems": maxList}
}

func (f Field) one() map[string]any {
	switch f.Kind {
	case KindMoney:
		return map[string]any{"type": []string{"number", "string"}, "minimum": 0, "multipleOf": 0.01, "pattern": `^\d{1,11}(\.\d{1,2})?$`}
	case KindNumber:
		return map[string]any{"type": []string{"number", "string"}, "minimum": 0, "multipleOf": 0.01, "pattern": `^\d{1,11}(\.\d{1,2})?$`}
	case KindInteger:
		s := map[string]any{"type": "integer", "minimum": f.Min}
		if f.Max > 0 {
			s["maximum"] = f.Max
		}
		return s
	case KindDate:
		return map[string]any{"type": "string", "format": "date"}
	case KindMoment:
		return map[string]any{"type": "string", "pattern": `^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?`}
	case KindText:
		return map[string]any{"type": "string", "maxLength": f.limit()}
	case KindChoice:
		return map[string]any{"type": "string", "enum": f.OneOf}
	case KindBool:
		return map[string]any{"type": "boolean"}
	case KindObject:
		s := Schema(f.Of)
		if f.Many && f.scalar() { // [id, or {id, role?}]
			return map[string]any{"anyOf": []any{f.Of[0].one(), s}}
		}
		return s
	case KindMap:
		return map[string]any{"type": "object", "additionalProperties": f.Of[0].schema()}
	default:
		return map[string]any{"type": "string", "maxLength": f.limit()}
	}
}

func (f Field) limit() int {
	switch {
	case f.Max > 0:
		return f.Max
	case f.Kind == KindText:
		return maxText
	default:
		return maxCode
	}
}

// scalar tells that a row may be written as its first field alone.
func (f Field) scalar() bool {
	if len(f.Of) == 0 || f.Of[0].Many || f.Of[0].Of != nil {
		return false
	}
	for _, x := range f.Of[1:] {
		if x.Need {
			return false
		}
	}
	return true
}

// String is for failure messages of tests.
func (f Field) String() string { return fmt.Sprintf("%s %s", f.Name, f.Kind) }
