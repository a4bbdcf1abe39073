package web

import (
	"net/http"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// setupCheck shows how far a draft is, and what becomes of it.
func (v *visit) setupCheck() error {
	r, err := v.setUp()
	switch {
	case err != nil:
		return err
	case !r.open():
		return v.see(r.path("/work"))
	}
	lacks, err := r.lacks()
	if err != nil {
		return err
	}
	m := page.Proposal{Frame: v.frame(v.t("setup.section.check")), Head: r.head(v.t("setup.section.check"))}
	m.Frame.Here = page.PathCalls
	m.Sections, m.Progress = r.nav(sectionCheck, lacks)
	for _, l := range lacks {
		m.Missing = append(m.Missing, ui.Act{Name: l.text, Href: r.path("/setup/" + l.section)})
	}
	if len(r.copies) > 0 {
		m.Notes = append(m.Notes, v.t("setup.unsaved"))
	}
	m.Notes = append(m.Notes, v.delegationDoubts(r.view.Call)...)
	if len(lacks) == 0 {
		m.Next = &ui.Next{Title: v.t("setup.ready"), Facts: []ui.Fact{{Term: v.t("next.who"), Text: locale.Role(v.lang, workflow.Director)}}, If: v.t("setup.ready_if"), Do: ui.Link{Text: v.t("preview.link"), Href: r.path("/preview")}}
	}
	for _, s := range callSections {
		m.Parts = append(m.Parts, r.partOf(s, lacks))
	}
	return v.show(http.StatusOK, m.Show())
}

// partOf is a section to be read.
func (r *ruling) partOf(s section, lacks []lack) page.Part {
	p := page.Part{ID: s.id, Title: r.v.t("setup.section." + s.id), Edit: ui.Link{Text: r.v.t("proposal.edit"), Href: r.path("/setup/" + s.id)}}
	for _, l := range lacks {
		if l.section == s.id {
			p.Missing = append(p.Missing, l.text)
		}
	}
	lines := r.lines(r.v.lang, s, r.v.rawRules(r.view.Call))
	for _, l := range lines {
		p.Facts = append(p.Facts, ui.Fact{Term: l.name, Text: l.text})
	}
	if s.id == "committee" {
		for _, m := range r.view.Call.Members {
			if m.State() == workflow.MemberAppointed {
				p.Facts = append(p.Facts, ui.Fact{Term: locale.Choice(r.v.lang, "as", m.As), Text: r.v.person(m.Person)})
			}
		}
	}
	if len(p.Facts) == 0 {
		p.Empty = r.v.t("setup.empty")
	}
	return p
}
