package ranking

import "tremplin/workflow"

// order is a ranking as the rank order walks it: its candidates from the top,
// with amounts, SISPs and themes as small numbers.
type order struct {
	limits Limits
	at     []int            // places in the ranking
	amount []workflow.Money // cents
	sisp   []int
	theme  []int  // in Limits.Themes; -1: none of them
	in     []bool // what the last walk took
	count  []int  // per SISP, of the last walk
	served []bool // per theme
}

func newOrder(l Limits, ranked []Ranked) *order {
	o := &order{limits: l, at: candidates(l, ranked), served: make([]bool, len(l.Themes))}
	themes, sisps := l.themesOf(ranked), map[string]int{}
	for _, i := range o.at {
		s, known := sisps[ranked[i].Sisp]
		if !known {
			s = len(sisps)
			sisps[ranked[i].Sisp] = s
		}
		o.sisp, o.theme = append(o.sisp, s), append(o.theme, themes[i])
		o.amount = append(o.amount, l.Grant(&ranked[i].Entry))
	}
	o.in, o.count = make([]bool, len(o.at)), make([]int, len(sisps))
	return o
}

// walk takes from the top what the limits allow.
func (o *order) walk() {
	clear(o.in)
	clear(o.count)
	clear(o.served)
	free := o.limits.Envelope
	if len(o.served) > 0 {
		for i := range o.at {
			if t := o.theme[i]; t >= 0 && !o.served[t] && o.open(i) && o.amount[i] <= free {
				o.served[t] = true
				free -= o.take(i)
			}
		}
	}
	for i := range o.at {
		if o.in[i] || !o.open(i) {
			continue
		}
		if o.amount[i] > free {
			return
		}
		free -= o.take(i)
	}
}

// open: the SISP may have one more.
func (o *order) open(i int) bool {
	return o.limits.PerSisp <= 0 || o.count[o.sisp[i]] < o.limits.PerSisp
}

func (o *order) take(i int) workflow.Money {
	o.in[i] = true
	o.count[o.sisp[i]]++
	return o.amount[i]
}

func (o *order) amounts() map[int]workflow.Money {
	out := map[int]workflow.Money{}
	for i, at := range o.at {
		if o.in[i] {
			out[at] = o.amount[i]
		}
	}
	return out
}
