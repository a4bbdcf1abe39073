package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// reader turns nodes into a File and notes what is wrong on the way.
type reader struct {
	path       string
	complaints Complaints
}

// maxKept bounds what is noted of a file of megabytes in which nothing is right.
const maxKept = 2000

func (r *reader) say(n *yaml.Node, format string, args ...any) {
	if len(r.complaints) >= maxKept {
		return
	}
	r.complaints = append(r.complaints, Complaint{r.path, max(n.Line, 1), fmt.Sprintf(format, args...)})
}

// plain refuses what would mean something else than it looks like: aliases
// (which could also explode), tags of one's own, keys that are no text, and a
// key twice.
func (r *reader) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.say(n, "anchors and aliases are not read: write the value out where it is needed")
		return false
	case n.Style&yaml.TaggedStyle != 0:
		r.say(n, "the tag %s is not read: leave it out", n.Tag)
		return false
	}
	ok := true
	if n.Kind == yaml.MappingNode {
		seen := make(map[string]int, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			k := n.Content[i]
			if k.Kind != yaml.ScalarNode {
				r.say(k, "a key has to be a word: write `name: value`")
				ok = false
				continue
			}
			if first, twice := seen[k.Value]; twice {
				r.say(k, "the key %q stands here twice, first on line %d: keep one", short(k.Value), first)
				ok = false
			}
			seen[k.Value] = k.Line
		}
	}
	for _, c := range n.Content {
		ok = r.plain(c) && ok
	}
	return ok
}

// entries are the values of a mapping by their key, as text whatever YAML makes
// of it (`on`). Unknown keys are complained about where known is not nil.
func (r *reader) entries(n *yaml.Node, what string, known ...string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		r.say(n, "%s has to be a mapping: write `key: value` lines", what)
		return nil
	}
	out := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if len(known) > 0 && !slices.Contains(known, k.Value) {
			r.say(k, "%s has no key %q: it knows %s", what, short(k.Value), strings.Join(known, ", "))
			continue
		}
		out[k.Value] = n.Content[i+1]
	}
	return out
}

// list are the elements of a sequence; nothing is an empty one.
func (r *reader) list(n *yaml.Node, what string) []*yaml.Node {
	switch {
	case n == nil || isNull(n):
		return nil
	case n.Kind != yaml.SequenceNode:
		r.say(n, "%s has to be a list: begin each with `- `", what)
		return nil
	}
	return n.Content
}

// word is a single value as it was written; where is the node to blame when
// there is none.
func (r *reader) word(n, where *yaml.Node, what string, need bool) string {
	switch {
	case n == nil || isNull(n) || n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "":
		if need {
			r.say(where, "%s is missing: add it", what)
		}
		return ""
	case n.Kind != yaml.ScalarNode:
		r.say(n, "%s has to be a single value", what)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_-]{0,59}$`)

// id is a word that can be part of a reference.
func (r *reader) id(n, where *yaml.Node, what string, need bool) string {
	s := r.word(n, where, what, need)
	if s != "" && !idPattern.MatchString(s) {
		r.say(n, "%s %q cannot be referred to: use letters, digits, - and _ (60 at most)", what, short(s))
		return ""
	}
	return s
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// raw are the values as forms and JSON have them as well: text as it was
// written, lists, and maps with text keys. No amount is ever a float.
func raw(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = raw(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		for i, c := range n.Content {
			out[i] = raw(c)
		}
		return out
	default:
		if isNull(n) {
			return nil
		}
		return n.Value
	}
}

func rawMap(n *yaml.Node) map[string]any {
	if n == nil || n.Kind != yaml.MappingNode {
		return map[string]any{}
	}
	return raw(n).(map[string]any) //nolint:forcetypeassert // of a mapping
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
