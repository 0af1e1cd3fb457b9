package shell

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/business"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// welcome is the first-start screen: create a business, look at an example, or
// open a file. It asks for neither network nor address.
type welcome struct {
	object fyne.CanvasObject
	name   *kit.Entry
	trade  *kit.Select
	town   *kit.Entry
	wrong  *kit.InlineError // about the trade, or the whole form
	// refused tells why a file could not be opened.
	refused *kit.InlineError
	form    *fyne.Container
	page    *fyne.Container
}

// mustCorrect tells at its field what must be corrected, by the key of the
// sentence; "" for nothing.
func (w *welcome) mustCorrect(key, sentence string) {
	w.name.SetError("")
	w.town.SetError("")
	w.wrong.Set("")
	switch key {
	case "business.error.name_missing", "business.error.name_long":
		w.name.SetError(sentence)
		w.name.Focus()
	case "business.error.town_long":
		w.town.SetError(sentence)
		w.town.Focus()
	default:
		w.wrong.Set(sentence)
	}
	w.form.Refresh()
	w.page.Refresh()
}

// refuse tells above the three ways why a file could not be opened.
func (w *welcome) refuse(sentence string) {
	w.refused.Set(sentence)
	w.page.Refresh()
}

func newWelcome(text *translations.Catalogue, create func(name string, trade business.Trade, town string), example, open func()) *welcome {
	w := &welcome{
		name:    kit.NewEntry(text.T("shell.welcome.name")).WithPlaceholder(text.T("shell.welcome.name_example")),
		town:    kit.NewEntry(text.T("shell.welcome.town")).WithPlaceholder(text.T("shell.welcome.town_example")),
		wrong:   kit.NewInlineError(),
		refused: kit.NewInlineError(),
	}
	trades := business.Trades()
	names := make([]string, len(trades))
	for i, t := range trades {
		names[i] = text.T("business.trade." + string(t))
	}
	w.trade = kit.NewSelect(names, -1, text.T("shell.welcome.trade_choose"), nil)
	submit := func() {
		var trade business.Trade
		if i := w.trade.Selected(); i >= 0 {
			trade = trades[i]
		}
		w.mustCorrect("", "")
		create(w.name.Text(), trade, w.town.Text())
	}
	w.name.OnSubmitted = func(string) { submit() }
	w.town.OnSubmitted = func(string) { submit() }

	logo := canvas.NewImageFromResource(kit.Logo())
	logo.FillMode = canvas.ImageFillContain
	logo.SetMinSize(fyne.NewSquareSize(44))
	head := kit.HStack(14, logo, kit.Grow(kit.VStack(2,
		kit.Title(text.T("shell.welcome.title")),
		kit.Secondary(text.T("shell.welcome.subtitle")).Wrapped(),
	)))
	w.form = kit.VStack(14,
		kit.Section(text.T("shell.welcome.create_title")),
		kit.Secondary(text.T("shell.welcome.create_why")).Wrapped(),
		w.name,
		kit.VStack(kit.TightGap, kit.Secondary(text.T("shell.welcome.trade")), w.trade, w.wrong),
		w.town,
		kit.HStack(kit.Gap, kit.GrowSpace(), kit.NewPrimaryButton(text.T("shell.welcome.create"), submit)),
	)
	way := func(icon icons.Name, title, why, button string, action func()) fyne.CanvasObject {
		return kit.NewCard(kit.VStack(12,
			kit.HStack(kit.Gap, kit.NewIcon(icon, 22, kit.ColorPrimary), kit.Grow(kit.Section(text.T(title)))),
			kit.Secondary(text.T(why)).Wrapped(),
			kit.GrowSpace(),
			kit.HStack(kit.Gap, kit.NewButton(text.T(button), action), kit.GrowSpace()),
		))
	}
	others := kit.VStack(kit.CardGap,
		kit.Grow(way(icons.Eye, "shell.welcome.example_title", "shell.welcome.example_why", "shell.welcome.example", example)),
		kit.Grow(way(icons.Folder, "shell.welcome.open_title", "shell.welcome.open_why", "shell.welcome.open", open)),
	)
	foot := kit.Caption(text.T("shell.welcome.foot")).Wrapped().Aligned(fyne.TextAlignCenter)
	w.page = kit.VStack(22, head, w.refused, kit.Columns(kit.CardGap, kit.Col(1.25, 380, kit.NewCard(w.form)), kit.Col(1, 320, others)), foot)
	w.object = kit.VScroll(container.NewCenter(kit.Width(860, kit.PagePad(w.page))))
	return w
}

// showWelcome puts the first-start screen in the window.
func (s *Shell) showWelcome() {
	w := newWelcome(s.text, s.createBusiness, s.openExample, s.chooseFile)
	s.welcome = w
	s.setContent(w.object)
	s.window.SetTitle("Parvis")
	s.window.SetMainMenu(s.menu())
	// The window may not be drawn yet: the field does not know its canvas.
	s.window.Canvas().Focus(w.name.Focusable())
}

// createBusiness makes the file of a new business. What must be corrected is
// told in the form, which keeps what was typed.
func (s *Shell) createBusiness(name string, trade business.Trade, town string) {
	form := s.welcome
	s.enter("shell.creating",
		func(ctx context.Context) (*Workspace, error) { return s.workspaces.Create(ctx, name, trade, town) },
		func(err error) {
			var e *app.Error
			if errors.As(err, &e) && e.Code == app.CodeInvalid {
				form.mustCorrect(e.Key, sentence(s.text, err))
				return
			}
			s.refuse(err)
		},
	)
}

// showAbout tells what Parvis is, its version and where its log lies.
func (s *Shell) showAbout() {
	body := kit.VStack(kit.Gap,
		kit.Paragraph(s.text.T("shell.about.body")),
		kit.Secondary(s.text.T("shell.about.licence")).Wrapped(),
	)
	if s.logPath != "" {
		body.Add(kit.Secondary(s.text.T("shell.about.log_path", "Path", s.logPath)).Wrapped())
		body.Add(kit.HStack(0, kit.NewButton(s.text.T("shell.about.open_log"), s.openLogFolder).WithIcon(icons.Folder), kit.GrowSpace()))
	}
	kit.NewModal(s.text, s.window.Canvas(), kit.ModalOptions{
		Title: s.text.T("shell.about.title", "Version", s.version), Content: body,
	}).Show()
}

// openLogFolder shows the folder of the log in the system's file manager.
func (s *Shell) openLogFolder() {
	folder := filepath.ToSlash(filepath.Dir(s.logPath))
	if !strings.HasPrefix(folder, "/") {
		folder = "/" + folder // C:/ on Windows
	}
	if err := s.app.OpenURL(&url.URL{Scheme: "file", Path: folder}); err != nil {
		slog.Warn("opening the folder of the log", "error", err)
	}
}

// showWaiting covers the window with the words of a key while a file opens, and
// returns what removes the cover.
func (s *Shell) showWaiting(key string) (done func()) {
	cover := container.NewStack(
		kit.NewBackground(kit.ColorBackground),
		container.NewCenter(kit.Secondary(s.text.T(key))),
	)
	overlays := s.window.Canvas().Overlays()
	overlays.Add(cover)
	cover.Resize(s.window.Canvas().Size())
	return func() { overlays.Remove(cover) }
}
