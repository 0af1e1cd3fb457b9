// Package desk makes a workspace out of a business file: it opens the file,
// builds the services over its stores, gives them the connectors, starts the
// background work, and lists the rooms that show it all. It only composes.
package desk

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"parvis/accounts/feeds"
	"parvis/accounts/vault"
	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/sample"
	"parvis/app/watch"
	"parvis/cmd/internal/dialogs"
	"parvis/cmd/internal/machine"
	"parvis/storage"
	"parvis/ui/shell"
)

// Options are what a Desk is made of. Only Paths and Clock are required.
type Options struct {
	Paths   machine.Paths
	Clock   app.Clock
	Version string
	// Connectors, Vault and Reader replace the real ones: tests use them.
	Connectors networks.Directory
	Vault      networks.Vault
	Reader     watch.Reader
	// Client is what the real connectors speak through, nil for one of their own:
	// tests listen to it.
	Client *http.Client
	// Files asks the owner for files.
	Files dialogs.Files
	// Pace is how fast posts go out, the zero Pace for the usual one.
	Pace publishing.Pace
	// Idle leaves the background work to the caller: tests and pictures.
	Idle bool
}

// Desk creates and opens workspaces.
type Desk struct {
	options Options
	vault   networks.Vault
	reader  watch.Reader
	window  Window // nil until there is one

	mu    sync.Mutex
	knock func()
	last  *Services // of the workspace opened last
}

// Window is the window in which the workspaces are shown.
type Window interface {
	OpenFile(path string)
	Preferences() shell.Preferences
	SetPreferences(p shell.Preferences)
}

var _ shell.Workspaces = (*Desk)(nil)

// New returns a desk with the real connectors where none were given.
func New(o Options) *Desk {
	if o.Pace == (publishing.Pace{}) {
		o.Pace = publishing.DefaultPace()
	}
	d := &Desk{options: o, vault: o.Vault, reader: o.Reader}
	if d.vault == nil {
		d.vault = vault.New(o.Paths.Vault(), vault.System{})
	}
	if d.reader == nil {
		d.reader = feeds.New(o.Clock, feeds.Options{Version: o.Version})
	}
	return d
}

// InWindow tells in which window the workspaces are shown. Call it before the
// first is opened.
func (d *Desk) InWindow(w Window) { d.window = w }

// OnKnock tells what to do when a second start asks for the file that is open.
// f runs off the main goroutine.
func (d *Desk) OnKnock(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.knock = f
}

// Services returns the rooms of the workspace opened last, nil before: the tour
// and tests look behind the window with them.
func (d *Desk) Services() *Services {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last
}

func (d *Desk) knocked() {
	d.mu.Lock()
	f := d.knock
	d.mu.Unlock()
	if f != nil {
		f()
	}
}

// Create makes a new file in the documents folder and opens it.
func (d *Desk) Create(ctx context.Context, name string, trade business.Trade, town string) (*shell.Workspace, error) {
	ids := app.NewIDs(d.options.Clock, nil)
	b, err := business.New(ids.New(), name, trade, town, d.options.Clock.Now())
	if err != nil {
		return nil, err
	}
	path, err := storage.NewPath(d.options.Paths.Documents, b.Name)
	if err != nil {
		return nil, err
	}
	file, err := storage.Create(ctx, path, b, d.options.Clock, d.fileOptions())
	if err != nil {
		return nil, err
	}
	return d.workspace(ctx, file, nil)
}

// Open opens an existing file.
func (d *Desk) Open(ctx context.Context, path string) (*shell.Workspace, error) {
	file, err := storage.Open(ctx, path, d.options.Clock, d.fileOptions())
	if err != nil {
		return nil, err
	}
	return d.workspace(ctx, file, nil)
}

// Restore puts a backup in place of a damaged file, which is kept aside, and
// opens it.
func (d *Desk) Restore(ctx context.Context, path, backup string) (*shell.Workspace, error) {
	if _, err := storage.Restore(ctx, backup, path, d.options.Clock); err != nil {
		return nil, err
	}
	return d.Open(ctx, path)
}

// Example makes the sample business anew in a folder that goes when it is
// closed, and opens it.
func (d *Desk) Example(ctx context.Context) (*shell.Workspace, error) {
	dir, err := os.MkdirTemp("", "parvis-exemple-")
	if err != nil {
		return nil, app.Fail(app.CodeUnavailable, "storage.error.disk").Because(err)
	}
	remove := func() {
		if err := os.RemoveAll(dir); err != nil {
			slog.Warn("removing the sample business", "error", err)
		}
	}
	file, err := CreateSample(ctx, filepath.Join(dir, "exemple.parvis"), d.options.Clock, sample.Usual)
	if err != nil {
		remove()
		return nil, err
	}
	w, err := d.workspace(ctx, file, remove)
	if err != nil {
		remove()
	}
	return w, err
}

// SampleSeed makes every sample business the same.
const SampleSeed = 44_000

// CreateSample makes a file with the sample business of a scale, as of the
// clock's day in Paris.
func CreateSample(ctx context.Context, path string, clock app.Clock, scale sample.Scale) (*storage.File, error) {
	zone, err := time.LoadLocation(business.DefaultZone)
	if err != nil {
		return nil, err
	}
	data := sample.Generate(SampleSeed, app.DateOf(clock.Now().In(zone)), zone, scale)
	file, err := storage.Create(ctx, path, data.Business, clock, storage.Options{})
	if err != nil {
		return nil, err
	}
	err = sample.Fill(ctx, sample.Stores{
		Business: file.Business(), Accounts: file.Networks(), Strategy: file.Strategy(), Media: file.Media(),
		Posts: file.Editorial(), Ledger: file.Publishing(), Metrics: file.Metrics(),
		Watch: file.Watch(), Conversations: file.Conversations(), Budget: file.Budget(), Snippets: file.Snippets(),
	}, data)
	if err != nil {
		closeQuietly(file)
		return nil, err
	}
	return file, nil
}

func (d *Desk) fileOptions() storage.Options {
	return storage.Options{
		Backups: d.options.Paths.Backups, Machine: d.options.Paths.Identity(), Witness: d.options.Paths.Witness(),
	}
}

func closeQuietly(c io.Closer) {
	if err := c.Close(); err != nil {
		slog.Error("closing the file", "error", err)
	}
}
