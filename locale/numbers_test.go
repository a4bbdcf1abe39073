package locale_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"tremplin/locale"
)

// breakable puts ordinary spaces for those that keep a line together.
func breakable(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		cents      int64
		fr, nl, en string
		nlText     string
	}{
		{6_270_000, "62.700,00\u00a0€", "62.700,00\u00a0€", "€62,700.00", "62.700,00\u00a0euro"},
		{0, "0,00\u00a0€", "0,00\u00a0€", "€0.00", "0,00\u00a0euro"},
		{5, "0,05\u00a0€", "0,05\u00a0€", "€0.05", "0,05\u00a0euro"},
		{100_000_00, "100.000,00\u00a0€", "100.000,00\u00a0€", "€100,000.00", "100.000,00\u00a0euro"},
		{26_435_000, "264.350,00\u00a0€", "264.350,00\u00a0€", "€264,350.00", "264.350,00\u00a0euro"},
		{-935_000, "-9.350,00\u00a0€", "-9.350,00\u00a0€", "-€9,350.00", "-9.350,00\u00a0euro"},
		{math.MinInt64, "-92.233.720.368.547.758,08\u00a0€", "-92.233.720.368.547.758,08\u00a0€", "-€92,233,720,368,547,758.08", "-92.233.720.368.547.758,08\u00a0euro"},
	} {
		same(t, "fr", locale.Money(locale.FR, c.cents), c.fr)
		same(t, "nl", locale.Money(locale.NL, c.cents), c.nl)
		same(t, "en", locale.Money(locale.EN, c.cents), c.en)
		same(t, "fr in a sentence", locale.MoneyText(locale.FR, c.cents), c.fr)
		same(t, "nl in a sentence", locale.MoneyText(locale.NL, c.cents), c.nlText)
		same(t, "en in a sentence", locale.MoneyText(locale.EN, c.cents), c.en)
	}
}

func TestNumbers(t *testing.T) {
	type number int64
	for _, c := range []struct{ what, got, want string }{
		{"score", locale.Score(locale.FR, number(1425)), "14,25"},
		{"score", locale.Score(locale.NL, number(1400)), "14,00"},
		{"score", locale.Score(locale.EN, number(1425)), "14.25"},
		{"number", locale.Number(locale.FR, number(4500)), "45"},
		{"number", locale.Number(locale.NL, number(450)), "4,5"},
		{"number", locale.Number(locale.FR, number(0)), "0"},
		{"number", locale.Number(locale.EN, number(125_005)), "1,250.05"},
		{"count", locale.Count(locale.FR, 1250), "1.250"},
		{"count", locale.Count(locale.EN, -1250), "-1,250"},
		{"count", locale.Count(locale.NL, 999), "999"},
		{"share", locale.Share(locale.FR, 30), "30\u202f%"},
		{"share", locale.Share(locale.NL, 30), "30\u202f%"},
		{"share", locale.Share(locale.EN, 30), "30%"},
		{"share of hundredths", locale.ShareOf(locale.FR, number(354)), "3,54\u202f%"},
		{"enterprise number", locale.Enterprise("BE 0401984331"), "0401.984.331"},
		{"enterprise number", locale.Enterprise("unknown"), "unknown"},
		{"account", locale.IBAN("be68539007547034"), "BE68 5390 0754 7034"},
		{"list", locale.And(locale.FR, []string{"A", "B", "C"}), "A, B et C"},
		{"list", locale.And(locale.NL, []string{"A", "B"}), "A en B"},
		{"list", locale.Or(locale.EN, []string{"A", "B"}), "A or B"},
		{"list", locale.And(locale.FR, nil), ""},
		{"quotes", locale.Quote(locale.FR, "a"), "«\u00a0a\u00a0»"},
		{"quotes", locale.Quote(locale.NL, "a"), "“a”"},
	} {
		same(t, c.what, c.got, c.want)
	}
}

func TestTyped(t *testing.T) {
	for _, c := range []struct {
		l        locale.Language
		in, want string
	}{
		{locale.FR, "62.700,50 €", "62700.50"},
		{locale.FR, "62700", "62700"},
		{locale.FR, "62 700,5", "62700.5"},
		{locale.FR, "62.700", "62700"},
		{locale.FR, "62700.50", "62700.50"},
		{locale.FR, "1.000.000", "1000000"},
		{locale.NL, "1.000,25 euro", "1000.25"},
		{locale.EN, "€62,700.50", "62700.50"},
		{locale.EN, "62,700", "62700"},
		{locale.EN, "4.5", "4.5"},
		{locale.EN, "4,5", "4.5"},
		// What cannot be meant comes back for the engine to refuse.
		{locale.FR, "62,700.50", "62,700.50"},
		{locale.FR, "1.00.000", "1.00.000"},
		{locale.FR, "12,", "12,"},
		{locale.FR, "", ""},
		{locale.FR, "douze", "douze"},
		{locale.FR, "-5", "-5"},
	} {
		same(t, fmt.Sprint(c.l, " ", c.in), locale.Typed(c.l, c.in), c.want)
	}
}

func FuzzMoneyThereAndBack(f *testing.F) {
	for _, n := range []int64{0, 1, 99, 100, 6_270_000, 1_000_000_000_000} {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, cents int64) {
		if cents < 0 {
			cents = ^cents
		}
		want := fmt.Sprintf("%d.%02d", cents/100, cents%100)
		for _, l := range locale.Languages {
			for _, s := range []string{locale.Money(l, cents), locale.MoneyText(l, cents), breakable(locale.Money(l, cents)), locale.Score(l, cents)} {
				same(t, s, locale.Typed(l, s), want)
			}
		}
	})
}

// FuzzTyped: what is typed either cannot be read, or is a number as the engine
// reads it, and read again stays what it is.
func FuzzTyped(f *testing.F) {
	for _, s := range []string{"62.700,50 €", "1,2,3", "..", "€", "0,00", "1.234.567"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range locale.Languages {
			got := locale.Typed(l, s)
			if got == s {
				continue
			}
			whole, cents, has := strings.Cut(got, ".")
			if whole == "" || has == (cents == "") || strings.Trim(whole+cents, "0123456789") != "" {
				t.Errorf("%s: %q is read as %q", l, s, got)
			}
		}
	})
}
