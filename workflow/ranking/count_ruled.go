package ranking

// countRuled does what count does where there are rules of SISPs or themes. A
// price of each item that is not negative bounds every smaller number of items
// too, and one that is not positive every larger one.
func (b *beam) countRuled() bool {
	const reach = 3 // numbers of items on each side of the known choice's
	_, themes := b.prices()
	at := int64(0)
	for _, in := range b.known.picked {
		if in {
			at++
		}
	}
	for _, way := range []int64{0, -1, 1} {
		for n := at + way; n >= 0 && n <= int64(len(b.items)) && (n-at)*way <= reach; n += way {
			t := b.even(n, themes)
			passes := !b.holds(&t) || b.total(&t, n) > b.known.value
			switch {
			case passes && b.holds(&t):
				b.tangents = append(b.tangents, t)
			case !passes && t.count >= 0:
				b.counts[0] = max(b.counts[0], n+1)
			case !passes:
				b.counts[1] = min(b.counts[1], n-1)
			}
			if b.counts[0] > b.counts[1] {
				return false
			}
			if way == 0 || !passes {
				break
			}
		}
	}
	return true
}

// even are the prices at which the choice of most worth has about n items and
// about the room's weight.
func (b *beam) even(n int64, themes []float64) tangent {
	top, dear := int64(1), 0.0
	for i := range b.items {
		top = max(top, b.items[i].value)
		dear = max(dear, float64(b.items[i].value)/float64(b.items[i].weight))
	}
	scratch := make([][]float64, max(b.groups, 1))
	halve := func(low, high float64, less func(float64) bool) float64 {
		for range 18 {
			if mid := (low + high) / 2; less(mid) {
				low = mid
			} else {
				high = mid
			}
		}
		return high
	}
	weight := func(each float64) float64 {
		return halve(0, 4*dear, func(w float64) bool {
			_, load, _, _ := b.priced(w, each, themes, scratch)
			return load > float64(b.room)
		})
	}
	each := halve(-4*float64(top), 4*float64(top), func(e float64) bool {
		_, _, count, _ := b.priced(weight(e), e, themes, scratch)
		return int64(count) > n
	})
	scale := min(1<<58/(16*top*int64(len(b.items)+1)), 1<<30)
	t := tangent{scale: scale, weight: int64(weight(each) * float64(scale)), count: int64(each * float64(scale))}
	for _, p := range themes {
		t.themes = append(t.themes, min(int64(p*float64(scale)), top*scale))
	}
	return t
}
