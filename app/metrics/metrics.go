// Package metrics counts what the program does, for Prometheus. It names nobody
// and no dossier, and no amount: what is not decided yet leaks through no count.
package metrics

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"tremplin/app"
	"tremplin/workflow"
)

// Metrics are those of one process.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	refusals *prometheus.CounterVec
}

// New counts what an App and its database do, and has it tell of refusals.
func New(a *app.App, version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tremplin_requests_total", Help: "Requests by route, method and status.",
		}, []string{"route", "method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tremplin_request_seconds", Help: "How long requests took, by route.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 30},
		}, []string{"route"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tremplin_refusals_total", Help: "Acts that were refused, by surface, kind and code.",
		}, []string{"surface", "kind", "code"}),
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "tremplin_build_info", Help: "The version that runs."}, []string{"version", "database"})
	build.WithLabelValues(version, a.Store.Kind()).Set(1)
	m.registry.MustRegister(m.requests, m.took, m.refusals, build, newState(a),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	a.Refused = m.refused
	return m
}

// Request counts one that was answered; route is its pattern.
func (m *Metrics) Request(route, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, known(method), strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(route).Observe(took.Seconds())
}

// known keeps made-up methods from making series.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

func (m *Metrics) refused(surface string, no *workflow.Error) {
	m.refusals.WithLabelValues(surface, no.Kind.String(), string(no.Code)).Inc()
}

// Handler answers /metrics, and nothing else.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError, Timeout: scrapeFor}))
	return mux
}
