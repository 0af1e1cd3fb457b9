package desk_test

import (
	"testing"
	"time"

	"parvis/accounts/mastodon/mastodontest"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/cmd/internal/desk"
)

// TestAPostThatNetworksKeep lives a post as its owner would: it is scheduled and left
// to its networks, changed, moved, suspended and left to them again; then the computer
// is off at its moment, and finds it published. All the while one copy at most exists
// anywhere.
func TestAPostThatNetworksKeep(t *testing.T) {
	clock := networkstest.NewClock(saturday)
	site, toots := wordpresstest.Start(t, clock), mastodontest.Start(t, clock, networks.SoftwareMastodon)
	user, member := site.CreateUser("martin"), toots.CreateAccount("boulangerie", mastodontest.EveryScope...)
	owner := newComputer(t)
	d := desk.New(owner.options(clock))
	w := bakery(t, d)
	s := d.Services()
	_, err := s.Accounts.Connect(t.Context(), networks.WordPress, site.URL, user.Login, user.AppPassword)
	must(t, err)
	there, err := s.Accounts.Connect(t.Context(), networks.Mastodon, toots.URL, member.Username, member.Token)
	must(t, err)

	texts := func() (kept, public []string) {
		for _, p := range site.Posts(user.ID) {
			if p.Status == "future" {
				kept = append(kept, p.Date.Format(time.RFC3339))
			} else {
				public = append(public, "site")
			}
		}
		for _, one := range toots.Scheduled(member.ID) {
			kept = append(kept, one.CreatedAt.UTC().Format(time.RFC3339))
		}
		for range toots.Statuses(member.ID) {
			public = append(public, "toot")
		}
		return kept, public
	}
	wants := func(when string, kept, public int, at time.Time) {
		t.Helper()
		k, p := texts()
		if len(k) != kept || len(p) != public {
			t.Fatalf("%s: networks keep %v and show %v, want %d and %d", when, k, p, kept, public)
		}
		for _, one := range k {
			if one != at.UTC().Format(time.RFC3339) {
				t.Errorf("%s: kept for %s, want %s", when, one, at.UTC())
			}
		}
	}
	live := func(during time.Duration) {
		t.Helper()
		for end := clock.Now().Add(during); clock.Now().Before(end); clock.Advance(time.Minute) {
			if _, err := s.Engine.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}

	at := saturday.Truncate(time.Minute).Add(24 * time.Hour)
	p, err := s.Editorial.New(t.Context(), app.CivilOf(at.In(w.Business.Location())))
	must(t, err)
	p.Title, p.Text = "Fournée", "Du pain"
	must(t, s.Editorial.Save(t.Context(), p))
	must(t, s.Ledger.Schedule(t.Context(), p.ID))
	live(3 * time.Minute)
	wants("scheduled", 2, 0, at)

	p.Text = "Du pain et du beurre"
	must(t, s.Editorial.Save(t.Context(), p))
	wants("changed", 0, 0, at)
	live(15 * time.Minute)
	wants("left alone", 2, 0, at)
	for _, one := range toots.Scheduled(member.ID) {
		if one.Text != p.Text {
			t.Errorf("kept: %q", one.Text)
		}
	}

	at = at.Add(2 * time.Hour)
	must(t, s.Editorial.Move(t.Context(), p.ID, app.CivilOf(at.In(w.Business.Location()))))
	wants("moved", 0, 0, at)
	_, err = s.Editorial.Undo(t.Context())
	must(t, err)
	_, err = s.Editorial.Redo(t.Context())
	must(t, err)
	live(15 * time.Minute)
	wants("moved and left alone", 2, 0, at)

	must(t, s.Ledger.Pause(t.Context(), publishing.Pause{Why: publishing.PauseCrisis, Who: "Luc"}))
	live(2 * time.Minute)
	wants("suspended", 0, 0, at)
	must(t, s.Ledger.Unpause(t.Context()))
	live(15 * time.Minute)
	wants("going on", 2, 0, at)

	// The site is out of reach: nothing is changed that it would publish otherwise.
	site.Down(true)
	p.Text = "Autre chose"
	if err := s.Editorial.Save(t.Context(), p); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("changed behind the back of its network: %v", err)
	}
	if kept, _, err := s.Editorial.Post(t.Context(), p.ID); err != nil || kept.Text == p.Text {
		t.Errorf("the file says %q (%v)", kept.Text, err)
	}
	site.Down(false)
	live(20 * time.Minute)
	wants("within reach again", 2, 0, at)

	must(t, s.Accounts.Disconnect(t.Context(), there.ID))
	wants("disconnected", 0, 0, at)
	live(15 * time.Minute)
	wants("one account left", 1, 0, at)
	path := s.File.Path()
	w.Close()

	clock.Advance(at.Sub(clock.Now()) + 5*time.Hour)
	s = open(t, d, path)
	live(3 * time.Minute)
	wants("long after", 0, 1, at)
	entries, err := s.Ledger.PostEntries(t.Context(), p.ID)
	must(t, err)
	for _, e := range entries {
		if e.Account.Network == networks.WordPress && (e.Delivery.State != publishing.Published || e.Delivery.Permalink == "" || !e.Delivery.PublishedAt.Equal(at)) {
			t.Errorf("on the site it is %+v", e.Delivery)
		}
	}
	if err := s.Editorial.Save(t.Context(), p); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("changed once it is public: %v", err)
	}
}
