package web

import (
	"sync"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/locale"
)

// drawing is what a drawn ranking hangs on: the state of the call and whose view of it,
// the language, and what the address asks for.
type drawing struct {
	mark  app.RankMark
	lang  locale.Language
	query string
}

// rankingDrawn is a ranking's page without what stands around it.
type rankingDrawn struct{ page page.Column }

// rankings keeps the rankings that were drawn last: drawing two hundred lines costs more
// than all else of the page. Nobody is given another person's, for the mark says whose
// view it is.
type rankings struct {
	mu    sync.Mutex
	drawn map[drawing]*rankingDrawn
}

const rankingsKept = 32

func (k *rankings) get(d drawing) *rankingDrawn {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.drawn[d]
}

func (k *rankings) put(d drawing, r *rankingDrawn) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.drawn == nil || len(k.drawn) >= rankingsKept {
		k.drawn = map[drawing]*rankingDrawn{}
	}
	k.drawn[d] = r
}
