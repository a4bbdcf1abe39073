package web

import (
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// proposedDays is how long a new token holds if nothing else is said.
const proposedDays = 90

func (s *Site) tokenRoutes() {
	s.echo.GET(page.PathTokens, s.signedIn((*visit).ownTokens))
	s.echo.POST(page.PathTokens, s.signedIn((*visit).changeTokens))
}

func (v *visit) ownTokens() error {
	m := page.Tokens{Scope: string(auth.ScopeRead), Days: strconv.Itoa(proposedDays)}
	if v.QueryParam("done") == "revoked" {
		m.Done = v.t("tokens.done")
	}
	return v.showTokens(http.StatusOK, m)
}

// showTokens fills in what the page shows whatever was done.
func (v *visit) showTokens(status int, m page.Tokens) error {
	ctx := v.Request().Context()
	kept, err := v.site.Auth.Tokens(ctx)
	if err != nil {
		return err
	}
	now := v.site.Auth.Now()
	for i := range kept {
		t := &kept[i]
		m.Tokens = append(m.Tokens, page.Token{
			ID: t.ID, Name: t.Name, Scope: string(t.Scope), Created: t.Created, Expires: t.Expires, Used: t.Used, Holds: t.Holds(now), Revoked: !t.Revoked.IsZero(),
		})
	}
	for _, s := range auth.Scopes() {
		m.Scopes = append(m.Scopes, string(s))
	}
	if m.Ask = !v.site.Auth.Fresh(ctx); m.Ask {
		if m.Code, _, err = v.site.Auth.Factor(ctx); err != nil {
			return err
		}
	}
	m.Most, m.Key = auth.TokenDays, newKey()
	m.Frame = v.frame(v.t("tokens.title"))
	m.Frame.Failed, m.Frame.NoIndex = len(m.Wrong) > 0, true
	return v.show(status, m.Show())
}

func (v *visit) changeTokens() error {
	switch v.FormValue(page.NameDo) {
	case "create":
		return v.createToken()
	case "revoke":
		if err := v.site.Auth.RevokeToken(v.Request().Context(), v.FormValue(page.NameToken)); err != nil {
			return err
		}
		return v.see(page.PathTokens + "?done=revoked")
	}
	return workflow.NotThere()
}

// createToken makes one and shows it, once: a form that comes again makes no
// second.
func (v *visit) createToken() error {
	m := page.Tokens{Name: v.FormValue(page.NameTokenName), Scope: v.FormValue(page.NameTokenScope), Days: strings.TrimSpace(v.FormValue(page.NameTokenDays))}
	if again := v.FormValue(page.NameAgain); again != "" {
		if err := v.prove(again); err != nil {
			return v.refusedToken(err, m, page.NameAgain)
		}
	}
	days, err := strconv.Atoi(m.Days)
	if err != nil {
		days = 0 // which is too few
	}
	secret, made, err := v.site.Auth.CreateToken(v.Request().Context(), auth.NewToken{Name: m.Name, Scope: auth.Scope(m.Scope), Days: days, Key: v.FormValue(ui.NameKey)})
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Code == auth.CodeStepUp {
		return v.refusedToken(err, m, page.NameAgain)
	}
	if err != nil {
		return v.refusedToken(err, m, "")
	}
	if err := v.site.App.TellToken(v.Request().Context(), v.who.ID(), made.ID); err != nil { // the token is made: it is shown all the same
		v.site.Log.LogAttrs(v.Request().Context(), slog.LevelError, "the owner of a token is not told", slog.Any("why", err))
	}
	return v.showTokens(http.StatusOK, page.Tokens{Made: secret, Scope: string(auth.ScopeRead), Days: strconv.Itoa(proposedDays)})
}

// refusedToken shows the form again as it was typed; at says beside which field,
// where the refusal itself does not.
func (v *visit) refusedToken(err error, m page.Tokens, at string) error {
	wrong, status, err := v.wrong(err)
	if err != nil {
		return err
	}
	m.Wrong = wrong
	if at != "" {
		m.Wrong = page.Wrong{}
		for _, text := range wrong {
			m.Wrong[at] = text
		}
	}
	return v.showTokens(status, m)
}
