package ranking

import (
	"math/big"

	"tremplin/workflow"
)

// Exact is a score as a fraction, so that no rounding decides a place. Its zero
// value is nought.
type Exact struct{ r *big.Rat }

func (x Exact) rat() *big.Rat {
	if x.r == nil {
		return new(big.Rat)
	}
	return x.r
}

// Cmp compares exactly: -1, 0 or 1.
func (x Exact) Cmp(y Exact) int { return x.rat().Cmp(y.rat()) }

// Number is the score for display, rounded half up to hundredths.
func (x Exact) Number() workflow.Number {
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
	return Exact{sum}
}
