package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// jobStates are those of work that is not done, the worst first.
var jobStates = []string{app.JobDead, app.JobFailing, app.JobWaiting, app.JobRunning}

// checkpointJob is the work of the night that signs the heads of all chains.
const checkpointJob = "checkpoint"

// jobShapes are how a state of work shows.
var jobShapes = map[string]ui.Shape{app.JobDead: ui.Bad, app.JobFailing: ui.Wait, app.JobWaiting: ui.Off, app.JobRunning: ui.Now}

// jobs lists the work that is not done.
func (v *visit) jobs() error {
	state, after := v.QueryParam("state"), v.after()
	all, err := v.site.App.Jobs(v.Request().Context(), v.who, state, after, perPage+1)
	if err != nil {
		return err
	}
	m := v.adminPage(v.t("admin.jobs"), v.t("admin.jobs_lead"), page.PathJobs)
	m.Pages = v.following(page.PathJobs, state, after, len(all), func() int64 { return all[perPage-1].ID })
	b := page.Block{ID: "h-list", Title: v.t("admin.list")}.With(page.Narrowing(m.Frame, v.stateFilter(state, "admin.job.", jobStates...)))
	if len(all) > 0 {
		b = b.With(ui.DataTable(v.jobTable(all[:min(len(all), perPage)])))
	} else {
		b = b.With(ui.Empty(ui.Nothing{Title: v.t("admin.no_jobs"), Text: v.t("admin.no_jobs_text")}))
	}
	m.Blocks = []page.Block{b}
	return v.show(http.StatusOK, m.Show())
}

// following leads from a page of a list to the next, and back to the first. n is
// how many were found, where one more than a page was asked for.
func (v *visit) following(path, state string, after int64, n int, last func() int64) (p ui.Pages) {
	q := url.Values{}
	if state != "" {
		q.Set("state", state)
	}
	if after > 0 {
		p.Previous = path + "?" + q.Encode()
	}
	if n > perPage {
		q.Set("after", strconv.FormatInt(last(), 10))
		p.Next = path + "?" + q.Encode()
	}
	return p
}

// retryJob makes a dead job wait again. A second click finds it waiting, and says
// the same.
func (v *visit) retryJob() error {
	id, err := strconv.ParseInt(v.Param("job"), 10, 64)
	if err != nil {
		return workflow.NotThere()
	}
	say := v.t("admin.revived", "n", strconv.FormatInt(id, 10))
	if err := v.site.App.RetryJob(v.Request().Context(), v.who, id); err != nil {
		if no, ok := errors.AsType[*workflow.Error](err); !ok || no.Kind != workflow.NotFound {
			return err
		}
		say = v.t("admin.not_dead", "n", strconv.FormatInt(id, 10))
	}
	return v.seeDone(page.PathJobs, say)
}

func (v *visit) jobTable(all []app.Job) ui.Table {
	t := ui.Table{Caption: v.t("admin.jobs"), Quiet: true, Heads: []ui.Head{
		{Text: v.t("admin.work")}, {Text: v.t("admin.about")}, {Text: v.t("table.state")}, {Text: v.t("admin.why")}, {Text: v.t("admin.do")},
	}}
	for i := range all {
		j := &all[i]
		state := jobState(j)
		row := []ui.Cell{
			{Text: v.t("admin.numbered", "what", v.jobWork(j.Kind), "n", strconv.FormatInt(j.ID, 10)), Small: v.t("admin.ordered", "when", ui.ShortTime(j.Ordered))},
			{Text: v.aboutWhat(j.On.Dossier)},
			{Body: ui.Tag(jobShapes[state], v.t("admin.job."+state)), Small: v.tries(j, state)},
			{},
			{},
		}
		if j.Error != "" {
			row[3] = v.failure(j.Error)
		}
		if state == app.JobDead {
			row[4] = ui.Cell{Body: page.Again(page.PathJobs+"/"+strconv.FormatInt(j.ID, 10)+"/retry", v.t("admin.retry"), v.t("admin.numbered", "what", lowered(v.jobWork(j.Kind)), "n", strconv.FormatInt(j.ID, 10)))}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: row})
	}
	return t
}

// jobState is the state in which a job is told of.
func jobState(j *app.Job) string {
	switch {
	case j.State != "ready":
		return j.State
	case j.Error != "":
		return app.JobFailing
	}
	return app.JobWaiting
}

// tries says how often a job was tried, and when it will be again.
func (v *visit) tries(j *app.Job, state string) string {
	if j.Attempt == 0 {
		return ""
	}
	say := v.t("admin.tries", "n", j.Attempt, "of", j.MaxTries)
	if state == app.JobFailing {
		say += " " + v.t("admin.next_try", "when", ui.ShortTime(j.RunAt))
	}
	return say
}

// jobWork names what a job does: of a document or a message not which, for that
// would tell how a dossier was decided.
func (v *visit) jobWork(kind string) string {
	switch {
	case strings.HasPrefix(kind, workflow.JobDocument("").Kind):
		return v.t("admin.work.document")
	case kind == app.JobPost:
		return v.t("admin.work.send")
	case kind == app.JobScan:
		return v.t("admin.work.scan")
	case kind == app.JobConflicts:
		return v.t("admin.work.conflicts")
	case kind == checkpointJob:
		return v.t("admin.work.checkpoint")
	}
	if _, mail := workflow.MailOf(kind); mail {
		return v.t("admin.work.tell")
	}
	return kind
}

// aboutWhat names a dossier by its id alone.
func (v *visit) aboutWhat(dossier string) string {
	switch dossier {
	case "":
		return v.t("admin.account")
	case workflow.HouseID:
		return v.t("admin.house")
	}
	return dossier
}

// failures are told apart by what their errors say, the first that fits; each has
// a sentence that says what to do. The error's own words are shown where they tell
// of machines alone, and not of a dossier.
var failures = []struct {
	in, key   string
	technical bool
}{
	{"runner was lost", "lost", false},
	{"nobody knows how", "unknown", false},
	{"unknown kind", "unknown", false},
	{"may not be made", "lacks", false},
	{"virus", "virus", false},
	{"mail: refused", "address", true},
	{"mail", "mail", true},
	{"clamd", "scanner", true},
	{"checkpoint", "checkpoint", true},
	{"refused/", "rule", false},
	{"forbidden/", "rule", false},
	{"document", "document", false},
	{"storage:", "database", true},
}

// failure is why a job failed, in words.
func (v *visit) failure(said string) ui.Cell {
	for _, f := range failures {
		if !strings.Contains(said, f.in) {
			continue
		}
		c := ui.Cell{Text: v.t("admin.why." + f.key)}
		if f.technical {
			c.Small = said
		}
		return c
	}
	return ui.Cell{Text: v.t("admin.why.other")}
}

// wellness says whether all is well, and if not what is wrong.
func (v *visit) wellness(h *app.Health) (ui.Shape, string) {
	if h.Why == nil {
		return ui.OK, v.t("admin.well")
	}
	switch s := h.Why.Error(); {
	case strings.Contains(s, "clock"):
		return ui.Wait, v.t("admin.unwell_clock")
	case strings.Contains(s, "jobs"):
		return ui.Wait, v.t("admin.unwell_jobs")
	}
	return ui.Wait, v.t("admin.unwell")
}

// countBlock is how much work of each kind is not done, each number leading to
// its list.
func (v *visit) countBlock(all []app.JobCount) page.Block {
	b := page.Block{ID: "h-jobs", Title: v.t("admin.jobs")}
	n := map[string]int64{}
	for _, c := range all {
		n[c.State] += c.N
	}
	t := ui.Table{Flat: true, Caption: v.t("admin.jobs"), Quiet: true, Heads: []ui.Head{{Text: v.t("table.state")}, {Text: v.t("admin.count"), Class: "n"}}}
	for _, s := range jobStates {
		c := ui.Cell{Text: v.t("admin.job." + s), Small: v.t("admin.job_" + s)}
		if n[s] > 0 {
			c.Href = page.PathJobs + "?state=" + s
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{c, {Text: locale.Count(v.lang, n[s])}}})
	}
	return b.With(ui.DataTable(t))
}
