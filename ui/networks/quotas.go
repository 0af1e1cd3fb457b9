package networks

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// quotas shows what a network still takes from an account. It is asked when the health
// of the account is opened, and not again while it stays open.
type quotas struct {
	page   *Page
	place  *fyne.Container
	title  *kit.Text
	told   *fyne.Container
	busy   *kit.Busy
	loader page.Loader
	asked  app.ID // whose quotas are shown or awaited, "" for nobody's
	// resized lays what is around out again.
	resized func()
}

func newQuotas(p *Page, resized func()) *quotas {
	q := &quotas{page: p, resized: resized, title: kit.Caption(""), told: kit.VStack(6), busy: kit.NewBusy(p.host.Text(), nil)}
	q.place = kit.VStack(4, q.title, q.busy, q.told)
	return q
}

// object returns what is drawn for an account, nil where nothing is ever told.
func (q *quotas) object(a networks.Account) fyne.CanvasObject {
	if !q.of(a) {
		return nil
	}
	return q.place
}

func (q *quotas) of(a networks.Account) bool {
	return a.State == networks.AccountConnected && q.page.accounts.Metered(a.Network)
}

// forget has the network asked again at the next opening.
func (q *quotas) forget() { q.asked = "" }

// open asks the network of an account whose health is opened.
func (q *quotas) open(a networks.Account) {
	switch {
	case !q.of(a):
		q.forget()
	case q.asked != a.ID:
		q.ask(a)
	}
}

func (q *quotas) ask(a networks.Account) {
	text := q.page.host.Text()
	q.asked = a.ID
	q.title.SetText(text.T("networks.health.quotas", "Network", a.Network.Name()))
	q.busy.Start(text.T("networks.health.quotas.asking", "Network", a.Network.Name()))
	q.say()
	page.Load(&q.loader, q.page.host,
		func(ctx context.Context) ([]networks.Quota, error) { return q.page.accounts.Quotas(ctx, a.ID) },
		func(left []networks.Quota, err error) {
			q.busy.Stop()
			switch {
			case err != nil:
				q.say(q.failed(a, err))
			case len(left) == 0:
				q.say(kit.Body(text.T("networks.health.quotas.untold", "Network", a.Network.Name())).Wrapped())
			default:
				q.say(q.lines(left)...)
			}
		})
}

func (q *quotas) say(objects ...fyne.CanvasObject) {
	q.told.Objects = objects
	q.resized()
}

// lines tell each quota, and when there is more again.
func (q *quotas) lines(left []networks.Quota) []fyne.CanvasObject {
	text := q.page.host.Text()
	var lines []fyne.CanvasObject
	for _, one := range left {
		max := text.Number(float64(one.Max), 0)
		line := kit.VStack(1, kit.Body(text.N("networks.health.quotas."+string(one.Kind), one.Left, "Max", max)).Wrapped())
		switch {
		case one.Per > 0:
			line.Add(kit.Secondary(text.T("networks.health.quotas.per", "Per", text.Duration(one.Per))).Wrapped())
		case !one.Resets.IsZero():
			at := app.CivilOf(one.Resets.In(q.page.host.Now().Location()))
			line.Add(kit.Secondary(text.T("networks.health.quotas.resets", "Moment", text.Moment(at))).Wrapped())
		}
		lines = append(lines, line)
	}
	return lines
}

// failed says that nothing is known, and offers to ask again.
func (q *quotas) failed(a networks.Account, err error) fyne.CanvasObject {
	text := q.page.host.Text()
	sentence := text.T("networks.health.quotas.unknown", "Network", a.Network.Name())
	if app.CodeOf(err) == app.CodeLimited {
		sentence = text.T("networks.health.quotas.limited", "Network", a.Network.Name())
	}
	problem := kit.NewInlineError()
	problem.Set(sentence)
	return kit.VStack(8, problem, kit.Flow(8, kit.NewButton(text.T("networks.health.quotas.again"), func() { q.ask(a) }).Compact()))
}
