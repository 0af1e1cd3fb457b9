package composer

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/spelling"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// world is the business of the tests: the rooms that the composer asks, in
// memory.
type world struct {
	posts    map[app.ID]editorial.Post
	states   map[app.ID]editorial.State
	accounts []networks.Account
	strategy strategy.Strategy
	entries  []publishing.Entry
	pictures map[media.Hash]image.Image
	events   *app.Events
	asked    []string // of the services, in order
	saves    []editorial.Post
	checks   func(editorial.Post) []editorial.Check
	fail     map[string]error // by service
	picked   source
	made     int
	held     map[app.ID]time.Time
	setting  approval.Setting
	notes    []approval.Note
	reasons  []string
	words    []spelling.Word // of the business
	reads    bool            // texts are read for mistakes, with the real dictionaries
}

var friday = app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 27}, Time: app.TimeOfDay{Hour: 12}}

var (
	martin  = networks.Account{ID: "a1", Network: networks.Bluesky, Handle: "boulangerie-martin.bsky.social", State: networks.AccountConnected}
	counted = networks.Account{ID: "a2", Network: networks.Facebook, Handle: "Boulangerie Martin", State: networks.AccountHandFed}
)

func newWorld() *world {
	w := &world{
		posts: make(map[app.ID]editorial.Post), states: make(map[app.ID]editorial.State),
		accounts: []networks.Account{martin, counted}, pictures: make(map[media.Hash]image.Image),
		events: app.NewEvents(), held: make(map[app.ID]time.Time), fail: make(map[string]error),
		strategy: strategy.Strategy{
			Pillars:    []strategy.Pillar{{ID: "p1", Name: "Produits", Colour: 1}, {ID: "p2", Name: "Offres", Colour: 2}},
			Objectives: []strategy.Objective{{ID: "o1", Name: "Vendre plus le vendredi"}, {ID: "o2", Metric: "followers"}, {ID: "o3", Goal: "notoriety", Metric: "reach"}},
			Audiences:  []strategy.Audience{{ID: "u1", Name: "Claire, 38 ans"}, {ID: "u2", Name: "Les bureaux d’à côté"}},
			Campaigns: []strategy.Campaign{
				{ID: "c1", Name: "Noël", Due: app.Date{Year: 2026, Month: time.December, Day: 24}},
				{ID: "c2", Name: "Rentrée", Due: app.Date{Year: 2026, Month: time.September, Day: 30}},
			},
		},
	}
	w.checks = w.usual
	return w
}

// usual are the checks of the real service that the tests need.
func (w *world) usual(p editorial.Post) []editorial.Check {
	var list []editorial.Check
	add := func(s editorial.Severity, key string, fix editorial.FixAction, args ...any) {
		list = append(list, editorial.Check{
			Severity: s, Title: app.Say(key, args...), Caption: app.Say(key+".caption", args...),
			Fix: editorial.Fix{Action: fix},
		})
	}
	if len(p.Accounts) == 0 {
		add(editorial.Blocks, "editorial.check.accounts.none", editorial.FixChooseWhere)
	}
	if strings.TrimSpace(p.Text) == "" && len(p.Images) == 0 {
		add(editorial.Blocks, "editorial.check.empty", editorial.FixWrite)
	}
	if p.At.IsZero() {
		add(editorial.Blocks, "editorial.check.unplaced", editorial.FixChooseTime)
	}
	for i, one := range p.Images {
		if one.Alt == "" {
			add(editorial.Warns, "editorial.check.alt", editorial.FixWriteAlt, "Count", 1, "Number", i+1)
			list[len(list)-1].Fix.Image = i
		} else {
			add(editorial.Fine, "editorial.check.alt.ok", editorial.NoFix)
			list[len(list)-1].Caption = app.Say("editorial.check.alt.ok.caption", "Count", 1)
		}
	}
	if p.Text != "" {
		add(editorial.Fine, "editorial.check.original", editorial.NoFix, "Days", 90)
	}
	if !p.At.IsZero() {
		add(editorial.Informs, "editorial.check.computer", editorial.NoFix, "Time", p.At.Time, "Day", p.At.Date, "Networks", "Bluesky")
	}
	return list
}

func (w *world) say(what string) error {
	w.asked = append(w.asked, what)
	return w.fail[what]
}

func (w *world) New(_ context.Context, at app.Civil) (editorial.Post, error) {
	w.made++
	p := editorial.Post{ID: app.ID("new" + string(rune('0'+w.made))), Stage: editorial.Draft, At: at, Lateness: 2 * time.Hour}
	for _, a := range w.accounts {
		if a.State == networks.AccountConnected {
			p.Accounts = append(p.Accounts, a.ID)
		}
	}
	return p, w.say("new")
}

func (w *world) Post(_ context.Context, id app.ID) (editorial.Post, editorial.State, error) {
	p, ok := w.posts[id]
	if !ok {
		return p, "", app.Fail(app.CodeNotFound, "error.not_found")
	}
	state := w.states[id]
	if state == "" {
		state = editorial.State(p.Stage)
	}
	return p, state, nil
}

func (w *world) Save(_ context.Context, p editorial.Post) error {
	if err := w.say("save"); err != nil {
		return err
	}
	if w.states[p.ID].Fixed() {
		return app.Fail(app.CodeConflict, "editorial.error.fixed")
	}
	p = p.Copy()
	w.posts[p.ID] = p
	w.saves = append(w.saves, p)
	return nil
}

func (w *world) Checks(_ context.Context, p editorial.Post) ([]editorial.Check, error) {
	return w.checks(p), w.fail["checks"]
}

func (w *world) Override(_ context.Context, _ app.ID, _ []editorial.Check, reason string) error {
	if err := w.say("override"); err != nil {
		return err
	}
	w.reasons = append(w.reasons, reason)
	return nil
}

func (w *world) Setting(context.Context) (approval.Setting, error) { return w.setting, nil }

func (w *world) Notes(context.Context, app.ID) ([]approval.Note, error) { return w.notes, nil }

func (w *world) Say(_ context.Context, n approval.Note) (approval.Undo, error) {
	if err := w.say("note"); err != nil {
		return nil, err
	}
	n.At = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)
	w.notes = append(w.notes, n)
	if p, ok := w.posts[n.PostID]; ok {
		switch n.Kind {
		case approval.Asked:
			p.Stage = editorial.ToReview
		case approval.Approved:
			p.Stage = editorial.Approved
		case approval.SentBack:
			p.Stage = editorial.ToFix
		}
		w.posts[n.PostID] = p
	}
	return func(context.Context) error { return nil }, nil
}

func (w *world) Duplicate(_ context.Context, id app.ID) (editorial.Post, error) {
	p := w.posts[id]
	p.ID, p.Stage, p.At = "copy", editorial.Draft, app.Civil{}
	w.posts[p.ID] = p
	return p, w.say("duplicate")
}

func (w *world) Delete(_ context.Context, id app.ID) (editorial.Undo, error) {
	kept := w.posts[id]
	delete(w.posts, id)
	return func(context.Context) error {
		w.posts[id] = kept
		return nil
	}, w.say("delete")
}

func (w *world) Schedule(_ context.Context, id app.ID) error {
	if err := w.say("schedule"); err != nil {
		return err
	}
	w.states[id] = editorial.StateScheduled
	return nil
}

func (w *world) Unschedule(_ context.Context, id app.ID) error {
	delete(w.states, id)
	return w.say("unschedule")
}

func (w *world) Hold(post app.ID, until time.Time) { w.held[post] = until }

func (w *world) Release(post app.ID) {
	w.asked = append(w.asked, "release")
	delete(w.held, post)
}

func (w *world) PostEntries(context.Context, app.ID) ([]publishing.Entry, error) {
	return w.entries, nil
}

func (w *world) Accounts(context.Context) ([]networks.Account, error) { return w.accounts, nil }

func (w *world) Strategy(context.Context) (strategy.Strategy, error) { return w.strategy, nil }

func (w *world) AddCampaign(_ context.Context, c strategy.Campaign) (strategy.Campaign, error) {
	if err := w.say("campaign"); err != nil {
		return c, err
	}
	c.ID = app.ID(fmt.Sprintf("c%d", len(w.strategy.Campaigns)+1))
	w.strategy.Campaigns = append(w.strategy.Campaigns, c)
	app.Emit(w.events, strategy.Changed{})
	return c, nil
}

func (w *world) Add(_ context.Context, name string, r io.Reader) (media.Image, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return media.Image{}, err
	}
	if string(data) == "text" {
		return media.Image{}, app.Fail(app.CodeInvalid, "media.error.format", "Name", name)
	}
	hash := media.Hash(name)
	w.pictures[hash] = picture(640, 480)
	return media.Image{Hash: hash, Name: name}, nil
}

func (w *world) Image(_ context.Context, h media.Hash) (media.Image, error) {
	p, ok := w.pictures[h]
	if !ok {
		return media.Image{}, app.Fail(app.CodeNotFound, "media.error.not_found")
	}
	return media.Image{Hash: h, Name: string(h), Width: 2 * p.Bounds().Dx(), Height: 2 * p.Bounds().Dy()}, nil
}

func (w *world) Render(context.Context, media.Hash, media.Crop, media.Bounds) (media.Rendered, error) {
	return media.Rendered{Data: make([]byte, 1000), MIME: "image/jpeg"}, nil
}

func (w *world) Thumbnail(_ context.Context, h media.Hash, _ int) (image.Image, error) {
	if p, ok := w.pictures[h]; ok {
		return p, nil
	}
	return nil, errors.New("no such picture")
}

func (w *world) Find(ctx context.Context, text string) ([]spelling.Finding, error) {
	if !w.reads {
		return nil, w.fail["find"]
	}
	var known []string
	for _, one := range w.words {
		known = append(known, one.Text)
	}
	return spelling.Find(ctx, text, spelling.French, spelling.NewWords(known...))
}

func (w *world) Words(context.Context) ([]spelling.Word, error) { return w.words, nil }

func (w *world) Learn(_ context.Context, text string) error {
	w.words = append(w.words, spelling.Word{Text: text, Who: "Claire"})
	app.Emit(w.events, spelling.WordsChanged{})
	return w.fail["learn"]
}

func (w *world) Forget(_ context.Context, text string) error {
	w.words = slices.DeleteFunc(w.words, func(one spelling.Word) bool { return one.Text == text })
	app.Emit(w.events, spelling.WordsChanged{})
	return nil
}

func (w *world) services() Services {
	return Services{
		Posts: w, Ledger: w, Accounts: w, Images: w, Strategy: w, Approval: w, Events: w.events, Spelling: w,
		Pick: func(_ string, chosen func(string, io.ReadCloser, error)) {
			if w.picked.open == nil {
				chosen("", nil, nil)
				return
			}
			r, err := w.picked.open()
			chosen(w.picked.name, r, err)
		},
	}
}

func file(name, content string) source {
	return source{name, func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

// picture is a warm gradient, as bread in the morning light.
func picture(width, height int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			d := uint8((x*100/width + y*100/height) / 2)
			p.SetRGBA(x, y, color.RGBA{220 - d, 165 - d, 110 - d/2, 255})
		}
	}
	return p
}

// desk is a composer on screen.
type desk struct {
	*world
	t    testing.TB
	host *pagetest.Host
	view *View
	left int // times it went back
}

func (w *world) desk(t testing.TB, mode kit.Mode, lang translations.Language, size fyne.Size) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(mode, 1))
	d := &desk{world: w, t: t, host: pagetest.NewIn(t, lang, size)}
	d.view = New(d.host, w.services(), func() {
		d.left++
		d.view.Hide()
	})
	d.host.Win.SetContent(container.NewStack(kit.NewBackground(kit.ColorBackground), d.view.Object()))
	d.host.Win.Resize(size)
	d.view.Show()
	return d
}

// french is a desk in French at the reference size.
func (w *world) french(t *testing.T) *desk {
	return w.desk(t, kit.ModeLight, translations.French, fyne.NewSize(1072, 800))
}

// typing types in the text of the post.
func (d *desk) typing(text string) {
	d.t.Helper()
	test.Type(d.view.text.Input(), text)
}

// find returns the objects on screen that match.
func find[T fyne.CanvasObject](d *desk, match func(T) bool) []T {
	var found []T
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if one, ok := o.(T); ok && match(one) {
			found = append(found, one)
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(d.host.Win.Content())
	for _, o := range d.host.Win.Canvas().Overlays().List() {
		walk(o)
	}
	return found
}

// button returns the one button with a text.
func (d *desk) button(text string) *kit.Button {
	d.t.Helper()
	found := find(d, func(b *kit.Button) bool { return b.Text() == text })
	if len(found) != 1 {
		d.t.Fatalf("%d buttons %q", len(found), text)
	}
	return found[0]
}

// says reports whether a text is shown.
func (d *desk) says(text string) bool {
	return len(find(d, func(t *kit.Text) bool { return strings.Contains(t.Text(), text) })) > 0 ||
		len(find(d, func(t *kit.Tag) bool { return strings.Contains(t.Text(), text) })) > 0 ||
		len(find(d, func(t *kit.ActionTag) bool { return strings.Contains(t.Text(), text) })) > 0
}

func (d *desk) menu(label string) {
	d.t.Helper()
	for _, item := range d.view.head.items() {
		if item.Label == label {
			item.Action()
			return
		}
	}
	d.t.Fatalf("no %q in the menu", label)
}

func (d *desk) lastSave() editorial.Post {
	d.t.Helper()
	if len(d.saves) == 0 {
		d.t.Fatal("nothing was saved")
	}
	return d.saves[len(d.saves)-1]
}

var _ page.Host = (*pagetest.Host)(nil)
