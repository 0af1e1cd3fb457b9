package x_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
)

// TestReadingCostsWhatIsWanted: X bills each post that it tells.
func TestReadingCostsWhatIsWanted(t *testing.T) {
	s, session := signedIn(t)
	anne := s.CreateAccount("anne")
	var first, theirs string
	for range 30 {
		s.clock.Advance(time.Minute)
		r := s.publish(t, *session, s.clock.Now().String())
		if r.Outcome != networks.Created {
			t.Fatal(r.Err)
		}
		if first == "" {
			first = r.RemoteID
		}
		theirs = s.Say(anne, first, "Merci")
	}
	told := s.Told()
	billed := func() int {
		n := s.Told() - told
		told = s.Told()
		return n
	}
	posts, err := s.connector.Posts(t.Context(), *session, now, 10)
	if n := billed(); err != nil || len(posts.List) != 10 || posts.Whole || n > 20 {
		t.Errorf("%d posts, whole %v, %d billed (%v)", len(posts.List), posts.Whole, n, err)
	}
	if posts, err := s.connector.Posts(t.Context(), *session, s.clock.Now().Add(time.Hour), 10); err != nil || len(posts.List) != 0 || !posts.Whole || billed() != 0 {
		t.Errorf("of the future: %+v, %v", posts, err)
	}
	inbox, err := s.connector.Messages(t.Context(), *session, "", 100)
	if n := billed(); err != nil || len(inbox.Messages) != 30 || !inbox.Whole || n != 30 {
		t.Errorf("%d messages, whole %v, %d billed (%v)", len(inbox.Messages), inbox.Whole, n, err)
	}
	s.clock.Advance(time.Hour)
	again, err := s.connector.Messages(t.Context(), *session, inbox.Next, 100)
	if n := billed(); err != nil || len(again.Messages) != 1 || n != 1 {
		t.Errorf("%d messages again, %d billed (%v)", len(again.Messages), n, err)
	}
	all, err := s.connector.PostFigures(t.Context(), *session, []string{first, first, theirs, "404", "no number"})
	if n := billed(); err != nil || len(all) != 1 || len(all[first]) != 2 || n != 2 {
		t.Errorf("%v, %d billed, %v", all, n, err)
	}
}

func TestMessagesAsTheyAre(t *testing.T) {
	s, session := signedIn(t)
	anne := s.CreateAccount("anne")
	post := s.publish(t, *session, "Pain")
	id := s.Say(anne, post.RemoteID, "@boulangerie_m Ouvert & <frais> ? https://anne.fr/pain")
	inbox, err := s.connector.Messages(t.Context(), *session, "", 10)
	want := []networks.Message{{
		ID: id, Kind: networks.Commenting, Parent: post.RemoteID, Author: networks.Author{ID: anne},
		Text: "@boulangerie_m Ouvert & <frais> ? https://anne.fr/pain", SentAt: now, Permalink: "https://x.com/i/status/" + id,
		Answers: networks.Thread{Root: post.RemoteID, Parent: id},
	}}
	if diff := cmp.Diff(want, inbox.Messages); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	// The consent that Parvis asks for does not hold the scope of measures.
	r := s.connector.Moderate(t.Context(), *session, networks.Hide, want[0])
	if r.Outcome != networks.Refused || app.MessageOf(r.Err).Key != "connector.error.change_refused" {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
}
