package desk_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/bluesky/blueskytest"
	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/cmd/internal/desk"
)

// TestAThread schedules a post in three parts as its owner would, and closes the
// program after each: every part is on the network once, under the one before it, and
// has its proof in the file.
func TestAThread(t *testing.T) {
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
	p.Text = "Un\n---\nDeux\n---\nTrois"
	checks, err := s.Editorial.Checks(t.Context(), p)
	must(t, err)
	for _, c := range checks {
		if c.Severity == editorial.Blocks {
			t.Errorf("it cannot be scheduled: %s", c.Title.Key)
		}
	}
	must(t, s.Editorial.Save(t.Context(), p))
	must(t, s.Ledger.Schedule(t.Context(), p.ID))
	path := s.File.Path()
	for part := range 3 {
		if _, err := s.Engine.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(server.Records(account.DID)); n != part+1 {
			t.Fatalf("%d posts after pass %d", n, part+1)
		}
		w.Close()
		clock.Advance(time.Minute)
		w, err = d.Open(t.Context(), path)
		must(t, err)
		s = d.Services()
	}
	defer w.Close()
	entries, err := s.Ledger.PostEntries(t.Context(), p.ID)
	must(t, err)
	var proofs, uris []string
	for _, e := range entries {
		if e.Delivery.State != publishing.Published {
			t.Errorf("part %d is %s", e.Delivery.Part, e.Delivery.State)
		}
		proofs = append(proofs, e.Delivery.RemoteID)
	}
	for i, r := range server.Records(account.DID) {
		uris = append(uris, r.URI)
		var said struct {
			Text  string
			Reply struct{ Root, Parent struct{ URI string } }
		}
		must(t, json.Unmarshal(r.Value, &said))
		if want := []string{"Un", "Deux", "Trois"}[i]; said.Text != want {
			t.Errorf("post %d says %q, want %q", i, said.Text, want)
		}
		if i > 0 && (said.Reply.Root.URI != uris[0] || said.Reply.Parent.URI != uris[i-1]) {
			t.Errorf("%q answers %+v", said.Text, said.Reply)
		}
	}
	if diff := cmp.Diff(uris, proofs); diff != "" || slices.Contains(proofs, "") {
		t.Errorf("proofs (-network +file):\n%s", diff)
	}
	if _, state, err := s.Editorial.Post(t.Context(), p.ID); err != nil || state != editorial.StatePublished {
		t.Errorf("the post is %s, %v", state, err)
	}
}
