// Package pagetest gives tests of screens a host that answers at once and
// remembers what it was asked.
package pagetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/assets/translations"
	"parvis/ui/page"
)

// Now is the instant of every test: 21 November 2026, 14:32 in Paris.
func Now() time.Time {
	return app.Civil{
		Date: app.Date{Year: 2026, Month: time.November, Day: 21}, Time: app.TimeOfDay{Hour: 14, Minute: 32},
	}.In(Paris())
}

// Paris is the zone of the tests' business.
func Paris() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}

// Host is a page.Host on Fyne's test driver. Background work runs at once, on
// the caller's goroutine, unless Hold was called.
type Host struct {
	Catalogue *translations.Catalogue
	Win       fyne.Window
	Toasts    []string
	Undo      func() // of the last toast
	Errors    []error
	Targets   []page.Target
	Commands  []page.Command    // offered last
	Kept      map[string]string // what Remember was told
	timers    []*timer
	held      bool
	waiting   []func() // what Hold keeps
}

type timer struct {
	f         func()
	cancelled bool
}

// New returns a host in French whose window of the given size is closed with
// the test.
func New(t testing.TB, size fyne.Size) *Host {
	t.Helper()
	return NewIn(t, translations.French, size)
}

// NewIn is New in a given language.
func NewIn(t testing.TB, lang translations.Language, size fyne.Size) *Host {
	t.Helper()
	catalogue, err := translations.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	w := test.NewTempWindow(t, nil)
	w.SetPadded(false)
	w.Resize(size)
	return &Host{Catalogue: catalogue, Win: w}
}

// Text returns the catalogue.
func (h *Host) Text() *translations.Catalogue { return h.Catalogue }

// Now returns the tests' instant.
func (h *Host) Now() time.Time { return Now() }

// Window returns the test window.
func (h *Host) Window() fyne.Window { return h.Win }

// Toast remembers the message and its undo.
func (h *Host) Toast(message string, undo func()) {
	h.Toasts = append(h.Toasts, message)
	h.Undo = undo
}

// Sentence returns the sentence of an *app.Error, or the error's own text so
// that a test sees it.
func (h *Host) Sentence(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return h.Catalogue.Args(e.Key, e.Args)
	}
	return err.Error()
}

// Failed remembers the error.
func (h *Host) Failed(err error) { h.Errors = append(h.Errors, err) }

// Go remembers the target.
func (h *Host) Go(t page.Target) { h.Targets = append(h.Targets, t) }

// Offer remembers the commands.
func (h *Host) Offer(commands ...page.Command) { h.Commands = commands }

// Remember keeps a value under a name.
func (h *Host) Remember(name, value string) {
	if h.Kept == nil {
		h.Kept = make(map[string]string)
	}
	h.Kept[name] = value
}

// Remembered returns what was kept under a name.
func (h *Host) Remembered(name string) string { return h.Kept[name] }

// Strike strikes a key with Ctrl, and Shift or not, as the menu of the window takes
// it: what means something to every text goes to the field that has the focus. It
// reports whether a command was offered under it.
func (h *Host) Strike(key fyne.KeyName, shift bool) bool {
	for _, c := range h.Commands {
		if c.Key != key || c.Shift != shift {
			continue
		}
		_, isText := h.Win.Canvas().Focused().(interface{ SelectedText() string })
		switch {
		case c.ForText() && isText:
			h.Win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(c.Shortcut())
		case !c.Disabled:
			c.Do()
		}
		return true
	}
	return false
}

// Background runs work, then done, unless Hold keeps them.
func (h *Host) Background(work func(ctx context.Context), done func()) {
	run := func() {
		work(context.Background())
		done()
	}
	if h.held {
		h.waiting = append(h.waiting, run)
		return
	}
	run()
}

// Hold keeps background work from running, as a slow disk or network does.
func (h *Host) Hold() { h.held = true }

// Release runs the work that Hold kept, in the order given and then lets what
// follows run at once; or, when none is given, first come first, with what
// follows behind what waits.
func (h *Host) Release(order ...int) {
	if len(order) == 0 {
		for len(h.waiting) > 0 {
			run := h.waiting[0]
			h.waiting = h.waiting[1:]
			run()
		}
		h.held = false
		return
	}
	kept := h.waiting
	h.held, h.waiting = false, nil
	for _, i := range order {
		kept[i]()
	}
}

// After remembers f until Elapse is called.
func (h *Host) After(_ time.Duration, f func()) (cancel func()) {
	t := &timer{f: f}
	h.timers = append(h.timers, t)
	return func() { t.cancelled = true }
}

// Elapse lets time pass: every function that waits is called.
func (h *Host) Elapse() {
	waiting := h.timers
	h.timers = nil
	for _, t := range waiting {
		if !t.cancelled {
			t.f()
		}
	}
}
