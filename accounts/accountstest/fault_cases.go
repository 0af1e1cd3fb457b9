package accountstest

import (
	"context"
	"testing"
	"time"

	"parvis/app/networks"
)

// faultCase says what must come of a fault.
type faultCase struct {
	fault   Fault
	outcome networks.Outcome
	made    bool // whether the server holds the post after the first call
	spoken  bool // whether the fault takes its words from the network
}

var cases = []faultCase{
	{fault: CutBefore, outcome: networks.Unknown},
	{fault: CutAfter, outcome: networks.Unknown, made: true},
	{fault: FailBefore, outcome: networks.Unknown},
	{fault: FailAfter, outcome: networks.Unknown, made: true},
	{fault: Stall, outcome: networks.Unknown, made: true},
	{fault: CutAnswer, outcome: networks.Unknown, made: true},
	{fault: HalfJSON, outcome: networks.Unknown, made: true},
	{fault: Nonsense, outcome: networks.Unknown, made: true},
	{fault: Redirect, outcome: networks.Unknown},
	{fault: RefuseInside, outcome: networks.Unknown, spoken: true},
	{fault: Duplicate, outcome: networks.Unknown, made: true, spoken: true},
	{fault: Limit, outcome: networks.Limited, spoken: true},
	{fault: DeadToken, outcome: networks.Limited, spoken: true},
}

// testFault breaks one call, settles what became of it as the ledger does, and
// counts the posts at every step.
func testFault(t *testing.T, s *scene, c faultCase) {
	opened := s.session(t)
	note := s.prepare(t, opened)
	id := s.identify(note)
	s.Faults.Break(c.fault)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if c.fault == Stall {
		// The caller loses patience once the server has the post.
		go func() { <-s.Faults.Stalled(); cancel() }()
	}
	r := s.publish(ctx, t, opened, note, id)
	if r.Outcome != c.outcome {
		t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, c.outcome)
	}
	held := 0
	if c.made {
		held = 1
	}
	if n := s.Records(t); n != held {
		t.Fatalf("the server holds %d posts, want %d", n, held)
	}
	if c.fault == Limit && !r.RetryAfter.Equal(s.Clock.Now().Add(2*time.Minute)) {
		t.Errorf("come back at %v, want in two minutes", r.RetryAfter)
	}
	s.wantState(t, networks.AccountConnected)
	s.Clock.Advance(s.Patience)
	s.settle(t, note, id, c.made)
}

// settle reads back and, once absence is proven, repeats the same attempt.
func (s *scene) settle(t *testing.T, note networks.Prepared, id networks.Identity, made bool) {
	t.Helper()
	class := s.class(id)
	opened := s.session(t)
	finding, _ := s.find(t, opened, id)
	want := networks.Absent
	switch {
	case class == networks.ByOwner:
		want = networks.Unreadable
	case made:
		want = networks.Present
	}
	if finding != want {
		t.Fatalf("read back: %s, want %s", finding, want)
	}
	// Elsewhere absence is proven to nobody: what may follow is the owner's choice.
	if class != networks.ByIdentity {
		return
	}
	if !made {
		if r := s.publish(t.Context(), t, opened, note, id); r.Outcome != networks.Created {
			t.Fatalf("the same attempt again: %s (%v), want %s", r.Outcome, r.Err, networks.Created)
		}
	}
	if n := s.Records(t); n != 1 {
		t.Errorf("in the end the server holds %d posts, want 1", n)
	}
}
