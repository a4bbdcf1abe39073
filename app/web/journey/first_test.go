package journey_test

import "testing"

func TestFirst(t *testing.T) {
	each(t, "", true, func(w *world) {
		b := w.as("off")
		b.open("/calls")
		t.Log(b.at(), b.text())
	})
}
