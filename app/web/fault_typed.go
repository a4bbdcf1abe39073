package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// neverBack are inputs that no page gives back.
var neverBack = []string{"password", "new", "repeat", "current", "code"}

// keepTyped lets the page of a fault carry on what somebody had typed: nothing of
// it was read, or nothing came of it. What came whole goes out again with one
// button, and its key says that it is the same sending; what did not is in the
// form still, or in its working copy.
func (v *visit) keepTyped(f *page.Fault) {
	r := v.Request()
	if r.Method != http.MethodPost {
		return
	}
	kind := r.Header.Get(echo.HeaderContentType)
	f.Form = strings.HasPrefix(kind, echo.MIMEApplicationForm)
	if !f.Form {
		return
	}
	if v.reopens() {
		f.Reopen = (&url.URL{Path: r.URL.Path}).String()
	}
	f.Kept = strings.Contains(v.Path(), "/edit/") || strings.Contains(v.Path(), "/do/")
	if f.Status != http.StatusServiceUnavailable && f.Status != http.StatusInternalServerError {
		return
	}
	if r.ParseForm() != nil || len(r.PostForm) == 0 || slices.ContainsFunc(neverBack, r.PostForm.Has) {
		return
	}
	f.Again, f.Post = ui.Carry(ui.Typed(r.PostForm)), r.URL.RequestURI()
}

// reopens: what was sent comes from a form at the same address.
func (v *visit) reopens() bool {
	return slices.ContainsFunc(v.site.echo.Routes(), func(r *echo.Route) bool { return r.Method == http.MethodGet && r.Path == v.Path() })
}

// carries: what went wrong leaves what was typed as it is, and it may go out
// again. What another site had sent never does.
func carries(no *workflow.Error) bool { return no == nil || no.Code != codeElsewhere }
