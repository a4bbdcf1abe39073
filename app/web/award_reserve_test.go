package web

import (
	"net/http"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// concluded is a hearing whose committee is through, with all of it favourable.
func concluded(t *testing.T, db string) *demo {
	t.Helper()
	d := heard(t, db, hearing{members: 2, quorum: 2, envelope: 20_000, entrants: []entrant{
		{"a", "alfa", "culture", 12_000, []string{"55", "54"}, "favourable", 12_000},
		{"b", "beta", "culture", 10_000, []string{"44", "44"}, "favourable", 10_000},
		{"c", "gamma", "food", 6000, []string{"33", "34"}, "favourable", 6000},
	}})
	d.do(t, "chair", "call.conclude", "hearing", map[string]any{"present": []any{"chair", "jury1", "jury2"}})
	return d
}

// do performs an act as somebody, outside of the site, and the jobs that it orders.
func (d *demo) do(t *testing.T, by, do, on string, values map[string]any) {
	t.Helper()
	entity, action, _ := strings.Cut(do, ".")
	if _, err := d.App.Perform(t.Context(), app.Command{Actor: by, Surface: "test", Entity: workflow.Entity(entity), Action: workflow.Action(action), On: on, Values: values}); err != nil {
		t.Fatalf("%s does %s on %s: %v", by, do, on, err)
	}
	if err := d.App.Work(t.Context(), d.App.Now()); err != nil {
		t.Fatal(err)
	}
}

// TestWhatIsFreedGoesToTheReserve: what is free shows at once, and the board proposes the
// first of the reserve who fits: in part where the first of all does not fit whole, past
// those who do not where another does, and in its order when enough is freed.
func TestWhatIsFreedGoesToTheReserve(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, db string) {
		d := concluded(t, db)
		const path = "/calls/hearing/award"
		why := map[string]any{"reasons": "Dans l'ordre.", "departure": "Le budget ne suffit pas."}
		reserve := func(file, place string) {
			t.Helper()
			d.do(t, "dg", "submission.place_in_reserve", "hearing."+file, map[string]any{"place": place, "reasons": why["reasons"], "departure": why["departure"]})
		}
		d.do(t, "dg", "submission.award", "hearing.a", map[string]any{"amount": "12000", "reasons": "Premier."})
		reserve("b", "1")
		d.open(t, "dg", path, nil).is(http.StatusOK).hides("h-next") // c comes first: it is not decided yet
		d.do(t, "dg", "submission.reject", "hearing.c", why)
		got := d.open(t, "dg", path, nil).is(http.StatusOK).says("Libre en ce moment : 8.000,00 €", "Le premier de la réserve, Projet b, ne tient qu'en partie : 8.000,00 € sont libres sur 10.000,00 €")
		form := d.open(t, "dg", hrefOf(t, got, "Préparer l'octroi de Projet b"), nil).is(http.StatusOK)
		if n := strings.Count(form.body, `value="8.000,00"`); n != 2 { // the award, and the one line of the budget
			t.Errorf("the budget is not cut to the award: %d\n%s", n, form.text())
		}
		d.do(t, "dg", "submission.reconsider", "hearing.c", map[string]any{"reasons": "Il peut encore servir."})
		reserve("c", "2")
		d.open(t, "dg", path, nil).says("Premier de la réserve qui tient en entier dans ce qui est libre : Projet c, place 2, pour 6.000,00 €", "1 dossier mieux placé ne tient pas")
		d.open(t, "off", path, nil).is(http.StatusOK).says("Projet c, place 2").hides("Préparer l'octroi")
		d.do(t, "sig_alfa", "submission.withdraw", "hearing.a", nil)
		got = d.open(t, "dg", path, nil).says("Libre en ce moment : 20.000,00 €", "Premier de la réserve qui tient dans ce qui est libre : Projet b, place 1, pour 10.000,00 €")
		if again := d.open(t, "dg", hrefOf(t, got, "Préparer l'octroi de Projet b"), nil); strings.Contains(again.body, `name="budget.0`) && strings.Contains(again.body, `value="8.000,00"`) {
			t.Error("a whole award is cut")
		}
	})
}

// TestARefusalHasItsClock: until when it may be appealed stands on the board, and that an
// appeal waits; whether the SISP has signed in since stands beside its letter.
func TestARefusalHasItsClock(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, db string) {
		d := concluded(t, db)
		d.do(t, "dg", "submission.award", "hearing.a", map[string]any{"amount": "12000", "reasons": "Premier."})
		for _, f := range []string{"b", "c"} {
			d.do(t, "dg", "submission.reject", "hearing."+f, map[string]any{"reasons": "Le budget ne suffit pas à " + f + ".", "departure": "Le budget ne suffit pas."})
		}
		const path = "/calls/hearing/award"
		d.open(t, "dg", path, nil).hides("recours possible")
		d.do(t, "dg", "call.decide", "hearing", nil)
		until := workflow.DateOf(d.App.Now()).Plus(0, 30)
		d.open(t, "off", path, nil).says("recours possible jusqu'au " + ui.LongDate(locale.FR, until) + " inclus")
		const letters = "/calls/hearing/letters"
		d.open(t, "off", letters, nil).is(http.StatusOK).hides("s'est connectée depuis")
		if err := d.App.Store.OpenAccount(t.Context(), storage.Account{Person: "sig_beta", EmailHash: "beta"}, d.App.Now()); err != nil {
			t.Fatal(err)
		}
		if err := d.App.Store.NoteSignIn(t.Context(), "sig_beta", d.App.Now()); err != nil {
			t.Fatal(err)
		}
		if got := d.open(t, "off", letters, nil).says("La SISP s'est connectée depuis"); strings.Count(got.body, "connectée depuis") != 1 {
			t.Error("one SISP has signed in")
		}
		d.do(t, "sig_beta", "submission.appeal", "hearing.b", map[string]any{"arguments": []any{"Une erreur."}})
		got := d.open(t, "dg2", path, nil).says("recours introduit le", "à trancher")
		hrefOf(t, got, "Accueillir")
	})
}
