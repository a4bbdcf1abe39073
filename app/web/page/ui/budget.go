package ui

import (
	"maps"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

func sorted(t Typed) []string { return slices.Sorted(maps.Keys(t)) }

// sums are a budget's totals, of the lines that can be read, beside what was
// announced.
type sums struct{ Asked, Own, Requested, Cofinancing workflow.Money }

func (f Form) sums() sums {
	s := sums{Requested: f.amount("requested"), Cofinancing: f.amount("cofinancing")}
	for _, n := range f.Values.Rows("budget") {
		s.Asked += f.amount(under(at("budget", n), "amount"))
		s.Own += f.amount(under(at("budget", n), "own"))
	}
	return s
}

// reckoned is a column of a budget's totals: what was announced, what the lines
// add up to, and by how much they differ. Name is the script's.
type reckoned struct {
	Name, Head  string
	Said, Lines workflow.Money
}

func (f Form) reckoned() []reckoned {
	s := f.sums()
	return []reckoned{
		{"asked", locale.Label(f.Lang, f.Entity, f.Action, "requested"), s.Requested, s.Asked},
		{"own", locale.Label(f.Lang, f.Entity, f.Action, "cofinancing"), s.Cofinancing, s.Own},
	}
}

// by is a difference with its sign.
func (f Form) by(m workflow.Money) string {
	if m > 0 {
		return "+" + locale.Money(f.Lang, m)
	}
	return locale.Money(f.Lang, m)
}

func (f Form) amount(path string) workflow.Money {
	m, err := workflow.ParseMoney(canonical(f.Lang, workflow.KindMoney, f.Values.One(path)))
	if err != nil {
		return 0
	}
	return m
}

// lineSum is what a line costs in all; "" for one that cannot be read.
func (f Form) lineSum(path string) string {
	var sum workflow.Money
	for _, name := range []string{"amount", "own"} {
		typed := canonical(f.Lang, workflow.KindMoney, f.Values.One(under(path, name)))
		m, err := workflow.ParseMoney(typed)
		switch {
		case typed == "":
		case err != nil:
			return T(f.Lang, "form.wrong")
		default:
			sum += m
		}
	}
	return locale.Money(f.Lang, sum)
}

// room says what is left under the cap, or by how much it is passed, or what the
// least still wants.
func (f Form) room() string {
	asked := f.sums().Asked
	switch left := f.Cap - asked; {
	case f.sums() == (sums{}):
		return ""
	case left < 0:
		return T(f.Lang, "form.over", "amount", locale.Money(f.Lang, -left))
	case asked < f.Floor:
		return T(f.Lang, "form.under", "amount", locale.Money(f.Lang, f.Floor-asked))
	default:
		return T(f.Lang, "form.left", "amount", locale.Money(f.Lang, left))
	}
}

// outside: what is asked for passes the cap, or misses the least. A budget in
// which nothing stands yet is neither.
func (f Form) outside() bool {
	asked := f.sums().Asked
	if f.sums() == (sums{}) {
		return false
	}
	return asked > f.Cap || asked < f.Floor
}
