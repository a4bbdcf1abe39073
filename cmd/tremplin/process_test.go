package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is the real one, built once, for what has to be killed.
func program(t testing.TB) string {
	t.Helper()
	path, err := builtProgram()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// release is what the real program calls itself.
const release = "v0.0.0-test"

var builtProgram = sync.OnceValues(func() (string, error) {
	// Not a test's own folder, which would end with it; the cache keeps builds
	// apart, and this one replaces that of the last run.
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	path := filepath.Join(dir, "tremplin-test", "tremplin")
	out, err := exec.Command("go", "build", "-ldflags=-X main.stamped="+release, "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return path, nil
})

// ran is how a process of the real program ended.
type ran struct {
	code           int // -1: it was killed
	stdout, stderr string
	took           time.Duration
	usage          *syscall.Rusage
	peak           int64 // of its memory, in KiB
}

// runReal runs the real program; after some time, if any is given, it is killed
// outright.
func runReal(t testing.TB, killAfter time.Duration, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program(t), args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if killAfter > 0 {
		timer := time.AfterFunc(killAfter, func() { _ = cmd.Process.Kill() })
		defer timer.Stop()
	}
	over, peak := make(chan struct{}), make(chan int64)
	go watchPeak(cmd.Process.Pid, over, peak)
	err := cmd.Wait()
	close(over)
	r := ran{stdout: stdout.String(), stderr: stderr.String(), took: time.Since(start), peak: <-peak}
	if no, ended := errors.AsType[*exec.ExitError](err); ended {
		r.code = no.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	r.usage, _ = cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return r
}

// watchPeak gives the most memory that a process has had. Its usage would not
// do: that counts what this process has, from which it was begun.
func watchPeak(pid int, over <-chan struct{}, peak chan<- int64) {
	var most int64
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if _, line, ok := strings.Cut(string(status), "VmHWM:"); ok {
			var kib int64
			if _, err := fmt.Sscan(line, &kib); err == nil && strings.Contains(string(status), "Name:\ttremplin\n") {
				most = max(most, kib)
			}
		}
		select {
		case <-over:
			peak <- most
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// freeAddr is an address of this machine on which nobody listens.
func freeAddr(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
