// Package review is the review of a month: what happened beside what was planned,
// what the owner makes of it, and the decisions it ends with.
package review

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Reviews keeps the reviews.
type Reviews interface {
	Review(ctx context.Context, month app.Date, c *translations.Catalogue) (strategy.Review, error)
	Save(ctx context.Context, r strategy.Review) error
	Close(ctx context.Context, r strategy.Review) (int, error)
}

// Strategy tells the pillars, and gives IDs to new decisions.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
	NewID() app.ID
}

// Services are what the view asks.
type Services struct {
	Reviews  Reviews
	Strategy Strategy
}

// View is the review of one month on screen.
type View struct {
	host     page.Host
	services Services
	tabs     fyne.CanvasObject
	place    *fyne.Container
	column   *fyne.Container // of the decisions and texts, kept while they change
	loader   page.Loader
	queue    page.Queue
	saver    *page.Saver
	edits    int   // how often something was changed
	refused  error // why what was typed last could not be saved
	wrong    *kit.InlineError
	month    app.Date
	review   strategy.Review
	pillars  []strategy.Pillar
	last     func() // gives the focus to the decision that was just added
}

// New returns the view; tabs lead to the other views of the room.
func New(h page.Host, s Services, tabs fyne.CanvasObject) *View {
	v := &View{host: h, services: s, tabs: tabs, place: container.NewStack(), wrong: kit.NewInlineError()}
	v.saver = page.NewSaver(h, v.save)
	return v
}

// Object returns what is drawn.
func (v *View) Object() fyne.CanvasObject { return v.place }

// Show reads the review of the month, the one before in its first days.
func (v *View) Show() {
	if v.month.IsZero() {
		v.month = monthToReview(app.DateOf(v.host.Now()))
	}
	v.load(nil)
}

// early is until which day of a month the one before is looked back at.
const early = 10

// monthToReview is the month to look back at on a day: the one that ended, at the
// beginning of the next; later on, the one that runs.
func monthToReview(today app.Date) app.Date {
	if today.Day <= early {
		return today.FirstOfMonth().AddMonths(-1)
	}
	return today.FirstOfMonth()
}

// Hide saves what was typed, the field that still has the focus included.
func (v *View) Hide() {
	v.host.Window().Canvas().Unfocus()
	v.flush()
}

// flush saves now what waits, and tries again what could not be saved.
func (v *View) flush() {
	if v.refused != nil {
		v.saver.Typed()
	}
	v.saver.Flush()
}

type read struct {
	review  strategy.Review
	pillars []strategy.Pillar
}

// load shows the review of the month once what was typed is saved. What could not
// be saved stays on screen.
func (v *View) load(then func()) {
	v.flush()
	month, text, edits := v.month, v.host.Text(), v.edits
	page.LoadAfter(&v.queue, &v.loader, v.host, func(ctx context.Context) (r read, err error) {
		if r.review, err = v.services.Reviews.Review(ctx, month, text); err != nil {
			return r, err
		}
		s, err := v.services.Strategy.Strategy(ctx)
		r.pillars = s.Pillars
		return r, err
	}, func(r read, err error) {
		switch {
		case v.refused != nil:
			v.month = v.review.Month
			v.host.Failed(v.refused)
		case err != nil:
			v.place.Objects = []fyne.CanvasObject{page.Unreadable(v.host, err, func() { v.load(nil) })}
			v.place.Refresh()
		case edits != v.edits:
			// A key was struck meanwhile: it goes first, and what was read is old.
			v.load(then)
		default:
			v.review, v.pillars = r.review, r.pillars
			v.build()
			if then != nil {
				then()
			}
		}
	})
}

// typed keeps what was changed within half a second.
func (v *View) typed() {
	v.edits++
	v.saver.Typed()
}

// save keeps what is typed.
func (v *View) save() {
	review := v.review
	review.Decisions = slices.Clone(review.Decisions)
	v.queue.Do(v.host, func(ctx context.Context) error { return v.services.Reviews.Save(ctx, review) }, func(err error) {
		said := ""
		if err != nil {
			said = v.host.Sentence(err)
		}
		v.refused = err
		v.wrong.Set(said)
		v.place.Refresh()
	})
}

func (v *View) build() {
	text, keep := v.host.Text(), kit.KeepFocus(v.host.Window().Canvas(), v.place)
	context := text.T("strategy.review.open", "Day", text.DayMonth(v.review.To))
	var actions []fyne.CanvasObject
	if v.review.Closed() {
		context = text.T("strategy.review.closed")
	} else {
		actions = append(actions, kit.NewPrimaryButton(text.T("strategy.review.close"), v.close))
	}
	header := kit.NewPageHeader(text.T("strategy.title"), context, []fyne.CanvasObject{v.tabs}, actions...)
	happened := kit.VStack(14, kit.HStack(0, v.months(), kit.GrowSpace()))
	for _, card := range v.happened() {
		happened.Add(card)
	}
	v.column = kit.VStack(14)
	v.column.Objects = []fyne.CanvasObject{v.decisions(), v.words()}
	v.place.Objects = []fyne.CanvasObject{kit.NewPage(header, kit.Columns(kit.CardGap,
		kit.Col(1, 340, kit.VScroll(happened)),
		kit.Col(1.1, 390, kit.VScroll(v.column)),
	))}
	v.place.Refresh()
	keep()
}

// close ends the review: what was decided becomes actions and ideas.
func (v *View) close() {
	v.flush()
	text, review := v.host.Text(), v.review
	review.Decisions = slices.Clone(review.Decisions)
	kept := 0
	for _, d := range review.Decisions {
		if d.Kept {
			kept++
		}
	}
	why := text.N("strategy.review.close_why", kept)
	if end := review.Month.LastOfMonth(); review.To.Before(end) {
		why = text.T("strategy.review.early", "To", text.DayMonth(review.To), "End", text.DayMonth(end)) + " " + why
	}
	kit.Confirm(text, v.host.Window().Canvas(), text.T("strategy.review.close_title"), why,
		text.T("strategy.review.close"), false, func(confirmed bool) {
			if confirmed {
				v.conclude(review)
			}
		})
}

func (v *View) conclude(review strategy.Review) {
	added := 0
	v.queue.Do(v.host, func(ctx context.Context) (err error) {
		added, err = v.services.Reviews.Close(ctx, review)
		return err
	}, func(err error) {
		if err != nil {
			v.host.Failed(err)
			return
		}
		v.host.Toast(v.host.Text().N("strategy.review.done", added), nil)
		v.load(nil)
	})
}

// months leads to the review of the month before and after.
func (v *View) months() fyne.CanvasObject {
	text, shown := v.host.Text(), v.month
	to := func(months int) func() {
		return func() {
			v.Hide()
			v.month = shown.AddMonths(months)
			v.load(nil)
		}
	}
	next := kit.NewQuietIconButton(icons.ChevronRight, text.T("strategy.review.next"), to(1))
	next.SetEnabled(v.month.Before(app.DateOf(v.host.Now()).FirstOfMonth()))
	return kit.HStack(2,
		kit.NewQuietIconButton(icons.ChevronLeft, text.T("strategy.review.previous"), to(-1)),
		kit.Strong(text.MonthYear(v.month)), next)
}
