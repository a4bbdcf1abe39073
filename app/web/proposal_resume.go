package web

import (
	"maps"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
)

// resumable is for forms in which one types: who was signed out meanwhile gets a page
// that carries what was typed until they are in again. A password is not carried, and
// what was confirmed is asked again.
func (s *Site) resumable(h handler) echo.HandlerFunc {
	return s.anybody(func(v *visit) error {
		if v.who.Person != nil {
			return h(v)
		}
		if err := v.Request().ParseForm(); err != nil {
			return err
		}
		typed := maps.Clone(v.Request().PostForm)
		for _, name := range []string{ui.NameConfirm, page.NamePassword, page.NameCode} {
			typed.Del(name)
		}
		here := v.Request().URL.RequestURI()
		m := page.Resume{Frame: v.frame(v.t("resume.title")), Post: here, Hidden: ui.Carry(ui.Typed(typed))}
		m.Frame.FormID, m.Frame.NoIndex = "form", true
		m.SignIn = page.PathSignIn + "?" + url.Values{page.NameNext: {here}}.Encode()
		return v.show(http.StatusUnauthorized, m.Show())
	})
}
