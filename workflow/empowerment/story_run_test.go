package empowerment_test

import (
	"slices"
	"testing"

	w "tremplin/workflow"
)

// TestStory drives every chapter.
func TestStory(t *testing.T) {
	for _, ch := range story {
		t.Run(ch.name, func(t *testing.T) { stage(t, ch.name) })
	}
}

// TestStoryHolds checks the invariants and the model after each act of the
// story.
func TestStoryHolds(t *testing.T) {
	for _, ch := range story {
		x, m := newWorld(), newModel()
		x.after = func(x *world, d *w.Decision) {
			m.learn(x, d)
			for _, b := range append(x.broken(), m.differs(x)...) {
				t.Errorf("%s: after %s: %s", ch.name, d.Events[0].Action, b)
			}
		}
		var run func(name string)
		run = func(name string) {
			i := slices.IndexFunc(story, func(c chapter) bool { return c.name == name })
			if story[i].from != "" {
				run(story[i].from)
			}
			story[i].acts(teller{t}, x)
		}
		if !slices.ContainsFunc(story, func(c chapter) bool { return c.from == ch.name }) { // an end
			run(ch.name)
		}
	}
}
