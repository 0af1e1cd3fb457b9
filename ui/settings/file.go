package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// shownBackups is how many backups the card lists.
const shownBackups = 11

// fileCard tells where the file is and offers its backups.
type fileCard struct {
	host    page.Host
	file    File
	machine Machine
	object  fyne.CanvasObject
	rows    *fyne.Container
	now     *kit.Button
	loader  page.Loader
	changed func() // lays the page out again
}

func newFileCard(h page.Host, file File, machine Machine, changed func()) *fileCard {
	text := h.Text()
	c := &fileCard{host: h, file: file, machine: machine, rows: kit.VStack(0), changed: changed}
	if file.Path() == "" {
		c.object = kit.NewCard(kit.VStack(kit.Gap,
			kit.Section(text.T("settings.file.title")),
			kit.Secondary(text.T("settings.file.example")).Wrapped(),
		))
		return c
	}
	c.now = kit.NewButton(text.T("settings.file.back_up"), c.backUp).WithIcon(icons.Download).Compact()
	c.object = kit.NewCard(kit.VStack(kit.Gap,
		kit.Section(text.T("settings.file.title")),
		kit.Secondary(file.Path()).Lines(2),
		kit.Secondary(text.T("settings.file.why")).Wrapped(),
		kit.HStack(0, c.now, kit.GrowSpace()),
		kit.NewSeparator(),
		c.rows,
	))
	return c
}

func (c *fileCard) load() {
	if c.file.Path() == "" {
		return
	}
	page.Load(&c.loader, c.host, c.file.Backups, func(backups []Backup, err error) {
		if err != nil {
			c.host.Failed(err)
			return
		}
		c.show(backups)
	})
}

func (c *fileCard) show(backups []Backup) {
	text := c.host.Text()
	c.rows.Objects = nil
	if len(backups) == 0 {
		c.rows.Add(kit.Secondary(text.T("settings.file.none")).Wrapped())
	}
	var rows []fyne.CanvasObject
	for _, b := range backups[:min(len(backups), shownBackups)] {
		taken := app.CivilOf(b.TakenAt.In(c.host.Now().Location()))
		rows = append(rows, kit.HStack(kit.Gap,
			kit.Grow(kit.Body(text.Moment(taken))),
			kit.Secondary(text.Bytes(b.Size)),
			kit.NewQuietButton(text.T("settings.file.restore"), func() { c.restore(b) }).Compact(),
		))
	}
	c.rows.Add(kit.Rows(4, rows...))
	c.changed()
}

func (c *fileCard) backUp() {
	c.now.Disable()
	page.Do(c.host, c.file.BackUp, func(err error) {
		c.now.Enable()
		if err != nil {
			c.host.Failed(err)
			return
		}
		c.host.Toast(c.host.Text().T("settings.file.backed_up"), nil)
		c.load()
	})
}

// restore copies a backup beside the file and opens the copy: the present file
// is left as it is.
func (c *fileCard) restore(b Backup) {
	text := c.host.Text()
	taken := app.CivilOf(b.TakenAt.In(c.host.Now().Location()))
	kit.Confirm(text, c.host.Window().Canvas(),
		text.T("settings.file.restore_title"), text.T("settings.file.restore_why", "Moment", text.Moment(taken)),
		text.T("settings.file.restore"), false,
		func(confirmed bool) {
			if !confirmed {
				return
			}
			var path string
			page.Do(c.host,
				func(ctx context.Context) (err error) {
					path, err = c.file.Restore(ctx, b)
					return err
				},
				func(err error) {
					if err != nil {
						c.host.Failed(err)
						return
					}
					c.machine.OpenFile(path)
				},
			)
		},
	)
}
