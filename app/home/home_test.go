package home

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/app/watch"
)

// now is the tests' present: Saturday 2026-11-21 14:32 in Paris, week 47.
var now = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)

func date(t testing.TB, s string) app.Date {
	t.Helper()
	d, err := app.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
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

// rooms is every neighbour of home, in memory.
type rooms struct {
	business    business.Business
	posts       []editorial.Post
	states      map[app.ID]editorial.State
	unplaced    []editorial.Summary
	entries     []publishing.Entry
	rehearsals  []publishing.Rehearsal
	accounts    []networks.Account
	ends        map[app.ID]time.Time // of credentials
	locked      error                // what asking for them answers
	strategy    strategy.Strategy
	path        strategy.Path
	figures     map[string]metrics.Figure // by metric and month: followers 2026-11
	out         []app.ID                  // posts that came out this month
	progress    map[metrics.Metric]metrics.Progress
	competitors []watch.Competitor
	sources     []watch.Source
	saved       []strategy.Action
	fails       error
}

// settled is a business where nothing is to be done.
func settled(t testing.TB) *rooms {
	t.Helper()
	r := &rooms{
		business: business.Business{Name: "Boulangerie Martin", Trade: business.Bakery, Zone: "Europe/Paris", FirstName: "Camille"},
		states:   make(map[app.ID]editorial.State),
		accounts: []networks.Account{{ID: "bsky", Network: networks.Bluesky, Handle: "martin.bsky.social", State: networks.AccountConnected}},
		path:     strategy.Path{Done: strategy.Questions()},
		strategy: strategy.Strategy{
			Profile:   strategy.Profile{Mission: "x", MinutesPerWeek: 180},
			Audiences: []strategy.Audience{{Name: "Claire"}},
			Channels:  []strategy.Channel{{Network: networks.Bluesky, PerWeek: 2}},
			Voice:     strategy.Voice{Tone: "simple", Address: strategy.Vous},
			Slots:     []strategy.Slot{{ID: "slot", Weekday: time.Tuesday}},
			Charter:   strategy.Charter{Articles: []strategy.Article{{Text: "Pas d’injure."}}, Who: "Camille", AnswerHours: 24},
			Crisis:    strategy.Crisis{Levels: []strategy.Level{{Answer: "Répondre."}}, People: []strategy.Contact{{Name: "Camille"}}},
			Actions:   []strategy.Action{{ID: "done", Kind: strategy.KindTask, Title: "Prendre une photo", Day: date(t, "2026-11-02"), Done: true}},
			Budget:    strategy.Budget{Review: date(t, "2026-12-01")},
			Pillars:   []strategy.Pillar{{ID: "products", Name: "Produits", ShareBP: 6000}, {ID: "behind", Name: "Coulisses", ShareBP: 4000}},
			Objectives: []strategy.Objective{{
				ID: "aim", Metric: metrics.Followers, From: new(2228.0), Target: new(2500.0), Start: date(t, "2026-10-01"), Due: date(t, "2026-12-31"),
			}},
		},
		figures: map[string]metrics.Figure{
			"followers 2026-11":       {Value: new(2314.0), Delta: new(86.0), AsOf: date(t, "2026-11-20")},
			"engagement_rate 2026-11": {Value: new(0.041), Delta: new(0.006), AsOf: date(t, "2026-11-20")},
		},
		progress: map[metrics.Metric]metrics.Progress{
			metrics.Followers: {Done: new(0.3), AsOf: date(t, "2026-11-20"), Verdict: metrics.OnCourse},
		},
	}
	r.place(t, "out", "2026-11-20 17:30", editorial.StatePublished)
	r.out = []app.ID{"out"}
	r.place(t, "soon", "2026-11-24 12:00", editorial.StateScheduled)
	r.place(t, "later", "2026-12-03 12:00", editorial.StateScheduled)
	return r
}

// place puts a post on the calendar.
func (r *rooms) place(t testing.TB, id app.ID, at string, state editorial.State, images ...editorial.PostImage) {
	t.Helper()
	r.posts = append(r.posts, editorial.Post{ID: id, Title: "Titre " + string(id), At: civil(t, at), PillarID: "products", Images: images, Accounts: []app.ID{"bsky"}})
	r.states[id] = state
}

func (r *rooms) deliver(t testing.TB, id app.ID, state publishing.State, account app.ID) {
	t.Helper()
	to := networks.Account{ID: account, Network: networks.Bluesky}
	for _, a := range r.accounts {
		if a.ID == account {
			to = a
		}
	}
	r.entries = append(r.entries, publishing.Entry{
		Delivery: publishing.Delivery{ID: "d" + id, PostID: id, AccountID: account, State: state, DueAt: now.Add(-time.Hour)},
		Title:    "Titre " + string(id), Account: to,
	})
}

// ending has the access to the first account end after a while.
func (r *rooms) ending(left time.Duration) {
	r.ends = map[app.ID]time.Time{r.accounts[0].ID: now.Add(left)}
}

func (r *rooms) service() *Service {
	return NewService(Neighbours{
		Business: r, Posts: r, Ledger: r, Accounts: r, Strategy: strategies{r}, Figures: r, Watch: r, KeyDates: r,
	}, app.FixedClock(now))
}

// Between gives the dates of the trade.
func (r *rooms) Between(_ context.Context, from, to app.Date) ([]keydates.KeyDate, error) {
	var between []keydates.KeyDate
	for year := from.Year; year <= to.Year; year++ {
		for _, k := range keydates.Of(year, r.business.Trade) {
			if !k.Date.Before(from) && !k.Date.After(to) {
				between = append(between, k)
			}
		}
	}
	return between, nil
}

func (r *rooms) Business(context.Context) (business.Business, error) { return r.business, r.fails }

func (r *rooms) Placed(_ context.Context, from, to app.Date) ([]editorial.Summary, error) {
	var all []editorial.Summary
	network := make(map[app.ID]networks.Network)
	for _, a := range r.accounts {
		network[a.ID] = a.Network
	}
	for _, p := range r.posts {
		var on []networks.Network
		for _, id := range p.Accounts {
			on = append(on, network[id])
		}
		if !p.At.IsZero() && !p.At.Date.Before(from) && !p.At.Date.After(to) {
			all = append(all, editorial.Summary{
				ID: p.ID, Title: p.Label(), PillarID: p.PillarID, At: p.At, State: r.states[p.ID], Networks: on,
			})
		}
	}
	slices.SortStableFunc(all, func(a, b editorial.Summary) int { return strings.Compare(a.At.String(), b.At.String()) })
	return all, nil
}

func (r *rooms) Unplaced(context.Context) ([]editorial.Summary, error) { return r.unplaced, nil }

func (r *rooms) Post(_ context.Context, id app.ID) (editorial.Post, editorial.State, error) {
	for _, p := range r.posts {
		if p.ID == id {
			return p, r.states[id], nil
		}
	}
	return editorial.Post{}, "", app.Fail(app.CodeNotFound, "editorial.error.not_found")
}

func (r *rooms) Rehearsals(context.Context) ([]publishing.Rehearsal, error) { return r.rehearsals, nil }

func (r *rooms) Entries(_ context.Context, state publishing.State, limit int) ([]publishing.Entry, error) {
	var all []publishing.Entry
	for _, e := range r.entries {
		if e.Delivery.State == state && len(all) < limit {
			all = append(all, e)
		}
	}
	return all, nil
}

func (r *rooms) Accounts(context.Context) ([]networks.Account, error) { return r.accounts, nil }

func (r *rooms) Expiry(_ context.Context, id app.ID) (networks.Expiry, error) {
	return networks.Expiry{At: r.ends[id]}, r.locked
}

type strategies struct{ *rooms }

func (s strategies) Strategy(context.Context) (strategy.Strategy, error) { return s.strategy, nil }

func (s strategies) Path(context.Context) (strategy.Path, error) { return s.path, nil }

func (s strategies) SaveAction(_ context.Context, a strategy.Action) error {
	s.saved = append(s.saved, a)
	return s.fails
}

func (r *rooms) Posts(context.Context, metrics.Period) ([]metrics.PostFigures, error) {
	var all []metrics.PostFigures
	for _, id := range r.out {
		all = append(all, metrics.PostFigures{PostID: id})
	}
	return all, nil
}

func (r *rooms) Figure(_ context.Context, m metrics.Metric, p metrics.Period) (metrics.Figure, error) {
	if f, ok := r.figures[fmt.Sprintf("%s %.7s", m, p.From)]; ok {
		return f, nil
	}
	return metrics.Figure{Reason: app.Say("metrics.reason.none")}, nil
}

func (r *rooms) Progress(_ context.Context, aim metrics.Aim, _ app.Date) (metrics.Progress, error) {
	return r.progress[aim.Metric], nil
}

func (r *rooms) Competitors(context.Context) ([]watch.Competitor, error) { return r.competitors, nil }

func (r *rooms) Sources(context.Context) ([]watch.Source, error) { return r.sources, nil }

func overview(t *testing.T, r *rooms) Overview {
	t.Helper()
	o, err := r.service().Overview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestTasks(t *testing.T) {
	noAlt := editorial.PostImage{Hash: "h"}
	for _, test := range []struct {
		name   string
		change func(t *testing.T, r *rooms)
		want   []string // severity, sentence, room, ID
	}{
		{"nothing to do", func(*testing.T, *rooms) {}, nil},
		{"not known", func(t *testing.T, r *rooms) { r.deliver(t, "p", publishing.Unknown, "bsky") }, []string{"late unknown register p"}},
		{"refused", func(t *testing.T, r *rooms) { r.deliver(t, "p", publishing.Refused, "bsky") }, []string{"late refused register p"}},
		{"missed", func(t *testing.T, r *rooms) { r.deliver(t, "p", publishing.Missed, "bsky") }, []string{"late missed register p"}},
		{"many missed share a row", func(t *testing.T, r *rooms) {
			for _, id := range []app.ID{"a", "b", "c", "d"} {
				r.deliver(t, id, publishing.Missed, "bsky")
			}
		}, []string{"late missed.many register "}},
		{"asked about in one list, whatever waits or is too late", func(t *testing.T, r *rooms) {
			for i, state := range []publishing.State{publishing.Missed, publishing.Scheduled} {
				r.deliver(t, app.ID(rune('a'+i)), state, "bsky")
				r.entries[len(r.entries)-1].Delivery.Aside = true
			}
		}, []string{"late catch_up catch_up "}},
		{"left by its owner, who was asked", func(t *testing.T, r *rooms) {
			r.deliver(t, "p", publishing.Missed, "bsky")
			r.entries[len(r.entries)-1].Delivery.ErrorKey = "publishing.error.left"
		}, nil},
		{"would not leave", func(_ *testing.T, r *rooms) {
			r.rehearsals = []publishing.Rehearsal{
				{PostID: "p", Account: r.accounts[0], DueAt: now, Problem: app.Say("editorial.check.duplicate")},
				{PostID: "ready", Account: r.accounts[0], DueAt: now},
			}
		}, []string{"soon rehearsal composer p"}},
		{"would not leave, as the account says already", func(_ *testing.T, r *rooms) {
			r.accounts[0].State = networks.AccountExpired
			r.rehearsals = []publishing.Rehearsal{{PostID: "p", Account: r.accounts[0], DueAt: now, Problem: app.Say("publishing.error.account_expired")}}
		}, []string{"late account accounts bsky"}},
		{"four that would not leave share a row", func(_ *testing.T, r *rooms) {
			for range 4 {
				r.rehearsals = append(r.rehearsals, publishing.Rehearsal{Account: r.accounts[0], DueAt: now, Problem: app.Say("editorial.check.duplicate")})
			}
		}, []string{"soon rehearsal.many rehearse "}},
		{"account expired", func(_ *testing.T, r *rooms) { r.accounts[0].State = networks.AccountExpired }, []string{"late account accounts bsky"}},
		{"access that ends in eight days", func(_ *testing.T, r *rooms) { r.ending(7*24*time.Hour + time.Minute) }, nil},
		{"access that ends in seven days", func(_ *testing.T, r *rooms) { r.ending(7 * 24 * time.Hour) }, []string{"soon ending accounts bsky"}},
		{"access that ends in hours", func(_ *testing.T, r *rooms) { r.ending(3 * time.Hour) }, []string{"soon ending.today accounts bsky"}},
		{"access that has ended", func(_ *testing.T, r *rooms) { r.ending(-time.Hour) }, []string{"late ending.over accounts bsky"}},
		{"access that the network ended", func(_ *testing.T, r *rooms) {
			r.ending(-time.Hour)
			r.accounts[0].State = networks.AccountExpired
		}, []string{"late account accounts bsky"}},
		{"access of which the keyring tells nothing", func(_ *testing.T, r *rooms) {
			r.ending(time.Hour)
			r.locked = app.Fail(app.CodeUnavailable, "vault.error.keyring_locked")
		}, nil},
		{"hand-fed account", func(_ *testing.T, r *rooms) {
			r.accounts = append(r.accounts, networks.Account{ID: "fb", Network: networks.Facebook, State: networks.AccountHandFed})
		}, nil},
		{"a scheduled post waits for a hand-fed account", func(t *testing.T, r *rooms) {
			r.accounts = append(r.accounts, networks.Account{ID: "fb", Network: networks.Facebook, State: networks.AccountHandFed})
			r.deliver(t, "soon", publishing.Scheduled, "fb")
		}, []string{"late by_hand register soon"}},
		{"image not described, due within seven days", func(t *testing.T, r *rooms) {
			r.place(t, "p", "2026-11-28 09:00", editorial.StateScheduled, noAlt, editorial.PostImage{Hash: "i", Alt: "Décrite"})
		}, []string{"soon alt composer p"}},
		{"image not described, later", func(t *testing.T, r *rooms) { r.place(t, "p", "2026-11-29 09:00", editorial.StateScheduled, noAlt) }, nil},
		{"image not described, gone", func(t *testing.T, r *rooms) { r.place(t, "p", "2026-11-20 09:00", editorial.StatePublished, noAlt) }, nil},
		{"to review", func(t *testing.T, r *rooms) { r.place(t, "p", "2026-11-25 09:00", editorial.StateToReview) }, []string{"soon review composer p"}},
		{"to fix", func(t *testing.T, r *rooms) { r.place(t, "p", "2026-11-25 09:00", editorial.StateToFix) }, []string{"soon fix composer p"}},
		{"placed, not scheduled, by moment", func(t *testing.T, r *rooms) {
			r.place(t, "b", "2026-11-26 09:00", editorial.StateApproved)
			r.place(t, "a", "2026-11-25 09:00", editorial.StateDraft)
		}, []string{"soon schedule composer a", "soon schedule composer b"}},
		{"ready, for accounts followed by hand too", func(t *testing.T, r *rooms) {
			r.accounts = append(r.accounts, networks.Account{ID: "fb", Network: networks.Facebook, State: networks.AccountHandFed})
			r.place(t, "hand", "2026-11-25 09:00", editorial.StateApproved)
			r.place(t, "both", "2026-11-26 09:00", editorial.StateApproved)
			at := len(r.posts) - 2
			r.posts[at].Accounts, r.posts[at+1].Accounts = []app.ID{"fb"}, []app.ID{"bsky", "fb"}
		}, []string{"soon schedule composer hand", "soon schedule composer both"}},
		{"four to schedule share a row", func(t *testing.T, r *rooms) {
			for i := range 4 {
				r.place(t, app.ID(rune('a'+i)), fmt.Sprintf("2026-11-25 0%d:00", i), editorial.StateDraft)
			}
		}, []string{"soon schedule.many calendar 2026-11-25"}},
		{"a draft that came due", func(t *testing.T, r *rooms) { r.place(t, "p", "2026-11-21 14:31", editorial.StateDraft) }, nil},
		{"an empty week", func(_ *testing.T, r *rooms) {
			r.posts = slices.DeleteFunc(r.posts, func(p editorial.Post) bool { return p.ID == "later" })
		}, []string{"info empty_week calendar 2026-11-30"}},
		{"a week with a failure only is empty", func(_ *testing.T, r *rooms) { r.states["soon"] = editorial.StateFailed }, []string{"info empty_week calendar 2026-11-23"}},
		{"no reading for long", func(t *testing.T, r *rooms) {
			r.progress[metrics.Followers] = metrics.Progress{AsOf: date(t, "2026-11-06")}
		}, []string{"info reading indicators "}},
		{"a reading two weeks ago", func(t *testing.T, r *rooms) {
			r.progress[metrics.Followers] = metrics.Progress{AsOf: date(t, "2026-11-07")}
		}, nil},
		{"no reading at all", func(_ *testing.T, r *rooms) { r.progress = nil }, []string{"info reading indicators "}},
		{"an objective that is over needs no reading", func(t *testing.T, r *rooms) {
			r.progress = nil
			r.strategy.Objectives[0].Due = date(t, "2026-11-20")
		}, nil},
		{"Parvis counts what it publishes", func(_ *testing.T, r *rooms) { r.strategy.Objectives[0].Metric = metrics.Published }, nil},
		{"no strategy", func(_ *testing.T, r *rooms) {
			r.strategy, r.path = strategy.Strategy{Profile: strategy.Profile{Mission: " "}}, strategy.Path{}
		}, []string{"info strategy strategy_path "}},
		{"a strategy begun: a question was seen", func(_ *testing.T, r *rooms) {
			r.strategy, r.path = strategy.Strategy{}, strategy.Path{At: strategy.AskSWOT}
		}, []string{"info strategy_resume strategy_path "}},
		{"a strategy begun: something is written", func(_ *testing.T, r *rooms) {
			r.strategy, r.path = strategy.Strategy{Pillars: r.strategy.Pillars}, strategy.Path{}
		}, []string{"info strategy_resume strategy_path "}},
		{"a question not passed yet", func(_ *testing.T, r *rooms) { r.path.Done = r.path.Done[1:] }, []string{"info strategy_resume strategy_path "}},
		{"an answer taken away", func(_ *testing.T, r *rooms) { r.strategy.Charter.Who = " " }, []string{"info strategy_resume strategy_path "}},
		{"actions by their day: late, today, in a week", func(t *testing.T, r *rooms) {
			r.strategy.Actions = []strategy.Action{
				{ID: "week", Kind: strategy.KindTask, Title: "c", Day: date(t, "2026-11-28")},
				{ID: "today", Kind: strategy.KindTask, Title: "b", Day: date(t, "2026-11-21")},
				{ID: "late", Kind: strategy.KindTask, Day: date(t, "2026-11-20")},
				{ID: "far", Kind: strategy.KindTask, Title: "d", Day: date(t, "2026-11-29")},
				{ID: "no day", Kind: strategy.KindTask, Title: "e"},
				{ID: "finished", Kind: strategy.KindTask, Title: "f", Day: date(t, "2026-11-21"), Done: true},
			}
		}, []string{"late action.untitled  late", "soon action  today", "soon action  week"}},
		{"more than three actions: the others share a row", func(t *testing.T, r *rooms) {
			for i := range 5 {
				r.strategy.Actions = append(r.strategy.Actions, strategy.Action{
					ID: app.ID(rune('a' + i)), Kind: strategy.KindTask, Title: "x", Day: date(t, "2026-11-23").AddDays(i), Who: "Camille",
				})
			}
		}, []string{"soon action  a", "soon action  b", "soon action  c", "soon actions strategy_path actions"}},
		{"ideas that are on no calendar", func(t *testing.T, r *rooms) {
			r.strategy.Actions = []strategy.Action{
				{ID: "a", Kind: strategy.KindIdea, Title: "Les galettes", Day: date(t, "2026-11-28")},
				{ID: "b", Kind: strategy.KindIdea, Title: "Le levain", Day: date(t, "2026-11-02")},
				{ID: "placed", Kind: strategy.KindIdea, Title: "Noël", Day: date(t, "2026-11-23"), PostID: "soon"},
				{ID: "far", Kind: strategy.KindIdea, Title: "Pâques", Day: date(t, "2026-11-29")},
				{ID: "blank", Kind: strategy.KindIdea, Title: " ", Day: date(t, "2026-11-23")},
			}
		}, []string{"soon ideas strategy_path actions"}},
		{"the review is due today", func(t *testing.T, r *rooms) { r.strategy.Budget.Review = date(t, "2026-11-21") }, []string{"soon strategy_review strategy_review "}},
		{"the review is tomorrow", func(t *testing.T, r *rooms) { r.strategy.Budget.Review = date(t, "2026-11-22") }, nil},
		{"no review was planned", func(_ *testing.T, r *rooms) { r.strategy.Budget.Review = app.Date{} }, nil},
		{"no account", func(_ *testing.T, r *rooms) { r.accounts = nil }, []string{"info first_account accounts "}},
		{"nothing at all", func(_ *testing.T, r *rooms) {
			*r = rooms{business: r.business}
		}, []string{"info strategy strategy_path ", "info first_account accounts ", "info first_post composer "}},
		{"ideas, but nothing placed", func(_ *testing.T, r *rooms) { r.posts, r.unplaced = nil, make([]editorial.Summary, 1) }, nil},
		{"a feed that fails", func(_ *testing.T, r *rooms) {
			r.competitors = []watch.Competitor{{ID: "c", Name: "Au bon pain"}, {ID: "e"}}
			r.sources = []watch.Source{{CompetitorID: "c", Failures: 3}, {CompetitorID: "c", Failures: 9}, {CompetitorID: "e", Failures: 2}}
		}, []string{"info feed watch c"}},
		{"the most pressing first", func(t *testing.T, r *rooms) {
			r.strategy, r.path = strategy.Strategy{}, strategy.Path{}
			r.place(t, "p", "2026-11-25 09:00", editorial.StateToReview)
			r.deliver(t, "x", publishing.Refused, "bsky")
			r.accounts[0].State = networks.AccountExpired
		}, []string{"late account accounts bsky", "late refused register x", "soon review composer p", "info strategy strategy_path "}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := settled(t)
			test.change(t, r)
			var got []string
			for _, task := range overview(t, r).Tasks {
				where := string(task.Target.ID+task.Finishes) + task.Target.Day.String()
				got = append(got, strings.Join([]string{
					strings.TrimPrefix(task.Severity.Name().Key, "home.severity."), strings.TrimPrefix(task.Title.Key, "home.task."), string(task.Target.Room), where,
				}, " "))
				if task.Caption.IsZero() || task.Action.IsZero() {
					t.Errorf("%s: no caption or no button", task.Title.Key)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheStrategyTaskSaysHowMuchIsLeft(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(r *rooms)
		want   app.Message
	}{
		{"all of it", func(r *rooms) { r.strategy, r.path = strategy.Strategy{}, strategy.Path{} }, app.Say("home.task.strategy.caption", "Count", 21)},
		{"but the first question", func(r *rooms) { r.path.Done = []strategy.Question{strategy.AskIdentity} }, app.Say("home.task.strategy_resume.caption", "Count", 20)},
		{"an answer", func(r *rooms) { r.strategy.Slots = nil }, app.Say("home.task.strategy_resume.answers", "Count", 1)},
		{"but the last question", func(r *rooms) {
			r.path.Done = slices.DeleteFunc(strategy.Questions(), func(q strategy.Question) bool { return q == strategy.AskPage })
		}, app.Say("home.task.strategy_resume.caption", "Count", 1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := settled(t)
			test.change(r)
			tasks := overview(t, r).Tasks
			if len(tasks) != 1 {
				t.Fatalf("%d tasks", len(tasks))
			}
			if diff := cmp.Diff(test.want, tasks[0].Caption); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMarkDone(t *testing.T) {
	r := settled(t)
	r.strategy.Actions = []strategy.Action{
		{ID: "a", Kind: strategy.KindTask, Title: "Photo", Day: date(t, "2026-11-21"), Who: "Sofiane"},
		{ID: "b", Kind: strategy.KindTask, Title: "Vitrine", Done: true},
	}
	done, undone := r.strategy.Actions[0], r.strategy.Actions[1]
	done.Done, undone.Done = true, false
	service := r.service()
	for _, step := range []struct {
		id   app.ID
		done bool
	}{{"a", true}, {"a", false}, {"b", true}, {"b", false}, {"gone", true}} {
		if err := service.MarkDone(t.Context(), step.id, step.done); err != nil {
			t.Fatal(err)
		}
	}
	// What is so already is not saved again, nor what is gone.
	if diff := cmp.Diff([]strategy.Action{done, undone}, r.saved); diff != "" {
		t.Error(diff)
	}
	r.fails = app.Fail(app.CodeUnavailable, "storage.error.full")
	if err := service.MarkDone(t.Context(), "a", true); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("got %v", err)
	}
}

func TestAccountTaskCountsWhatWaits(t *testing.T) {
	r := settled(t)
	r.accounts[0].State = networks.AccountExpired
	r.deliver(t, "soon", publishing.Scheduled, "bsky")
	r.deliver(t, "later", publishing.Scheduled, "bsky")
	part := r.entries[len(r.entries)-1]
	part.Delivery.Part = 1
	r.entries = append(r.entries, part)
	got := overview(t, r).Tasks[0].Caption
	if diff := cmp.Diff(app.Say("home.task.account.waiting", "Count", 2), got); diff != "" {
		t.Error(diff)
	}
}

func TestEmptyWeekNamesTheSilentPillar(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(t *testing.T, r *rooms)
		want   app.Message
	}{
		{"never spoken of", func(*testing.T, *rooms) {}, app.Say("home.task.empty_week.never", "Pillar", "Coulisses", "Count", 60)},
		{"silent for twelve days", func(t *testing.T, r *rooms) {
			r.place(t, "b", "2026-11-09 12:00", editorial.StatePublished)
			r.posts[len(r.posts)-1].PillarID = "behind"
		}, app.Say("home.task.empty_week.pillar", "Pillar", "Coulisses", "Count", 12)},
		{"no pillars", func(_ *testing.T, r *rooms) { r.strategy.Pillars = nil }, app.Say("home.task.empty_week.caption")},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := settled(t)
			r.posts = slices.DeleteFunc(r.posts, func(p editorial.Post) bool { return p.ID == "later" })
			test.change(t, r)
			tasks := overview(t, r).Tasks
			at := slices.IndexFunc(tasks, func(task Task) bool { return task.Title.Key == "home.task.empty_week" })
			if at < 0 {
				t.Fatal("no week is empty")
			}
			if diff := cmp.Diff(test.want, tasks[at].Caption); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFigures(t *testing.T) {
	r := settled(t)
	r.place(t, "draft", "2026-11-30 09:00", editorial.StateDraft)
	r.place(t, "failed", "2026-11-10 09:00", editorial.StateFailed)
	r.place(t, "partial", "2026-11-11 09:00", editorial.StatePartial)
	r.place(t, "october", "2026-10-31 09:00", editorial.StatePublished)
	r.place(t, "out in October", "2026-11-01 00:00", editorial.StatePublished)
	// Placed the day before the month began, and late; proven on one network, in
	// doubt on another.
	r.place(t, "in doubt", "2026-11-12 09:00", editorial.StateToCheck)
	r.out = append(r.out, "partial", "late", "in doubt")
	got := overview(t, r).Figures
	want := []Figure{
		{
			Metric: metrics.Followers, Label: app.Say("home.figure.followers"), Value: new(2314.0), Change: new(86.0), Progress: new(0.3),
			Caption: app.Say("home.figure.objective_due", "Target", 2500.0, "Due", app.ShortDate(date(t, "2026-12-31"))),
			Tip:     app.Say("home.figure.tip", "Definition", app.Say("metrics.followers.definition"), "Day", date(t, "2026-11-20")),
		},
		{
			Metric: metrics.EngagementRate, Label: app.Say("home.figure.engagement_rate"), Value: new(0.041), Change: new(0.006),
			Caption: app.Say("home.figure.no_objective"),
			Tip:     app.Say("home.figure.tip", "Definition", app.Say("metrics.engagement_rate.definition"), "Day", date(t, "2026-11-20")),
		},
		{
			Metric: metrics.Published, Label: app.Say("home.figure.published"), Value: new(4.0), Of: new(6.0), Progress: new(4.0 / 6), Short: true,
			Caption: app.Say("home.figure.published.unscheduled", "Count", 1, "Last", app.ShortDate(date(t, "2026-11-30"))), Tip: app.Say("home.figure.published.tip"),
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMissingFiguresAreNotZero(t *testing.T) {
	r := settled(t)
	r.figures = map[string]metrics.Figure{"followers 2026-10": {Value: new(2228.0), AsOf: date(t, "2026-10-31")}}
	r.progress[metrics.Followers] = metrics.Progress{Verdict: metrics.Behind}
	r.posts, r.out = nil, nil
	got := overview(t, r).Figures
	// Early in a month, the reading of the month before still tells.
	if got[0].Value == nil || *got[0].Value != 2228 || got[0].Change != nil || !got[0].Short {
		t.Errorf("followers: %+v", got[0])
	}
	if got[1].Value != nil || got[1].Progress != nil || got[1].Caption.Key != "home.figure.unmeasured" || got[1].Tip.Key != "metrics.reason.none" {
		t.Errorf("engagement: %+v", got[1])
	}
	if got[2].Progress != nil || got[2].Caption.Key != "home.figure.published.none" {
		t.Errorf("published: %+v", got[2])
	}
}

func TestProgressWithoutAStart(t *testing.T) {
	for _, test := range []struct {
		target float64
		want   *float64
	}{{2500, new(2314.0 / 2500)}, {2000, new(1.0)}, {0, nil}} {
		r := settled(t)
		r.strategy.Objectives[0].From, r.strategy.Objectives[0].Target = nil, &test.target
		r.progress[metrics.Followers] = metrics.Progress{AsOf: date(t, "2026-11-20")}
		if diff := cmp.Diff(test.want, overview(t, r).Figures[0].Progress); diff != "" {
			t.Errorf("%v: %s", test.target, diff)
		}
	}
}

func TestNextPosts(t *testing.T) {
	r := settled(t)
	r.place(t, "today", "2026-11-21 17:30", editorial.StateScheduled)
	r.place(t, "earlier today", "2026-11-21 09:00", editorial.StateDraft)
	r.place(t, "missed", "2026-11-23 09:00", editorial.StateMissed)
	r.place(t, "draft", "2026-11-27 07:30", editorial.StateDraft)
	r.place(t, "fifth", "2026-12-05 07:30", editorial.StateDraft)
	var got []string
	for _, p := range overview(t, r).Next {
		got = append(got, fmt.Sprintf("%s %s %v", p.ID, strings.TrimPrefix(p.When.Key, "home.when."), p.ComputerOn))
	}
	want := []string{"today today true", "soon week true", "draft week false", "later later true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestKeyDatesAhead(t *testing.T) {
	r := settled(t)
	r.place(t, "bf1", "2026-11-27 07:30", editorial.StateScheduled)
	r.place(t, "bf2", "2026-11-25 12:00", editorial.StatePublished)
	r.place(t, "too late", "2026-11-28 12:00", editorial.StateScheduled)
	r.place(t, "xmas", "2026-12-23 12:00", editorial.StateDraft)
	r.place(t, "failed", "2026-12-31 12:00", editorial.StateFailed)
	r.place(t, "one day", "2026-12-30 12:00", editorial.StateIdea)
	var got []string
	for _, k := range overview(t, r).KeyDates {
		got = append(got, fmt.Sprintf("%s %s in %d: %d, %d, %s", k.ID, k.Date, k.Days, k.Ready, k.Drafts, strings.TrimPrefix(k.Tag.Key, "home.key_date.")))
	}
	// "soon" is placed three days before Black Friday, "later" before Saint Nicholas.
	want := []string{
		"black_friday 2026-11-27 in 6: 3, 0, ready", "saint_nicholas 2026-12-06 in 15: 1, 0, ready",
		"christmas 2026-12-25 in 34: 0, 1, drafts", "new_years_eve 2026-12-31 in 40: 0, 0, ideas",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestContextLine(t *testing.T) {
	for day, want := range map[string]app.Message{
		"2026-11-21": app.Say("home.context_ahead", "Day", app.LongDate(date(t, "2026-11-21")), "Week", 47,
			"Ahead", app.Say("home.ahead", "Name", app.Say("keydates.black_friday"), "Count", 6)),
		"2026-12-25": app.Say("home.context_ahead", "Day", app.LongDate(date(t, "2026-12-25")), "Week", 52,
			"Ahead", app.Say("home.ahead_today", "Name", app.Say("keydates.christmas"))),
	} {
		today := date(t, day)
		ahead, err := (&rooms{business: business.Business{Trade: business.Hairdresser}}).Between(t.Context(), today, today.AddDays(aheadDays))
		if err != nil {
			t.Fatal(err)
		}
		f := facts{today: today, keyDates: ahead}
		if diff := cmp.Diff(want, contextLine(today, keyDatesAhead(f))); diff != "" {
			t.Errorf("%s: %s", day, diff)
		}
	}
	if got := contextLine(date(t, "2026-11-21"), nil); got.Key != "home.context" {
		t.Errorf("got %v", got)
	}
}

func TestOverviewGreets(t *testing.T) {
	o := overview(t, settled(t))
	if o.FirstName != "Camille" || o.Today != date(t, "2026-11-21") {
		t.Errorf("got %q on %v", o.FirstName, o.Today)
	}
}

func TestOverviewTellsOfItsFailure(t *testing.T) {
	r := settled(t)
	r.fails = app.Fail(app.CodeUnavailable, "storage.error.read")
	if _, err := r.service().Overview(t.Context()); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("got %v", err)
	}
}
