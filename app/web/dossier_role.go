package web

import (
	"strings"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// actedAs says as what somebody acted, as the trail keeps it; nothing of the
// clock and the engine.
func (v *visit) actedAs(e app.Past) string {
	role, org, _ := strings.Cut(e.As, "@")
	if role == "" {
		return ""
	}
	return v.roleOf(workflow.Role(role), org)
}

// roleOf names a role, with the organisation that it is tied to.
func (v *visit) roleOf(role workflow.Role, org string) string {
	if org == "" {
		return locale.Role(v.lang, role)
	}
	return v.t("then.org", "role", locale.Role(v.lang, role), "org", v.org(org))
}
