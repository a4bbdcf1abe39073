package page

import (
	"strings"

	"tremplin/app/web/page/ui"
)

// groups are the people of the demonstration, those of one role together.
func (m SignIn) groups() [][]Role {
	var out [][]Role
	for i, r := range m.Demo {
		if i == 0 || r.Group != m.Demo[i-1].Group {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], r)
	}
	return out
}

func (m NewPassword) head() Head {
	switch {
	case m.Gone:
		return Head{Title: m.Frame.t("new_password.gone_title")}
	case m.Invited && m.Organisation != "":
		return Head{Title: m.Frame.t("invitation.title", "name", m.Name), Lead: m.Frame.t("invitation.lead", "organisation", m.Organisation)}
	case m.Invited:
		return Head{Title: m.Frame.t("invitation.title", "name", m.Name), Lead: m.Frame.t("invitation.lead_short")}
	default:
		return Head{Title: m.Frame.t("new_password.title")}
	}
}

func (m Account) facts() []ui.Fact {
	name := ""
	if m.Frame.Person != nil {
		name = m.Frame.Person.Name
	}
	out := []ui.Fact{{Term: m.Frame.t("account.name"), Text: name}, {Term: m.Frame.t("input.email"), Text: m.Email}}
	if m.Frame.Person != nil && len(m.Frame.Person.Organisations) > 0 {
		out = append(out, ui.Fact{Term: m.Frame.t("account.organisation"), Text: m.Frame.Person.affiliation()})
	}
	if len(m.Roles) > 0 {
		out = append(out, ui.Fact{Term: m.Frame.t("account.roles"), Text: strings.Join(m.Roles, ", ")})
	}
	if m.Feed != "" {
		out = append(out, ui.Fact{Term: m.Frame.t("account.feed"), Text: m.Feed})
	}
	return out
}

func (m Account) sessions() ui.Table {
	t := ui.Table{Caption: m.Frame.t("session.title"), Quiet: true, Heads: []ui.Head{
		{Text: m.Frame.t("session.where")}, {Text: m.Frame.t("session.since")}, {Text: m.Frame.t("session.last")}, {Text: m.Frame.t("session.end")},
	}}
	for i, s := range m.Sessions {
		row := ui.Row{Cells: []ui.Cell{
			{Text: s.Where}, {Text: ui.ShortTime(s.Since)}, {Text: ui.ShortTime(s.Last)}, {Body: endSession(m.Frame, s, i+1)},
		}}
		if s.Here {
			row.Class, row.Cells[3] = "mine", ui.Cell{Text: m.Frame.t("session.here")}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
