package publishing_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// TestNeverTwiceNeverFalsely is the law of the ledger. Networks answer anything,
// the program is killed at any step, before or after it took effect, again and
// again; the owner answers the catch-up list, takes posts back, gives them other dates and sends them again
// at any moment, also in the middle of a call; then it is left to run. Whatever
// happened:
//   - no delivery is public more than once;
//   - at every moment, one that is said to be published is public, under the
//     identifier the ledger holds;
//   - in the end nothing is stuck: on a network with identities every delivery
//     is published exactly once or proven not to be; elsewhere it is that, or it
//     waits for its owner;
//   - what its owner took back is not public;
//   - all of that holds for each part of a thread, and no part is public before
//     the one it answers;
//   - all of that holds, too, where networks keep posts until their moment, whatever
//     they answer and however often everything is suspended meanwhile: nothing that
//     is said to be scheduled, missed, refused or dropped is kept by a network.
func TestNeverTwiceNeverFalsely(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.pace.Spacing = rapid.SampledFrom([]time.Duration{0, time.Minute}).Draw(t, "spacing")
		lateness := rapid.SampledFrom([]time.Duration{0, time.Hour, 1000 * time.Hour}).Draw(t, "lateness")
		owned := rapid.Bool().Draw(t, "owned")
		if rapid.Bool().Draw(t, "networks keep posts") {
			w.networks[networks.Mastodon].window, w.networks[networks.WordPress].window = keeps, keeps
		}
		sends := rapid.Bool().Draw(t, "sends what came due meanwhile")
		texts := drawDeliveries(t, w, lateness, owned || !sends)
		deaths := rapid.SliceOfN(rapid.Custom(drawDeath), 0, 8).Draw(t, "deaths")
		o := &owner{world: w, service: newService(w, nil), sends: sends}
		if owned {
			o.live(t, texts)
		}
		run(t, w, o, texts, deaths)
		for text, on := range texts {
			rows := w.ledger.parts(app.ID("post-" + text))
			if len(rows) == 0 && w.networks[on].count(text) > 0 { // taken back before it was tried
				t.Fatalf("%s was taken back and is public", text)
			}
			for i, d := range rows {
				checkEnd(t, w, said(d, text), d, on, lateness)
				if i > 0 && d.Waits() && rows[i-1].State == publishing.Published {
					t.Fatalf("%s is stuck after %+v", d.Text, rows[i-1])
				}
			}
		}
	})
}

// drawDeliveries plans deliveries whose networks answer anything, and returns
// where each text goes. given says that their owner may give one up.
func drawDeliveries(t *rapid.T, w *world, lateness time.Duration, given bool) map[string]networks.Network {
	answers := func(label string, all ...answer) []answer {
		return rapid.SliceOfN(rapid.SampledFrom(all), 0, 3).Draw(t, label)
	}
	texts := make(map[string]networks.Network)
	for i := range rapid.IntRange(1, 5).Draw(t, "deliveries") {
		on := rapid.SampledFrom([]networks.Network{
			networks.Bluesky, networks.Bluesky, networks.Mastodon, networks.WordPress, networks.LinkedIn,
		}).Draw(t, "network")
		publish := []answer{truth, refuse, limit, lost, vanished, noProof, panicBefore, panicAfter}
		if classes[on] == networks.ByIdentity && lateness > 100*time.Hour && !given {
			// What arrives after a proof of absence is harmless only as long as
			// the same attempt is made again.
			publish = append(publish, late)
		}
		text := fmt.Sprintf("text-%d", i)
		whole := []string{text}
		if limits, _ := networks.LimitsOf(on); limits.Threads && rapid.Bool().Draw(t, "thread") {
			w.networks[on].under.Threads = true
			whole = append(whole, text+" b", text+" c")
		}
		for _, part := range whole {
			w.networks[on].scripts[part] = &script{
				prepare: answers("prepare", truth, trouble, panicPrepare),
				publish: answers("publish", publish...),
				find:    answers("find", truth, undecided, panicAfter, findNoProof),
			}
			if !w.networks[on].window.IsZero() {
				w.networks[on].scripts[part].entrust = answers("entrust", truth, refuse, limit, lost, vanished, atOnce, unnamed, panicBefore, panicAfter)
				w.networks[on].scripts[part].takeBack = answers("take back", truth, refuse, limit, lost, vanished, panicBefore)
			}
		}
		latest := 30
		if !w.networks[on].window.IsZero() {
			latest = 300
		}
		due := testNow.Add(time.Duration(rapid.IntRange(-30, latest).Draw(t, "due")) * time.Minute)
		w.plan(text, on, due, lateness)
		post := w.ledger.posts[app.ID("post-"+text)]
		post.text = strings.Join(whole, "\n---\n")
		post.plan = publishing.Plan{Lateness: lateness, Accounts: []app.ID{accountOf(on)}, Said: publishing.Said{Text: post.text}}
		texts[text] = on
	}
	return texts
}

// act is one thing an owner does to a post.
type act struct {
	text string
	what string
	in   time.Duration // from then on, for another date
}

// owner changes their mind between passes and in the middle of calls.
type owner struct {
	*world
	service *publishing.Service
	acts    []act // between passes, "" for none
	sends   bool  // what is on the catch-up list, or leaves it
}

// live draws what the owner does: for each network in order, so that what
// several accounts do at once does not mix.
func (o *owner) live(t *rapid.T, texts map[string]networks.Network) {
	on := make(map[networks.Network][]string)
	for _, text := range slices.Sorted(maps.Keys(texts)) {
		on[texts[text]] = append(on[texts[text]], text)
	}
	draw := func(label string, of []string) []act {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) act {
			return act{
				text: rapid.SampledFrom(of).Draw(t, "text"),
				what: rapid.SampledFrom([]string{"", "take back", "plan", "plan", "send again", "suspend", "go on", "here", "there"}).Draw(t, "what"),
				in:   time.Duration(rapid.IntRange(0, 180).Draw(t, "in")) * time.Minute,
			}
		}), 0, 6).Draw(t, label)
	}
	o.acts = draw("acts", slices.Sorted(maps.Keys(texts)))
	for _, name := range slices.Sorted(maps.Keys(on)) {
		n, during := o.networks[name], draw("during", on[name])
		meanwhile := func() {
			if len(during) > 0 {
				o.do(during[0])
				during = during[1:]
			}
		}
		n.uploads, n.during, n.reading = meanwhile, meanwhile, meanwhile
	}
}

// next does what the owner does after a pass and reports whether there was
// anything to do.
func (o *owner) next() bool {
	if len(o.acts) == 0 {
		return false
	}
	o.do(o.acts[0])
	o.acts = o.acts[1:]
	return true
}

// catchUp answers the catch-up list and reports whether there was anything on it.
func (o *owner) catchUp(t *rapid.T) bool {
	ctx := context.Background()
	rows, err := o.service.CatchUp(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var send, leave []app.ID
	for _, r := range rows {
		if o.sends {
			send = append(send, r.Delivery.ID)
		} else {
			leave = append(leave, r.Delivery.ID)
		}
	}
	if err := o.service.AnswerCatchUp(ctx, send, leave); err != nil {
		t.Fatal(err)
	}
	return len(rows) > 0
}

// do lets the owner act; that it is refused is one of the outcomes.
func (o *owner) do(a act) {
	id := app.ID("post-" + a.text)
	switch a.what {
	case "take back":
		_ = o.service.Unschedule(context.Background(), id)
	case "plan":
		o.ledger.place(id, app.CivilOf(o.clock.Now().Add(a.in).In(o.business.Location())))
		_ = o.service.Schedule(context.Background(), id)
	case "send again":
		for _, d := range o.ledger.parts(id) {
			_ = o.service.Resend(context.Background(), d.ID)
		}
	case "suspend":
		_ = o.service.Pause(context.Background(), publishing.Pause{Why: publishing.PauseOther})
	case "go on":
		_ = o.service.Unpause(context.Background())
	case "here", "there":
		_ = o.service.SetEntrusts(context.Background(), a.what == "there")
	}
}

// death is after how many steps the program is killed, and whether the last one
// still took effect; down is how long it stays down.
type death struct {
	steps int
	after bool
	down  time.Duration
}

func drawDeath(t *rapid.T) death {
	return death{
		steps: rapid.IntRange(0, 25).Draw(t, "steps"),
		after: rapid.Bool().Draw(t, "after"),
		down:  time.Duration(rapid.IntRange(0, 20).Draw(t, "down")) * time.Minute,
	}
}

// run lives through the deaths and then until nothing moves any more.
func run(t *rapid.T, w *world, o *owner, texts map[string]networks.Network, deaths []death) {
	start := func() {
		w.start(-1, false)
		if len(deaths) > 0 {
			w.start(deaths[0].steps, deaths[0].after)
		}
	}
	start()
	for range 2000 {
		next, err := w.engine.Tick(context.Background())
		for text, on := range texts {
			for _, d := range w.ledger.parts(app.ID("post-" + text)) {
				checkAlways(t, w, said(d, text), d, on)
			}
		}
		switch {
		case w.life.died():
			w.clock.add(deaths[0].down)
			deaths = deaths[1:]
			start()
		case err != nil:
			// A connector that fails while preparing is contained; nothing else
			// fails in this world but by death.
			t.Fatalf("tick: %v", err)
		case o.catchUp(t), o.next():
		case !w.ledger.paused.IsZero() && (next.IsZero() || w.clock.Now().Sub(w.ledger.paused.Since) > 20*time.Minute):
			if err := o.service.Unpause(context.Background()); err != nil {
				t.Fatal(err)
			}
		case next.IsZero():
			return
		default:
			w.clock.set(next)
		}
	}
	t.Fatalf("still moving after 2000 passes")
}

// said is what a delivery says of a post that begins with text.
func said(d publishing.Delivery, text string) string { return cmp.Or(d.Text, text) }

func checkAlways(t *rapid.T, w *world, text string, d publishing.Delivery, on networks.Network) {
	n := w.networks[on]
	n.mu.Lock()
	defer n.mu.Unlock()
	var public []record
	for i, r := range n.records {
		if r.text != text {
			continue
		}
		public = append(public, r)
		if d.Part > 0 && !slices.ContainsFunc(n.records[:i], func(o record) bool { return remoteID(o) == r.answers.Parent }) {
			t.Fatalf("%s is public before what it answers, %q", text, r.answers.Parent)
		}
	}
	ours := func(k keptRecord) bool { return k.text == text }
	if kept := slices.IndexFunc(n.keeps, ours); kept >= 0 {
		switch d.State {
		case publishing.Entrusted, publishing.Recalling, publishing.Armed, publishing.Unknown:
		default:
			t.Fatalf("%s is %s, and kept by its network", text, d.State)
		}
		public = append(public, n.keeps[kept].record)
	}
	if len(public) > 1 {
		t.Fatalf("%s is public %d times, or will be", text, len(public))
	}
	if d.State == publishing.Published && (len(public) == 0 || d.RemoteID != remoteID(public[0]) || d.Permalink != permalink(public[0])) {
		t.Fatalf("%s is said to be published as %q, the network holds %v", text, d.RemoteID, public)
	}
}

func checkEnd(t *rapid.T, w *world, text string, d publishing.Delivery, on networks.Network, lateness time.Duration) {
	public := w.networks[on].count(text)
	want := -1
	switch {
	case d.Waits(): // for one that is not out
		want = 0
	case d.State == publishing.Published:
		want = 1
	case d.State == publishing.Refused, d.State == publishing.Dropped:
		want = 0
	case d.State == publishing.Missed:
		want = 0
		if lateness > 100*time.Hour && !d.Left() {
			t.Fatalf("%s is missed though it may be very late", text)
		}
	case d.State == publishing.Unknown:
		if classes[on] == networks.ByIdentity || !d.AwaitsOwner() {
			t.Fatalf("%s is still unknown: %+v", text, d)
		}
	default:
		t.Fatalf("%s is stuck: %+v", text, d)
	}
	if want >= 0 && public != want {
		t.Fatalf("%s is %q and public %d times", text, d.State, public)
	}
}

// TestKilledAtEveryStep kills the program at each step of one publication, just
// before and just after it took effect, and starts it again: exactly one public
// post, and the ledger says so.
func TestKilledAtEveryStep(t *testing.T) {
	for steps := 0; ; steps++ {
		died := false
		for _, after := range []bool{false, true} {
			w := newWorld(t)
			id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
			w.start(steps, after)
			_, err := w.engine.Tick(t.Context())
			if w.life.died() {
				died = true
				if err == nil && w.row(id).State != publishing.Published {
					t.Errorf("killed at step %d (after: %t): the pass reports no error", steps, after)
				}
				w.start(-1, false)
				w.settle(time.Hour)
			}
			if !errors.Is(err, errDead) && err != nil {
				t.Fatal(err)
			}
			w.want(id, publishing.Published, "")
			if got := w.networks[networks.Bluesky].count("bread"); got != 1 {
				t.Errorf("killed at step %d (after: %t): %d public posts", steps, after, got)
			}
		}
		if !died {
			if steps < 8 {
				t.Fatalf("a publication has %d steps: the test no longer reaches them", steps)
			}
			return
		}
	}
}

// TestAThreadKilledAtEveryStep kills the program at each step of a thread of three
// parts, and starts it again: each part is public exactly once, under the one before
// it, and the ledger says so.
func TestAThreadKilledAtEveryStep(t *testing.T) {
	for steps := 0; ; steps++ {
		died := false
		for _, after := range []bool{false, true} {
			w := newWorld(t)
			n := w.networks[networks.Bluesky]
			n.under.Threads = true
			w.plan("bread", networks.Bluesky, testNow, time.Hour)
			w.ledger.posts["post-bread"].text = "bread\n---\nbutter\n---\njam"
			w.start(steps, after)
			for range 10 {
				next, err := w.engine.Tick(t.Context())
				if !errors.Is(err, errDead) && err != nil {
					t.Fatal(err)
				}
				if w.life.died() || next.IsZero() {
					break
				}
				w.clock.set(next)
			}
			if w.life.died() {
				died = true
				w.start(-1, false)
				w.settle(time.Hour)
			}
			rows := w.ledger.parts("post-bread")
			if len(rows) != 3 || len(n.records) != 3 {
				t.Fatalf("killed at step %d (after: %t): %d rows, public %v", steps, after, len(rows), n.records)
			}
			for i, text := range []string{"bread", "butter", "jam"} {
				want := networks.Thread{}
				if i > 0 {
					want = networks.Thread{Root: rows[0].RemoteID, Parent: rows[i-1].RemoteID}
				}
				if r := n.records[i]; r.text != text || r.answers != want || rows[i].State != publishing.Published || rows[i].RemoteID != remoteID(r) {
					t.Errorf("killed at step %d (after: %t): part %d is %+v, the ledger says %+v", steps, after, i, r, rows[i])
				}
			}
		}
		if !died {
			if steps < 30 {
				t.Fatalf("a thread has %d steps: the test no longer reaches them", steps)
			}
			return
		}
	}
}
