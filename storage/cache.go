package storage

import "sync"

// cache keeps what was read and cannot change under its name: dossiers by the
// hash of their last event, and the call of a submission. Nobody edits what is
// in it; a decision works on copies.
type cache struct {
	mu    sync.RWMutex
	held  map[string]*held // the house and calls, by id; good for their head
	calls map[string]string
}

const (
	cachedDossiers = 64
	cachedCallIDs  = 20_000
)

func newCache() *cache {
	return &cache{held: map[string]*held{}, calls: map[string]string{}}
}

// at is the dossier as of that event, or nil.
func (c *cache) at(id, head string) *held {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if h := c.held[id]; h != nil && h.head == head {
		return h
	}
	return nil
}

func (c *cache) keep(id string, h *held) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, there := c.held[id]; !there && len(c.held) >= cachedDossiers {
		for old := range c.held { // any
			delete(c.held, old)
			break
		}
	}
	c.held[id] = h
}

func (c *cache) callOf(submission string) (string, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	id, ok := c.calls[submission]
	return id, ok
}

func (c *cache) keepCallOf(submission, call string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.calls) >= cachedCallIDs {
		clear(c.calls)
	}
	c.calls[submission] = call
}
