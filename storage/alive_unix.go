//go:build unix

package storage

import (
	"context"
	"database/sql/driver"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// alive looks whether Postgres has ended a connection that waited to be used
// again, without a word to it: after a restart each would otherwise cost a
// request. What no socket tells, the driver's ping does, a second later.
func alive(_ context.Context, c *pgx.Conn) error {
	at := c.PgConn().Conn()
	if secure, ok := at.(interface{ NetConn() net.Conn }); ok {
		at = secure.NetConn()
	}
	socket, ok := at.(syscall.Conn)
	if !ok {
		return nil
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return driver.ErrBadConn
	}
	ended := false
	err = raw.Control(func(fd uintptr) {
		var b [1]byte
		n, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		ended = err == nil && (n == 0 || b[0] == 'E') || err != nil && err != syscall.EAGAIN && err != syscall.EINTR
	})
	if err != nil || ended {
		return driver.ErrBadConn
	}
	return nil
}
