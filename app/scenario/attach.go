package scenario

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// maxAttached is how large a file beside a scenario may be, in bytes; what the
// process allows is for its rules to say.
const maxAttached = 100 << 20

// attached looks whether the file that a step attaches is there.
func (c *checker) attached(r *reader, f *File, s *Step) {
	n := s.keys["with"]
	path, _ := s.With["file"].(string)
	s.path = strings.TrimPrefix(strings.TrimSpace(path), "./")
	if s.path == "" {
		return // invalid/missing is the step's outcome
	}
	switch {
	case !fs.ValidPath(s.path):
		r.say(n, "`file` %q does not lie beside the scenario: name it by its path from there, without ..", short(path))
	case f.beside == nil:
		r.say(n, "`file` %q cannot be found: this scenario has no folder", short(path))
	default:
		info, err := fs.Stat(f.beside, s.path)
		switch {
		case err != nil:
			r.say(n, "`file` %q is not there: put it beside the scenario", short(path))
		case !info.Mode().IsRegular():
			r.say(n, "`file` %q is no file: name one", short(path))
		case info.Size() > maxAttached:
			r.say(n, "`file` %q is larger than %d MB: make it smaller", short(path), maxAttached>>20)
		}
	}
}

// bytes of the file that the step attaches.
func (f *File) bytes(s *Step) ([]byte, error) {
	file, err := f.beside.Open(s.path)
	if err != nil {
		return nil, fmt.Errorf("%s:%d: `file` %q cannot be read: put it beside the scenario", f.Path, s.Line, s.path)
	}
	data, err := io.ReadAll(io.LimitReader(file, maxAttached+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("%s:%d: `file` %q cannot be read: %w", f.Path, s.Line, s.path, err)
	}
	return data, nil
}
