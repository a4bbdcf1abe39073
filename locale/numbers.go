package locale

import (
	"strconv"
	"strings"
)

// Spaces that keep what belongs together on one line.
const (
	nbsp   = "\u00a0"
	narrow = "\u202f"
)

// marks are the thousands and decimal marks: in Belgium a point and a comma.
func (l Language) marks() (thousands, decimal string) {
	if l == EN {
		return ",", "."
	}
	return ".", ","
}

// Count prints a whole number: "1.250".
func Count[N ~int | ~int64](l Language, n N) string {
	sign, digits := split(int64(n))
	return sign + l.group(digits)
}

// split is the sign and the digits; no number is too small for it.
func split(n int64) (sign, digits string) {
	digits = strconv.FormatInt(n, 10)
	if n < 0 {
		return "-", digits[1:]
	}
	return "", digits
}

func (l Language) group(digits string) string {
	mark, _ := l.marks()
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// hundredths prints a number of hundredths with both decimals: "62.700,00".
func (l Language) hundredths(n int64) (sign, digits string) {
	sign, digits = split(n)
	digits = strings.Repeat("0", max(3-len(digits), 0)) + digits
	_, mark := l.marks()
	return sign, l.group(digits[:len(digits)-2]) + mark + digits[len(digits)-2:]
}

// Money prints cents in tables and beside labels: "62.700,00 €".
func Money[M ~int64](l Language, cents M) string {
	sign, digits := l.hundredths(int64(cents))
	if l == EN {
		return sign + "€" + digits
	}
	return sign + digits + nbsp + "€"
}

// MoneyText prints cents in a document's sentence, where Dutch writes the word:
// "62.700,00 euro". Pages, whose tables stand beside their sentences, keep the sign.
func MoneyText[M ~int64](l Language, cents M) string {
	if l != NL {
		return Money(l, cents)
	}
	sign, digits := l.hundredths(int64(cents))
	return sign + digits + nbsp + "euro"
}

// Score prints hundredths with both decimals: "14,25".
func Score[N ~int64](l Language, n N) string {
	sign, digits := l.hundredths(int64(n))
	return sign + digits
}

// Number prints a measured value, in hundredths, without needless zeros: "45", "4,5".
func Number[N ~int64](l Language, n N) string {
	s := Score(l, n)
	_, mark := l.marks()
	return strings.TrimSuffix(strings.TrimRight(s, "0"), mark)
}

// Share prints per cent: "30 %".
func Share[N ~int | ~int64](l Language, n N) string { return perCent(l, Count(l, n)) }

// ShareOf prints hundredths of a per cent: "3,54 %".
func ShareOf[N ~int64](l Language, n N) string { return perCent(l, Number(l, n)) }

func perCent(l Language, s string) string {
	if l == EN {
		return s + "%"
	}
	return s + narrow + "%"
}

// Size prints a number of bytes: "25 Mo", "140 ko".
func Size[N ~int | ~int64](l Language, bytes N) string {
	mega, kilo := "MB", "kB"
	if l == FR {
		mega, kilo = "Mo", "ko"
	}
	if bytes >= 1<<20 {
		return Number(l, int64(bytes)*10>>20*10) + nbsp + mega // tenths, rounded down
	}
	return Count(l, (int64(bytes)+1023)>>10) + nbsp + kilo
}

// Typed reads an amount or a number as people write it, "62.700,50 €", and
// gives it as the engine reads it, "62700.50". What it cannot read it gives
// back as it is, for the engine to refuse.
func Typed(l Language, s string) string {
	t := strings.NewReplacer(" ", "", nbsp, "", narrow, "", "€", "", "euro", "").Replace(strings.TrimSpace(s))
	thousands, decimal := l.marks()
	whole, cents, has := strings.Cut(t, decimal)
	grouped := strings.Split(whole, thousands)
	switch {
	case len(grouped) > 1 && !threes(grouped):
		// One mark, and not before three digits: a decimal point after all.
		if len(grouped) == 2 && !has {
			whole, cents, has = grouped[0], grouped[1], true
			break
		}
		return s
	case strings.Contains(cents, thousands) || strings.Contains(cents, decimal):
		return s
	default:
		whole = strings.Join(grouped, "")
	}
	if strings.Trim(whole+cents, "0123456789") != "" || whole == "" || has && cents == "" {
		return s
	}
	if has {
		return whole + "." + cents
	}
	return whole
}

// threes tells whether the groups after the first have three digits.
func threes(groups []string) bool {
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	return groups[0] != "" && len(groups[0]) <= 3
}

// Enterprise prints an enterprise number: "0401.984.331".
func Enterprise(s string) string {
	d := digitsOf(s)
	if len(d) != 10 {
		return s
	}
	return d[:4] + "." + d[4:7] + "." + d[7:]
}

// IBAN prints an account in groups of four.
func IBAN(s string) string {
	t := strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	var b strings.Builder
	for i, r := range []rune(t) {
		if i > 0 && i%4 == 0 {
			b.WriteString(" ")
		}
		b.WriteRune(r)
	}
	return b.String()
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
