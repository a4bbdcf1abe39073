package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"tremplin/app"
	"tremplin/app/web/page/ui"
)

// command is what the form asks for.
func (v *visit) command(e *errand, values map[string]any, typed ui.Typed) app.Command {
	cmd := app.Command{Actor: v.who.ID(), Surface: "web", Entity: e.act.Entity, Action: e.act.Action, On: e.on.String(), Values: values, IfVersion: e.view.Version}
	if key := typed.One(ui.NameKey); key != "" {
		cmd.Key = &app.Key{Scope: formScope(v.who), Name: key, Hash: contentHash(cmd), Until: time.Now().AddDate(0, 0, keyDays)} //nolint:forbidigo // for the machine's own keeping
	}
	return cmd
}

// told is the version that a form shows: how much of the history the reader may
// know. The dossier's own would tell of acts that are not told.
func told(view *app.View) string { return strconv.Itoa(len(view.Past)) }

// contentHash is that of what is asked: JSON writes maps in the order of their keys.
func contentHash(cmd app.Command) string {
	b, err := json.Marshal([]any{cmd.Entity, cmd.Action, cmd.On, cmd.Values})
	if err != nil {
		b = []byte(err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// keepHidden takes over what the form carries unseen.
func keepHidden(t ui.Typed, posted url.Values) {
	for _, name := range []string{ui.NameVersion, ui.NameKey, ui.NameConfirm, ui.NameCopy} {
		if x, ok := posted[name]; ok {
			t[name] = x
		}
	}
}
