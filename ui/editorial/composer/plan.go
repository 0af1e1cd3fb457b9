package composer

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/legal"
	"parvis/ui/kit"
)

// plan is when the post goes, and what it is for.
type plan struct {
	view     *View
	object   *fyne.Container
	moment   *fyne.Container
	date     *kit.DateField
	hour     *kit.TimeField
	purpose  *purpose
	lateness *kit.Select
	declared *kit.Button
	delays   []time.Duration // of the choices of lateness
}

// latenesses are how late a post may still go out. None means that what was not
// sent on time is left for its owner to decide.
var latenesses = []time.Duration{0, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 12 * time.Hour}

func newPlan(v *View) *plan {
	text := v.host.Text()
	p := &plan{view: v}
	p.date = kit.NewDateField(text, "", p.today)
	p.hour = kit.NewTimeField(text, "")
	p.date.OnChanged = p.dayChanged
	p.hour.OnChanged = p.hourChanged
	// A field that says what is wrong is higher than one that does not.
	for _, field := range []*kit.Entry{&p.date.Entry, &p.hour.Entry} {
		lost := field.OnFocusLost
		field.OnFocusLost = func() {
			lost()
			v.arrange()
		}
	}
	p.moment = kit.Flow(8,
		kit.HStack(8, kit.Secondary(text.T("composer.moment.on")), kit.TextWidth(150, p.date)),
		kit.HStack(8, kit.Secondary(text.T("composer.moment.at")), kit.TextWidth(84, p.hour)),
	)
	p.purpose = newPurpose(v)
	p.lateness = kit.NewSelect(nil, -1, "", p.latenessChosen).WithPrefix(text.T("composer.lateness") + " ")
	p.lateness.Compact()
	p.lateness.SetTip(text.T("composer.lateness.tip"))
	p.declared = kit.NewMenuButton(" ", text.T("composer.disclosures.tip"), p.disclosures).Compact()
	p.object = kit.VStack(kit.Gap, p.moment, p.purpose.object, kit.Flow(8, p.lateness, p.declared))
	return p
}

func (p *plan) today() app.Date { return app.DateOf(p.view.host.Now()) }

// fill shows what the open post says.
func (p *plan) fill() {
	at := p.view.open.post.At
	p.date.SetDate(at.Date)
	p.hour.Clear()
	if !at.IsZero() {
		p.hour.SetTime(at.Time)
	}
	if p.view.open.state == editorial.StateFailed {
		// What was refused is sent again from the Registre.
		p.moment.Hide()
	} else {
		p.moment.Show()
	}
	p.fillChoices()
}

// fillChoices shows what can be chosen; the fields of the moment stay as they are
// typed.
func (p *plan) fillChoices() {
	text, post := p.view.host.Text(), p.view.open.post
	p.purpose.fill()
	p.delays = slices.Clone(latenesses)
	if !slices.Contains(p.delays, post.Lateness) {
		p.delays = append(p.delays, post.Lateness)
		slices.Sort(p.delays)
	}
	var names []string
	for _, d := range p.delays {
		if d == 0 {
			names = append(names, text.T("composer.lateness.none"))
			continue
		}
		names = append(names, text.Duration(d))
	}
	p.lateness.SetOptions(names, slices.Index(p.delays, post.Lateness))
	p.declared.SetText(p.declaration())
	p.object.Refresh()
}

// commit reads the fields that are read when they are left.
func (p *plan) commit() {
	if p.moment.Visible() {
		p.date.Entry.OnFocusLost()
		p.hour.Entry.OnFocusLost()
	}
}

func (p *plan) dayChanged(d app.Date) {
	at := &p.view.open.post.At
	if d.IsZero() {
		*at = app.Civil{}
		p.hour.Clear()
	} else {
		*at = app.Civil{Date: d, Time: p.hourFor(d)}
		p.hour.SetTime(at.Time)
	}
	p.proposePillar()
	p.view.changed()
}

// proposePillar gives a new post the pillar of the slot that it stands on, until
// its owner chooses one.
func (p *plan) proposePillar() {
	open := &p.view.open
	if open.born == nil || open.pillarChosen {
		return
	}
	open.post.PillarID = editorial.SlotPillar(p.view.around.strategy.Slots, open.post.At)
	p.purpose.fill()
}

// hourFor is the time for a day: the one typed, or that of a slot or a usual one
// that is still to come.
func (p *plan) hourFor(d app.Date) app.TimeOfDay {
	if t, set, ok := p.hour.Time(); set && ok {
		return t
	}
	return editorial.FreeTime(p.view.around.strategy.Slots, p.view.open.post.PillarID, d, nil, app.CivilOf(p.view.host.Now()))
}

func (p *plan) hourChanged(t app.TimeOfDay, set bool) {
	at := &p.view.open.post.At
	switch {
	case at.IsZero(): // it waits for a day
	case !set:
		p.hour.SetTime(at.Time)
	default:
		at.Time = t
		p.proposePillar()
		p.view.changed()
	}
}

func (p *plan) latenessChosen(i int) {
	p.view.open.post.Lateness = p.delays[i]
	p.object.Refresh()
	p.view.changed()
}

// declaration says what is declared of the post.
func (p *plan) declaration() string {
	text, declared := p.view.host.Text(), p.view.open.post.Disclosures
	switch len(declared) {
	case 0:
		return text.T("composer.disclosures.none")
	case 1:
		return text.T("composer.disclosures." + string(declared[0]))
	}
	return text.N("composer.disclosures.several", len(declared))
}

// disclosures are what can be declared, each on or off.
func (p *plan) disclosures() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, d := range legal.Disclosures {
		on := slices.Contains(p.view.open.post.Disclosures, d)
		item := fyne.NewMenuItem(p.view.host.Text().T("composer.disclosures."+string(d)), func() { p.declare(d, !on) })
		item.Checked = on
		items = append(items, item)
	}
	return items
}

// declare says that something is true of the post, or no longer.
func (p *plan) declare(what legal.Disclosure, on bool) {
	post := &p.view.open.post
	var now []legal.Disclosure
	for _, d := range legal.Disclosures {
		if d == what && on || d != what && slices.Contains(post.Disclosures, d) {
			now = append(now, d)
		}
	}
	post.Disclosures = now
	p.declared.SetText(p.declaration())
	p.object.Refresh()
	p.view.changed()
}
