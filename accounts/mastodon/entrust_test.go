package mastodon_test

import (
	"fmt"
	"testing"
	"time"

	"parvis/app/networks"
)

// entrust prepares and entrusts a post for a moment.
func (w *world) entrust(t testing.TB, c networks.Content, id networks.Identity, at time.Time) networks.Result {
	t.Helper()
	note, err := w.connector.Prepare(t.Context(), *w.Session, c, "")
	if err != nil {
		t.Fatalf("Prepare: %v", err)
	}
	return w.connector.Entrust(t.Context(), *w.Session, c, note, id, at)
}

func TestOnlyMastodonKeeps(t *testing.T) {
	for _, software := range softwares {
		w := newWorld(t, software)
		if keeps := !w.connector.Keeps(w.Account).IsZero(); keeps != (software == networks.SoftwareMastodon) {
			t.Errorf("%s keeps posts: %t", software, keeps)
		}
	}
}

// TestEntrustedTooLate: a server whose clock is ahead publishes at once, and that is
// told.
func TestEntrustedTooLate(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	id := w.connector.Identify(now)
	r := w.entrust(t, networks.Content{Text: "Du pain"}, id, now.Add(5*time.Minute))
	if r.Outcome != networks.Created || r.Permalink == "" || len(w.server.Statuses(w.account.ID)) != 1 {
		t.Errorf("published at once: %+v", r)
	}
	if finding, found := w.connector.FindEntrusted(t.Context(), *w.Session, networks.Content{Text: "Du pain"}, networks.Entrusted{Identity: id, At: now.Add(5 * time.Minute)}); finding != networks.Present || found.RemoteID != r.RemoteID {
		t.Errorf("read back: %s %+v", finding, found)
	}
}

func TestMoreThanTheServerKeeps(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	at := now.Add(48 * time.Hour)
	for i := range 25 {
		if r := w.entrust(t, networks.Content{Text: fmt.Sprint("Pain ", i)}, w.connector.Identify(now), at); r.Outcome != networks.Created || r.Permalink != "" {
			t.Fatalf("post %d: %+v", i, r)
		}
	}
	r := w.entrust(t, networks.Content{Text: "Pain de trop"}, w.connector.Identify(now), at)
	if r.Outcome != networks.Refused || r.Err == nil {
		t.Errorf("one too many is %s (%v)", r.Outcome, r.Err)
	}
}

// TestWhichIsOurs: of equal words another moment tells, and a page holds forty.
func TestWhichIsOurs(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	ours := networks.Entrusted{Identity: w.connector.Identify(now), At: now.Add(2 * time.Hour)}
	said := networks.Content{Text: "Du pain"}
	find := func() (networks.Finding, networks.Result) {
		return w.connector.FindEntrusted(t.Context(), *w.Session, said, ours)
	}
	w.entrust(t, said, w.connector.Identify(now), now.Add(3*time.Hour))
	if finding, _ := find(); finding != networks.Absent {
		t.Errorf("for another moment: %s", finding)
	}
	kept := w.entrust(t, said, ours.Identity, ours.At)
	for i := range 45 {
		w.entrust(t, networks.Content{Text: fmt.Sprint("Pain ", i)}, w.connector.Identify(now), now.Add(time.Duration(i+1)*24*time.Hour))
	}
	if finding, r := find(); finding != networks.Kept || r.RemoteID != kept.RemoteID {
		t.Errorf("on the second page: %s %+v", finding, r)
	}
	w.entrust(t, said, w.connector.Identify(now), ours.At)
	if finding, _ := find(); finding != networks.Undecided {
		t.Errorf("two of them: %s", finding)
	}
	ours.RemoteID = kept.RemoteID
	if finding, r := find(); finding != networks.Kept || r.RemoteID != kept.RemoteID {
		t.Errorf("by its name: %s %+v", finding, r)
	}
	w.server.Unschedule()
	if finding, _ := find(); finding != networks.Absent {
		t.Errorf("deleted there: %s", finding)
	}
	if r := w.connector.TakeBack(t.Context(), *w.Session, ours.RemoteID); r.Outcome != networks.Unknown {
		t.Errorf("taken back what is not there: %s", r.Outcome)
	}
	if r := w.connector.TakeBack(t.Context(), *w.Session, "../statuses/1"); r.Outcome != networks.Refused {
		t.Errorf("taken back what is no name: %s", r.Outcome)
	}
}

// TestAPictureWithoutWords is found days after it was entrusted.
func TestAPictureWithoutWords(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	c := content(t)
	c.Text = ""
	what := networks.Entrusted{Identity: w.connector.Identify(now), At: now.Add(72 * time.Hour)}
	r := w.entrust(t, c, what.Identity, what.At)
	what.RemoteID = r.RemoteID
	w.clock.Advance(72*time.Hour + time.Minute)
	if finding, found := w.connector.FindEntrusted(t.Context(), *w.Session, networks.Content{}, what); finding != networks.Present || found.Permalink == "" {
		t.Errorf("read back: %s %+v", finding, found)
	}
}
