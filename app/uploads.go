package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"sync"
)

// Uploads keeps files that people send from filling the memory, and slow ones
// from holding up others: each person sends one at a time, what trickles in lies
// on the disk, and only so many are looked at in memory at once.
type Uploads struct {
	inMemory chan struct{}
	mu       sync.Mutex
	turns    map[string]*turn
}

// turn is a person's: whoever has put something into it sends.
type turn struct {
	taken chan struct{}
	wait  int // how many have it or wait for it
}

// NewUploads lets so many into memory at once.
func NewUploads(atOnce int) *Uploads {
	return &Uploads{inMemory: make(chan struct{}, atOnce), turns: map[string]*turn{}}
}

// Turn waits until the person sends nothing else. Whoever got it says when it is
// over.
func (u *Uploads) Turn(ctx context.Context, person string) (over func(), err error) {
	u.mu.Lock()
	t := u.turns[person]
	if t == nil {
		t = &turn{taken: make(chan struct{}, 1)}
		u.turns[person] = t
	}
	t.wait++
	u.mu.Unlock()
	leave := func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		if t.wait--; t.wait == 0 {
			delete(u.turns, person)
		}
	}
	if err := enter(ctx, t.taken); err != nil {
		leave()
		return nil, err
	}
	return func() { <-t.taken; leave() }, nil
}

// Open waits for room, and gives the bytes of what has come whole. Whoever got
// them says when they are done with.
func (u *Uploads) Open(ctx context.Context, s *Spooled) (data []byte, done func(), err error) {
	if err := enter(ctx, u.inMemory); err != nil {
		return nil, nil, err
	}
	done = func() { <-u.inMemory }
	if data, err = s.bytes(); err != nil {
		done()
		return nil, nil, err
	}
	return data, done, nil
}

func enter(ctx context.Context, room chan struct{}) error {
	select {
	case room <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Spooled is a file that came whole and lies on the disk. Nil is none.
type Spooled struct {
	file *os.File
	Size int64
}

// ErrSpool says that what came cannot be kept: that is not the sender's fault.
var ErrSpool = errors.New("app: no room on the disk for what is sent")

// Spool takes in what comes, most bytes and one, by which it is known that there
// were more.
func Spool(from io.Reader, most int64) (*Spooled, error) {
	f, err := os.CreateTemp("", "tremplin-sent-")
	if err != nil {
		return nil, errors.Join(ErrSpool, err)
	}
	s := &Spooled{file: f}
	to := &toDisk{file: f}
	if s.Size, err = io.Copy(to, io.LimitReader(from, most+1)); err != nil {
		s.Close()
		if to.failed {
			err = errors.Join(ErrSpool, err)
		}
		return nil, err
	}
	return s, nil
}

// toDisk knows whether it was the disk that failed, or the sender.
type toDisk struct {
	file   *os.File
	failed bool
}

func (d *toDisk) Write(b []byte) (int, error) {
	n, err := d.file.Write(b)
	d.failed = d.failed || err != nil
	return n, err
}

func (s *Spooled) bytes() ([]byte, error) {
	if s == nil {
		return nil, nil
	}
	var b bytes.Buffer
	b.Grow(int(s.Size) + bytes.MinRead)
	_, err := b.ReadFrom(io.NewSectionReader(s.file, 0, s.Size))
	return b.Bytes(), err
}

// Close leaves nothing behind.
func (s *Spooled) Close() {
	if s != nil {
		_ = s.file.Close() // it goes away
		_ = os.Remove(s.file.Name())
	}
}
