package clamd_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"tremplin/app/clamd"
	"tremplin/app/clamd/clamdtest"
)

func client(t *testing.T, at string) *clamd.Client {
	t.Helper()
	c, err := clamd.New(at)
	if err != nil {
		t.Fatal(err)
	}
	c.Timeout = 5 * time.Second
	return c
}

func TestScan(t *testing.T) {
	s := clamdtest.Start(t)
	c := client(t, s.URL)
	for _, size := range []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 5 << 20} {
		want := bytes.Repeat([]byte{7}, size)
		found, err := c.Scan(t.Context(), iotest.HalfReader(bytes.NewReader(want)))
		if seen := s.Seen(); err != nil || found != "" || !bytes.Equal(seen[len(seen)-1], want) {
			t.Fatalf("%d bytes: %q, %v", size, found, err)
		}
	}
	long := strings.Repeat("a", 64<<10-20) + clamdtest.EICAR // across two chunks
	if found, err := c.Scan(t.Context(), strings.NewReader(long)); err != nil || found != clamdtest.Signature {
		t.Fatal(found, err)
	}
}

func TestScannerThatErrs(t *testing.T) {
	for how, want := range map[string]error{clamdtest.Silent: clamd.ErrAway, clamdtest.CutsOff: clamd.ErrAway, clamdtest.Unclear: clamd.ErrUnclear} {
		t.Run(how, func(t *testing.T) {
			s := clamdtest.Start(t)
			s.Errs(how)
			c := client(t, s.URL)
			if how == clamdtest.Silent {
				c.Timeout = 100 * time.Millisecond
			}
			if found, err := c.Scan(t.Context(), bytes.NewReader(make([]byte, 1<<20))); !errors.Is(err, want) {
				t.Fatalf("%q, %v", found, err)
			}
		})
	}
}

func TestFileTooLargeForTheScanner(t *testing.T) {
	s := clamdtest.Start(t)
	s.Max = 1 << 20
	if _, err := client(t, s.URL).Scan(t.Context(), bytes.NewReader(make([]byte, 8<<20))); !errors.Is(err, clamd.ErrTooLarge) {
		t.Fatal(err)
	}
}

// TestFileCutShort: what could not be read to its end is never said to be clean.
func TestFileCutShort(t *testing.T) {
	s := clamdtest.Start(t)
	gone := errors.New("gone")
	_, err := client(t, s.URL).Scan(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(gone)))
	if !errors.Is(err, gone) || len(s.Seen()) != 0 {
		t.Fatal(err, s.Seen())
	}
}

func TestScannerThatIsNotThere(t *testing.T) {
	s := clamdtest.Start(t)
	s.Stop()
	if _, err := client(t, s.URL).Scan(t.Context(), strings.NewReader("x")); !errors.Is(err, clamd.ErrAway) {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client(t, clamdtest.Start(t).URL).Scan(ctx, strings.NewReader("x")); err == nil {
		t.Fatal("scanned for somebody who has gone")
	}
}

func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c")
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = io.ReadFull(conn, make([]byte, len("zINSTREAM\x00")+4+1+4))
		_, _ = io.WriteString(conn, "stream: OK\x00")
	}()
	if found, err := client(t, "unix:"+path).Scan(t.Context(), strings.NewReader("x")); err != nil || found != "" {
		t.Fatal(found, err)
	}
}

func TestAddresses(t *testing.T) {
	for text, good := range map[string]bool{
		"tcp://clamav:3310": true, "tcp://[::1]:3310": true, "unix:/run/clamav/clamd.ctl": true, "unix:///run/clamav/clamd.ctl": true,
		"": false, "clamav:3310": false, "tcp://clamav": false, "tcp://:3310": false, "unix:clamd.ctl": false, "http://clamav:3310": false, "tcp://a:1/x": false, "tcp://u@a:1": false,
	} {
		if _, err := clamd.New(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}
