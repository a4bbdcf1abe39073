package locale_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// fixed are the codes of INTERFACES.md, and those that other packages answer.
var fixed = []string{
	"not_found", "role", "apart", "conflict", "state", "call_state", "over_envelope", "over_request", "outside_caps", "deadline",
	"document_pending", "quorum", "parties_unconfirmed", "signatures_missing", "mandate", "arrears", "conditions_unmet", "avenant_out",
	"signed_already", "missing", "unknown_field", "amount", "stale", "step_changed",
	"key_reused", "reference_taken", "too_large", "import_changed", "action",
	"sign_in", "signed_out", "code_wrong", "password_wrong", "throttled", "busy", "password_short", "password_long", "password_common",
	"password_personal", "email", "email_taken", "no_email", "account_there", "account_disabled", "link_dead", "factor_unasked",
}

// TestEveryRefusalHasASentence: in three languages, for every code of the tables.
func TestEveryRefusalHasASentence(t *testing.T) {
	for _, c := range empowerment.V1().Codes() {
		named(t, "refusal."+string(c))
	}
	for _, c := range workflow.BindCodes {
		named(t, "refusal."+string(c))
	}
	for _, c := range fixed {
		named(t, "refusal."+c)
	}
	for k := workflow.Internal; k <= workflow.Unavailable; k++ {
		named(t, "refusal.kind."+k.String())
	}
}

func TestRefusals(t *testing.T) {
	until := time.Date(2023, 10, 31, 16, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		outcome, field string
		facts          map[string]any
		fr, nl, en     string
	}{
		{
			"refused/over_envelope", "amount",
			map[string]any{"free": workflow.Money(800_000), "envelope": workflow.Money(2_000_000), "committed": workflow.Money(1_200_000)},
			"Montant : le budget de l'appel ne suffit pas (il reste 8.000,00 €) ; diminuez le montant ou faites d'abord augmenter le budget.",
			"Bedrag: het budget van de oproep volstaat niet (er blijft 8.000,00 € over); verlaag het bedrag of laat eerst het budget verhogen.",
			"Amount: the call budget is not enough (€8,000.00 is left); lower the amount or have the budget raised first.",
		},
		{
			"refused/deadline", "",
			map[string]any{"until": until},
			"La date limite est passée (31 octobre 2023 à 17 h 00) et cette action n'est plus possible ; adressez-vous à la SLRB si vous avez une question.",
			"De uiterste datum is voorbij (31 oktober 2023 om 17.00 uur) en deze handeling is niet meer mogelijk; neem bij vragen contact op met de BGHM.",
			"The deadline has passed (31 October 2023 at 17:00) and this is no longer possible; contact SLRB-BGHM if you have a question.",
		},
		{
			"refused/deadline", "",
			map[string]any{"until": workflow.Date("2024-03-01")},
			"La date limite est passée (1er mars 2024) et cette action n'est plus possible ; adressez-vous à la SLRB si vous avez une question.",
			"De uiterste datum is voorbij (1 maart 2024) en deze handeling is niet meer mogelijk; neem bij vragen contact op met de BGHM.",
			"The deadline has passed (1 March 2024) and this is no longer possible; contact SLRB-BGHM if you have a question.",
		},
		{
			"forbidden/role", "",
			map[string]any{"by": []workflow.Role{workflow.Officer, workflow.FunderSig}},
			"Votre rôle ne permet pas cette action ; elle revient à : gestionnaire à la Direction Action Sociétale ou signataire de la SLRB ; adressez-vous à la personne compétente.",
			"Uw rol laat deze handeling niet toe; ze is voorbehouden aan: dossierbeheer bij de Directie Maatschappelijke Actie of ondertekenaar voor de BGHM; wend u tot de bevoegde persoon.",
			"Your role does not allow this; it is for: officer of the Societal Action Department or SLRB-BGHM signatory; ask the person in charge.",
		},
		{
			"forbidden/apart", "",
			map[string]any{"did": workflow.Code("sheet.seal")},
			"La séparation des tâches exige ici une autre personne que vous (acte lié : « Sceller la grille ») ; demandez à une autre personne habilitée.",
			`De scheiding van taken vereist hier iemand anders dan u (verbonden handeling: “Beoordelingsrooster verzegelen”); vraag het aan een andere bevoegde persoon.`,
			"Separation of duties needs somebody other than you here (related act: “Seal scoring grid”); ask another authorised person.",
		},
		{
			"refused/state", "",
			map[string]any{"state": workflow.SubmissionAwarded, "entity": workflow.EntitySubmission},
			"Cette action n'est pas possible à ce stade (état actuel : « Subside octroyé ») ; consultez les actions proposées.",
			`Deze handeling kan in deze fase niet (huidige status: “Subsidie toegekend”); bekijk welke handelingen mogelijk zijn.`,
			"This is not possible at this stage (current state: “Awarded”); see which actions are offered.",
		},
		{
			"refused/call_state", "",
			map[string]any{"state": workflow.State("in_committee")},
			"L'appel à projets n'est pas au stade voulu (état actuel : « En comité d'avis ») ; consultez son calendrier.",
			`De projectoproep is niet in de juiste fase (huidige status: “In het adviescomité”); bekijk de kalender van de oproep.`,
			"The call is not at the right stage for this (current state: “With the committee”); see its calendar.",
		},
		{
			"invalid/amount", "budget[1].own",
			map[string]any{"value": "12,5"},
			"Budget n° 2, cofinancement : ce n'est pas un montant : « 12,5 » ; écrivez des euros, sans signe et avec deux décimales au plus.",
			`Begroting nr. 2, medefinanciering: dit is geen bedrag: “12,5”; schrijf euro's, zonder teken en met hoogstens twee decimalen.`,
			"Budget no. 2, co-funding: this is not an amount: “12,5”; write euros, without a sign and with at most two decimals.",
		},
		{
			"invalid/choice", "budget[0].category",
			map[string]any{"one_of": []string{"staff", "overhead"}},
			"Budget n° 1, catégorie : cette valeur n'est pas proposée ; les choix sont : frais de personnel ou frais généraux ; choisissez dans la liste.",
			"Begroting nr. 1, categorie: deze waarde wordt niet aangeboden; de keuzes zijn: personeelskosten of algemene kosten; kies uit de lijst.",
			"Budget no. 1, category: this value is not offered; the choices are: staff costs or overheads; choose from the list.",
		},
		{
			"invalid/missing", "departure", nil,
			"Motivation de l'écart : cette décision s'écarte de l'avis du comité ou de l'ordre de la liste de réserve ; expliquez pourquoi.",
			"Motivering van de afwijking: deze beslissing wijkt af van het advies van het comité of van de volgorde van de reservelijst; leg uit waarom.",
			"Reasons for departing: this decision departs from the committee's opinion or from the order of the reserve list; explain why.",
		},
		{
			"invalid/missing", "",
			map[string]any{"fields": []string{"title", "budget"}},
			"Il manque une information obligatoire : « Titre » et « Budget » ; complétez le formulaire.",
			`Er ontbreekt verplichte informatie: “Titel” en “Begroting”; vul het formulier aan.`,
			"Required information is missing: “Title” and “Budget”; complete the form.",
		},
		{
			"invalid/range", "duration_months",
			map[string]any{"min": 1, "max": 0},
			"Durée en mois : cette valeur doit rester dans ses limites, au minimum 1 ; corrigez-la.",
			"Duur in maanden: deze waarde moet binnen de grenzen blijven, minimaal 1; verbeter ze.",
			"Duration in months: this value must stay within its limits, at least 1; correct it.",
		},
		{
			"refused/outside_caps", "amount",
			map[string]any{"min": workflow.Money(1_000_000), "max": workflow.Money(6_500_000), "amount": workflow.Money(7_000_000)},
			"Montant : le montant 70.000,00 € sort des limites par projet (de 10.000,00 € à 65.000,00 €) ; adaptez-le.",
			"Bedrag: het bedrag 70.000,00 € valt buiten de grenzen per project (van 10.000,00 € tot 65.000,00 €); pas het aan.",
			"Amount: the amount €70,000.00 is outside the limits per project (from €10,000.00 to €65,000.00); adapt it.",
		},
		{
			"refused/arrears", "",
			map[string]any{"submission": "EMP-2023-04", "owes": "report", "until": workflow.Date("2024-12-01")},
			"La même SISP doit encore un rapport pour le projet EMP-2023-04, en retard depuis le 1er décembre 2024 ; le paiement attend que ce soit fait.",
			"Dezelfde OVM is nog een verslag verschuldigd voor project EMP-2023-04, te laat sinds 1 december 2024; de betaling wacht tot dat in orde is.",
			"The same SISP still owes a report for project EMP-2023-04, late since 1 December 2024; the payment waits until that is done.",
		},
		{
			"refused/notice_needed", "",
			map[string]any{"until": workflow.Date("")},
			"La SISP doit d'abord être entendue ; mettez-la en demeure et attendez, ou indiquez un motif qui en dispense.",
			"De OVM moet eerst worden gehoord; stel haar in gebreke en wacht, of vermeld een grond die daarvan vrijstelt.",
			"The SISP must be heard first; give notice and wait, or name a ground that needs none.",
		},
		{
			"refused/unranked", "",
			map[string]any{"left": 1},
			"1 candidature attend encore l'avis du comité ; rendez-le d'abord.",
			"1 aanvraag wacht nog op het advies van het comité; breng dat eerst uit.",
			"1 application still waits for the committee's opinion; give it first.",
		},
		{
			"refused/unheard_of", "", nil,
			"Une règle s'y oppose pour l'instant ; consultez les actions proposées. (unheard_of)",
			"Een regel staat dit nu niet toe; bekijk welke handelingen mogelijk zijn. (unheard_of)",
			"A rule does not allow this now; see which actions are offered. (unheard_of)",
		},
		{
			"refused/unranked", "", nil, // its count is missing
			"Une règle s'y oppose pour l'instant ; consultez les actions proposées. (unranked)",
			"Een regel staat dit nu niet toe; bekijk welke handelingen mogelijk zijn. (unranked)",
			"A rule does not allow this now; see which actions are offered. (unranked)",
		},
	} {
		kind, code, _ := strings.Cut(c.outcome, "/")
		for l, want := range map[locale.Language]string{locale.FR: c.fr, locale.NL: c.nl, locale.EN: c.en} {
			same(t, c.outcome+" "+string(l), breakable(locale.Refusal(l, kind, code, c.field, c.facts)), want)
		}
	}
}

// samples are facts of each format, as the engine gives them.
var samples = map[string]any{
	"": "EMP-2023-04", "quote": "12,5", "n": 3, "limit": 10, "money": workflow.Money(935_000), "size": 26_214_400,
	"when": workflow.Date("2024-03-01"), "list": []string{"lojega", "vrac"}, "state": workflow.State("draft"),
	"role": []workflow.Role{workflow.Officer}, "role_list": []workflow.Role{workflow.Officer, workflow.Finance},
	"action": workflow.Code("sheet.seal"), "fields": []string{"title", "criteria[0].title"}, "one_of": []string{"board", "delegate"},
	"name:kind": "money", "name:choice:kind": "extension", "name:choice:owes": "report",
}

// TestRefusalsGolden shows every sentence with all its facts and with none, to
// be read by people. What names no field says what to do, in one sentence.
func TestRefusalsGolden(t *testing.T) {
	for _, l := range locale.Languages {
		var out strings.Builder
		keys := locale.Keys(l)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			name, ok := strings.CutPrefix(key, "refusal.")
			if !ok {
				continue
			}
			facts := map[string]any{"entity": "submission"}
			for _, h := range keys[key] {
				name, format, _ := strings.Cut(h, "|")
				sample := samples[strings.TrimSuffix(format, ":")]
				if format == "state:call" {
					sample = "open"
				}
				if sample == nil {
					t.Fatalf("%s: no sample for {%s}", key, h)
				}
				facts[name] = sample
			}
			full, bare := locale.Text(l, key, facts), locale.Text(l, key, nil)
			fmt.Fprintf(&out, "%s\n    %s\n", name, breakable(full))
			if bare != full && bare != key {
				fmt.Fprintf(&out, "    %s\n", breakable(bare))
			}
			for _, s := range []string{full, bare} {
				if s != key && (!strings.HasSuffix(s, ".") || !strings.Contains(s, ";") || sentences.MatchString(s)) {
					t.Errorf("%s %s: %q is not one sentence that says what is wrong; what to do", l, key, s)
				}
			}
		}
		golden(t, "refusals_"+string(l)+".txt", out.String())
	}
}

var sentences = regexp.MustCompile(`[a-zé)]\. [A-ZÉ]`)

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; rewrite it with -update and read the difference", file)
	}
}

// TestFactsAreThoseOfTheEngine: a text names no fact that no table gives.
func TestFactsAreThoseOfTheEngine(t *testing.T) {
	given := map[string]bool{}
	for _, dir := range []string{"../workflow", "../workflow/empowerment"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range factName.FindAllStringSubmatch(string(b), -1) {
				given[m[1]] = true
			}
		}
	}
	for key, holes := range locale.Keys(locale.FR) {
		if strings.HasPrefix(key, "site.") { // pages give these themselves, and their tests look
			continue
		}
		for _, h := range holes {
			if name, _, _ := strings.Cut(h, "|"); !given[name] {
				t.Errorf("%s: nobody gives the fact %q", key, name)
			}
		}
	}
}

var factName = regexp.MustCompile(`"([a-z_]+)":`)

func BenchmarkRefusal(b *testing.B) {
	facts := map[string]any{"free": workflow.Money(800_000), "left": 3, "by": []workflow.Role{workflow.Officer}}
	for _, c := range []struct{ name, code, field string }{{"money", "over_envelope", "amount"}, {"plural", "unranked", ""}, {"plain", "weights", ""}, {"roles", "role", ""}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				locale.Refusal(locale.NL, "refused", c.code, c.field, facts)
			}
		})
	}
}

func BenchmarkFirstUse(b *testing.B) {
	for b.Loop() {
		if err := locale.Load(); err != nil {
			b.Fatal(err)
		}
	}
}
