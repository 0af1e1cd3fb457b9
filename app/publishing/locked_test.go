package publishing_test

import (
	"context"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// shut is the accounts of a vault that may wait for its passphrase.
type shut struct {
	*ledger
	locked bool
}

func (s *shut) Open(ctx context.Context, id app.ID) (networks.Session, error) {
	if s.locked {
		return networks.Session{}, app.Fail(app.CodeUnavailable, networks.KeyVaultLocked).Because(networks.ErrVaultLocked)
	}
	return s.ledger.Open(ctx, id)
}

// lockable returns a world whose vault can be locked.
func lockable(t *testing.T) (*world, *shut) {
	w := newWorld(t)
	s := &shut{ledger: w.ledger}
	directory := networks.Connectors{}
	for name, n := range w.networks {
		directory[name] = connector{n, w.life}
	}
	w.engine = publishing.New(publishing.Parts{
		Store: mortal{w.ledger, w.life}, Accounts: w.ledger, Connectors: directory, Sessions: s,
		Business: w, Holds: w.holds, Clock: w.clock, IDs: app.NewIDs(w.clock, nil), Events: w.events,
	}, w.pace)
	return w, s
}

// opens gives the passphrase.
func (s *shut) opens(w *world) {
	s.locked = false
	app.Emit(w.events, networks.VaultChanged{})
}

// TestWhatWaitsForThePassphraseLeavesAtOnce: while the vault is locked a delivery stays
// planned, with its reason, written once; it leaves by the very pass that follows.
func TestWhatWaitsForThePassphraseLeavesAtOnce(t *testing.T) {
	w, vault := lockable(t)
	vault.locked = true
	id := w.plan("bread", networks.Bluesky, testNow, 2*time.Hour)
	w.tick()
	w.want(id, publishing.Scheduled, networks.KeyVaultLocked)
	w.settle(119 * time.Minute)
	w.want(id, publishing.Scheduled, networks.KeyVaultLocked)
	if w.changed[id] != 1 || len(w.attempts(id)) != 0 {
		t.Errorf("written %d times, tried %v", w.changed[id], w.attempts(id))
	}
	vault.opens(w)
	w.tick()
	d := w.want(id, publishing.Published, "")
	if !d.PublishedAt.Equal(w.clock.Now()) {
		t.Errorf("published at %v, unlocked at %v", d.PublishedAt, w.clock.Now())
	}
}

// TestPassphraseGivenTooLate: what may not be so late does not leave, and is resumed by
// one click.
func TestPassphraseGivenTooLate(t *testing.T) {
	w, vault := lockable(t)
	vault.locked = true
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	w.settle(2 * time.Hour)
	w.want(id, publishing.Missed, networks.KeyVaultLocked)
	vault.opens(w)
	s := newService(w, nil)
	if n, err := s.ResumeAccount(t.Context(), accountOf(networks.Bluesky)); err != nil || n != 1 {
		t.Fatalf("%d leave, %v", n, err)
	}
	w.settle(time.Minute)
	w.want(id, publishing.Published, "")
}

// TestSentAgainWhileLocked: what its owner asked for again waits too.
func TestSentAgainWhileLocked(t *testing.T) {
	w, vault := lockable(t)
	id := w.plan("bread", networks.Bluesky, testNow.Add(-72*time.Hour), time.Hour)
	w.tick()
	w.want(id, publishing.Missed, "publishing.error.missed")
	vault.locked = true
	s := newService(w, nil)
	if err := s.Resend(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	w.settle(30 * time.Minute)
	w.want(id, publishing.Scheduled, networks.KeyVaultLocked)
	vault.opens(w)
	w.tick()
	w.want(id, publishing.Published, "")
}

// TestDoubtIsReadOnceUnlocked: a delivery in doubt that could not be read back while
// the vault was locked is read by the pass that follows, whatever it waited for.
func TestDoubtIsReadOnceUnlocked(t *testing.T) {
	w, vault := lockable(t)
	script := w.networks[networks.Bluesky].scripted("bread")
	script.publish, script.find = []answer{lost}, []answer{undecided, undecided, undecided, undecided, undecided}
	id := w.plan("bread", networks.Bluesky, testNow, 2*time.Hour)
	w.tick()
	vault.locked = true
	w.settle(10 * time.Minute)
	d := w.row(id)
	if d.State != publishing.Unknown || !d.RetryAt.After(w.clock.Now()) {
		t.Fatalf("it is %s until %v: this test proves nothing", d.State, d.RetryAt)
	}
	script.find = nil
	w.tick()
	w.want(id, publishing.Unknown, d.ErrorKey)
	vault.opens(w)
	w.tick()
	w.want(id, publishing.Published, "")
}

// TestUnlockingWakesTheEngine: the pass comes by itself.
func TestUnlockingWakesTheEngine(t *testing.T) {
	w, vault := lockable(t)
	woken := 0
	newService(w, func() { woken++ })
	vault.opens(w)
	if woken != 1 {
		t.Errorf("woken %d times", woken)
	}
}
