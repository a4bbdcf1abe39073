package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// nameAt is the input that a file is wanted for, in the form that it leads back to.
const nameAt = "at"

// proofs offers the files that lie with the dossier, those that fit first, and
// beside the input a button that leads to where one attaches another: what is typed
// is kept, and the form comes back with the file in it. Where there is no file yet
// there is only the button.
func (v *visit) proofs(e *errand, f *ui.Form, path, part string) {
	some := v.attachedTo(e.view.File, part)
	f.Options[path] = some
	if len(some) == 0 {
		delete(f.Options, path)
		f.Unseen = append(f.Unseen, path)
		if f.Hints == nil {
			f.Hints = map[string]string{}
		}
		f.Hints[path] = v.t("act.no_file_yet")
	}
	a := e.view.Act("file.attach", e.view.File.Ref())
	if a == nil || a.Blocked != nil {
		return
	}
	say := "files.add"
	if len(some) > 0 {
		say = "files.add_another"
	}
	f.Beside = map[string]ui.Button{path: {Text: v.t(say), Name: nameBring}}
}

// pathBring is the page of the files, which leads back to the act, and to the input,
// that wants one.
func (v *visit) pathBring(e *errand, at string) string {
	q := url.Values{nameFor: {wantedBy(e.act)}, nameAt: {at}}
	if d, ok := e.view.Part(e.on).(*workflow.Deliverable); ok {
		q.Set("to", partOf(d))
	}
	return pathFiles(e.on.Dossier, "") + "?" + q.Encode()
}

// pathBack is the act that wanted the file, with the file for its input.
func pathBack(a *app.Act, at, file string) string {
	return pathAct(a) + "?" + url.Values{"file": {file}, nameAt: {at}}.Encode()
}

// brought puts the file that was just attached into the input that wanted it.
func (v *visit) brought(f *ui.Form) {
	id, at := v.QueryParam("file"), v.QueryParam(nameAt)
	path := bringable(at)
	offered := func(o ui.Option) bool { return o.Value == id }
	if id == "" || path == "" || !slices.ContainsFunc(f.Options[path], offered) {
		return
	}
	if f.Values == nil {
		f.Values = ui.Typed{}
	}
	f.Values[at] = []string{id}
	if row, _, in := cutLast(at); in {
		f.Values[row+"._row"] = []string{"1"}
	}
}

// bringable is the path, with a star for its place, of an input that takes a file;
// "" for any other name.
func bringable(at string) string {
	if at == "file" {
		return at
	}
	row, ok := strings.CutPrefix(at, "spending.")
	n, last, in := strings.Cut(row, ".")
	if _, err := strconv.ParseUint(n, 10, 63); !ok || !in || last != "file" || err != nil {
		return ""
	}
	return "spending.*.file"
}

func cutLast(path string) (before, after string, found bool) {
	if i := strings.LastIndex(path, "."); i >= 0 {
		return path[:i], path[i+1:], true
	}
	return path, "", false
}
