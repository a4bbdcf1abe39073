//go:build unix

package storage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// guard lets one process at a time migrate in a folder. It locks the folder: a
// lock on the file would end SQLite's own when it is let go.
func (d liteDialect) guard(ctx context.Context) (release func(), err error) {
	dir, err := os.Open(filepath.Dir(d.path))
	if err != nil {
		return func() {}, nil //nolint:nilerr // what is wrong with the folder shows in a moment
	}
	for {
		err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return func() { _ = dir.Close() }, nil // or a file system without locks
		}
		select {
		case <-ctx.Done():
			return func() {}, errors.Join(ctx.Err(), dir.Close())
		case <-time.After(10 * time.Millisecond):
		}
	}
}
