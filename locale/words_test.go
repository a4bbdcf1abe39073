package locale_test

import (
	"strings"
	"testing"

	"tremplin/locale"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		n          int64
		fr, nl, en string
	}{
		{0, "zéro", "nul", "zero"},
		{1, "un", "één", "one"},
		{2, "deux", "twee", "two"},
		{21, "vingt et un", "eenentwintig", "twenty-one"},
		{22, "vingt-deux", "tweeëntwintig", "twenty-two"},
		{33, "trente-trois", "drieëndertig", "thirty-three"},
		{45, "quarante-cinq", "vijfenveertig", "forty-five"},
		{70, "septante", "zeventig", "seventy"},
		{71, "septante et un", "eenenzeventig", "seventy-one"},
		{80, "quatre-vingts", "tachtig", "eighty"},
		{81, "quatre-vingt-un", "eenentachtig", "eighty-one"},
		{91, "nonante et un", "eenennegentig", "ninety-one"},
		{99, "nonante-neuf", "negenennegentig", "ninety-nine"},
		{100, "cent", "honderd", "one hundred"},
		{101, "cent un", "honderdeen", "one hundred and one"},
		{200, "deux cents", "tweehonderd", "two hundred"},
		{201, "deux cent un", "tweehonderdeen", "two hundred and one"},
		{1000, "mille", "duizend", "one thousand"},
		{1001, "mille un", "duizend een", "one thousand and one"},
		{1150, "mille cent cinquante", "elfhonderdvijftig", "one thousand one hundred and fifty"},
		{1280, "mille deux cent quatre-vingts", "duizend tweehonderdtachtig", "one thousand two hundred and eighty"},
		{2023, "deux mille vingt-trois", "tweeduizend drieëntwintig", "two thousand and twenty-three"},
		{16_750, "seize mille sept cent cinquante", "zestienduizend zevenhonderdvijftig", "sixteen thousand seven hundred and fifty"},
		{62_700, "soixante-deux mille sept cents", "tweeënzestigduizend zevenhonderd", "sixty-two thousand seven hundred"},
		{80_000, "quatre-vingt mille", "tachtigduizend", "eighty thousand"},
		{200_000, "deux cent mille", "tweehonderdduizend", "two hundred thousand"},
		{264_350, "deux cent soixante-quatre mille trois cent cinquante", "tweehonderdvierenzestigduizend driehonderdvijftig", "two hundred and sixty-four thousand three hundred and fifty"},
		{1_000_000, "un million", "één miljoen", "one million"},
		{2_500_000, "deux millions cinq cent mille", "twee miljoen vijfhonderdduizend", "two million five hundred thousand"},
		{80_000_000, "quatre-vingts millions", "tachtig miljoen", "eighty million"},
		{200_000_000, "deux cents millions", "tweehonderd miljoen", "two hundred million"},
		{1_000_000_000, "un milliard", "één miljard", "one billion"},
		{10_000_000_000, "dix milliards", "tien miljard", "ten billion"},
		{-5, "moins cinq", "min vijf", "minus five"},
	} {
		same(t, "fr", locale.Words(locale.FR, c.n), c.fr)
		same(t, "nl", locale.Words(locale.NL, c.n), c.nl)
		same(t, "en", locale.Words(locale.EN, c.n), c.en)
	}
}

func TestMoneyWords(t *testing.T) {
	for _, c := range []struct {
		cents      int64
		fr, nl, en string
	}{
		{6_270_000, "soixante-deux mille sept cents euros", "tweeënzestigduizend zevenhonderd euro", "sixty-two thousand seven hundred euros"},
		{6_500_000, "soixante-cinq mille euros", "vijfenzestigduizend euro", "sixty-five thousand euros"},
		{6_270_050, "soixante-deux mille sept cents euros et cinquante centimes", "tweeënzestigduizend zevenhonderd euro en vijftig cent", "sixty-two thousand seven hundred euros and fifty cents"},
		{0, "zéro euro", "nul euro", "zero euros"},
		{100, "un euro", "één euro", "one euro"},
		{101, "un euro et un centime", "één euro en één cent", "one euro and one cent"},
		{50, "cinquante centimes", "vijftig cent", "fifty cents"},
		{2_100, "vingt et un euros", "eenentwintig euro", "twenty-one euros"},
		{100_000_000, "un million d'euros", "één miljoen euro", "one million euros"},
		{120_000_000, "un million deux cent mille euros", "één miljoen tweehonderdduizend euro", "one million two hundred thousand euros"},
		{1_000_000_000_000, "dix milliards d'euros", "tien miljard euro", "ten billion euros"},
		{-150, "moins un euro et cinquante centimes", "min één euro en vijftig cent", "minus one euro and fifty cents"},
		{-1 << 63, "moins nonante-deux millions", "min tweeënnegentig miljoen", "minus ninety-two million"},
	} {
		for l, want := range map[locale.Language]string{locale.FR: c.fr, locale.NL: c.nl, locale.EN: c.en} {
			got := locale.MoneyWords(l, c.cents)
			if c.cents == -1<<63 {
				got = got[:min(len(got), len(want))]
			}
			same(t, string(l), got, want)
		}
	}
}

// FuzzWords: no two numbers up to thousand millions are spelt the same, as far
// as one can hear: what is spelt is the number again.
func FuzzWords(f *testing.F) {
	for _, n := range []int64{0, 1, 80, 81, 1100, 71_071, 1_001_001_001, 999_999_999_999} {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, n int64) {
		if n < 0 {
			n = ^n
		}
		n %= 1e13
		for _, l := range locale.Languages {
			s := locale.Words(l, n)
			if s == "" || strings.Contains(s, "  ") || s != strings.TrimSpace(s) {
				t.Errorf("%d in %s is %q", n, l, s)
			}
			if got := heard(l, s); got != n {
				t.Errorf("%d in %s is %q, which is heard as %d", n, l, s, got)
			}
		}
	})
}
