package strategy

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// week is the days from Monday.
var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func (p *Page) slotsCard() fyne.CanvasObject {
	slices.SortStableFunc(p.kept.Slots, func(a, b strategy.Slot) int {
		return cmp.Or(
			cmp.Compare(slices.Index(week, a.Weekday), slices.Index(week, b.Weekday)),
			cmp.Compare(a.Time.Minutes(), b.Time.Minutes()),
		)
	})
	var rows []fyne.CanvasObject
	for i := range p.kept.Slots {
		rows = append(rows, p.slotRow(&p.kept.Slots[i]))
	}
	add := "strategy.slots.add"
	if len(rows) >= maxSlots {
		add = ""
	}
	return p.list("strategy.slots.title", "strategy.slots.why", nil, rows, add, func() {
		day, at := p.freeSlot()
		p.command(func(ctx context.Context) error {
			_, err := p.service.AddSlot(ctx, day, at, "")
			return err
		}, nil)
	})
}

// freeSlot returns the first day of the week without a slot, at noon, or else
// the first free hour of Monday.
func (p *Page) freeSlot() (time.Weekday, app.TimeOfDay) {
	taken := func(day time.Weekday, hour int) bool {
		return slices.ContainsFunc(p.kept.Slots, func(s strategy.Slot) bool {
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

func (p *Page) slotRow(slot *strategy.Slot) fyne.CanvasObject {
	text, wrong := p.host.Text(), p.problems()
	refused := wrong.of("refused")
	saver := p.saver(func() {
		kept := *slot
		p.keep(func(ctx context.Context) error { return p.service.SaveSlot(ctx, kept) }, refused)
	})
	days := make([]string, len(week))
	for i, d := range week {
		days[i] = translations.Capitalise(text.Weekday(d))
	}
	day := kit.NewSelect(days, slices.Index(week, slot.Weekday), "", func(i int) {
		slot.Weekday = week[i]
		saver.Typed()
	})
	at := kit.NewTimeField(text, "")
	at.SetTime(slot.Time)
	at.OnChanged = func(t app.TimeOfDay, set bool) {
		if set {
			slot.Time = t
			saver.Typed()
		}
	}
	pillar := kit.NewSelect(nil, -1, "", func(i int) {
		slot.PillarID = ""
		if i > 0 {
			slot.PillarID = p.kept.Pillars[i-1].ID
		}
		saver.Typed()
	})
	offer := func() {
		names, chosen := []string{text.T("strategy.slots.any")}, 0
		for i, one := range p.kept.Pillars {
			names = append(names, p.pillarName(one))
			if one.ID == slot.PillarID {
				chosen = i + 1
			}
		}
		pillar.SetOptions(names, chosen)
	}
	offer()
	p.renamed = append(p.renamed, offer)
	remove := kit.NewQuietIconButton(icons.Trash, text.T("strategy.slots.remove"), func() {
		id := slot.ID
		p.command(func(ctx context.Context) error { return p.service.RemoveSlot(ctx, id) }, nil)
	})
	return kit.VStack(kit.TightGap,
		kit.HStackTop(kit.Gap, kit.TextWidth(132, day), kit.TextWidth(104, at), kit.Grow(shrinking(pillar)), remove),
		wrong.line,
	)
}
