// Package scenario turns scenario files into commands of app: replays,
// demonstrations, imports, acceptance tests. It reads strictly, complains with
// file, line and remedy before anything is stored, and holds no rule of the
// process: what only a rule can refuse is the outcome of a step.
package scenario

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"tremplin/workflow"
)

// File is one scenario as written; Check finds out whether it makes sense.
type File struct {
	Path          string
	Name          string
	Organisations []*Item
	People        []*Item
	Calls         []*Item
	Steps         []*Step

	beside fs.FS // where the files lie that it attaches
	line   int   // of its name
}

// Item is an organisation, a person or the draft of a call.
type Item struct {
	ID     string
	By     string // of a call: who makes the draft; "" the import
	Values map[string]any
	Line   int

	node *yaml.Node
}

// Step is one act.
type Step struct {
	N        int // from 1
	At       time.Time
	By       string
	Do       string
	Entity   workflow.Entity
	Action   workflow.Action
	On       string // as written
	As       string
	With     map[string]any
	Expect   string // "ok", "refused", "refused/over_envelope"
	FilledIn []string
	Line     int

	with *yaml.Node
	keys map[string]*yaml.Node
	path string // of a file to attach
}

// Complaint is what is wrong in a file, where, and what to do about it.
type Complaint struct {
	File    string
	Line    int // 0: of no line, the file cannot be read
	Message string
}

// String is "tiny.yaml:12: …", as editors jump to it.
func (c Complaint) String() string {
	if c.Line == 0 {
		return c.File + ": " + c.Message
	}
	return fmt.Sprintf("%s:%d: %s", c.File, c.Line, c.Message)
}

// Complaints make an error of what is wrong with the files.
type Complaints []Complaint

// maxShown bounds what a broken file of megabytes prints.
const maxShown = 500

// Error is one line per complaint.
func (cs Complaints) Error() string {
	var out string
	for i, c := range cs {
		if i == maxShown {
			return out + "\n… and more: mend these first"
		}
		if i > 0 {
			out += "\n"
		}
		out += c.String()
	}
	return out
}

// Sorted is by file in the order given, then by line, each once.
func (cs Complaints) Sorted() Complaints {
	files := map[string]int{}
	for _, c := range cs {
		if _, known := files[c.File]; !known {
			files[c.File] = len(files)
		}
	}
	slices.SortStableFunc(cs, func(a, b Complaint) int {
		return cmp.Or(files[a.File]-files[b.File], a.Line-b.Line)
	})
	return slices.Compact(cs)
}
