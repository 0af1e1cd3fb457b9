package app

import (
	"maps"
	"reflect"
	"slices"
	"sync"
)

// Events carries typed events from the room where something changed to those
// that show or follow it. Events are emitted after the change is committed.
// It is safe for concurrent use.
type Events struct {
	mu   sync.RWMutex
	next int
	subs map[reflect.Type]map[int]func(any)
}

// NewEvents returns an empty bus.
func NewEvents() *Events {
	return &Events{subs: make(map[reflect.Type]map[int]func(any))}
}

// Emit calls, one after the other on the caller's goroutine and in the order
// they subscribed, every function subscribed to E. Receivers must return at
// once; they may emit, subscribe and cancel.
func Emit[E any](bus *Events, event E) {
	bus.mu.RLock()
	subs := bus.subs[reflect.TypeFor[E]()]
	calls := make([]func(any), 0, len(subs))
	for _, id := range slices.Sorted(maps.Keys(subs)) {
		calls = append(calls, subs[id])
	}
	bus.mu.RUnlock()
	for _, f := range calls {
		f(event)
	}
}

// On calls f with every event of type E from now on, until the returned cancel
// is called. f runs on the goroutine that emits.
func On[E any](bus *Events, f func(E)) (cancel func()) {
	t := reflect.TypeFor[E]()
	bus.mu.Lock()
	defer bus.mu.Unlock()
	if bus.subs[t] == nil {
		bus.subs[t] = make(map[int]func(any))
	}
	id := bus.next
	bus.next++
	bus.subs[t][id] = func(e any) { f(e.(E)) }
	return func() {
		bus.mu.Lock()
		defer bus.mu.Unlock()
		delete(bus.subs[t], id)
	}
}
