package desk

import (
	"context"
	"crypto/rand"
	"log/slog"
	"path/filepath"
	"time"

	"parvis/accounts/loopback"
	"parvis/app"
	"parvis/app/agenda"
	"parvis/app/approval"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/home"
	"parvis/app/ideas"
	"parvis/app/jobs"
	"parvis/app/keydates"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/reports"
	"parvis/app/roundtrip"
	"parvis/app/snippets"
	"parvis/app/spelling"
	"parvis/app/strategy"
	"parvis/app/watch"
	"parvis/cmd/internal/machine"
	"parvis/storage"
	uinetworks "parvis/ui/networks"
	"parvis/ui/page"
	uipublishing "parvis/ui/publishing"
	"parvis/ui/shell"
)

// Services are the rooms of one open file.
type Services struct {
	File      *storage.File
	Events    *app.Events
	Business  *business.Service
	Accounts  *networks.AccountService
	Vault     *networks.VaultService
	Strategy  *strategy.Service
	Guide     *strategy.Guide
	History   *strategy.History
	Reviews   *strategy.Reviews
	Media     *media.Service
	Library   *media.Library
	Videos    *media.Videos
	Law       *legal.Service
	Approval  *approval.Service
	Editorial *editorial.Service
	Versions  *editorial.History
	Snippets  *snippets.Service
	Ledger    *publishing.Service
	Engine    *publishing.Engine
	KeyDates  *keydates.Service
	Ideas     *ideas.Service
	Agenda    *agenda.Service
	Metrics   *metrics.Service
	Watch     *watch.Service
	Home      *home.Service
	Reports   *reports.Service
	Roundtrip *roundtrip.Service
	Spelling  *spelling.Service
	Jobs      *jobs.Runner
}

// closingPatience bounds how long closing waits for background work.
const closingPatience = 10 * time.Second

// Serve builds the services over an open file.
func (d *Desk) Serve(file *storage.File, b business.Business) *Services {
	clock, events := d.options.Clock, app.NewEvents()
	ids := app.NewIDs(clock, nil)
	limits, _ := networks.LimitsOf(networks.Bluesky)
	sessions := networks.NewSessions(b.ID, file.Networks(), d.vault, clock, events)
	vault := d.vault
	if b.Example {
		vault = nil // its accounts have no credentials
	}
	connectors := d.options.Connectors
	if connectors == nil {
		connectors = hosted(d.options.Client, realConnectors(d.options.Client, clock), file.Networks(), sessions, clock)
	}
	s := &Services{
		File:     file,
		Events:   events,
		Business: business.NewService(file.Business(), events),
		Accounts: networks.NewAccountService(connectors, file.Networks(), sessions, ids, clock, events).WithLoopback(loopback.New(rand.Reader)),
		Vault:    networks.NewVaultService(b.ID, vault, events),
		Strategy: strategy.NewService(file.Strategy(), events, ids),
		Media:    media.NewService(file.Media(), clock, media.Bounds{Bytes: limits.ImageBytes, Edge: media.DefaultEdge}),
		Library:  media.NewLibrary(file.Media(), ids, events),
		Videos:   media.NewVideos(file.Media(), clock, events),
		Jobs:     jobs.New(file.Jobs(), clock, events, slog.Default()),
	}
	holds := publishing.NewHolds(clock)
	s.Engine = publishing.New(publishing.Parts{
		Store: file.Publishing(), Accounts: file.Networks(), Connectors: connectors, Sessions: sessions,
		Business: file.Business(), Pictures: s.Media, Films: s.Videos, Holds: holds, Clock: clock, IDs: ids, Events: events, Log: slog.Default(),
		Held: func(ctx context.Context) (bool, error) {
			why, err := file.Suspended(ctx)
			return why != "", err
		},
		Review: func(ctx context.Context, post app.ID) (app.Message, error) { return s.Editorial.Misses(ctx, post) },
	}, d.options.Pace)
	s.Approval = approval.NewService(file.Approval(), file.Editorial(), events, clock)
	s.Ledger = publishing.NewService(publishing.Desk{
		Store: file.Publishing(), PlanOf: editorial.Plans{Store: file.Editorial()}.PlanOf, MaySchedule: s.Approval.MaySchedule,
		Accounts: file.Networks(), Connectors: connectors, Pictures: s.Media, Films: s.Videos, Business: file.Business(),
		Clock: clock, IDs: ids, Events: events, Holds: holds,
		Wake: func() { s.Jobs.Wake(publishing.JobName) }, Rehearse: s.Engine.Rehearse, Reclaim: s.Engine.Reclaim,
		Remove: s.Engine.Remove,
	})
	s.Accounts.WithReclaim(s.Ledger.ReclaimAccount)
	s.Law = legal.NewService(file.Legal(), events, ids)
	s.KeyDates = keydates.NewService(file.KeyDates(), s.Business, events, ids)
	s.Spelling = spelling.NewService(file.Spelling(), spelling.Neighbours{
		Business: s.Business, Strategy: s.Strategy, Watch: file.Watch(),
	}, clock, events)
	s.Editorial = editorial.NewService(file.Editorial(), editorial.Neighbours{
		Business: s.Business, Strategy: s.Strategy, Accounts: s.Accounts, Images: s.Media, Planner: s.Ledger,
		Law: s.Law, Approval: s.Approval, KeyDates: s.KeyDates, Rights: s.Library, Videos: s.Videos, Spelling: s.Spelling,
		Connectors: connectors,
	}, events, clock, ids)
	s.Versions = editorial.NewHistory(s.Editorial, file.Editorial())
	s.Snippets = snippets.NewService(file.Snippets(), events, clock, ids)
	s.Metrics = metrics.NewService(file.Metrics(), s.Business, file.Publishing(), clock, events)
	around := strategy.Neighbours{Business: s.Business, Accounts: s.Accounts, Figures: s.Metrics, Posts: s.Editorial}
	s.Guide = strategy.NewGuide(s.Strategy, around, clock)
	s.History = strategy.NewHistory(s.Strategy, file.Strategy(), clock)
	s.Reviews = strategy.NewReviews(s.Strategy, around, file.Strategy(), clock)
	s.Watch = watch.NewService(file.Watch(), d.reader, s.Business, file.Publishing(), clock, ids, events)
	s.Ideas = ideas.NewService(ideas.Neighbours{
		Business: s.Business, Posts: s.Editorial, Strategy: s.Strategy, KeyDates: s.KeyDates, Figures: s.Metrics, Watch: s.Watch,
	}, clock)
	s.Agenda = agenda.NewService(agenda.Rooms{Business: s.Business, Posts: s.Editorial, Strategy: s.Strategy, KeyDates: s.KeyDates}, clock)
	s.Home = home.NewService(home.Neighbours{
		Business: s.Business, Posts: s.Editorial, Ledger: s.Ledger, Accounts: s.Accounts,
		Strategy: s.Strategy, Figures: s.Metrics, Watch: file.Watch(), KeyDates: s.KeyDates,
	}, clock)
	s.Roundtrip = roundtrip.NewService(file.Roundtrip(), roundtrip.Rooms{
		Business: s.Business, Strategy: s.Strategy, Accounts: s.Accounts, Images: s.Media, Figures: s.Metrics,
		KeyDates: s.KeyDates, Planner: s.Ledger, Approval: s.Approval,
	}, events, clock, ids)
	s.Reports = reports.NewService(reports.Rooms{
		Business: s.Business, Strategy: s.Strategy, Accounts: s.Accounts, Calendar: s.Editorial,
		Ledger: s.Ledger, Figures: s.Metrics, Watch: s.Watch,
	}, clock)
	return s
}

// backUpJob makes the day's backup, which does nothing when there is one.
func (s *Services) backUpJob() jobs.Job {
	return jobs.Job{Name: "backup", Every: time.Hour, AtStart: true, Run: func(ctx context.Context) (time.Time, error) {
		_, err := s.File.BackUp(ctx)
		return time.Time{}, err
	}}
}

// forgetJob forgets what is left of posts that were deleted too long ago to come
// back.
func (s *Services) forgetJob() jobs.Job {
	return jobs.Job{Name: "forget", Every: 24 * time.Hour, AtStart: true, Run: func(ctx context.Context) (time.Time, error) {
		return time.Time{}, s.File.ForgetDeleted(ctx)
	}}
}

// start begins the background work.
func (s *Services) start() error {
	for _, job := range []jobs.Job{s.Engine.Job(), s.Engine.RehearsalJob(), s.Accounts.RenewalJob(), s.Watch.Job(), s.backUpJob(), s.forgetJob()} {
		if err := s.Jobs.Add(job); err != nil {
			return err
		}
	}
	// What the last rehearsal found of a vault that was locked is no longer so.
	app.On(s.Events, func(networks.VaultChanged) { s.Jobs.Wake(publishing.RehearsalJob) })
	return s.Jobs.Start(context.Background())
}

// Close ends the background work, then the file.
func (s *Services) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), closingPatience)
	defer cancel()
	if err := s.Jobs.Stop(ctx); err != nil {
		slog.Error("ending the background work", "error", err)
	}
	closeQuietly(s.File)
}

// workspace shows an open file: services, background work, door, rooms. closed
// runs after everything was closed.
func (d *Desk) workspace(ctx context.Context, file *storage.File, closed func()) (*shell.Workspace, error) {
	b, err := file.Business().Business(ctx)
	if err != nil {
		closeQuietly(file)
		return nil, err
	}
	s := d.Serve(file, b)
	d.mu.Lock()
	d.last = s
	d.mu.Unlock()
	w := &shell.Workspace{Business: b, Path: file.Path(), Events: s.Events, Rooms: d.rooms(s)}
	if b.Example {
		w.Path = ""
	}
	if !d.options.Idle && !b.Example {
		if err := s.start(); err != nil {
			closeQuietly(file)
			return nil, err
		}
	}
	door, err := machine.OpenDoor(d.options.Paths, file.Path(), d.knocked)
	if err != nil {
		// Without it a second start says that the file is open, which is enough.
		slog.Warn("second starts will not find this window", "error", err)
	}
	w.Suspended, w.Resume = func(ctx context.Context) (app.Message, error) {
		why, err := file.Suspended(ctx)
		if err != nil || why == "" {
			return app.Message{}, err
		}
		return app.Say("storage.suspended." + string(why)), nil
	}, func(ctx context.Context) error {
		if err := file.Resume(ctx); err != nil {
			return err
		}
		s.Jobs.Wake(publishing.JobName)
		return nil
	}
	w.Paused, w.Unpause, w.Keeping = s.Ledger.Paused, s.Ledger.Unpause, s.Ledger.Keeping
	w.Locked, w.Unlock = s.Vault.Locked, func(h page.Host) { uinetworks.AskPassphrase(h, s.Vault, func(bool) {}) }
	w.Begin = func(h page.Host) func() {
		caughtUp, opened := uipublishing.WatchCatchUp(h, s.Ledger, s.Events), uinetworks.WatchVault(h, s.Vault, s.Events)
		return func() {
			caughtUp()
			opened()
		}
	}
	if provider, synced := storage.SyncedFolder(filepath.Dir(file.Path())); synced {
		w.Warning, w.WarningArgs = storage.KeySynced, map[string]any{"Provider": provider}
	}
	w.Close = func() {
		if door != nil {
			door.Close()
		}
		s.Close()
		if closed != nil {
			closed()
		}
	}
	return w, nil
}
