package editorial

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/keydates"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/search"
	"parvis/app/strategy"
)

// now is the tests' present: Saturday 2026-11-21 14:32 in Paris.
var now = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)

// desk is a service over a file in memory, with neighbours that keep the
// contracts of the real ones.
type desk struct {
	*Service
	posts       map[app.ID]Post
	deliveries  map[app.ID][]publishing.State
	rights      map[media.Hash]media.Report
	videos      map[media.Hash]media.Video
	askedRights []string
	overrides   map[app.ID][]Override
	// mustApprove: posts must be approved.
	mustApprove bool
	begun       map[app.ID]bool // posts of which something is out or in doubt
	published   []string
	reads       int // of published
	business    business.Business
	strategy    strategy.Strategy
	holidays    []keydates.Holiday
	accounts    []networks.Account
	images      map[media.Hash]media.Image
	clock       *hands
	events      *app.Events
	changed     []app.ID
	planned     []app.ID
	moved       []app.ID // posts the ledger was told to have moved
	journal     []journaled
	numbers     int64
	failPlan    error
	reclaimed   []app.ID
	failReclaim error
	failSave    error
}

// hands is a clock that tests turn.
type hands struct{ at time.Time }

func (h *hands) Now() time.Time { return h.at }

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{
		posts: make(map[app.ID]Post), deliveries: make(map[app.ID][]publishing.State), begun: make(map[app.ID]bool),
		images: make(map[media.Hash]media.Image), clock: &hands{now}, events: app.NewEvents(),
		business: business.Business{Name: "Boulangerie Martin", Trade: business.Bakery, Zone: "Europe/Paris", Lateness: 3 * time.Hour},
		accounts: []networks.Account{{ID: "bsky", Network: networks.Bluesky, Handle: "martin.bsky.social", State: networks.AccountConnected}},
	}
	app.On(d.events, func(e PostChanged) { d.changed = append(d.changed, e.ID) })
	d.Service = NewService(memory{desk: d}, Neighbours{
		Business: owner{d}, Strategy: plans{d}, Accounts: presence{d}, Images: pictures{d}, Planner: planner{d}, Law: noLaw{}, Approval: approver{d}, Rights: papers{d}, Videos: films{d}, KeyDates: days{d},
	}, d.events, d.clock, app.NewIDs(d.clock, rand.NewChaCha8([32]byte{1})))
	return d
}

// date reads 2026-11-21.
func date(t testing.TB, s string) app.Date {
	t.Helper()
	d, err := app.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// days are the key dates of the trade, and one school holiday.
type days struct{ d *desk }

func (w days) Between(_ context.Context, from, to app.Date) ([]keydates.KeyDate, error) {
	var between []keydates.KeyDate
	for year := from.Year; year <= to.Year; year++ {
		for _, k := range keydates.Of(year, w.d.business.Trade) {
			if !k.Date.Before(from) && !k.Date.After(to) {
				between = append(between, k)
			}
		}
	}
	return between, nil
}

func (w days) Holidays(context.Context, app.Date, app.Date) ([]keydates.Holiday, error) {
	return w.d.holidays, nil
}

// put keeps a post as the file would have it.
func (d *desk) put(p Post, deliveries ...publishing.State) {
	if p.Stage == "" {
		p.Stage = Draft
	}
	d.posts[p.ID] = p
	if len(deliveries) > 0 {
		d.deliveries[p.ID] = deliveries
	}
	for _, s := range deliveries {
		switch s {
		case publishing.Armed, publishing.Unknown, publishing.Published, publishing.HandedOver:
			d.begun[p.ID] = true
		}
	}
}

func (d *desk) state(id app.ID) State { return StateOf(d.posts[id].Stage, d.deliveries[id]) }

type owner struct{ *desk }

func (d owner) Business(context.Context) (business.Business, error) { return d.business, nil }

type plans struct{ *desk }

func (d plans) Strategy(context.Context) (strategy.Strategy, error) { return d.strategy, nil }

type presence struct{ *desk }

func (d presence) Accounts(context.Context) ([]networks.Account, error) { return d.accounts, nil }

type pictures struct{ *desk }

func (d pictures) Image(_ context.Context, h media.Hash) (media.Image, error) {
	if i, ok := d.images[h]; ok {
		return i, nil
	}
	return media.Image{}, app.Fail(app.CodeNotFound, "media.error.not_found")
}

type planner struct{ *desk }

func (d planner) Schedule(_ context.Context, id app.ID) error {
	if d.failPlan != nil {
		return d.failPlan
	}
	p := d.posts[id]
	if d.begun[id] {
		return app.Fail(app.CodeConflict, "publishing.error.fixed")
	}
	if p.At.IsZero() || p.At.In(d.business.Location()).Before(d.clock.Now().Add(-time.Minute)) {
		return app.Fail(app.CodeInvalid, "publishing.error.past")
	}
	if d.mustApprove && p.Stage != Approved && p.Stage != Scheduled {
		return app.Fail(app.CodeConflict, "approval.error.not_approved")
	}
	p.Stage = Scheduled
	d.posts[id] = p
	d.deliveries[id] = slices.Repeat([]publishing.State{publishing.Scheduled}, len(p.Accounts))
	d.planned = append(d.planned, id)
	return nil
}

func (d planner) Moved(id app.ID) { d.moved = append(d.moved, id) }

func (d planner) Reclaim(_ context.Context, posts ...app.ID) error {
	d.reclaimed = append(d.reclaimed, posts...)
	return d.failReclaim
}

func (d planner) Unschedule(_ context.Context, id app.ID) error {
	if d.begun[id] {
		return app.Fail(app.CodeConflict, "publishing.error.fixed")
	}
	p := d.posts[id]
	p.Stage = Draft
	if d.mustApprove {
		p.Stage = Approved
	}
	d.posts[id] = p
	delete(d.deliveries, id)
	return nil
}

// approver wants posts approved when the desk says so.
type approver struct{ *desk }

func (a approver) Needed(context.Context) (bool, error) { return a.mustApprove, nil }

// films are the videos of the desk; one that has no path is not where it was.
type films struct{ *desk }

func (f films) Facts(_ context.Context, h media.Hash) (media.Video, error) {
	v, ok := f.videos[h]
	if !ok {
		return v, app.Fail(app.CodeNotFound, "media.video.error.unknown")
	}
	return v, nil
}

func (f films) Present(_ context.Context, h media.Hash) error {
	if f.videos[h].Path == "" {
		return app.Fail(app.CodeUnavailable, "media.video.error.moved", "Name", f.videos[h].Name)
	}
	return nil
}

// papers are the agreements of those on the pictures.
type papers struct{ *desk }

func (p papers) RightsOf(_ context.Context, hashes []media.Hash, _ app.Date, on ...string) ([]media.Report, error) {
	p.askedRights = append(p.askedRights, fmt.Sprint(hashes, on))
	var all []media.Report
	for _, h := range hashes {
		if r, ok := p.rights[h]; ok {
			all = append(all, r)
		}
	}
	return all, nil
}

// noLaw has no rule: what the rules find has tests of its own.
type noLaw struct{}

func (noLaw) Review(context.Context) (legal.Review, error) { return legal.Review{}, nil }

// memory keeps posts and their journal. Lists and search are the file's alone.
type memory struct {
	*desk
	lists
}

// lists is what memory does not answer.
type lists interface {
	List(ctx context.Context, q Query) ([]Summary, error)
	Count(ctx context.Context, f Filter) (int, error)
	IDs(ctx context.Context, f Filter, order Sort) ([]app.ID, error)
	Authors(ctx context.Context) ([]string, error)
	Search(ctx context.Context, q search.Question, limit int) ([]Hit, error)
	Following(ctx context.Context, id app.ID) ([]Summary, error)
}

func (d memory) Overrides(_ context.Context, id app.ID) ([]Override, error) {
	return d.overrides[id], nil
}

func (d memory) AddOverrides(_ context.Context, id app.ID, more []Override) error {
	if d.overrides == nil {
		d.overrides = make(map[app.ID][]Override)
	}
	d.overrides[id] = append(d.overrides[id], more...)
	return nil
}

func (d memory) Post(_ context.Context, id app.ID) (Post, error) {
	p, ok := d.posts[id]
	if !ok {
		return Post{}, app.Fail(app.CodeNotFound, "editorial.error.not_found")
	}
	p = p.Copy()
	return p, nil
}

func (d memory) PostState(ctx context.Context, id app.ID) (State, error) {
	if _, err := d.Post(ctx, id); err != nil {
		return "", err
	}
	return d.state(id), nil
}

func (d memory) SavePost(_ context.Context, p Post) error {
	if d.failSave != nil {
		return d.failSave
	}
	if old, ok := d.posts[p.ID]; ok && d.state(p.ID).Fixed() && (!p.SaysTheSame(old) || old.At != p.At ||
		!slices.Equal(old.Accounts, p.Accounts)) {
		return app.Fail(app.CodeConflict, "editorial.error.fixed")
	}
	if d.state(p.ID) == StateScheduled && p.Stage != Scheduled {
		return app.Fail(app.CodeConflict, "storage.error.planned")
	}
	if p.Stage == Scheduled && len(p.Accounts) < len(d.deliveries[p.ID]) {
		d.deliveries[p.ID] = d.deliveries[p.ID][:len(p.Accounts)]
	}
	d.posts[p.ID] = p
	return nil
}

func (d memory) SavePosts(ctx context.Context, posts []Post) error {
	if d.failSave != nil {
		return d.failSave
	}
	for _, p := range posts {
		if err := d.SavePost(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (d memory) RemovePost(_ context.Context, id app.ID) error {
	if d.begun[id] {
		return app.Fail(app.CodeConflict, "editorial.error.fixed")
	}
	delete(d.posts, id)
	delete(d.deliveries, id)
	return nil
}

func (d memory) Placed(_ context.Context, from, to app.Date) ([]Summary, error) {
	return d.summaries(func(p Post) bool {
		return !p.At.IsZero() && !p.At.Date.Before(from) && !p.At.Date.After(to) && p.Stage != Dropped
	}), nil
}

func (d memory) Unplaced(context.Context) ([]Summary, error) {
	return d.summaries(func(p Post) bool { return p.At.IsZero() && p.Stage != Dropped }), nil
}

func (d *desk) summaries(keep func(Post) bool) []Summary {
	var all []Summary
	for _, p := range d.posts {
		if keep(p) {
			all = append(all, Summary{
				ID: p.ID, Title: p.Label(), PillarID: p.PillarID, AudienceID: p.AudienceID, CampaignID: p.CampaignID,
				At: p.At, State: d.state(p.ID), Networks: d.networks(p),
			})
		}
	}
	slices.SortFunc(all, func(a, b Summary) int {
		return cmp.Or(cmp.Compare(a.At.String(), b.At.String()), cmp.Compare(a.ID, b.ID))
	})
	return all
}

func (d *desk) networks(p Post) []networks.Network {
	var all []networks.Network
	for _, a := range d.accounts {
		if slices.Contains(p.Accounts, a.ID) && !slices.Contains(all, a.Network) {
			all = append(all, a.Network)
		}
	}
	return all
}

func (d memory) PublishedTexts(context.Context, time.Time, app.ID) ([]string, error) {
	d.reads++
	return d.published, nil
}

// civil reads 2026-11-21 14:32.
func civil(t testing.TB, s string) app.Civil {
	t.Helper()
	at, err := app.ParseTimeOfDay(s[11:])
	if err != nil {
		t.Fatal(err)
	}
	return app.Civil{Date: date(t, s[:10]), Time: at}
}

// wantFailure checks the code and the sentence of an error; key "" wants none.
func wantFailure(t *testing.T, err error, code app.Code, key string) {
	t.Helper()
	if key == "" {
		if err != nil {
			t.Errorf("got %v, want no error", err)
		}
		return
	}
	var e *app.Error
	if !errors.As(err, &e) || e.Code != code || e.Key != key {
		t.Errorf("got %v, want %s %s", err, code, key)
	}
}
