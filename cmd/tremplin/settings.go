package main

import (
	"cmp"
	"strings"

	"tremplin/app"
)

// setting is one of serve's: docs/operations.md lists the same, and a test keeps
// it so.
type setting struct {
	env       string
	flag      string // "": only the environment gives it
	says      string // for --help, where there is no flag
	otherwise string // what holds when it is left out
	secret    bool
}

// What else the environment says of running the site.
const (
	metricsEnv     = "TREMPLIN_METRICS"
	logEnv         = "TREMPLIN_LOG"
	drainEnv       = "TREMPLIN_DRAIN"
	settleEnv      = "TREMPLIN_SETTLE"
	checkpointsEnv = "TREMPLIN_CHECKPOINTS"
	databaseEnv    = "TREMPLIN_DATABASE_URL"
)

// settingsOfServe are all, in the order in which people need them.
var settingsOfServe = []setting{
	{env: databaseEnv, flag: "database", secret: true},
	{env: siteEnv, flag: "url"},
	{env: secretEnv, secret: true, says: `32 random bytes in base64, as "openssl rand -base64 32" prints them; the same for every process and command.`},
	{env: addrEnv, flag: "addr", otherwise: ":8080"},
	{env: proxiesEnv, flag: "proxies", otherwise: "none"},
	{env: smtpEnv, secret: true, says: "the mail server, smtp://user:password@host:587?from=address; without it no mail goes out."},
	{env: fromEnv, says: `whom mails come from, "Name <address>", in the place of that address.`},
	{env: emailEnv, flag: "email"},
	{env: phoneEnv, flag: "phone"},
	{env: clamdEnv, says: "ClamAV's daemon, tcp://host:3310 or unix:/path; without it no attached file is scanned for viruses, and the site says so."},
	{env: settingsEnv, says: "a file with what documents say of the funder and of the law; without it the proposed ones.", otherwise: "as proposed"},
	{env: checkpointsEnv, says: "where the clock keeps a checkpoint each night: a folder, or mailto:ADDRESS; without it none is made. It wants " + keyEnv + "."},
	{env: keyEnv, secret: true, says: "the key that signs checkpoints, 32 random bytes in base64."},
	{env: metricsEnv, says: "where Prometheus is answered on /metrics, HOST:PORT, apart from the site; :PORT is this machine's own; without it nowhere."},
	{env: logEnv, says: "how logs are written to standard error: text, or json.", otherwise: logText},
	{env: drainEnv, says: "how long /readyz says no before the site ends, so that a proxy takes it out first, such as 5s.", otherwise: "5s"},
	{env: settleEnv, says: "how long what fell due is left alone, so that what came in before, in whichever process, goes first, such as 2s: longer than a request takes under load; the same for every process.", otherwise: "2s"},
}

// inUse are the settings as administrators may read them.
func inUse(s *streams, flags map[string]string) []app.Setting {
	out := make([]app.Setting, len(settingsOfServe))
	for i, x := range settingsOfServe {
		value := cmp.Or(flags[x.flag], s.getenv(x.env))
		out[i] = app.Setting{Name: x.env, Value: cmp.Or(value, x.otherwise), Set: value != ""}
		if x.secret {
			out[i].Value = ""
		}
	}
	return out
}

// helpOfSettings names those that have no flag: what they hold is no matter of
// whoever lists processes.
func helpOfSettings() string {
	var b strings.Builder
	b.WriteString("Settings that only the environment gives:\n\n")
	for _, x := range settingsOfServe {
		if x.flag == "" {
			b.WriteString(x.env + ": " + x.says + "\n\n")
		}
	}
	return b.String()
}
