package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestBatcherServesEveryone: whoever comes while a batch is on its way is in the
// next, once, and one batch runs at a time.
func TestBatcherServesEveryone(t *testing.T) {
	var running, batches atomic.Int32
	var mu sync.Mutex
	seen := make(map[int]int)
	first := make(chan struct{})
	b := batcher[int]{do: func(items []int) {
		if running.Add(1) != 1 {
			t.Error("two batches at once")
		}
		if batches.Add(1) == 1 {
			<-first // the others gather meanwhile
		}
		mu.Lock()
		for _, i := range items {
			seen[i]++
		}
		mu.Unlock()
		running.Add(-1)
	}}
	const callers = 200
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() {
			b.run(i)
			mu.Lock()
			defer mu.Unlock()
			if seen[i] != 1 {
				t.Errorf("%d comes back after %d turns", i, seen[i])
			}
		})
	}
	close(first)
	all.Wait()
	if len(seen) != callers || b.busy || len(b.waiting) > 0 {
		t.Errorf("%d served, busy %t, %d waiting", len(seen), b.busy, len(b.waiting))
	}
}

// scratch makes a table for writes that mean nothing.
func scratch(t *testing.T) *File {
	t.Helper()
	f := fresh(t, Options{})
	if err := f.write(t.Context(), "making a table", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `CREATE TABLE scratch (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return f
}

func put(id int, body string) func(ctx context.Context, tx *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO scratch (id, body) VALUES (?, ?)`, id, body)
		return err
	}
}

func (f *File) scratched(t *testing.T) string {
	t.Helper()
	ids, err := collect(t.Context(), f.readers, value[int], `SELECT id FROM scratch ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = strconv.Itoa(id)
	}
	return strings.Join(words, " ")
}

// TestWritesTogether: of writes that share a transaction, those that fail leave
// nothing and touch no other.
func TestWritesTogether(t *testing.T) {
	f := scratch(t)
	own := errors.New("no")
	jobs := []*job{
		{ctx: t.Context(), fn: put(1, "a")},
		{ctx: t.Context(), fn: func(ctx context.Context, tx *sql.Tx) error {
			return errors.Join(put(2, "b")(ctx, tx), own)
		}},
		{ctx: t.Context(), fn: put(1, "twice")},
		{ctx: t.Context(), fn: func(ctx context.Context, tx *sql.Tx) error {
			_ = put(3, "c")(ctx, tx)
			panic("in the middle")
		}},
		{ctx: t.Context(), fn: put(4, "d")},
	}
	commit(f.writer, jobs)
	if got := f.scratched(t); got != "1 4" {
		t.Errorf("kept %q, want 1 4", got)
	}
	if jobs[0].err != nil || !errors.Is(jobs[1].err, own) || jobs[2].err == nil || jobs[3].panicked == nil || jobs[4].err != nil {
		t.Errorf("outcomes %v, %v, %v, %v (%v), %v", jobs[0].err, jobs[1].err, jobs[2].err, jobs[3].err, jobs[3].panicked, jobs[4].err)
	}
	commit(f.writer, []*job{{ctx: t.Context(), fn: put(5, "e")}})
	if got := f.scratched(t); got != "1 4 5" {
		t.Errorf("then kept %q", got)
	}
}

// TestWritesTogetherOnAFullDisk: whatever is said to be kept is, and nothing else,
// also when the disk ends the whole transaction.
func TestWritesTogetherOnAFullDisk(t *testing.T) {
	f := scratch(t)
	pages, err := first(t.Context(), f.writer, value[int], "PRAGMA page_count")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first(t.Context(), f.writer, value[int], "PRAGMA max_page_count = "+strconv.Itoa(pages+3)); err != nil {
		t.Fatal(err)
	}
	jobs := []*job{
		{ctx: t.Context(), fn: put(1, "small")},
		{ctx: t.Context(), fn: put(2, strings.Repeat("big", 40_000))},
		{ctx: t.Context(), fn: put(3, "small too")},
	}
	commit(f.writer, jobs)
	var want []string
	for i, one := range jobs {
		if one.err == nil {
			want = append(want, strconv.Itoa(i+1))
		}
	}
	if got := f.scratched(t); got != strings.Join(want, " ") || jobs[1].err == nil {
		t.Errorf("kept %q, said to be kept %q; the big one: %v", got, want, jobs[1].err)
	}
	if _, err := first(t.Context(), f.writer, value[int], "PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if err := f.write(t.Context(), "writing again", put(9, "after")); err != nil {
		t.Errorf("writing goes on with %v", err)
	}
}

// TestWritesFromEverywhere writes from many goroutines, some of which fail or
// panic: each learns its own outcome, and only what succeeded is there.
func TestWritesFromEverywhere(t *testing.T) {
	f := scratch(t)
	const writers = 120
	var kept atomic.Int32
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			defer func() {
				if p := recover(); (p != nil) != (i%5 == 3) {
					t.Errorf("writer %d panicked with %v", i, p)
				}
			}()
			err := f.write(t.Context(), "writing", func(ctx context.Context, tx *sql.Tx) error {
				if err := put(i, "x")(ctx, tx); err != nil {
					return err
				}
				switch i % 5 {
				case 2:
					return fmt.Errorf("writer %d gives up", i)
				case 3:
					panic(i)
				}
				return nil
			})
			switch {
			case i%5 == 2:
				if err == nil {
					t.Errorf("writer %d was told nothing", i)
				}
			case err != nil:
				t.Errorf("writer %d: %v", i, err)
			default:
				kept.Add(1)
			}
		})
	}
	all.Wait()
	if got := len(strings.Fields(f.scratched(t))); got != int(kept.Load()) || got != writers*3/5 {
		t.Errorf("%d rows, %d said to be kept", got, kept.Load())
	}
}
