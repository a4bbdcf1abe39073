package locale_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tremplin/locale"
)

// mailTexts are those of an edition, and the mails that it holds.
func mailTexts(t *testing.T) (texts locale.Texts, mails []string, edition string) {
	t.Helper()
	edition = locale.MailEdition("2024-03-01")
	texts, err := locale.ReadTexts(os.DirFS(filepath.Join("text", "mails", edition)))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range texts.Sections() {
		if !strings.HasPrefix(id, "E00") {
			mails = append(mails, id)
		}
	}
	return texts, mails, edition
}

// TestMailsSayTheSame in French and in Dutch.
func TestMailsSayTheSame(t *testing.T) {
	texts, _, _ := mailTexts(t)
	for _, id := range texts.Sections() {
		marksFR, namesFR := texts.Form(id, locale.FR)
		marksNL, namesNL := texts.Form(id, locale.NL)
		if !slices.Equal(marksFR, marksNL) || !slices.Equal(namesFR, namesNL) {
			t.Errorf("%s:\n%s %s in French,\n%s %s in Dutch", id, marksFR, namesFR, marksNL, namesNL)
		}
	}
}

// TestMailsAreFilled with all conditions and with none; the subject says no outcome.
func TestMailsAreFilled(t *testing.T) {
	_, mails, edition := mailTexts(t)
	if len(mails) < 40 {
		t.Fatalf("only %v", mails)
	}
	for _, id := range mails {
		used, err := locale.MailNames(edition, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, holds := range []bool{true, false} {
			f := locale.Facts{Is: map[string]locale.Fact{}, If: map[string]bool{}}
			for _, name := range used.Variables {
				f.Is[name] = guess(name)
			}
			for _, name := range used.Conditions {
				f.If[name] = holds
			}
			for _, l := range []locale.Language{locale.FR, locale.NL} {
				filled, err := locale.ComposeMail(edition, l, id, f)
				if err != nil {
					t.Errorf("%s: %v", id, err)
					continue
				}
				sound(t, id, l, filled.Blocks)
				if filled.Subject == "" || strings.ContainsAny(filled.Subject, "\n{}[]\"") || len([]rune(filled.Subject)) > 90 {
					t.Errorf("%s %s: subject %q", id, l, filled.Subject)
				}
				for _, outcome := range []string{"accueilli", "rejet", "retenu", "irrecevable", "gegrond", "geselecteerd", "onontvankelijk", "subvention", "subsidie"} {
					if strings.Contains(filled.Subject, outcome) {
						t.Errorf("%s %s: the subject tells the outcome: %q", id, l, filled.Subject)
					}
				}
			}
		}
	}
}

func TestMailsThatCannotBe(t *testing.T) {
	edition := locale.MailEdition("")
	if _, err := locale.ComposeMail(edition, locale.EN, "E01", locale.Facts{}); err == nil {
		t.Error("a mail in English")
	}
	if _, err := locale.ComposeMail(edition, locale.FR, "E99", locale.Facts{}); err == nil {
		t.Error("a mail that is not there")
	}
	if _, err := locale.ComposeMail("1999-01-01", locale.FR, "E01", locale.Facts{}); err == nil {
		t.Error("an edition that is not there")
	}
	if _, err := locale.ComposeMail(edition, locale.FR, "E01", locale.Facts{}); err == nil {
		t.Error("a mail of which nobody says anything")
	}
}
