package guide

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

func (v *View) rhythmTyped() {
	v.keep("rhythm", func() func(ctx context.Context) error {
		kept := v.answers.Rhythm
		return func(ctx context.Context) error { return v.services.Strategy.SaveRhythm(ctx, kept) }
	})
}

func (v *View) askCadence() []fyne.CanvasObject {
	text := v.host.Text()
	var list []fyne.CanvasObject
	if len(v.answers.Channels) == 0 {
		choose := kit.NewButton(text.T("strategy.guide.choose_networks"), func() { v.open(strategy.AskNetworks) })
		v.begins(v.focus(choose))
		list = append(list, kit.Secondary(text.T("strategy.guide.no_networks")).Wrapped(), kit.HStack(0, choose, kit.GrowSpace()))
	}
	edit := v.channels()
	for _, c := range edit.each {
		list = append(list, v.cadenceRow(edit, c))
	}
	answering := v.answers.Rhythm.Answering()
	answers := newFigure(v, text.T("strategy.guide.answer_minutes"), "", count(text, answering), &answering, "answering", readCount, func() {
		if minutes := answering; minutes != v.answers.Rhythm.Answering() {
			v.answers.Rhythm.AnswerMinutes = &minutes
			v.rhythmTyped()
		}
	})
	total := kit.NewText("", kit.StyleSecondaryStrong).Wrapped()
	bar := kit.NewProgressBar(0, kit.ToneGood)
	v.changed = append(v.changed, func() {
		week, there := v.answers.WeekMinutes(), v.answers.Profile.MinutesPerWeek
		total.SetText(text.T("strategy.guide.week", "Minutes", minutes(text, week)))
		bar.Hide()
		if there > 0 {
			total.SetText(text.T("strategy.guide.week_of", "Minutes", minutes(text, week), "There", minutes(text, there)))
			tone := kit.ToneGood
			if week > there {
				tone = kit.ToneAttention
			}
			bar.Set(float64(week)/float64(there), tone)
			bar.Show()
		}
	})
	return append(list,
		kit.HStack(0, kit.TextWidth(280, answers.entry), kit.GrowSpace()),
		kit.VStack(6, total, bar),
	)
}

// minutes writes a length of time in hours and minutes, whatever it is: "50 h".
func minutes(text *translations.Catalogue, n int) string {
	const day = 24 * 60
	if n < 2*day {
		return text.Duration(time.Duration(n) * time.Minute)
	}
	written := strconv.Itoa(n/60) + "\u00a0h"
	if rest := n % 60; rest > 0 {
		written += fmt.Sprintf("\u00a0%02d", rest)
	}
	return written
}

func (v *View) cadenceRow(edit *rows[strategy.Channel], c *strategy.Channel) fyne.CanvasObject {
	text := v.host.Text()
	perWeek := make([]int, strategy.MaxPerWeek+1)
	for i := range perWeek {
		perWeek[i] = i
	}
	often := choice(v, perWeek, func(n int) string { return text.N("strategy.guide.per_week", n) }, &c.PerWeek, "", edit.typed)
	cost := kit.Secondary("")
	each := v.answers.Rhythm.MinutesFor(c.Format)
	length := newFigure(v, "", "", count(text, each), &each, "minutes "+string(c.Network), readCount, func() {
		if each == v.answers.Rhythm.MinutesFor(c.Format) {
			return
		}
		all := maps.Clone(v.answers.Rhythm.Minutes)
		if all == nil {
			all = make(map[strategy.Format]int)
		}
		all[c.Format] = each
		v.answers.Rhythm.Minutes = all
		v.rhythmTyped()
	})
	format := choice(v, strategy.Formats(), word[strategy.Format](v, "format"), &c.Format, text.T("strategy.guide.format_choose"), edit.typed)
	v.changed = append(v.changed, func() {
		// Another format takes another time, and two networks may have the same.
		if now := v.answers.Rhythm.MinutesFor(c.Format); now != each {
			length.put(now, count(text, now))
		}
		cost.SetText(text.T("strategy.guide.cost", "Minutes", minutes(text, c.PerWeek*v.answers.Rhythm.MinutesFor(c.Format))))
	})
	return kit.NewSurface(kit.VStack(8,
		kit.HStack(8, kit.NewNetworkBadge(string(c.Network)), kit.Grow(kit.Strong(c.Network.Name())), cost),
		kit.Flow(8,
			kit.TextWidth(142, shrinking(often)), kit.TextWidth(132, shrinking(format)),
			kit.HStack(6, kit.TextWidth(58, length.entry), kit.Secondary(text.T("strategy.guide.minutes_each"))),
		),
		v.adviceOn(c.Network),
	), kit.ColorCard, kit.ColorLine, 8, 12)
}

func (v *View) askSlots() []fyne.CanvasObject {
	text := v.host.Text()
	slices.SortStableFunc(v.answers.Slots, func(a, b strategy.Slot) int {
		return cmp.Or(
			cmp.Compare(slices.Index(week, a.Weekday), slices.Index(week, b.Weekday)),
			cmp.Compare(a.Time.Minutes(), b.Time.Minutes()),
		)
	})
	var list []fyne.CanvasObject
	for i := range v.answers.Slots {
		list = append(list, v.slotRow(&v.answers.Slots[i]))
	}
	if len(v.answers.Slots) < strategy.MaxSlots {
		list = append(list, v.more("strategy.slots.add", func() {
			day, at := v.freeSlot()
			var added strategy.Slot
			v.command(func(ctx context.Context) (err error) {
				added, err = v.services.Strategy.AddSlot(ctx, day, at, "")
				return err
			}, func() { v.focusRow(added.ID) })
		}))
	}
	ideas := strategy.SuggestSlots(v.answers, v.facts)
	if len(ideas) == 0 {
		return list
	}
	proposed := kit.VStack(8, kit.Strong(text.T("strategy.guide.slots_proposed")))
	for _, idea := range ideas {
		why := kit.VStack(1, kit.Body(translations.Capitalise(text.Weekday(idea.Weekday))+" "+idea.Time.String()))
		for _, r := range idea.Reasons {
			why.Add(kit.NewText(text.Say(r), kit.StyleCaption).Wrapped())
		}
		proposed.Add(kit.HStackTop(8, kit.Grow(why), kit.NewButton(text.T("strategy.guide.slot_take"), func() {
			v.command(func(ctx context.Context) error {
				_, err := v.services.Strategy.AddSlot(ctx, idea.Weekday, idea.Time, idea.Pillar)
				return err
			}, nil)
		}).WithIcon(icons.Plus).Compact()))
	}
	return append(list, kit.NewNote(proposed, kit.TonePrimary))
}

// freeSlot returns the first day of the week without a slot, at noon, or else
// the first free hour of Monday.
func (v *View) freeSlot() (time.Weekday, app.TimeOfDay) {
	taken := func(day time.Weekday, hour int) bool {
		return slices.ContainsFunc(v.answers.Slots, func(s strategy.Slot) bool {
			return s.Weekday == day && (hour < 0 || s.Time == app.TimeOfDay{Hour: hour})
		})
	}
	for _, day := range week {
		if !taken(day, -1) {
			return day, app.TimeOfDay{Hour: 12}
		}
	}
	for hour := 8; hour < 23; hour++ {
		if !taken(time.Monday, hour) {
			return time.Monday, app.TimeOfDay{Hour: hour}
		}
	}
	return time.Monday, app.TimeOfDay{Hour: 23}
}

func (v *View) slotRow(slot *strategy.Slot) fyne.CanvasObject {
	text := v.host.Text()
	typed := func() {
		v.keep("slot "+string(slot.ID), func() func(ctx context.Context) error {
			kept := *slot
			return func(ctx context.Context) error { return v.services.Strategy.SaveSlot(ctx, kept) }
		})
	}
	day := choice(v, week, func(d time.Weekday) string { return translations.Capitalise(text.Weekday(d)) }, &slot.Weekday, "", typed)
	pillar := choice(v, v.pillarChoices(), v.pillarName, &slot.PillarID, "", typed)
	v.heads[slot.ID] = v.focus(day)
	remove := kit.NewQuietIconButton(icons.Trash, text.T("strategy.slots.remove"), func() {
		kept := *slot
		v.removed(func(ctx context.Context) error { return v.services.Strategy.RemoveSlot(ctx, kept.ID) },
			func(ctx context.Context) error { return v.services.Strategy.SaveSlot(ctx, kept) })
	})
	return kit.VStack(6,
		kit.HStackTop(8, kit.TextWidth(138, day), kit.TextWidth(84, v.hour(&slot.Time, typed)), kit.Grow(shrinking(pillar)), remove),
		v.adviceOn(slot.ID),
	)
}
