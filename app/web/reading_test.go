package web

import (
	"database/sql"
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
)

// auditor is somebody who reads everything.
func (w *world) auditor() *browser {
	w.Helper()
	w.enlist("aud", "Contrôle", "slrb", "auditor")
	return w.as("aud")
}

// tamper changes rows behind the program's back, as who owns the database can.
func (w *world) tamper(changes ...string) {
	w.Helper()
	db, err := sql.Open("sqlite", w.path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	for _, c := range changes {
		res, err := db.ExecContext(w.Context(), c)
		if err != nil {
			w.Fatal(c, err)
		}
		if n, _ := res.RowsAffected(); n == 0 && !strings.HasPrefix(c, "DROP") {
			w.Fatal("nothing was changed by ", c)
		}
	}
}

// TestAuditorsFindAPlantedChange: a chain holds; once a row is changed the check
// names it, in the dossier that it is of and in its call, and in no other.
func TestAuditorsFindAPlantedChange(t *testing.T) {
	const a, b, call = "/reading/tiny-2025.a", "/reading/tiny-2025.b", "/reading/tiny-2025"
	for name, c := range map[string]struct {
		change []string
		says   []string
	}{
		"a row":             {[]string{"UPDATE submissions SET theme = 'autre' WHERE id = 'tiny-2025.a'"}, []string{"1 ligne ne tient pas", "Dossier tiny-2025.a", "La ligne dit autre chose que les actes", "theme"}},
		"an event":          {[]string{"DROP TRIGGER events_no_update", "UPDATE events SET actor = 'off' WHERE dossier_id = 'tiny-2025.a' AND action = 'award'"}, []string{"Acte tiny-2025.a#", "son empreinte ne lui correspond plus"}},
		"a lost event":      {[]string{"DROP TRIGGER events_no_delete", "DELETE FROM events WHERE dossier_id = 'tiny-2025.a' AND action = 'award'"}, []string{"L'acte ne suit pas celui d'avant"}},
		"a text":            {[]string{"UPDATE texts SET body = 'Autre chose' WHERE dossier_id = 'tiny-2025.a' AND body = 'Projet A'"}, []string{"Ce n'est pas le texte qui a été écrit"}},
		"a ledger's line":   {[]string{"DROP TRIGGER ledger_no_update", "UPDATE ledger SET amount = 1 WHERE dossier_id = 'tiny-2025.a' AND kind = 'commitment'"}, []string{"Grand livre, ligne tiny-2025#", "amount"}},
		"a stray":           {[]string{"INSERT INTO parts (dossier_id, entity, id, n, state, body, org, person, amount, due_on) SELECT dossier_id, entity, 'x', 999, state, body, org, person, amount, due_on FROM parts WHERE dossier_id = 'tiny-2025.a' LIMIT 1"}, []string{"Aucun acte n'a créé cette ligne"}},
		"a document's part": {[]string{"UPDATE parts SET state = 'void' WHERE dossier_id = 'tiny-2025.a' AND entity = 'document' AND n = (SELECT min(n) FROM parts WHERE dossier_id = 'tiny-2025.a' AND entity = 'document')"}, []string{"La ligne dit autre chose que les actes"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, all)
			aud := w.auditor()
			for _, path := range []string{a, b, call} {
				aud.get(path + "?check=1").is(http.StatusOK).says("La chaîne est intacte")
			}
			w.tamper(c.change...)
			aud.get(a + "?check=1").is(http.StatusOK).says(c.says...).hides("La chaîne est intacte")
			aud.get(call + "?check=1").says(c.says[0]).hides("La chaîne est intacte")
			aud.get(b + "?check=1").says("La chaîne est intacte")
		})
	}
}

// TestADestroyedEventIsShown: whatever was put into an event's columns, its chain
// can be read, and says which act does not hold.
func TestADestroyedEventIsShown(t *testing.T) {
	const which = " WHERE dossier_id = 'tiny-2025.a' AND action = 'award'"
	for name, c := range map[string]struct {
		set    string
		broken bool // else it can be read, and says something else
	}{
		"rows cut off":       {`rows = substr(rows, 1, 20)`, true},
		"rows of another":    {`rows = '{"a": 1}'`, true},
		"no rows":            {`rows = 'null'`, false},
		"an input cut off":   {`input = '{"amount'`, true},
		"another input":      {`input = '[1]'`, false},
		"a ledger cut off":   {`ledger = '[{'`, true},
		"no day":             {`at = 'yesterday'`, true},
		"recorded never":     {`recorded_at = 'x'`, true},
		"no number":          {`cause_seq = 'x'`, true},
		"another part":       {`entity = 'nothing', part_id = 'x'`, false},
		"bytes":              {`rows = x'ff00', actor = x'ff'`, true},
		"no state there was": {`to_state = 'nowhere'`, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, all)
			aud := w.auditor()
			w.tamper("DROP TRIGGER events_no_update", "UPDATE events SET "+c.set+which)
			page := aud.get("/reading/tiny-2025.a").is(http.StatusOK)
			listed := page.text()
			if strings.Contains(listed, "Page suivante") {
				listed += aud.get(hrefOf(t, page, "Page suivante")).is(http.StatusOK).text()
			}
			if got := strings.Contains(listed, "illisible : cet acte ne tient pas"); got != c.broken {
				t.Errorf("unreadable: %v, want %v\n%s", got, c.broken, listed)
			}
			aud.get("/reading/tiny-2025.a?check=1").is(http.StatusOK).says("Acte tiny-2025.a#").hides("La chaîne est intacte")
		})
	}
}

// TestReadingRoom shows every call, chain and ledger to auditors and the director,
// and to nobody else.
func TestReadingRoom(t *testing.T) {
	w := newWorld(t, all)
	aud := w.auditor()
	aud.get("/").says("Registre")
	aud.get("/reading").is(http.StatusOK).says("TINY-2025", "Grand livre", "Aucun point de contrôle", "Vérifier cette chaîne")
	aud.get("/reading?check=1").says("La chaîne est intacte")
	one := aud.get("/reading/tiny-2025.a").is(http.StatusOK).says("Registre, TINY-2025-01", "Projet A", "Introduire", "Actes inscrits", "précédente : –")
	last := aud.get(hrefOf(t, one, "Page suivante")).is(http.StatusOK).says("Page précédente").text()
	if !strings.Contains(last, "Clôturer") {
		t.Error(last)
	}
	aud.get("/dossiers/tiny-2025.a").says("Chaîne du dossier")
	w.as("dir").get("/reading/tiny-2025.b").is(http.StatusOK)
	for _, who := range []string{"off", "dg", "fin", "ed_alfa", "sig_beta", "chair"} {
		x := w.as(who)
		for _, path := range []string{"/reading", "/reading/tiny-2025", "/reading/tiny-2025.a", "/reading/tiny-2025.a?check=1", "/reading/tiny-2025/ledger", "/reading/tiny-2025/ledger.csv"} {
			x.get(path).is(http.StatusNotFound)
		}
		x.get("/calls").hides(`href="/reading"`)
	}
	for _, path := range []string{"/reading/none", "/reading/tiny-2025.none", "/reading/tiny-2025.a/ledger", "/reading/TINY-2025", "/reading/house"} {
		aud.get(path).is(http.StatusNotFound)
	}
}

// TestDraftsStayOut: an auditor does not read what was never submitted.
func TestDraftsStayOut(t *testing.T) {
	w := begun(t, "submission.submit")
	w.auditor().get("/reading/tiny-2025.a").is(http.StatusNotFound)
}

// TestLedgerIsTakenAlong: the file has every line of the page, with the same sums.
func TestLedgerIsTakenAlong(t *testing.T) {
	w := newWorld(t, all)
	aud := w.auditor()
	aud.get("/reading/tiny-2025/ledger").is(http.StatusOK).says("Grand livre, TINY-2025", "Engagement", "12.000,00 €", "8.000,00 €", "Télécharger (CSV)")
	got := aud.get("/reading/tiny-2025/ledger.csv").is(http.StatusOK)
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\uFEFF")))
	r.Comma = ';'
	lines, err := r.ReadAll()
	if err != nil || len(lines) < 4 {
		t.Fatal(err, lines)
	}
	if l := lines[1]; l[2] != "Budget" || l[5] != "20000,00" || l[9] != "20000,00" {
		t.Error(l)
	}
	if l := lines[2]; l[2] != "Engagement" || l[3] != "tiny-2025.a" || l[5] != "12000,00" || l[9] != "8000,00" {
		t.Error(l)
	}
	if h := got.header.Get("Content-Disposition"); !strings.Contains(h, "tiny-2025-ledger.csv") {
		t.Error(h)
	}
}
