package locale

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// formats are the ways to print a fact. Callers hand facts over as the engine has
// them; the text says what they are: cents and a count are both whole numbers.
var formats = []string{"", "quote", "n", "money", "number", "score", "share", "when", "list", "state", "role", "role_list", "action", "fields", "name", "one_of", "limit", "size"}

// show prints a fact, or nothing where it is not what the text says.
func show(d data, v any, format, arg string) string {
	l := d.language
	switch format {
	case "quote":
		return quoted(l, written(v))
	case "money":
		return money(l, v)
	case "n", "number", "score", "share", "limit", "size":
		return numeral(l, v, format)
	case "when":
		return when(l, v)
	case "list":
		return And(l, list(v))
	case "state":
		return state(d, v, arg)
	case "role":
		return Or(l, names(l, v, "role"))
	case "role_list":
		return And(l, names(l, v, "role"))
	case "action":
		return action(l, written(v))
	case "fields":
		return And(l, fields(l, v))
	case "name":
		return And(l, names(l, v, arg))
	case "one_of":
		return oneOf(d, v)
	default:
		return written(v)
	}
}

func numeral(l Language, v any, format string) string {
	n, ok := whole(v)
	switch {
	case !ok || format == "limit" && n == 0: // no limit
		return ""
	case format == "number":
		return Number(l, n)
	case format == "score":
		return Score(l, n)
	case format == "share":
		return Share(l, n)
	case format == "size":
		return Size(l, n)
	default:
		return Count(l, n)
	}
}

// whole is a whole number of whatever type, or one in digits, as JSON may carry it.
func whole(v any) (int64, bool) {
	r := reflect.ValueOf(v)
	switch {
	case v == nil:
		return 0, false
	case r.CanInt():
		return r.Int(), true
	case r.CanUint() && r.Uint() < 1<<63:
		return int64(r.Uint()), true //nolint:gosec // just compared
	case r.Kind() == reflect.String:
		n, err := strconv.ParseInt(r.String(), 10, 64)
		return n, err == nil
	}
	return 0, false
}

// money prints cents, or an amount as JSON carries it, "62700.00".
func money(l Language, v any) string {
	if r := reflect.ValueOf(v); r.Kind() == reflect.String {
		if s := r.String(); len(s) > 3 && s[len(s)-3] == '.' {
			v = s[:len(s)-3] + s[len(s)-2:]
		}
	}
	if n, ok := whole(v); ok {
		return Money(l, n)
	}
	return ""
}

// written is a text, or whatever writes itself.
func written(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case fmt.Stringer:
		return x.String()
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.String:
		return r.String()
	case reflect.Slice:
		return strings.Join(list(v), ", ")
	default:
		return fmt.Sprint(v)
	}
}

func quoted(l Language, s string) string {
	if s != "" {
		return Quote(l, s)
	}
	return ""
}

// when prints a moment or a day, whichever it is.
func when(l Language, v any) string {
	if t, ok := v.(time.Time); ok {
		if t.IsZero() {
			return ""
		}
		return Moment(l, t)
	}
	s := written(v)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return Moment(l, t)
	}
	return Date(l, s)
}

// list is the texts of a list of whatever text type; one text is a list of one.
func list(v any) (out []string) {
	r := reflect.ValueOf(v)
	if r.Kind() != reflect.Slice {
		if s := written(v); s != "" {
			out = append(out, s)
		}
		return out
	}
	for i := range r.Len() {
		out = append(out, written(r.Index(i).Interface()))
	}
	return out
}

// state prints a state: of the entity that the text names, or else the facts.
func state(d data, v any, entity string) string {
	if entity == "" {
		entity = written(d.facts["entity"])
	}
	return quoted(d.language, State(d.language, entity, written(v)))
}

func names(l Language, v any, family string) []string {
	out := list(v)
	for i, s := range out {
		out[i] = lower(Name(l, append(strings.Split(family, ":"), s)...))
	}
	return out
}

func action(l Language, s string) string {
	entity, act, ok := strings.Cut(s, ".")
	if !ok {
		return s
	}
	return quoted(l, Action(l, entity, act))
}

func fields(l Language, v any) []string {
	out := list(v)
	for i, s := range out {
		out[i] = Quote(l, Where(l, s))
	}
	return out
}

// oneOf prints the choices of the field that the refusal is about.
func oneOf(d data, v any) string {
	out := list(v)
	for i, s := range out {
		out[i] = lower(Choice(d.language, lastOf(written(d.facts[fieldFact])), s))
	}
	return Or(d.language, out)
}
