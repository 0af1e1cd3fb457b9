package shell

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// host is what the pages of one open workspace may ask. It lives as long as the
// workspace.
type host struct {
	shell  *Shell
	zone   *time.Location
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup // that was begun in the background
	shown  sync.WaitGroup // the same until the screen shows what came of it
}

var _ page.Host = (*host)(nil)

func newHost(s *Shell, zone *time.Location) *host {
	ctx, cancel := context.WithCancel(context.Background())
	return &host{shell: s, zone: zone, ctx: ctx, cancel: cancel}
}

func (h *host) Text() *translations.Catalogue { return h.shell.text }

func (h *host) Now() time.Time { return h.shell.clock.Now().In(h.zone) }

func (h *host) Window() fyne.Window { return h.shell.window }

func (h *host) Toast(message string, undo func()) {
	if undo == nil {
		h.shell.toasts.Say(message)
		return
	}
	h.shell.toasts.SayWithAction(message, h.shell.text.T("shell.undo"), undo)
}

func (h *host) Sentence(err error) string { return sentence(h.shell.text, err) }

func (h *host) Failed(err error) {
	if err == nil {
		return
	}
	slog.Error("shown to the owner", "error", err)
	h.shell.notices.say(h.Sentence(err), kit.ToneDanger)
}

func (h *host) Go(t page.Target) { h.shell.router.open(t) }

func (h *host) Offer(commands ...page.Command) { h.shell.offer(commands) }

func (h *host) Remember(name, value string) {
	if h.Remembered(name) == value {
		return
	}
	kept := maps.Clone(h.shell.preferences.Remembered)
	if kept == nil {
		kept = make(map[string]string)
	}
	kept[name] = value
	h.shell.preferences.Remembered = kept
	h.shell.savePreferences()
}

func (h *host) Remembered(name string) string { return h.shell.preferences.Remembered[name] }

func (h *host) Background(work func(ctx context.Context), done func()) {
	h.work.Add(1)
	h.shown.Add(1)
	h.shell.background(
		func() {
			defer h.work.Done()
			work(h.ctx)
		},
		func() {
			defer h.shown.Done()
			if h.ctx.Err() == nil {
				done()
			}
		},
	)
}

func (h *host) After(delay time.Duration, f func()) (cancel func()) {
	return h.shell.after(delay, func() {
		if h.ctx.Err() == nil {
			f()
		}
	})
}

// close waits for the work that was begun, so that nothing typed is lost, and
// ends what has not come to an end within the patience of an owner who leaves.
func (h *host) close() {
	ended := make(chan struct{})
	go func() {
		h.work.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(patience):
		slog.Warn("leaving while work goes on")
	}
	h.cancel()
}

// patience is how long leaving may wait for work that was begun.
const patience = 5 * time.Second

// sentence turns an error into what the owner reads. A fault of Parvis itself,
// or an error whose sentence is missing, is for the log too.
func sentence(text *translations.Catalogue, err error) string {
	m := app.MessageOf(err)
	s := text.Say(m)
	if s == m.Key || app.CodeOf(err) == app.CodeInternal {
		slog.Error("an error without a sentence of its own", "error", err)
	}
	if s == m.Key {
		return text.T("error.internal")
	}
	return s
}
