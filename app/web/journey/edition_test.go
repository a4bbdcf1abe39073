package journey_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// edition is a call that a journey carries from its rules to its projects.
type edition struct {
	*world
	id                  string
	opens, closes       time.Time
	a, b, out, rejected string // its dossiers: two that are awarded, one that is ineligible, one that is rejected
}

// TestTheFunderCarriesACall from the rules of the edition before to a project in
// progress, by the links that its pages offer: its officer sets it up, screens and
// convenes; its director validates; its signatory decides over the budget, changes
// it, sends the letters; three parties sign. Proposals and scores come through the
// engine, days by the clock.
func TestTheFunderCarriesACall(t *testing.T) {
	t.Parallel()
	each(t, "", true, func(w *world) {
		e := &edition{world: w, id: "tiny-2027"}
		off := w.as("off")
		e.setsUp(off)
		e.published(off, w.as("dir"))
		e.proposed()
		w.turn(e.closes.Add(time.Hour))
		e.ticks()
		off = w.as("off") // the session before has ended
		e.screens(off)
		e.convenes(off)
		e.advised()
		dg := w.as("dg")
		e.awards(dg)
		e.writes(dg)
		e.contracts(off, dg)
	})
}

// anchored is the edition's point of admissibility.
var anchored = map[locale.Language]string{locale.FR: "Un ancrage dans un quartier de logement social", locale.NL: "Een verankering in een sociale woonwijk"}

// path is an address of the call.
func (e *edition) path(rest string) string { return "/calls/" + e.id + rest }

// by has somebody do something through the engine.
func (e *edition) by(actor, act, on string, values map[string]any) string {
	e.Helper()
	entity, action, _ := strings.Cut(act, ".")
	out, err := e.app.Perform(e.Context(), app.Command{Actor: actor, Surface: "test", Entity: workflow.Entity(entity), Action: workflow.Action(action), On: on, Values: values})
	if err != nil {
		e.Fatalf("%s: %s on %s: %v", actor, act, on, err)
	}
	return out.On.Dossier
}

// ticks does what has fallen due, and the documents that were ordered.
func (e *edition) ticks() {
	e.Helper()
	if _, err := e.app.Clock(e.Context(), app.Tick{Until: e.now()}); err != nil {
		e.Fatal(err)
	}
	e.work()
}

// sends sends the form of the page, and the page that asks to confirm it.
func (b *tab) sends() {
	b.Helper()
	b.press("main form .btn:not(.alt)")
	b.press("main form .btn:not(.alt)")
}

// agrees sends the one page of an act that asks for nothing but a yes.
func (b *tab) agrees() {
	b.Helper()
	b.press("main form .btn:not(.alt)")
}

// picks chooses one of several answers.
func (b *tab) picks(name, value string) {
	b.Helper()
	js[int](b, `(document.querySelector("main [name='" + %v + "'][value='" + %v + "']").click(), 0)`, name, value)
}

// setsUp walks through the sections of the next edition, each leading to the next.
func (e *edition) setsUp(b *tab) {
	e.Helper()
	b.press(e.t("nav.calls"))
	b.press(e.t("newcall.title"))
	b.press(e.t("newcall.take", "call", "TINY-2025"))
	b.fill("reference", "TINY-2027")
	e.opens = e.now().AddDate(0, 1, 0)
	e.closes = e.opens.AddDate(0, 1, 0)
	for name, at := range map[string]time.Time{"opens_at": e.opens, "closes_at": e.closes} {
		js[int](b, `document.getElementsByName(%v)[0].value = %v, 0`, name, at.In(workflow.Brussels).Format("2006-01-02T15:04"))
	}
	b.press("main form .btn:not(.alt)")
	b.reads(e.t("newcall.done"))
	for _, section := range []string{"identity", "money", "dates", "criteria", "instalments", "committee", "themes", "objectives", "admissibility", "delays"} {
		if at := b.at(); at != e.path("/setup/"+section) {
			b.Fatalf("setting up leads to %s, want %s", at, section)
		}
		switch section {
		case "dates":
			b.fill("reserve_until", e.closes.AddDate(1, 0, 0).Format("02/01/2006"))
		case "admissibility":
			b.row("admissibility")
			b.fill("admissibility.*.text.fr", anchored[locale.FR])
			b.fill("admissibility.*.text.nl", anchored[locale.NL])
		case "delays":
			b.fill("delegation.organ", "board")
			b.fill("delegation.date", e.now().Format("02/01/2006"))
			b.fill("delegation.reference", "CA 2026/8")
		}
		b.press(e.t("form.save_next"))
	}
	b.reads(e.t("setup.ready"))
	b.press(e.t("preview.link"))
	b.reads(e.t("preview.note"), anchored[e.lang])
}

// published: its director validates what the officer has prepared, who publishes it.
func (e *edition) published(off, dir *tab) {
	e.Helper()
	dir.press("main a[href='" + e.path("/do/call.validate") + "']")
	dir.sends()
	dir.reads(locale.State(e.lang, workflow.EntityCall, "validated"))
	off.press(e.t("nav.home"))
	off.press("main a[href='" + e.path("/do/call.publish") + "']")
	off.agrees()
	off.reads(locale.State(e.lang, workflow.EntityCall, "open"))
}

// proposed brings four dossiers into the call, the first of them with a partner.
func (e *edition) proposed() {
	e.Helper()
	create := func(by, sisp, title, amount string, more map[string]any) string {
		values := map[string]any{"sisp": sisp, "title": title, "theme": "culture", "requested": amount, "budget": []any{map[string]any{"category": "staff", "label": "Animation", "amount": amount}}}
		maps.Copy(values, more)
		return e.by(by, "submission.create", e.id, values)
	}
	e.a = create("ed_alfa", "alfa", "Le potager", "12000", map[string]any{
		"partners":     []any{"asbl"},
		"deliverables": []any{map[string]any{"title": "Un carnet", "due": e.closes.AddDate(1, 0, 0).Format(time.DateOnly)}},
		"indicators":   []any{map[string]any{"id": "participants", "title": "Participants", "target": "30"}},
	})
	e.by("sig_asbl", "party.confirm", e.a+"/party/asbl", nil)
	e.by("sig_alfa", "submission.submit", e.a, nil)
	for _, x := range []struct {
		id            *string
		title, amount string
	}{{&e.b, "La cuisine", "10000"}, {&e.out, "Hors quartier", "5000"}, {&e.rejected, "Le journal", "6000"}} {
		*x.id = create("sig_beta", "beta", x.title, x.amount, nil)
		e.by("sig_beta", "submission.submit", *x.id, nil)
	}
}

// screens: each page of a dossier leads back to the call, which names the next.
func (e *edition) screens(b *tab) {
	e.Helper()
	answer := func(yes string) {
		js[int](b, `document.querySelectorAll("input[name^='point.'][value=" + %v + "]").forEach(x => x.click()), 0`, yes)
	}
	b.press("main a[href='" + e.path("/work") + "']")
	for _, title := range []string{"Le potager", "La cuisine", "Le journal"} {
		b.press(title)
		answer("true")
		b.press(e.t("screen.do"))
		b.reads(e.t("screen.done", "title", title))
	}
	b.press("Hors quartier")
	answer("false")
	b.press(e.t("screen.do"), http.StatusConflict)
	b.reads(e.t("screen.not_eligible"), anchored[e.lang])
	b.press(locale.Action(e.lang, workflow.EntitySubmission, "declare_ineligible"))
	b.fill("facts", "Le projet se tient hors des quartiers de la SISP.")
	b.fill("law", "Règlement de l'appel, article 4.")
	b.sends()
	b.reads(locale.State(e.lang, workflow.EntitySubmission, "ineligible"))
}

// convenes appoints the committee, and hands it what is eligible.
func (e *edition) convenes(b *tab) {
	e.Helper()
	b.press("TINY-2027")
	b.press(e.t("committee.title"))
	for _, x := range []struct{ person, as string }{{"chair", "chair"}, {"jury1", "member"}} {
		b.press("main a[href='" + e.path("/do/member.appoint") + "']")
		b.fill("person", x.person)
		b.picks("as", x.as)
		b.press("main form .btn:not(.alt)")
	}
	b.press("main a[href='" + e.path("/do/call.convene") + "']")
	b.agrees()
	b.reads(locale.State(e.lang, workflow.EntityCall, "in_committee"))
}

// advised scores and ranks what is under review; the committee concludes.
func (e *edition) advised() {
	e.Helper()
	for i, id := range []string{e.a, e.b, e.rejected} {
		for _, person := range []string{"chair", "jury1"} {
			e.by("off", "sheet.assign", id, map[string]any{"person": person})
			score := func(criterion string) any {
				return map[string]any{"criterion": criterion, "score": 5 - i, "reasons": "Vu en séance."}
			}
			e.by(person, "sheet.save", id+"/sheet/"+person, map[string]any{"scores": []any{score("participation"), score("feasibility")}})
			e.by(person, "sheet.seal", id+"/sheet/"+person, nil)
		}
		e.by("chair", "submission.rank", id, map[string]any{"opinion": []string{"favourable", "favourable", "unfavourable"}[i], "advised": []string{"12000", "10000", "6000"}[i], "reasons": "Avis du comité."})
	}
	e.by("chair", "call.conclude", e.id, map[string]any{"present": []any{"chair", "jury1"}})
	e.work()
}
