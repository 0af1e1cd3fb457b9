package linkedin_test

import (
	"testing"

	"parvis/accounts/accountstest"
	"parvis/app"
	"parvis/app/networks"
)

func TestRehearse(t *testing.T) {
	s, session := connected(t)
	rehearse := func(c networks.Content) error { return s.connector.Rehearse(t.Context(), session, c) }
	accountstest.Want(t, "a post of a page", rehearse(content(t)), "", "")
	comment := networks.Content{Text: "Réservez", Answers: networks.Thread{Root: "elsewhere", Comment: true}}
	accountstest.Want(t, "a comment on no post", rehearse(comment), app.CodeInvalid, "connector.error.reply")
	s.Appoint(s.page, s.member, "ANALYST")
	accountstest.Want(t, "without the role", rehearse(content(t)), app.CodeInvalid, "linkedin.error.role")
	session.Credential.Secret = s.Token(s.member, "w_organization_social")
	accountstest.Want(t, "without the permission to read roles", rehearse(content(t)), app.CodeInvalid, "connector.error.permission")
}

func TestRehearseAsAMember(t *testing.T) {
	s := start(t)
	account, credential, err := s.connector.Connect(t.Context(), s.URL, "", s.Token(s.member, forMembers...))
	if err != nil {
		t.Fatal(err)
	}
	session := networks.Session{Account: account, Credential: credential}
	accountstest.Want(t, "a post of a member", s.connector.Rehearse(t.Context(), session, content(t)), "", "")
	session.Credential.Secret = s.Token(s.CreateMember("Louis Dupont"), forMembers...)
	err = s.connector.Rehearse(t.Context(), session, content(t))
	accountstest.Want(t, "the token of another member", err, app.CodeConflict, "connector.error.other_account")
}
