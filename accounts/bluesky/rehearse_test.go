package bluesky_test

import (
	"testing"

	"parvis/accounts/accountstest"
	"parvis/accounts/bluesky/blueskytest"
	"parvis/app"
	"parvis/app/networks"
)

func TestRehearse(t *testing.T) {
	c, server, clock, s := signedIn(t)
	post := networks.Content{Text: "Bonjour", Language: "fr"}
	accountstest.Want(t, "a post", c.Rehearse(t.Context(), *s, post), "", "")
	r := c.Publish(t.Context(), *s, post, "", c.Identify(clock.Now()))
	if r.Outcome != networks.Created {
		t.Fatalf("%+v", r)
	}
	reply := post
	reply.Answers = networks.Thread{Root: r.RemoteID, Parent: r.RemoteID}
	accountstest.Want(t, "a reply", c.Rehearse(t.Context(), *s, reply), "", "")
	server.EndSessions(s.Account.RemoteID)
	accountstest.Want(t, "after a session that was ended", c.Rehearse(t.Context(), *s, post), "", "")
	server.Delete(s.Account.RemoteID)
	accountstest.Want(t, "a reply to what is gone", c.Rehearse(t.Context(), *s, reply), app.CodeInvalid, "connector.error.reply")
	server.Shut(s.Account.RemoteID)
	accountstest.Want(t, "a closed account", c.Rehearse(t.Context(), *s, post), app.CodeConflict, "bluesky.error.account_closed")
}

func TestQuotasAreThoseOfTheAddress(t *testing.T) {
	c, _, clock, s := signedIn(t)
	before, err := c.Quotas(t.Context(), *s)
	if err != nil || len(before) != 1 {
		t.Fatalf("%+v, %v", before, err)
	}
	if q := before[0]; q.Kind != networks.QuotaCalls || q.Max != blueskytest.Calls || !q.Resets.Equal(clock.Now().Add(blueskytest.CallSpan)) {
		t.Errorf("%+v", q)
	}
	after, err := c.Quotas(t.Context(), *s)
	if err != nil || len(after) != 1 || after[0].Left != before[0].Left-1 {
		t.Errorf("one call later %+v (%v), before %+v", after, err, before)
	}
}
