package web

import (
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
)

// savedWords say that a section is saved, and, once nothing is missing any more,
// who sends the proposal.
func (w *writing) savedWords(s section, changed bool) string {
	key := "done.unchanged"
	if changed {
		key = "done.saved"
	}
	say := w.v.t(key, "section", w.v.t("proposal.section."+s.id))
	again, err := w.v.writing()
	if err != nil {
		return say
	}
	unmet, err := again.unmet()
	if err != nil || len(unmet) > 0 || len(again.copies) > 0 {
		return say
	}
	if alone := w.v.alone(again.view); alone != "" {
		return say + " " + alone
	}
	if names := again.signatoryNames(); len(names) > 0 {
		return say + " " + w.v.t("done.ready", "who", locale.Or(w.v.lang, names))
	}
	return say + " " + w.v.t("done.ready_nobody") + " " + again.nobodySigns()
}

// signatoryNames are the people who may send the proposal for the SISP today.
func (w *writing) signatoryNames() []string {
	var names []string
	for _, p := range w.v.who.House.People {
		if p.State() == workflow.PersonActive && slices.ContainsFunc(w.v.who.House.GrantsOf(p), func(g workflow.Grant) bool {
			return g.Role == workflow.SispSig && g.Org == w.view.File.Sisp && g.On(w.v.who.Today)
		}) {
			names = append(names, p.Name.Body)
		}
	}
	return names
}

// nobodySigns says that nobody may send the proposal, and whom to ask.
func (w *writing) nobodySigns() string {
	if w.v.site.ContactEmail != "" {
		return w.v.t("proposal.nobody_signs_ask", "org", w.v.orgName(w.view.File.Sisp), "email", w.v.site.ContactEmail)
	}
	return w.v.t("proposal.nobody_signs", "org", w.v.orgName(w.view.File.Sisp))
}

// signatories says who may send the proposal, or that nobody may and whom to ask.
func (w *writing) signatories() string {
	if names := w.signatoryNames(); len(names) > 0 {
		return locale.Or(w.v.lang, names)
	}
	return w.nobodySigns()
}
