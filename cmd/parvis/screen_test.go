package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/assets/translations"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
	"parvis/ui/kit"
	"parvis/ui/shell"
)

// screen is the whole program in a window without a screen, and the hands of an
// owner. Work in the background is done at once; delays pass when the owner
// waits.
type screen struct {
	testing.TB
	shell  *shell.Shell
	desk   *desk.Desk
	paths  machine.Paths
	timers []*timer
}

type timer struct {
	f     func()
	ended bool
}

// openScreen starts the program over the folders of a computer.
func openScreen(t testing.TB, options desk.Options, changes ...func(*shell.Options)) *screen {
	t.Helper()
	s := &screen{TB: t, paths: options.Paths}
	if err := s.paths.Make(); err != nil {
		t.Fatal(err)
	}
	options.Idle = true
	s.desk = desk.New(options)
	window := shell.Options{
		App: test.NewTempApp(t), Clock: options.Clock, Workspaces: s.desk, Preferences: s.paths.Preferences(),
		Locale: string(translations.French), Version: "test",
		Background: func(work func(), done func()) {
			work()
			done()
		},
		After: func(_ time.Duration, f func()) (cancel func()) {
			waiting := &timer{f: f}
			s.timers = append(s.timers, waiting)
			return func() { waiting.ended = true }
		},
	}
	for _, change := range changes {
		change(&window)
	}
	var err error
	if s.shell, err = shell.New(window); err != nil {
		t.Fatal(err)
	}
	s.desk.InWindow(s.shell)
	s.shell.Window().Resize(fyne.NewSize(1280, 800))
	s.shell.Window().Show()
	t.Cleanup(func() {
		if w := s.shell.Opened(); w != nil {
			s.shell.CloseWorkspace()
		}
	})
	return s
}

// wait lets every delay that runs pass once.
func (s *screen) wait() {
	waiting := s.timers
	s.timers = nil
	for _, w := range waiting {
		if !w.ended {
			w.f()
		}
	}
}

func (s *screen) canvas() fyne.Canvas { return s.shell.Window().Canvas() }

// top is what the owner can reach: the modal over the page, or the page.
func (s *screen) top() fyne.CanvasObject {
	if o := s.canvas().Overlays().Top(); o != nil {
		return o
	}
	return s.canvas().Content()
}

// each calls f with every object that is shown under o, parents first, until f
// returns false.
func each(o fyne.CanvasObject, f func(fyne.CanvasObject) bool) bool {
	if o == nil || !o.Visible() {
		return true
	}
	if !f(o) {
		return false
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case *container.Scroll:
		children = []fyne.CanvasObject{o.Content}
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		if !each(child, f) {
			return false
		}
	}
	return true
}

// all returns the objects of a type that are shown under o.
func all[T fyne.CanvasObject](o fyne.CanvasObject) []T {
	var found []T
	each(o, func(o fyne.CanvasObject) bool {
		if one, ok := o.(T); ok {
			found = append(found, one)
		}
		return true
	})
	return found
}

// says reports whether a line that is shown under o begins with some words.
func says(o fyne.CanvasObject, words string) bool {
	return !each(o, func(o fyne.CanvasObject) bool {
		line, ok := o.(*canvas.Text)
		return !ok || !strings.HasPrefix(line.Text, words)
	})
}

// shown are the lines that the owner reads.
func (s *screen) shown() []string {
	var lines []string
	for _, line := range all[*canvas.Text](s.top()) {
		if line.Text != "" {
			lines = append(lines, line.Text)
		}
	}
	return lines
}

// tap taps the middle of the innermost thing that can be tapped and says the
// words.
func (s *screen) tap(words string) {
	s.Helper()
	var found fyne.CanvasObject
	each(s.top(), func(o fyne.CanvasObject) bool {
		if _, ok := o.(fyne.Tappable); ok && says(o, words) {
			found = o
		}
		return true
	})
	if found == nil {
		s.Fatalf("nothing to tap says %q; the screen says %q", words, s.shown())
	}
	middle := fyne.NewPos(found.Size().Width/2, found.Size().Height/2)
	test.TapCanvas(s.canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(found).Add(middle))
}

// types types into what has the focus.
func (s *screen) types(text string) {
	s.Helper()
	focused := s.canvas().Focused()
	if focused == nil {
		s.Fatalf("nothing has the focus to type %q", text)
	}
	test.Type(focused, text)
}

// fills types into a field.
func (s *screen) fills(field fyne.Focusable, text string) {
	s.Helper()
	s.canvas().Focus(field)
	s.types(text)
}

// presses presses keys on what has the focus.
func (s *screen) presses(keys ...fyne.KeyName) {
	s.Helper()
	for _, key := range keys {
		focused := s.canvas().Focused()
		if focused == nil {
			s.Fatalf("nothing has the focus to press %s", key)
		}
		focused.TypedKey(&fyne.KeyEvent{Name: key})
	}
}

// reads fails unless the owner reads a line that begins with the words.
func (s *screen) reads(words string) {
	s.Helper()
	if !slices.ContainsFunc(s.shown(), func(line string) bool { return strings.HasPrefix(line, words) }) {
		s.Errorf("the screen does not say %q; it says %q", words, s.shown())
	}
}

// services are the rooms behind the window.
func (s *screen) services() *desk.Services { return s.desk.Services() }

// one returns the only object of a type that is shown.
func one[T fyne.CanvasObject](s *screen) T {
	s.Helper()
	found := all[T](s.top())
	if len(found) != 1 {
		s.Fatalf("%d of %T are shown, want 1", len(found), *new(T))
	}
	return found[0]
}

// day is a day of November 2026.
func day(n int) app.Date { return app.Date{Year: 2026, Month: time.November, Day: n} }

// grid is the month that is shown.
func (s *screen) grid() *kit.MonthGrid {
	s.Helper()
	return one[*kit.MonthGrid](s)
}
