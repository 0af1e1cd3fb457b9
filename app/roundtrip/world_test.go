package roundtrip_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/media"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/roundtrip"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// The rows that a desk begins with.
const (
	facebook  app.ID = "account-facebook"
	instagram app.ID = "account-instagram"
	bluesky   app.ID = "account-bluesky"
	backstage app.ID = "pillar-backstage"
	products  app.ID = "pillar-products"
)

var month = roundtrip.Range{
	From: app.Date{Year: 2026, Month: time.November, Day: 1}, To: app.Date{Year: 2026, Month: time.December, Day: 31}, Unplaced: true,
}

// desk is the room over a real file.
type desk struct {
	*roundtrip.Service
	file    *storage.File
	planner *planner
	events  *app.Events
	ids     *app.IDs
}

// planner notes what it is asked, and schedules for real.
type planner struct {
	file      *storage.File
	moved     []app.ID
	scheduled []app.ID

	reclaimed   []app.ID
	failReclaim error
}

func (p *planner) Moved(post app.ID) { p.moved = append(p.moved, post) }

func (p *planner) Reclaim(_ context.Context, posts ...app.ID) error {
	p.reclaimed = append(p.reclaimed, posts...)
	return p.failReclaim
}

func (p *planner) Schedule(ctx context.Context, post app.ID) error {
	p.scheduled = append(p.scheduled, post)
	kept, err := p.file.Editorial().Post(ctx, post)
	if err != nil {
		return err
	}
	return p.file.Publishing().Plan(ctx, post, []publishing.Delivery{{
		ID: post + "-again", PostID: post, AccountID: kept.Accounts[0], State: publishing.Scheduled,
		DueAt: kept.At.In(storagetest.Business().Location()), Lateness: kept.Lateness,
	}})
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	f := storagetest.New(t)
	ctx := t.Context()
	for _, a := range []networks.Account{
		{ID: facebook, Network: networks.Facebook, Handle: "Boulangerie Martin", State: networks.AccountHandFed},
		{ID: instagram, Network: networks.Instagram, Handle: "@martin", State: networks.AccountHandFed},
		{ID: bluesky, Network: networks.Bluesky, Handle: "martin.bsky.social", State: networks.AccountConnected},
	} {
		a.CreatedAt = storagetest.Now()
		must(t, f.Networks().SaveAccount(ctx, a))
	}
	must(t, f.Strategy().SavePillar(ctx, strategy.Pillar{ID: backstage, Name: "Coulisses", Colour: 1, ShareBP: 4000}))
	must(t, f.Strategy().SavePillar(ctx, strategy.Pillar{ID: products, Name: "Produits", Colour: 2, ShareBP: 6000}))
	must(t, f.Strategy().SaveObjective(ctx, strategy.Objective{ID: "objective-fame", Metric: metrics.Followers, Start: app.DateOf(storagetest.Now())}))
	must(t, f.Strategy().SaveAudience(ctx, strategy.Audience{ID: "audience-claire", Name: "Claire, 38 ans"}))
	events := app.NewEvents()
	d := &desk{file: f, planner: &planner{file: f}, events: events, ids: app.NewIDs(storagetest.Clock(), nil)}
	d.Service = roundtrip.NewService(f.Roundtrip(), roundtrip.Rooms{
		Business: f.Business(), Strategy: f.Strategy(), Accounts: f.Networks(),
		Images:  media.NewService(f.Media(), storagetest.Clock(), media.Bounds{Edge: media.DefaultEdge}),
		Figures: metrics.NewService(f.Metrics(), f.Business(), f.Publishing(), storagetest.Clock(), events), Planner: d.planner,
		KeyDates: keydates.NewService(f.KeyDates(), f.Business(), events, d.ids),
		Approval: approval.NewService(f.Approval(), f.Editorial(), events, storagetest.Clock()),
	}, events, storagetest.Clock(), d.ids)
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// at is a civil moment of November 2026.
func at(day, hour int) app.Civil {
	return app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 1}.AddDays(day - 1), Time: app.TimeOfDay{Hour: hour}}
}

// post is an approved post with everything, on a day at nine.
func (d *desk) post(t testing.TB, day int, text string) editorial.Post {
	t.Helper()
	p := editorial.Post{
		ID: d.ids.New(), Title: fmt.Sprint("Titre ", day), Text: text, Stage: editorial.Approved, PillarID: backstage,
		ObjectiveID: "objective-fame", AudienceID: "audience-claire", At: at(day, 9), Lateness: 2 * time.Hour,
		Accounts: []app.ID{instagram, facebook}, CreatedAt: storagetest.Now(), UpdatedAt: storagetest.Now(),
	}
	must(t, d.file.Editorial().SavePost(t.Context(), p))
	return p
}

// picture adds a picture to the file and returns its hash.
func (d *desk) picture(t testing.TB, name string) media.Hash {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for x := range 320 {
		for y := range 240 {
			picture.Set(x, y, color.RGBA{uint8(x), uint8(y), uint8(len(name)), 255})
		}
	}
	var data bytes.Buffer
	must(t, jpeg.Encode(&data, picture, nil))
	kept, err := media.NewService(d.file.Media(), storagetest.Clock(), media.Bounds{Edge: media.DefaultEdge}).Add(t.Context(), name, &data)
	must(t, err)
	return kept.Hash
}

// schedule puts a post on the ledger.
func (d *desk) schedule(t testing.TB, p editorial.Post) publishing.Delivery {
	t.Helper()
	delivery := publishing.Delivery{
		ID: p.ID + "-delivery", PostID: p.ID, AccountID: p.Accounts[0], State: publishing.Scheduled,
		DueAt: p.At.In(storagetest.Business().Location()), Lateness: p.Lateness,
	}
	must(t, d.file.Publishing().Plan(t.Context(), p.ID, []publishing.Delivery{delivery}))
	return delivery
}

// publish brings a post out, with its proof.
func (d *desk) publish(t testing.TB, p editorial.Post) {
	t.Helper()
	ctx, ledger, now := t.Context(), d.file.Publishing(), storagetest.Now()
	x := d.schedule(t, p)
	x.State = publishing.Preparing
	must(t, ledger.Advance(ctx, publishing.Scheduled, x))
	x.State, x.Identity, x.Attempts, x.ArmedAt = publishing.Armed, networks.Identity{Key: "3kabc", CreatedAt: now}, 1, now
	id, err := ledger.Begin(ctx, publishing.Preparing, x, publishing.Attempt{Step: publishing.StepPublish, Identity: x.Identity, StartedAt: now})
	must(t, err)
	x.State, x.RemoteID, x.Permalink, x.PublishedAt = publishing.Published, "1", "https://example.org/1", now
	must(t, ledger.End(ctx, publishing.Armed, x, publishing.Attempt{
		ID: id, EndedAt: now, Outcome: "created", Call: networks.Call{Name: "createRecord", Status: 200, Excerpt: "{}"},
	}))
}

func (d *desk) read(t testing.TB, id app.ID) roundtrip.Kept {
	t.Helper()
	all, err := d.file.Roundtrip().PostsByID(t.Context(), []app.ID{id})
	must(t, err)
	k, there := all[id]
	if !there {
		t.Fatalf("no post %s", id)
	}
	return k
}

func french(t testing.TB) *translations.Catalogue {
	t.Helper()
	c, err := translations.Load(translations.French)
	must(t, err)
	return c
}

// export makes the workbook of all posts.
func (d *desk) export(t testing.TB) []byte {
	t.Helper()
	w, err := d.Calendar(t.Context(), month, french(t), nil)
	must(t, err)
	return w.Bytes()
}

func (d *desk) compare(t testing.TB, data []byte) *roundtrip.Merge {
	t.Helper()
	m, err := d.Compare(t.Context(), "calendrier.xlsx", data)
	must(t, err)
	return m
}

// headerRow is where the headers of an export are.
const headerRow = 4

// sheet is an exported workbook being edited as a spreadsheet program does.
type sheet struct {
	t testing.TB
	f *excelize.File
	c *translations.Catalogue
}

// edit opens an exported workbook, and returns what it is after the changes.
func edit(t testing.TB, data []byte, change func(s sheet)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	defer f.Close()
	change(sheet{t, f, french(t)})
	out, err := f.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// cell names the cell of a post (or of a row, when id is "") in a column.
func (s sheet) cell(id app.ID, c roundtrip.Column) string {
	s.t.Helper()
	column := slices.Index(roundtrip.Columns(), c) + 1
	name, err := excelize.CoordinatesToCellName(column, s.row(id))
	must(s.t, err)
	return name
}

// row is that of a post, or the first free one.
func (s sheet) row(id app.ID) int {
	s.t.Helper()
	rows, err := s.f.GetRows("Calendrier")
	must(s.t, err)
	for i := headerRow; i < len(rows); i++ {
		if first := append(rows[i], "")[0]; first == string(id) && (id != "" || strings.Join(rows[i], "") == "") {
			return i + 1
		}
	}
	if id == "" {
		return len(rows) + 1
	}
	s.t.Fatalf("no row of %s", id)
	return 0
}

func (s sheet) set(id app.ID, c roundtrip.Column, value any) {
	s.t.Helper()
	must(s.t, s.f.SetCellValue("Calendrier", s.cell(id, c), value))
}

// addRow types a row without an ID below the others.
func (s sheet) addRow(cells map[roundtrip.Column]any) {
	s.t.Helper()
	row := s.row("")
	for c, v := range cells {
		name, err := excelize.CoordinatesToCellName(slices.Index(roundtrip.Columns(), c)+1, row)
		must(s.t, err)
		must(s.t, s.f.SetCellValue("Calendrier", name, v))
	}
}

func (s sheet) remove(id app.ID) {
	s.t.Helper()
	must(s.t, s.f.RemoveRow("Calendrier", s.row(id)))
}
