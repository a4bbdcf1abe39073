package app

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Pulse is how the clock and the jobs of this process fare.
type Pulse struct {
	Clock time.Time // when the clock last was through with all that was due
	Jobs  time.Time // when the runner of jobs last began something, or looked for it
}

// How long each may not show before it counts as stuck: both look at least each
// minute. A job may take as long as its lease.
const (
	clockStuck = 3 * longest
	jobsStuck  = lease + 3*longest
)

// pulse is written by [App.Serve] and read by whoever asks how things are.
type pulse struct {
	mu  sync.Mutex
	now Pulse
}

func (p *pulse) clock(at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now.Clock = at
}

func (p *pulse) jobs(at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now.Jobs = at
}

// Pulse tells how the clock and the jobs fare; its times are zero where nobody
// runs them.
func (a *App) Pulse() Pulse {
	a.pulse.mu.Lock()
	defer a.pulse.mu.Unlock()
	return a.pulse.now
}

// Alive is nil while clock and jobs run and are not behind.
func (a *App) Alive() error {
	p, now := a.Pulse(), a.now()
	if p.Clock.IsZero() {
		return errors.New("the clock does not run")
	}
	if late := now.Sub(p.Clock); late > clockStuck {
		return fmt.Errorf("the clock is %s behind", late.Round(time.Second))
	}
	if late := now.Sub(p.Jobs); late > jobsStuck {
		return fmt.Errorf("the jobs have stood still for %s", late.Round(time.Second))
	}
	return nil
}

// watched tells [App.Refused] of a refusal.
func (a *App) watched(surface string, err error) {
	if no, ok := errors.AsType[*workflow.Error](err); ok && a.Refused != nil {
		a.Refused(surface, no)
	}
}

// Away reports whether an error says that the database is away: what was asked
// may be asked again.
func Away(err error) bool { return storage.Away(err) }
