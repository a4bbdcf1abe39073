package web

import (
	"slices"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// blocks are all that one may read of a dossier, those with nothing in them
// left out.
func (v *visit) blocks(view *app.View) ([]page.Block, error) {
	said, err := v.scansOf(view.File.Files)
	if err != nil {
		return nil, err
	}
	money, project := v.moneyBlock(view), v.proposalBlock(view)
	first, last := []page.Block{money, v.calendarBlock(view)}, []page.Block{project}
	if view.File.StartOn == "" { // what it is about comes first until it is under way
		first, last = []page.Block{project, money}, nil
	}
	var out []page.Block
	for _, b := range slices.Concat(first, []page.Block{
		v.deliverableBlock(view), v.indicatorBlock(view), v.conditionBlock(view), v.interviewBlock(view), v.partsBlock(view), v.sheetBlock(view),
		v.documentBlock(view.File.Documents, view.File.Ref().Dossier), v.fileBlock(view, said), v.spendingBlock(view), v.recoveryBlock(view),
	}, last) {
		if len(b.Parts) > 0 {
			out = append(out, b)
		}
	}
	return out, nil
}

func (v *visit) moneyBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-money", Title: v.t("dossier.money")}
	f := view.File
	if f.Proposal == nil {
		return b
	}
	b.Parts = append(b.Parts, page.Pair(ui.Amounts(v.lang, v.amounts(f)), ui.Facts(v.lang, v.account(f))))
	if len(f.Instalments) > 0 {
		b.Parts = append(b.Parts, ui.DataTable(v.instalments(view)))
	}
	if len(f.Proposal.Budget) > 0 {
		b.Parts = append(b.Parts, page.Below(page.Under{Title: v.t("dossier.budget"), Body: v.budgetTable(f)}))
	}
	return b
}

func (v *visit) amounts(f *workflow.Submission) []ui.Fact {
	add := func(key string, m workflow.Money) ui.Fact {
		return ui.Fact{Term: v.t(key), Text: locale.Money(v.lang, m), Num: true}
	}
	out := []ui.Fact{add("amount.requested", f.Requested)}
	if f.Awarded == 0 {
		return out
	}
	out = append(out, add("amount.awarded", f.Awarded))
	signed := ui.Fact{Term: v.t("amount.signed"), Text: v.t("amount.waits")}
	if f.Signed > 0 {
		signed = add("amount.signed", f.Signed)
	}
	out = append(out, signed, add("amount.paid", f.Paid))
	left := f.Awarded - f.Paid
	if f.Signed > 0 {
		left = f.Signed - f.Paid
	}
	if f.Final != nil {
		out = append(out, add("amount.final", *f.Final))
		left = *f.Final - f.Paid
	}
	if left >= 0 {
		last := add("amount.left", left)
		last.Total = true
		return append(out, last)
	}
	last := add("amount.back", -left)
	last.Total = true
	return append(out, last)
}

func (v *visit) account(f *workflow.Submission) []ui.Fact {
	var out []ui.Fact
	if f.Account != "" {
		out = append(out, ui.Fact{Term: v.t("amount.account"), Text: locale.IBAN(f.Account)}, ui.Fact{Term: v.t("amount.holder"), Text: v.org(f.Sisp)})
	}
	if f.Proposal.Cofinancing > 0 {
		out = append(out, ui.Fact{Term: v.t("amount.cofinancing"), Text: locale.Money(v.lang, f.Proposal.Cofinancing), Num: true})
	}
	return append(out, ui.Fact{Term: v.t("amount.project"), Text: locale.Money(v.lang, f.Requested+f.Proposal.Cofinancing), Num: true})
}

func (v *visit) instalments(view *app.View) ui.Table {
	t := ui.Table{Heads: []ui.Head{{Text: v.t("instalment.name")}, {Text: v.t("instalment.amount"), Class: "n"}, {Text: v.t("instalment.waits")}, {Text: v.t("table.state")}}}
	var sum workflow.Money
	for _, x := range view.File.Instalments {
		if x.State() == "void" {
			continue
		}
		sum += x.Amount
		waits := v.waitsFor(x)
		if x.PaidOn != "" {
			waits = v.t("instalment.paid_on", "day", x.PaidOn)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: v.t("act.part", "kind", locale.Entity(v.lang, workflow.EntityInstalment), "name", x.Ref().ID), Small: v.shareOf(view, x)}, {Text: locale.Money(v.lang, x.Amount)}, {Text: waits, Small: v.heldBy(view.File, x)}, v.stateCell(x)}})
	}
	t.Foot = []ui.Cell{{Text: v.t("table.total")}, {Text: locale.Money(v.lang, sum)}, {}, {}}
	return t
}

// shareOf is what part of the subsidy an instalment is by the call's rules.
func (v *visit) shareOf(view *app.View, x *workflow.Instalment) string {
	shares := view.Call.Edition(view.File.Edition).Instalments
	if x.Share < 1 || x.Share > len(shares) {
		return ""
	}
	return locale.Share(v.lang, shares[x.Share-1].Share)
}

// heldBy names the open conditions that an unpaid instalment waits for.
func (v *visit) heldBy(f *workflow.Submission, x *workflow.Instalment) string {
	if x.PaidOn != "" {
		return ""
	}
	var waits []string
	for _, c := range f.Conditions {
		if c.State() == "open" && (c.Instalment == 0 || c.Instalment == x.Share) {
			waits = append(waits, ui.Isolate(c.Text.Body))
		}
	}
	return strings.Join(waits, "; ")
}

// stateCell is a part's state as a tag.
func (v *visit) stateCell(x workflow.Subject) ui.Cell {
	b := v.badge(x)
	return ui.Cell{Body: ui.Tag(b.Shape, b.Text)}
}

// budgetTable is a project's budget: a long one by category, and its lines open.
func (v *visit) budgetTable(f *workflow.Submission) drawn {
	lines := v.budget(f)
	if len(lines.Rows) <= mostRows+fewRows {
		return ui.DataTable(lines)
	}
	short := ui.Table{Heads: slices.Delete(slices.Clone(lines.Heads), 0, 1), Foot: slices.Delete(slices.Clone(lines.Foot), 1, 2)}
	sums, order := map[string][2]workflow.Money{}, []string(nil)
	for _, x := range f.Proposal.Budget {
		sum, known := sums[x.Category]
		if !known {
			order = append(order, x.Category)
		}
		sums[x.Category] = [2]workflow.Money{sum[0] + x.Amount, sum[1] + x.Own}
	}
	for _, name := range order {
		asked, own := sums[name][0], sums[name][1]
		short.Rows = append(short.Rows, ui.Row{Cells: []ui.Cell{
			{Text: locale.Choice(v.lang, "category", name)}, {Text: locale.Money(v.lang, asked)}, {Text: locale.Money(v.lang, own)}, {Text: locale.Money(v.lang, asked+own)},
		}})
	}
	return page.Long(ui.DataTable(short), v.t("budget.lines", "n", len(lines.Rows)), lines)
}

func (v *visit) budget(f *workflow.Submission) ui.Table {
	t := ui.Table{Heads: []ui.Head{
		{Text: v.t("form.line")},
		{Text: v.t("budget.category")},
		{Text: v.t("budget.asked"), Class: "n"},
		{Text: v.t("budget.own"), Class: "n"},
		{Text: v.t("form.line_total"), Class: "n"},
	}}
	var asked, own workflow.Money
	for i, x := range f.Proposal.Budget {
		asked, own = asked+x.Amount, own+x.Own
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: strconv.Itoa(i+1) + ". " + x.Label.Body},
			{Text: locale.Choice(v.lang, "category", x.Category)},
			{Text: locale.Money(v.lang, x.Amount)},
			{Text: locale.Money(v.lang, x.Own)},
			{Text: locale.Money(v.lang, x.Amount+x.Own)},
		}})
	}
	t.Foot = []ui.Cell{{Text: v.t("table.total")}, {}, {Text: locale.Money(v.lang, asked)}, {Text: locale.Money(v.lang, own)}, {Text: locale.Money(v.lang, asked+own)}}
	return t
}

func (v *visit) spendingBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-spending"}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("spending.what")}, {Text: v.t("budget.line")}, {Text: v.t("spending.claimed"), Class: "n"}, {Text: v.t("spending.accepted"), Class: "n"}, {Text: v.t("table.state")}}}
	for _, x := range view.File.Spending {
		if x.State() == "void" {
			continue
		}
		what := x.Supplier.Body
		if what == "" {
			what = x.Ref().ID
		}
		accepted := ""
		if x.State() == "accepted" {
			accepted = locale.Money(v.lang, x.Accepted)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: what, Small: x.Number.Body}, {Text: strconv.Itoa(x.Line)}, {Text: locale.Money(v.lang, x.Amount)}, {Text: accepted}, v.stateCell(x),
		}})
	}
	b.Title = v.many("dossier.spending", len(t.Rows))
	return v.tabled(b, t)
}

func (v *visit) recoveryBlock(view *app.View) page.Block {
	b := page.Block{ID: "h-recovery", Title: v.many("dossier.recoveries", len(view.File.Recoveries))}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("recovery.name")}, {Text: v.t("instalment.amount"), Class: "n"}, {Text: v.t("recovery.received"), Class: "n"}, {Text: v.t("next.by")}, {Text: v.t("table.state")}}}
	for _, x := range view.File.Recoveries {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: x.Ref().ID, Small: x.Reasons.Body}, {Text: locale.Money(v.lang, x.Amount)}, {Text: locale.Money(v.lang, x.Received)}, {Day: x.Due}, v.stateCell(x),
		}})
	}
	if len(t.Rows) > 0 {
		b.Parts = append(b.Parts, ui.DataTable(t))
	}
	return b
}
