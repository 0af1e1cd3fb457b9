package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"parvis/app"
	"parvis/cmd/internal/desk"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
	"parvis/ui/shell"
)

// seat is a person before the program with the keyboard alone: nothing here
// touches a mouse, or the pages behind the window.
type seat struct {
	t      *testing.T
	owner  computer
	clock  app.Clock
	desk   *desk.Desk
	shell  *shell.Shell
	timers *timers
	done   []func() // of work that has ended, to be run on the main goroutine
	moved  bool     // something may have changed since the last frame
}

// sit starts the program on a computer, as its owner does: on the file of the last
// time, or on the first-start screen.
func sit(t *testing.T, owner computer, clock app.Clock) *seat {
	t.Helper()
	s := &seat{t: t, owner: owner, clock: clock}
	t.Cleanup(func() {
		if s.shell != nil {
			s.leave()
		}
	})
	s.start()
	return s
}

// start starts the program: the composition of its main function, but for what
// the headless driver has not, and with timers that wait to be told.
func (s *seat) start() {
	s.t.Helper()
	s.desk, s.timers, s.done = desk.New(s.owner.options(s.clock)), &timers{}, nil
	var err error
	s.shell, err = shell.New(shell.Options{
		App: fyne.CurrentApp(), Clock: s.clock, Workspaces: s.desk, Preferences: s.owner.paths.Preferences(), Locale: "fr-FR",
		Background: func(work func(), done func()) {
			work()
			s.done = append(s.done, done)
		},
		After: s.timers.after,
	})
	must(s.t, err)
	s.desk.InWindow(s.shell)
	s.window().Resize(fyne.NewSize(1280, 800))
	s.shell.OpenLast()
	s.settle()
}

// settle shows what came of the work that was begun, as the main goroutine does
// between two keys.
func (s *seat) settle() {
	s.moved = true
	for len(s.done) > 0 {
		done := s.done[0]
		s.done = s.done[1:]
		done()
	}
}

// leave ends the program as closing its window does.
func (s *seat) leave() {
	s.shell.Quit()
	s.shell.Window().Close()
	s.shell = nil
}

// restart ends the program and starts it again.
func (s *seat) restart() {
	s.t.Helper()
	s.leave()
	s.start()
}

// wait lets the time pass that everything waits for: what was typed is saved,
// messages leave.
func (s *seat) wait() {
	s.timers.pass()
	s.settle()
}

// timers wait until time is said to pass.
type timers struct{ waiting []*timer }

type timer struct {
	f    func()
	gone bool
}

func (t *timers) after(_ time.Duration, f func()) (cancel func()) {
	one := &timer{f: f}
	t.waiting = append(t.waiting, one)
	return func() { one.gone = true }
}

// pass calls what waits.
func (t *timers) pass() {
	waiting := t.waiting
	t.waiting = nil
	for _, one := range waiting {
		if !one.gone {
			one.f()
		}
	}
}

func (s *seat) window() fyne.Window { return s.shell.Window() }

// farthest is how many times Tab may be struck to reach something.
const farthest = 120

// tab strikes Tab, and fails when what has the focus then cannot be seen.
func (s *seat) tab() {
	s.t.Helper()
	s.move(s.window().Canvas().FocusNext)
}

// back strikes Shift and Tab.
func (s *seat) back() {
	s.t.Helper()
	s.move(s.window().Canvas().FocusPrevious)
}

// move moves the focus, over what the last picture shows.
func (s *seat) move(focus func()) {
	s.t.Helper()
	s.frame()
	focus()
	if len(s.done) > 0 {
		s.settle() // leaving a field kept what was in it
	}
	s.seen()
}

// tabTo strikes Tab until something with a name has the focus: the text of a
// button, the label or the placeholder of a field, one of the words of a choice.
func (s *seat) tabTo(name string) { s.t.Helper(); s.reach(name, s.tab) }

// backTo is tabTo with Shift.
func (s *seat) backTo(name string) { s.t.Helper(); s.reach(name, s.back) }

func (s *seat) reach(name string, move func()) {
	s.t.Helper()
	var met []string
	for range farthest {
		move()
		names := s.names()
		if slices.Contains(names, name) {
			return
		}
		met = append(met, strings.Join(names, "|"))
	}
	s.t.Fatalf("%q cannot be reached; met on the way: %q; the page says %q", name, met, pagetest.Texts(s.window()))
}

// on fails unless what has the focus has a name.
func (s *seat) on(name string) {
	s.t.Helper()
	if names := s.names(); !slices.Contains(names, name) {
		s.t.Fatalf("the focus is on %q, want %q", names, name)
	}
}

// press goes to something with Tab and strikes Enter.
func (s *seat) press(name string) {
	s.t.Helper()
	s.tabTo(name)
	s.keys(fyne.KeyReturn)
	if s.window().Canvas().Focused() != nil {
		s.seen()
	}
}

// keys strikes keys on what has the focus.
func (s *seat) keys(names ...fyne.KeyName) {
	for _, name := range names {
		pagetest.Keys(s.window(), name)
		s.settle()
	}
}

// write types a text into what has the focus.
func (s *seat) write(text string) {
	s.t.Helper()
	for _, r := range text {
		if r == '\n' {
			s.keys(fyne.KeyReturn)
			continue
		}
		s.focused().TypedRune(r)
		s.settle()
	}
}

// rewrite types a text in place of what is in the field that has the focus.
func (s *seat) rewrite(text string) {
	s.t.Helper()
	field, ok := s.focused().(fyne.Shortcutable)
	if !ok {
		s.t.Fatalf("the focus is on %q, which is no field", s.names())
	}
	field.TypedShortcut(&fyne.ShortcutSelectAll{})
	s.keys(fyne.KeyDelete)
	s.write(text)
}

// fill goes to a field by its name and types a text.
func (s *seat) fill(name, text string) { s.t.Helper(); s.tabTo(name); s.write(text) }

// choose opens the list that has the focus and takes the nth of its choices, from
// 1.
func (s *seat) choose(n int) {
	s.t.Helper()
	if _, ok := s.focused().(*kit.Select); !ok {
		s.t.Fatalf("the focus is on %q, which is no list", s.names())
	}
	under := s.window().Canvas().Overlays().Top()
	s.keys(fyne.KeyReturn)
	if s.window().Canvas().Overlays().Top() == under {
		s.t.Fatalf("the list %q did not open", s.names())
	}
	for range n {
		s.keys(fyne.KeyDown)
	}
	s.keys(fyne.KeyReturn)
	if s.window().Canvas().Overlays().Top() != under {
		s.t.Fatal("the list stays open")
	}
	s.seen()
}

// focused is what has the focus.
func (s *seat) focused() fyne.Focusable {
	s.t.Helper()
	focused := s.window().Canvas().Focused()
	if focused == nil {
		s.t.Fatalf("nothing has the focus; the page says %q", pagetest.Texts(s.window()))
	}
	return focused
}

// field is a field with a label.
type field interface {
	fyne.Widget
	Focusable() fyne.Focusable
	Input() *widget.Entry
}

// names are the words by which a person knows what has the focus.
func (s *seat) names() []string {
	s.t.Helper()
	focused := s.focused()
	var names []string
	add := func(name string) {
		if name != "" {
			names = append(names, name)
		}
	}
	if button, ok := focused.(interface {
		Text() string
		ToolTip() string
	}); ok {
		add(button.Text())
		if button.Text() == "" {
			add(button.ToolTip())
		}
		return names
	}
	pagetest.Walk(s.front(), func(o fyne.CanvasObject) {
		f, ok := o.(field)
		if !ok || f.Focusable() != focused {
			return
		}
		for _, part := range test.WidgetRenderer(f).Objects() {
			if text, ok := part.(*kit.Text); ok {
				add(text.Text())
			}
		}
		add(f.Input().PlaceHolder)
	})
	if len(names) > 0 {
		return names
	}
	var lines []string
	pagetest.Walk(focused.(fyne.CanvasObject), func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *kit.Text:
			add(o.Text())
		case *canvas.Text:
			add(o.Text)
			lines = append(lines, o.Text)
		}
	})
	add(strings.Join(lines, " ")) // a label of several lines
	return names
}

// front is what can be reached: the form above the page, or else the page.
func (s *seat) front() fyne.CanvasObject {
	if top := s.window().Canvas().Overlays().Top(); top != nil {
		return top
	}
	return s.window().Content()
}
