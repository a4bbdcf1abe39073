package storage

import (
	"strconv"
	"strings"

	"gorm.io/gorm"

	"tremplin/workflow"
)

// source is one way in which a text finds dossiers.
type source struct {
	condition

	wide bool // no index leads to them: the list is walked until enough are found
}

// rare is how many dossiers an index may lead to; of more, a list holds enough
// close together.
const rare = 600

// mostWords is how many words of what is looked for are taken.
const mostWords = 8

// looked are the ways in which a text finds dossiers: by their titles, which
// hold all its words; by the name of a SISP or of a partner; by a call's
// reference or a dossier's number.
func (tx *Tx) looked(see workflow.Sight, text string) ([]source, error) {
	want := folded(text)
	if want == "" {
		return nil, nil
	}
	h, err := tx.House()
	if err != nil {
		return nil, err
	}
	var orgs []string
	for _, o := range h.Organisations {
		if named(o, want) {
			orgs = append(orgs, o.Ref().ID)
		}
	}
	var out []source
	if len(orgs) > 0 {
		out = append(out, source{condition: carries(orgs)}, source{condition: takesPart(orgs)})
	}
	const ofCall = "submissions.call_id IN (SELECT c.id FROM calls c WHERE lower(c.reference) = ?)"
	out = append(out, source{condition: condition{ofCall, []any{want}}})
	if ref, n, ok := dossierNumber(want); ok && n > 0 {
		may, err := tx.numbersOf(see, ref)
		if err != nil {
			return nil, err
		}
		if !may {
			n = 0 // no dossier has it
		}
		out = append(out, source{condition: condition{ofCall + " AND submissions.number = ?", []any{ref, n}}})
	}
	out = append(out, dossierNames(want)...)
	titled, err := tx.titled(wordsOf(text))
	return append(out, titled...), err
}

// titled finds the dossiers whose titles hold all these words: from the ends of
// the rarest of them, or along the list where that one is common too.
func (tx *Tx) titled(words []string) ([]source, error) {
	words = words[:min(len(words), mostWords)]
	if len(words) == 0 {
		return nil, nil
	}
	counts := make([]string, len(words))
	hold := make([]condition, 0, len(words))
	var args []any
	for i, word := range words {
		ends := endings(word)
		counts[i] = "SELECT " + strconv.Itoa(i) + ", count(*) FROM (SELECT 1 FROM title_ends e WHERE " + ends.sql + " LIMIT " + strconv.Itoa(rare) + ") n"
		args = append(args, ends.args...)
		hold = append(hold, holds(word))
	}
	rarest, least := 0, rare+1
	err := tx.each(tx.orm.Raw(strings.Join(counts, " UNION ALL "), args...), func(scan func(...any) error) error {
		var i, n int
		err := scan(&i, &n)
		if n < least {
			rarest, least = i, n
		}
		return err
	})
	if err != nil || least == 0 {
		return nil, wrapped("titles", err)
	}
	all := allOf(hold...)
	if least >= rare {
		return []source{{condition{"EXISTS (SELECT 1 FROM titles t WHERE t.submission_id = submissions.id AND " + all.sql + ")", all.args}, true}}, nil
	}
	ends := endings(words[rarest])
	return []source{{condition: condition{
		"submissions.id IN (SELECT t.submission_id FROM title_ends e JOIN titles t ON t.submission_id = e.submission_id WHERE " + ends.sql + " AND " + all.sql + ")",
		append(ends.args, all.args...),
	}}}, nil
}

// endings: some word has this in it, or is it where it is short.
func endings(word string) condition {
	if len([]rune(word)) < shortest {
		return condition{"e.ending = ?", []any{word}}
	}
	return condition{"e.ending >= ? AND e.ending < ?", []any{word, word + "\U0010FFFF"}}
}

// holds finds a word in a folded title; a word holds no sign that means something
// in a pattern. SQLite compiles a statement anew for every pattern that is given
// whole.
func holds(word string) condition {
	if len([]rune(word)) < shortest {
		word = " " + word + " "
	}
	return condition{"t.folded LIKE '%' || ? || '%'", []any{word}}
}

// narrowed are the conditions of a list, as one may see it and as a text narrows it.
func (tx *Tx) narrowed(see workflow.Sight, text string) ([]condition, error) {
	every, err := tx.ways(see)
	if err != nil || text == "" {
		return every, err
	}
	found, err := tx.looked(see, text)
	var out []condition
	for _, s := range found {
		if !s.wide {
			out = append(out, allOf(s.condition, maySeeSubmission(see)))
			continue
		}
		for _, way := range every {
			out = append(out, allOf(way, s.condition))
		}
	}
	return out, err
}

// firstOf are the dossiers that come first in the list under any of the
// conditions, each of which has an index of its own.
func firstOf(list *gorm.DB, any []condition, limit int) ([]string, error) {
	seen := map[string]bool{}
	var out []string
	for _, c := range any {
		var ids []string
		if err := list.Session(&gorm.Session{}).Where(c.sql, c.args...).Limit(limit).Pluck("submissions.id", &ids).Error; err != nil {
			return nil, wrapped("briefs", err)
		}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out, nil
}

func named(o *workflow.Organisation, want string) bool {
	for _, name := range append([]string{o.Name.FR, o.Name.NL}, o.Aliases...) {
		if strings.Contains(folded(name), want) {
			return true
		}
	}
	return false
}

// dossierNames find a dossier by its call's reference and its own name, which
// stands on its papers before it has a number: wherever the one may end and the
// other begin.
func dossierNames(want string) []source {
	var out []source
	for i, r := range want {
		if r == '-' && i > 0 && i+1 < len(want) && len(out) < mostWords {
			out = append(out, source{condition: condition{
				"submissions.id IN (SELECT c.id || '.' || ? FROM calls c WHERE lower(c.reference) = ?)", []any{want[i+1:], want[:i]},
			}})
		}
	}
	return out
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
