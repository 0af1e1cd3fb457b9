package shell

import (
	"context"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/page"
)

// Room is a room of the sidebar: how it is announced, and how its page is made
// when it is first opened.
type Room struct {
	ID    page.Room
	Icon  icons.Name
	Foot  bool // stands at the foot of the sidebar
	Build func(page.Host) page.Page
}

// Workspace is one open business file as the shell sees it.
type Workspace struct {
	Business business.Business
	Path     string // "" for the sample business
	Rooms    []Room
	Events   *app.Events
	// Suspended says why nothing goes out of this file until its owner has seen
	// what it believes unsent, the zero Message when it may; Resume lets it go
	// again.
	Suspended func(ctx context.Context) (app.Message, error)
	Resume    func(ctx context.Context) error
	// Paused returns the pause that the owner asked for and that lasts, the zero
	// Pause when there is none; Unpause ends it.
	Paused  func(ctx context.Context) (publishing.Pause, error)
	Unpause func(ctx context.Context) error
	// Locked reports whether the accounts wait for the passphrase that protects them;
	// Unlock asks for it.
	Locked func(ctx context.Context) (bool, error)
	Unlock func(h page.Host)
	// Keeping says what networks keep: during a pause, what they have not given back.
	// Nil for nothing.
	Keeping func(ctx context.Context) (publishing.Keeping, error)
	// Begin is called once the workspace is shown, and begins what comes over any
	// page by itself; end is called when it closes.
	Begin func(h page.Host) (end func())
	// Warning is a translation key with its arguments to be shown once after
	// opening (a folder that synchronises, a crash before), "" when none.
	Warning     string
	WarningArgs map[string]any
	// Close ends the background work and closes the file.
	Close func()
}

// Workspaces creates and opens business files. Errors are *app.Error.
type Workspaces interface {
	// Create makes a new file in the documents folder.
	Create(ctx context.Context, name string, trade business.Trade, town string) (*Workspace, error)
	// Open opens an existing file.
	Open(ctx context.Context, path string) (*Workspace, error)
	// Restore puts a backup in place of a damaged file, which is kept aside, and
	// opens it.
	Restore(ctx context.Context, path, backup string) (*Workspace, error)
	// Example opens a fresh copy of the sample business.
	Example(ctx context.Context) (*Workspace, error)
}

// Chooser asks the owner for a file by the system's own dialog. chosen is
// called on any goroutine with "" when the owner gave up.
type Chooser interface {
	OpenBusiness(title string, chosen func(path string, err error))
}
