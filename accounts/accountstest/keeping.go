package accountstest

import (
	"context"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// keptAhead is how long before their moment the suite's posts are entrusted.
const keptAhead = 2 * time.Hour

// runKeeping runs what a connector passes whose network keeps posts until their
// moment; nothing for another.
func runKeeping(t *testing.T, run func(name string, test func(*testing.T, *scene)), h *scene) {
	if networks.KeepsOf(h.Connector, h.account).IsZero() {
		return
	}
	if h.Kept == nil {
		t.Error("the harness does not tell how many posts the server keeps")
		return
	}
	run("keeps a post and makes it public", testKept)
	run("gives a post back", testTakenBack)
	run("keeps nothing for a revoked account", testKeptRevoked)
	run("keeps nothing out of reach", testKeptUnreachable)
	for _, c := range cases {
		if _, ok := h.Faults.Answers[c.fault]; c.spoken && !ok {
			continue
		}
		run("entrusting: "+string(c.fault), func(t *testing.T, s *scene) { testEntrustFault(t, s, c) })
		run("taking back: "+string(c.fault), func(t *testing.T, s *scene) { testTakeBackFault(t, s, c) })
	}
}

// keeper is the connector of a scene whose network keeps posts.
func (s *scene) keeper(t *testing.T) networks.Keeping {
	t.Helper()
	keeper, ok := s.Connector.(networks.Keeping)
	if !ok || keeper.Keeps(s.account).IsZero() {
		t.Fatalf("the server of %+v keeps nothing", s.account)
	}
	return keeper
}

// given is a post that was entrusted, or tried to be.
type given struct {
	*scene
	keeper networks.Keeping
	note   networks.Prepared
	what   networks.Entrusted
}

// give chooses what to entrust and prepares it.
func (s *scene) give(t *testing.T) *given {
	t.Helper()
	g := &given{scene: s, keeper: s.keeper(t)}
	g.note = s.prepare(t, s.session(t))
	g.what = networks.Entrusted{Identity: s.identify(g.note), At: s.Clock.Now().Add(keptAhead).Truncate(time.Minute)}
	return g
}

// entrust makes the call and checks what holds of every result.
func (g *given) entrust(ctx context.Context, t *testing.T) networks.Result {
	t.Helper()
	r := g.keeper.Entrust(ctx, g.session(t), g.Content, g.note, g.what.Identity, g.what.At)
	g.check(t, r)
	if r.Outcome == networks.Created && (r.RemoteID == "" || r.Permalink != "") {
		t.Errorf("kept as %+v, want what is kept and no link", r)
	}
	if r.Outcome != networks.Created && app.MessageOf(r.Err).Key == "" {
		t.Errorf("%s without a sentence: %v", r.Outcome, r.Err)
	}
	return r
}

// kept entrusts a post for good.
func (s *scene) kept(t *testing.T) *given {
	t.Helper()
	g := s.give(t)
	r := g.entrust(t.Context(), t)
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, networks.Created)
	}
	g.what.RemoteID = r.RemoteID
	g.wants(t, 1, 0)
	return g
}

// wants holds the server against what it must keep and show.
func (g *given) wants(t *testing.T, kept, public int) {
	t.Helper()
	if n := g.Kept(t); n != kept {
		t.Errorf("the server keeps %d posts, want %d", n, kept)
	}
	if n := g.Records(t); n != public {
		t.Errorf("the server shows %d posts, want %d", n, public)
	}
}

// finds reads back, by what the network said it keeps or without, and checks it.
func (g *given) finds(t *testing.T, want networks.Finding) networks.Result {
	t.Helper()
	var r networks.Result
	for _, what := range []networks.Entrusted{{Identity: g.what.Identity, At: g.what.At}, g.what} {
		var finding networks.Finding
		finding, r = g.keeper.FindEntrusted(t.Context(), g.session(t), g.Content, what)
		g.check(t, r)
		if finding != want {
			t.Errorf("read back %+v: %s (%v), want %s", what, finding, r.Err, want)
		}
		if want == networks.Kept && (r.RemoteID == "" || g.what.RemoteID != "" && r.RemoteID != g.what.RemoteID) {
			t.Errorf("kept as %q, want %q", r.RemoteID, g.what.RemoteID)
		}
		if want == networks.Present && (r.RemoteID == "" || r.Permalink == "") {
			t.Errorf("public without a proof: %+v", r)
		}
	}
	return r
}

func (g *given) takeBack(ctx context.Context, t *testing.T) networks.Result {
	t.Helper()
	r := g.keeper.TakeBack(ctx, g.session(t), g.what.RemoteID)
	g.check(t, r)
	return r
}

// mature lets the moment of a post pass at the server.
func (g *given) mature(t *testing.T) {
	t.Helper()
	g.Clock.Advance(g.what.At.Sub(g.Clock.Now()) + time.Minute)
	if g.Mature != nil {
		g.Mature(t)
	}
}

func testKept(t *testing.T, s *scene) {
	g := s.give(t)
	g.finds(t, networks.Absent)
	g = s.kept(t)
	g.finds(t, networks.Kept)
	dead := app.Fail(app.CodeUnauthorised, "networks.error.expired", "Account", s.account.Handle, "Network", s.account.Network.Name())
	finding, r := g.keeper.FindEntrusted(t.Context(), networks.Session{
		Account: s.account,
		Renew:   func(context.Context, string, networks.Obtain) (string, error) { return "", dead },
	}, s.Content, g.what)
	if finding == networks.Absent || finding == networks.Present {
		t.Errorf("without a credential: %s (%v), of a post that is kept", finding, r.Err)
	}
	g.mature(t)
	g.finds(t, networks.Present)
	g.wants(t, 0, 1)
	// Too late: what is public stays so.
	if r := g.takeBack(t.Context(), t); r.Outcome != networks.Unknown {
		t.Errorf("taking back what is public is %s (%v), want %s", r.Outcome, r.Err, networks.Unknown)
	}
	g.wants(t, 0, 1)
}

func testTakenBack(t *testing.T, s *scene) {
	g := s.kept(t)
	if r := g.takeBack(t.Context(), t); r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, networks.Created)
	}
	g.wants(t, 0, 0)
	g.finds(t, networks.Absent)
	if r := g.takeBack(t.Context(), t); r.Outcome != networks.Created && r.Outcome != networks.Unknown {
		t.Errorf("taken back twice: %s (%v)", r.Outcome, r.Err)
	}
	g.finds(t, networks.Absent)
	g.mature(t)
	g.wants(t, 0, 0)
}

func testKeptRevoked(t *testing.T, s *scene) {
	first, second := s.give(t), s.saying(s.Content.Text+" (2)").give(t)
	first.what.At = first.what.At.Add(s.TokenLife)
	r := first.entrust(t.Context(), t)
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, networks.Created)
	}
	first.what.RemoteID = r.RemoteID
	opened := s.session(t)
	s.Revoke(t)
	s.Clock.Advance(s.TokenLife + time.Minute)
	id := s.identify(second.note)
	r = second.keeper.Entrust(t.Context(), opened, second.Content, second.note, id, second.what.At.Add(s.TokenLife))
	if r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeUnauthorised {
		t.Errorf("entrusting is %s (%v), want %s and %s", r.Outcome, r.Err, networks.Refused, app.CodeUnauthorised)
	}
	if r := first.keeper.TakeBack(t.Context(), opened, first.what.RemoteID); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeUnauthorised {
		t.Errorf("taking back is %s (%v), want %s and %s", r.Outcome, r.Err, networks.Refused, app.CodeUnauthorised)
	}
	if finding, r := first.keeper.FindEntrusted(t.Context(), opened, s.Content, first.what); finding != networks.Undecided {
		t.Errorf("read back: %s (%v), want %s", finding, r.Err, networks.Undecided)
	}
	first.wants(t, 1, 0)
}

func testKeptUnreachable(t *testing.T, s *scene) {
	g := s.kept(t)
	opened := s.session(t)
	opened.Account.Service = "http://127.0.0.1:1" // nobody listens on tcpmux
	for name, r := range map[string]networks.Result{
		"entrusting":  g.keeper.Entrust(t.Context(), opened, s.Content, g.note, g.what.Identity, g.what.At),
		"taking back": g.keeper.TakeBack(t.Context(), opened, g.what.RemoteID),
	} {
		if r.Outcome != networks.Limited || !r.RetryAfter.After(s.Clock.Now()) || app.CodeOf(r.Err) != app.CodeUnavailable {
			t.Errorf("%s is %s (%v), want %s: not one byte left", name, r.Outcome, r.Err, networks.Limited)
		}
	}
	if finding, r := g.keeper.FindEntrusted(t.Context(), opened, s.Content, g.what); finding != networks.Undecided {
		t.Errorf("read back: %s (%v), want %s", finding, r.Err, networks.Undecided)
	}
}

// impatient returns a context that ends once a stalled call was taken by the server.
func (s *scene) impatient(t *testing.T, fault Fault) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	if fault == Stall {
		go func() {
			select {
			case <-s.Faults.Stalled():
				cancel()
			case <-ctx.Done():
			}
		}()
	}
	return ctx
}

// testEntrustFault breaks the call that entrusts, and settles what became of it as
// the ledger does.
func testEntrustFault(t *testing.T, s *scene, c faultCase) {
	g := s.give(t)
	s.Faults.Break(c.fault)
	if r := g.entrust(s.impatient(t, c.fault), t); r.Outcome != c.outcome {
		t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, c.outcome)
	}
	s.wantState(t, networks.AccountConnected)
	s.Clock.Advance(s.Patience)
	if !c.made {
		g.wants(t, 0, 0)
		g.finds(t, networks.Absent)
	} else {
		g.wants(t, 1, 0)
		g.what.RemoteID = g.finds(t, networks.Kept).RemoteID
	}
	if c.made || s.class(g.what.Identity) == networks.ByIdentity {
		if c.made && s.class(g.what.Identity) != networks.ByIdentity {
			return
		}
		// The same attempt again is the same post; a network may keep to itself which.
		r := g.entrust(t.Context(), t)
		same := r.Outcome == networks.Created && (g.what.RemoteID == "" || r.RemoteID == g.what.RemoteID)
		if !same && (r.Outcome != networks.Unknown || !c.made) {
			t.Errorf("the same attempt again: %s %q (%v), want %q", r.Outcome, r.RemoteID, r.Err, g.what.RemoteID)
		}
		g.wants(t, 1, 0)
	}
}

// testTakeBackFault breaks the call that takes back, and settles what became of it as
// the ledger does.
func testTakeBackFault(t *testing.T, s *scene, c faultCase) {
	g := s.kept(t)
	s.Faults.Break(c.fault)
	r := g.takeBack(s.impatient(t, c.fault), t)
	if r.Outcome == networks.Created || c.outcome == networks.Limited && c.fault == Limit && r.Outcome != networks.Limited {
		t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, c.outcome)
	}
	if c.made {
		g.wants(t, 0, 0)
		g.finds(t, networks.Absent)
		return
	}
	g.wants(t, 1, 0)
	g.finds(t, networks.Kept)
	if r := g.takeBack(t.Context(), t); r.Outcome != networks.Created {
		t.Errorf("taken back again: %s (%v), want %s", r.Outcome, r.Err, networks.Created)
	}
	g.wants(t, 0, 0)
}
