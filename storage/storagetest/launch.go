package storagetest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// prefix is what our folders begin with; the process that made one follows.
const prefix = "tremplin-postgres-"

// process is a server of our own.
type process struct {
	dir  string
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
}

// launch starts a server from the distribution's binaries, reached by a socket
// in its folder and by nobody else.
func launch() (*postgres, error) {
	bin, err := binaries("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return nil, err
	}
	base := scratch()
	sweep(base)
	dir, err := os.MkdirTemp(base, fmt.Sprintf("%s%d-", prefix, os.Getpid()))
	if err != nil {
		return nil, err
	}
	p, err := launchIn(dir, bin)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return p, nil
}

func launchIn(dir, bin string) (*postgres, error) {
	attr, err := attributes(dir)
	if err != nil {
		return nil, err
	}
	command := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir, cmd.SysProcAttr = dir, attr
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=UTC"}
		return cmd
	}
	data := filepath.Join(dir, "data")
	initdb := command("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	logFile, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer logFile.Close() //nolint:errcheck // the server has a copy of its own

	cmd := command("postgres", append([]string{"-D", data, "-k", dir, "-h", ""}, settings()...)...)
	cmd.Stdout, cmd.Stderr = logFile, logFile
	proc := &process{dir: dir, cmd: cmd, done: make(chan struct{})}
	if err := proc.start(); err != nil {
		return nil, err
	}
	query := url.Values{"host": {dir}, "sslmode": {"disable"}}
	p := &postgres{admin: "postgres://postgres@/postgres?" + query.Encode(), log: logFile.Name(), process: proc}
	if err := p.await(); err != nil {
		return nil, errors.Join(err, proc.stop())
	}
	return p, nil
}

// settings make it quick, quiet but for errors, and forgetful unless durable.
func settings() []string {
	s := []string{
		"max_connections=400", "shared_buffers=64MB", "timezone=UTC", "autovacuum=off",
		"dynamic_shared_memory_type=mmap", // in our folder, which goes with us
		"log_min_messages=error", "log_line_prefix=%m %d ",
	}
	if !durable() {
		s = append(s, "fsync=off", "synchronous_commit=off", "full_page_writes=off")
	}
	var args []string
	for _, v := range s {
		args = append(args, "-c", v)
	}
	return args
}

// start keeps the server's parent alive: the kernel kills the child when the
// thread ends that started it, not when the process does.
func (p *process) start() error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer close(p.done)
		err := p.cmd.Start()
		result <- err
		if err == nil {
			_ = p.cmd.Wait() // stop kills it
		}
	}()
	return <-result
}

// stop ends the server at once and takes its folder away.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGQUIT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-p.done
	return os.RemoveAll(p.dir)
}

// await returns when the server answers.
func (p *postgres) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, p.admin)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-p.process.done:
			out, _ := os.ReadFile(p.log)
			return fmt.Errorf("postgres ended: %s", out)
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// binaries is the folder of the newest initdb among the distribution's, or else
// of the one on PATH.
func binaries(distribution string) (string, error) {
	found, err := filepath.Glob(distribution)
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return release(a) - release(b) })), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errors.New("there is no Postgres on this machine: `make deps` installs it, or " + ServerEnv + " names a running one")
}

// release is the number in /usr/lib/postgresql/15/bin/initdb.
func release(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

// sweep takes away the folders of processes that were killed before they could.
func sweep(base string) {
	left, err := filepath.Glob(filepath.Join(base, prefix+"*"))
	if err != nil {
		return
	}
	for _, dir := range left {
		pid, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), prefix), "-")
		n, err := strconv.Atoi(pid)
		if err == nil && errors.Is(syscall.Kill(n, 0), syscall.ESRCH) {
			_ = os.RemoveAll(dir) // another's, perhaps: then it stays
		}
	}
}
