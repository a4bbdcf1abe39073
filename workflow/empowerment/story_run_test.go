package empowerment_test

import "testing"

// TestStory drives every chapter.
func TestStory(t *testing.T) {
	for _, ch := range story {
		t.Run(ch.name, func(t *testing.T) { stage(t, ch.name) })
	}
}
