package storage

import "sync"

// batcher lets what is asked for at the same time be done together: while one
// batch is on its way, the next gathers. The zero value with do is ready, and safe
// for concurrent use.
type batcher[T any] struct {
	do func(batch []T) // called by one goroutine at a time; does not panic

	mu      sync.Mutex
	waiting []*turn[T]
	busy    bool
}

// turn is one caller of a batcher. told is true when it is to lead the next batch,
// false when another did its part.
type turn[T any] struct {
	item T
	told chan bool
}

// run returns once do was called with a batch that holds the item.
func (b *batcher[T]) run(item T) {
	mine := &turn[T]{item, make(chan bool, 1)}
	b.mu.Lock()
	b.waiting = append(b.waiting, mine)
	lead := !b.busy
	b.busy = true
	b.mu.Unlock()
	if !lead && !<-mine.told {
		return
	}
	b.mu.Lock()
	batch := b.waiting
	b.waiting = nil
	b.mu.Unlock()
	items := make([]T, len(batch))
	for i, one := range batch {
		items[i] = one.item
	}
	b.do(items)
	for _, one := range batch {
		if one != mine {
			one.told <- false
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.waiting) == 0 {
		b.busy = false
		return
	}
	b.waiting[0].told <- true
}
