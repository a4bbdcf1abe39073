package document

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"tremplin/workflow"
)

func entryLetters() []variant {
	attached := func() *aCase {
		c := introduced()
		file := func(id, name string, state workflow.State, x workflow.File) {
			x.Name = wrote(name)
			c.File.Files = append(c.File.Files, revived(&x, workflow.EntityFile, id, state))
		}
		file("1", "statuts.pdf", "attached", workflow.File{})
		file("2", "ancien.pdf", "removed", workflow.File{})
		file("3", "note interne.pdf", "attached", workflow.File{Funder: true})
		file("4", "lettre.pdf", "attached", workflow.File{})
		return c
	}
	again := func() *aCase {
		c := introduced().did("2023-11-03", "zoe", "request_completion", "submitted", "incomplete")
		c.File.CompletedAt = time.Date(2023, 11, 10, 13, 5, 0, 0, time.UTC)
		return c.did("2023-11-10", "bert", "resubmit", "incomplete", "submitted")
	}
	anew := func() *aCase {
		c := introduced().did("2023-09-25", "bert", "take_back", "submitted", "draft")
		c = c.did("2023-10-02", "bert", "submit", "draft", "submitted")
		c.File.SubmittedAt = c.At
		return c
	}
	asked := func() *aCase {
		c := introduced()
		c.File.Number = 3
		c.File.Completion = workflow.Completion{Until: "2023-11-17", Missing: []workflow.Missing{
			{Part: "budget", Explanation: wrote("Il manque le total.")}, {Part: "Charte signée", Explanation: wrote("La page 2.")},
		}}
		return c.did("2023-11-03", "zoe", "request_completion", "submitted", "incomplete")
	}
	return []variant{
		{
			"receipt", "first", introduced,
			[]string{
				"Objet : nous avons reçu votre candidature", "EMP-2023-BOTTIN-L01-1, version 1", "20 septembre 2023 à 9 h 40 (heure de Bruxelles), avant la date limite du 31 octobre 2023 à 17 h 00",
				"Bert Claes, directrice", "La Compagnie du Chapitre asbl", "65.000,00 €", "Pièces reçues\naucune", "a1b2c3d4e5f60718", "au plus tard le 30 novembre 2023", "scellé automatiquement", "Bruxelles, le 20 septembre 2023",
				"Copie : La Compagnie du Chapitre asbl", "!remplace cel",
			},
			[]string{"Betreft: wij hebben uw aanvraag ontvangen", "20 september 2023 om 9.40 uur", "65.000,00 €", "Ontvangen stukken\ngeen", "uiterlijk op 30 november 2023", "automatisch opgemaakt"},
		},
		{"receipt", "with files", attached, []string{"statuts.pdf et lettre.pdf", "!ancien", "!interne"}, []string{"statuts.pdf en lettre.pdf"}},
		{
			"receipt", "again", again,
			[]string{"complété sa candidature", "10 novembre 2023 à 14 h 05", "remplace celle du 20 septembre 2023 à 9 h 40", "au plus tard le 10 décembre 2023", "!avant la date limite"},
			[]string{"op ons verzoek aangevuld", "Ze vervangt die van 20 september 2023"},
		},
		{
			"receipt", "anew", anew,
			[]string{"2 octobre 2023 à 11 h", "remplace celui du 20 septembre 2023 à 11 h", "qui ne vaut plus", "!à notre demande"},
			[]string{"Dit ontvangstbewijs vervangt dat van 20 september 2023", "dat niet meer geldt"},
		},
		{
			"completion", "", asked,
			[]string{"EMP-2023-03-L02", "Budget – Il manque le total.", "Charte signée – La page 2.", "au plus tard le 17 novembre 2023", "Contactez Zoé Martin", "zoe@example.brussels"},
			[]string{"Begroting – Il manque le total.", "uiterlijk op 17 november 2023", "Neem contact op met Zoé Martin"},
		},
	}
}

func TestReceiptOfADraft(t *testing.T) {
	c := introduced()
	c.File.SubmittedAt = time.Time{}
	if _, err := letterOf(c, "receipt"); err == nil || !strings.Contains(err.Error(), "the moment") {
		t.Error(err)
	}
	c = introduced()
	c.File.Proposal.Partners = nil
	p, err := letterOf(c, "receipt")
	if err != nil {
		t.Fatal(err)
	}
	tells(t, p, []string{"Partenaires qui ont confirmé\naucun", "!Copie"}, []string{"geen", "!Kopie"})
}

var structured = regexp.MustCompile(`^\+\+\+\d{3}/\d{4}/\d{5}\+\+\+$`)

// TestCommunication: banks check the last two digits.
func TestCommunication(t *testing.T) {
	seen := map[string]bool{}
	zero := false
	for i := range 1000 {
		number := "EMP-2023-03-L10-" + strconv.Itoa(i)
		c := communication(number)
		if !structured.MatchString(c) || communication(number) != c || seen[c] {
			t.Fatalf("%s: %s", number, c)
		}
		seen[c] = true
		digits := strings.NewReplacer("+", "", "/", "").Replace(c)
		ten, _ := strconv.ParseInt(digits[:10], 10, 64)
		check, _ := strconv.ParseInt(digits[10:], 10, 64)
		if rest := ten % 97; check != rest && (rest != 0 || check != 97) {
			t.Errorf("%s: %d leaves %d, not %d", number, ten, rest, check)
		}
		zero = zero || check == 97
	}
	if !zero {
		t.Error("no number that 97 divides among a thousand: test another thousand")
	}
}
