package shell

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// stopped is why nothing goes out of the open file; the zero stopped is nothing.
type stopped struct {
	// suspended: it was restored from a backup, or comes from another computer, and
	// some of what it believes unsent may have gone out since.
	suspended app.Message
	paused    publishing.Pause // its owner suspended everything
	locked    bool             // its accounts wait for their passphrase
	kept      int              // deliveries that networks still keep during a pause
}

func (s stopped) same(o stopped) bool {
	return s.suspended.Key == o.suspended.Key && s.paused == o.paused && s.locked == o.locked && s.kept == o.kept
}

// watchOver shows, above every page, why nothing goes out of the open file, until
// its owner has decided.
func (s *Shell) watchOver() {
	h, w := s.host, s.open
	if w == nil {
		return
	}
	page.Load(&s.watch, h,
		func(ctx context.Context) (now stopped, err error) {
			if now.suspended, err = w.Suspended(ctx); err != nil {
				return now, err
			}
			if now.paused, err = w.Paused(ctx); err != nil {
				return now, err
			}
			if !now.paused.IsZero() && w.Keeping != nil {
				kept, err := w.Keeping(ctx)
				if err != nil {
					return now, err
				}
				now.kept = kept.Entrusted
			}
			now.locked, err = w.Locked(ctx)
			return now, err
		},
		func(now stopped, err error) {
			switch {
			case err != nil:
				slog.Error("asking whether sending is suspended", "error", err)
			case !now.same(s.stopped):
				s.stopped = now
				s.showStopped(h)
			}
		},
	)
}

func (s *Shell) showStopped(h *host) {
	text, now := s.text, s.stopped
	s.banner.Objects = nil
	say := func(icon icons.Name, title, why string, buttons ...fyne.CanvasObject) {
		line := kit.HStack(12,
			kit.NewIcon(icon, 18, kit.ColorAmberText),
			kit.Grow(kit.VStack(1,
				kit.Strong(title).Wrapped(),
				kit.Secondary(why).Wrapped().Colored(kit.ColorInk),
			)),
		)
		for _, b := range buttons {
			line.Add(b)
		}
		note := kit.NewNote(line, kit.ToneAttention)
		s.banner.Add(kit.PadSides(16, kit.PagePadding, 0, kit.PagePadding, note))
	}
	add := func(title, why string, resume func()) {
		say(icons.Pause, title, why,
			kit.NewButton(text.T("shell.suspended.look"), func() {
				h.Go(page.Target{Room: page.Editorial, View: page.Register})
			}),
			kit.NewButton(text.T("shell.suspended.resume"), resume),
		)
	}
	if !now.suspended.IsZero() {
		add(text.T("shell.suspended.title"), text.Say(now.suspended), func() {
			s.resume(h, text.T("shell.suspended.resume_why"), s.open.Resume)
		})
	}
	if !now.paused.IsZero() {
		since := text.Moment(app.CivilOf(now.paused.Since.In(h.zone)))
		add(text.T("publishing.pause.title_since", "Moment", since), s.whyPaused(now), func() {
			s.resume(h, text.T("publishing.pause.resume_why"), s.open.Unpause)
		})
	}
	if now.locked {
		say(icons.Lock, text.T("vault.ask.title"), text.T("vault.ask.why"),
			kit.NewButton(text.T("vault.give"), func() { s.open.Unlock(h) }))
	}
	s.banner.Refresh()
	s.window.Content().Refresh()
}

// whyPaused says why everything is suspended, who asked for it, and what networks
// have not given back yet.
func (s *Shell) whyPaused(now stopped) string {
	p := now.paused
	why := s.text.T("publishing.pause.why." + string(p.Why))
	if p.Note != "" {
		why = s.text.T("publishing.pause.noted", "Why", why, "Note", p.Note)
	}
	if p.Who != "" {
		why = s.text.T("publishing.pause.asked", "Why", why, "Who", p.Who)
	}
	lasts := s.text.T("publishing.pause.lasts", "Why", why)
	if now.kept > 0 {
		lasts += " " + s.text.N("publishing.pause.kept", now.kept)
	}
	return lasts
}

// resume lets the file send again by do, after a decision that why explains.
func (s *Shell) resume(h *host, why string, do func(ctx context.Context) error) {
	text := s.text
	kit.Confirm(text, s.window.Canvas(), text.T("shell.suspended.resume_title"), why, text.T("shell.suspended.resume"), false,
		func(confirmed bool) {
			if !confirmed {
				return
			}
			page.Do(h, do, func(err error) {
				if err != nil {
					h.Failed(err)
					return
				}
				s.watchOver()
			})
		},
	)
}
