package auth

import (
	"slices"

	"tremplin/workflow"
)

// decisive are the roles that decide, sign or pay, or give such roles.
var decisive = []workflow.Role{
	workflow.FunderSig, workflow.SispSig, workflow.PartnerSig, workflow.Finance, workflow.Director, workflow.Admin,
}

// Needs2FA reports whether somebody who holds these roles that day must have a
// second factor.
func Needs2FA(grants []workflow.Grant, on workflow.Date) bool {
	return slices.ContainsFunc(grants, func(g workflow.Grant) bool { return g.On(on) && slices.Contains(decisive, g.Role) })
}
