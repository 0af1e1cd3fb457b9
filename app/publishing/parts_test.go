package publishing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// threaded is a world whose networks publish threads and first comments, and
// schedules a post there that says text, for now.
func threaded(t *testing.T, on networks.Network, text, comment string) *world {
	t.Helper()
	w := newWorld(t)
	w.networks[on].under = networks.Under{Threads: true, Comments: true}
	w.write(on, text, comment)
	if err := newService(w, nil).Schedule(t.Context(), "post"); err != nil {
		t.Fatal(err)
	}
	return w
}

// write gives the post what it says.
func (w *world) write(on networks.Network, text, comment string) {
	w.addPost("post", text, publishing.Plan{
		At: civil("2026-11-21", 14, 32), Lateness: time.Hour, Accounts: []app.ID{accountOf(on)},
		Said: publishing.Said{Text: "elsewhere"}, Own: map[networks.Network]publishing.Said{on: {Text: text, Comment: comment}},
	})
	w.ledger.posts["post"].comment = comment
}

// states are where the deliveries of the post stand, in their order.
func (w *world) states() string {
	var all []string
	for _, d := range w.ledger.parts("post") {
		all = append(all, string(d.State))
	}
	return strings.Join(all, " ")
}

// public lists what can be read on a network: the text and the place in that list of
// what it answers.
func (w *world) public(on networks.Network) []string {
	n := w.networks[on]
	n.mu.Lock()
	defer n.mu.Unlock()
	place := func(id string) int {
		return slices.IndexFunc(n.records, func(r record) bool { return remoteID(r) == id })
	}
	var all []string
	for _, r := range n.records {
		line := r.text
		if r.answers != (networks.Thread{}) {
			line += fmt.Sprintf(" < %d %d", place(r.answers.Root), place(r.answers.Parent))
		}
		if r.answers.Comment {
			line += " comment"
		}
		all = append(all, line)
	}
	return all
}

func (w *world) wantPublic(on networks.Network, want ...string) {
	w.tb.Helper()
	if got := w.public(on); !slices.Equal(got, want) {
		w.tb.Fatalf("public is %q, want %q", got, want)
	}
}

const three = "Un\n---\nDeux\n---\nTrois"

// TestAThreadLeavesInOrder: seconds apart, before what else is due.
func TestAThreadLeavesInOrder(t *testing.T) {
	w := threaded(t, networks.Bluesky, three, "no comments there")
	if got := w.states(); got != "scheduled scheduled scheduled" {
		t.Fatalf("planned %s", got)
	}
	other := w.plan("other", networks.Bluesky, testNow.Add(time.Second), time.Hour)
	w.settle(time.Hour)
	w.wantPublic(networks.Bluesky, "Un", "Deux < 0 0", "Trois < 0 1", "other")
	w.want(other, publishing.Published, "")
	var after []time.Duration
	for _, at := range w.networks[networks.Bluesky].times {
		after = append(after, at.Sub(testNow))
	}
	if want := []time.Duration{0, 3 * time.Second, 6 * time.Second, 66 * time.Second}; !slices.Equal(after, want) {
		t.Errorf("left after %v, want %v", after, want)
	}
	for _, d := range w.ledger.parts("post") {
		if d.Permalink == "" || d.Attempts != 1 || !slices.Equal(w.attempts(d.ID), []string{"prepare ok", "publish created"}) {
			t.Errorf("%+v was tried %v", d, w.attempts(d.ID))
		}
	}
}

func TestALongTextIsAThread(t *testing.T) {
	long := strings.Repeat("Le pain est chaud. ", 30)
	w := threaded(t, networks.Bluesky, long, "")
	w.settle(time.Hour)
	got := w.public(networks.Bluesky)
	if len(got) != 2 || !strings.HasSuffix(got[1], " < 0 0") {
		t.Errorf("public %q", got)
	}
}

func TestAFirstComment(t *testing.T) {
	w := threaded(t, networks.LinkedIn, "Un\n---\nDeux", "Réservez")
	w.settle(time.Hour)
	w.wantPublic(networks.LinkedIn, "Un\n---\nDeux", "Réservez < 0 0 comment")
}

// TestWhatIsNotPublishedUnderAPost: to a connector that publishes posts alone, a
// post goes as it is.
func TestWhatIsNotPublishedUnderAPost(t *testing.T) {
	for _, on := range []networks.Network{networks.Bluesky, networks.LinkedIn} {
		w := newWorld(t)
		w.write(on, three, "Réservez")
		if err := newService(w, nil).Schedule(t.Context(), "post"); err != nil {
			t.Fatal(err)
		}
		w.settle(time.Hour)
		w.wantPublic(on, three)
	}
}

// TestAThreadChangedSinceItWasPlanned leaves as it was last written.
func TestAThreadChangedSinceItWasPlanned(t *testing.T) {
	for text, want := range map[string][]string{
		"Un\n---\nDeux bis\n---\nTrois\n---\nQuatre": {"Un", "Deux bis < 0 0", "Trois < 0 1", "Quatre < 0 2"},
		"Un\n---\nDeux": {"Un", "Deux < 0 0"},
		"Tout":          {"Tout"},
	} {
		w := threaded(t, networks.Bluesky, three, "")
		w.networks[networks.Bluesky].scripted("Un").publish = []answer{limit}
		w.tick()
		w.write(networks.Bluesky, text, "")
		w.settle(time.Hour)
		w.wantPublic(networks.Bluesky, want...)
		if got := w.states(); got != strings.TrimSpace(strings.Repeat("published ", len(want))) {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// TestNothingFollowsWhatIsNotOut: parts wait as long as it takes, and leave once the
// one before them was sent again.
func TestNothingFollowsWhatIsNotOut(t *testing.T) {
	for name, test := range map[string]struct {
		part   int
		says   string
		answer answer
		states string
	}{
		"the post is refused":        {0, "Un", refuse, "refused scheduled scheduled"},
		"the post is missed":         {0, "Un", limitLong, "missed scheduled scheduled"},
		"the second part is refused": {1, "Deux", refuse, "published refused scheduled"},
		"the second part is missed":  {1, "Deux", limitLong, "published missed scheduled"},
	} {
		t.Run(name, func(t *testing.T) {
			w := threaded(t, networks.Bluesky, three, "")
			w.networks[networks.Bluesky].scripted(test.says).publish = []answer{test.answer}
			w.settle(100 * time.Hour)
			if got := w.states(); got != test.states {
				t.Fatalf("%s, want %s", got, test.states)
			}
			rows := w.ledger.parts("post")
			if !rows[2].Waits() || len(w.public(networks.Bluesky)) != test.part {
				t.Errorf("public %q, waiting %+v", w.public(networks.Bluesky), rows[2])
			}
			w.clock.add(1000 * time.Hour) // however late, counted from the part before
			if err := newService(w, nil).Resend(t.Context(), rows[test.part].ID); err != nil {
				t.Fatal(err)
			}
			w.settle(time.Hour)
			w.wantPublic(networks.Bluesky, "Un", "Deux < 0 0", "Trois < 0 1")
		})
	}
}

// TestNothingFollowsADoubt: what is not known to be public is read back first.
func TestNothingFollowsADoubt(t *testing.T) {
	w := threaded(t, networks.Bluesky, three, "")
	n := w.networks[networks.Bluesky]
	n.scripted("Deux").publish, n.scripted("Deux").find = []answer{lost}, []answer{undecided, undecided}
	w.settle(time.Minute)
	if got := w.states(); got != "published unknown scheduled" || n.count("Trois") != 0 {
		t.Fatalf("%s, public %q", got, w.public(networks.Bluesky))
	}
	w.settle(time.Hour)
	w.wantPublic(networks.Bluesky, "Un", "Deux < 0 0", "Trois < 0 1")
}

// TestLatenessOfAPart counts from when the part before it was out.
func TestLatenessOfAPart(t *testing.T) {
	w := threaded(t, networks.Bluesky, three, "")
	n := w.networks[networks.Bluesky]
	n.scripted("Un").publish = []answer{limit, limit, limit, limit, limit}        // 50 minutes
	n.scripted("Deux").publish = []answer{limit, limit, limit, limit}             // 40 more
	n.scripted("Trois").publish = []answer{limit, limit, limit, limit, limitLong} // then too long
	w.settle(100 * time.Hour)
	w.wantPublic(networks.Bluesky, "Un", "Deux < 0 0")
	if got := w.states(); got != "published published missed" {
		t.Errorf("it is %s", got)
	}
}

// TestNothingFollowsWhatHasNoProof: without an identifier there is nothing to
// answer, and the owner is told.
func TestNothingFollowsWhatHasNoProof(t *testing.T) {
	w := threaded(t, networks.LinkedIn, "Un", "Réservez")
	w.networks[networks.LinkedIn].scripted("Un").publish = []answer{lost}
	w.settle(time.Hour)
	s, rows := newService(w, nil), w.ledger.parts("post")
	if err := s.Appeared(t.Context(), rows[0].ID, "https://example.test/1"); err != nil {
		t.Fatal(err)
	}
	w.settle(time.Hour)
	w.want(rows[1].ID, publishing.Refused, "publishing.error.unattached")
	w.wantPublic(networks.LinkedIn, "Un")
}

// TestAPartIsNeverAPostOfItsOwn: not even when its connector can no longer publish
// it where it belongs.
func TestAPartIsNeverAPostOfItsOwn(t *testing.T) {
	w := threaded(t, networks.Bluesky, three, "")
	w.tick()
	w.networks[networks.Bluesky].under = networks.Under{}
	w.settle(time.Hour)
	w.wantPublic(networks.Bluesky, "Un")
	w.want(w.ledger.parts("post")[1].ID, publishing.Refused, "publishing.error.unattached")
}

// TestTheRestOfAThreadIsTakenBack: the owner stops it half-way.
func TestTheRestOfAThreadIsTakenBack(t *testing.T) {
	w := threaded(t, networks.Bluesky, three, "")
	w.tick()
	if err := newService(w, nil).Unschedule(t.Context(), "post"); err != nil {
		t.Fatal(err)
	}
	w.settle(time.Hour)
	w.wantPublic(networks.Bluesky, "Un")
	if got := w.states(); got != "published dropped dropped" {
		t.Errorf("it is %s", got)
	}
}

// TestAThreadPublishedByHand: whoever publishes by hand what Parvis was to send finds
// the post whole, as it was last written, and nothing is left to do after.
func TestAThreadPublishedByHand(t *testing.T) {
	w := threaded(t, networks.Bluesky, three, "")
	w.setAccount(networks.Bluesky, networks.AccountHandFed)
	w.write(networks.Bluesky, "Un\n---\nDeux bis", "")
	w.settle(time.Minute)
	s, rows := newService(w, nil), w.ledger.parts("post")
	b, err := s.ByHand(t.Context(), rows[0].ID)
	if err != nil || b.Content.Text != "Un\n---\nDeux bis" {
		t.Fatalf("it says %q, %v", b.Content.Text, err)
	}
	if err := s.PublishedByHand(t.Context(), rows[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	w.settle(100 * time.Hour)
	if got := w.states(); got != "handed_over" {
		t.Errorf("it is %s", got)
	}
	w.wantPublic(networks.Bluesky)
}

// TestAFirstCommentByHand: it is ready to be copied where the network has comments,
// and no more than the post itself waits for its owner.
func TestAFirstCommentByHand(t *testing.T) {
	for on, want := range map[networks.Network]string{networks.LinkedIn: "La recette", networks.Bluesky: ""} {
		w := threaded(t, on, "Un", " La recette\n")
		w.setAccount(on, networks.AccountHandFed)
		w.settle(time.Minute)
		b, err := newService(w, nil).ByHand(t.Context(), w.ledger.parts("post")[0].ID)
		if err != nil || b.Content.Text != "Un" || b.Comment != want {
			t.Errorf("%s: %q and %q, %v, want the comment %q", on, b.Content.Text, b.Comment, err, want)
		}
		if rows := w.ledger.parts("post"); len(rows) != 1 {
			t.Errorf("%s: %d deliveries wait", on, len(rows))
		}
	}
}
