package desk

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/assets/icons"
	"parvis/storage"
	"parvis/ui/agenda"
	"parvis/ui/editorial"
	"parvis/ui/editorial/composer"
	"parvis/ui/editorial/history"
	"parvis/ui/home"
	"parvis/ui/ideas"
	"parvis/ui/keydates"
	uimedia "parvis/ui/media"
	"parvis/ui/metrics"
	"parvis/ui/networks"
	"parvis/ui/page"
	"parvis/ui/publishing"
	"parvis/ui/roundtrip"
	"parvis/ui/settings"
	"parvis/ui/shell"
	"parvis/ui/snippets"
	"parvis/ui/strategy"
	"parvis/ui/strategy/guide"
	"parvis/ui/strategy/review"
	"parvis/ui/strategy/versions"
	"parvis/ui/watch"
)

// rooms lists the rooms that work, in the order of the sidebar.
func (d *Desk) rooms(s *Services) []shell.Room {
	return []shell.Room{
		{ID: page.Home, Icon: icons.Home, Build: func(h page.Host) page.Page {
			return home.New(h, home.Services{Home: s.Home, Events: s.Events})
		}},
		{ID: page.Strategy, Icon: icons.Target, Build: func(h page.Host) page.Page {
			return strategy.New(h, strategy.Services{
				Path:     guide.Services{Strategy: s.Strategy, Reasoning: s.Guide, Business: s.Business},
				History:  s.History,
				Versions: versions.Services{Strategy: s.Strategy, Business: s.Business},
				Reviews:  review.Services{Reviews: s.Reviews, Strategy: s.Strategy},
				Exports:  s.Reports, SaveAs: d.options.Files.SaveAs,
			})
		}},
		{ID: page.Editorial, Icon: icons.Calendar, Build: func(h page.Host) page.Page {
			return editorial.New(h, editorial.Services{
				Posts: s.Editorial, Strategy: s.Strategy, Events: s.Events,
				Sheets:   roundtrip.Services{Sheets: s.Roundtrip, SaveAs: d.options.Files.SaveAs, OpenFile: d.options.Files.OpenFile},
				Register: publishing.Services{Ledger: s.Ledger, Events: s.Events, LayOut: handwork{d.options.Paths.Documents}.layOut},
				KeyDates: keydates.Services{Dates: s.KeyDates},
				Ideas:    ideas.Services{Ideas: s.Ideas},
				Agenda:   agenda.Services{Exports: s.Agenda, SaveAs: d.options.Files.SaveAs},
				Composer: composer.Services{
					Posts: s.Editorial, Ledger: s.Ledger, Accounts: s.Accounts, Images: s.Media,
					Strategy: s.Strategy, Approval: s.Approval, Events: s.Events, Pick: d.options.Files.OpenPicture,
					Snippets: snippets.Services{Snippets: s.Snippets, Business: s.Business, Accounts: s.Accounts},
					History:  history.Services{History: s.Versions}, Spelling: s.Spelling,
					Library: uimedia.Services{
						Library: s.Library, Images: s.Media, Videos: s.Videos, Pick: d.options.Files.OpenPicture,
						PickVideo: d.options.Files.OpenVideo, PickPaper: d.options.Files.OpenPaper, SaveAs: d.options.Files.SaveAs,
					},
				},
			})
		}},
		{ID: page.Watch, Icon: icons.Eye, Build: func(h page.Host) page.Page {
			return watch.New(h, watch.Services{Watch: s.Watch, Events: s.Events})
		}},
		{ID: page.Metrics, Icon: icons.Chart, Build: func(h page.Host) page.Page {
			return metrics.New(h, metrics.Services{
				Figures: s.Metrics, Reports: s.Reports, Accounts: s.Accounts, Strategy: s.Strategy,
				Competitors: s.File.Watch(), Events: s.Events, SaveAs: d.options.Files.SaveAs,
			})
		}},
		{ID: page.Networks, Icon: icons.Key, Foot: true, Build: func(h page.Host) page.Page {
			return networks.New(h, networks.Services{
				Accounts: s.Accounts, Business: s.Business, Resuming: s.Ledger, Vault: s.Vault, Events: s.Events,
				Pause: func() fyne.CanvasObject { return publishing.NewPauseButton(h, s.Ledger, s.Events) },
			})
		}},
		{ID: page.Settings, Icon: icons.Gear, Foot: true, Build: func(h page.Host) page.Page {
			return settings.New(h, settings.Services{
				Business: s.Business, File: businessFile{s, d}, Jobs: s.File.Jobs(), Machine: look{d.window},
				Approval: s.Approval, Law: s.Law, Keeping: s.Ledger,
			})
		}},
	}
}

// businessFile is the open file with its backups, as Réglages shows it.
type businessFile struct {
	services *Services
	desk     *Desk
}

// Path is where the file lies, "" for the sample business.
func (f businessFile) Path() string {
	if b, err := f.services.Business.Business(context.Background()); err != nil || b.Example {
		return ""
	}
	return f.services.File.Path()
}

// Backups lists the backups, newest first.
func (f businessFile) Backups(ctx context.Context) ([]settings.Backup, error) {
	all, err := f.services.File.Backups(ctx)
	backups := make([]settings.Backup, len(all))
	for i, b := range all {
		backups[i] = settings.Backup{Path: b.Path, TakenAt: b.MadeAt, Size: b.Size}
	}
	return backups, err
}

// BackUp makes a backup now.
func (f businessFile) BackUp(ctx context.Context) error {
	_, err := f.services.File.BackUpNow(ctx)
	return err
}

// Restore copies a backup beside the open file, under a name of its own.
func (f businessFile) Restore(ctx context.Context, b settings.Backup) (string, error) {
	open := f.services.File.Path()
	name := strings.TrimSuffix(filepath.Base(open), filepath.Ext(open)) + " " + app.DateOf(b.TakenAt).String()
	to, err := storage.NewPath(filepath.Dir(open), name)
	if err != nil {
		return "", err
	}
	_, err = storage.Restore(ctx, b.Path, to, f.desk.options.Clock)
	return to, err
}

// look keeps the look of the program in the preferences of the window.
type look struct{ window Window }

func (l look) Look() settings.Look {
	p := l.window.Preferences()
	look := settings.Look{Language: p.Language, Theme: string(p.Theme), Scale: p.Scale}
	if look.Theme == "" {
		look.Theme = string(shell.ThemeSystem)
	}
	if look.Scale == 0 {
		look.Scale = 1
	}
	return look
}

func (l look) SetLook(v settings.Look) {
	l.window.SetPreferences(shell.Preferences{Language: v.Language, Theme: shell.ThemeChoice(v.Theme), Scale: v.Scale})
}

func (l look) OpenFile(path string) { l.window.OpenFile(path) }
