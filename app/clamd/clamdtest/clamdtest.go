// Package clamdtest is a scanner for tests, on loopback: it speaks ClamAV's
// protocol, and errs as it is told to.
package clamdtest

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"testing"
)

// EICAR is what every scanner takes for a virus, and harms nobody. It is written
// in two parts, so that none takes this file for one.
const EICAR = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-` + `STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// Signature is its name, as ClamAV gives it.
const Signature = "Eicar-Test-Signature"

// How a server errs.
const (
	Silent  = "silent"  // takes everything and says nothing
	CutsOff = "cut off" // ends the connection in the middle of a file
	Unclear = "unclear" // answers with something else
)

// Server is the scanner.
type Server struct {
	URL string
	Max int // bytes of a file that it takes; 0: any

	listener net.Listener
	mu       sync.Mutex
	errs     string
	seen     [][]byte
	conns    map[net.Conn]bool
}

// Start serves until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	var c net.ListenConfig
	l, err := c.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{URL: "tcp://" + l.Addr().String(), listener: l, conns: map[net.Conn]bool{}}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { s.serve(conn) })
		}
	})
	t.Cleanup(func() { s.Stop(); all.Wait() })
	return s
}

// Stop ends it, and all connections.
func (s *Server) Stop() {
	_ = s.listener.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		_ = c.Close()
	}
}

// Errs makes it err so from now on; "": no more.
func (s *Server) Errs(how string) { s.mu.Lock(); defer s.mu.Unlock(); s.errs = how }

// Seen are the files that it has read to their end.
func (s *Server) Seen() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([][]byte(nil), s.seen...)
}

func (s *Server) serve(conn net.Conn) {
	s.mu.Lock()
	s.conns[conn] = true
	errs := s.errs
	s.mu.Unlock()
	defer conn.Close() //nolint:errcheck // a test's
	head := make([]byte, len("zINSTREAM\x00"))
	if _, err := io.ReadFull(conn, head); err != nil || string(head) != "zINSTREAM\x00" {
		say(conn, "UNKNOWN COMMAND")
		return
	}
	if errs == CutsOff {
		return
	}
	file, whole := s.file(conn)
	switch {
	case !whole:
		return
	case s.Max > 0 && len(file) > s.Max:
		say(conn, "INSTREAM size limit exceeded. ERROR")
		_, _ = io.Copy(io.Discard, conn) // else the answer may be lost with the connection
		return
	case errs == Silent:
		_, _ = io.Copy(io.Discard, conn)
		return
	case errs == Unclear:
		say(conn, "stream: Can't allocate memory ERROR")
		return
	}
	s.mu.Lock()
	s.seen = append(s.seen, file)
	s.mu.Unlock()
	if bytes.Contains(file, []byte(EICAR)) {
		say(conn, "stream: "+Signature+" FOUND")
		return
	}
	say(conn, "stream: OK")
}

// file reads chunks to the one that ends them, or until there is too much.
func (s *Server) file(conn net.Conn) (out []byte, whole bool) {
	for {
		var size [4]byte
		if _, err := io.ReadFull(conn, size[:]); err != nil {
			return nil, false
		}
		n := int64(binary.BigEndian.Uint32(size[:]))
		if n == 0 {
			return out, true
		}
		chunk, err := io.ReadAll(io.LimitReader(conn, n))
		if err != nil || int64(len(chunk)) < n {
			return nil, false
		}
		if out = append(out, chunk...); s.Max > 0 && len(out) > s.Max {
			return out, true
		}
	}
}

func say(conn net.Conn, text string) { _, _ = io.WriteString(conn, text+"\x00") }
