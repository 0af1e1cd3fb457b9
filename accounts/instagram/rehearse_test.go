package instagram_test

import (
	"context"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/graph"
	"parvis/accounts/graph/graphtest"
	"parvis/app"
	"parvis/app/networks"
)

func TestRehearse(t *testing.T) {
	s := fake(t, 1)
	session := s.connected(t)
	rehearse := func(c networks.Content) error {
		return s.Connector.(networks.Rehearsing).Rehearse(t.Context(), session, c)
	}
	at := s.server.Write(s.account.ID, graphtest.Post{Text: "Bonjour", Created: now.Add(-48 * time.Hour)})
	comment := networks.Content{Text: "Réservez au 01 23 45 67 89", Answers: networks.Thread{Root: at, Parent: at, Comment: true}}
	accountstest.Want(t, "a comment", rehearse(comment), "", "")
	comment.Answers.Root = "17840000000000099"
	comment.Answers.Parent = comment.Answers.Root
	accountstest.Want(t, "a comment on what is gone", rehearse(comment), app.CodeInvalid, "connector.error.reply")
	for range 100 {
		s.server.Write(s.account.ID, graphtest.Post{Text: "x", Created: now.Add(-time.Hour)})
	}
	accountstest.Want(t, "the 101st of a day", rehearse(post(t, 1)), app.CodeLimited, "connector.error.quota")
	if got, err := s.Connector.(networks.Metered).Quotas(t.Context(), session); err != nil || len(got) != 1 || got[0].Left != 0 || got[0].Max != 100 {
		t.Errorf("left: %+v, %v", got, err)
	}
	s.server.Set(func(b *graphtest.Behaviour) { b.Withheld = true })
	accountstest.Want(t, "without the permission", rehearse(post(t, 1)), app.CodeInvalid, "connector.error.permission")
}

// TestExpiryIsToldByTheFirstRenewal: nothing is known of a token that was pasted.
func TestExpiryIsToldByTheFirstRenewal(t *testing.T) {
	s := fake(t, 1)
	session, renewing := s.connected(t), s.Connector.(networks.Renewing)
	if got := renewing.Expires(session.Credential); !got.IsZero() {
		t.Errorf("just pasted, it ends %v", got)
	}
	kept := ""
	renew := session.Renew
	session.Renew = func(ctx context.Context, stale string, obtain networks.Obtain) (string, error) {
		renewed, err := renew(ctx, stale, obtain)
		kept = renewed
		return renewed, err
	}
	s.Clock.Advance(graph.FirstRenewal)
	if err := renewing.Refresh(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	if got, want := renewing.Expires(networks.Credential{Session: kept}), s.Clock.Now().Add(graphtest.TokenLife); !got.Equal(want) {
		t.Errorf("renewed, it ends %v, want %v", got, want)
	}
}
