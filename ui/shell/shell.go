// Package shell is the window: the first-start screen, the sidebar and its
// rooms, the menu and its shortcuts, and what the machine remembers.
package shell

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	tooltips "github.com/dweymouth/fyne-tooltip"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// The size of the window at a first start, and the least it is made for.
var (
	referenceSize = fyne.NewSize(1280, 800)
	leastSize     = fyne.NewSize(1024, 640)
)

// Options are what a Shell needs from outside. All but Background and After are
// required.
type Options struct {
	App         fyne.App
	Clock       app.Clock
	Workspaces  Workspaces
	Preferences PreferenceStore
	Chooser     Chooser
	Locale      string // of the system, such as fr-FR
	Version     string
	LogPath     string
	Crashed     bool // the last run did not end as it should
	// Opening: a file is opened as soon as the window is there, which shows the
	// first-start screen only if that fails.
	Opening bool
	// Background runs work off the main goroutine and then done on it. Nil
	// means a goroutine and fyne.Do.
	Background func(work func(), done func())
	// After calls f on the main goroutine once a delay has passed, unless cancel is
	// called before. Nil means by the machine's own clock.
	After func(delay time.Duration, f func()) (cancel func())
}

// Shell is the program's window. Its methods are for the main goroutine.
type Shell struct {
	app         fyne.App
	clock       app.Clock
	workspaces  Workspaces
	store       PreferenceStore
	chooser     Chooser
	locale      string
	version     string
	logPath     string
	crashed     bool // still to be told
	background  func(work func(), done func())
	after       func(delay time.Duration, f func()) (cancel func())
	preferences Preferences
	text        *translations.Catalogue
	window      fyne.Window
	toasts      *kit.Toasts
	notices     *notices

	welcome *welcome       // the first-start screen shown last, nil before
	opening sync.WaitGroup // files that are being opened
	open    *Workspace     // nil on the first-start screen
	host    *host
	router  *router
	sidebar *sidebar
	offered []page.Command  // by the page that is shown
	banner  *fyne.Container // above the page, empty unless sending is suspended
	stopped stopped         // what the banner says
	watch   page.Loader     // of what it is to say
	leave   []func()        // ends of subscriptions to the open workspace
}

// New makes the window, not yet shown, on the first-start screen.
func New(o Options) (*Shell, error) {
	s := &Shell{
		app: o.App, clock: o.Clock, workspaces: o.Workspaces, store: o.Preferences,
		chooser: o.Chooser, locale: o.Locale, version: o.Version, logPath: o.LogPath,
		crashed: o.Crashed, background: o.Background, after: o.After,
		preferences: o.Preferences.Preferences(),
	}
	if s.background == nil {
		s.background = func(work func(), done func()) {
			go func() {
				work()
				fyne.Do(done)
			}()
		}
	}
	if s.after == nil {
		s.after = kit.AfterDelay
	}
	if err := s.speak(); err != nil {
		return nil, err
	}
	s.applyTheme()
	s.window = o.App.NewWindow("Parvis")
	s.window.SetPadded(false)
	s.window.SetMaster()
	s.window.SetIcon(kit.AppIcon())
	size := referenceSize
	if s.preferences.Width > 0 && s.preferences.Height > 0 {
		size = fyne.NewSize(s.preferences.Width, s.preferences.Height).Max(leastSize)
	}
	s.window.Resize(size)
	s.window.SetCloseIntercept(s.Quit)
	if o.Opening {
		s.setContent(container.NewCenter(kit.Secondary(s.text.T("shell.opening"))))
	} else {
		s.showWelcome()
	}
	return s, nil
}

// Window returns the window.
func (s *Shell) Window() fyne.Window { return s.window }

// Opened returns the open workspace, nil on the first-start screen.
func (s *Shell) Opened() *Workspace { return s.open }

// Go shows a place of the open workspace.
func (s *Shell) Go(t page.Target) {
	if s.router != nil {
		s.router.open(t)
	}
}

// Settled calls f on the main goroutine once no file is being opened and nothing
// is being read for the page that is shown.
func (s *Shell) Settled(f func()) {
	go func() {
		s.opening.Wait()
		var h *host
		fyne.DoAndWait(func() { h = s.host })
		if h != nil {
			h.shown.Wait()
		}
		fyne.Do(f)
	}()
}

// OpenFile opens a business file and shows it; on failure the owner reads why
// on the first-start screen. The file that is open already stays as it is.
func (s *Shell) OpenFile(path string) {
	if s.open != nil && s.open.Path == path && path != "" {
		return
	}
	s.enter("shell.opening",
		func(ctx context.Context) (*Workspace, error) { return s.workspaces.Open(ctx, path) },
		func(err error) {
			s.refuse(err)
			s.offerRestore(path, err)
		},
	)
}

// offerRestore asks whether the good backup that an error names is to take the
// place of a damaged file.
func (s *Shell) offerRestore(path string, err error) {
	backup, ok := app.MessageOf(err).Args["Backup"].(string)
	if !ok {
		return
	}
	kit.Confirm(s.text, s.window.Canvas(), s.text.T("shell.restore.title"), sentence(s.text, err), s.text.T("shell.restore.do"), false,
		func(confirmed bool) {
			if confirmed {
				s.enter("shell.restore.doing",
					func(ctx context.Context) (*Workspace, error) { return s.workspaces.Restore(ctx, path, backup) }, s.refuse)
			}
		},
	).Show()
}

// OpenLast opens the file of the last time, if there is one.
func (s *Shell) OpenLast() {
	if s.preferences.LastFile != "" {
		s.OpenFile(s.preferences.LastFile)
	}
}

// OpenExample opens the sample business.
func (s *Shell) OpenExample() { s.openExample() }

func (s *Shell) openExample() { s.enter("shell.opening", s.workspaces.Example, s.refuse) }

func (s *Shell) chooseFile() {
	s.chooser.OpenBusiness(s.text.T("shell.welcome.open_title"), func(path string, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				s.refuse(err)
			case path != "":
				s.OpenFile(path)
			}
		})
	})
}

// enter opens a workspace in the background, under a cover with the words of a
// key, and shows it in place of the one that is open, which stays when the new
// one cannot be opened.
func (s *Shell) enter(key string, open func(ctx context.Context) (*Workspace, error), refused func(error)) {
	var w *Workspace
	var err error
	waiting := s.showWaiting(key)
	s.opening.Add(1)
	s.background(
		func() { w, err = open(context.Background()) },
		func() {
			defer s.opening.Done()
			waiting()
			if err != nil {
				refused(err)
				return
			}
			s.show(w)
		},
	)
}

// refuse tells why a file cannot be opened: on the first-start screen where it
// stays, over an open workspace as a warning.
func (s *Shell) refuse(err error) {
	slog.Error("opening a workspace", "error", err)
	if s.open == nil {
		if s.welcome == nil {
			s.showWelcome()
		}
		s.welcome.refuse(sentence(s.text, err))
		return
	}
	s.notices.say(sentence(s.text, err), kit.ToneDanger)
}

// show puts a workspace in the window.
func (s *Shell) show(w *Workspace) {
	s.closeOpen()
	s.open = w
	h, sending := newHost(s, w.Business.Location()), &page.Pacer{}
	s.host = h
	s.buildFrame()
	s.leave = append(s.leave,
		app.On(w.Events, func(c business.Changed) { fyne.Do(func() { s.renamed(c.Business) }) }),
		// Sending shows when another copy of the file has sent meanwhile.
		app.On(w.Events, func(publishing.DeliveryChanged) { fyne.Do(func() { sending.Follow(h, s.watchOver) }) }),
		app.On(w.Events, func(due publishing.ByHandDue) { fyne.Do(func() { s.remind(due) }) }),
		app.On(w.Events, func(publishing.PauseChanged) { fyne.Do(s.watchOver) }),
		app.On(w.Events, func(networks.VaultChanged) { fyne.Do(s.watchOver) }),
	)
	first := page.Room(s.preferences.Room)
	if w.Path != s.preferences.LastFile || !s.router.has(first) {
		first = page.Home
	}
	if w.Path != "" {
		s.preferences.LastFile = w.Path
		s.savePreferences()
	}
	s.router.open(page.Target{Room: first})
	if w.Warning != "" {
		s.notices.say(s.text.Args(w.Warning, w.WarningArgs), kit.ToneAttention)
	}
	if s.crashed {
		s.crashed = false
		s.notices.say(s.text.T("shell.crashed"), kit.ToneAttention)
	}
	s.leave = append(s.leave, w.Begin(s.host))
}

// buildFrame draws sidebar and pages of the open workspace anew.
func (s *Shell) buildFrame() {
	s.offered = nil
	s.router = newRouter(s.host, s.open.Rooms, func(room page.Room) {
		s.sidebar.choose(room)
		s.preferences.Room = string(room)
	})
	s.sidebar = newSidebar(s.open.Business.Name, s.status(), s.open.Rooms, s.text.T, func(room page.Room) {
		s.router.open(page.Target{Room: room})
	})
	s.banner, s.stopped = kit.VStack(0), stopped{}
	s.setContent(container.NewBorder(nil, nil, s.sidebar.object, nil,
		kit.VStack(0, s.banner, kit.Grow(s.router.object))))
	s.watchOver()
	s.window.SetTitle(s.open.Business.Name + " · Parvis")
	s.window.SetMainMenu(s.menu())
}

func (s *Shell) renamed(b business.Business) {
	if s.open == nil || s.open.Business.ID != b.ID {
		return
	}
	s.open.Business = b
	s.sidebar.name.SetText(b.Name)
	s.window.SetTitle(b.Name + " · Parvis")
}

// status is the line at the foot of the sidebar.
func (s *Shell) status() string {
	if s.open.Business.Example {
		return s.text.T("shell.status.example")
	}
	return s.text.T("shell.status.saved")
}

// setContent fills the window, with the layers for notices, toasts and tooltips
// above.
func (s *Shell) setContent(content fyne.CanvasObject) {
	// A field that leaves the window with the focus would go on blinking, and
	// have the whole window drawn again each time.
	s.window.Canvas().Unfocus()
	s.toasts = kit.NewToasts(s.text, s.after)
	s.notices = newNotices(s.text)
	page := container.New(leastLayout{}, kit.NewBackground(kit.ColorBackground), content, s.toasts, s.notices.object)
	s.window.SetContent(tooltips.AddWindowToolTipLayer(page, s.window.Canvas()))
}

// leastLayout lays objects on each other and asks for the least size that the
// window is made for, whatever they hold: with large texts, a page that needs
// more scrolls instead of making the window larger than the screen.
type leastLayout struct{}

// menuHeight is about that of the menu, which takes its room in the window.
const menuHeight = 32

func (leastLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return leastSize.SubtractWidthHeight(0, menuHeight)
}

func (leastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

// CloseWorkspace goes back to the first-start screen.
func (s *Shell) CloseWorkspace() {
	s.closeOpen()
	s.preferences.LastFile = ""
	s.savePreferences()
	s.showWelcome()
}

func (s *Shell) closeOpen() {
	if s.open == nil {
		return
	}
	s.router.leave()
	// A form of the file that closes would act on a closed file.
	for top := s.window.Canvas().Overlays().Top(); top != nil; top = s.window.Canvas().Overlays().Top() {
		s.window.Canvas().Overlays().Remove(top)
	}
	for _, end := range s.leave {
		end()
	}
	s.leave = nil
	s.host.close()
	s.open.Close()
	s.open, s.host, s.router, s.sidebar, s.offered = nil, nil, nil, nil, nil
}

// Quit saves what the machine remembers and ends the program.
func (s *Shell) Quit() {
	size := s.window.Canvas().Size()
	s.preferences.Width, s.preferences.Height = size.Width, size.Height
	s.savePreferences()
	s.closeOpen()
	s.app.Quit()
}

// Raise brings the window forward.
func (s *Shell) Raise() {
	s.window.Show()
	s.window.RequestFocus()
}

// Preferences returns what the machine remembers.
func (s *Shell) Preferences() Preferences { return s.preferences }

// SetPreferences keeps language, theme and text size and draws everything in
// them at once.
func (s *Shell) SetPreferences(p Preferences) {
	spoke := s.preferences.Language
	s.preferences.Language, s.preferences.Theme, s.preferences.Scale = p.Language, p.Theme, p.Scale
	s.savePreferences()
	s.applyTheme()
	if p.Language == spoke {
		return
	}
	if err := s.speak(); err != nil {
		slog.Error("changing the language", "error", err)
		return
	}
	if s.open == nil {
		s.showWelcome()
		return
	}
	room := s.router.current
	s.router.leave()
	s.buildFrame()
	s.router.open(page.Target{Room: room})
}

func (s *Shell) savePreferences() {
	if err := s.store.SavePreferences(s.preferences); err != nil {
		slog.Error("saving the preferences", "error", err)
	}
}

// speak loads the sentences of the chosen language, or of the system's.
func (s *Shell) speak() error {
	lang := s.preferences.Language
	if lang == "" {
		lang = translations.Match(s.locale)
	}
	text, err := translations.Load(lang)
	if err != nil {
		return err
	}
	s.text = text
	return speakFyne(text, s.locale)
}

func (s *Shell) applyTheme() {
	mode := kit.ModeSystem
	switch s.preferences.Theme {
	case ThemeLight:
		mode = kit.ModeLight
	case ThemeDark:
		mode = kit.ModeDark
	}
	scale := s.preferences.Scale
	if scale == 0 {
		scale = 1
	}
	s.app.Settings().SetTheme(kit.NewTheme(mode, scale))
}
