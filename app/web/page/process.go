package page

import "tremplin/app/web/page/ui"

// Addresses of the process as the tables have it.
const (
	PathProcess  = "/process"
	PathRoles    = PathProcess + "/roles"
	PathRefusals = PathProcess + "/refusals"
)

// Process is what there is to read of the rules.
type Process struct {
	Frame Frame
	Table ui.Table // the lifecycles, each with its states
}

// Lifecycle is one table of rules.
type Lifecycle struct {
	Frame Frame
	Head  Head
	Flow  *ui.Flow // nil: there is nothing to draw
	Table ui.Table
	Other []ui.Link
}

// Duties are who may do what.
type Duties struct {
	Frame  Frame
	Tables []ui.Table
}

// Refusals are all answers that are not a yes.
type Refusals struct {
	Frame Frame
	Kinds []Refusal
}

// Refusal is a kind of answer with its codes.
type Refusal struct {
	ID, Title, Text string
	Table           ui.Table
}
