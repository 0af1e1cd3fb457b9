package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/assets/icons"
)

func TestButtonActs(t *testing.T) {
	acted := 0
	b := NewButton("Répondre", func() { acted++ })
	w := open(t, container.NewWithoutLayout(b), 300, 100)
	b.Resize(b.MinSize())
	if h := b.MinSize().Height; h < controlHeight {
		t.Errorf("the button is %v high, want at least %v", h, controlHeight)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(10, 10))
	w.Canvas().Focus(b)
	if b.box.StrokeWidth != focusWidth || b.box.StrokeColor != LightPalette().Primary {
		t.Error("the focus is not seen")
	}
	key(b, fyne.KeyReturn, fyne.KeySpace, fyne.KeyA)
	if acted != 3 {
		t.Errorf("a tap, Enter and Space acted %d times", acted)
	}
	b.Disable()
	test.TapCanvas(w.Canvas(), fyne.NewPos(10, 10))
	key(b, fyne.KeyReturn)
	if acted != 3 {
		t.Error("a disabled button acted")
	}
}

func TestButtonTooltip(t *testing.T) {
	b := NewButton("Programmer · vendredi 27 novembre 2026 à 12:00", nil)
	open(t, container.NewWithoutLayout(b), 500, 100)
	b.Resize(fyne.NewSize(b.NaturalWidth(), 34))
	if b.ToolTip() != "" {
		t.Errorf("a whole button has the tooltip %q", b.ToolTip())
	}
	b.Resize(fyne.NewSize(140, 34))
	if b.ToolTip() != b.Text() {
		t.Errorf("a cut button has the tooltip %q", b.ToolTip())
	}
	if tip := NewIconButton(icons.Trash, "Supprimer", nil).ToolTip(); tip != "Supprimer" {
		t.Errorf("the icon says %q", tip)
	}
}

func TestTabOrderFollowsReading(t *testing.T) {
	first, second := NewButton("un", nil), NewCheckbox("deux", false, nil)
	third := NewSegmented([]string{"a", "b"}, 0, nil)
	w := open(t, NewCard(VStack(Gap, HStack(Gap, first, second), third)), 400, 200)
	for i, want := range []fyne.Focusable{first, second, third} {
		w.Canvas().FocusNext()
		if got := w.Canvas().Focused(); got != want {
			t.Fatalf("Tab %d went to %T", i+1, got)
		}
	}
}

func TestFilterTag(t *testing.T) {
	var got []bool
	tag := NewFilterTag("Produits 40 %", PillarTone(1), false, func(selected bool) { got = append(got, selected) })
	open(t, tag, 200, 40)
	test.Tap(tag)
	key(tag, fyne.KeySpace)
	if diff := cmp.Diff([]bool{true, false}, got); diff != "" || tag.Selected() {
		t.Errorf("chosen %v: %s", tag.Selected(), diff)
	}
}

func TestSegmented(t *testing.T) {
	var got []int
	s := NewSegments([]Segment{{Label: "Mois", Tip: "Le mois entier"}, {Label: "Semaine"}, {Label: "Liste"}}, 0, func(i int) { got = append(got, i) })
	open(t, container.NewWithoutLayout(s), 400, 60)
	s.Resize(fyne.NewSize(s.NaturalWidth(), 32))
	test.TapAt(s, fyne.NewPos(s.edges[1]-5, 10))
	key(s, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyHome, fyne.KeyEnd)
	if diff := cmp.Diff([]int{1, 2, 1, 0, 2}, got); diff != "" {
		t.Error(diff)
	}
	s.SetSelected(1)
	if s.Selected() != 1 || len(got) != 5 {
		t.Error("choosing from the program must not call back")
	}
	s.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(5, 5)}})
	if s.ToolTip() != "Le mois entier" {
		t.Errorf("tooltip %q", s.ToolTip())
	}
	s.MouseOut()
}

func TestSelect(t *testing.T) {
	var got []int
	s := NewSelect([]string{"Facebook", "Instagram", "LinkedIn", "Invité"}, -1, "Choisir un réseau", func(i int) { got = append(got, i) })
	w := open(t, container.NewWithoutLayout(s), 400, 300)
	s.Resize(fyne.NewSize(180, 34))
	if s.Text() != "Choisir un réseau" {
		t.Errorf("shows %q", s.Text())
	}
	test.Tap(s)
	menu, ok := w.Canvas().Overlays().Top().(interface{ Tapped(*fyne.PointEvent) })
	if !ok || menu == nil {
		t.Fatal("no list opened")
	}
	focused := w.Canvas().Focused()
	key(focused, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if s.Text() != "Instagram" || s.Selected() != 1 {
		t.Errorf("shows %q", s.Text())
	}
	s.TypedRune('i')
	s.TypedRune('i')
	s.TypedRune('z')
	if diff := cmp.Diff([]int{1, 3, 1}, got); diff != "" {
		t.Error(diff)
	}
	s.Disable()
	s.TypedRune('f')
	key(s, fyne.KeyDown)
	if s.Selected() != 1 || len(w.Canvas().Overlays().List()) != 0 {
		t.Error("a disabled list changed or opened")
	}
}

func TestCheckbox(t *testing.T) {
	var got []bool
	c := NewCheckbox("Publier aussi le dimanche", false, func(checked bool) { got = append(got, checked) })
	open(t, c, 300, 40)
	test.Tap(c)
	key(c, fyne.KeySpace, fyne.KeyReturn)
	c.Disable()
	test.Tap(c)
	if diff := cmp.Diff([]bool{true, false, true}, got); diff != "" || !c.Checked() {
		t.Error(diff)
	}
}

func TestEntry(t *testing.T) {
	var changed, submitted string
	e := NewEntry("Nom").WithHint("Un ou deux mots")
	e.OnChanged = func(s string) { changed = s }
	e.OnSubmitted = func(s string) { submitted = s }
	w := open(t, VStack(0, e), 300, 120)
	e.Focus()
	test.Type(w.Canvas().Focused(), "Pain")
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if e.Text() != "Pain" || changed != "Pain" || submitted != "Pain" {
		t.Errorf("typed %q, changed %q, submitted %q", e.Text(), changed, submitted)
	}
	height := e.HeightForWidth(300)
	if e.below.Text() != "Un ou deux mots" {
		t.Errorf("below: %q", e.below.Text())
	}
	e.SetError("Ce nom est déjà pris par un autre pilier de votre stratégie. Choisissez-en un autre.")
	if e.below.block.color != ColorCoralText || e.HeightForWidth(300) <= height {
		t.Error("what must be corrected is red and takes its room")
	}
	e.SetError("")
	if e.below.Text() != "Un ou deux mots" || e.HeightForWidth(300) != height {
		t.Error("the hint must come back")
	}
	area := NewTextArea("")
	if area.in.AcceptsTab() {
		t.Error("Tab must leave a text area")
	}
}

func TestDateField(t *testing.T) {
	var got []app.Date
	f := NewDateField(french(t), "Date", today)
	f.OnChanged = func(d app.Date) { got = append(got, d) }
	w := open(t, VStack(0, f), 300, 500)
	f.Focus()
	test.Type(w.Canvas().Focused(), "27 nov")
	w.Canvas().Unfocus()
	if f.Text() != "27/11/2026" {
		t.Errorf("shows %q", f.Text())
	}
	f.SetText("31/11")
	f.Focus()
	w.Canvas().Unfocus()
	if _, ok := f.Date(); ok || f.Error() == "" || f.Text() != "31/11" {
		t.Errorf("a day that does not exist: %q, error %q", f.Text(), f.Error())
	}
	f.SetText("")
	f.Focus()
	key(w.Canvas().Focused(), fyne.KeyDown)
	picker, ok := w.Canvas().Focused().(*MonthPicker)
	if !ok {
		t.Fatalf("the down arrow focused %T", w.Canvas().Focused())
	}
	if picker.Day() != date(2026, 11, 27) {
		t.Errorf("the calendar opens on %v", picker.Day())
	}
	key(picker, fyne.KeyDown, fyne.KeyRight, fyne.KeyReturn)
	if f.Text() != "05/12/2026" || f.Error() != "" || len(w.Canvas().Overlays().List()) != 0 {
		t.Errorf("shows %q, error %q", f.Text(), f.Error())
	}
	f.SetEarliest(testToday)
	f.SetText("20/11/2026")
	if _, ok := f.Date(); ok {
		t.Error("a day before the earliest is accepted")
	}
	f.SetText("")
	f.Focus()
	w.Canvas().Unfocus()
	if diff := cmp.Diff([]app.Date{date(2026, 11, 27), date(2026, 12, 5), {}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestDateFieldEscape(t *testing.T) {
	f := NewDateField(french(t), "", today)
	w := open(t, VStack(0, f), 300, 500)
	f.Open()
	key(w.Canvas().Focused(), fyne.KeyPageDown, fyne.KeyEscape)
	if f.Text() != "" || len(w.Canvas().Overlays().List()) != 0 {
		t.Errorf("Escape left %q and %d overlays", f.Text(), len(w.Canvas().Overlays().List()))
	}
}

func TestTimeField(t *testing.T) {
	var got []string
	f := NewTimeField(french(t), "Heure")
	f.OnChanged = func(at app.TimeOfDay, set bool) {
		if !set {
			got = append(got, "")
			return
		}
		got = append(got, at.String())
	}
	w := open(t, VStack(0, f), 300, 100)
	f.Focus()
	test.Type(w.Canvas().Focused(), "9h40")
	key(w.Canvas().Focused(), fyne.KeyReturn, fyne.KeyUp, fyne.KeyUp, fyne.KeyDown)
	f.SetText("25h")
	w.Canvas().Unfocus()
	if f.Error() == "" {
		t.Error("25h is accepted")
	}
	f.SetText("0h00")
	f.Focus()
	key(w.Canvas().Focused(), fyne.KeyDown)
	f.SetText("")
	w.Canvas().Unfocus()
	if diff := cmp.Diff([]string{"09:40", "09:45", "10:00", "09:45", "23:45", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMonthPickerRefusesEarlierDays(t *testing.T) {
	var got []app.Date
	p := NewMonthPicker(french(t), testToday, testToday, func(d app.Date) { got = append(got, d) })
	open(t, p, 260, 300)
	p.SetEarliest(testToday)
	key(p, fyne.KeyLeft, fyne.KeyReturn, fyne.KeyRight, fyne.KeyReturn)
	test.TapAt(p, fyne.NewPos(5*pickerCell+5, pickerHeader+pickerHeads+4*pickerCell+5))
	if diff := cmp.Diff([]app.Date{testToday, date(2026, 11, 28)}, got); diff != "" {
		t.Error(diff)
	}
}

// manualClock is an After that a test moves by hand.
type manualClock struct{ waiting map[int]func() }

func (c *manualClock) after(_ time.Duration, f func()) func() {
	if c.waiting == nil {
		c.waiting = map[int]func(){}
	}
	id := len(c.waiting)
	c.waiting[id] = f
	return func() { c.waiting[id] = nil }
}

func (c *manualClock) elapse() {
	for _, f := range c.waiting {
		if f != nil {
			f()
		}
	}
}

func TestToasts(t *testing.T) {
	clock := &manualClock{}
	toasts := NewToasts(french(t), clock.after)
	below := 0
	w := open(t, container.NewStack(NewTapRow(Body(""), 0, func() { below++ }), toasts), 800, 600)
	undone := 0
	toasts.Say("Publication enregistrée.")
	toasts.SayWithAction("Publication supprimée.", "Annuler", func() { undone++ })
	if diff := cmp.Diff([]string{"Publication enregistrée.", "Publication supprimée."}, toasts.Messages()); diff != "" {
		t.Fatal(diff)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 20))
	if below != 1 {
		t.Error("toasts must let taps beside them through")
	}
	for _, o := range test.LaidOutObjects(toasts) {
		if b, ok := o.(*Button); ok && b.Text() == "Annuler" {
			test.Tap(b)
		}
	}
	if undone != 1 || len(toasts.Messages()) != 1 {
		t.Errorf("undone %d times, still shown: %v", undone, toasts.Messages())
	}
	clock.elapse()
	if len(toasts.Messages()) != 0 {
		t.Errorf("still shown after their time: %v", toasts.Messages())
	}
	for range 5 {
		toasts.Say("encore")
	}
	if got := len(toasts.Messages()); got != toastsAtOnce {
		t.Errorf("%d toasts at once", got)
	}
}

func TestModal(t *testing.T) {
	words := french(t)
	w := open(t, NewBackground(ColorBackground), 800, 600)
	var closed []bool
	accept := false
	field := NewEntry("Nom")
	m := NewModal(words, w.Canvas(), ModalOptions{
		Title: "Nouvelle source", Content: field, Primary: "Ajouter", First: field.Focusable(),
		OnConfirm: func() bool { return accept }, OnClosed: func(c bool) { closed = append(closed, c) },
	})
	m.Show()
	if w.Canvas().Focused() != field.Focusable() {
		t.Errorf("the focus is on %T", w.Canvas().Focused())
	}
	test.Type(w.Canvas().Focused(), "Ouest-France")
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if !m.Visible() {
		t.Fatal("closed although something must be corrected")
	}
	m.SetError("Cette adresse ne répond pas.")
	if m.problems.Text() == "" || !m.problems.Visible() {
		t.Error("what must be corrected is not shown")
	}
	accept = true
	key(w.Canvas().Focused(), fyne.KeyReturn)
	m.Show()
	key(w.Canvas().Focused(), fyne.KeyEscape)
	m.Show()
	w.Canvas().Unfocus()
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if diff := cmp.Diff([]bool{true, false, false}, closed); diff != "" {
		t.Error(diff)
	}
	if len(w.Canvas().Overlays().List()) != 0 || w.Canvas().OnTypedKey() != nil {
		t.Error("the modal left something behind")
	}
}

func TestModalShowsTooltips(t *testing.T) {
	w := open(t, NewBackground(ColorBackground), 800, 600)
	clock := &manualClock{}
	button := NewIconButton(icons.Trash, "Supprimer cette source", nil)
	m := NewModal(french(t), w.Canvas(), ModalOptions{Title: "Sources", Content: HStack(0, button)})
	m.after = clock.after
	m.Show()
	at := fyne.NewPos(790, 590)
	button.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}})
	if m.tip != nil {
		t.Fatal("the tooltip shows at once")
	}
	clock.elapse()
	if m.tip == nil || m.tip.content.(*Text).Text() != "Supprimer cette source" {
		t.Fatal("no tooltip")
	}
	if end := m.tip.Position().AddXY(m.tip.Size().Width, m.tip.Size().Height); end.X > 800 || end.Y > 600 {
		t.Errorf("the tooltip ends at %v, outside the window", end)
	}
	button.MouseOut()
	if m.tip != nil {
		t.Error("the tooltip stayed")
	}
	button.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}})
	m.Close()
	clock.elapse()
	if m.tip != nil {
		t.Error("a tooltip shows after the modal has gone")
	}
}

func TestConfirm(t *testing.T) {
	w := open(t, NewBackground(ColorBackground), 800, 600)
	var got []bool
	m := Confirm(french(t), w.Canvas(), "Supprimer ?", "La publication sera retirée de Mastodon.", "Supprimer", true, func(ok bool) { got = append(got, ok) })
	test.Tap(m.Primary())
	m = Confirm(french(t), w.Canvas(), "Supprimer ?", "", "Supprimer", true, func(ok bool) { got = append(got, ok) })
	test.TapCanvas(w.Canvas(), fyne.NewPos(5, 5))
	if !m.Visible() {
		t.Error("a tap beside a decision must not close it")
	}
	m.Close()
	if diff := cmp.Diff([]bool{true, false}, got); diff != "" {
		t.Error(diff)
	}
}

func TestStepper(t *testing.T) {
	var got []int
	s := NewStepper([]Step{{"Mon entreprise", StepDone}, {"Objectifs", StepCurrent}, {"Publics", StepTodo}}, func(i int) { got = append(got, i) })
	open(t, s, 200, 200)
	test.TapAt(s, fyne.NewPos(20, 10))
	key(s, fyne.KeyDown, fyne.KeyReturn, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeySpace)
	if diff := cmp.Diff([]int{0, 2, 0}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTapRow(t *testing.T) {
	taps := 0
	long := Body("Un texte bien trop long pour la place qui lui est donnée ici")
	r := NewChoiceCard(VStack(0, long), false, func() { taps++ })
	w := open(t, r, 160, 60)
	test.TapCanvas(w.Canvas(), fyne.NewPos(80, 20))
	key(r, fyne.KeyReturn)
	if taps != 2 {
		t.Errorf("acted %d times", taps)
	}
	r.veil.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, 20)}})
	if r.veil.ToolTip() != long.Text() || !r.hovered {
		t.Errorf("hovered %v, tooltip %q", r.hovered, r.veil.ToolTip())
	}
	r.veil.MouseOut()
}

func TestBusy(t *testing.T) {
	stopped := 0
	b := NewBusy(french(t), func() { stopped++ })
	open(t, b, 400, 60)
	if b.Visible() {
		t.Error("seen before it starts")
	}
	b.Start("Lecture des flux…")
	b.Progress("12 flux sur 23", 12.0/23)
	if !b.Visible() || !b.bar.Visible() || b.label.Text() != "12 flux sur 23" {
		t.Error("the progress is not shown")
	}
	test.Tap(b.cancel)
	b.Stop()
	if stopped != 1 || b.Visible() {
		t.Errorf("stopped %d times, seen %v", stopped, b.Visible())
	}
}

func TestFigureTile(t *testing.T) {
	f := NewFigureTile(Figure{Label: "Portée", Value: "n. d.", Missing: true, Progress: -1, Tip: "Mastodon ne donne pas la portée."})
	open(t, f, 160, 100)
	if f.ToolTip() != "Mastodon ne donne pas la portée." || f.value.color != ColorMuted || f.bar.track.Visible() {
		t.Errorf("tooltip %q, colour %v, bar %v", f.ToolTip(), f.value.color, f.bar.track.Visible())
	}
	f.Set(Figure{Label: "Portée", Value: "18 420", Delta: "−9 %", Tone: ToneDanger, Progress: 0.5})
	if f.delta.color != ColorCoralText || !f.bar.track.Visible() || f.ToolTip() != "" {
		t.Errorf("delta %v, bar %v, tooltip %q", f.delta.color, f.bar.track.Visible(), f.ToolTip())
	}
}

func TestMenuButton(t *testing.T) {
	done := 0
	b := NewMenuButton("", "Plus d’actions", func() []*fyne.MenuItem {
		return []*fyne.MenuItem{fyne.NewMenuItem("Dupliquer", func() { done++ })}
	})
	w := open(t, container.NewWithoutLayout(b), 300, 200)
	b.Resize(fyne.NewSize(34, 34))
	b.Move(fyne.NewPos(260, 160))
	test.Tap(b)
	for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
		if pop, ok := o.(*widget.PopUpMenu); ok {
			corner := pop.Position().AddXY(pop.Size().Width, pop.Size().Height)
			if corner.X > 300 || corner.Y > 200 {
				t.Errorf("the menu ends at %v, outside the window", corner)
			}
		}
	}
	key(w.Canvas().Focused(), fyne.KeyDown, fyne.KeyReturn)
	if done != 1 {
		t.Errorf("done %d times", done)
	}
}

func TestIconsAreAllThere(t *testing.T) {
	for _, n := range icons.All() {
		if _, err := icons.SVG(n); err != nil {
			t.Error(err)
		}
	}
	if _, err := icons.SVG("nope"); err == nil {
		t.Error("an unknown icon must be an error")
	}
	open(t, NewIcon("nope", 18, ColorInk), 30, 30)
}

func TestFigureTileMakesAFigureSmallerRatherThanCutIt(t *testing.T) {
	f := NewFigureTile(Figure{Label: "Portée", Value: "18\u202f420", Progress: -1})
	open(t, f, 90, 100)
	f.Resize(fyne.NewSize(90, 100))
	whole, height := f.value.natural().Width, f.HeightForWidth(90)
	f.Resize(fyne.NewSize(whole-4, 100))
	if f.value.truncated {
		t.Error("the figure is cut")
	}
	if got := f.HeightForWidth(whole - 4); got != height {
		t.Errorf("the height goes from %v to %v", height, got)
	}
	f.Resize(fyne.NewSize(200, 100))
	if f.value.style != StyleFigure {
		t.Error("it stays small where there is room")
	}
}

func TestTextWidthFollowsTheTexts(t *testing.T) {
	field := NewEntry("")
	box := TextWidth(84, field)
	open(t, box, 400, 100)
	small := box.MinSize().Width
	fyne.CurrentApp().Settings().SetTheme(NewTheme(ModeLight, 1.5))
	if got := box.MinSize().Width; small != 84 || got != 126 {
		t.Errorf("%v wide, then %v", small, got)
	}
}

// TestWhatActsDropsItsTooltip: what a tap opens may put the widget off the page,
// and then nothing else removes it.
func TestWhatActsDropsItsTooltip(t *testing.T) {
	w := open(t, NewBackground(ColorBackground), 800, 600)
	clock := &manualClock{}
	var m *Modal
	button := NewIconButton(icons.Trash, "Supprimer cette source", nil)
	row := NewTapRow(Body("Une source").WithTip("Toute la source"), 4, nil)
	m = NewModal(french(t), w.Canvas(), ModalOptions{Title: "Sources", Content: VStack(4, button, row)})
	m.after = clock.after
	m.Show()
	over := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(10, 10)}}
	for name, one := range map[string]interface {
		desktop.Hoverable
		fyne.Tappable
	}{"button": button, "row": row.veil} {
		one.MouseIn(over)
		clock.elapse()
		if m.tip == nil {
			t.Fatalf("%s: no tooltip", name)
		}
		one.Tapped(&fyne.PointEvent{})
		if m.tip != nil {
			t.Errorf("%s: the tooltip stays", name)
		}
	}
}

func TestOpenListsAreSeenInTheDark(t *testing.T) {
	p := DarkPalette()
	if c := Contrast(p.Raised, p.Card); c < 1.25 {
		t.Errorf("an open list is %.2f to 1 on a card", c)
	}
	if c := Contrast(p.Ink, p.Raised); c < 7 {
		t.Errorf("its text is %.2f to 1", c)
	}
}
