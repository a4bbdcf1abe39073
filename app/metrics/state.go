package metrics

import (
	"context"
	"database/sql"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"tremplin/app"
)

// scrapeFor is how long a scrape may take, and askFor its questions to the
// database.
const (
	scrapeFor = 10 * time.Second
	askFor    = 3 * time.Second
)

// state is what is asked of the program when a scrape comes.
type state struct {
	app                                  *app.App
	up, clock, jobs, oldest, mails, lag  *prometheus.Desc
	open, used, waited, waitedFor, limit *prometheus.Desc
}

func newState(a *app.App) *state {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("tremplin_"+name, help, labels, nil)
	}
	return &state{
		app:       a,
		up:        desc("ready", "1 while this process can serve: database, schema, clock and jobs are well."),
		clock:     desc("clock_lag_seconds", "Since when the clock of this process is not through with all that is due."),
		lag:       desc("jobs_idle_seconds", "Since when the runner of jobs of this process has not shown."),
		jobs:      desc("jobs", "Jobs that are not done, of all processes.", "kind", "state"),
		oldest:    desc("jobs_oldest_seconds", "How long the first of them has been due; negative: it is not yet.", "kind", "state"),
		mails:     desc("mails_day", "Messages of the last 24 hours, of all processes.", "state"),
		open:      desc("db_connections", "Connections to the database.", "pool"),
		used:      desc("db_connections_used", "Connections at work.", "pool"),
		limit:     desc("db_connections_max", "Connections at most.", "pool"),
		waited:    desc("db_waits_total", "How often somebody waited for a connection.", "pool"),
		waitedFor: desc("db_wait_seconds_total", "How long they did.", "pool"),
	}
}

// Describe implements [prometheus.Collector].
func (s *state) Describe(out chan<- *prometheus.Desc) { prometheus.DescribeByCollect(s, out) }

// Collect implements [prometheus.Collector]. A database that is away leaves out
// what it would tell.
func (s *state) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	ctx, done := context.WithTimeout(context.Background(), askFor)
	defer done()
	well := 0.0
	if s.app.Ready(ctx) == nil {
		well = 1
	}
	gauge(s.up, well)
	now := s.app.Now()
	if p := s.app.Pulse(); !p.Clock.IsZero() {
		gauge(s.clock, now.Sub(p.Clock).Seconds())
		gauge(s.lag, now.Sub(p.Jobs).Seconds())
	}
	if counts, err := s.app.Store.JobCounts(ctx); err == nil {
		for _, c := range counts {
			gauge(s.jobs, float64(c.N), c.Kind, c.State)
			gauge(s.oldest, now.Sub(c.Since).Seconds(), c.Kind, c.State)
		}
	}
	if sent, bounced, err := s.app.Store.MailCounts(ctx, now.AddDate(0, 0, -1)); err == nil {
		gauge(s.mails, float64(sent), "sent")
		gauge(s.mails, float64(bounced), "bounced")
	}
	read, write := s.app.Store.Stats()
	for pool, st := range map[string]sql.DBStats{"read": read, "write": write} {
		gauge(s.open, float64(st.OpenConnections), pool)
		gauge(s.used, float64(st.InUse), pool)
		gauge(s.limit, float64(st.MaxOpenConnections), pool)
		out <- prometheus.MustNewConstMetric(s.waited, prometheus.CounterValue, float64(st.WaitCount), pool)
		out <- prometheus.MustNewConstMetric(s.waitedFor, prometheus.CounterValue, st.WaitDuration.Seconds(), pool)
	}
}
