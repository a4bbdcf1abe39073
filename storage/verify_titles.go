package storage

import (
	"slices"

	"tremplin/workflow"
)

// titleRows compares a title as it is looked for with its text, which has been
// looked at before: what was erased may not be found any more.
func (v *verifier) titleRows(f *chainFold, texts, titles, ends [][]any) {
	if f.entity != workflow.EntitySubmission {
		return
	}
	ref, want := "", ""
	if f.dossier != nil {
		ref = titleOf(f.dossier)
	}
	for _, r := range texts {
		if body, ok := r[3].(string); ok && r[1] == ref {
			want = foldedTitle(body)
		}
	}
	switch {
	case want == "" && len(titles) > 0:
		v.find("titles", f.id, "its text is gone")
	case want != "" && len(titles) != 1:
		v.find("titles", f.id, "is there %d times", len(titles))
	case want != "":
		v.compare("titles", f.id, titleColumns, titles[0], []any{f.id, ref, want})
	}
	var have []string
	for _, r := range ends {
		end, _ := r[1].(string)
		have = append(have, end)
	}
	slices.Sort(have)
	if !slices.Equal(have, endsOf(want)) {
		v.find("title_ends", f.id, "are not those of the title")
	}
}

var titleColumns = []string{"submission_id", "ref", "folded"}

// titled finds what would be found of dossiers that are not there.
func (v *verifier) titled() error {
	for _, table := range []string{"titles", "title_ends"} {
		ids, err := v.strings("SELECT DISTINCT submission_id FROM " + table + " x WHERE NOT EXISTS (SELECT 1 FROM submissions s WHERE s.id = x.submission_id) ORDER BY 1")
		if err != nil {
			return err
		}
		for _, id := range ids {
			v.find(table, id, "belongs to no dossier")
		}
	}
	return nil
}
