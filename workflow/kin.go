package workflow

import "sync"

// kinship is what mergers, names and numbers make of the organisations of a house,
// worked out once: each sheet and each seat asks for it. It is made anew with every
// organisation that comes or changes.
type kinship struct {
	once sync.Once
	made bool
	// absorbed are those that a merger took away, in the house's order.
	absorbed []*Organisation
	// kin are, of each organisation that is the same legal entity as another, directly
	// or through others, all of them, in the house's order; of others none.
	kin map[string][]*Organisation
}

// known is the kinship of the house as it stands. Many cases share one house.
func (h *House) known() *kinship {
	k := h.kinship
	if k == nil { // nothing was attached
		k = &kinship{}
	}
	k.once.Do(func() { k.work(h.Organisations) })
	return k
}

// unknow forgets it, while the house is still being made.
func (h *House) unknow() {
	if h.kinship == nil || h.kinship.made {
		h.kinship = &kinship{}
	}
}

// work joins all that share what [Organisation.same] goes by: what absorbed the one,
// a number, a name that is another name of one of them.
func (k *kinship) work(all []*Organisation) {
	k.made = true
	s := sets{}
	aliases := map[string]bool{}
	for _, o := range all {
		for _, a := range o.Aliases {
			aliases[spelled(a)] = true
		}
	}
	delete(aliases, "")
	for i, o := range all {
		s.join(i, "id "+o.ref.ID)
		if o.Into != "" {
			k.absorbed = append(k.absorbed, o)
			s.join(i, "id "+o.Into)
		}
		for _, n := range o.numbers() {
			s.join(i, "number "+n)
		}
		for _, a := range append([]string{o.Name.FR, o.Name.NL}, o.Aliases...) {
			if a = spelled(a); aliases[a] {
				s.join(i, "name "+a)
			}
		}
	}
	of := map[int][]*Organisation{}
	for i, o := range all {
		root := s.root(i)
		of[root] = append(of[root], o)
	}
	k.kin = map[string][]*Organisation{}
	for _, some := range of {
		for _, o := range some {
			if len(some) > 1 {
				k.kin[o.ref.ID] = some
			}
		}
	}
}

// sets are numbers of which those that share a key are one set.
type sets struct {
	up map[int]int // towards the one that stands for its set
	by map[string]int
}

func (s *sets) join(i int, key string) {
	if s.up == nil {
		s.up, s.by = map[int]int{}, map[string]int{}
	}
	first, taken := s.by[key]
	if !taken {
		s.by[key] = i
		return
	}
	if a, b := s.root(first), s.root(i); a != b {
		s.up[max(a, b)] = min(a, b)
	}
}

func (s *sets) root(i int) int {
	for {
		to, ok := s.up[i]
		if !ok {
			return i
		}
		i = to
	}
}
