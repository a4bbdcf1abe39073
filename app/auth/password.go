package auth

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go"
	"golang.org/x/text/unicode/norm"

	"tremplin/workflow"
)

// Why a password is refused, all invalid.
const (
	CodePasswordShort    workflow.Code = "password_short"
	CodePasswordLong     workflow.Code = "password_long"
	CodePasswordCommon   workflow.Code = "password_common"
	CodePasswordPersonal workflow.Code = "password_personal"
)

// Letters that a password has.
const (
	PasswordMin = 12
	PasswordMax = 200
)

// weighed is how much of a password is looked at to guess how hard it is: the
// time that takes grows fast, and what comes after only makes it harder.
const weighed = 32

// hereabouts are words that come first to who guesses here.
var hereabouts = strings.Fields(`tremplin springplank slrb bghm sisp ovm logement logements huisvesting wonen bruxelles brussel
brussels belgique belgie belgium azerty azertyuiop qsdfghjklm wxcvbn motdepasse passe wachtwoord paswoord geheim secret bienvenue
bonjour welkom hallo soleil zon printemps lente ete zomer automne herfst hiver winter janvier fevrier mars avril mai juin juillet
aout septembre octobre novembre decembre januari februari maart april mei juni juli augustus september oktober november december
lundi mardi mercredi jeudi vendredi samedi dimanche maandag dinsdag woensdag donderdag vrijdag zaterdag zondag empowerment
projet projets project projecten admin administrateur directeur gestionnaire chocolat amour jetaime liefde doudou loulou`)

// composed is a password as it is hashed: the same letters are the same bytes,
// from whichever keyboard.
func composed(password string) string { return norm.NFC.String(password) }

// CheckPassword refuses a password that is too short, too long, easy to guess,
// or holds one of the words that belong to the person: name, address.
func CheckPassword(password string, own ...string) error {
	if !utf8.ValidString(password) {
		return refuse(workflow.Invalid, "characters", "password")
	}
	p := composed(password)
	switch n := utf8.RuneCountInString(p); {
	case n < PasswordMin:
		return facing(CodePasswordShort, map[string]any{"min": PasswordMin})
	case n > PasswordMax:
		return facing(CodePasswordLong, map[string]any{"max": PasswordMax})
	}
	plain := bare(p)
	mine := words(own)
	for _, w := range append(mine, "tremplin") {
		if strings.Contains(plain, w) {
			return facing(CodePasswordPersonal, nil)
		}
	}
	if guessable(p, mine) || guessable(plain, mine) {
		return facing(CodePasswordCommon, nil)
	}
	return nil
}

func facing(code workflow.Code, facts map[string]any) error {
	return &workflow.Error{Kind: workflow.Invalid, Code: code, Field: "password", Facts: facts}
}

func guessable(p string, mine []string) bool {
	if letters := []rune(p); len(letters) > weighed {
		p = string(letters[:weighed])
	}
	return zxcvbn.PasswordStrength(p, append(slices.Clone(hereabouts), mine...)).Score < 3
}

// words are those of at least four letters in what belongs to a person.
func words(own []string) (out []string) {
	for _, s := range own {
		for _, w := range strings.FieldsFunc(bare(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(w) >= 4 {
				out = append(out, w)
			}
		}
	}
	return out
}

// bare is text in small letters without accents.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}
