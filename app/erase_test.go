package app_test

import (
	"slices"
	"strings"
	"testing"

	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// zoe is in every corner of the database before she is erased.
const (
	zoe      = "Zoë Dubois"
	zoesMail = "zoe.dubois@demo.example"
)

// zoesLife has Zoë act, and has others write of her, until a project runs.
func (w *world) zoesLife() (call, project string) {
	w.Helper()
	call, project = w.reviewedCall()
	w.imports(workflow.EntityPerson, "zoe", fields{
		"name": zoe, "email": zoesMail, "organisation": "slrb", "function": fields{"fr": "Agente", "nl": "Medewerkster"}, "roles": list("das_officer", "finance_officer"),
	})
	w.mustDo("chair", "submission.rank", project, fields{"opinion": "favourable", "advised": "500", "reasons": "Avis relu par ZOË  DUBOIS."})
	w.mustDo("chair", "call.conclude", call, fields{"present": list("chair", "jury1", "zoe", "Zoe Dubois")})
	w.mustDo("dg", "submission.award", project, fields{
		"amount": "500", "reasons": "Comme le propose " + zoe + ".", "conditions": []any{fields{"text": "Un plan vu par zoë dubois."}},
	})
	w.mustDo("dg", "call.decide", call, nil)
	w.mustDo("zoe", "call.publish_results", call, nil)
	w.mustDo("zoe", "submission.issue_convention", project, fields{"language": "fr", "start_on": string(workflow.DateOf(w.now))})
	for _, id := range []string{"sig_alfa", "par_asbl1", "dg"} {
		w.mustDo(id, "submission.sign", project, nil)
	}
	w.mustDo("zoe", "submission.hold_midterm", project, fields{
		"held_on": string(workflow.DateOf(w.now)), "present": list("zoe", zoe, "ed_alfa"), "findings": zoe + " a constaté.", "light": "amber", "actions": list("Rappeler " + zoe),
	})
	w.mustDo("zoe", "control.record", project, fields{
		"held_on": string(workflow.DateOf(w.now)), "place": "Chez Zoé Dubois", "present": list(zoe), "findings": "Rien.", "documents": list("Note de " + zoe),
	})
	w.mustDo("ed_alfa", "submission.update", project, fields{"contacts": []any{fields{"name": zoe, "email": zoesMail, "phone": "02 000 00 00"}}})
	w.mustDo("ed_alfa", "question.ask", call, fields{"text": "Faut-il écrire à Zoë Dubois ?"})
	facts, err := w.app.Attach(w.ctx, []byte("%PDF-1.7\nplan"))
	w.must(err)
	facts["name"], facts["kind"] = "plan de Zoë Dubois.pdf", "plan"
	w.mustDo("zoe", "file.attach", project, facts)
	return call, project
}

// TestErase takes a person's roles, then the name, from everywhere but the
// history of who did what.
func TestErase(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 9)
		defer done()
		call, project := w.zoesLife()
		if n := len(w.naming(zoe)); n < 8 {
			t.Fatalf("%d rows name her, there should be many", n)
		}
		w.refused("refused/duty_left", "root1", "person.erase", "", fields{"person": "zoe"})
		w.refused("forbidden/role", "dir", "person.erase", "", fields{"person": "zoe"})

		w.mustDo("root1", "person.revoke", "", fields{"person": "zoe", "role": "das_officer"})
		w.mustDo("root1", "person.revoke", "", fields{"person": "zoe", "role": "finance_officer"})
		w.refused("refused/duty_left", "root1", "person.erase", "", fields{"person": "zoe"}) // two have to take a paying role
		w.refused("forbidden/apart", "root1", "person.revoke", "", fields{"person": "zoe", "role": "finance_officer"})
		w.mustDo("root2", "person.revoke", "", fields{"person": "zoe", "role": "finance_officer"})
		did := w.did("zoe", call, project)
		w.mustDo("root2", "person.erase", "", fields{"person": "zoe"})

		for _, name := range []string{zoe, "zoe dubois", "zoé dubois", zoesMail} {
			if rows := w.naming(name); len(rows) > 0 {
				t.Errorf("%d rows still hold %q: %.400s", len(rows), name, rows)
			}
		}
		w.verified()
		if after := w.did("zoe", call, project); !slices.Equal(after, did) || len(did) < 5 {
			t.Errorf("the history says that she did %v, and said %v", after, did)
		}
		w.refused("forbidden/role", "zoe", "call.publish_results", call, nil)
		w.refused("refused/state", "root1", "person.grant", "", fields{"person": "zoe", "role": "auditor"})
		w.refused("refused/state", "root1", "person.erase", "", fields{"person": "zoe"})
		w.refused("forbidden/apart", "root1", "person.erase", "", fields{"person": "root1"})
		w.refused("not_found/not_found", "root1", "person.erase", "", fields{"person": "nobody"})

		w.mustDo("off1", "condition.meet", project+"/condition/1", fields{"reasons": "Vu."}) // life goes on
		w.verified()
	})
}

// naming lists the rows that hold a name, whatever their case; the bytes of
// files aside.
func (w *world) naming(name string) (out []string) {
	w.Helper()
	name = strings.ToLower(name)
	for _, table := range w.tables() {
		if table == "file_chunks" {
			continue
		}
		for _, row := range w.dump(table) {
			low := strings.ToLower(row)
			if strings.Contains(low, name) || strings.Contains(strings.Join(strings.Fields(low), " "), name) {
				out = append(out, table+": "+row)
			}
		}
	}
	return out
}

// did lists what the history says that somebody did.
func (w *world) did(person string, dossiers ...string) (out []string) {
	w.Helper()
	for _, id := range dossiers {
		past, err := storage.Get(w.ctx, w.app.Store, func(tx *storage.Tx) ([]storage.Past, error) { return tx.History(id, 0, 1000) })
		w.must(err)
		for _, e := range past {
			if e.By == person {
				out = append(out, e.On.String()+" "+string(e.Action))
			}
		}
	}
	return out
}
