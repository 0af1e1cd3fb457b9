package publishing_test

import (
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// TestByHand: nothing is sent to an account that is fed by hand. Its owner is
// told once that a delivery is due, and says that it is published, with its link.
func TestByHand(t *testing.T) {
	w := newWorld(t)
	w.setAccount(networks.WordPress, networks.AccountHandFed)
	id := w.plan("bread", networks.WordPress, testNow.Add(time.Minute), time.Hour)
	var told []publishing.ByHandDue
	app.On(w.events, func(due publishing.ByHandDue) { told = append(told, due) })
	s := newService(w, nil)

	w.tick()
	if len(told) > 0 {
		t.Errorf("told before its moment: %+v", told)
	}
	w.clock.add(2 * time.Minute)
	w.tick()
	w.tick()
	if len(told) != 1 || told[0].ID != id || told[0].Network != networks.WordPress {
		t.Errorf("told %+v, want once of %s", told, id)
	}
	w.want(id, publishing.Scheduled, "")
	ready, err := s.ByHand(t.Context(), id)
	if err != nil || ready.Content.Text == "" || ready.Entry.Delivery.ID != id {
		t.Errorf("ready: %+v, %v", ready, err)
	}

	wantFailure(t, s.PublishedByHand(t.Context(), id, "javascript:alert(1)"), app.CodeInvalid, "publishing.error.link")
	w.want(id, publishing.Scheduled, "")
	if err := s.PublishedByHand(t.Context(), id, "https://boulangerie-martin.fr/pain"); err != nil {
		t.Fatal(err)
	}
	w.want(id, publishing.HandedOver, "")
	d, err := w.ledger.Delivery(t.Context(), id)
	if err != nil || d.Permalink != "https://boulangerie-martin.fr/pain" || !d.PublishedAt.Equal(w.clock.Now()) || d.RemoteID != "" {
		t.Errorf("kept %+v, %v", d, err)
	}
	wantFailure(t, s.PublishedByHand(t.Context(), id, ""), app.CodeConflict, "publishing.error.not_by_hand_now")
	wantFailure(t, s.NotByHand(t.Context(), id), app.CodeConflict, "publishing.error.not_by_hand_now")
}

// TestByHandLater: what its owner has no time for waits a day, is missed then,
// and can still be published.
func TestByHandLater(t *testing.T) {
	w := newWorld(t)
	w.setAccount(networks.WordPress, networks.AccountHandFed)
	id := w.plan("bread", networks.WordPress, testNow, 10*time.Minute)
	s := newService(w, nil)
	w.settle(23 * time.Hour)
	w.want(id, publishing.Scheduled, "")
	w.settle(2 * time.Hour)
	w.want(id, publishing.Missed, "publishing.error.missed")
	if err := s.PublishedByHand(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	w.want(id, publishing.HandedOver, "")

	other := w.plan("cake", networks.WordPress, w.clock.Now(), 10*time.Minute)
	if err := s.NotByHand(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	w.want(other, publishing.Missed, "publishing.error.not_by_hand")
	w.settle(time.Hour)
	w.want(other, publishing.Missed, "publishing.error.not_by_hand")
}

// TestByHandIsNotForConnectedAccounts: what Parvis sends is never declared out by
// hand.
func TestByHandIsNotForConnectedAccounts(t *testing.T) {
	w := newWorld(t)
	id := w.plan("bread", networks.Bluesky, testNow.Add(time.Hour), time.Hour)
	s := newService(w, nil)
	_, err := s.ByHand(t.Context(), id)
	wantFailure(t, err, app.CodeConflict, "publishing.error.not_by_hand_now")
	wantFailure(t, s.PublishedByHand(t.Context(), id, ""), app.CodeConflict, "publishing.error.not_by_hand_now")
	w.want(id, publishing.Scheduled, "")
}

// TestByHandMoved: a post moved to another moment is told again when that comes.
func TestByHandMoved(t *testing.T) {
	w := newWorld(t)
	w.setAccount(networks.WordPress, networks.AccountHandFed)
	id := w.plan("bread", networks.WordPress, testNow, time.Hour)
	told := 0
	app.On(w.events, func(publishing.ByHandDue) { told++ })
	w.tick()
	w.ledger.mu.Lock()
	for i := range w.ledger.rows {
		if w.ledger.rows[i].ID == id {
			w.ledger.rows[i].DueAt = testNow.Add(2 * time.Hour)
		}
	}
	w.ledger.mu.Unlock()
	w.clock.add(3 * time.Hour)
	w.tick()
	w.tick()
	if told != 2 {
		t.Errorf("told %d times, want once for each moment", told)
	}
}
