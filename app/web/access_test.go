package web

import (
	"net/http"
	"testing"
)

func TestStepIn(t *testing.T) {
	w := newWorld(t, all)
	w.nobody().get("/sign-in").is(http.StatusOK).says("Démonstration", "Officier", "Rédacteur Alfa", "SISP Alfa")
	w.as("off")
}
