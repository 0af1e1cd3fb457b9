package shell

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// world is the machine of the tests: its files, its preferences, its clock.
type world struct {
	app       *browser
	files     map[string]business.Business
	asked     []string // of the workspaces, in order
	refuse    error    // of the next file
	suspended bool
	paused    publishing.Pause
	locked    bool
	kept      int
	resumed   int
	warning   string
	saved     Preferences
	chosen    string // by the system's dialog; "" when the owner gives up
	chosenErr error
	pages     map[page.Room]*room
	log       []string // what pages and files went through
	begun     []string // what came by itself, and its end
	held      bool
	waiting   []func()
	timers    []func()
}

// browser is an app that remembers what it opened, and whether it ended.
type browser struct {
	fyne.App
	opened []string
	ended  bool
}

func (b *browser) OpenURL(u *url.URL) error {
	b.opened = append(b.opened, u.String())
	return nil
}

func (b *browser) Quit() { b.ended = true }

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{
		app: &browser{App: test.NewTempApp(t)}, pages: make(map[page.Room]*room),
		files: map[string]business.Business{
			"/docs/martin.parvis": {ID: "b1", Name: "Boulangerie Martin", Zone: "Europe/Paris"},
			"/docs/salon.parvis":  {ID: "b2", Name: "Salon Élégance", Zone: "Europe/Paris"},
		},
	}
}

// room is a page that remembers what happened to it.
type room struct {
	world   *world
	id      page.Room
	host    page.Host
	entry   *kit.Entry
	object  fyne.CanvasObject
	built   int
	targets []page.Target
	hidden  int
	onHide  func()
}

func (r *room) Object() fyne.CanvasObject { return r.object }

func (r *room) Show(t page.Target) { r.targets = append(r.targets, t) }

func (r *room) Hide() {
	r.hidden++
	r.world.log = append(r.world.log, "hide "+string(r.id))
	if r.onHide != nil {
		r.onHide()
	}
}

func (w *world) rooms() []Room {
	var all []Room
	for _, id := range []page.Room{page.Home, page.Editorial, page.Networks, page.Settings} {
		all = append(all, Room{ID: id, Icon: icons.Home, Foot: id == page.Networks || id == page.Settings, Build: func(h page.Host) page.Page {
			r := w.pages[id]
			if r == nil {
				r = &room{world: w, id: id}
				w.pages[id] = r
			}
			r.built++
			r.host = h
			r.entry = kit.NewEntry("Texte de " + h.Text().T("shell.room."+string(id)))
			r.object = kit.VStack(kit.Gap, r.entry)
			return r
		}})
	}
	return all
}

func (w *world) workspace(b business.Business, path string) *Workspace {
	return &Workspace{
		Business: b, Path: path, Rooms: w.rooms(), Events: app.NewEvents(), Warning: w.warning,
		Suspended: func(context.Context) (app.Message, error) {
			if !w.suspended {
				return app.Message{}, nil
			}
			return app.Say("storage.suspended.restored"), nil
		},
		Resume: func(context.Context) error {
			w.resumed++
			err := w.refused()
			w.suspended = err != nil
			return err
		},
		Paused:  func(context.Context) (publishing.Pause, error) { return w.paused, nil },
		Keeping: func(context.Context) (publishing.Keeping, error) { return publishing.Keeping{Entrusted: w.kept}, nil },
		Unpause: func(context.Context) error {
			w.paused = publishing.Pause{}
			return w.refused()
		},
		Locked: func(context.Context) (bool, error) { return w.locked, nil },
		Unlock: func(page.Host) { w.locked = false },
		Begin: func(page.Host) func() {
			w.begun = append(w.begun, "begin "+b.Name)
			return func() { w.begun = append(w.begun, fmt.Sprint("end ", b.Name, " after ", w.log)) }
		},
		Close: func() { w.log = append(w.log, "close "+b.Name) },
	}
}

func (w *world) refused() error {
	err := w.refuse
	w.refuse = nil
	return err
}

func (w *world) Create(_ context.Context, name string, trade business.Trade, town string) (*Workspace, error) {
	w.asked = append(w.asked, "create "+name+" "+string(trade)+" "+town)
	if err := w.refused(); err != nil {
		return nil, err
	}
	b, err := business.New("new", name, trade, town, pagetest.Now())
	if err != nil {
		return nil, err
	}
	return w.workspace(b, "/docs/"+name+".parvis"), nil
}

func (w *world) Open(_ context.Context, path string) (*Workspace, error) {
	w.asked = append(w.asked, "open "+path)
	if err := w.refused(); err != nil {
		return nil, err
	}
	b, ok := w.files[path]
	if !ok {
		return nil, app.Fail(app.CodeNotFound, "error.link")
	}
	return w.workspace(b, path), nil
}

func (w *world) Restore(_ context.Context, path, backup string) (*Workspace, error) {
	w.asked = append(w.asked, "restore "+backup+" to "+path)
	return w.workspace(business.Business{ID: "back", Name: "Restaurée", Zone: "Europe/Paris"}, path), nil
}

func (w *world) Example(context.Context) (*Workspace, error) {
	w.asked = append(w.asked, "example")
	if err := w.refused(); err != nil {
		return nil, err
	}
	return w.workspace(business.Business{ID: "ex", Name: "Exemple", Zone: "Europe/Paris", Example: true}, ""), nil
}

func (w *world) Preferences() Preferences { return w.saved }

func (w *world) SavePreferences(p Preferences) error {
	w.saved = p
	return nil
}

func (w *world) OpenBusiness(_ string, chosen func(path string, err error)) {
	chosen(w.chosen, w.chosenErr)
}

// background does the work at once, or keeps it while held.
func (w *world) background(work func(), done func()) {
	run := func() {
		work()
		done()
	}
	if w.held {
		w.waiting = append(w.waiting, run)
		return
	}
	run()
}

func (w *world) release() {
	kept := w.waiting
	w.held, w.waiting = false, nil
	for _, run := range kept {
		run()
	}
}

// after keeps f until elapse.
func (w *world) after(_ time.Duration, f func()) (cancel func()) {
	cancelled := false
	w.timers = append(w.timers, func() {
		if !cancelled {
			f()
		}
	})
	return func() { cancelled = true }
}

// start starts the program.
func (w *world) start(t *testing.T, change ...func(*Options)) *Shell {
	t.Helper()
	o := Options{
		App: w.app, Clock: app.FixedClock(pagetest.Now()), Workspaces: w, Preferences: w, Chooser: w,
		Locale: "fr-FR", Version: "0.1.0", LogPath: "/home/martin/.local/state/parvis/parvis.log",
		Background: w.background, After: w.after,
	}
	for _, f := range change {
		f(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Window().Close)
	return s
}

// opened starts the program on a file.
func (w *world) opened(t *testing.T) *Shell {
	t.Helper()
	s := w.start(t)
	s.OpenFile("/docs/martin.parvis")
	if s.Opened() == nil {
		t.Fatal("the file did not open")
	}
	return s
}

// items are the items of the menu, with those that separate left out.
func items(s *Shell) []*fyne.MenuItem {
	var all []*fyne.MenuItem
	for _, m := range s.Window().MainMenu().Items {
		for _, i := range m.Items {
			if !i.IsSeparator {
				all = append(all, i)
			}
		}
	}
	return all
}

// strike strikes the shortcut of a menu item as the driver does: whatever has
// the focus, the first item that has it acts.
func strike(t *testing.T, s *Shell, key fyne.KeyName) {
	t.Helper()
	want := shortcut(key).ShortcutName()
	i := slices.IndexFunc(items(s), func(i *fyne.MenuItem) bool { return i.Shortcut != nil && i.Shortcut.ShortcutName() == want })
	if i < 0 {
		t.Fatalf("no menu item has the shortcut %s", want)
	}
	items(s)[i].Action()
}
