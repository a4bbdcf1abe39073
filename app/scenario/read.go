package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// MaxSize is how large a scenario file may be, in bytes.
const MaxSize = 10 << 20

// Open reads and parses the files at paths; the complaints are about all of
// them.
func Open(paths ...string) ([]*File, Complaints) {
	var files []*File
	var all Complaints
	for _, path := range paths {
		f, complaints := open(path)
		all = append(all, complaints...)
		if f != nil {
			files = append(files, f)
		}
	}
	return files, all
}

func open(path string) (*File, Complaints) {
	beside := os.DirFS(filepath.Dir(path))
	if root, err := os.OpenRoot(filepath.Dir(path)); err == nil { // no link leads out of it
		beside = root.FS()
	}
	data, err := readFile(path)
	if err != nil {
		return nil, Complaints{{path, 0, err.Error()}}
	}
	return Parse(path, data, beside)
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // whoever runs the program names the file
	if err != nil {
		return nil, fmt.Errorf("cannot be read (%w): name a scenario file", errors.Unwrap(err))
	}
	defer f.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be read (%w): name a scenario file", errors.Unwrap(err))
	}
	return data, nil
}

// Parse reads one file; beside is where the files lie that it attaches.
func Parse(path string, data []byte, beside fs.FS) (*File, Complaints) {
	if len(data) > MaxSize {
		return nil, Complaints{{path, 1, fmt.Sprintf("is larger than %d MB: split it into several scenarios", MaxSize>>20)}}
	}
	if i := notUTF8(data); i >= 0 {
		return nil, Complaints{{path, 1 + bytes.Count(data[:i], []byte("\n")), "is not UTF-8 here: save the file as UTF-8"}}
	}
	root, complaint := document(path, data)
	if complaint != nil {
		return nil, Complaints{*complaint}
	}
	r := &reader{path: path}
	if !r.plain(root) {
		return nil, r.complaints
	}
	f := r.file(root)
	f.beside = beside
	return f, r.complaints
}

func notUTF8(data []byte) int {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// document is the only one of the file.
func document(path string, data []byte) (*yaml.Node, *Complaint) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, next yaml.Node
	err := decode(dec, &doc)
	switch {
	case errors.Is(err, io.EOF):
		return nil, &Complaint{path, 1, "is empty: begin with `scenario: <name>`"}
	case err != nil:
		return nil, notYAML(path, err)
	case len(doc.Content) != 1 || doc.Content[0].Tag == "!!null":
		return nil, &Complaint{path, 1, "is empty: begin with `scenario: <name>`"}
	}
	switch err := decode(dec, &next); {
	case errors.Is(err, io.EOF):
		return doc.Content[0], nil
	case err != nil:
		return nil, notYAML(path, err)
	default:
		return nil, &Complaint{path, second(next), "a second document begins here: give each scenario a file of its own"}
	}
}

// second is where a second document has something to say.
func second(doc yaml.Node) int {
	if len(doc.Content) > 0 {
		return doc.Content[0].Line
	}
	return max(doc.Line, 1)
}

// decode turns the parser's panics, should it have any left, into errors.
func decode(dec *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	return dec.Decode(into)
}

// ofParser are the complaints whose lines the library counts from 0, unlike
// those of its scanner.
var ofParser = regexp.MustCompile(`^did not find expected (node content|key|'|<)`)

func notYAML(path string, err error) *Complaint {
	line, said := 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(said); m != nil {
		line, _ = strconv.Atoi(m[1])
		if said = strings.TrimPrefix(said, m[0]+": "); ofParser.MatchString(said) {
			line++
		}
	}
	return &Complaint{path, max(line, 1), "is not YAML here (" + said + "): mend the indentation, quotes or brackets"}
}
