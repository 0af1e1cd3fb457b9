package x_test

import (
	"net/http"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/x/xtest"
	"parvis/app"
	"parvis/app/networks"
)

// TestRehearseCostsNothing: with a token that serves nothing is asked at all, and with
// an old one nothing but its renewal.
func TestRehearseCostsNothing(t *testing.T) {
	s, session := signedIn(t)
	var asked []string
	s.Faults.Watch(func(r *http.Request) { asked = append(asked, r.URL.Path) })
	post := networks.Content{Text: "Bonjour"}
	accountstest.Want(t, "a token that serves", s.connector.Rehearse(t.Context(), *session, post), "", "")
	if len(asked) != 0 {
		t.Errorf("asked %v, want nothing", asked)
	}
	s.clock.Advance(xtest.TokenLife + time.Minute)
	accountstest.Want(t, "an old token", s.connector.Rehearse(t.Context(), *session, post), "", "")
	if len(asked) != 1 || asked[0] != "/2/oauth2/token" {
		t.Errorf("asked %v, want the renewal alone", asked)
	}
	answer := networks.Content{Text: "Bonjour", Answers: networks.Thread{Parent: "elsewhere"}}
	accountstest.Want(t, "an answer to no post", s.connector.Rehearse(t.Context(), *session, answer), app.CodeInvalid, "connector.error.reply")
}
