package web

import (
	"crypto/sha256"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/workflow"
)

// at is a moment in Brussels. What is chance's then follows from the moment, so that
// two worlds differ by what is done in them alone.
func (w *world) at(moment string) {
	w.Helper()
	at, err := time.ParseInLocation("2006-01-02T15:04", moment, workflow.Brussels)
	if err != nil {
		w.Fatal(err)
	}
	w.now, w.app.Chance = at.UTC(), rand.NewChaCha8(sha256.Sum256([]byte(moment)))
}

// register brings a member of the committee into the house.
func (w *world) register(id, name string, roles []any, mandates ...any) {
	w.Helper()
	w.registerOf("", id, name, roles, mandates...)
}

// registerOf is register of somebody who works for an organisation.
func (w *world) registerOf(org, id, name string, roles []any, mandates ...any) {
	w.Helper()
	_, err := w.app.Import(w.Context(), app.Draft{Entity: workflow.EntityPerson, ID: id, Values: map[string]any{
		"name": name, "email": id + "@tremplin.example", "language": "fr", "organisation": org, "roles": roles, "mandates": mandates,
	}}, "test", w.now)
	if err != nil {
		w.Fatal(err)
	}
}

// organisation brings an association into the house.
func (w *world) organisation(id, name string) {
	w.Helper()
	_, err := w.app.Import(w.Context(), app.Draft{Entity: workflow.EntityOrganisation, ID: id, Values: map[string]any{
		"kind": "association", "name": map[string]any{"fr": name, "nl": name},
	}}, "test", w.now)
	if err != nil {
		w.Fatal(err)
	}
}

// merges lets an organisation be absorbed by another.
func (w *world) merges(org, into string) {
	w.Helper()
	w.do("adm", "organisation.ask_merge", "", map[string]any{"organisation": org, "into": into, "on": string(workflow.DateOf(w.now)), "reasons": "Fusion."})
	w.do("dir", "organisation.merge", "", map[string]any{"organisation": org, "into": into, "on": string(workflow.DateOf(w.now))})
}

// proposed is a submission that was handed in.
func (w *world) proposed(name, by, sisp, title string, more map[string]any) {
	w.Helper()
	v := map[string]any{
		"sisp": sisp, "title": title, "theme": "culture", "requested": "10000",
		"budget": []any{map[string]any{"category": "staff", "label": "Animation", "amount": "10000"}},
	}
	maps.Copy(v, more)
	out, err := w.app.Perform(w.Context(), app.Command{Actor: by, Surface: "test", Entity: workflow.EntitySubmission, Action: "create", On: "tiny-2025", Values: v, Name: name})
	if err != nil {
		w.Fatal(err)
	}
	if _, asks := more["partners"]; asks {
		w.do("sig_asbl", "party.confirm", out.On.String()+"/party/asbl", nil)
	}
	who := map[string]string{"ed_alfa": "sig_alfa"}[by]
	if who == "" {
		who = by
	}
	w.do(who, "submission.submit", out.On.String(), nil)
}

// scores are of both criteria of seatedWorld.
func scores(a, b, why string) map[string]any {
	return map[string]any{"scores": []any{
		map[string]any{"criterion": "participation", "score": a, "reasons": why}, map[string]any{"criterion": "feasibility", "score": b, "reasons": why},
	}}
}

// seatedWorld is a call before its committee: chair, jury1, jury2, and jury3 who
// substitutes. jury2 has a mandate in the asbl, which takes part in dossier a; with
// twice it takes part in dossier c as well, which otherwise is not there at all.
// Dossiers b and d have no conflict, and sheets of chair, jury1 and jury2.
func seatedWorld(t *testing.T, twice bool) *world {
	t.Helper()
	return seatedWith(t, twice, "asbl")
}

// seatedWith is the same with a mandate of jury2 in another organisation, and more
// roles.
func seatedWith(t *testing.T, twice bool, mandate string, roles ...any) *world {
	t.Helper()
	return seatedIn(newWorld(t, 0), twice, hiding{mandate: mandate, roles: roles})
}

// seatedIn is the same in a world of which only the people are there. Who works for
// alfa gets no sheet of its dossiers.
func seatedIn(w *world, twice bool, h hiding) *world {
	w.Helper()
	w.at("2025-01-10T10:00")
	w.organisation("other", "Autre asbl")
	w.register("adm", "Administration", []any{"admin"})
	w.registerOf(h.org, "jury2", "Membre 2", append(h.roles, "committee_member"), h.mandate)
	w.register("jury3", "Membre 3", []any{"committee_member"})
	both := func(fr, nl string) map[string]any { return map[string]any{"fr": fr, "nl": nl} }
	w.do("off", "call.update", "tiny-2025", map[string]any{"criteria": []any{
		map[string]any{"id": "participation", "title": both("Participation", "Participatie"), "weight": "60", "max": "5", "threshold": "2", "guidance": both("0 : sans les habitants\n5 : conçu par les habitants", "0: zonder de bewoners\n5: door de bewoners bedacht")},
		map[string]any{"id": "feasibility", "title": both("Faisabilité", "Haalbaarheid"), "weight": "40", "max": "20"},
	}})
	w.do("off", "member.appoint", "tiny-2025", map[string]any{"person": "jury2", "as": "member"})
	w.do("off", "member.appoint", "tiny-2025", map[string]any{"person": "jury3", "as": "substitute"})
	w.at("2025-01-15T10:00")
	w.do("dir", "call.validate", "tiny-2025", nil)
	w.at("2025-02-17T10:00")
	w.proposed("a", "ed_alfa", "alfa", "Projet A", map[string]any{"partners": []any{"asbl"}})
	w.proposed("b", "sig_beta", "beta", "Projet B", nil)
	if twice { // between the others, so that their numbers would have a gap
		w.proposed("c", "sig_beta", "beta", "Projet C caché", map[string]any{"partners": []any{"asbl"}})
	}
	w.at("2025-02-18T10:00")
	w.proposed("d", "ed_alfa", "alfa", "Projet D", nil)
	w.at("2025-03-18T10:00")
	files := []string{"a", "b", "d"}
	if twice {
		files = append(files, "c")
	}
	for _, f := range files {
		w.do("off", "submission.declare_eligible", "tiny-2025."+f, nil)
	}
	w.at("2025-03-20T10:00")
	w.do("off", "call.convene", "tiny-2025", nil)
	w.at("2025-03-21T10:00")
	for _, f := range files {
		for _, person := range []string{"chair", "jury1", "jury2"} {
			if person != "jury2" || f == "b" || f == "d" && h.org != "alfa" {
				w.do("off", "sheet.assign", "tiny-2025."+f, map[string]any{"person": person})
			}
		}
	}
	w.at("2025-03-22T10:00")
	return w
}

// seals scores a dossier and seals the sheet.
func (w *world) seals(person, file, a, b string) {
	w.Helper()
	on := "tiny-2025." + file + "/sheet/" + person
	w.do(person, "sheet.save", on, scores(a, b, "Motif de "+person+" pour "+file))
	w.do(person, "sheet.seal", on, nil)
}
