package workflow

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// TextRef is the salted hash by which rows and events name a free text.
func TextRef(salt, body string) string {
	h := sha256.New()
	h.Write([]byte(salt))
	h.Write([]byte{0})
	h.Write([]byte(body))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// binder turns raw values into an input struct, and notes all that is wrong.
// Raw values are what files, forms and JSON have in common: strings, lists and
// maps with text keys.
type binder struct {
	house    *House
	said     map[string]string // words that have a reference already
	seed     []byte
	count    uint64
	typed    []Typed
	problems []Problem
}

func (b *binder) text(s string) Text {
	if b.seed == nil { // a question about offers keeps nothing
		return Text{Body: s, Ref: "-"}
	}
	if ref, ok := b.said[s]; ok {
		return Text{Ref: ref, Body: s}
	}
	mac := hmac.New(sha256.New, b.seed)
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], b.count)
	mac.Write(n[:])
	b.count++
	salt := base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
	t := Typed{Ref: TextRef(salt, s), Salt: salt, Body: s}
	b.typed = append(b.typed, t)
	return Text{Ref: t.Ref, Body: s}
}

func (b *binder) wrong(field string, code Code, facts map[string]any) {
	b.problems = append(b.problems, Problem{Kind: Invalid, Code: code, Field: field, Facts: facts})
}

// fill sets dst, a struct, from values.
func (b *binder) fill(dst reflect.Value, fields []Field, values map[string]any, at string) {
	for _, k := range sortedKeys(values) {
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == k }) {
			b.wrong(at+k, CodeUnknownField, nil)
		}
	}
	for _, f := range fields {
		v, ok := values[f.Name]
		if !ok || empty(v) || f.Need && hollow(v) {
			if f.Need || ok && f.keep {
				b.wrong(at+f.Name, CodeMissing, nil)
			}
			continue
		}
		b.set(field(dst, f), f, v, at+f.Name)
	}
}

func field(dst reflect.Value, f Field) reflect.Value {
	d := dst.FieldByIndex(f.index)
	if f.ptr {
		d.Set(reflect.New(d.Type().Elem()))
		d = d.Elem()
	}
	return d
}

func empty(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(x) == ""
	case []any:
		return len(x) == 0
	default:
		return false
	}
}

// hollow: an object of which nothing is given, such as a name in neither language.
func hollow(v any) bool {
	m, ok := v.(map[string]any)
	for _, x := range m {
		ok = ok && (empty(x) || hollow(x))
	}
	return ok
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (b *binder) set(d reflect.Value, f Field, v any, at string) {
	if !f.Many && f.Kind != KindPeople {
		b.setOne(d, f, v, at)
		return
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	if len(list) > maxList {
		b.wrong(at, "too_many", map[string]any{"max": maxList})
		return
	}
	out := reflect.MakeSlice(d.Type(), len(list), len(list))
	for i, x := range list {
		where := fmt.Sprintf("%s[%d]", at, i)
		if empty(x) {
			b.wrong(where, CodeMissing, nil)
			continue
		}
		b.setOne(out.Index(i), f, x, where)
	}
	d.Set(out)
}

func (b *binder) setOne(d reflect.Value, f Field, v any, at string) {
	switch f.Kind {
	case KindObject:
		m, ok := v.(map[string]any)
		if s, plain := scalar(v); !ok && plain && f.Many && f.scalar() {
			m, ok = map[string]any{f.Of[0].Name: s}, true
		}
		if !ok {
			b.wrong(at, "type", map[string]any{"want": f.Kind})
			return
		}
		b.fill(d, f.Of, m, at+".")
		return
	case KindMap:
		b.setMap(d, f, v, at)
		return
	}
	s, ok := scalar(v)
	if !ok {
		b.wrong(at, "type", map[string]any{"want": f.Kind})
		return
	}
	b.setScalar(d, f, strings.TrimSpace(s), at)
}

func (b *binder) setMap(d reflect.Value, f Field, v any, at string) {
	m, ok := v.(map[string]any)
	if !ok || len(m) > maxList {
		b.wrong(at, "type", map[string]any{"want": f.Kind})
		return
	}
	out := reflect.MakeMapWithSize(d.Type(), len(m))
	for _, k := range sortedKeys(m) {
		if !clean(k, false) || len(k) > maxCode {
			b.wrong(at, "characters", nil)
			continue
		}
		if empty(m[k]) {
			continue
		}
		e := reflect.New(d.Type().Elem()).Elem()
		b.set(e, f.Of[0], m[k], at+"."+k)
		out.SetMapIndex(reflect.ValueOf(k), e)
	}
	d.Set(out)
}

// scalar is a single value as it was written.
func scalar(v any) (string, bool) {
	switch x := v.(type) {
	case string:
		return x, true
	case bool:
		return strconv.FormatBool(x), true
	case int:
		return strconv.Itoa(x), true
	case fmt.Stringer: // json.Number among them
		return x.String(), true
	default:
		return "", false
	}
}

func (b *binder) setScalar(d reflect.Value, f Field, s, at string) {
	var err error
	var parsed any
	code := Code(f.Kind)
	switch f.Kind {
	case KindMoney:
		code = CodeAmount
		parsed, err = ParseMoney(s)
	case KindNumber:
		parsed, err = ParseNumber(s)
	case KindDate:
		parsed, err = ParseDate(s)
	case KindMoment:
		parsed, err = ParseMoment(s)
	case KindBool:
		parsed, err = parseBool(s)
	case KindInteger:
		b.setInteger(d, f, s, at)
		return
	case KindChoice:
		if !slices.Contains(f.OneOf, s) {
			b.wrong(at, "choice", map[string]any{"one_of": f.OneOf})
			return
		}
		d.SetString(s)
		return
	default:
		b.setWords(d, f, s, at)
		return
	}
	if err != nil {
		b.wrong(at, code, map[string]any{"value": short(s)})
		return
	}
	d.Set(reflect.ValueOf(parsed).Convert(d.Type()))
}

func parseBool(s string) (bool, error) {
	switch s {
	case "true":
		return true, nil
	case "false":
		return false, nil
	default:
		return false, strconv.ErrSyntax
	}
}

func (b *binder) setInteger(d reflect.Value, f Field, s, at string) {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		b.wrong(at, "integer", map[string]any{"value": short(s)})
	case n < f.Min || f.Max > 0 && n > f.Max:
		b.wrong(at, "range", map[string]any{"min": f.Min, "max": f.Max})
	default:
		d.SetInt(int64(n))
	}
}

func (b *binder) setWords(d reflect.Value, f Field, s, at string) {
	if !clean(s, f.Kind == KindText || f.Max > maxCode) {
		b.wrong(at, "characters", nil)
		return
	}
	if utf8.RuneCountInString(s) > f.limit() {
		b.wrong(at, "too_long", map[string]any{"max": f.limit()})
		return
	}
	switch {
	case f.Kind == KindText:
		d.Set(reflect.ValueOf(b.text(s)))
	case f.Kind == KindPeople && b.house.Person(s) != nil:
		d.Set(reflect.ValueOf(Attendee{Person: s}))
	case f.Kind == KindPeople:
		d.Set(reflect.ValueOf(Attendee{Name: b.text(s)}))
	default:
		d.SetString(s)
	}
}

// clean refuses what no one means to type: control characters and broken UTF-8.
func clean(s string, lines bool) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if unicode.IsControl(r) && !(lines && (r == '\n' || r == '\t' || r == '\r')) {
			return false
		}
	}
	return true
}

func short(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// sample is a raw input that is right in form: the forms' first values, the
// example in the API's description, the witness of "offered means decidable".
func sample(fields []Field, today Date, longer int) map[string]any {
	out := map[string]any{}
	for _, f := range fields {
		if !f.Need {
			continue
		}
		v := sampleOne(f, today, longer)
		if f.Many || f.Kind == KindPeople {
			v = []any{v}
		}
		out[f.Name] = v
	}
	return out
}

func sampleOne(f Field, today Date, longer int) any {
	switch f.Kind {
	case KindMoney, KindNumber:
		return "1"
	case KindInteger:
		return strconv.Itoa(max(f.Min, 1))
	case KindDate:
		return string(today)
	case KindMoment:
		return today.Plus(0, 30).Start().Format(time.RFC3339)
	case KindBool:
		return "true"
	case KindChoice:
		return f.OneOf[0]
	case KindObject:
		in := sample(f.Of, today, longer)
		if hollow(in) && len(f.Of) > 0 { // something of it has to be there
			in[f.Of[0].Name] = sampleOne(f.Of[0], today, longer)
		}
		return in
	case KindMap:
		return map[string]any{}
	default:
		return strings.Repeat("x", min(max(longer, 1), f.limit()))
	}
}
