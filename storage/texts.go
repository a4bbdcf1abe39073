package storage

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"tremplin/workflow"
)

// LoadTexts fills in the bodies of all free texts of the dossiers, which must
// be this reader's own: what [Tx.Case] gives may be shared. An erased text
// keeps its reference and has no body.
func (tx *Tx) LoadTexts(dossiers ...workflow.Dossier) error {
	var refs []string
	for _, d := range dossiers {
		eachText(reflect.ValueOf(d), func(t *workflow.Text) { refs = append(refs, t.Ref) })
	}
	bodies, err := tx.Texts(refs)
	if err != nil {
		return err
	}
	for _, d := range dossiers {
		eachText(reflect.ValueOf(d), func(t *workflow.Text) { t.Body = bodies[t.Ref] })
	}
	return nil
}

// LoadTitles fills in the titles alone, for lists.
func (tx *Tx) LoadTitles(submissions ...*workflow.Submission) error {
	var refs []string
	for _, s := range submissions {
		if s.Proposal != nil {
			refs = append(refs, s.Proposal.Title.Ref)
		}
	}
	bodies, err := tx.Texts(refs)
	if err != nil {
		return err
	}
	for _, s := range submissions {
		if s.Proposal != nil {
			s.Proposal.Title.Body = bodies[s.Proposal.Title.Ref]
		}
	}
	return nil
}

// LoadNames fills in the titles, and those of what the dossiers have to deliver,
// for lists of what there is to do.
func (tx *Tx) LoadNames(submissions ...*workflow.Submission) error {
	var all []*workflow.Text
	for _, s := range submissions {
		if s.Proposal != nil {
			all = append(all, &s.Proposal.Title)
		}
		for _, d := range s.Deliverables {
			all = append(all, &d.Title)
		}
	}
	refs := make([]string, 0, len(all))
	for _, t := range all {
		refs = append(refs, t.Ref)
	}
	bodies, err := tx.Texts(refs)
	if err != nil {
		return err
	}
	for _, t := range all {
		t.Body = bodies[t.Ref]
	}
	return nil
}

// Words are those of a proposal that are still there, each with a reference that
// stands for it.
func (tx *Tx) Words(p *workflow.Proposal) (map[string]string, error) {
	var refs []string
	eachText(reflect.ValueOf(p), func(t *workflow.Text) { refs = append(refs, t.Ref) })
	bodies, err := tx.Texts(refs)
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(bodies))
	for _, ref := range slices.Sorted(maps.Keys(bodies)) { // of two that say the same, always the same
		out[bodies[ref]] = ref
	}
	return out, nil
}

// Texts are the bodies behind references; erased ones are left out.
func (tx *Tx) Texts(refs []string) (map[string]string, error) {
	slices.Sort(refs)
	refs = slices.Compact(refs)
	out := make(map[string]string, len(refs))
	for some := range slices.Chunk(refs, 1000) {
		err := tx.each(tx.orm.Raw("SELECT ref, body FROM texts WHERE ref IN ? AND body IS NOT NULL", some), func(scan func(...any) error) error {
			var ref, body string
			err := scan(&ref, &body)
			out[ref] = body
			return err
		})
		if err != nil {
			return nil, wrapped("texts", err)
		}
	}
	return out, nil
}

var textType = reflect.TypeFor[workflow.Text]()

// eachText walks a dossier with its parts. Maps hold texts as values, so these
// are put back.
func eachText(v reflect.Value, f func(*workflow.Text)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachText(v.Elem(), f)
		}
	case reflect.Struct:
		if v.Type() == textType {
			if t, ok := reflect.TypeAssert[*workflow.Text](v.Addr()); ok && t.Ref != "" {
				f(t)
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachText(v.Field(i), f)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), f)
		}
	case reflect.Map:
		eachTextOf(v, f)
	default: // holds none
	}
}

// eachTextOf makes the texts of a map addressable: each gets a cell of its own.
func eachTextOf(v reflect.Value, f func(*workflow.Text)) {
	m, ok := reflect.TypeAssert[map[string]workflow.Text](v)
	if !ok {
		return
	}
	for k, t := range m {
		if t.Ref != "" {
			f(&t)
			m[k] = t
		}
	}
}

// SaidElsewhere reports whether the text stands, word for word, in another
// dossier of the call.
func (tx *Tx) SaidElsewhere(call, dossier, text string) (bool, error) {
	if text == "" {
		return false, nil
	}
	found := false
	err := tx.each(tx.orm.Raw("SELECT 1 FROM submissions s JOIN texts t ON t.dossier_id = s.id WHERE s.call_id = ? AND s.id <> ? AND t.body = ? LIMIT 1", call, dossier, text),
		func(scan func(...any) error) error {
			var one int
			found = true
			return scan(&one)
		})
	return found, wrapped("texts", err)
}

// TextsNaming finds texts that hold the name, whatever their case and accents,
// or that are the person's own. They are what the erasure of the person takes
// away.
func (tx *Tx) TextsNaming(person, name string) ([]string, error) {
	var found []string
	if p := tx.person(person); p != nil {
		eachText(reflect.ValueOf(p), func(t *workflow.Text) { found = append(found, t.Ref) })
	}
	want := folded(name)
	if want == "" {
		return found, nil
	}
	err := tx.each(tx.orm.Raw("SELECT ref, body FROM texts WHERE body IS NOT NULL"), func(scan func(...any) error) error {
		var ref, body string
		err := scan(&ref, &body)
		if strings.Contains(folded(body), want) {
			found = append(found, ref)
		}
		return err
	})
	slices.Sort(found)
	return slices.Compact(found), wrapped("texts", err)
}

func (tx *Tx) person(id string) *workflow.Person {
	if tx.read == nil {
		return nil
	}
	h, _ := tx.read.house.dossier.(*workflow.House)
	return h.Person(id)
}

// folded is text without case, accents and repeated blanks.
func folded(s string) string {
	var b strings.Builder
	blank := true
	for _, r := range s {
		r = unicode.ToLower(r)
		switch {
		case unicode.Is(unicode.Mn, r): // an accent of its own
			continue
		case unicode.IsSpace(r):
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		blank = false
		if plain, ok := plainLetters[r]; ok {
			b.WriteString(plain)
			continue
		}
		b.WriteRune(r)
	}
	return strings.TrimSuffix(b.String(), " ")
}

// plainLetters are the accented letters of European names.
var plainLetters = func() map[rune]string {
	out := map[rune]string{'æ': "ae", 'œ': "oe", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'þ': "th", 'ı': "i", 'ŋ': "n", '’': "'"}
	for plain, accented := range map[string]string{
		"a": "àáâãäåāăąǎ", "c": "çćĉċč", "d": "ď", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįǐ", "j": "ĵ", "k": "ķ",
		"l": "ĺļľŀ", "n": "ñńņňŉ", "o": "òóôõöōŏőǒ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűųǔ", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
	} {
		for _, r := range accented {
			out[r] = plain
		}
	}
	return out
}()
