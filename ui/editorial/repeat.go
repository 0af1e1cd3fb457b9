package editorial

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// rhythms are how often a post can come back, as they are offered.
var rhythms = []editorial.Every{editorial.EveryWeek, editorial.EveryTwoWeeks, editorial.EveryMonth, editorial.EveryYear}

// The ways for a repetition to end.
const (
	endAfter = iota
	endOn
)

// repeater asks when a post comes back, shows on which dates that is, and makes
// them.
type repeater struct {
	calendar *calendar
	post     editorial.Post
	every    *kit.Segmented
	byDay    *kit.Segmented // of a month: its day, or its weekday
	ends     *kit.Segmented
	count    *kit.Entry
	until    *kit.DateField
	skip     *kit.Checkbox
	rule     *kit.Text
	dates    *fyne.Container
	end      *fyne.Container
	modal    *kit.Modal
	loader   page.Loader
	made     int // how many posts the preview makes
}

// askRepeat repeats the post that is acted on, or asks which.
func (c *calendar) askRepeat() {
	if ids := c.acted(); len(ids) == 1 {
		c.repeat(ids[0])
		return
	}
	c.find("editorial.calendar.repeat.which", c.repeat)
}

// markFollowing marks a post and those that follow it in its series, for all of them
// to be moved, changed or removed.
func (c *calendar) markFollowing(ids []app.ID) {
	var following []editorial.Summary
	page.Do(c.host, func(ctx context.Context) (err error) {
		following, err = c.services.Posts.Following(ctx, ids[0])
		return err
	}, func(err error) {
		switch {
		case err != nil:
			c.host.Failed(err)
			return
		case len(following) < 2:
			c.host.Toast(c.host.Text().T("editorial.calendar.following.none"), nil)
			return
		}
		all := make([]app.ID, len(following))
		for i, p := range following {
			all[i] = p.ID
		}
		c.mark(all, true)
	})
}

// repeat opens the form that repeats a post.
func (c *calendar) repeat(id app.ID) {
	var post editorial.Post
	page.Do(c.host, func(ctx context.Context) (err error) {
		post, _, err = c.services.Composer.Posts.Post(ctx, id)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			c.host.Failed(err)
		case post.At.IsZero():
			c.host.Failed(app.Fail(app.CodeInvalid, "editorial.calendar.repeat.unplaced"))
		default:
			newRepeater(c, post).modal.Show()
		}
	})
}

func newRepeater(c *calendar, post editorial.Post) *repeater {
	text := c.host.Text()
	r := &repeater{calendar: c, post: post, dates: kit.VStack(2), end: container.NewStack(), rule: kit.Paragraph("")}
	again := func(int) { r.draw() }
	var names []string
	for _, every := range rhythms {
		names = append(names, text.T("editorial.calendar.repeat.every."+string(every)))
	}
	r.every = kit.NewSegmented(names, 0, again)
	r.byDay = kit.NewSegmented([]string{text.T("editorial.calendar.repeat.by_date"), text.T("editorial.calendar.repeat.by_weekday")}, 0, again)
	r.ends = kit.NewSegmented([]string{text.T("editorial.calendar.repeat.after"), text.T("editorial.calendar.repeat.until")}, endAfter, again)
	r.count = kit.NewEntry("")
	r.count.SetText("8")
	r.count.OnChanged = func(string) { r.preview() }
	r.until = kit.NewDateField(text, "", c.today)
	r.until.SetDate(post.At.Date.AddMonths(3))
	r.until.OnChanged = func(app.Date) { r.preview() }
	r.skip = kit.NewCheckbox(text.T("editorial.calendar.repeat.skip"), false, func(bool) { r.preview() })
	left := func(o fyne.CanvasObject) fyne.CanvasObject { return kit.HStack(0, o, kit.GrowSpace()) }
	form := kit.VStack(kit.Gap,
		left(r.every), left(r.byDay),
		kit.HStack(kit.Gap, r.ends, kit.Width(150, r.end), kit.GrowSpace()), r.skip,
		kit.NewSeparator(), r.rule, kit.Height(datesHeight, kit.VScroll(r.dates)))
	name := editorial.Label(post.Title, post.Text)
	if name == "" {
		name = text.T("editorial.untitled")
	}
	r.modal = kit.NewModal(text, c.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("editorial.calendar.repeat.title", "Title", name), Content: form,
		Primary: text.N("editorial.calendar.repeat.do", 0), First: r.every, Width: 560,
		OnConfirm: r.make,
	})
	r.draw()
	return r
}

// datesHeight is the room of the dates of the preview.
const datesHeight = 168

func (r *repeater) draw() {
	if rhythms[r.every.Selected()] == editorial.EveryMonth {
		r.byDay.Show()
	} else {
		r.byDay.Hide()
	}
	shown := fyne.CanvasObject(r.count)
	if r.ends.Selected() == endOn {
		shown = r.until
	}
	r.end.Objects = []fyne.CanvasObject{shown}
	r.end.Refresh()
	r.rule.SetText(r.words())
	r.preview()
	r.modal.Refresh()
}

// asked is the repetition asked for.
func (r *repeater) asked() editorial.Repeat {
	asked := editorial.Repeat{Every: rhythms[r.every.Selected()], SkipClosed: r.skip.Checked()}
	asked.ByWeekday = asked.Every == editorial.EveryMonth && r.byDay.Selected() == 1
	if r.ends.Selected() == endOn {
		asked.Until, _ = r.until.Date()
		return asked
	}
	// What is not a number is no end at all, which the preview refuses.
	asked.Count, _ = strconv.Atoi(strings.TrimSpace(r.count.Text()))
	return asked
}

// words say the rule as people do.
func (r *repeater) words() string {
	text, at, asked := r.calendar.host.Text(), r.post.At, r.asked()
	weekday := text.Weekday(at.Date.Weekday())
	switch {
	case asked.ByWeekday:
		rank := (at.Date.Day-1)/7 + 1
		return text.T("editorial.calendar.repeat.rule.month_weekday",
			"Rank", text.T("editorial.calendar.repeat.rank."+strconv.Itoa(rank)), "Weekday", weekday, "Time", at.Time)
	case asked.Every == editorial.EveryMonth:
		return text.T("editorial.calendar.repeat.rule.month", "Day", strconv.Itoa(at.Date.Day), "Time", at.Time)
	case asked.Every == editorial.EveryYear:
		return text.T("editorial.calendar.repeat.rule.year", "Day", text.DayMonth(at.Date), "Time", at.Time)
	}
	return text.T("editorial.calendar.repeat.rule."+string(asked.Every), "Weekday", weekday, "Time", at.Time)
}

// preview shows on which dates the post comes back.
func (r *repeater) preview() {
	asked := r.asked()
	page.Load(&r.loader, r.calendar.host,
		func(ctx context.Context) ([]editorial.Occurrence, error) {
			return r.calendar.services.Posts.RepeatDates(ctx, r.post.ID, asked)
		},
		func(dates []editorial.Occurrence, err error) {
			problem := ""
			if err != nil {
				problem = r.calendar.host.Sentence(err)
			}
			r.show(dates, problem)
		},
	)
}

func (r *repeater) show(dates []editorial.Occurrence, problem string) {
	text := r.calendar.host.Text()
	r.made = 0
	r.dates.Objects = nil
	for _, o := range dates {
		if !o.Skipped {
			r.made++
		}
		r.dates.Add(r.line(o))
	}
	r.dates.Refresh()
	r.modal.SetError(problem)
	r.modal.Primary().SetText(text.N("editorial.calendar.repeat.do", r.made))
	r.modal.Primary().SetEnabled(r.made > 0 && problem == "")
	r.modal.Refresh()
}

// line is a date of the preview, with what is to be known of it.
func (r *repeater) line(o editorial.Occurrence) fyne.CanvasObject {
	text := r.calendar.host.Text()
	when := kit.NewText(text.Day(o.At.Date)+" "+strconv.Itoa(o.At.Date.Year)+" · "+o.At.Time.String(), kit.StyleBody)
	var notes []string
	if o.Skipped {
		when.Colored(kit.ColorDisabled)
		notes = append(notes, text.T("editorial.calendar.repeat.skipped"))
	}
	if !o.Closed.IsZero() {
		notes = append(notes, text.Say(o.Closed))
	}
	if o.Moved {
		notes = append(notes, text.T("editorial.calendar.repeat.moved"))
	}
	if o.Real != o.At && !o.Real.IsZero() {
		notes = append(notes, text.T("editorial.calendar.repeat.clocks", "Time", o.Real.Time))
	}
	return kit.HStack(kit.Gap, kit.Width(190, when), kit.Grow(kit.Secondary(strings.Join(notes, " · "))))
}

func (r *repeater) make() bool {
	if r.made == 0 {
		return false
	}
	c, id, asked := r.calendar, r.post.ID, r.asked()
	c.command(func(ctx context.Context) (editorial.Outcome, error) {
		return c.services.Posts.Repeat(ctx, id, asked)
	}, c.counted("editorial.calendar.done.repeated"))
	return true
}
