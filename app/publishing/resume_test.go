package publishing_test

import (
	"fmt"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// connected says in the file and to the engine whether an account is connected.
func (m *machine) connected(n networks.Network, state networks.AccountState) {
	m.t.Helper()
	a, err := m.file.Networks().Account(m.t.Context(), accountOf(n))
	m.must(err)
	a.State = state
	m.must(m.file.Networks().SaveAccount(m.t.Context(), a))
	m.ledger.accounts[a.ID] = a
}

// TestResumeAfterReconnecting: what an account refused or missed because of its
// credential leaves by one click once it is connected again: spaced, oldest first,
// once. What failed for another reason, may not be late or is of another account
// stays.
func TestResumeAfterReconnecting(t *testing.T) {
	ctx := t.Context()
	m := newMachine(t, testNow, networks.Bluesky, networks.Mastodon)
	m.networks[networks.Bluesky].scripted("first").publish = []answer{dead}
	m.networks[networks.Bluesky].scripted("wrong").publish = []answer{refuse}
	m.write("wrong", civil("2026-11-21", 14, 32), time.Hour, networks.Bluesky)
	m.write("first", civil("2026-11-21", 14, 40), time.Hour, networks.Bluesky)
	var texts []string
	for i := range 6 {
		texts = append(texts, fmt.Sprint(i))
		m.write(texts[i], civil("2026-11-21", 15, i*5), 20*time.Minute, networks.Bluesky)
	}
	m.write("never", civil("2026-11-21", 15, 45), 0, networks.Bluesky)
	m.settle(10 * time.Minute)
	if d := m.entry("first").Delivery; d.State != publishing.Refused || d.ErrorKey != "publishing.error.credential" {
		t.Fatalf("it is %s (%q)", d.State, d.ErrorKey)
	}
	m.connected(networks.Bluesky, networks.AccountExpired)
	m.settle(2 * time.Hour)
	counts, err := m.service.Stranded(ctx)
	m.must(err)
	if counts[accountOf(networks.Bluesky)] != 7 || len(counts) != 1 {
		t.Fatalf("stranded %v, want 7 on Bluesky", counts)
	}
	_, err = m.service.ResumeAccount(ctx, accountOf(networks.Bluesky))
	wantFailure(t, err, app.CodeUnauthorised, "publishing.error.account_expired")

	m.connected(networks.Bluesky, networks.AccountConnected)
	if n, err := m.service.ResumeAccount(ctx, accountOf(networks.Mastodon)); err != nil || n != 0 {
		t.Errorf("on another account %d leave, %v", n, err)
	}
	for _, want := range []int{7, 0} { // a second click finds nothing
		if n, err := m.service.ResumeAccount(ctx, accountOf(networks.Bluesky)); err != nil || n != want {
			t.Errorf("%d leave, %v, want %d", n, err, want)
		}
	}
	tried := len(m.networks[networks.Bluesky].times)
	m.settle(3 * time.Hour)
	m.same("sent", append([]string{"first"}, texts...), m.public(networks.Bluesky))
	times := m.networks[networks.Bluesky].times[tried:]
	for i := 1; i < len(times); i++ {
		if gap := times[i].Sub(times[i-1]); gap < publishing.CatchUpSpacing {
			t.Errorf("calls %d and %d are %v apart, want at least %v", i-1, i, gap, publishing.CatchUpSpacing)
		}
	}
}

// TestResumeLeavesTheOld: what was due more than a week ago is not sent with the
// rest.
func TestResumeLeavesTheOld(t *testing.T) {
	m := newMachine(t, testNow, networks.Bluesky)
	m.write("bread", civil("2026-11-21", 14, 40), time.Hour, networks.Bluesky)
	m.connected(networks.Bluesky, networks.AccountExpired)
	m.settle(2 * time.Hour)
	m.connected(networks.Bluesky, networks.AccountConnected)
	m.clock.set(civil("2026-11-28", 14, 41).In(paris(t)))
	if n, err := m.service.ResumeAccount(t.Context(), accountOf(networks.Bluesky)); err != nil || n != 0 {
		t.Errorf("%d leave a week later, %v", n, err)
	}
	m.clock.add(-time.Minute)
	if n, err := m.service.ResumeAccount(t.Context(), accountOf(networks.Bluesky)); err != nil || n != 1 {
		t.Errorf("%d leave within the week, %v", n, err)
	}
}
