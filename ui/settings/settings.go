// Package settings is the room Réglages: the business, who validates its posts, how
// the program looks, the file with its backups, the rules of law that are checked,
// and the background work.
package settings

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app/business"
	"parvis/app/jobs"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Business keeps the business of the file.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
	Save(ctx context.Context, b business.Business) error
}

// Backup is one backup of the file.
type Backup struct {
	Path    string
	TakenAt time.Time
	Size    int64 // bytes
}

// File is the business file with its backups. Errors are *app.Error.
type File interface {
	// Path is where the file lies, "" for the sample business.
	Path() string
	// Backups lists the backups, newest first.
	Backups(ctx context.Context) ([]Backup, error)
	// BackUp makes a backup now.
	BackUp(ctx context.Context) error
	// Restore copies a backup to a new file beside the present one and returns
	// its path.
	Restore(ctx context.Context, b Backup) (string, error)
}

// Jobs tells of the background work.
type Jobs interface {
	Jobs(ctx context.Context) ([]jobs.Row, error)
}

// Look is how the program looks on this machine.
type Look struct {
	Language translations.Language // "" follows the system
	Theme    string                // "system", "light" or "dark"
	Scale    float32               // of text, 1 is normal
}

// Machine keeps the look and opens files in the window.
type Machine interface {
	Look() Look
	SetLook(l Look)
	// OpenFile opens another business file in this window.
	OpenFile(path string)
}

// Services are what the page asks.
type Services struct {
	Business Business
	File     File
	Jobs     Jobs
	Machine  Machine
	Approval Approval
	Law      Law
	Keeping  Keeping
}

// Page is the screen.
type Page struct {
	host     page.Host
	services Services
	object   fyne.CanvasObject
	body     fyne.CanvasObject
	business *businessCard
	look     *lookCard
	file     *fileCard
	work     *workCard
	approval *approvalCard
	law      *lawCard
	keeping  *keepingCard
}

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	p := &Page{host: h, services: s}
	changed := func() { p.body.Refresh() }
	p.business = newBusinessCard(h, s.Business, changed)
	p.look = newLookCard(h, s.Machine)
	p.file = newFileCard(h, s.File, s.Machine, changed)
	p.work = newWorkCard(h, s.Jobs, changed)
	p.approval = newApprovalCard(h, s.Approval, changed)
	p.law = newLawCard(h, s.Law, changed)
	p.keeping = newKeepingCard(h, s.Keeping, changed)
	header := kit.NewPageHeader(h.Text().T("settings.title"), h.Text().T("settings.context"), nil)
	p.body = kit.VScroll(kit.Columns(kit.CardGap,
		kit.Col(1, 364, kit.VStack(kit.CardGap, p.business.object, p.approval.object, p.keeping.object, p.look.object)),
		kit.Col(1, 364, kit.VStack(kit.CardGap, p.file.object, p.law.object, p.work.object)),
	))
	p.object = kit.NewPage(header, p.body)
	return p
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Show reads again what may have changed.
func (p *Page) Show(page.Target) {
	p.business.load()
	p.look.load()
	p.file.load()
	p.work.load()
	p.approval.load()
	p.law.load()
	p.keeping.load()
}

// Hide saves what was typed.
func (p *Page) Hide() {
	p.business.saver.Flush()
	p.approval.saver.Flush()
}
