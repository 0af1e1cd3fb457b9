package networks

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// submit connects with what was typed. What must be corrected is told in the form,
// which keeps it.
func (f *form) submit() {
	if f.attempt != nil {
		return
	}
	text, host := f.page.host.Text(), f.page.host
	if one, ok := f.missing(); ok {
		f.correct(one.entry, text.T("networks.way.missing"))
		one.entry.Focus()
		return
	}
	connect, doing := f.connecting(), "networks.form.connecting"
	if f.ways[f.way].Asks() {
		doing = "networks.way.in_browser"
	}
	ctx, cancel := context.WithCancel(context.Background())
	f.attempts++
	f.attempt = cancel
	mine := f.attempts
	f.confirm.Disable()
	f.busy.Start(text.T(doing))
	f.tell("")
	var account networks.Account
	page.DoUntil(ctx, host,
		func(ctx context.Context) (err error) {
			account, err = connect(ctx)
			return err
		},
		func(err error) {
			current := f.page.form == f && f.attempts == mine && f.attempt != nil
			cancel()
			if current {
				f.rest()
			}
			switch {
			case err == nil: // even when the owner gave up a moment too late
				host.Toast(text.T("networks.connected", "Account", account.Handle), nil)
				f.page.chosen = account.ID
				if f.page.form == f {
					f.page.back()
				}
				f.page.load()
			case current && f.unguarded(err):
			case current:
				f.tell(host.Sentence(err))
			}
		})
}

// connecting returns what connects with what is typed now.
func (f *form) connecting() func(ctx context.Context) (networks.Account, error) {
	accounts, n, again := f.page.accounts, f.network, f.again.ID
	service, identifier := f.value(networks.PartService), f.value(networks.PartIdentifier)
	secret, client := f.value(networks.PartSecret), networks.Client{ID: f.value(networks.PartClient), Secret: f.value(networks.PartClientKey)}
	asks := f.ways[f.way].Asks()
	return func(ctx context.Context) (networks.Account, error) {
		switch {
		case asks && again != "":
			return accounts.ReconnectSignIn(ctx, again, client, f.sendAway)
		case asks:
			return accounts.SignIn(ctx, n, service, client, f.sendAway)
		case again != "":
			return accounts.Reconnect(ctx, again, identifier, secret)
		}
		return accounts.Connect(ctx, n, service, identifier, secret)
	}
}

// sendAway opens in the browser the page where consent is asked, and offers to open
// it again. It runs off the main goroutine.
func (f *form) sendAway(link string) error {
	if err := browse(link); err != nil {
		return err
	}
	fyne.Do(func() {
		if f.attempt == nil {
			return
		}
		f.reopen = kit.NewButton(f.page.host.Text().T("networks.way.reopen"), func() { f.browse(link) })
		f.draw()
	})
	return nil
}

// browse opens a page in the owner's browser: only one that AccountService would.
func browse(link string) error {
	u, err := url.Parse(link)
	if err != nil || !networks.Openable(link) {
		return app.Fail(app.CodeInvalid, "error.link").Because(err)
	}
	if err := fyne.CurrentApp().OpenURL(u); err != nil {
		return app.Fail(app.CodeUnavailable, "error.browser", "Link", link).Because(err)
	}
	return nil
}

// rest shows that no attempt runs.
func (f *form) rest() {
	f.attempt, f.reopen = nil, nil
	f.busy.Stop()
	f.confirm.Enable()
	f.draw()
}

// giveUp stops the attempt that runs, if one does.
func (f *form) giveUp() {
	if f.attempt != nil {
		f.attempt()
		f.rest()
	}
}

// cancel stops the attempt that runs, or else leaves the form.
func (f *form) cancel() {
	if f.attempt != nil {
		f.giveUp()
		return
	}
	f.page.back()
}
