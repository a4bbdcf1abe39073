// Package clamd has a ClamAV daemon look at the bytes of files. It knows nobody:
// neither files nor dossiers.
package clamd

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path"
	"strings"
	"time"
)

var (
	// ErrAway says that the scanner is not there, or broke off: later it may be.
	ErrAway = errors.New("clamd: the scanner does not answer")
	// ErrTooLarge says that the scanner takes no files of that size.
	ErrTooLarge = errors.New("clamd: the scanner takes no file of that size (its StreamMaxLength)")
	// ErrUnclear says that the scanner answered with something else than a verdict.
	ErrUnclear = errors.New("clamd: the scanner gives no verdict")
)

const (
	patience  = time.Minute // for one file, from the call to the verdict
	chunkSize = 64 << 10
	answerMax = 4 << 10
)

// Client asks one scanner, on a connection for each file.
type Client struct {
	Timeout time.Duration

	network, addr string
}

// New is a client of the scanner at tcp://host:port or unix:/path.
func New(text string) (*Client, error) {
	u, err := url.Parse(text)
	c := &Client{Timeout: patience}
	switch {
	case err != nil:
		return nil, errors.New("clamd: no address")
	case u.Scheme == "tcp" && u.Hostname() != "" && u.Port() != "" && u.Path == "" && u.User == nil && u.RawQuery == "":
		c.network, c.addr = "tcp", u.Host
	case u.Scheme == "unix" && u.Host == "" && path.IsAbs(u.Path):
		c.network, c.addr = "unix", u.Path
	default:
		return nil, errors.New("clamd: neither tcp://host:port nor unix:/path")
	}
	return c, nil
}

// Scan has the scanner read what r gives: the name of what it found, "" where it
// found nothing. What it did not read to its end is an error, never clean.
func (c *Client) Scan(ctx context.Context, r io.Reader) (found string, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	var d net.Dialer
	conn, err := d.DialContext(ctx, c.network, c.addr)
	if err != nil {
		return "", fmt.Errorf("%w (%w)", ErrAway, err)
	}
	defer conn.Close() //nolint:errcheck // nothing is kept in it
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	heard := make(chan answer, 1)
	go func() { heard <- listen(conn) }() // it may say no before it has everything
	sent := send(conn, r)
	if broken, ok := errors.AsType[*sourceError](sent); ok {
		return "", broken.error
	}
	a := <-heard
	switch {
	case a.err == nil:
		return verdict(a.text, sent)
	case ctx.Err() != nil:
		return "", fmt.Errorf("%w (within %s)", ErrAway, c.Timeout)
	default:
		return "", fmt.Errorf("%w (%w)", ErrAway, errors.Join(sent, a.err))
	}
}

type answer struct {
	text string
	err  error
}

// listen reads the only answer, which ends with a zero.
func listen(conn net.Conn) answer {
	text, err := bufio.NewReader(io.LimitReader(conn, answerMax)).ReadString(0)
	return answer{strings.TrimSpace(strings.TrimSuffix(text, "\x00")), err}
}

// sourceError says that the file could not be read, not the scanner reached.
type sourceError struct{ error }

// send streams r in chunks, each behind its length; one without length ends it.
func send(conn net.Conn, r io.Reader) error {
	if _, err := io.WriteString(conn, "zINSTREAM\x00"); err != nil {
		return err
	}
	buf := make([]byte, 4+chunkSize)
	for {
		n, err := io.ReadFull(r, buf[4:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return &sourceError{err}
		}
		if n > 0 {
			binary.BigEndian.PutUint32(buf, uint32(n)) //nolint:gosec // at most chunkSize
			if _, err := conn.Write(buf[:4+n]); err != nil {
				return err
			}
		}
		if err != nil {
			_, err = conn.Write(make([]byte, 4))
			return err
		}
	}
}

// verdict reads an answer. Nothing is clean that was not sent to its end.
func verdict(text string, sent error) (string, error) {
	said, ok := strings.CutPrefix(text, "stream: ")
	name, infected := strings.CutSuffix(said, " FOUND")
	switch {
	case ok && infected && name != "":
		return name, nil
	case ok && said == "OK" && sent == nil:
		return "", nil
	case strings.Contains(text, "size limit exceeded"):
		return "", ErrTooLarge
	default:
		return "", fmt.Errorf("%w: %q", ErrUnclear, text)
	}
}
