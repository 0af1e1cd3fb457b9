// Package composer is where a post is written: its text, its pictures, where and
// when it goes, what it will look like, and all that is checked before it leaves.
package composer

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/legal"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/spelling"
	"parvis/app/strategy"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// View is the screen of one post at a time. Its methods are for the main
// goroutine.
type View struct {
	host  page.Host
	s     Services
	leave func()

	object   *fyne.Container // the page of a post that can change, or of one that cannot
	editing  fyne.CanvasObject
	head     *header
	wrong    *kit.InlineError
	form     *fyne.Container // what is typed and chosen
	scroll   *fyne.Container // around it
	where    *where
	versions *versions
	title    *kit.Entry
	text     *kit.Entry
	counter  *counter
	tools    *tools
	first    *first
	strip    *strip
	plan     *plan
	preview  *preview
	checks   *checks
	speller  *speller
	approval *validation

	open    draft
	coming  bool // another post is being read, what is shown no longer changes
	held    hold
	reel    *reel
	rescues map[app.ID]editorial.Post // by post that left, the draft of what was typed; for the line alone
	around  around
	album   *album
	loader  page.Loader
	rooms   page.Loader
	state   page.Loader
	line    line
	saver   *page.Saver
	soon    func() // ends the wait for the next look at what is typed, nil when none
	filling bool   // the fields are being filled, nobody types
	shown   bool
	keys    func(*fyne.KeyEvent) // of the window, while the composer is not shown
}

// New returns the view; leave goes back to where it was opened from.
func New(h page.Host, s Services, leave func()) *View {
	v := &View{
		host: h, s: s, leave: leave, line: line{host: h}, wrong: kit.NewInlineError(),
		rescues: make(map[app.ID]editorial.Post),
	}
	v.saver = page.NewSaver(h, v.save)
	v.album = newAlbum(h, s.Images)
	v.reel = &reel{view: v}
	v.head = newHeader(v)
	v.where = newWhere(v)
	v.versions = newVersions(v)
	v.speller = newSpeller(v)
	v.counter = newCounter(h, v.speller.count, v.arrange)
	v.tools = newTools(v)
	v.first = newFirst(v)
	v.strip = newStrip(v)
	v.plan = newPlan(v)
	v.preview = newPreview(h, v.album, h.Text().T("composer.preview"), v.reel.caption)
	v.checks = newChecks(v)
	v.approval = &validation{view: v}
	v.newFields()
	v.form = kit.VStack(kit.Gap,
		v.wrong, v.where.object, v.title, v.versions.object, kit.Grow(v.text), v.counter.object, v.tools.object, v.first.object, v.strip.object,
		kit.NewSeparator(), v.plan.object,
	)
	v.scroll = kit.VScroll(v.form)
	v.editing = kit.NewPage(v.head.object, container.New(&columns{},
		kit.NewCard(v.scroll), v.preview.object, v.checks.object))
	v.object = container.NewStack()
	v.follow()
	return v
}

func (v *View) newFields() {
	text := v.host.Text()
	v.title = kit.NewEntry("").WithPlaceholder(text.T("composer.title.placeholder"))
	v.title.OnChanged = func(typed string) {
		v.open.post.Title = typed
		v.head.drawTitle()
		v.typed()
	}
	v.text = kit.NewTextArea("").WithPlaceholder(text.T("composer.text.placeholder"))
	v.text.SetRows(leastRows)
	v.text.OnChanged = func(typed string) {
		if v.filling {
			return
		}
		// Word breaks lines its own way, which no font draws.
		if broken := lineBreaks.Replace(typed); broken != typed {
			v.text.SetText(broken)
			return
		}
		v.write(typed)
		v.counter.count(v.limitsOn(v.measured()), typed)
		v.typed()
	}
}

// lineBreaks makes line feeds of the ends of lines that other programs paste.
var lineBreaks = strings.NewReplacer("\v", "\n", "\u2028", "\n", "\u2029", "\n")

// leastRows is the least room of the text, in lines: with less, the form scrolls.
const leastRows = 6

// follow reloads what is shown when something else changes it.
func (v *View) follow() {
	app.On(v.s.Events, func(e publishing.DeliveryChanged) {
		fyne.Do(func() {
			if v.shown && e.PostID == v.open.post.ID {
				v.restate()
			}
		})
	})
	again := func() {
		fyne.Do(func() {
			if v.shown {
				v.reload()
			}
		})
	}
	app.On(v.s.Events, func(networks.AccountsChanged) { again() })
	app.On(v.s.Events, func(strategy.Changed) { again() })
	app.On(v.s.Events, func(approval.SettingChanged) { again() })
	app.On(v.s.Events, func(legal.RulesChanged) { again() })
	app.On(v.s.Events, func(spelling.WordsChanged) { again() })
}

// Object returns what is drawn.
func (v *View) Object() fyne.CanvasObject { return v.object }

// New begins a draft, at a moment or not placed. It is kept once something is
// typed.
func (v *View) New(at app.Civil) {
	v.begin(func(ctx context.Context) (d draft, err error) {
		d.post, err = v.s.Posts.New(ctx, at)
		d.state = editorial.State(d.post.Stage)
		d.born = &d.post
		return d, err
	})
}

// Open shows a post.
func (v *View) Open(id app.ID) {
	v.begin(func(ctx context.Context) (d draft, err error) {
		d.kept = true
		if d.post, d.state, err = v.s.Posts.Post(ctx, id); err != nil {
			return d, err
		}
		if d.state.Fixed() {
			d.entries, err = v.s.Ledger.PostEntries(ctx, id)
		}
		return d, err
	})
}

// Show tells that the view comes to the front, on what was open.
func (v *View) Show() {
	if v.shown {
		return
	}
	v.shown = true
	window := v.host.Window()
	v.keys = window.Canvas().OnTypedKey()
	window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if !v.shown || !v.escape(e) && v.keys != nil {
			v.keys(e)
		}
	})
	window.SetOnDropped(func(_ fyne.Position, dropped []fyne.URI) { v.strip.drop(dropped) })
	if v.open.post.ID != "" && !v.coming {
		v.reload()
	}
}

// Hide tells that the view leaves the front: what is typed is saved now.
func (v *View) Hide() {
	if v.shown {
		v.letGo()
	}
	v.settle()
	if !v.shown {
		return
	}
	v.shown = false
	v.host.Window().SetOnDropped(nil)
	v.host.Window().Canvas().SetOnTypedKey(v.keys)
}

// begin shows the post that fetch gives, after what is typed now was saved.
func (v *View) begin(fetch func(ctx context.Context) (draft, error)) {
	v.settle()
	v.Show()
	// Nothing can be typed until what is asked for is there; what was shown stays,
	// a page is never empty.
	v.letGo()
	v.coming = true
	type shown struct {
		draft  draft
		around around
	}
	page.Load(&v.loader, v.host,
		v.line.after(func(ctx context.Context) (any, error) {
			var s shown
			var err error
			if s.draft, err = fetch(ctx); err != nil {
				return s, err
			}
			s.around, err = v.fetchAround(ctx)
			return s, err
		}),
		func(got any, err error) {
			v.coming = false
			if err != nil {
				v.open = draft{}
				v.put(kit.NewPage(kit.HStack(12, whole(newBack(v)), kit.GrowSpace()),
					page.Unreadable(v.host, err, func() { v.begin(fetch) })))
				return
			}
			s := got.(shown)
			v.open, v.around = s.draft, s.around
			v.fill()
		},
	)
}

// letGo takes the keyboard from the fields, so that what is typed goes nowhere
// once they are no longer in front.
func (v *View) letGo() { v.host.Window().Canvas().Unfocus() }

// fill shows the open post.
func (v *View) fill() {
	v.wait(nil)
	v.failed("")
	if v.open.state.Fixed() {
		v.put(newFixed(v))
		return
	}
	v.filling = true
	v.versions.on, v.first.opened = "", false
	v.title.SetText(v.open.post.Title)
	v.text.SetText(v.open.post.Text)
	v.first.fill()
	v.tools.draw()
	v.filling = false
	v.head.reset()
	v.head.draw()
	v.where.draw()
	v.versions.draw()
	v.counter.count(v.limitsOn(v.measured()), v.open.post.Text)
	v.strip.draw()
	v.plan.fill()
	v.checks.clear()
	v.speller.reset()
	v.put(v.editing)
	v.arrange()
	v.album.load(v.open.post.EveryImage(), v.pictured)
	v.reel.load()
	v.look()
	// The screen may not be drawn yet: the field does not know its canvas.
	v.host.Window().Canvas().Focus(v.text.Focusable())
}

func (v *View) put(o fyne.CanvasObject) {
	if len(v.object.Objects) == 1 && v.object.Objects[0] == o {
		return
	}
	v.object.Objects = []fyne.CanvasObject{o}
	v.object.Refresh()
}

// arrange gives the parts of the form their room, after one of them changed its
// height.
func (v *View) arrange() {
	v.scroll.Refresh()
	v.form.Refresh()
}

// writable reports whether what the fields say is that of a post that can change.
func (v *View) writable() bool {
	return !v.coming && v.open.post.ID != "" && !v.open.state.Fixed()
}

// typed tells that the owner changed the text or the title.
func (v *View) typed() {
	if v.filling || !v.writable() {
		return
	}
	v.hold()
	v.saver.Typed()
	v.head.drawStatus()
	if v.soon == nil {
		v.wait(v.host.After(lookWithin, func() {
			v.soon = nil
			v.look()
		}))
	}
}

// changed tells that the owner changed anything else, which is looked at and
// saved now.
func (v *View) changed() {
	if !v.writable() {
		return
	}
	v.hold()
	v.saver.Typed()
	v.saver.Flush()
	v.head.draw()
	v.wait(nil)
	v.look()
}

// lookWithin is how long typing may wait before the preview and the checks
// follow.
const lookWithin = 150 * time.Millisecond

func (v *View) wait(cancel func()) {
	if v.soon != nil {
		v.soon()
	}
	v.soon = cancel
}

// look brings the preview, the checks and the underlines up to date with what is
// typed.
func (v *View) look() {
	v.head.drawTitle()
	v.preview.draw(v.open.post, v.senders(), v.versions.on)
	v.checks.run()
	v.speller.read()
}

// pictured is called when pictures that were asked for have come.
func (v *View) pictured() {
	v.strip.draw()
	v.preview.redraw()
}

// measured is the network whose bounds the counter shows: that of the tab, else the
// one of those chosen that takes least, else Bluesky.
func (v *View) measured() networks.Network {
	if v.versions.on != "" {
		return v.versions.on
	}
	tightest, fullest := networks.Bluesky, -1.0
	for _, n := range v.networks() {
		if _, own := v.open.post.VariantOn(n); own {
			continue
		}
		// The same text fills each in its own way: an empty one fills none.
		if share := v.limitsOn(n).Count(networks.Piece{Text: v.open.post.Text + "x"}).Share(); share > fullest {
			tightest, fullest = n, share
		}
	}
	return tightest
}

// limitsOn are the bounds of a network for the accounts chosen there.
func (v *View) limitsOn(n networks.Network) networks.Limits {
	return networks.LimitsAmong(n, v.chosen())
}

// chosen returns the accounts of the post that still exist, in its order.
func (v *View) chosen() []networks.Account {
	var chosen []networks.Account
	for _, id := range v.open.post.Accounts {
		for _, a := range v.around.accounts {
			if a.ID == id {
				chosen = append(chosen, a)
			}
		}
	}
	return chosen
}

// senders are the accounts the preview speaks for, one of each network; one without
// a name when none is chosen.
func (v *View) senders() []networks.Account {
	var all []networks.Account
	for _, a := range v.chosen() {
		if !slices.ContainsFunc(all, func(o networks.Account) bool { return o.Network == a.Network }) {
			all = append(all, a)
		}
	}
	if len(all) == 0 {
		all = append(all, networks.Account{Network: v.measured()})
	}
	return all
}

// failed shows above the form what must be corrected, "" for nothing but what
// the post itself suffers from.
func (v *View) failed(sentence string) {
	if sentence == "" && v.open.state == editorial.StateFailed {
		sentence = v.host.Text().T("editorial.error.refused")
	}
	if sentence != v.wrong.Text() {
		v.wrong.Set(sentence)
		v.arrange()
	}
}

// escape goes back on Escape, and reports whether it took the key.
func (v *View) escape(e *fyne.KeyEvent) bool {
	if e.Name != fyne.KeyEscape || v.host.Window().Canvas().Overlays().Top() != nil {
		return false
	}
	v.leave()
	return true
}
