package web

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// done is what the page that an act leads to says of it. It is kept in the
// session: a link cannot forge it, and it needs no script.
type done struct {
	To  string    `json:"to"` // the address that says it, and no other
	Say string    `json:"say"`
	At  time.Time `json:"at"`
}

const (
	doneKey = "done"
	doneFor = 10 * time.Minute // a page opened later by itself says nothing of it
)

// seeDone leads on after something was done; the page there says so once.
func (v *visit) seeDone(path, say string) error {
	v.willSay(path, say)
	return v.see(path)
}

func (v *visit) willSay(path, say string) {
	to, _, _ := strings.Cut(path, "?")
	if u, err := url.PathUnescape(to); err == nil {
		to = u
	}
	if b, err := json.Marshal(done{to, say, v.site.Auth.Now()}); err == nil && say != "" {
		v.site.Auth.Sessions.Put(v.Request().Context(), doneKey, string(b))
	}
}

// wasDone is what was done just before; "" nothing, or it is for another page.
func (v *visit) wasDone() string {
	if v.news != nil {
		return *v.news
	}
	v.news = new(string)
	ctx := v.Request().Context()
	var d done
	if json.Unmarshal([]byte(v.site.Auth.Sessions.GetString(ctx, doneKey)), &d) != nil || d.Say == "" {
		return ""
	}
	late := v.site.Auth.Now().Sub(d.At) > doneFor
	if !late && d.To != v.Request().URL.Path {
		return ""
	}
	v.site.Auth.Sessions.Remove(ctx, doneKey)
	if !late {
		*v.news = d.Say
	}
	return *v.news
}

// doneWords say what an act did, in a sentence of its own, and where the dossier
// now stands. after is nil for who does not see it any more.
func (v *visit) doneWords(e *errand, after *app.View) string {
	facts := map[string]any{}
	v.ofPart(e.view, e.on, facts)
	v.ofDecision(e, after, facts)
	say := locale.Text(v.lang, "site.done."+e.act.Name(), facts)
	if after == nil {
		return say + " " + v.title(e.view)
	}
	if was, is := e.view.Dossier().State(), after.Dossier().State(); was != is {
		key := "done.state"
		if after.File == nil {
			key = "done.call_state"
		}
		say += " " + v.t(key, "state", locale.State(v.lang, after.Dossier().Ref().Entity, is))
	}
	return say
}

// ofDecision are the dossier that a decision of the board is about, its amount and
// its place: the board shows many.
func (v *visit) ofDecision(e *errand, after *app.View, facts map[string]any) {
	if after == nil || after.File == nil || e.act.Entity != workflow.EntitySubmission {
		return
	}
	f := after.File
	facts["title"] = v.title(after)
	if f.Verdict == nil {
		return
	}
	switch e.act.Action {
	case "award":
		facts["amount"] = f.Awarded
	case "place_in_reserve":
		facts["place"] = f.Verdict.Place
	}
}
