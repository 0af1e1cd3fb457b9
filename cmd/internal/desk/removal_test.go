package desk_test

import (
	"testing"
	"time"

	"parvis/accounts/bluesky/blueskytest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/cmd/internal/desk"
)

// TestAPostIsTakenBack publishes a post and takes it back as its owner would: it is gone
// from the network, and the file says so when it is opened again.
func TestAPostIsTakenBack(t *testing.T) {
	clock := networkstest.NewClock(saturday)
	server := blueskytest.Start(t, clock)
	owner := newComputer(t)
	account := server.CreateAccount("martin.test")
	d := desk.New(owner.options(clock))
	w := bakery(t, d)
	s := d.Services()
	connect(t, s, server.URL, account.Handle, account.AppPassword)
	p, err := s.Editorial.New(t.Context(), app.CivilOf(saturday.In(w.Business.Location())))
	must(t, err)
	p.Text = "Du pain"
	must(t, s.Editorial.Save(t.Context(), p))
	must(t, s.Ledger.Schedule(t.Context(), p.ID))
	if _, err := s.Engine.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries, err := s.Ledger.PostEntries(t.Context(), p.ID)
	must(t, err)
	if len(entries) != 1 || len(server.Records(account.DID)) != 1 || !s.Ledger.Removable(networks.Bluesky) {
		t.Fatalf("%d entries, %d posts", len(entries), len(server.Records(account.DID)))
	}
	must(t, s.Ledger.Remove(t.Context(), entries[0].Delivery.ID))
	if n := len(server.Records(account.DID)); n != 0 {
		t.Errorf("the network holds %d posts", n)
	}
	path := s.File.Path()
	w.Close()
	clock.Advance(time.Minute)
	w, err = d.Open(t.Context(), path)
	must(t, err)
	defer w.Close()
	again, err := d.Services().Ledger.PostEntries(t.Context(), p.ID)
	must(t, err)
	if again[0].Removed().IsZero() || again[0].Delivery.RemoteID != entries[0].Delivery.RemoteID || again[0].Delivery.State != entries[0].Delivery.State {
		t.Errorf("opened again: %+v", again[0])
	}
}
