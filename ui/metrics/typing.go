package metrics

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/watch"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// subject is what a reading can be about: an account, or a competitor whose
// followers can be read on its page.
type subject struct {
	name       string
	account    app.ID
	competitor app.ID
}

// askReadings opens the form after reading what figures can be about.
func (p *Page) askReadings() {
	var accounts []networks.Account
	var competitors []watch.Competitor
	var followed []metrics.Metric
	page.Do(p.host,
		func(ctx context.Context) (err error) {
			if accounts, err = p.services.Accounts.Accounts(ctx); err != nil {
				return err
			}
			if competitors, err = p.services.Competitors.Competitors(ctx); err != nil {
				return err
			}
			plan, err := p.services.Strategy.Strategy(ctx)
			if err != nil {
				return err
			}
			followed, err = p.services.Figures.Followed(ctx, aims(plan))
			return err
		},
		func(err error) {
			if err != nil {
				p.host.Failed(err)
				return
			}
			text := p.host.Text()
			var subjects []subject
			for _, a := range accounts {
				subjects = append(subjects, subject{name: a.Network.Name() + " · " + a.Handle, account: a.ID})
			}
			for _, c := range competitors {
				subjects = append(subjects, subject{name: text.T("metrics.form.competitor", "Name", c.Name), competitor: c.ID})
			}
			if len(subjects) == 0 {
				p.host.Toast(text.T("metrics.form.no_account"), nil)
				p.host.Go(page.Target{Room: page.Networks})
				return
			}
			newForm(p, subjects, followed).modal.Show()
		},
	)
}

// form types the readings of one subject on one day. An empty field is no
// reading, never a zero.
type form struct {
	page     *Page
	subjects []subject
	followed []metrics.Metric // of an account
	subject  *kit.Select
	day      *kit.DateField
	fields   map[metrics.Metric]*kit.Entry
	// astonishing holds the entries that the owner was asked about: leaving one as
	// it is says that it is right.
	astonishing map[metrics.Entry]bool
	column      *fyne.Container
	modal       *kit.Modal
}

func newForm(p *Page, subjects []subject, followed []metrics.Metric) *form {
	text := p.host.Text()
	f := &form{
		page: p, subjects: subjects, followed: followed,
		fields: make(map[metrics.Metric]*kit.Entry), astonishing: make(map[metrics.Entry]bool),
	}
	names := make([]string, len(subjects))
	for i, s := range subjects {
		names[i] = s.name
	}
	f.subject = kit.NewSelect(names, 0, "", func(int) { f.offer() })
	f.day = kit.NewDateField(text, text.T("metrics.form.day"), func() app.Date { return app.DateOf(p.host.Now()) })
	f.day.SetDate(app.DateOf(p.host.Now()))
	f.column = kit.VStack(12,
		kit.Secondary(text.T("metrics.form.why")).Wrapped(),
		kit.VStack(kit.TightGap, kit.Secondary(text.T("metrics.form.subject")), f.subject), f.day,
	)
	var pair []kit.Column
	for _, m := range followed {
		f.fields[m] = kit.NewEntry(text.T("metrics." + string(m)))
		if pair = append(pair, kit.Col(1, 160, f.fields[m])); len(pair) == 2 {
			f.column.Add(kit.Columns(12, pair...))
			pair = nil
		}
	}
	if pair != nil {
		f.column.Add(kit.Columns(12, append(pair, kit.Col(1, 160, kit.GrowSpace()))...))
	}
	f.modal = kit.NewModal(text, p.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("metrics.form.title"), Content: f.column, Primary: text.T("metrics.form.save"),
		First: f.fields[metrics.Followers].Focusable(), OnConfirm: f.save, Width: 480,
	})
	return f
}

// offer shows the fields of the metrics that the subject has.
func (f *form) offer() {
	offered := make(map[metrics.Metric]bool)
	for _, m := range f.metrics() {
		offered[m] = true
	}
	for m, field := range f.fields {
		if offered[m] {
			field.Show()
		} else {
			field.Hide()
		}
	}
	f.modal.Primary().SetText(f.page.host.Text().T("metrics.form.save"))
	f.refresh()
}

// refresh lays the form out again, with the room that what is told takes.
func (f *form) refresh() {
	f.column.Refresh()
	f.modal.Refresh()
}

func (f *form) chosen() subject { return f.subjects[max(f.subject.Selected(), 0)] }

// metrics returns what can be typed about the subject chosen.
func (f *form) metrics() []metrics.Metric {
	if f.chosen().competitor != "" {
		return []metrics.Metric{metrics.Followers}
	}
	return f.followed
}

// save keeps every figure typed, or none when one must be corrected.
func (f *form) save() bool {
	text, s := f.page.host.Text(), f.chosen()
	day, ok := f.day.Date()
	if !ok {
		return false
	}
	var entries []metrics.Entry
	for _, m := range f.metrics() {
		typed := strings.TrimSpace(f.fields[m].Text())
		f.fields[m].SetError("")
		if typed == "" {
			continue
		}
		e := metrics.Entry{Metric: m, AccountID: s.account, CompetitorID: s.competitor, Day: day, Text: typed}
		e.Confirmed = f.astonishing[e]
		entries = append(entries, e)
	}
	f.refresh()
	if len(entries) == 0 {
		f.modal.SetError(text.T("metrics.error.number_missing"))
		return false
	}
	f.modal.SetError("")
	f.modal.Primary().SetText(text.T("metrics.form.save"))
	var kept int
	var problems []metrics.Problem
	page.Do(f.page.host,
		func(ctx context.Context) (err error) {
			kept, problems, err = f.page.services.Figures.TypeReadings(ctx, entries)
			return err
		},
		func(err error) {
			switch {
			case err != nil:
				f.modal.SetError(f.page.host.Sentence(err))
			case len(problems) > 0:
				f.explain(entries, problems)
			default:
				f.modal.Close()
				f.page.host.Toast(text.N("metrics.form.kept", kept), nil)
				f.page.load()
			}
		},
	)
	return false
}

// explain says under each field what is wrong with its figure. One that only
// astonishes is accepted when it is saved again unchanged: the button says so
// when nothing else is wrong.
func (f *form) explain(entries []metrics.Entry, problems []metrics.Problem) {
	confirmable := true
	for _, problem := range problems {
		confirmable = confirmable && problem.Confirmable
		e, sentence := entries[problem.Index], f.page.host.Sentence(problem.Err)
		if problem.OfDay {
			f.day.SetError(sentence)
			continue
		}
		f.fields[e.Metric].SetError(sentence)
		if problem.Confirmable {
			f.astonishing[e] = true
		}
	}
	if confirmable {
		f.modal.Primary().SetText(f.page.host.Text().T("metrics.form.confirm"))
	}
	f.refresh()
}
