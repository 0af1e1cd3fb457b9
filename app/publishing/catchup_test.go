package publishing_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// machine is a computer with a real file, whose program can be started again.
type machine struct {
	*world
	t       *testing.T
	file    *storage.File
	service *publishing.Service
	lists   int // how often the catch-up list changed
}

// newMachine starts a program at an instant over a fresh file with accounts.
func newMachine(t *testing.T, now time.Time, accounts ...networks.Network) *machine {
	t.Helper()
	m := &machine{world: newWorld(t), t: t}
	m.clock.set(now)
	path := filepath.Join(t.TempDir(), "boulangerie.parvis")
	storagetest.Write(t, path)
	file, err := storage.Open(t.Context(), path, m.clock, storage.Options{})
	m.must(err)
	t.Cleanup(func() { m.must(file.Close()) })
	m.file = file
	for _, n := range accounts {
		m.must(file.Networks().SaveAccount(t.Context(), networks.Account{
			ID: accountOf(n), Network: n, Handle: string(n), State: networks.AccountConnected, CreatedAt: now,
		}))
	}
	app.On(m.events, func(publishing.CatchUpChanged) { m.lists++ })
	m.restart()
	return m
}

func (m *machine) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// restart begins a new life of the program over the same file.
func (m *machine) restart() {
	directory := networks.Connectors{}
	for name, n := range m.networks {
		directory[name] = connector{n, m.life}
	}
	m.engine = publishing.New(publishing.Parts{
		Store: m.file.Publishing(), Accounts: m.file.Networks(), Connectors: directory, Sessions: m.ledger,
		Business: m.file.Business(), Clock: m.clock, Events: m.events,
	}, m.pace)
	m.service = publishing.NewService(publishing.Desk{
		Store: m.file.Publishing(), PlanOf: editorial.Plans{Store: m.file.Editorial()}.PlanOf, Accounts: m.file.Networks(),
		Connectors: directory, Business: m.file.Business(), Clock: m.clock, IDs: app.NewIDs(m.clock, nil), Events: m.events,
	})
}

// write schedules a post that says text, and returns its delivery.
func (m *machine) write(text string, at app.Civil, lateness time.Duration, to ...networks.Network) app.ID {
	m.t.Helper()
	id := app.ID("post-" + text)
	var accounts []app.ID
	for _, n := range to {
		accounts = append(accounts, accountOf(n))
	}
	m.must(m.file.Editorial().SavePost(m.t.Context(), editorial.Post{
		ID: id, Text: text, Stage: editorial.Draft, At: at, Lateness: lateness, Accounts: accounts,
		CreatedAt: m.clock.Now(), UpdatedAt: m.clock.Now(),
	}))
	m.must(m.service.Schedule(m.t.Context(), id))
	return m.entry(text).Delivery.ID
}

func (m *machine) entry(text string) publishing.Entry {
	m.t.Helper()
	entries, err := m.service.PostEntries(m.t.Context(), app.ID("post-"+text))
	m.must(err)
	return entries[0]
}

// list is the catch-up list in words: the text of a row, and what may become of
// it.
func (m *machine) list() []string {
	m.t.Helper()
	rows, err := m.service.CatchUp(m.t.Context())
	m.must(err)
	var out []string
	for _, r := range rows {
		line := r.Title
		switch {
		case r.Never:
			line += " never"
		case r.Within:
			line += " within"
		}
		out = append(out, line)
	}
	return out
}

// public are the texts on a network in the order in which they came.
func (m *machine) public(n networks.Network) []string {
	var texts []string
	for _, r := range m.networks[n].records {
		texts = append(texts, r.text)
	}
	return texts
}

func (m *machine) same(what string, want, got []string) {
	m.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		m.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// TestThreeDaysAway: twelve posts came due in three days during which the machine
// slept, or the program was off. They are one list, asked about once, of which
// nothing leaves by itself; what is ticked then leaves spaced, oldest first, once.
func TestThreeDaysAway(t *testing.T) {
	for _, off := range []bool{false, true} {
		t.Run(fmt.Sprintf("off %t", off), func(t *testing.T) {
			ctx := t.Context()
			m := newMachine(t, testNow.AddDate(0, 0, -3), networks.Bluesky)
			var ids []app.ID
			var all []string
			for i := range 10 {
				at := app.CivilOf(testNow.AddDate(0, 0, -3).Add(time.Duration(i*6+6) * time.Hour).In(paris(t)))
				all = append(all, fmt.Sprintf("%02d", i))
				ids = append(ids, m.write(all[i], at, 2*time.Hour, networks.Bluesky))
			}
			for i, minute := range []int{0, 20} {
				all = append(all, fmt.Sprint(10+i))
				ids = append(ids, m.write(all[10+i], civil("2026-11-21", 14, minute), 2*time.Hour, networks.Bluesky))
			}
			m.tick()
			m.clock.set(testNow)
			if off {
				m.restart()
			}
			m.settle(30 * time.Minute)
			m.same("sent by itself", nil, m.public(networks.Bluesky))
			want := append(append([]string(nil), all[:10]...), "10 within", "11 within")
			m.same("the list", want, m.list())
			if m.lists != 1 {
				t.Errorf("the list came %d times, want once", m.lists)
			}
			m.must(m.service.SeeCatchUp(ctx))

			m.must(m.service.AnswerCatchUp(ctx, []app.ID{ids[11], ids[9], ids[10]}, ids[:9]))
			m.same("the list after the answer", nil, m.list())
			m.settle(2 * time.Hour)
			m.same("sent", []string{"09", "10", "11"}, m.public(networks.Bluesky))
			n := m.networks[networks.Bluesky]
			for i := 1; i < len(n.times); i++ {
				if gap := n.times[i].Sub(n.times[i-1]); gap < publishing.CatchUpSpacing {
					t.Errorf("calls %d and %d are %v apart, want at least %v", i-1, i, gap, publishing.CatchUpSpacing)
				}
			}
			for i, text := range all {
				state := publishing.Missed
				if i >= 9 {
					state = publishing.Published
				}
				if d := m.entry(text).Delivery; d.State != state || d.Left() != (i < 9) {
					t.Errorf("%s is %s (%q), want %s", text, d.State, d.ErrorKey, state)
				}
			}
			m.restart()
			m.settle(time.Hour)
			m.same("the list at the next start", nil, m.list())
			if got := len(n.records); got != 3 {
				t.Errorf("%d public posts after the next start, want 3", got)
			}
		})
	}
}

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(business.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestWhatLeavesAfterANap: alone on its account and within its lateness, a post
// leaves as its rule says; not with others, nor when it may not be late.
func TestWhatLeavesAfterANap(t *testing.T) {
	m := newMachine(t, testNow, networks.Bluesky, networks.Mastodon, networks.WordPress)
	m.write("alone", civil("2026-11-21", 15, 0), time.Hour, networks.Bluesky)
	m.write("first", civil("2026-11-21", 15, 0), time.Hour, networks.Mastodon)
	m.write("second", civil("2026-11-21", 15, 10), time.Hour, networks.Mastodon)
	m.write("on time", civil("2026-11-21", 15, 40), time.Hour, networks.Mastodon)
	never := m.write("never", civil("2026-11-21", 15, 5), 0, networks.WordPress)
	m.tick()
	m.clock.add(70 * time.Minute)
	m.settle(10 * time.Minute)
	m.same("on Bluesky", []string{"alone"}, m.public(networks.Bluesky))
	m.same("on Mastodon", []string{"on time"}, m.public(networks.Mastodon))
	m.same("on WordPress", nil, m.public(networks.WordPress))
	m.same("the list", []string{"first within", "never never", "second within"}, m.list())

	// What may not be late does not leave, whatever is asked.
	m.must(m.service.AnswerCatchUp(t.Context(), []app.ID{never}, nil))
	m.settle(10 * time.Minute)
	m.same("on WordPress", nil, m.public(networks.WordPress))
	// Without an answer, the others wait until they are too late.
	m.settle(2 * time.Hour)
	m.same("on Mastodon", []string{"on time"}, m.public(networks.Mastodon))
	m.same("the list", []string{"first", "second"}, m.list())
	if d := m.entry("first").Delivery; d.State != publishing.Missed {
		t.Errorf("left without an answer it is %s", d.State)
	}
}

// TestAnswersElsewhere: what its owner does about a row in another place takes it
// off the list.
func TestAnswersElsewhere(t *testing.T) {
	ctx := t.Context()
	m := newMachine(t, testNow, networks.Bluesky)
	missed := m.write("missed", civil("2026-11-21", 14, 40), time.Hour, networks.Bluesky)
	m.write("back", civil("2026-11-21", 16, 40), 2*time.Hour, networks.Bluesky)
	m.write("moved", civil("2026-11-21", 16, 50), 2*time.Hour, networks.Bluesky)
	m.write("stays", civil("2026-11-21", 17, 0), 2*time.Hour, networks.Bluesky)
	m.tick()
	m.clock.set(testNow.Add(3 * time.Hour))
	m.tick()
	m.same("the list", []string{"missed", "back within", "moved within", "stays within"}, m.list())
	m.must(m.service.Resend(ctx, missed))
	m.must(m.service.Unschedule(ctx, "post-back"))
	moved, err := m.file.Editorial().Post(ctx, "post-moved")
	m.must(err)
	moved.At = civil("2026-11-22", 9, 0)
	m.must(m.file.Editorial().SavePost(ctx, moved))
	m.same("the list", []string{"stays within"}, m.list())
	m.settle(30 * time.Minute)
	m.same("sent", []string{"missed"}, m.public(networks.Bluesky))
}

// TestNightsWhenClocksChange: the machine sleeps over a night in which clocks
// change in Paris. What was due at the hour that comes twice or does not exist is
// asked about once and leaves once.
func TestNightsWhenClocksChange(t *testing.T) {
	for _, tt := range []struct {
		day   string
		slept time.Time
	}{
		{"2026-10-25", time.Date(2026, 10, 24, 20, 0, 0, 0, time.UTC)},
		{"2027-03-28", time.Date(2027, 3, 27, 20, 0, 0, 0, time.UTC)},
		{"2027-10-31", time.Date(2027, 10, 30, 20, 0, 0, 0, time.UTC)},
	} {
		t.Run(tt.day, func(t *testing.T) {
			m := newMachine(t, tt.slept, networks.Bluesky)
			var ids []app.ID
			for i, at := range []app.Civil{civil(tt.day, 1, 59), civil(tt.day, 2, 30), civil(tt.day, 3, 0)} {
				ids = append(ids, m.write(fmt.Sprint(i), at, 12*time.Hour, networks.Bluesky))
			}
			m.tick()
			morning := civil(tt.day, 8, 0).In(paris(t))
			m.clock.set(morning)
			m.settle(20 * time.Minute)
			list := m.list()
			if len(list) != 3 || len(m.public(networks.Bluesky)) != 0 {
				t.Fatalf("the list holds %v, %v left by itself", list, m.public(networks.Bluesky))
			}
			m.must(m.service.AnswerCatchUp(t.Context(), ids, nil))
			m.settle(24 * time.Hour)
			for _, text := range []string{"0", "1", "2"} {
				if got := m.networks[networks.Bluesky].count(text); got != 1 {
					t.Errorf("%s is public %d times, want once", text, got)
				}
			}
		})
	}
}

// TestClockSetBackWhileAsked: an hour back, what is asked about still waits for
// its answer, and what left does not leave again.
func TestClockSetBackWhileAsked(t *testing.T) {
	m := newMachine(t, testNow, networks.Bluesky)
	first := m.write("first", civil("2026-11-21", 15, 0), 2*time.Hour, networks.Bluesky)
	second := m.write("second", civil("2026-11-21", 15, 10), 2*time.Hour, networks.Bluesky)
	m.tick()
	m.clock.set(testNow.Add(time.Hour))
	m.settle(5 * time.Minute)
	m.clock.add(-time.Hour)
	m.settle(5 * time.Minute)
	m.same("sent", nil, m.public(networks.Bluesky))
	m.must(m.service.AnswerCatchUp(t.Context(), []app.ID{first, second}, nil))
	m.settle(3 * time.Minute)
	m.clock.add(-time.Hour)
	m.settle(5 * time.Hour)
	m.same("sent", []string{"first", "second"}, m.public(networks.Bluesky))
}

// TestAnotherZone: what comes due because the business moved to another zone is
// asked about like what came due meanwhile.
func TestAnotherZone(t *testing.T) {
	m := newMachine(t, testNow, networks.Bluesky)
	m.write("first", civil("2026-11-21", 15, 0), 12*time.Hour, networks.Bluesky)
	m.write("second", civil("2026-11-21", 15, 10), 12*time.Hour, networks.Bluesky)
	m.tick()
	b, err := m.file.Business().Business(t.Context())
	m.must(err)
	b.Zone = "Asia/Tokyo" // eight hours earlier
	m.must(m.file.Business().SaveBusiness(t.Context(), b))
	m.settle(10 * time.Minute)
	m.same("sent", nil, m.public(networks.Bluesky))
	m.same("the list", []string{"first within", "second within"}, m.list())
}

// TestPause: while everything is suspended nothing is armed, whoever asks, and
// what is on its way is read back; what came due meanwhile is then asked about,
// even alone.
func TestPause(t *testing.T) {
	ctx := context.Background()
	m := newMachine(t, testNow, networks.Bluesky, networks.Mastodon)
	m.networks[networks.Bluesky].scripted("lost").publish = []answer{lost}
	m.write("lost", civil("2026-11-21", 14, 32), 2*time.Hour, networks.Bluesky)
	id := m.write("bread", civil("2026-11-21", 15, 0), 2*time.Hour, networks.Bluesky)
	m.write("after", civil("2026-11-21", 18, 0), 2*time.Hour, networks.Mastodon)
	m.tick()
	if d := m.entry("lost").Delivery; d.State != publishing.Unknown {
		t.Fatalf("it is %s", d.State)
	}
	m.must(m.service.Pause(ctx, publishing.Pause{Why: publishing.PauseMourning, Note: " Fermé pour deuil ", Who: "Anne"}))
	p, err := m.service.Paused(ctx)
	m.must(err)
	want := publishing.Pause{Since: testNow, Why: publishing.PauseMourning, Note: "Fermé pour deuil", Who: "Anne"}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
	wantFailure(t, m.service.Pause(ctx, publishing.Pause{Why: publishing.PauseCrisis}), app.CodeConflict, "publishing.pause.error.already")

	m.settle(time.Hour)
	if d := m.entry("lost").Delivery; d.State != publishing.Published {
		t.Errorf("what was on its way is %s", d.State)
	}
	m.restart()
	m.settle(time.Hour)
	m.same("sent", []string{"lost"}, m.public(networks.Bluesky))
	m.same("the list while it lasts", nil, m.list())

	m.clock.set(testNow.Add(2 * time.Hour))
	m.must(m.service.Unpause(ctx))
	m.must(m.service.Unpause(ctx)) // twice is once
	m.settle(10 * time.Minute)
	m.same("sent", []string{"lost"}, m.public(networks.Bluesky))
	m.same("the list", []string{"bread within"}, m.list())
	m.must(m.service.AnswerCatchUp(ctx, []app.ID{id}, nil))
	m.settle(4 * time.Hour)
	m.same("sent", []string{"lost", "bread"}, m.public(networks.Bluesky))
	m.same("on Mastodon", []string{"after"}, m.public(networks.Mastodon))
}

// TestWhatIsPublishedByHandIsNotAskedAbout: it waits for its owner's hands, whose
// reminder says so.
func TestWhatIsPublishedByHandIsNotAskedAbout(t *testing.T) {
	ctx := t.Context()
	m := newMachine(t, testNow, networks.Mastodon)
	m.connected(networks.Mastodon, networks.AccountHandFed)
	m.write("first", civil("2026-11-21", 15, 0), 2*time.Hour, networks.Mastodon)
	m.write("second", civil("2026-11-21", 15, 10), 2*time.Hour, networks.Mastodon)
	m.tick()
	m.clock.set(testNow.Add(time.Hour))
	m.settle(10 * time.Minute)
	m.same("the list", nil, m.list())
	m.must(m.service.Pause(ctx, publishing.Pause{Why: publishing.PauseClosed}))
	m.must(m.service.Unpause(ctx))
	m.settle(10 * time.Minute)
	m.same("the list", nil, m.list())
	if d := m.entry("first").Delivery; d.State != publishing.Scheduled {
		t.Errorf("it is %s", d.State)
	}
}

// TestPauseDuringAPass: a pause that begins while a post is being prepared stops
// it before it is armed.
func TestPauseDuringAPass(t *testing.T) {
	ctx := context.Background()
	m := newMachine(t, testNow, networks.Bluesky)
	m.write("bread", civil("2026-11-21", 14, 32), 2*time.Hour, networks.Bluesky)
	m.networks[networks.Bluesky].uploads = func() {
		m.must(m.service.Pause(ctx, publishing.Pause{Why: publishing.PauseCrisis}))
	}
	m.tick()
	d := m.entry("bread").Delivery
	if d.State != publishing.Scheduled || d.ErrorKey != "publishing.error.paused" || d.Attempts != 0 {
		t.Errorf("it is %s (%q) after %d attempts", d.State, d.ErrorKey, d.Attempts)
	}
	m.same("sent", nil, m.public(networks.Bluesky))
}

// TestPauseIsChecked: a reason that is none and words without end are refused.
func TestPauseIsChecked(t *testing.T) {
	m := newMachine(t, testNow)
	err := m.service.Pause(t.Context(), publishing.Pause{Why: "mood"})
	if app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("an unknown reason gives %v", err)
	}
	long := fmt.Sprintf("%0*d", publishing.PauseNoteLength+1, 0)
	for _, p := range []publishing.Pause{{Why: publishing.PauseOther, Note: long}, {Why: publishing.PauseOther, Who: long}} {
		wantFailure(t, m.service.Pause(t.Context(), p), app.CodeInvalid, "publishing.pause.error.long")
	}
	if p, err := m.service.Paused(t.Context()); err != nil || !p.IsZero() {
		t.Errorf("paused %+v, %v", p, err)
	}
	// Nobody named, the owner asked.
	b, err := m.file.Business().Business(t.Context())
	m.must(err)
	b.FirstName = "Camille"
	m.must(m.file.Business().SaveBusiness(t.Context(), b))
	m.must(m.service.Pause(t.Context(), publishing.Pause{Why: publishing.PauseClosed}))
	if p, err := m.service.Paused(t.Context()); err != nil || p.Who != "Camille" {
		t.Errorf("asked by %q, %v", p.Who, err)
	}
}
