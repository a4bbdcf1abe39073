package locale

import (
	"strings"
	"time"
)

// Facts are what a document says, in no language yet: the same facts are put
// into French and into Dutch. As JSON they are what its hash is of.
type Facts struct {
	Is   map[string]Fact    `json:"is,omitempty"`   // variables of the text, by name
	If   map[string]bool    `json:"if,omitempty"`   // conditions
	Each map[string][]Facts `json:"each,omitempty"` // loops, in their order; what an item lacks is looked up around it
}

// Fact is one value that a text prints, each language in its own way.
type Fact struct {
	Kind FactKind `json:"kind"`
	Text string   `json:"text,omitempty"`
	FR   string   `json:"fr,omitempty"`
	NL   string   `json:"nl,omitempty"`
	N    int64    `json:"n,omitempty"`
	List []Fact   `json:"list,omitempty"`
}

// FactKind is how a fact is printed.
type FactKind string

// The kinds of facts.
const (
	FactText       FactKind = "text"  // what somebody wrote, the same in every language
	FactBoth       FactKind = "both"  // FR and NL; where one is missing, the other
	FactNamed      FactKind = "named" // Text is a key of names: "choice.light.green"
	FactMoney      FactKind = "money" // N cents
	FactMoneyWords FactKind = "money_words"
	FactDay        FactKind = "day"        // Text is 2024-03-01
	FactMoment     FactKind = "moment"     // Text is RFC 3339
	FactClock      FactKind = "clock"      // the time of day of a moment
	FactCount      FactKind = "count"      // N
	FactShare      FactKind = "share"      // N hundredths of a per cent
	FactScore      FactKind = "score"      // N hundredths, both decimals
	FactNumber     FactKind = "number"     // N hundredths, without needless zeros
	FactEnterprise FactKind = "enterprise" // Text is an enterprise number
	FactIBAN       FactKind = "iban"
	FactList       FactKind = "list"    // List, joined by commas and "and"
	FactEither     FactKind = "either"  // List, joined by commas and "or"
	FactPhrase     FactKind = "phrase"  // List, joined by ", "
	FactUnknown    FactKind = "unknown" // not known here: to be filled in by hand
	FactBlank      FactKind = "blank"   // left empty on purpose: a line to write on
)

// Said is a text as somebody wrote it.
func Said(s string) Fact { return Fact{Kind: FactText, Text: s} }

// Both is a text in both languages of the law.
func Both(fr, nl string) Fact { return Fact{Kind: FactBoth, FR: fr, NL: nl} }

// Named is a word of the catalogue: Named("state.submission.awarded").
func Named(key string) Fact { return Fact{Kind: FactNamed, Text: key} }

// Euros are cents.
func Euros[M ~int64](cents M) Fact { return Fact{Kind: FactMoney, N: int64(cents)} }

// EurosInWords are cents, spelt.
func EurosInWords[M ~int64](cents M) Fact { return Fact{Kind: FactMoneyWords, N: int64(cents)} }

// OnDay is a day, "2024-03-01".
func OnDay[D ~string](d D) Fact { return Fact{Kind: FactDay, Text: string(d)} }

// AtMoment is a moment, printed in Brussels.
func AtMoment(t time.Time) Fact { return Fact{Kind: FactMoment, Text: t.UTC().Format(time.RFC3339)} }

// Counted is a whole number.
func Counted[N ~int | ~int64](n N) Fact { return Fact{Kind: FactCount, N: int64(n)} }

// PerCent is a whole number of per cent.
func PerCent[N ~int | ~int64](n N) Fact { return Fact{Kind: FactShare, N: int64(n) * 100} }

// Scored is a score, in hundredths.
func Scored[N ~int64](n N) Fact { return Fact{Kind: FactScore, N: int64(n)} }

// Measured is a measured value, in hundredths.
func Measured[N ~int64](n N) Fact { return Fact{Kind: FactNumber, N: int64(n)} }

// Listed joins facts: "A, B et C".
func Listed(all ...Fact) Fact { return Fact{Kind: FactList, List: all} }

// Either joins alternatives: "A, B ou C".
func Either(all ...Fact) Fact { return Fact{Kind: FactEither, List: all} }

// Phrase puts facts one behind the other, by commas: name, function.
func Phrase(all ...Fact) Fact { return Fact{Kind: FactPhrase, List: all} }

// Unknown stands for what nobody has told the program: it is printed as to be
// filled in, and never invented.
func Unknown() Fact { return Fact{Kind: FactUnknown} }

// Blank is left empty on purpose, to be written by hand.
func Blank() Fact { return Fact{Kind: FactBlank} }

// In prints the fact in a sentence; InTable beside others, where Dutch writes
// amounts with their sign.
func (f Fact) In(l Language) string { return f.print(l, false) }

// InTable prints the fact in a table.
func (f Fact) InTable(l Language) string { return f.print(l, true) }

func (f Fact) print(l Language, table bool) string {
	switch f.Kind {
	case FactText:
		return f.Text
	case FactBoth:
		return f.both(l)
	case FactNamed:
		return apostrophes.Replace(Name(l, f.Text)) // as in print: the catalogue has those of screens
	case FactMoney:
		if table {
			return Money(l, f.N)
		}
		return MoneyText(l, f.N)
	case FactMoneyWords:
		return MoneyWords(l, f.N)
	case FactDay:
		return Date(l, f.Text)
	case FactMoment, FactClock:
		return f.moment(l)
	case FactCount:
		return Count(l, f.N)
	case FactShare:
		return ShareOf(l, f.N)
	case FactScore:
		return Score(l, f.N)
	case FactNumber:
		return Number(l, f.N)
	case FactEnterprise:
		return Enterprise(f.Text)
	case FactIBAN:
		return IBAN(f.Text)
	case FactList, FactEither, FactPhrase:
		return f.joined(l, table)
	case FactUnknown:
		return Name(l, "word", "unknown")
	case FactBlank:
		return ""
	default:
		return f.Text
	}
}

func (f Fact) both(l Language) string {
	if l == NL && f.NL != "" || f.FR == "" {
		return f.NL
	}
	return f.FR
}

func (f Fact) moment(l Language) string {
	t, err := time.Parse(time.RFC3339, f.Text)
	if err != nil {
		return f.Text
	}
	if f.Kind == FactClock {
		return Clock(l, t)
	}
	return Moment(l, t)
}

func (f Fact) joined(l Language, table bool) string {
	all := make([]string, 0, len(f.List))
	for _, x := range f.List {
		all = append(all, x.print(l, table))
	}
	switch f.Kind {
	case FactList:
		return And(l, all)
	case FactEither:
		return Or(l, all)
	default:
		return strings.Join(all, ", ")
	}
}
