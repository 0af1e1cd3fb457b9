package publishing_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// process is the life of one run of the program over the ledger: after a number
// of steps it dies, just before or just after one took effect, and nothing it
// does from then on takes effect.
type process struct {
	mu    sync.Mutex
	steps int // until death, negative for never
	after bool
	dead  bool
}

var errDead = errors.New("the program was killed")

// do makes one step; it reports false when the program died before, at or just
// after it.
func (p *process) do(effect func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.dead:
		return false
	case p.steps == 0:
		p.dead = true
		if p.after {
			effect()
		}
		return false
	}
	p.steps--
	effect()
	return true
}

func (p *process) died() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dead
}

// mortal is the ledger as seen by a program that may die at any call.
type mortal struct {
	*ledger
	life *process
}

func (m mortal) Due(ctx context.Context, now time.Time) (out []publishing.Delivery, err error) {
	if !m.life.do(func() { out, err = m.ledger.Due(ctx, now) }) {
		return nil, errDead
	}
	return out, err
}

func (m mortal) PutAside(ctx context.Context, now time.Time, deliveries []app.ID) (err error) {
	if !m.life.do(func() { err = m.ledger.PutAside(ctx, now, deliveries) }) {
		return errDead
	}
	return err
}

func (m mortal) InFlight(ctx context.Context) (out []publishing.Delivery, err error) {
	if !m.life.do(func() { out, err = m.ledger.InFlight(ctx) }) {
		return nil, errDead
	}
	return out, err
}

func (m mortal) Content(ctx context.Context, id app.ID) (out networks.Content, pictures []publishing.Picture, err error) {
	if !m.life.do(func() { out, pictures, err = m.ledger.Content(ctx, id) }) {
		return out, nil, errDead
	}
	return out, pictures, err
}

func (m mortal) Said(ctx context.Context, id app.ID) (out publishing.Said, err error) {
	if !m.life.do(func() { out, err = m.ledger.Said(ctx, id) }) {
		return out, errDead
	}
	return out, err
}

func (m mortal) Divide(ctx context.Context, d publishing.Delivery, rest []publishing.Delivery) (err error) {
	if !m.life.do(func() { err = m.ledger.Divide(ctx, d, rest) }) {
		return errDead
	}
	return err
}

func (m mortal) Advance(ctx context.Context, from publishing.State, d publishing.Delivery) (err error) {
	if !m.life.do(func() { err = m.ledger.Advance(ctx, from, d) }) {
		return errDead
	}
	return err
}

func (m mortal) Begin(ctx context.Context, from publishing.State, d publishing.Delivery, a publishing.Attempt) (id int64, err error) {
	if !m.life.do(func() { id, err = m.ledger.Begin(ctx, from, d, a) }) {
		return 0, errDead
	}
	return id, err
}

func (m mortal) End(ctx context.Context, from publishing.State, d publishing.Delivery, a publishing.Attempt) (err error) {
	if !m.life.do(func() { err = m.ledger.End(ctx, from, d, a) }) {
		return errDead
	}
	return err
}
