package main

import (
	"cmp"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"go.yaml.in/yaml/v3"
)

// composed is what is looked at in docker-compose.yml.
type composed struct {
	Services map[string]struct {
		Image       string            `yaml:"image"`
		Command     []string          `yaml:"command"`
		Restart     string            `yaml:"restart"`
		ReadOnly    bool              `yaml:"read_only"`
		StopGrace   string            `yaml:"stop_grace_period"`
		Environment map[string]string `yaml:"environment"`
		Ports       []string          `yaml:"ports"`
		Networks    []string          `yaml:"networks"`
		DependsOn   map[string]struct {
			Condition string `yaml:"condition"`
		} `yaml:"depends_on"`
		Healthcheck map[string]any `yaml:"healthcheck"`
	} `yaml:"services"`
	Networks map[string]any `yaml:"networks"`
	Volumes  map[string]any `yaml:"volumes"`
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestCompose: two equal processes that know every setting they are given, and a
// schema before them.
func TestCompose(t *testing.T) {
	text := read(t, "docker-compose.yml")
	var c composed
	if err := yaml.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	known := func(name string) bool {
		return name == "GOMEMLIMIT" || slices.ContainsFunc(settingsOfServe, func(x setting) bool { return x.env == name })
	}
	one, two := c.Services["tremplin-1"], c.Services["tremplin-2"]
	if len(one.Environment) < 8 || one.Image == "" || !one.ReadOnly || one.StopGrace != "30s" || one.DependsOn["migrate"].Condition != "service_completed_successfully" || len(one.Ports) > 0 {
		t.Errorf("%+v", one)
	}
	for name, value := range one.Environment {
		if !known(name) || two.Environment[name] != value {
			t.Errorf("%s is %q and %q, or nobody reads it", name, value, two.Environment[name])
		}
	}
	if m := c.Services["migrate"]; !slices.Equal(m.Command, []string{"migrate", "up"}) || m.Restart != "no" || m.DependsOn["postgres"].Condition != "service_healthy" {
		t.Errorf("%+v", m)
	}
	if p := c.Services["proxy"]; p.DependsOn["tremplin-1"].Condition != "service_healthy" || p.DependsOn["tremplin-2"].Condition != "service_healthy" {
		t.Errorf("%+v", p)
	}
	for name, s := range c.Services {
		for _, p := range s.Ports {
			if name != "proxy" && !strings.HasPrefix(p, "127.0.0.1:") {
				t.Errorf("%s is open to all the world: %s", name, p)
			}
		}
		for other := range s.DependsOn {
			if _, there := c.Services[other]; !there {
				t.Errorf("%s waits for %s, which is not there", name, other)
			}
		}
	}
	if !strings.Contains(text, "subnet: "+one.Environment[proxiesEnv]+"}") {
		t.Error("the proxy is not believed")
	}
}

// TestComposeIsAccepted by the loader of `docker compose config` itself, with the
// secrets and before there are any; it mounts what is there.
func TestComposeIsAccepted(t *testing.T) {
	secrets := []string{"POSTGRES_PASSWORD=letters", secretEnv + "=" + aSecret, keyEnv + "=" + aSecret}
	load := func(env []string) (*types.Project, error) {
		o, err := cli.NewProjectOptions([]string{"../../docker-compose.yml"}, cli.WithEnv(env))
		if err != nil {
			t.Fatal(err)
		}
		return o.LoadProject(t.Context())
	}
	p, err := load(secrets)
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(p.Services)); !slices.Equal(got, []string{"mail", "migrate", "postgres", "proxy", "tremplin-1", "tremplin-2"}) {
		t.Errorf("%s: %v", p.Name, got)
	}
	for name, s := range p.Services {
		if s.Build != nil {
			if _, err := os.Stat(filepath.Join(s.Build.Context, s.Build.Dockerfile)); err != nil {
				t.Errorf("%s is built of nothing: %v", name, err)
			}
		}
		for _, v := range s.Volumes {
			if _, err := os.Stat(v.Source); v.Type == types.VolumeTypeBind && err != nil {
				t.Errorf("%s mounts nothing: %v", name, err)
			}
		}
	}
	if _, err := load(nil); err != nil {
		t.Error(err)
	}
}

// TestComposeStarts: what compose gives a process makes sense to it, but not
// without the secrets. (Without a password it is Postgres that does not start.)
func TestComposeStarts(t *testing.T) {
	var c composed
	if err := yaml.Unmarshal([]byte(read(t, "docker-compose.yml")), &c); err != nil {
		t.Fatal(err)
	}
	expand := regexp.MustCompile(`\$\{([A-Z_]+):-([^}]*)\}`)
	read := func(given map[string]string) (*serving, error) {
		env := map[string]string{}
		for name, value := range c.Services["tremplin-1"].Environment {
			env[name] = expand.ReplaceAllStringFunc(value, func(x string) string {
				m := expand.FindStringSubmatch(x)
				return cmp.Or(given[m[1]], m[2])
			})
		}
		if env[checkpointsEnv] != "/checkpoints" {
			t.Error(env[checkpointsEnv])
		}
		env[checkpointsEnv] = t.TempDir()
		var serve serveCmd
		return serve.read(&streams{getenv: func(k string) string { return env[k] }, err: t.Output(), out: t.Output()})
	}
	set, err := read(map[string]string{"POSTGRES_PASSWORD": "letters", secretEnv: aSecret, keyEnv: aSecret})
	if err != nil || !set.secure || len(set.proxies) != 1 || set.mail == nil || set.outside == nil || set.metrics != "0.0.0.0:9090" || set.settle != settleFor {
		t.Errorf("%+v, %v", set, err)
	}
	for _, name := range []string{secretEnv, keyEnv} {
		given := map[string]string{secretEnv: aSecret, keyEnv: aSecret}
		delete(given, name)
		if _, err := read(given); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("it starts without %s: %v", name, err)
		}
	}
}

// TestImage runs as nobody, is asked for its health without a shell, and says its
// version.
func TestImage(t *testing.T) {
	text := read(t, "Dockerfile")
	for _, want := range []string{"CGO_ENABLED=0", "-trimpath", "-X main.stamped=${VERSION}", "distroless/static-debian12:nonroot", "\nUSER nonroot\n", `CMD ["/usr/bin/tremplin", "health"]`, `ENTRYPOINT ["/usr/bin/tremplin"]`} {
		if !strings.Contains(text, want) {
			t.Errorf("the Dockerfile has no %s", want)
		}
	}
	if x := runReal(t, 0, "version"); x.code != fine || x.stdout != "tremplin "+release+"\n" {
		t.Errorf("%+v", x)
	}
}

// TestProxyAndUnit: the proxy asks the processes of compose whether they are
// ready; the unit makes sense to systemd, where there is one.
func TestProxyAndUnit(t *testing.T) {
	proxy := read(t, "docs/operations/Caddyfile")
	for _, want := range []string{"reverse_proxy tremplin-1:8080 tremplin-2:8080", "health_uri /readyz", "tls internal", "header_up X-Request-Id"} {
		if !strings.Contains(proxy, want) {
			t.Errorf("the Caddyfile has no %s", want)
		}
	}
	unit := read(t, "docs/operations/tremplin.service")
	for _, want := range []string{"DynamicUser=yes", "ProtectSystem=strict", "ExecStart=/usr/local/bin/tremplin serve", "ExecStartPre=/usr/local/bin/tremplin migrate up", "TimeoutStopSec=35s"} {
		if !strings.Contains(unit, "\n"+want+"\n") {
			t.Errorf("the unit has no %s", want)
		}
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd here")
	}
	file := filepath.Join(t.TempDir(), "tremplin.service")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(unit, "/usr/local/bin/tremplin", "/bin/true")), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := exec.Command(analyze, "verify", "--man=no", file).CombinedOutput(); err != nil || len(b) > 0 {
		t.Errorf("%v: %s", err, b)
	}
}
