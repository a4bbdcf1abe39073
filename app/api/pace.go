package api

import (
	"sync"
	"time"

	"tremplin/workflow"
)

// personFactor: all of a person's tokens and sessions together.
const personFactor = 2

// CodeRate turns away who sends too much.
const CodeRate workflow.Code = "rate"

// pace counts requests by who sends them: a bucket that fills again evenly. It
// is this process's own: several processes let through as many times more.
type pace struct {
	perMinute int
	mu        sync.Mutex
	buckets   map[string]*bucket
}

type bucket struct {
	left float64
	at   time.Time
}

// manyBuckets is when those that are full again are dropped.
const manyBuckets = 10_000

func newPace(perMinute int) *pace { return &pace{perMinute: perMinute, buckets: map[string]*bucket{}} }

// take counts one request; too_many/rate if there is none left.
func (p *pace) take(key string, factor int, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	most := float64(p.perMinute * factor)
	b := p.buckets[key]
	if b == nil {
		if len(p.buckets) >= manyBuckets {
			p.drop(now)
		}
		b = &bucket{left: most, at: now}
		p.buckets[key] = b
	}
	if gone := now.Sub(b.at); gone > 0 {
		b.left, b.at = min(most, b.left+gone.Minutes()*most), now
	}
	if b.left < 1 {
		wait := time.Duration((1 - b.left) / most * float64(time.Minute))
		return &workflow.Error{Kind: workflow.TooMany, Code: CodeRate, Facts: map[string]any{"until": now.Add(wait).Truncate(time.Second).Add(time.Second), "limit": int(most)}}
	}
	b.left--
	return nil
}

// give takes a count back: what was counted was none.
func (p *pace) give(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b := p.buckets[key]; b != nil {
		b.left++
	}
}

// knows reports whether anything was counted under the key lately.
func (p *pace) knows(key string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.buckets[key] != nil
}

// forget drops what was counted under a key.
func (p *pace) forget(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.buckets, key)
}

// drop forgets whoever has sent nothing for a minute.
func (p *pace) drop(now time.Time) {
	for k, b := range p.buckets {
		if now.Sub(b.at) > time.Minute {
			delete(p.buckets, k)
		}
	}
}
