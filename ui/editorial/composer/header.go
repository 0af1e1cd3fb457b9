package composer

import (
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// header is the top of the page: the way back, what the post is and whether it
// is saved, and what can be done with it as a whole.
type header struct {
	view    *View
	object  *fyne.Container
	line    *headline
	ask     *fyne.Container // the button that asks for the approval, where one is needed
	primary *kit.Button

	saves  int        // that were begun
	status saveStatus // of the last of them
	at     app.Civil  // when it was kept
	aging  func()     // ends the wait after which "just now" is no longer true
	ready  bool       // no check blocks
	blocks string     // the first check that does
}

// saveStatus says how far what is typed is on its way to the file.
type saveStatus int

const (
	unsaved saveStatus = iota // nothing was typed yet
	saving
	justSaved
	savedBefore
	notSaved // it failed
)

// justNow is how long "just now" is said.
const justNow = time.Minute

func newHeader(v *View) *header {
	text := v.host.Text()
	h := &header{view: v, line: newHeadline("", "", kit.ToneNeutral)}
	h.ask = whole(kit.NewButton(text.T("composer.approval.ask"), func() { v.approval.ask() }))
	h.ask.Hide()
	h.primary = kit.NewPrimaryButton("", h.act)
	menu := kit.NewMenuButton("", text.T("composer.menu"), h.items)
	h.object = kit.HStack(12, whole(newBack(v)), kit.Grow(h.line), menu, h.ask, whole(h.primary))
	return h
}

// newBack is the button that leads back to where the composer was opened from.
func newBack(v *View) *kit.Button {
	return kit.NewButton(v.host.Text().T("composer.back"), v.leave).WithIcon(icons.ChevronLeft)
}

// draw shows the open post.
func (h *header) draw() {
	h.drawTitle()
	h.drawStatus()
	h.drawPrimary()
}

// reset forgets what was said of the saves and the checks of another post.
func (h *header) reset() {
	h.age(nil)
	h.saves, h.status, h.ready, h.blocks = 0, unsaved, false, ""
}

func (h *header) drawTitle() {
	if name := h.view.name(); name != h.line.title.Text() {
		h.line.title.SetText(name)
		h.line.Refresh()
	}
}

// name is the title of the open post: a new one is called so until it has a
// title of its own.
func (v *View) name() string {
	label := v.open.post.Label()
	switch {
	case v.open.born != nil && v.open.post.Title == "":
		return v.host.Text().T("composer.new")
	case label == "":
		return v.host.Text().T("editorial.untitled")
	}
	return label
}

// drawStatus shows the state of the post and whether what is typed is kept.
func (h *header) drawStatus() {
	text := h.view.host.Text()
	shown := text.Say(h.view.open.state.Name())
	if h.view.waits() {
		shown = text.T("composer.held")
	}
	status := h.status
	if h.view.saver.Waiting() {
		status = saving
	}
	switch status {
	case saving:
		shown += " · " + text.T("composer.saving")
	case justSaved:
		shown += " · " + text.T("composer.saved.now")
	case savedBefore:
		shown += " · " + text.T("composer.saved.at", "Time", h.at.Time)
	case notSaved:
		shown += " · " + text.T("composer.saved.not")
	}
	if shown == h.line.tag.Text() {
		return
	}
	h.line.tag.SetTone(toneOf(h.view.open.state))
	h.line.tag.SetText(shown)
	h.line.Refresh()
}

// saving tells that a save begins, and returns its number.
func (h *header) saving() int {
	h.saves++
	h.status = saving
	h.drawStatus()
	return h.saves
}

// saved tells that a save has ended; only the last one begun is shown.
func (h *header) saved(number int, ok bool) {
	if number != h.saves {
		return
	}
	h.status = notSaved
	if ok {
		h.status, h.at = justSaved, app.CivilOf(h.view.host.Now())
		h.age(h.view.host.After(justNow, func() {
			h.aging = nil
			if h.status == justSaved {
				h.status = savedBefore
				h.drawStatus()
			}
		}))
	}
	h.drawStatus()
}

func (h *header) age(cancel func()) {
	if h.aging != nil {
		h.aging()
	}
	h.aging = cancel
}

// checked tells whether the post can be scheduled, and what blocks it.
func (h *header) checked(list []editorial.Check) {
	h.ready, h.blocks = editorial.Ready(list), ""
	for _, c := range list {
		if c.Severity == editorial.Blocks {
			h.blocks = h.view.host.Text().Say(c.Title)
			break
		}
	}
	h.drawPrimary()
}

// drawAsk shows the button that asks for the approval while nobody was asked.
func (h *header) drawAsk() {
	state := h.view.open.state
	wanted := h.view.approval.needed() && (state == editorial.StateIdea || state == editorial.StateDraft || state == editorial.StateToFix)
	if wanted == h.ask.Visible() {
		return
	}
	h.ask.Hidden = !wanted
	h.object.Refresh()
}

// drawPrimary says what the main button does now.
func (h *header) drawPrimary() {
	h.drawAsk()
	text, open := h.view.host.Text(), h.view.open
	label, tip, enabled := "", "", true
	switch open.state {
	case editorial.StateScheduled, editorial.StateMissed:
		label, tip = text.T("composer.reschedule"), text.T("composer.reschedule.tip")
	case editorial.StateFailed:
		label, tip = text.T("composer.register"), text.T("composer.register.tip")
	case editorial.StateToReview:
		label, tip = text.T("composer.approval.answer"), text.T("composer.approval.answer.tip")
	default:
		label, tip, enabled = text.T("composer.schedule"), h.blocks, h.ready
		if !open.post.At.IsZero() {
			label = text.T("composer.schedule.at", "Moment", text.Moment(open.post.At))
		}
	}
	if label != h.primary.Text() {
		h.primary.SetText(label)
		// The title has another width, and perhaps the header another height.
		h.view.editing.Refresh()
	}
	h.primary.SetEnabled(enabled)
	h.primary.SetTip(tip)
}

// act is what the main button does.
func (h *header) act() {
	v := h.view
	switch v.open.state {
	case editorial.StateScheduled, editorial.StateMissed:
		v.plan.date.Open()
	case editorial.StateFailed:
		v.host.Go(page.Target{Room: page.Editorial, View: page.Register})
	case editorial.StateToReview:
		v.approval.open()
	default:
		v.schedule()
	}
}

// items are the other things to do with the post.
func (h *header) items() []*fyne.MenuItem {
	v, text := h.view, h.view.host.Text()
	item := func(key string, icon icons.Name, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(text.T(key), do)
		i.Icon = kit.IconResource(icon)
		return i
	}
	items := []*fyne.MenuItem{
		item("composer.duplicate", icons.Copy, v.duplicate), item("composer.copy", icons.Copy, v.copyText), item("composer.talk.menu", icons.Chat, v.approval.open),
		item("composer.history", icons.Clock, v.showHistory), item("composer.author.menu", icons.User, v.askAuthor),
		item("composer.spelling.title", icons.Check, v.speller.show), item("spelling.dictionary.title", icons.List, v.speller.dictionary),
	}
	if v.open.state == editorial.StateScheduled || v.open.state == editorial.StateMissed {
		items = append(items, item("composer.unschedule", icons.Pause, v.unschedule))
	}
	if v.open.state != editorial.StateFailed {
		items = append(items, item("composer.delete", icons.Trash, v.remove))
	}
	return items
}

// toneOf is the colour of a state.
func toneOf(s editorial.State) kit.Tone {
	switch s {
	case editorial.StatePublished:
		return kit.ToneGood
	case editorial.StateScheduled:
		return kit.TonePrimary
	case editorial.StateFailed, editorial.StateMissed:
		return kit.ToneDanger
	case editorial.StateToCheck, editorial.StatePartial, editorial.StateSending, editorial.StateToFix, editorial.StateToReview:
		return kit.ToneAttention
	}
	return kit.ToneNeutral
}
