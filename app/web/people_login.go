package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// again is how soon a second invitation is a second click.
const again = time.Minute

// loginActs are what an administrator does about an account, by the button.
var loginActs = map[string]struct {
	act  func(*visit, context.Context, string) error
	done string
	asks bool // it takes something away: first is told what
}{
	"invite":  {(*visit).invite, "invited", false},
	"again":   {(*visit).invite, "invited", false},
	"disable": {(*visit).disable, "disabled", true},
	"enable":  {(*visit).enable, "enabled", false},
	"drop":    {(*visit).dropFactor, "dropped", true},
	"tokens":  {(*visit).endTokens, "tokens", true},
}

// changeLogin does what a button of the account asks: once it is seen what
// follows, and by whoever has just shown who it is.
func (v *visit) changeLogin() error {
	if !v.who.Sight.Keeper {
		return workflow.NotThere()
	}
	ctx, id, do := v.Request().Context(), v.Param("person"), v.FormValue(page.NameDo)
	l, err := v.site.Auth.Listed(ctx, id)
	if err != nil {
		return err
	}
	a, known := loginActs[do]
	if !known {
		return workflow.NotThere()
	}
	if done, ok := v.doneBefore(do, l); ok {
		return v.see(pathPerson(id) + "?" + url.Values{"done": {done}}.Encode())
	}
	seen, stale := v.FormValue(ui.NameConfirm) != "", !v.site.Auth.Fresh(ctx)
	wrong, err := v.proven(seen && stale)
	if err != nil {
		return err
	}
	if wrong != nil || stale && !seen || a.asks && !seen {
		return v.confirmLogin(l, do, wrong)
	}
	if err := a.act(v, ctx, id); err != nil {
		return v.refusedLogin(l, do, err)
	}
	done := a.done
	if done == "invited" && v.site.Demo && v.site.App.Mailer == nil {
		done = "invited-demo"
	}
	return v.see(pathPerson(id) + "?" + url.Values{"done": {done}}.Encode())
}

// doneBefore: a second click, or a page from before.
func (v *visit) doneBefore(do string, l auth.Listed) (string, bool) {
	switch {
	case (do == "invite" || do == "again") && !l.Sent.IsZero() && v.site.Auth.Now().Sub(l.Sent) < again:
		return "invited", true
	case do == "disable" && l.Condition == auth.Disabled:
		return "disabled", true
	case do == "enable" && !slices.Contains([]auth.Condition{auth.Disabled, auth.NoAccount, auth.Erased}, l.Condition):
		return "enabled", true
	case do == "tokens" && l.Tokens == 0:
		return "tokens", true
	}
	return "", false
}

func (v *visit) confirmLogin(l auth.Listed, do string, wrong page.Wrong) error {
	title := v.t("login." + do)
	m := page.Confirm{
		Frame: v.frame(title), Head: page.Head{Title: title, Crumbs: v.crumbs(ui.Link{Text: v.t("people.title"), Href: page.PathPeople}, ui.Link{Text: v.person(l.Person), Href: pathPerson(l.Person)})},
		Facts: []ui.Fact{{Term: v.t("account.name"), Text: v.person(l.Person)}, {Term: v.t("person.condition"), Text: v.t("condition." + string(l.Condition))}},
		Then:  []string{v.t("login.then_" + do)}, Hidden: []ui.Pair{{Name: page.NameDo, Value: do}}, Do: title, Stop: loginActs[do].asks,
		Leave: ui.Link{Text: v.t("confirm.leave"), Href: pathPerson(l.Person)},
	}
	if do == "tokens" {
		m.Facts = append(m.Facts, v.tokensFact(l))
	}
	if !v.site.Auth.Fresh(v.Request().Context()) {
		m.Step = &page.Step{Wrong: wrong}
		var err error
		if m.Step.Code, _, err = v.site.Auth.Factor(v.Request().Context()); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.show(status, m.Show())
}

// refusedLogin says why nothing was done.
func (v *visit) refusedLogin(l auth.Listed, do string, err error) error {
	no, ok := errors.AsType[*workflow.Error](err)
	if !ok || no.Kind == workflow.NotFound {
		return err
	}
	r := page.RefusalOf(v.lang, v.t("login."+do), no)
	r.Ways = []ui.Act{{Name: v.t("task.back"), Href: pathPerson(l.Person)}}
	f := page.Fault{Frame: v.frame(""), Status: statuses[no.Kind], Refused: &r}
	return v.show(f.Status, f.Show())
}

func (v *visit) by() auth.By { return auth.Administrator(v.who.ID()) }

// invite makes an invitation and hands it to whoever sends mails. Nobody but its
// owner is shown the link: it chooses the password.
func (v *visit) invite(ctx context.Context, id string) error {
	m, err := v.site.Auth.Invite(ctx, v.by(), id)
	if err != nil {
		return err
	}
	return v.site.Send(ctx, m)
}

func (v *visit) disable(ctx context.Context, id string) error {
	return v.site.Auth.Disable(ctx, v.by(), id)
}

func (v *visit) enable(ctx context.Context, id string) error {
	return v.site.Auth.Enable(ctx, v.by(), id)
}

func (v *visit) dropFactor(ctx context.Context, id string) error {
	return v.site.Auth.DropFactor(ctx, v.by(), id)
}

func (v *visit) endTokens(ctx context.Context, id string) error {
	return v.site.Auth.EndTokens(ctx, v.by(), id)
}

// tokensFact is how many programs can act in a person's name.
func (v *visit) tokensFact(l auth.Listed) ui.Fact {
	return ui.Fact{Term: v.t("person.tokens"), Text: strconv.Itoa(l.Tokens)}
}
