package bluesky

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// reply says what a post answers (app.bsky.feed.post#replyRef): the first post of
// the thread and the one before.
type reply struct {
	Root   reference `json:"root"`
	Parent reference `json:"parent"`
}

// reference names a record as it was when it was read
// (com.atproto.repo.strongRef).
type reference struct {
	URI string `json:"uri"`
	CID string `json:"cid"`
}

// answered returns the addresses of what is answered, each once.
func answered(t networks.Thread) []string {
	switch {
	case t == networks.Thread{}:
		return nil
	case t.Root == t.Parent:
		return []string{t.Root}
	}
	return []string{t.Root, t.Parent}
}

// replyTo builds what a record says of what it answers, nil for a post of its own.
// Without the content identifiers of a preparation there is no record: it would be
// another post than the one meant.
func replyTo(t networks.Thread, n note) (*reply, error) {
	if (t == networks.Thread{}) {
		return nil, nil
	}
	r := reply{Root: reference{t.Root, n.Answered[t.Root]}, Parent: reference{t.Parent, n.Answered[t.Parent]}}
	if r.Root.CID == "" || r.Parent.CID == "" {
		return nil, app.Fail(app.CodeConflict, "bluesky.error.reply_not_prepared").Because(errors.New("what is answered was not looked up"))
	}
	return &r, nil
}

// cidOf reads the content identifier of a post of the account.
func (c *Connector) cidOf(ctx context.Context, s networks.Session, uri string) (string, error) {
	key, own := strings.CutPrefix(uri, "at://"+s.Account.RemoteID+"/"+collection+"/")
	gone := app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Bluesky)
	if !own || key == "" || strings.Contains(key, "/") {
		return "", gone.Because(errors.New("not a post of the account: " + uri))
	}
	a := c.exchange(ctx, request{
		name: getRecord, base: s.Account.Service, timeout: wire.ShortTimeout,
		query:   url.Values{"repo": {s.Account.RemoteID}, "collection": {collection}, "rkey": {key}},
		secrets: secretsOf(s.Credential, ""),
	})
	if name, _, _ := a.refusal(); name == recordNotFound && (a.Status == http.StatusBadRequest || a.Status == http.StatusNotFound) {
		return "", gone.Because(errors.New(name))
	}
	var found reference
	if err := a.Decode(&found); err != nil || found.URI != uri || !cidForm.MatchString(found.CID) {
		return "", a.failure(c.clock.Now())
	}
	return found.CID, nil
}
