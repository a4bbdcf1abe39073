package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

const (
	connections = 2   // kept open between messages
	perLine     = 100 // messages over one connection: servers set limits
)

// Sender sends over connections that it keeps, to one server.
type Sender struct {
	client *gomail.Client
	from   *netmail.Address
	domain string
	idle   chan *connection
}

type connection struct {
	*smtp.Client
	sent int
}

// Send hands a message to the server. Nil: the server has it. The error wraps
// [ErrRefused] or [ErrAway], or else it is worth another try later; it never
// names the address.
func (s *Sender) Send(ctx context.Context, m Message) error {
	msg, err := s.compose(m)
	if err != nil {
		return err
	}
	for fresh := false; ; fresh = true {
		c, err := s.connect(ctx, fresh)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrAway, err)
		}
		err = s.over(ctx, c, msg)
		if !fresh && lost(err) { // it had been idle for too long; nothing was said yet
			continue
		}
		return told(err, m.To)
	}
}

// connect takes a connection that is open, or makes one.
func (s *Sender) connect(ctx context.Context, fresh bool) (*connection, error) {
	if !fresh {
		select {
		case c := <-s.idle:
			return c, nil
		default:
		}
	}
	c, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, err
	}
	return &connection{Client: c}, nil
}

// over sends a message over a connection, and keeps that if it is still good.
func (s *Sender) over(ctx context.Context, c *connection, msg *gomail.Msg) error {
	stop := context.AfterFunc(ctx, func() { _ = c.Client.Close() }) // whoever stops does not wait for a server
	err := s.client.SendWithSMTPClient(c.Client, msg)
	c.sent++
	if !stop() {
		return err
	}
	if err != nil && !answered(err) || c.sent >= perLine {
		_ = c.Client.Close()
	} else {
		s.keep(c)
	}
	if msg.IsDelivered() {
		return nil // what follows the server's yes changes nothing
	}
	return err
}

func (s *Sender) keep(c *connection) {
	select {
	case s.idle <- c:
	default:
		_ = c.Client.Close()
	}
}

// Close ends the connections that are kept.
func (s *Sender) Close() {
	for {
		select {
		case c := <-s.idle:
			_ = s.client.CloseWithSMTPClient(c.Client)
		default:
			return
		}
	}
}

func sendError(err error) *gomail.SendError {
	e, _ := errors.AsType[*gomail.SendError](err)
	return e
}

// lost: the connection was gone before anything was said over it.
func lost(err error) bool {
	e := sendError(err)
	return e != nil && e.Reason == gomail.ErrConnCheck
}

// answered: the server said no, and the connection is as good as before.
func answered(err error) bool {
	e := sendError(err)
	return e != nil && e.ErrorCode() > 0
}

// told is what an error says of the message, without its address: that stays out
// of logs and tables.
func told(err error, to string) error {
	if err == nil {
		return nil
	}
	why, _, _ := strings.Cut(err.Error(), ", affected ")
	why = hide(why, to)
	e := sendError(err)
	switch {
	case e == nil || e.ErrorCode() == 0:
		return fmt.Errorf("%w: %s", ErrAway, why)
	case e.ErrorCode() < 500:
		return errors.New("mail: not now: " + why)
	case e.Reason == gomail.ErrSMTPMailFrom: // it is us whom it will not have
		return fmt.Errorf("%w: %s", ErrAway, why)
	default:
		return fmt.Errorf("%w: %s", ErrRefused, why)
	}
}

func hide(s, address string) string {
	if address != "" {
		s = regexp.MustCompile(`(?i)`+regexp.QuoteMeta(address)).ReplaceAllString(s, "…")
	}
	return strings.ToValidUTF8(s, "?")
}
