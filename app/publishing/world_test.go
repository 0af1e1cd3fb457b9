package publishing_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// testNow is the moment of every test: 2026-11-21 14:32 in Paris.
var testNow = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)

type movingClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *movingClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *movingClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

func (c *movingClock) add(d time.Duration) { c.set(c.Now().Add(d)) }

// test is what a *testing.T and a *rapid.T have in common.
type test interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// world is a business with accounts, their networks and a program that can be
// restarted.
type world struct {
	tb       test
	clock    *movingClock
	ledger   *ledger
	networks map[networks.Network]*network
	business business.Business
	held     bool
	holds    *publishing.Holds
	pace     publishing.Pace
	events   *app.Events
	changed  map[app.ID]int

	life   *process
	engine *publishing.Engine
}

// accountOf is the account on a network: each world has one on each.
func accountOf(n networks.Network) app.ID { return app.ID("account-" + string(n)) }

// The networks of a world, one of each class.
var classes = map[networks.Network]networks.ReadBack{
	networks.Bluesky:   networks.ByIdentity,
	networks.Mastodon:  networks.ByIdentity,
	networks.WordPress: networks.ByList,
	networks.LinkedIn:  networks.ByOwner,
}

func newWorld(tb test) *world {
	tb.Helper()
	w := &world{
		tb: tb, clock: &movingClock{now: testNow}, ledger: newLedger(), networks: make(map[networks.Network]*network),
		business: business.Business{Name: "Boulangerie Martin", Zone: "Europe/Paris"},
		pace:     publishing.DefaultPace(), events: app.NewEvents(), changed: make(map[app.ID]int),
	}
	for name, class := range classes {
		w.networks[name] = newNetwork(name, class, w.clock)
		id := accountOf(name)
		w.ledger.accounts[id] = networks.Account{ID: id, Network: name, Handle: string(name), State: networks.AccountConnected}
	}
	var mu sync.Mutex
	app.On(w.events, func(e publishing.DeliveryChanged) {
		mu.Lock()
		defer mu.Unlock()
		w.changed[e.ID]++
	})
	w.start(-1, false)
	return w
}

// Business implements publishing.BusinessSource.
func (w *world) Business(context.Context) (business.Business, error) { return w.business, nil }

// start begins a new life of the program, which dies at a step from now unless
// steps is negative.
func (w *world) start(steps int, after bool) {
	w.life = &process{steps: steps, after: after}
	directory := networks.Connectors{}
	for name, n := range w.networks {
		directory[name] = connector{n, w.life}
	}
	w.engine = publishing.New(publishing.Parts{
		Store: mortal{w.ledger, w.life}, Accounts: w.ledger, Connectors: directory, Sessions: w.ledger,
		Business: w, Turn: time.Millisecond, Held: func(context.Context) (bool, error) { return w.held, nil }, Holds: w.holds, Clock: w.clock, IDs: app.NewIDs(w.clock, nil), Events: w.events,
	}, w.pace)
}

// plan adds a scheduled delivery of a new post that says text.
func (w *world) plan(text string, to networks.Network, due time.Time, lateness time.Duration) app.ID {
	w.tb.Helper()
	post, id := app.ID("post-"+text), app.ID("delivery-"+text)
	w.addPost(post, text, publishing.Plan{})
	d := publishing.Delivery{
		ID: id, PostID: post, AccountID: accountOf(to), State: publishing.Scheduled, DueAt: due, Lateness: lateness,
	}
	if err := w.ledger.Plan(context.Background(), post, []publishing.Delivery{d}); err != nil {
		w.tb.Fatal(err)
	}
	return id
}

func (w *world) addPost(id app.ID, text string, plan publishing.Plan) {
	w.ledger.posts[id] = &post{plan: plan, text: text}
}

// tick makes one pass and returns when the engine wants the next.
func (w *world) tick() time.Time {
	w.tb.Helper()
	next, err := w.engine.Tick(context.Background())
	if err != nil {
		w.tb.Fatalf("tick: %v", err)
	}
	if !next.IsZero() && !next.After(w.clock.Now()) {
		w.tb.Fatalf("next pass at %v, which is not after now, %v", next, w.clock.Now())
	}
	return next
}

// settle makes passes, each when the engine asks for it, until it asks for none
// or the given time has passed.
func (w *world) settle(within time.Duration) {
	w.tb.Helper()
	end := w.clock.Now().Add(within)
	for {
		next := w.tick()
		if next.IsZero() || next.After(end) {
			return
		}
		w.clock.set(next)
	}
}

func (w *world) row(id app.ID) publishing.Delivery {
	w.tb.Helper()
	d, err := w.ledger.Delivery(context.Background(), id)
	if err != nil {
		w.tb.Fatal(err)
	}
	return d
}

// want checks where a delivery stands and why.
func (w *world) want(id app.ID, state publishing.State, key string) publishing.Delivery {
	w.tb.Helper()
	d := w.row(id)
	if d.State != state || d.ErrorKey != key {
		w.tb.Fatalf("%s is %s (%q), want %s (%q)", id, d.State, d.ErrorKey, state, key)
	}
	return d
}

// attempts tells what the ledger says was tried for a delivery: "publish created".
func (w *world) attempts(id app.ID) []string {
	var out []string
	for _, a := range w.ledger.attempts {
		if a.DeliveryID == id {
			out = append(out, fmt.Sprintf("%s %s", a.Step, a.Outcome))
		}
	}
	return out
}
