package ui

import (
	"maps"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

func sorted(t Typed) []string { return slices.Sorted(maps.Keys(t)) }

// sums are a budget's totals, of the lines that can be read.
type sums struct{ Asked, Own workflow.Money }

func (f Form) sums() sums {
	var s sums
	for _, n := range f.Values.Rows("budget") {
		s.Asked += f.amount(under(at("budget", n), "amount"))
		s.Own += f.amount(under(at("budget", n), "own"))
	}
	return s
}

func (f Form) amount(path string) workflow.Money {
	m, err := workflow.ParseMoney(canonical(f.Lang, workflow.KindMoney, f.Values.One(path)))
	if err != nil {
		return 0
	}
	return m
}

// room says what is left under the cap, or by how much it is passed.
func (f Form) room() string {
	left := f.Cap - f.sums().Asked
	if left < 0 {
		return T(f.Lang, "form.over", "amount", locale.Money(f.Lang, -left))
	}
	return T(f.Lang, "form.left", "amount", locale.Money(f.Lang, left))
}
