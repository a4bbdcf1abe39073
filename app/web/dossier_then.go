package web

import (
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// ahead is what an act leads to, before anything is typed: where it asks for
// something, the engine is asked with an example, and no amount is told of it.
// What cannot be foreseen stays unsaid.
func (v *visit) ahead(e *errand) []string {
	if e.act.Blocked != nil {
		return nil
	}
	cmd := v.command(e, e.act.Example, ui.Typed{})
	f, err := v.site.App.Foresee(v.Request().Context(), cmd)
	if err != nil {
		return nil
	}
	if len(e.act.Fields) > 0 {
		f.Ledger = nil
	}
	return v.follows(e, f)
}

// follows is what the act leads to, as the engine foresees it.
func (v *visit) follows(e *errand, f *app.Foreseen) []string {
	if f.Veiled { // what is told hangs on what is shown alone
		return v.costs(e)
	}
	var out []string
	if f.From != f.To && f.To != "" && f.To != workflow.Stay && f.From != "" {
		out = append(out, v.t("confirm.state", "from", locale.State(v.lang, e.act.Entity, f.From), "to", locale.State(v.lang, e.act.Entity, f.To)))
	}
	out = append(out, v.costs(e)...)
	out = append(out, v.booked(f.Ledger)...)
	made := map[string]int{}
	for _, d := range f.Documents {
		made[d]++
	}
	for _, d := range sortedKeys(made) {
		out = append(out, v.t("confirm.document", "n", made[d], "kind", locale.Name(v.lang, "document", d)))
	}
	if who := v.mailed(f.Told); who != "" {
		out = append(out, v.t("then.told", "who", who))
	}
	return out
}

// booked is what lines of the ledger say.
func (v *visit) booked(lines []workflow.Entry) []string {
	sums := map[workflow.EntryKind]workflow.Money{}
	for _, x := range lines {
		sums[x.Kind] += x.Amount
	}
	var out []string
	for _, kind := range []workflow.EntryKind{workflow.EntryCommitment, workflow.EntryRelease, workflow.EntryPayment, workflow.EntryRecovery, workflow.EntryWriteOff} {
		if m := sums[kind]; m > 0 {
			out = append(out, v.t("confirm."+string(kind), "amount", m))
		}
	}
	return out
}

// fewOrgs is how many organisations are named before they are counted.
const fewOrgs = 3

// mailed names whom mails reach, role by role.
func (v *visit) mailed(all []app.Reached) string {
	orgs := map[workflow.Role][]app.Reached{}
	var roles []workflow.Role
	for _, r := range all {
		if !slices.Contains(roles, r.Role) {
			roles = append(roles, r.Role)
		}
		orgs[r.Role] = append(orgs[r.Role], r)
	}
	var out []string
	for _, role := range roles {
		name, of := locale.Role(v.lang, role), orgs[role]
		if len(of) > fewOrgs {
			out = append(out, v.t("then.orgs", "role", name, "n", len(of)))
			continue
		}
		for _, r := range of {
			if r.Org != "" {
				out = append(out, v.t("then.org", "role", name, "org", v.org(r.Org)))
			} else {
				out = append(out, v.t("then.people", "role", name, "n", r.N))
			}
		}
	}
	return strings.Join(out, "; ")
}
