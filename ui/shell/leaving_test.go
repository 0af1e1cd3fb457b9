package shell

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/ui/page"
)

// Leaving flushes what is typed into the file, then closes it.
func TestLeavingSavesThenCloses(t *testing.T) {
	for name, leave := range map[string]func(s *Shell){
		"quit":         func(s *Shell) { s.Quit() },
		"close":        func(s *Shell) { s.CloseWorkspace() },
		"another file": func(s *Shell) { s.OpenFile("/docs/salon.parvis") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s := w.opened(t)
			home := w.pages[page.Home]
			saver := page.NewSaver(home.host, func() {
				page.Do(home.host, func(ctx context.Context) error {
					w.log = append(w.log, "saved")
					return ctx.Err()
				}, func(err error) {
					if err != nil {
						t.Errorf("saving on leaving: %v", err)
					}
				})
			})
			saver.Typed()
			home.onHide = saver.Flush
			leave(s)
			if diff := cmp.Diff([]string{"hide home", "saved", "close Boulangerie Martin"}, w.log); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			// The timer of the saver comes too late: nothing is saved in a closed file.
			for _, f := range w.timers {
				f()
			}
			if len(w.log) != 3 {
				t.Errorf("after closing: %q", w.log)
			}
		})
	}
}

// behind is a host whose background work goes on beside the test.
func behind() *host {
	return newHost(&Shell{background: func(work func(), done func()) {
		go func() {
			work()
			done()
		}()
	}}, time.UTC)
}

func TestClosingWaitsForASlowSave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := behind()
		var saved error
		var ended time.Time
		h.Background(func(ctx context.Context) {
			time.Sleep(2 * time.Second) // a slow disk
			saved, ended = ctx.Err(), time.Now()
		}, func() {})
		begun := time.Now()
		h.close()
		if ended.IsZero() || saved != nil || time.Since(begun) != 2*time.Second {
			t.Errorf("closed after %v, the save ended with %v", time.Since(begun), saved)
		}
	})
}

func TestClosingEndsWhatDoesNotEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := behind()
		shown := false
		h.Background(func(ctx context.Context) { <-ctx.Done() }, func() { shown = true })
		begun := time.Now()
		h.close()
		if time.Since(begun) != patience {
			t.Errorf("closed after %v", time.Since(begun))
		}
		synctest.Wait()
		if shown {
			t.Error("a page of the closed file was drawn")
		}
	})
}
