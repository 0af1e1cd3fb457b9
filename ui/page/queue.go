package page

import "context"

// Queue runs the commands of a page in the order they were given, each once the
// one before has ended: what was typed first is saved first, and what is read
// afterwards has seen it. The zero Queue is ready to use. Its methods are for the
// main goroutine; none of them waits.
type Queue struct{ last <-chan struct{} }

// Do runs a command in the background in its turn, and done on the main goroutine
// with its error.
func (q *Queue) Do(h Host, command func(ctx context.Context) error, done func(error)) {
	wait, end := q.turn()
	Do(h, func(ctx context.Context) error {
		defer end()
		wait()
		return command(ctx)
	}, done)
}

// LoadAfter is Load in its turn after the commands of a queue.
func LoadAfter[T any](q *Queue, l *Loader, h Host, fetch func(ctx context.Context) (T, error), show func(T, error)) {
	wait, end := q.turn()
	Load(l, h, func(ctx context.Context) (T, error) {
		defer end()
		wait()
		return fetch(ctx)
	}, show)
}

// turn takes the next place: wait returns when the place before is left, end
// leaves this one.
func (q *Queue) turn() (wait, end func()) {
	before, mine := q.last, make(chan struct{})
	q.last = mine
	return func() {
		if before != nil {
			<-before
		}
	}, func() { close(mine) }
}
