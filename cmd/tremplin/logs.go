package main

import (
	"io"
	"log/slog"
	"regexp"
	"strings"
)

// How logs are written.
const (
	logText = "text"
	logJSON = "json"
)

// newLog is the log of a process that serves. What others say of why something
// failed, a mail server for one, may name an address: it is taken out.
func newLog(w io.Writer, format string) *slog.Logger {
	o := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(nameless(v))
		case error:
			a.Value = slog.StringValue(nameless(v.Error()))
		}
		return a
	}}
	if format == logJSON {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

var addresses = regexp.MustCompile(`[^\s<>"',;:=()]+@[^\s<>"',;:=()]+`)

// nameless takes out what looks like an address of mail.
func nameless(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	return addresses.ReplaceAllString(text, "(address)")
}

func logFormat(text string) (string, error) {
	switch text {
	case "", logText:
		return logText, nil
	case logJSON:
		return logJSON, nil
	}
	return "", fail(nonsense, "%s is %q: set it to text or json, or leave it out", logEnv, text)
}
