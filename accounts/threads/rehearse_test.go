package threads_test

import (
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/graph/graphtest"
	"parvis/accounts/threads"
	"parvis/accounts/threads/threadstest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

func TestRehearse(t *testing.T) {
	s := fake(t, words())
	session := s.connected(t)
	rehearse := func(c networks.Content) error {
		return s.Connector.(networks.Rehearsing).Rehearse(t.Context(), session, c)
	}
	root := s.server.Write(s.account.ID, graphtest.Post{Text: "1/2", Created: now.Add(-48 * time.Hour)})
	reply := words()
	reply.Answers = networks.Thread{Root: root, Parent: root}
	accountstest.Want(t, "a reply", rehearse(reply), "", "")
	reply.Answers.Parent = "17840000000000099"
	accountstest.Want(t, "a reply to what is gone", rehearse(reply), app.CodeInvalid, "connector.error.reply")
	for range 250 {
		s.server.Write(s.account.ID, graphtest.Post{Text: "x", Created: now.Add(-time.Hour)})
	}
	accountstest.Want(t, "the 251st of a day", rehearse(words()), app.CodeLimited, "connector.error.quota")
	reply.Answers.Parent = root
	accountstest.Want(t, "a reply after 250 posts", rehearse(reply), "", "")
	s.Clock.Advance(24 * time.Hour)
	accountstest.Want(t, "the next day", rehearse(words()), "", "")
	s.server.Set(func(b *graphtest.Behaviour) { b.Withheld = true })
	accountstest.Want(t, "without the permission", rehearse(words()), app.CodeInvalid, "connector.error.permission")
}

func TestRehearseOfPicturesThatNobodyHosts(t *testing.T) {
	clock := networkstest.NewClock(now)
	server := threadstest.Start(t, clock)
	c := threads.New(client(t), clock, nil)
	account, credential, err := c.Connect(t.Context(), server.URL, "", server.CreateAccount("martin").Token)
	if err != nil {
		t.Fatal(err)
	}
	err = c.Rehearse(t.Context(), networks.Session{Account: account, Credential: credential}, carousel(t))
	accountstest.Want(t, "pictures", err, app.CodeInvalid, "connector.error.no_host")
}

func TestQuotasAreThoseOfADay(t *testing.T) {
	s := fake(t, words())
	session := s.connected(t)
	root := s.server.Write(s.account.ID, graphtest.Post{Text: "old", Created: now.Add(-25 * time.Hour)})
	s.server.Write(s.account.ID, graphtest.Post{Text: "new", Created: now.Add(-time.Hour)})
	s.server.Write(s.account.ID, graphtest.Post{Text: "reply", Parent: root, Created: now.Add(-time.Hour)})
	got, err := s.Connector.(networks.Metered).Quotas(t.Context(), session)
	want := []networks.Quota{
		{Kind: networks.QuotaPosts, Left: 249, Max: 250, Per: 24 * time.Hour},
		{Kind: networks.QuotaReplies, Left: 999, Max: 1000, Per: 24 * time.Hour},
	}
	if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}
