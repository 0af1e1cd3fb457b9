// Package page is what the shell and the rooms' screens agree on: a page that
// can be shown, the host it may ask, and how slow work reaches the screen.
package page

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/assets/translations"
)

// Room names a room of the sidebar; its translated name is "shell.room.<room>".
type Room string

// The rooms.
const (
	Home      Room = "home"
	Strategy  Room = "strategy"
	Editorial Room = "editorial"
	Watch     Room = "watch"
	Metrics   Room = "metrics"
	Networks  Room = "networks"
	Settings  Room = "settings"
)

// Views that other rooms may ask for.
const (
	NewPost  = "new_post"  // in Editorial: a new post, placed at Target.At when given
	EditPost = "edit_post" // in Editorial: the post Target.ID
	Calendar = "calendar"  // in Editorial: the month of Target.At
	Week     = "week"      // in Editorial: the week of Target.At
	List     = "list"      // in Editorial: all posts, from Target.At on
	Register = "register"  // in Editorial: the Registre
	CatchUp  = "catch_up"  // in Editorial: the Registre, under the catch-up list
	Rehearse = "rehearse"  // in Editorial: the Registre, under the rehearsal of what comes
	Connect  = "connect"   // in Networks: connect an account
	Type     = "type"      // in Metrics: type readings

	StrategyPath     = "path"     // in Strategy: the guided path, at the question Target.ID or where it was left
	StrategyVersions = "versions" // in Strategy: the versions that were validated
	StrategyReview   = "review"   // in Strategy: the review of the month
)

// Target is a place to go to. The zero fields mean the room as it was left.
type Target struct {
	Room Room
	// View is one of the views above, "" for the room as it was left.
	View string
	// ID is the thing to show there.
	ID app.ID
	// At is the moment a new thing is for, when View makes one.
	At app.Civil
}

// Page is the screen of a room. All its methods run on the main goroutine.
type Page interface {
	// Object returns what is drawn, the same at every call.
	Object() fyne.CanvasObject
	// Show tells that the page comes to the front, where to, and that what it
	// shows may have changed meanwhile.
	Show(t Target)
	// Hide tells that another page comes to the front: typing that waits is
	// saved now.
	Hide()
}

// Host is what a page may ask of the window that shows it. Its methods are for
// the main goroutine, but for Background.
type Host interface {
	// Text gives sentences, numbers and dates in the owner's language.
	Text() *translations.Catalogue
	// Now returns the current instant in the zone of the business.
	Now() time.Time
	// Window is the window, for dialogs and focus.
	Window() fyne.Window
	// Toast shows for a moment what succeeded. undo, when not nil, is offered
	// as a button.
	Toast(message string, undo func())
	// Sentence turns an error into what the owner reads: what happened and what
	// to do next.
	Sentence(err error) string
	// Failed shows an error that belongs to no field on the page.
	Failed(err error)
	// Go leaves for another place.
	Go(t Target)
	// Offer shows commands in the menu of the window in place of those given
	// before, until another room comes to the front; without any, none.
	Offer(commands ...Command)
	// Remember keeps, on this machine, how a page is looked at, under a name of
	// the page's; Remembered returns it at any later time, "" when nothing was kept.
	Remember(name, value string)
	Remembered(name string) string
	// Background runs slow work off the main goroutine under a context that
	// ends when the workspace closes. done runs on the main goroutine
	// afterwards, unless the workspace has closed. A workspace waits for the
	// work that was begun before it closes its file.
	Background(work func(ctx context.Context), done func())
	// After calls f on the main goroutine once the delay has passed, unless
	// cancel is called before or the workspace closes.
	After(delay time.Duration, f func()) (cancel func())
}

// Loader fetches what a page shows and drops stale answers: when a page asks
// again before the first answer came, only the last is shown. The zero Loader
// is ready to use.
type Loader struct{ generation int }

// Load runs fetch in the background and show on the main goroutine with what it
// returned, unless the loader was asked again meanwhile. Call it on the main
// goroutine.
func Load[T any](l *Loader, h Host, fetch func(ctx context.Context) (T, error), show func(T, error)) {
	l.generation++
	mine := l.generation
	var value T
	var err error
	h.Background(
		func(ctx context.Context) { value, err = fetch(ctx) },
		func() {
			if mine == l.generation {
				show(value, err)
			}
		},
	)
}

// Do runs a command in the background and done on the main goroutine with its
// error.
func Do(h Host, command func(ctx context.Context) error, done func(error)) {
	var err error
	h.Background(
		func(ctx context.Context) { err = command(ctx) },
		func() { done(err) },
	)
}

// DoUntil is Do for work that the owner can stop: command runs under a context
// that ends with ctx, or with the workspace.
func DoUntil(ctx context.Context, h Host, command func(ctx context.Context) error, done func(error)) {
	Do(h, func(workspace context.Context) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(workspace, cancel)()
		return command(ctx)
	}, done)
}
