package ranking

import (
	"cmp"
	"math"
	"slices"
)

// tangent prices what is scarce: with it the best total has a bound, and the
// bound of what is left to decide is a sum. Any prices give a true bound, so that
// they may be looked for with floats; what is compared are whole numbers.
type tangent struct {
	scale  int64   // all prices are so many times too high
	weight int64   // per unit of weight, not negative
	count  int64   // per item: where the number of items is known to lie in a range
	themes []int64 // what covering a theme is worth, by bit
}

// worth is what an item is worth beyond its price.
func (t *tangent) worth(it *item) int64 {
	w := t.scale*it.value - t.weight*it.weight - t.count
	if it.theme >= 0 && t.themes != nil {
		w += t.themes[it.theme]
	}
	return w
}

// missing is what the themes cost that a choice has yet to cover.
func (t *tangent) missing(need, covered int) (sum int64) {
	if t.themes == nil {
		return 0
	}
	for bit, price := range t.themes {
		if (need&^covered)>>bit&1 == 1 {
			sum += price
		}
	}
	return sum
}

// total bounds every complete choice with count items, in values.
func (k *knapsack) total(t *tangent, count int64) int64 {
	worths := make([][]int64, max(k.groups, 1))
	sum := t.weight*k.room + t.count*count - t.missing(k.need, 0)
	for i := range k.items {
		w := t.worth(&k.items[i])
		switch {
		case w <= 0:
		case k.most == 0:
			sum += w
		default:
			worths[k.items[i].group] = append(worths[k.items[i].group], w)
		}
	}
	for _, group := range worths {
		slices.SortFunc(group, descending)
		for n, w := range group {
			if n < k.most {
				sum += w
			}
		}
	}
	return sum / t.scale // not negative
}

// prices looks for the prices of weight and themes that bound the best total most
// tightly, by steps against what the priced choice leaves over or lacks.
func (k *knapsack) prices() (weight float64, themes []float64) {
	themes = make([]float64, k.themes)
	bestWeight, bestThemes, best := 0.0, slices.Clone(themes), math.Inf(1)
	mean := 0.0
	for i := range k.items {
		mean += float64(k.items[i].value) / float64(k.items[i].weight)
	}
	mean /= max(float64(len(k.items)), 1)
	weight = mean
	scratch := make([][]float64, max(k.groups, 1))
	for round := range 160 {
		sum, load, _, covers := k.priced(weight, 0, themes, scratch)
		if sum < best {
			best, bestWeight = sum, weight
			copy(bestThemes, themes)
		}
		step := mean * 2 / float64(round+2)
		weight = max(weight+step*(load-float64(k.room))/max(float64(k.room), 1), 0)
		for t := range themes {
			if k.need>>t&1 == 1 {
				themes[t] = max(themes[t]+step*(1-covers[t])*k.meanWeight(), 0)
			}
		}
	}
	return bestWeight, bestThemes
}

func (k *knapsack) meanWeight() float64 {
	sum := int64(0)
	for i := range k.items {
		sum += k.items[i].weight
	}
	return float64(sum) / max(float64(len(k.items)), 1)
}

// priced is the bound that some prices of weight, of each item and of themes give,
// and what the choice behind it weighs, counts and covers.
func (k *knapsack) priced(weight, each float64, themes []float64, scratch [][]float64) (sum, load float64, count int, covers []float64) {
	covers = make([]float64, len(themes))
	for g := range scratch {
		scratch[g] = scratch[g][:0]
	}
	worth := make([]float64, len(k.items))
	for i := range k.items {
		it := &k.items[i]
		worth[i] = float64(it.value) - weight*float64(it.weight) - each
		if it.theme >= 0 {
			worth[i] += themes[it.theme]
		}
		if worth[i] > 0 && k.most > 0 {
			scratch[it.group] = append(scratch[it.group], worth[i])
		}
	}
	least := make([]float64, len(scratch)) // what an item of the group has to be worth
	for g, some := range scratch {
		if k.most > 0 && len(some) > k.most {
			slices.Sort(some)
			least[g] = some[len(some)-k.most]
		}
	}
	sum = weight * float64(k.room)
	for t, p := range themes {
		if k.need>>t&1 == 1 {
			sum -= p
		}
	}
	for i := range k.items {
		it := &k.items[i]
		if worth[i] <= 0 || worth[i] < least[it.group] {
			continue
		}
		sum += worth[i]
		load += float64(it.weight)
		count++
		if it.theme >= 0 {
			covers[it.theme]++
		}
	}
	return sum, load, count, covers
}

// beside: this many of the items' own ratios on each side of the price.
const beside = 8

// tangents are prices of weight about the best one: the ratios of the items
// nearest to it, since there the bound bends.
func (k *knapsack) tangents() []tangent {
	weight, themes := k.prices()
	top := int64(1)
	for i := range k.items {
		top = max(top, k.items[i].value)
	}
	limit := int64(1) << 58 / (top * int64(len(k.items)+1))
	priced := make([]int64, 0, k.themes)
	themed := slices.ContainsFunc(themes, func(p float64) bool { return p > 0 })
	wide := min(limit, 1<<30)
	for _, p := range themes {
		priced = append(priced, min(int64(p*float64(wide)), top*wide))
	}
	out := []tangent{{scale: 1}}
	for _, i := range k.nearest(weight) {
		it := &k.items[i]
		t := tangent{scale: it.weight, weight: it.value}
		if themed || it.weight > limit || it.value > 1<<58/max(k.room, 1) {
			t = tangent{scale: wide, weight: int64(float64(it.value) / float64(it.weight) * float64(wide))}
			if themed {
				t.themes = priced
			}
		}
		if t.weight <= 1<<58/max(k.room, 1) {
			out = append(out, t)
		}
	}
	return out
}

// nearest are the items whose value per weight is nearest to a price, those above
// it and those below.
func (k *knapsack) nearest(price float64) []int {
	ratio := func(i int) float64 { return float64(k.items[i].value) / float64(k.items[i].weight) }
	order := slices.CompactFunc(k.byRatio(), func(i, j int) bool { return perWeight(&k.items[i], &k.items[j]) == 0 })
	at, _ := slices.BinarySearchFunc(order, price, func(i int, p float64) int { return cmp.Compare(p, ratio(i)) })
	return order[max(at-beside, 0):min(at+beside, len(order))]
}
