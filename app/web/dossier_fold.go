package web

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// folded are the acts of which one does many in a row: together they are one line
// of a history, that opens.
var folded = []string{
	"submission.update", "call.update", "sheet.save", "file.attach", "file.remove", "sheet.assign", "condition.open", "condition.meet",
	"spending.claim", "spending.accept", "spending.refuse", "spending.void", "deliverable.expect", "deliverable.deliver", "deliverable.accept", "deliverable.void", "member.appoint",
}

// mostFolded is how many events one line holds.
const mostFolded = 50

// annals are what a history is told from: the events, and the papers that came
// out of them, as far as the reader has them.
type annals struct {
	view   *app.View
	papers map[int64][]*workflow.Document // by their moment
	last   map[int64]int64                // the number of a moment's last act
	fields map[int64][]string             // what each act of writing changed
}

func annalsOf(view *app.View) *annals {
	a := &annals{view, map[int64][]*workflow.Document{}, map[int64]int64{}, written(view)}
	all := view.Call.Documents
	if view.File != nil {
		all = view.File.Documents
	}
	for _, d := range all {
		a.papers[d.Made.UnixMicro()] = append(a.papers[d.Made.UnixMicro()], d)
	}
	for _, e := range view.Past {
		if e.On.Entity != workflow.EntityDocument && !caused(e) {
			a.last[e.At.UnixMicro()] = e.Seq
		}
	}
	return a
}

// of are the papers that stand with an event: with the last of its moment.
func (a *annals) of(e app.Past) []*workflow.Document {
	if a.last[e.At.UnixMicro()] != e.Seq {
		return nil
	}
	return a.papers[e.At.UnixMicro()]
}

// elsewhere: the filing of a document is no line where the document stands with
// the act that it came out of.
func (a *annals) elsewhere(e app.Past) bool {
	if caused(e) {
		return a.last[e.At.UnixMicro()] != 0
	}
	d, ok := a.view.Part(e.On).(*workflow.Document)
	return ok && a.last[d.Made.UnixMicro()] != 0
}

// runStart is where the line begins that ends with the last event: one, or a run
// of the same acts of the same person.
func (a *annals) runStart(past []app.Past) int {
	first := len(past) - 1
	last := past[first]
	if !slices.Contains(folded, actOf(last)) {
		return first
	}
	for first > 0 && len(past)-first < mostFolded {
		e := past[first-1]
		if e.By != last.By || actOf(e) != actOf(last) || len(a.of(e)) > 0 {
			break
		}
		first--
	}
	return first
}

// caused: the engine adds to the version the signature that somebody gave just
// now, which has a line of its own.
func caused(e app.Past) bool { return actOf(e) == "version.sign" && e.By == "engine" }

func actOf(e app.Past) string { return string(e.On.Entity) + "." + string(e.Action) }

// entry is a line of a history.
func (v *visit) entry(a *annals, run []app.Past) ui.Event {
	last := run[len(run)-1]
	line := ui.Event{At: last.At, Text: v.story(a.view, last), Note: v.actedAs(last), Papers: v.papers(a.of(last))}
	if len(run) == 1 {
		line.Note = joined(line.Note, v.changed(a, last))
		return line
	}
	bare := last
	bare.Input, bare.On.ID = nil, ""
	key, from, to := "history.times", ui.ShortTime(run[0].At), ui.ShortTime(last.At)
	if from == to {
		key = "history.times_at"
	}
	line.Text = v.t(key, "text", strings.TrimSuffix(v.story(a.view, bare), "."), "n", len(run), "from", from, "to", to)
	line.More = v.t("history.each", "n", len(run))
	for _, e := range slices.Backward(run) {
		line.Each = append(line.Each, ui.Event{At: e.At, Text: v.story(a.view, e), Note: v.changed(a, e)})
	}
	return line
}

func joined(notes ...string) string {
	return strings.Join(slices.DeleteFunc(notes, func(s string) bool { return s == "" }), ". ")
}

// papers are links to documents, each in both languages.
func (v *visit) papers(all []*workflow.Document) []ui.Link {
	var out []ui.Link
	for _, d := range all {
		for _, l := range []string{"fr", "nl"} {
			if d.In(l) != nil {
				out = append(out, ui.Link{Text: locale.Name(v.lang, "document", d.Kind) + " " + d.Number + ", PDF " + strings.ToUpper(l), Href: pathPaper(d.Ref().Dossier, d.Ref().ID, l, "pdf"), Lang: l})
			}
		}
	}
	return out
}

// changed names what an act of writing changed.
func (v *visit) changed(a *annals, e app.Past) string {
	var names []string
	for _, key := range a.fields[e.Seq] {
		names = append(names, lowered(locale.Label(v.lang, e.On.Entity, e.Action, key)))
	}
	if len(names) == 0 {
		return ""
	}
	return v.t("history.changed", "what", locale.And(v.lang, slices.Compact(names)))
}

// written finds what each act of writing changed: what differs from what the
// acts before it had given.
func written(view *app.View) map[int64][]string {
	out, was := map[int64][]string{}, map[string]json.RawMessage{}
	for _, e := range view.Past {
		if e.On != view.Dossier().Ref() || e.Action != "update" && e.Action != "create" {
			continue
		}
		is := inputs(e)
		if e.Action == "update" {
			for _, key := range sortedKeys(is) {
				if old, known := was[key]; !known && !empty(is[key]) || known && !bytes.Equal(old, is[key]) {
					out[e.Seq] = append(out[e.Seq], key)
				}
			}
		}
		maps.Copy(was, is)
	}
	return out
}

// inputs are what an act was given, by the names of its fields.
func inputs(e app.Past) map[string]json.RawMessage {
	var raw map[string]json.RawMessage
	if json.Unmarshal(e.Input, &raw) != nil {
		return nil
	}
	out := make(map[string]json.RawMessage, len(raw))
	for k, x := range raw {
		out[snake(k)] = x
	}
	var given map[string]bool // of an act that changes a part: the names of what came with it
	if json.Unmarshal(out["given"], &given) == nil && len(given) > 0 {
		maps.DeleteFunc(out, func(k string, _ json.RawMessage) bool { return !given[k] })
	}
	delete(out, "given")
	delete(out, "sisp")
	return out
}

func empty(x json.RawMessage) bool {
	return slices.Contains([]string{"null", `""`, "[]", "{}", "0"}, string(x))
}
