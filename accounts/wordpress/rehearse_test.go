package wordpress_test

import (
	"testing"

	"parvis/accounts/accountstest"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/app"
	"parvis/app/networks"
)

func TestRehearse(t *testing.T) {
	c, server, user, s := signedIn(t)
	words := content(t)
	words.Images = nil
	without := func(right string) {
		server.Change(user.ID, func(u *wordpresstest.User) { delete(u.Capabilities, right) })
	}
	accountstest.Want(t, "as it was", c.Rehearse(t.Context(), *s, content(t)), "", "")
	comment := networks.Content{Text: "Réservez", Answers: networks.Thread{Root: "posts/4242", Parent: "posts/4242"}}
	accountstest.Want(t, "a comment on what is gone", c.Rehearse(t.Context(), *s, comment), app.CodeInvalid, "connector.error.reply")
	without("upload_files")
	accountstest.Want(t, "pictures that may not be uploaded", c.Rehearse(t.Context(), *s, content(t)), app.CodeInvalid, "wordpress.error.role")
	accountstest.Want(t, "words alone", c.Rehearse(t.Context(), *s, words), "", "")
	without("publish_posts")
	accountstest.Want(t, "what may not be published", c.Rehearse(t.Context(), *s, words), app.CodeInvalid, "wordpress.error.role")
	s.Account.RemoteID += "9"
	accountstest.Want(t, "another user's password", c.Rehearse(t.Context(), *s, words), app.CodeConflict, "connector.error.other_account")
}
