package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tremplin/storage/storagetest"
)

// four are submissions before three members: c and d have the same total, c is first
// by participation; the sheets of b lie far apart; e is under a threshold.
var four = hearing{members: 3, quorum: 2, envelope: 39_000, entrants: []entrant{
	{"d", "delta", "food", 9000, []string{"34", "34", ""}, "favourable", 8000},
	{"a", "alfa", "culture", 12_000, []string{"55", "54", ""}, "favourable", 12_000},
	{"c", "gamma", "food", 9000, []string{"42", "43", ""}, "favourable", 9000},
	{"b", "beta", "culture", 10_000, []string{"55", "33", ""}, "favourable", 10_000},
	{"e", "beta", "food", 6000, []string{"15", "15", ""}, "unfavourable", 0},
	{"f", "alfa", "food", 6000, []string{"44", "", ""}, "", 0},
}}

// inOrder checks that the page reads these one after the other.
func (a answer) inOrder(parts ...string) answer {
	a.t.Helper()
	text, at := a.text(), 0
	for _, p := range parts {
		i := strings.Index(text[at:], p)
		if i < 0 {
			a.t.Fatalf("%s: %q does not follow:\n%s", a.at, p, text)
		}
		at += i + len(p)
	}
	return a
}

const (
	ranksAt     = "/calls/hearing/ranking"
	scenariosAt = "/calls/hearing/scenarios"
)

// TestRankingIsRead: places, ties and what decided them, sheets far apart, thresholds,
// missing sheets, and the line by advised and by requested amounts; in any order and
// however narrowed each keeps its place.
func TestRankingIsRead(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, db string) {
		d := heard(t, db, four)
		got := d.open(t, "off", ranksAt, nil).is(http.StatusOK)
		got.inOrder("1 Projet a", "96,00", "12.000,00 €", "2 Projet b", "à discuter", "80,00", "60 à 100, écart 40", "3 Projet c", "68,00", "ex aequo",
			"Le budget de 39.000,00 € s'arrête ici par les montants demandés. Il reste 8.000,00 €, le projet suivant demande 9.000,00 € : il manque 1.000,00 €.",
			"4 Projet d", "ex aequo, départagé par « Participation »", "conseillé : 8.000,00 €", "39.000,00 € 40.000,00 €",
			"5 Projet e", "sous le seuil", "Défavorable", "aucun montant conseillé –", "– Projet f", "manque 1 grille", "80,00", "6.000,00 € –",
			"Le budget de 39.000,00 € suffit à tous les montants conseillés. Il reste 0,00 €.", "Seuls comptent les projets dont toutes les grilles du quorum sont scellées")
		got.hides("45.000,00", "51.000,00") // what cannot be funded is added to nothing
		got.says("À égalité, le rang suit, dans l'ordre : « Participation », le moment d'introduction et le numéro du dossier.")
		for query, want := range map[string][]string{
			"?sort=title":           {"1 Projet a", "2 Projet b", "3 Projet c", "4 Projet d", "5 Projet e", "– Projet f"},
			"?sort=title&down=1":    {"– Projet f", "5 Projet e", "4 Projet d", "3 Projet c", "2 Projet b", "1 Projet a"},
			"?sort=spread":          {"2 Projet b", "1 Projet a", "3 Projet c", "4 Projet d"},
			"?sort=requested":       {"1 Projet a", "2 Projet b", "3 Projet c", "4 Projet d", "5 Projet e"},
			"?sort=feasibility":     {"5 Projet e", "1 Projet a", "2 Projet b", "4 Projet d"},
			"?sort=sisp":            {"1 Projet a", "– Projet f", "2 Projet b", "5 Projet e", "4 Projet d", "3 Projet c"},
			"?theme=food":           {"3 Projet c", "4 Projet d", "5 Projet e", "– Projet f"},
			"?flag=tied&sort=title": {"3 Projet c", "4 Projet d"},
			"?flag=spread":          {"2 Projet b"},
			"?flag=below":           {"5 Projet e"},
			"?flag=missing":         {"– Projet f"},
			"?sisp=alfa":            {"1 Projet a", "– Projet f"},
		} {
			got := d.open(t, "off", ranksAt+query, nil).is(http.StatusOK).inOrder(want...)
			if n := strings.Count(got.body, `id="r-`); strings.Contains(query, "flag") && n != len(want) || strings.Contains(query, "theme") && n != 4 {
				t.Errorf("%s shows %d lines", query, n)
			}
			got.hides("s'arrête ici")
		}
		if got := d.open(t, "off", ranksAt+"?junk=x&sort=title", nil); strings.Contains(got.body, "junk=x&amp;sort=title&amp;view") || !strings.Contains(got.body, "sort=title&amp;view=projector") {
			t.Error("what no ranking hangs on is carried along")
		}
		d.open(t, "off", ranksAt+"?theme=none", nil).is(http.StatusOK).says("Aucun dossier avec ces filtres")
		d.open(t, "off", ranksAt+"?view=projector", nil).is(http.StatusOK).says("Quitter la vue projecteur").hides("Faisab.", "Trier par")
		for _, by := range []string{"sig_alfa", "sig_gamma"} {
			d.open(t, by, ranksAt, nil).is(http.StatusNotFound)
			d.open(t, by, scenariosAt, nil).is(http.StatusNotFound)
		}
	})
}

// TestRankingBeforeTheOwnSheet: of a dossier that one still has to score, others' sheets
// do not count, until one's own is sealed.
func TestRankingBeforeTheOwnSheet(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, db string) {
		d := heard(t, db, four)
		got := d.open(t, "jury3", ranksAt, nil).is(http.StatusOK)
		got.says("Les grilles des autres membres comptent ici", "– Projet d", "notes cachées : ce dossier ne vous est pas attribué")
		got.hides("96,00", "80,00", "68,00", "écart", "manque 1 grille", "pas de grille scellée", "Cumul", "Le budget de", "Seuls comptent", "1 Projet")
		d.open(t, "jury1", ranksAt, nil).is(http.StatusOK).says("96,00", "80,00", "68,00", "Cumul", "4 Projet d").hides("notes cachées")
		d.open(t, "jury3", scenariosAt, nil).is(http.StatusOK).says("Des notes vous sont cachées", "notes cachées : ce dossier ne vous est pas attribué").hides("Pas encore noté", "pas de grille scellée", "Meilleur total", "96,00")
		d.open(t, "jury1", scenariosAt, nil).is(http.StatusOK).says("Meilleur total").hides("Des notes vous sont cachées")
		d.open(t, "jury2", ranksAt, nil).is(http.StatusOK).says("96,00", "– Projet f", "notes cachées : ce dossier ne vous est pas attribué").hides("Cumul", "Seuls comptent")
	})
}

// hiddenHearing is a call in which jury3 has a conflict with gamma, which is there; and,
// in another world, with delta too.
func hiddenHearing(also bool) hearing {
	h := hearing{members: 4, quorum: 2, envelope: 40_000, mandates: map[string]string{"jury3": "gamma, delta"}, entrants: []entrant{
		{"a", "alfa", "culture", 12_000, []string{"55", "54", "43"}, "favourable", 12_000},
		{"g", "gamma", "food", 9000, []string{"44", "44"}, "favourable", 9000},
		{"b", "beta", "culture", 10_000, []string{"44", "43", "33"}, "favourable", 10_000},
		{"c", "alfa", "food", 7000, []string{"43", "43", "44"}, "", 0},
	}}
	if also { // sent first, best of all, tied with a, and of a theme and a SISP of its own
		h.entrants = append([]entrant{{"x", "delta", "food", 12_000, []string{"55", "54"}, "favourable", 12_000}}, h.entrants...)
	}
	return h
}

// TestRankingHidesWhatOneMayNotKnow: to who has a conflict in the call each page is the
// same to the byte whether a dossier that they may not see is there or not; there are
// no sums, no line, and no scenarios.
func TestRankingHidesWhatOneMayNotKnow(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, db string) {
		with := heard(t, db, hiddenHearing(true))
		without := heard(t, sibling(t, db), hiddenHearing(false))
		paths := []string{ranksAt, ranksAt + "?view=projector", ranksAt + "?lang=nl"}
		for _, sort := range []string{"title", "sisp", "spread", "requested", "participation", "feasibility"} {
			paths = append(paths, ranksAt+"?sort="+sort, ranksAt+"?down=1&sort="+sort)
		}
		for _, narrow := range []string{"theme=food", "theme=culture", "sisp=delta", "sisp=gamma", "sisp=alfa", "flag=tied", "flag=missing", "flag=below", "flag=spread", "after=hearing.x", "after=hearing.nobody"} {
			paths = append(paths, ranksAt+"?"+narrow)
		}
		for _, p := range append(paths, scenariosAt, scenariosAt+"?hand=x", scenariosAt+"?hand=a") {
			a, b := with.open(t, "jury3", p, nil), without.open(t, "jury3", p, nil)
			for _, x := range []*answer{&a, &b} { // each request has its own number, and its hour
				x.body = chance.ReplaceAllString(strings.ReplaceAll(x.body, x.header.Get("X-Request-Id"), "000000000000"), "")
				x.header.Del("X-Request-Id")
			}
			if a.status != b.status || a.body != b.body || !maps.EqualFunc(a.header, b.header, slices.Equal) {
				t.Errorf("%s tells of it: %d and %d, %v and %v", p, a.status, b.status, a.header, b.header)
			}
			a.hides("Projet x", "Projet g", "SISP delta", "SISP gamma", "40.000,00", "Cumul", "s'arrête ici", "Libre")
		}
		with.open(t, "jury3", ranksAt, nil).is(http.StatusOK).says("Vous avez un conflit d'intérêts dans cet appel").inOrder("1 Projet a", "2 Projet c", "3 Projet b")
		with.open(t, "jury3", scenariosAt, nil).is(http.StatusNotFound)
		with.open(t, "jury3", scenariosAt, url.Values{"in": {"hearing.x"}}).is(http.StatusNotFound)
		with.open(t, "jury1", ranksAt, nil).is(http.StatusOK).says("Projet x", "Projet g", "40.000,00", "Cumul")
	})
}

// sibling is another database of the same kind.
func sibling(t *testing.T, db string) string {
	t.Helper()
	if strings.HasPrefix(db, "sqlite:") {
		return storagetest.SQLite(t)
	}
	return storagetest.Postgres(t)
}

// TestScenariosBesideEachOther: who is in, at what amount, what remains; rules; and a
// choice by hand, which stands in the address and nowhere else.
func TestScenariosBesideEachOther(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, db string) {
		h := four
		h.envelope = 29_000
		d := heard(t, db, h)
		got := d.open(t, "off", scenariosAt, nil).is(http.StatusOK)
		// rank order: a and b; best total: a, c and d; equal cut: the four that are candidates
		got.inOrder("Projets 2 3 4", "Montant total 22.000,00 € 29.000,00 € 29.000,00 €", "Reste du budget 7.000,00 € 0,00 € 0,00 €", "Somme des notes 176,00 232,00 312,00", "Réduction – – 25,64 %",
			"Entrent, par rapport au classement 0 2 2", "Sortent, par rapport au classement 0 1 0")
		got.inOrder("Projet b", "10.000,00 €", "hors sort", "Projet e", "hors Avis défavorable ou réserve")
		d.open(t, "off", scenariosAt+"?at_least_one_per_theme=true&at_most_per_sisp=1", nil).is(http.StatusOK).inOrder("Projets 2 3 4", "3 Projet c", "9.000,00 €")
		d.open(t, "off", scenariosAt+"?at_most_per_sisp=many", nil).is(http.StatusUnprocessableEntity).says("Un nombre de 1 à 99, ou rien.")

		form := url.Values{"in": {"hearing.a", "hearing.d"}, "a.hearing.a": {"12.000,00"}, "a.hearing.d": {"6.500,50"}, "a.hearing.b": {"nothing"}, "at_most_per_sisp": {"2"}}
		sent := d.open(t, "off", scenariosAt, form).leads(scenariosAt + "?at_most_per_sisp=2&hand=a%2Cd%3A6500.50#h-compared")
		at, _, _ := strings.Cut(sent.header.Get("Location"), "#")
		d.open(t, "off", at, nil).is(http.StatusOK).inOrder("Choix manuel", "Projets 2 3 4 2", "29.000,00 € 18.500,50 €", "10.499,50 €")
		form.Set("a.hearing.d", "much")
		form.Set("a.hearing.a", "11.000,00")
		bad := d.open(t, "off", scenariosAt, form).is(http.StatusUnprocessableEntity).says("Projet d : « much » n'est pas un montant")
		if !strings.Contains(bad.body, `value="much"`) || !strings.Contains(bad.body, `value="11.000,00"`) {
			t.Error("what was typed is gone")
		}
		over := d.open(t, "off", scenariosAt+"?hand=a,b,c", nil).is(http.StatusOK)
		over.says("Choix manuel : le budget est dépassé de 2.000,00 €")
		d.open(t, "off", scenariosAt+"?hand=a:20000,nobody", nil).is(http.StatusOK).says("un montant au moins dépasse la demande")
		d.open(t, "off", scenariosAt+"?hand=a:x", nil).is(http.StatusBadRequest)
		if again := d.open(t, "off", scenariosAt, nil); again.body != got.body {
			t.Error("something was kept")
		}
	})
}
