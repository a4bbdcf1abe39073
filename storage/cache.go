package storage

import "sync"

// cache keeps what was read and cannot change under its name: dossiers by the
// hash of their last event, and the call of a submission. Nobody edits what is
// in it; a decision works on copies.
type cache struct {
	mu    sync.RWMutex
	held  map[string]*held // the house and calls, by id; good for their head
	told  map[string]*held // the same with the bodies of their texts
	calls map[string]string
}

const (
	cachedDossiers = 256 // more than a page lists
	cachedCallIDs  = 20_000
)

func newCache() *cache {
	return &cache{held: map[string]*held{}, told: map[string]*held{}, calls: map[string]string{}}
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

// toldAt is at with the bodies of texts. The house's last event is asked for as
// well: what takes a text away is an act of the house.
func (c *cache) toldAt(id, head, house string) *held {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if h := c.told[id]; h != nil && h.head == head && h.house == house {
		return h
	}
	return nil
}

func (c *cache) keep(id string, h *held) {
	c.mu.Lock()
	defer c.mu.Unlock()
	keepIn(c.held, id, h)
}

func (c *cache) keepTold(id string, h *held) {
	c.mu.Lock()
	defer c.mu.Unlock()
	keepIn(c.told, id, h)
}

func keepIn(in map[string]*held, id string, h *held) {
	if _, there := in[id]; !there && len(in) >= cachedDossiers {
		for old := range in { // any
			delete(in, old)
			break
		}
	}
	in[id] = h
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
