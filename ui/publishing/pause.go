package publishing

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Pausing is what suspending everything asks.
type Pausing interface {
	Pause(ctx context.Context, p publishing.Pause) error
	Paused(ctx context.Context) (publishing.Pause, error)
}

// NewPauseButton returns the command that suspends everything, which is off while
// everything is.
func NewPauseButton(h page.Host, p Pausing, events *app.Events) *kit.Button {
	b := kit.NewButton(h.Text().T("publishing.pause.command"), func() { askPause(h, p) }).
		WithIcon(icons.Pause).WithTip(h.Text().T("publishing.pause.tip"))
	loader := &page.Loader{}
	look := func() {
		page.Load(loader, h, p.Paused, func(now publishing.Pause, err error) {
			if err != nil {
				h.Failed(err)
				return
			}
			b.SetEnabled(now.IsZero())
		})
	}
	look()
	app.On(events, func(publishing.PauseChanged) { fyne.Do(look) })
	return b
}

// askPause asks why everything is to be suspended, and does it.
func askPause(h page.Host, p Pausing) {
	text := h.Text()
	reasons := publishing.PauseReasons()
	names := make([]string, len(reasons))
	for i, r := range reasons {
		names[i] = text.T("publishing.pause.why." + string(r))
	}
	why := kit.NewSegmented(names, 0, nil)
	note := kit.NewEntry(text.T("publishing.pause.note")).WithHint(text.T("publishing.pause.note_hint"))
	who := kit.NewEntry(text.T("publishing.pause.who"))
	content := kit.VStack(14,
		kit.Paragraph(text.T("publishing.pause.explained")),
		kit.VStack(6, kit.Caption(text.T("publishing.pause.reason")), kit.HStack(0, why, kit.GrowSpace())),
		note, who,
	)
	var modal *kit.Modal
	modal = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("publishing.pause.title"), Content: content, Primary: text.T("publishing.pause.do"),
		First: note.Focusable(), Width: 540,
		OnConfirm: func() bool {
			pause := publishing.Pause{Why: reasons[why.Selected()], Note: note.Text(), Who: who.Text()}
			page.Do(h, func(ctx context.Context) error { return p.Pause(ctx, pause) }, func(err error) {
				if err != nil {
					modal.SetError(h.Sentence(err))
					return
				}
				modal.Close()
			})
			return false
		},
	})
	modal.Show()
}
