package shell

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// watchOver shows a banner when nothing goes out of the open file until its
// owner has looked: it was restored from a backup, or comes from another
// computer, and some of what it believes unsent may have gone out since.
func (s *Shell) watchOver() {
	h, w := s.host, s.open
	if w == nil || len(s.banner.Objects) > 0 {
		return
	}
	var why app.Message
	var err error
	h.Background(
		func(ctx context.Context) { why, err = w.Suspended(ctx) },
		func() {
			switch {
			case err != nil:
				slog.Error("asking whether sending is suspended", "error", err)
			case !why.IsZero():
				s.showSuspended(h, why)
			}
		},
	)
}

func (s *Shell) showSuspended(h *host, why app.Message) {
	text := s.text
	note := kit.NewNote(kit.HStack(12,
		kit.NewIcon(icons.Pause, 18, kit.ColorAmberText),
		kit.Grow(kit.VStack(1,
			kit.Strong(text.T("shell.suspended.title")).Wrapped(),
			kit.Secondary(text.Say(why)).Wrapped().Colored(kit.ColorInk),
		)),
		kit.NewButton(text.T("shell.suspended.look"), func() {
			h.Go(page.Target{Room: page.Editorial, View: page.Register})
		}),
		kit.NewButton(text.T("shell.suspended.resume"), func() { s.resume(h) }),
	), kit.ToneAttention)
	s.banner.Objects = []fyne.CanvasObject{kit.PadSides(16, kit.PagePadding, 0, kit.PagePadding, note)}
	s.banner.Refresh()
	s.window.Content().Refresh()
}

// resume lets the file send again, after a decision.
func (s *Shell) resume(h *host) {
	text, w := s.text, s.open
	kit.Confirm(text, s.window.Canvas(), text.T("shell.suspended.resume_title"), text.T("shell.suspended.resume_why"),
		text.T("shell.suspended.resume"), false,
		func(confirmed bool) {
			if !confirmed {
				return
			}
			page.Do(h, w.Resume, func(err error) {
				if err != nil {
					h.Failed(err)
					return
				}
				s.banner.Objects = nil
				s.banner.Refresh()
				s.window.Content().Refresh()
			})
		},
	).Show()
}
