package storage

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"tremplin/workflow"
)

// Brief is a submission as a line of a list, as one reader is shown it.
type Brief struct {
	ID, Call  string
	Reference string // of the call
	Number    int
	Sisp      string
	Theme     string
	State     workflow.State
	Title     string
	Requested workflow.Money
	Awarded   workflow.Money // 0 while it may not be told
	Partners  []string       // organisations

	title string // its reference
}

// Named is the dossier's number as people write it: its name before it has one.
func (b *Brief) Named() string {
	if b.Number > 0 {
		return fmt.Sprintf("%s-%02d", b.Reference, b.Number)
	}
	return b.First()
}

// First is what a dossier is called before it has a number: so do the papers that
// it had by then, for good.
func (b *Brief) First() string {
	_, name, _ := strings.Cut(b.ID, ".")
	return b.Reference + "-" + strings.ToUpper(name)
}

// Wanted narrows a list of briefs; an empty field does not.
type Wanted struct {
	Call  string
	Sisp  string
	State workflow.State // as it is shown
	Text  string         // in the title, in the name of the SISP or of a partner, in the number
	Of    []string       // only these dossiers; nil: any
	Page
}

// veiled: the reader is shown another state than the true one.
const veiled = "submissions.state = 'ranked' OR submissions.state IN ('reserve', 'awarded', 'rejected') AND submissions.letter_on = ''"

// shownState is Sight.State in SQL.
func shownState(see workflow.Sight) condition {
	member := appointed(see, "submissions.call_id")
	if see.Funder {
		if len(see.Orgs) == 0 || !see.Committee {
			return condition{sql: "submissions.state"}
		}
		own := allOf(member, conflicted(see)) // as which its SISP has it, and no funder
		return condition{"CASE WHEN (" + veiled + ") AND (" + own.sql + ") THEN 'under_review' ELSE submissions.state END", own.args}
	}
	if len(see.Orgs) > 0 { // else nobody is shown what it has a conflict with
		member = allOf(member, not(conflicted(see)))
	}
	return condition{"CASE WHEN " + veiled + " THEN CASE WHEN " + member.sql + " THEN 'ranked' ELSE 'under_review' END ELSE submissions.state END", member.args}
}

// toldAward is the award, where one stands and its letter went.
func toldAward(see workflow.Sight) condition {
	untold := condition{sql: "submissions.letter_on = '' OR submissions.state IN ('under_review', 'ranked', 'withdrawn')"}
	if see.Funder {
		if len(see.Orgs) == 0 || !see.Committee {
			return condition{sql: "submissions.awarded"}
		}
		untold = allOf(untold, appointed(see, "submissions.call_id"), conflicted(see))
	}
	return condition{"CASE WHEN " + untold.sql + " THEN 0 ELSE submissions.awarded END", untold.args}
}

// Briefs lists the dossiers that may be seen: the latest call first, then by
// number. The cursor is the last one's id. First is found which, from an index
// alone; only what is shown is read.
func (tx *Tx) Briefs(see workflow.Sight, w Wanted) ([]Brief, error) {
	q := asListed(tx.orm.Table("submissions"))
	if w.Call != "" {
		q = q.Where("submissions.call_id = ?", w.Call)
	}
	if w.Of != nil {
		q = q.Where("submissions.id IN ?", w.Of)
	}
	if w.Sisp != "" {
		q = q.Where("submissions.sisp = ?", w.Sisp)
	}
	if w.State != "" {
		state := shownState(see)
		q = q.Where(state.sql+" = ?", append(slices.Clone(state.args), string(w.State))...)
	}
	if w.After != "" {
		var err error
		if q, err = tx.behind(see, q, w.After); err != nil || q == nil {
			return nil, err
		}
	}
	any, err := tx.narrowed(see, w.Text)
	if err != nil {
		return nil, err
	}
	ids, err := firstOf(q, any, w.limit())
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return tx.readBriefs(see, tx.briefs(see).Where("submissions.id IN ?", ids).Limit(w.limit()))
}

const listOrder = "submissions.call_id DESC, submissions.number, submissions.id"

func asListed(q *gorm.DB) *gorm.DB { return q.Order(listOrder) }

// behind keeps what follows a dossier in the list; nil if there is none that may
// be seen.
func (tx *Tx) behind(see workflow.Sight, q *gorm.DB, id string) (*gorm.DB, error) {
	var call string
	var number int64
	there := false
	err := tx.each(tx.orm.Table("submissions").Select("call_id, number").Where("submissions.id = ?", id).Scopes(visibleSubmissions(see)), func(scan func(...any) error) error {
		there = true
		return scan(&call, &number)
	})
	if err != nil || !there {
		return nil, wrapped("cursor", err)
	}
	return q.Where("submissions.call_id <= ? AND (submissions.call_id < ? OR submissions.number > ? OR submissions.number = ? AND submissions.id > ?)",
		call, call, number, number, id), nil
}

const briefColumns = "submissions.id, submissions.call_id, calls.reference, submissions.number, submissions.sisp, submissions.theme, submissions.title_ref, submissions.requested"

func (tx *Tx) briefs(see workflow.Sight) *gorm.DB {
	award, state := toldAward(see), shownState(see)
	return tx.orm.Table("submissions").Joins( //nolint:forbidigo // a join of its own writing, not an association
		"JOIN calls ON calls.id = submissions.call_id").
		Select(briefColumns+", "+award.sql+", "+state.sql, append(slices.Clone(award.args), state.args...)...).
		Scopes(visibleSubmissions(see)).Order(listOrder)
}

func (tx *Tx) readBriefs(see workflow.Sight, q *gorm.DB) ([]Brief, error) {
	var out []Brief
	err := tx.each(q, func(scan func(...any) error) error {
		var b Brief
		var state string
		err := scan(&b.ID, &b.Call, &b.Reference, &b.Number, &b.Sisp, &b.Theme, &b.title, &b.Requested, &b.Awarded, &state)
		b.State = workflow.State(state)
		out = append(out, b)
		return err
	})
	if err != nil {
		return nil, wrapped("briefs", err)
	}
	if err := tx.unnumber(see, out); err != nil {
		return nil, err
	}
	return out, tx.completeBriefs(out)
}

// unnumber takes the numbers away that a member with a conflict may not see.
func (tx *Tx) unnumber(see workflow.Sight, all []Brief) error {
	if !see.Committee {
		return nil
	}
	ids := make([]string, 0, 1)
	for i := range all {
		if !slices.Contains(ids, all[i].Call) {
			ids = append(ids, all[i].Call)
		}
	}
	calls, err := tx.callsOf(ids)
	for i := range all {
		if c := calls[all[i].Call]; c != nil && !see.Numbers(c.Dossier) && !slices.Contains(see.Orgs, all[i].Sisp) {
			all[i].Number = 0
		}
	}
	return err
}

// numbersOf reports whether the numbers of the dossiers of a call may be seen.
func (tx *Tx) numbersOf(see workflow.Sight, reference string) (bool, error) {
	if !see.Committee {
		return true, nil
	}
	var ids []string
	if err := tx.orm.Table("calls").Where("lower(calls.reference) = ?", reference).Pluck("calls.id", &ids).Error; err != nil {
		return false, wrapped("numbers", err)
	}
	calls, err := tx.callsOf(ids)
	for _, c := range calls {
		if !see.Numbers(c.Dossier) {
			return false, err
		}
	}
	return true, err
}

// completeBriefs fills in titles and partners, of all at once.
func (tx *Tx) completeBriefs(all []Brief) error {
	if len(all) == 0 {
		return nil
	}
	ids, refs, at := make([]string, len(all)), make([]string, len(all)), map[string]*Brief{}
	for i := range all {
		ids[i], refs[i], at[all[i].ID] = all[i].ID, all[i].title, &all[i]
	}
	titles, err := tx.Texts(refs)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Title = titles[all[i].title]
	}
	q := tx.orm.Raw("SELECT dossier_id, org FROM parts WHERE dossier_id IN ? AND "+isParty+" AND "+still+" ORDER BY dossier_id, n", ids)
	return wrapped("partners", tx.each(q, func(scan func(...any) error) error {
		var id, org string
		err := scan(&id, &org)
		if b := at[id]; b != nil {
			b.Partners = append(b.Partners, org)
		}
		return err
	}))
}

// CallName is a call as a list to choose from names it.
type CallName struct{ ID, Reference string }

// CallNames lists the calls that may be seen, the latest first.
func (tx *Tx) CallNames(see workflow.Sight) ([]CallName, error) {
	var out []CallName
	q := tx.orm.Table("calls").Select("calls.id, calls.reference").Scopes(visibleCalls(see)).Order("calls.id DESC").Limit(pageSize)
	err := tx.each(q, func(scan func(...any) error) error {
		var c CallName
		err := scan(&c.ID, &c.Reference)
		out = append(out, c)
		return err
	})
	return out, wrapped("calls", err)
}
