package ranking

import (
	"cmp"
	"math/big"
	"math/bits"

	"tremplin/workflow"
)

// Exact is a score as a fraction, so that no rounding decides a place. Its zero
// value is nought. Two that are equal are equal by == too, but for those that
// need more than 64 bits.
type Exact struct {
	num, den int64    // in lowest terms, den > 0; 0 and 0: nought
	r        *big.Rat // instead of them, where they do not hold it
}

// exact is num ÷ den; den is positive.
func exact(num, den int64) Exact {
	if num == 0 {
		return Exact{}
	}
	if g := divisor(magnitude(num), uint64(den)); g > 1 { //nolint:gosec // den is positive
		num, den = num/int64(g), den/int64(g) //nolint:gosec // at most den
	}
	return Exact{num: num, den: den}
}

// exactly is a fraction of any size.
func exactly(r *big.Rat) Exact {
	if r.Num().IsInt64() && r.Denom().IsInt64() {
		return exact(r.Num().Int64(), r.Denom().Int64())
	}
	return Exact{r: r}
}

func (x Exact) rat() *big.Rat {
	switch {
	case x.r != nil:
		return x.r
	case x.den == 0:
		return new(big.Rat)
	}
	return big.NewRat(x.num, x.den)
}

// Cmp compares exactly: -1, 0 or 1.
func (x Exact) Cmp(y Exact) int {
	switch {
	case x.r != nil || y.r != nil:
		return x.rat().Cmp(y.rat())
	case x.sign() != y.sign() || x.num == 0:
		return cmp.Compare(x.sign(), y.sign())
	}
	xh, xl := bits.Mul64(magnitude(x.num), uint64(y.den)) //nolint:gosec // positive
	yh, yl := bits.Mul64(magnitude(y.num), uint64(x.den)) //nolint:gosec // positive
	return x.sign() * cmp.Or(cmp.Compare(xh, yh), cmp.Compare(xl, yl))
}

func (x Exact) sign() int { return cmp.Compare(x.num, 0) }

// Minus is the difference.
func (x Exact) Minus(y Exact) Exact { return exactly(new(big.Rat).Sub(x.rat(), y.rat())) }

// Number is the score for display, rounded half up to hundredths.
func (x Exact) Number() workflow.Number {
	if x.r == nil && x.num >= 0 && x.num < 1<<50 && x.den < 1<<50 {
		if x.den == 0 {
			return 0
		}
		return workflow.Number((x.num*200 + x.den) / (2 * x.den))
	}
	// half up: the floor of value × 100 + 1/2, with one division
	num := new(big.Int).Mul(x.rat().Num(), big.NewInt(200))
	num.Add(num, x.rat().Denom())
	den := new(big.Int).Lsh(x.rat().Denom(), 1)
	return workflow.Number(num.Div(num, den).Int64()) // Div rounds down, below nought too
}

// Fraction is the exact value, "57/4".
func (x Exact) Fraction() string { return x.rat().RatString() }

// String is the score for display, "14.25".
func (x Exact) String() string { return workflow.Money(x.Number()).String() }

// magnitude is a number without its sign.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n) //nolint:gosec // two's complement: right for the least number too
	}
	return uint64(n)
}

// divisor is the greatest common one.
func divisor(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// multiple is the least common multiple of two positive numbers.
func multiple(a, b *big.Int) *big.Int {
	out := new(big.Int).Div(b, new(big.Int).GCD(nil, nil, a, b))
	return out.Mul(out, a)
}

func sumOf(xs []Exact) Exact {
	sum := new(big.Rat)
	for _, x := range xs {
		sum.Add(sum, x.rat())
	}
	return exactly(sum)
}
