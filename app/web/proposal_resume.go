package web

import (
	"maps"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
)

// resumable is for long forms: who was signed out while typing gets a page that
// carries what was typed until they are in again.
func (s *Site) resumable(h handler) echo.HandlerFunc {
	return s.anybody(func(v *visit) error {
		if v.who.Person != nil {
			return h(v)
		}
		if err := v.Request().ParseForm(); err != nil {
			return err
		}
		typed := maps.Clone(v.Request().PostForm)
		here := v.Request().URL.RequestURI()
		m := page.Resume{Frame: v.frame(v.t("resume.title")), Post: here, Hidden: ui.Carry(ui.Typed(typed))}
		m.Frame.FormID, m.Frame.NoIndex = "form", true
		m.SignIn = page.PathSignIn + "?" + url.Values{page.NameNext: {here}}.Encode()
		return v.show(http.StatusUnauthorized, m.Show())
	})
}
