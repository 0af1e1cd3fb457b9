package editorial

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// way is one way of doing something.
type way func(t *testing.T, d *desk)

// press clicks the button with a text or tooltip.
func press(text string) way {
	return func(t *testing.T, d *desk) { t.Helper(); pagetest.Press(t, d.host.Win, text) }
}

// strike strikes shortcuts of the menu.
func strike(shift bool, keys ...fyne.KeyName) way {
	return func(t *testing.T, d *desk) {
		t.Helper()
		for _, key := range keys {
			if !d.host.Strike(key, shift) {
				t.Fatalf("nothing is offered under %s", key)
			}
		}
	}
}

// keys strikes keys on what has the focus.
func keys(names ...fyne.KeyName) way {
	return func(_ *testing.T, d *desk) { pagetest.Keys(d.host.Win, names...) }
}

// runes types letters into what has the focus.
func runes(text string) way {
	return func(_ *testing.T, d *desk) {
		for _, r := range text {
			d.host.Win.Canvas().Focused().TypedRune(r)
		}
	}
}

// then does one thing after another.
func then(ways ...way) way {
	return func(t *testing.T, d *desk) {
		t.Helper()
		for _, one := range ways {
			one(t, d)
		}
	}
}

// pick clicks an entry of the menu that is open.
func pick(i int) way {
	return func(t *testing.T, d *desk) {
		t.Helper()
		var entries []fyne.CanvasObject
		pagetest.Walk(d.host.Win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if strings.HasSuffix(fmt.Sprintf("%T", o), ".menuItem") {
				entries = append(entries, o)
			}
		})
		if i >= len(entries) {
			t.Fatalf("the menu has %d entries", len(entries))
		}
		pagetest.Click(d.host.Win, entries[i])
	}
}

// onMonth puts the keyboard on a day of the month, onChip on its first chip, onBlock
// on the first block of a day of the week, onRow on the first row from a day on.
func onMonth(on app.Date) way {
	return func(_ *testing.T, d *desk) {
		d.host.Win.Canvas().Focus(d.grid)
		d.grid.Select(on)
	}
}

func onChip(on app.Date) way { return then(onMonth(on), keys(fyne.KeyReturn)) }

func onBlock(on app.Date) way { return func(t *testing.T, d *desk) { t.Helper(); d.week(t, on) } }

func onRow(on app.Date) way { return func(t *testing.T, d *desk) { t.Helper(); d.list(t, on) } }

// clickChip clicks the first chip of a day of the month, with keys held.
func clickChip(on app.Date, held fyne.KeyModifier) way {
	return func(t *testing.T, d *desk) {
		t.Helper()
		d.grid.MouseDown(&desktop.MouseEvent{Modifier: held})
		test.TapAt(d.grid, d.chip(t, on))
	}
}

// inWeek is a moment of the week shown, as a position in the part that scrolls.
func (d *desk) inWeek(on app.Date, at app.TimeOfDay) (body fyne.CanvasObject, p fyne.Position) {
	week := d.page.calendar.week
	body = week.Focusable().(fyne.CanvasObject)
	const gutter = 46
	width := (week.Size().Width - gutter) / 7
	column := on.Monday().DaysUntil(on)
	return body, fyne.NewPos(gutter+(float32(column)+0.5)*width, float32(at.Minutes()+2)*body.Size().Height/(24*60))
}

// clickWeek clicks on a moment of the week, with keys held.
func clickWeek(on app.Date, at app.TimeOfDay, held fyne.KeyModifier) way {
	return func(_ *testing.T, d *desk) {
		body, p := d.inWeek(on, at)
		body.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{Modifier: held})
		body.(fyne.Tappable).Tapped(&fyne.PointEvent{Position: p})
	}
}

// dragWeek drags from a moment of the week to another.
func dragWeek(from, to app.Civil) way {
	return func(_ *testing.T, d *desk) {
		body, a := d.inWeek(from.Date, from.Time)
		_, b := d.inWeek(to.Date, to.Time)
		const steps = 5
		delta := fyne.NewDelta((b.X-a.X)/steps, (b.Y-a.Y)/steps)
		for i := range steps {
			p := a.AddXY(delta.DX*float32(i+1), delta.DY*float32(i+1))
			corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(body)
			body.(fyne.Draggable).Dragged(&fyne.DragEvent{
				PointEvent: fyne.PointEvent{Position: p, AbsolutePosition: corner.Add(p)}, Dragged: delta,
			})
		}
		body.(fyne.Draggable).DragEnd()
	}
}

// clickRow clicks on a row of the list, at a distance from the left, with keys held.
func clickRow(row int, x float32, held fyne.KeyModifier) way {
	return func(_ *testing.T, d *desk) {
		table := d.page.calendar.list.table
		body := table.Focusable().(fyne.CanvasObject)
		height := body.MinSize().Height / float32(table.RowCount())
		body.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{Modifier: held})
		body.(fyne.Tappable).Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, (float32(row)+0.5)*height)})
	}
}

// tab moves the focus to what has a text, as Tab does.
func tab(find func(w fyne.Window) fyne.Focusable) way {
	return func(t *testing.T, d *desk) {
		t.Helper()
		wanted := find(d.host.Win)
		for range 60 {
			d.host.Win.Canvas().FocusNext()
			if d.host.Win.Canvas().Focused() == wanted {
				return
			}
		}
		t.Fatal("Tab does not reach it")
	}
}

func toButton(text string) way {
	return tab(func(w fyne.Window) fyne.Focusable { return pagetest.Button(w, text) })
}

// Effects.
func asked(d *desk) string  { return strings.Join(d.asked, ", ") }
func opens(d *desk) string  { return strings.Join(d.write.opened, ", ") }
func title(d *desk) string  { return d.page.calendar.title.Text() }
func marked(d *desk) string { return fmt.Sprint(d.page.calendar.markedIDs()) }
func first(d *desk) string  { p, _ := d.page.calendar.list.row(0); return string(p.ID) }
func shows(d *desk) string  { return fmt.Sprint(d.page.shown) }

func front(d *desk) string {
	if d.host.Win.Canvas().Overlays().Top() == nil {
		return "the page"
	}
	return strings.Join(pagetest.Texts(d.host.Win)[:1], "")
}

// TestEverythingIsDoneBothWays: each action of the room, done with the mouse and
// done with the keyboard, has the same effect.
func TestEverythingIsDoneBothWays(t *testing.T) {
	ctrl, nov24, nov26 := fyne.KeyModifierControl, day(11, 24), day(11, 26)
	noon := app.TimeOfDay{Hour: 12, Minute: 15}
	alt := func(key fyne.KeyName) way { return func(_ *testing.T, d *desk) { d.alt(key) } }
	segment := func(i int) way {
		return func(_ *testing.T, d *desk) {
			tabs := d.page.calendar.tabs
			test.TapAt(tabs, fyne.NewPos((float32(i)+0.5)*tabs.Size().Width/4, 10))
		}
	}
	mark := then(clickChip(nov24, ctrl))
	dragMonth := func(to app.Date) way {
		return func(t *testing.T, d *desk) { t.Helper(); d.drag(d.chip(t, nov24), d.cell(t, to)) }
	}
	dragIdea := func(t *testing.T, d *desk) {
		t.Helper()
		corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.grid)
		p := d.cell(t, nov26)
		dragOut(d.ideas()[0], corner.AddXY(p.X, p.Y))
	}
	filterTag := func(w fyne.Window) fyne.Focusable {
		for _, tag := range pagetest.All[*kit.ActionTag](w) {
			if strings.HasPrefix(tag.Text(), "Offres") {
				return tag
			}
		}
		return nil
	}
	visible := func(d *desk) string { return strings.Join(d.shown(), ", ") }
	fillDay := func(t *testing.T, d *desk) {
		t.Helper()
		pagetest.All[*kit.DateField](d.host.Win)[0].SetDate(nov26)
	}
	result := func(t *testing.T, d *desk) {
		t.Helper()
		for _, row := range pagetest.All[*kit.TapRow](d.host.Win) {
			pagetest.Click(d.host.Win, row)
			return
		}
		t.Fatal("nothing was found")
	}
	shiftDown := func(_ *testing.T, d *desk) {
		body := d.host.Win.Canvas().Focused()
		body.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		body.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		body.(desktop.Keyable).KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	for _, action := range []struct {
		name        string
		mouse, keys way
		effect      func(*desk) string
		want        string
	}{
		{"next month", press("Suivant"), then(onMonth(day(12, 6)), keys(fyne.KeyDown)), title, "Décembre 2026"},
		{"previous month", press("Précédent"), then(onMonth(day(10, 26)), keys(fyne.KeyUp)), title, "Octobre 2026"},
		{"today", then(press("Suivant"), press("Aujourd’hui")), then(press("Suivant"), strike(false, fyne.KeyT)), title, "Novembre 2026"},
		{"see the week", segment(1), strike(true, fyne.KeyS), title, "16 – 22\u00a0nov. 2026"},
		{"see the list", segment(2), strike(true, fyne.KeyL), title, "6 publications"},
		{"see the Registre", segment(3), strike(true, fyne.KeyR), shows, fmt.Sprint(registerView)},
		{"back to the month", then(segment(1), segment(0)), then(segment(1), strike(true, fyne.KeyM)), title, "Novembre 2026"},
		{"open a post of the month", clickChip(nov24, 0), then(onChip(nov24), keys(fyne.KeyReturn)), opens, "open bread"},
		{"begin a post on a day", func(t *testing.T, d *desk) { t.Helper(); test.TapAt(d.grid, d.cell(t, nov26)) }, then(onMonth(nov26), runes("n")), opens, "new 2026-11-26 09:00"},
		{"move a post in the month", dragMonth(day(11, 25)), then(onChip(nov24), alt(fyne.KeyRight)), asked, "place 2026-11-25 [bread]"},
		{"carry a post far", dragMonth(day(12, 1)), then(onChip(nov24), runes("m"), keys(fyne.KeyDown, fyne.KeyReturn)), asked, "place 2026-12-01 [bread]"},
		{"place an idea", dragIdea, func(t *testing.T, d *desk) {
			t.Helper()
			onMonth(nov26)(t, d)
			tab(func(fyne.Window) fyne.Focusable { return d.ideas()[0] })(t, d)
			pagetest.Keys(d.host.Win, fyne.KeySpace)
		}, asked, "place 2026-11-26 [logs]"},
		{"mark a post of the month", mark, then(onChip(nov24), keys(fyne.KeySpace)), marked, "[bread]"},
		{"mark no more", then(mark, press("Ne plus rien choisir")), then(mark, keys(fyne.KeyEscape), keys(fyne.KeyEscape)), marked, "[]"},
		{"mark all", then(onRow(nov24), func(_ *testing.T, d *desk) { test.TapAt(d.page.calendar.list.table, fyne.NewPos(14, 14)) }), then(onRow(nov24), strike(false, fyne.KeyA)), marked, "[bread flour friday logs mute out]"},
		{"remove a post", then(mark, press("Supprimer")), then(onChip(nov24), keys(fyne.KeyDelete)), asked, "delete [bread]"},
		{"duplicate", then(mark, press("Dupliquer")), then(onChip(nov24), strike(false, fyne.KeyU)), asked, "duplicate [bread]"},
		{"move to a day", then(mark, press("Déplacer…"), fillDay, press("Déplacer")), then(onChip(nov24), strike(false, fyne.KeyD), fillDay, keys(fyne.KeyReturn)), asked, "place 2026-11-26 [bread]"},
		{"change the state", then(mark, press("État"), pick(2)), then(onChip(nov24), strike(false, fyne.KeyE), menuKeys(2)), asked, "stage to_review [bread]"},
		{"change the pillar", then(mark, press("Pilier"), pick(1)), then(onChip(nov24), strike(false, fyne.KeyP), menuKeys(1)), asked, "pillar p2 [bread]"},
		{"change the campaign", then(mark, press("Campagne"), pick(0)), then(onChip(nov24), strike(false, fyne.KeyK), menuKeys(0)), asked, "campaign noel [bread]"},
		{"undo", then(dragMonth(day(11, 25)), func(_ *testing.T, d *desk) { d.host.Undo() }), then(dragMonth(day(11, 25)), strike(false, fyne.KeyZ)), asked, "place 2026-11-25 [bread], undo"},
		{"redo", func(_ *testing.T, d *desk) { d.page.calendar.redoLast() }, strike(false, fyne.KeyY), asked, "redo"},
		{"filter by pillar", func(_ *testing.T, d *desk) { pagetest.Click(d.host.Win, filterTag(d.host.Win).(fyne.CanvasObject)) }, then(tab(filterTag), keys(fyne.KeySpace)), visible, "friday"},
		{"open the filters", press("Filtrer"), strike(false, fyne.KeyG), front, "Filtrer les publications"},
		{"show everything again", then(press("Filtrer"), press("Tout effacer")), then(strike(false, fyne.KeyG), toButton("Tout effacer"), keys(fyne.KeyReturn)), front, "the page"},
		{"search", press("Rechercher"), strike(false, fyne.KeyF), front, "Rechercher une publication"},
		{"open what was found", then(press("Rechercher"), runes("farine"), result), then(strike(false, fyne.KeyF), runes("farine"), keys(fyne.KeyReturn)), opens, "open flour"},
		{"close the search", then(press("Rechercher"), press("Fermer")), then(strike(false, fyne.KeyF), keys(fyne.KeyEscape)), front, "the page"},
		{"repeat a post", then(mark, press("Répéter…")), then(onChip(nov24), strike(false, fyne.KeyR)), front, "Répéter «\u00a0Farine de blé\u00a0»"},
		{"open the other actions", then(press("Autres actions"), pick(0)), strike(false, fyne.KeyR), front, "Quelle publication répéter\u202f?"},

		{"open a post of the week", then(onBlock(nov24), clickWeek(nov24, noon, 0)), then(onBlock(nov24), keys(fyne.KeyReturn)), opens, "open bread"},
		{"begin a post at an hour", then(onBlock(nov26), clickWeek(nov26, app.TimeOfDay{Hour: 15}, 0)), then(onBlock(nov26), keys(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown), runes("n")), opens, "new 2026-11-26 15:00"},
		{"move a post to another hour", then(onBlock(nov24), dragWeek(at(11, 24, 12, 15), at(11, 24, 12, 30))), then(onBlock(nov24), alt(fyne.KeyDown)), asked, "place 2026-11-24 at 12:30 [bread]"},
		{"move a post to another day", then(onBlock(nov24), dragWeek(at(11, 24, 12, 15), at(11, 25, 12, 15))), then(onBlock(nov24), alt(fyne.KeyRight)), asked, "place 2026-11-25 at 12:15 [bread]"},
		{"mark a post of the week", then(onBlock(nov24), clickWeek(nov24, noon, ctrl)), then(onBlock(nov24), keys(fyne.KeySpace)), marked, "[bread]"},
		{"remove a post of the week", then(onBlock(nov24), clickWeek(nov24, noon, ctrl), press("Supprimer")), then(onBlock(nov24), keys(fyne.KeyDelete)), asked, "delete [bread]"},
		{"next week", then(onBlock(nov24), press("Suivant")), then(onBlock(day(11, 29)), keys(fyne.KeyRight)), title, "30\u00a0nov. – 6\u00a0déc. 2026"},

		{"open a post of the list", then(onRow(nov24), clickRow(1, 200, 0)), then(onRow(nov24), keys(fyne.KeyReturn)), opens, "open bread"},
		{"mark a post of the list", then(onRow(nov24), clickRow(1, 12, 0)), then(onRow(nov24), keys(fyne.KeySpace)), marked, "[bread]"},
		{"mark several posts", then(onRow(nov24), clickRow(1, 12, 0), clickRow(2, 200, fyne.KeyModifierShift)), then(onRow(nov24), keys(fyne.KeySpace), shiftDown), marked, "[bread friday]"},
		{"remove a post of the list", then(onRow(nov24), clickRow(1, 12, 0), press("Supprimer")), then(onRow(nov24), keys(fyne.KeyDelete)), asked, "delete [bread]"},
		{"sort by title", then(onRow(nov24), func(_ *testing.T, d *desk) { test.TapAt(d.page.calendar.list.table, fyne.NewPos(230, 14)) }), then(onRow(nov24), strike(false, fyne.KeyJ), menuKeys(1)), first, "mute"},
	} {
		for how, do := range map[string]way{"mouse": action.mouse, "keyboard": action.keys} {
			t.Run(action.name+" with the "+how, func(t *testing.T) {
				w := newWorld()
				w.again = moved
				w.strategy.Campaigns = append(w.strategy.Campaigns, noel)
				d := opened(t, w, translations.French)
				do(t, d)
				if got := action.effect(d); got != action.want {
					t.Errorf("the effect is %q, want %q", got, action.want)
				}
			})
		}
	}
}

// menuKeys goes down a menu that is open to an entry and takes it.
func menuKeys(i int) way {
	return func(_ *testing.T, d *desk) {
		for range i + 1 {
			pagetest.Keys(d.host.Win, fyne.KeyDown)
		}
		pagetest.Keys(d.host.Win, fyne.KeyReturn)
	}
}

// noel is a campaign of the tests.
var noel = strategy.Campaign{ID: "noel", Name: "Noël"}

// TestTheMenuNamesWhatIsUndone: the entry says what would be taken back.
func TestTheMenuNamesWhatIsUndone(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	if c := d.host.Commands[0]; c.Name != "Annuler" || !c.Disabled {
		t.Errorf("before anything, it is %+v", c)
	}
	d.drag(d.chip(t, day(11, 24)), d.cell(t, day(11, 25)))
	if c := d.host.Commands[0]; c.Name != "Annuler\u00a0: Déplacée au 26 nov." || c.Disabled {
		t.Errorf("after a move, it is %+v", c)
	}
	d.page.Show(page.Target{View: page.NewPost})
	if len(d.host.Commands) > 0 {
		t.Errorf("the composer offers %v", d.host.Commands)
	}
}

// TestFiltersApplyToEverySight: what is filtered in one is filtered in the others.
func TestFiltersApplyToEverySight(t *testing.T) {
	w := newWorld()
	w.authors = []string{"Léa"}
	w.posts[1].Author = "Léa"
	d := opened(t, w, translations.French)
	c := d.page.calendar
	c.showFilters()
	tag := d.tag(t, "Léa")
	pagetest.Click(d.host.Win, tag)
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	if got := strings.Join(d.shown(), ", "); got != "bread" {
		t.Errorf("the month shows %q", got)
	}
	if pagetest.Button(d.host.Win, "Filtrer · 1") == nil {
		t.Error("the number of filters is not shown")
	}
	d.list(t, day(11, 24))
	if c.list.total != 1 || c.list.current() != "bread" {
		t.Errorf("the list has %d", c.list.total)
	}
	d.week(t, day(11, 27))
	if friday, _ := c.week.Day(day(11, 27)); len(friday.Blocks) != 0 {
		t.Error("the week shows what is filtered")
	}
	c.filter = editorial.Filter{States: []editorial.State{editorial.StateDraft}}
	if c.keeps(d.post("bread")) || !c.keeps(d.post("friday")) {
		t.Error("the state does not filter")
	}
}

// TestRepeating: the form says the rule, shows the dates and makes the drafts.
func TestRepeating(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.page.calendar.repeat("bread")
	for _, want := range []string{"Chaque mardi à 12:15", "mar. 1er\u00a0déc. 2026 · 12:15"} {
		if !pagetest.Says(d.host.Win, want) {
			t.Errorf("no %q in %q", want, pagetest.Texts(d.host.Win))
		}
	}
	boxes := pagetest.All[*kit.Checkbox](d.host.Win)
	boxes[0].Tapped(nil)
	if !pagetest.Says(d.host.Win, "sauté · Noël (férié)") || pagetest.Button(d.host.Win, "Ajouter 7 brouillons") == nil {
		t.Errorf("skipping, it says %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Keys(d.host.Win, fyne.KeyRight, fyne.KeyRight) // every month
	if !pagetest.Says(d.host.Win, "Le 24 de chaque mois à 12:15") {
		t.Errorf("by the month, it says %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Press(t, d.host.Win, "Ajouter 7 brouillons")
	d.wasAsked(t, "repeat bread month 8 false")
	d.host.Undo()
}

// TestSeriesIsMarkedTogether: what follows a post in its series is chosen at once,
// and moves along when one of them is dragged.
func TestSeriesIsMarkedTogether(t *testing.T) {
	w := newWorld()
	w.posts[1].Series, w.posts[2].Series = "s", "s"
	d := opened(t, w, translations.French)
	onChip(day(11, 24))(t, d)
	strike(false, fyne.KeyS)(t, d)
	if got := marked(d); got != "[bread friday]" {
		t.Fatalf("marked %s", got)
	}
	d.drag(d.chip(t, day(11, 24)), d.cell(t, day(11, 26)))
	d.wasAsked(t, "shift 2 [bread friday]")
	d.page.calendar.unmark()
	onChip(day(11, 14))(t, d)
	strike(false, fyne.KeyS)(t, d)
	if got := marked(d); got != "[]" || len(d.host.Toasts) != 2 {
		t.Errorf("alone, it marks %s and says %q", got, d.host.Toasts)
	}
}

// TestOtherPartsAddToTheMenu: what the services add is offered last.
func TestOtherPartsAddToTheMenu(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	ran := 0
	d.page.calendar.services.Menu = []Item{{Name: "editorial.new", Do: func(page.Host) { ran++ }}}
	items := d.page.calendar.menu()
	if last := items[len(items)-1]; last.Label != "Nouvelle publication" {
		t.Fatalf("the last entry is %q", last.Label)
	}
	items[len(items)-1].Action()
	if ran != 1 {
		t.Errorf("it ran %d times", ran)
	}
}

// TestWhatIsFoundIsDrawnAsItIsSeen: going down draws the rest, to the last.
func TestWhatIsFoundIsDrawnAsItIsSeen(t *testing.T) {
	w := newWorld()
	w.posts = manyPosts(200)
	d := opened(t, w, translations.French)
	strike(false, fyne.KeyF)(t, d)
	runes("Fournée")(t, d)
	rows := func() int { return len(pagetest.All[*kit.TapRow](d.host.Win)) }
	if got := rows(); got != rowsAtOnce {
		t.Errorf("%d rows are drawn at first", got)
	}
	for range mostFound + 5 {
		pagetest.Keys(d.host.Win, fyne.KeyDown)
	}
	if got := rows(); got != mostFound {
		t.Errorf("%d rows are drawn at the end", got)
	}
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	if got := opens(d); got != "open post00029" {
		t.Errorf("the last one does %q", got)
	}
}
