package workflow

// Objective is what a call's projects may work for. A strategy numbers its
// objectives and stands them under axes; a call that follows none leaves both out.
type Objective struct {
	ID     string `json:"id" name:"id" need:"yes"`
	Title  Words  `json:"title" name:"title" need:"yes"`
	Number string `json:"number,omitempty" name:"number" max:"10"` // "1.1"
	Axis   Words  `json:"axis,omitzero" name:"axis"`
}

// Numbered is the objective under its number: "1.1 Dresser un état des lieux".
func (o Objective) Numbered() Named {
	n := Named{ID: o.ID, Title: o.Title}
	if o.Number != "" {
		n.Title = Words{FR: o.Number + "\u00a0" + o.Title.FR, NL: o.Number + "\u00a0" + o.Title.NL}
	}
	return n
}

// Goals are the objectives of the call as people read them.
func (r *Rules) Goals() []Named {
	out := make([]Named, 0, len(r.Objectives))
	for _, o := range r.Objectives {
		out = append(out, o.Numbered())
	}
	return out
}

// Axis is objectives that stand together; without a title, those under no axis.
type Axis struct {
	Title Words
	Goals []Named
}

// Axes are the objectives of the call under their axes, in the call's order.
func (r *Rules) Axes() []Axis {
	var out []Axis
	for _, o := range r.Objectives {
		if n := len(out); n == 0 || out[n-1].Title != o.Axis {
			out = append(out, Axis{Title: o.Axis})
		}
		last := &out[len(out)-1]
		last.Goals = append(last.Goals, o.Numbered())
	}
	return out
}
