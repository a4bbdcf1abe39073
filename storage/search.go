package storage

import (
	"slices"
	"strings"

	"tremplin/workflow"
)

// likeness is what SQL can say of a text that is looked for, and what then
// holds: what letters count as others differs from database to database.
type likeness struct {
	condition

	want string
	orgs []string
	ref  string
	n    int
}

func (tx *Tx) like(text string) (*likeness, error) {
	k := &likeness{condition: anyOf(), want: folded(text)}
	if k.want == "" {
		return k, nil
	}
	h, err := tx.House()
	if err != nil {
		return nil, err
	}
	for _, o := range h.Organisations {
		if named(o, k.want) {
			k.orgs = append(k.orgs, o.Ref().ID)
		}
	}
	cs := []condition{
		joins(k.orgs),
		{"EXISTS (SELECT 1 FROM texts t WHERE t.ref = submissions.title_ref AND lower(t.body) LIKE ?)", []any{"%" + loose(k.want) + "%"}},
		{"lower(calls.reference) = ?", []any{k.want}},
	}
	var ok bool
	if k.ref, k.n, ok = dossierNumber(k.want); ok {
		cs = append(cs, condition{"lower(calls.reference) = ? AND submissions.number = ? AND submissions.number > 0", []any{k.ref, k.n}})
	}
	k.condition = anyOf(cs...)
	return k, nil
}

func (k *likeness) holds(b Brief) bool {
	ref := strings.ToLower(b.Reference)
	return strings.Contains(folded(b.Title), k.want) || ref == k.want || ref == k.ref && b.Number == k.n && k.n > 0 ||
		slices.ContainsFunc(k.orgs, func(o string) bool { return o == b.Sisp || slices.Contains(b.Partners, o) })
}

func named(o *workflow.Organisation, want string) bool {
	for _, name := range append([]string{o.Name.FR, o.Name.NL}, o.Aliases...) {
		if strings.Contains(folded(name), want) {
			return true
		}
	}
	return false
}

// loose is a pattern that finds a folded text however its letters are accented.
func loose(folded string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aceinouy%_\\'", r) || r > 127 {
			return '_'
		}
		return r
	}, folded)
}

// dossierNumber reads "emp-2023-03" as a call's reference and a number in it.
func dossierNumber(s string) (reference string, n int, ok bool) {
	i := strings.LastIndexByte(s, '-')
	if i < 1 || i+1 == len(s) || len(s)-i > 6 {
		return "", 0, false
	}
	for _, r := range s[i+1:] {
		if r < '0' || r > '9' {
			return "", 0, false
		}
		n = n*10 + int(r-'0')
	}
	return s[:i], n, true
}
