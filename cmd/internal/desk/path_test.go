package desk_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"parvis/accounts/bluesky/pdstest"
	"parvis/accounts/feeds"
	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
)

// said is a post with everything that is hard to say: French signs, accents, a
// figure of several characters, an address with an accent and one without a
// scheme, a hashtag.
const said = "«\u00a0Fête du pain\u00a0» samedi\u202f: fougasse, levain et pâtisseries à l’atelier 👩🏽‍🍳🥖\u202f!\n" +
	"Réservez sur https://boulangerie-martin.fr/fête ou martin.fr. #FêteDuPain"

// monday is when the post goes: its slot, in civil time of the business.
var monday = app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 23}, Time: app.TimeOfDay{Hour: 9}}

// walk is one business on its way through the program.
type walk struct {
	*desk.Services
	clock   *networkstest.Clock
	server  *pdstest.Server
	account pdstest.Account
	zone    *time.Location
}

// TestOnePath walks the whole path on the real AT Protocol server: a business, a
// strategy, a post with a picture, its moment, its sending, its proof, figures,
// a competitor, the workbook of the month; and nothing secret stays in any file.
func TestOnePath(t *testing.T) {
	w := &walk{server: pdstest.Start(t), clock: networkstest.NewClock(saturday)}
	w.account = w.server.CreateAccount(t, "boulangerie-martin.test")
	owner := newComputer(t)
	logTo(t, owner.paths)

	options := owner.options(w.clock)
	options.Reader = feeds.New(w.clock, feeds.Options{AllowLocal: true, Interval: time.Nanosecond})
	d := desk.New(options)
	workspace := bakery(t, d)
	w.Services, w.zone = d.Services(), workspace.Business.Location()
	if got := filepath.Base(workspace.Path); got != "Boulangerie Martin.parvis" {
		t.Errorf("the file is called %q", got)
	}

	account := connect(t, w.Services, w.server.URL, w.account.Handle, w.account.AppPassword)
	aim := w.plan(t)
	post := w.write(t)
	w.publish(t, post)
	w.readBack(t, post)
	w.measure(t, account.ID, aim)
	w.follow(t)
	w.export(t, post)

	_, err := w.File.BackUpNow(t.Context())
	must(t, err)
	if n := owner.holding(t, "FêteDuPain"); n < 2 {
		t.Errorf("the text is found in %d files, want the file (or its log) and its backup: the search is blind", n)
	}
	owner.keepsNoSecret(t, w.account)
	workspace.Close()
	owner.keepsNoSecret(t, w.account)

	// All of it is there at the next start.
	w.Services = open(t, d, workspace.Path)
	if e := entry(t, w.Services, post.ID); e.Delivery.State != publishing.Published {
		t.Errorf("after a restart the delivery is %s", e.Delivery.State)
	}
	if held, err := w.File.Suspended(t.Context()); err != nil || held != "" {
		t.Errorf("after a restart the file is suspended: %q, %v", held, err)
	}
}

// plan types a strategy, and returns what its objective measures.
func (w *walk) plan(t *testing.T) metrics.Aim {
	t.Helper()
	ctx := t.Context()
	must(t, w.Strategy.SaveProfile(ctx, strategy.Profile{Mission: "Faire connaître le pain au levain de l’île de Nantes."}))
	pillar, err := w.Strategy.AddPillar(ctx, "Savoir-faire", 4000)
	must(t, err)
	for _, name := range []string{"Coulisses", "Vie du quartier"} {
		_, err = w.Strategy.AddPillar(ctx, name, 3000)
		must(t, err)
	}
	_, err = w.Strategy.AddSlot(ctx, time.Monday, monday.Time, pillar.ID)
	must(t, err)
	from, target := 200.0, 300.0
	o, err := w.Strategy.AddObjective(ctx, strategy.GoalNotoriety, metrics.Followers, &from, app.Date{Year: 2026, Month: time.October, Day: 1})
	must(t, err)
	o.Name, o.Target, o.Due = "Trois cents abonnés", &target, app.Date{Year: 2026, Month: time.December, Day: 31}
	must(t, w.Strategy.SaveObjective(ctx, o))

	kept, err := w.Strategy.Strategy(ctx)
	must(t, err)
	if len(kept.Pillars) != 3 || len(kept.Slots) != 1 || len(kept.Objectives) != 1 {
		t.Fatalf("the strategy kept is %+v", kept)
	}
	facts, err := w.Guide.Facts(ctx)
	must(t, err)
	for _, a := range strategy.Advise(kept, facts) {
		if !a.Good && (a.Question == strategy.AskPillars || a.Question == strategy.AskIdentity) {
			t.Errorf("advice on a whole strategy: %+v", a.Text)
		}
	}
	return metrics.Aim{Metric: o.Metric, From: o.From, Target: o.Target, Start: o.Start, Due: o.Due}
}

// write makes a draft, gives it a picture, and places it by its slot.
func (w *walk) write(t *testing.T) editorial.Post {
	t.Helper()
	ctx := t.Context()
	p, err := w.Editorial.New(ctx, app.Civil{})
	must(t, err)
	strategy, err := w.Strategy.Strategy(ctx)
	must(t, err)
	p.Text, p.PillarID, p.ObjectiveID = said, strategy.Pillars[0].ID, strategy.Objectives[0].ID
	if len(p.Accounts) != 1 {
		t.Fatalf("a new post is for %d accounts, want the one connected", len(p.Accounts))
	}
	illustrate(t, w.Services, &p)
	must(t, w.Editorial.Save(ctx, p))
	must(t, w.Editorial.Place(ctx, p.ID, monday.Date))
	p, state, err := w.Editorial.Post(ctx, p.ID)
	must(t, err)
	if p.At != monday || state != editorial.StateDraft {
		t.Fatalf("placed at %v as %s, want the slot %v and a draft", p.At, state, monday)
	}
	checks, err := w.Editorial.Checks(ctx, p)
	must(t, err)
	if !editorial.Ready(checks) {
		t.Fatalf("the checks block: %+v", checks)
	}
	must(t, w.Ledger.Schedule(ctx, p.ID))
	return p
}

// publish lets the time of the post come.
func (w *walk) publish(t *testing.T, post editorial.Post) {
	t.Helper()
	due := monday.In(w.zone)
	next, err := w.Engine.Tick(t.Context())
	must(t, err)
	if !next.Equal(due) {
		t.Errorf("the engine wants to be woken at %v, want %v", next, due)
	}
	w.clock.Advance(due.Add(-time.Second).Sub(w.clock.Now()))
	_, err = w.Engine.Tick(t.Context())
	must(t, err)
	if n := len(w.server.ListRecords(t, w.account.DID)); n != 0 {
		t.Fatalf("a second too early the server holds %d posts", n)
	}
	w.clock.Advance(time.Second)
	_, err = w.Engine.Tick(t.Context())
	must(t, err)
	if e := entry(t, w.Services, post.ID); e.Delivery.State != publishing.Published {
		t.Fatalf("the delivery is %s: %s %+v", e.Delivery.State, e.Delivery.ErrorKey, e.Attempts)
	}
	// What is public cannot be rewritten.
	post.Text = "Autre chose"
	if err := w.Editorial.Save(t.Context(), post); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("changing what was published: %v", err)
	}
}

// readBack holds what the server has against what was written, and the ledger
// against both.
func (w *walk) readBack(t *testing.T, post editorial.Post) {
	t.Helper()
	records := w.server.ListRecords(t, w.account.DID)
	if len(records) != 1 {
		t.Fatalf("the server holds %d posts, want 1", len(records))
	}
	d := entry(t, w.Services, post.ID).Delivery
	key := records[0].URI[strings.LastIndex(records[0].URI, "/")+1:]
	if want := "https://bsky.app/profile/" + w.account.DID + "/post/" + key; d.RemoteID != records[0].URI || d.Permalink != want {
		t.Errorf("the ledger holds %s and %s, want %s and %s", d.RemoteID, d.Permalink, records[0].URI, want)
	}
	var kept struct {
		Text, CreatedAt string
		Langs           []string
		Facets          []struct {
			Index    struct{ ByteStart, ByteEnd int }
			Features []struct{ URI, Tag string }
		}
		Embed struct {
			Images []struct {
				Alt         string
				AspectRatio struct{ Width, Height int }
				Image       struct {
					MimeType string
					Size     int64
					Ref      struct {
						Link string `json:"$link"`
					}
				}
			}
		}
	}
	must(t, json.Unmarshal(records[0].Value, &kept))
	if kept.Text != said || cmp.Diff(kept.Langs, []string{"fr"}) != "" {
		t.Errorf("the server holds %q in %v", kept.Text, kept.Langs)
	}
	// 23 November 2026, 09:00 in Paris.
	if want := "2026-11-23T08:00:00.000Z"; kept.CreatedAt != want || !d.PublishedAt.Equal(monday.In(w.zone)) {
		t.Errorf("created at %s and published at %v, want %s", kept.CreatedAt, d.PublishedAt, want)
	}
	var told []string
	for _, f := range kept.Facets {
		told = append(told, kept.Text[f.Index.ByteStart:f.Index.ByteEnd]+" → "+f.Features[0].URI+f.Features[0].Tag)
	}
	want := []string{
		"https://boulangerie-martin.fr/fête → https://boulangerie-martin.fr/f%C3%AAte",
		"martin.fr → https://martin.fr",
		"#FêteDuPain → FêteDuPain",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
	picture, err := w.Media.Image(t.Context(), post.Images[0].Hash)
	must(t, err)
	if len(kept.Embed.Images) != 1 {
		t.Fatalf("the server holds %d pictures", len(kept.Embed.Images))
	}
	i := kept.Embed.Images[0]
	if i.Alt != post.Images[0].Alt || i.AspectRatio.Width != 640 || i.AspectRatio.Height != 480 || i.Image.MimeType != picture.MIME || i.Image.Size != picture.Size {
		t.Errorf("the server holds the picture %+v, want %+v", i, picture)
	}
	sum := sha256.Sum256(w.blob(t, i.Image.Ref.Link))
	if got := hex.EncodeToString(sum[:]); got != string(picture.Hash) {
		t.Errorf("the bytes of the picture are %s, want %s", got, picture.Hash)
	}
}

// blob returns the bytes of a picture, as any visitor could.
func (w *walk) blob(t *testing.T, cid string) []byte {
	t.Helper()
	query := url.Values{"did": {w.account.DID}, "cid": {cid}}
	answer, err := http.Get(w.server.URL + "/xrpc/com.atproto.sync.getBlob?" + query.Encode())
	must(t, err)
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	must(t, err)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("getBlob: %s %s", answer.Status, data)
	}
	return data
}

// measure types readings and looks at them against the objective.
func (w *walk) measure(t *testing.T, account app.ID, aim metrics.Aim) {
	t.Helper()
	ctx := t.Context()
	typed := func(month time.Month, day int, text string) metrics.Entry {
		return metrics.Entry{Metric: metrics.Followers, AccountID: account, Day: app.Date{Year: 2026, Month: month, Day: day}, Text: text}
	}
	kept, problems, err := w.Metrics.TypeReadings(ctx, []metrics.Entry{
		typed(time.October, 20, "210"), typed(time.November, 22, " 240\u00a0"), typed(time.September, 30, ""),
	})
	must(t, err)
	if kept != 2 || len(problems) != 0 {
		t.Fatalf("%d readings kept, problems %+v", kept, problems)
	}
	points, err := w.Metrics.Series(ctx, metrics.SeriesQuery{
		Metric: metrics.Followers, Span: metrics.Month,
		From: app.Date{Year: 2026, Month: time.September, Day: 1}, To: monday.Date,
	})
	must(t, err)
	var values []string
	for _, p := range points {
		shown := "none"
		if p.Value != nil {
			shown = fmt.Sprint(*p.Value)
		}
		values = append(values, shown)
	}
	// A month that was not measured is a gap, never a zero.
	if diff := cmp.Diff([]string{"none", "210", "240"}, values); diff != "" {
		t.Errorf("the curve (-want +got):\n%s", diff)
	}
	progress, err := w.Metrics.Progress(ctx, aim, monday.Date)
	must(t, err)
	if progress.Current == nil || *progress.Current != 240 || progress.Done == nil || *progress.Done != 0.4 {
		t.Errorf("progress %+v, want 240 and 40 %% of the way", progress)
	}
	figure, err := w.Metrics.Figure(ctx, metrics.Published, metrics.PeriodOf(metrics.Month, monday.Date))
	must(t, err)
	if figure.Value == nil || *figure.Value != 1 {
		t.Errorf("posts published this month: %+v, want 1", figure)
	}
}

// follow follows a competitor by the address of its site.
func (w *walk) follow(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	site := newSite(t, w.zone)
	competitor, err := w.Watch.Follow(ctx, "", site.URL)
	must(t, err)
	if competitor.Name != "Le Fournil d’à côté" {
		t.Errorf("the competitor is called %q", competitor.Name)
	}
	comparison, err := w.Watch.Comparison(ctx, monday.Date, 5)
	must(t, err)
	if len(comparison.Rows) != 2 || comparison.Complete != 4 {
		t.Fatalf("the comparison is %+v", comparison)
	}
	own, theirs := comparison.Rows[0], comparison.Rows[1]
	if last := own.Counts[len(own.Counts)-1]; own.Name != "Boulangerie Martin" || last.Count == nil || *last.Count != 1 {
		t.Errorf("own row %+v, want one post this week", own)
	}
	if theirs.CompetitorID != competitor.ID || theirs.PostsPerWeek == nil || *theirs.PostsPerWeek != 3 {
		t.Errorf("the competitor's row %+v, want three posts a week", theirs)
	}
	// Reading again asks only whether something changed.
	w.clock.Advance(2 * time.Minute)
	refreshed, err := w.Watch.Refresh(ctx, true)
	must(t, err)
	if refreshed.Asked != 1 || refreshed.Failed != 0 || refreshed.New != 0 || site.unchanged != 1 {
		t.Errorf("refreshed %+v, %d answered as unchanged", refreshed, site.unchanged)
	}
}

// site is a competitor's site with a feed.
type site struct {
	*httptest.Server
	unchanged int
}

// newSite serves a page that announces a feed of three posts a week for six
// weeks up to Monday.
func newSite(t *testing.T, zone *time.Location) *site {
	t.Helper()
	s := &site{}
	var feed strings.Builder
	feed.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Le Fournil d’à côté</title>`)
	for week := range 6 {
		for _, day := range []int{0, 2, 4} {
			at := app.Civil{Date: monday.Date.AddDays(-7*(week+1) + day), Time: app.TimeOfDay{Hour: 8}}.In(zone)
			fmt.Fprintf(&feed, `<item><guid>%d-%d</guid><title>Fournée nᵒ %d</title><link>https://example.test/%d-%d</link><pubDate>%s</pubDate></item>`,
				week, day, week, week, day, at.Format(time.RFC1123Z))
		}
	}
	feed.WriteString(`</channel></rss>`)
	s.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(rw, `<html><head><link rel="alternate" type="application/rss+xml" href="/actualites.xml"></head></html>`)
		case "/actualites.xml":
			rw.Header().Set("Content-Type", "application/rss+xml")
			rw.Header().Set("ETag", `"1"`)
			if r.Header.Get("If-None-Match") == `"1"` {
				s.unchanged++
				rw.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = io.WriteString(rw, feed.String())
		default:
			http.NotFound(rw, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// export makes the workbook of the month and looks for the proof in it.
func (w *walk) export(t *testing.T, post editorial.Post) {
	t.Helper()
	text, err := translations.Load(translations.French)
	must(t, err)
	book, err := w.Reports.Monthly(t.Context(), monday.Date, text, nil)
	must(t, err)
	if !strings.HasSuffix(book.Name, ".xlsx") {
		t.Errorf("the workbook is called %q", book.Name)
	}
	opened, err := excelize.OpenReader(bytes.NewReader(book.Bytes()))
	must(t, err)
	defer opened.Close()
	link := entry(t, w.Services, post.ID).Delivery.Permalink
	for _, sheet := range opened.GetSheetList() {
		cells, err := opened.SearchSheet(sheet, link)
		must(t, err)
		for _, cell := range cells {
			if linked, target, err := opened.GetCellHyperLink(sheet, cell); err == nil && linked && target == link {
				return
			}
		}
	}
	t.Errorf("no cell of %v leads to %s", opened.GetSheetList(), link)
}

// logTo sends the log where the program sends it.
func logTo(t *testing.T, paths machine.Paths) {
	t.Helper()
	former := slog.Default()
	log, closer := machine.OpenLog(paths)
	slog.SetDefault(log)
	t.Cleanup(func() {
		slog.SetDefault(former)
		must(t, closer.Close())
	})
	slog.Info("the log is written here")
}
