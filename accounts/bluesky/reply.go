package bluesky

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"

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

// uriForm is that of the address of a post, anybody's.
var uriForm = regexp.MustCompile(`^at://(did:[a-z]+:[A-Za-z0-9._:%-]{1,200})/` + regexp.QuoteMeta(collection) + `/([A-Za-z0-9._:~-]{1,100})$`)

// placeOf reads whose post an address names, and under which key.
func placeOf(uri string) (did, key string, ok bool) {
	m := uriForm.FindStringSubmatch(uri)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

// ownKey reads the key of a post of the account.
func ownKey(account networks.Account, uri string) (key string, ok bool) {
	did, key, ok := placeOf(uri)
	return key, ok && did == account.RemoteID
}

// cidOf reads the content identifier of a post, anybody's: a server asks the one that
// knows all of the network for those it does not hold itself.
func (c *Connector) cidOf(ctx context.Context, s networks.Session, uri string) (string, error) {
	gone := app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Bluesky)
	did, key, ok := placeOf(uri)
	if !ok {
		return "", gone.Because(errors.New("not a post: " + uri))
	}
	a := c.exchange(ctx, request{
		name: getRecord, base: s.Account.Service, timeout: wire.ShortTimeout,
		query:   url.Values{"repo": {did}, "collection": {collection}, "rkey": {key}},
		secrets: secretsOf(s.Credential, ""),
	})
	// Of strangers' posts what is said is that of another server, in other names.
	name, _, refused := a.refusal()
	stranger := did != s.Account.RemoteID
	if refused && (name == recordNotFound || stranger) && (a.Status == http.StatusBadRequest || a.Status == http.StatusNotFound) {
		return "", gone.Because(errors.New(name))
	}
	var found reference
	if err := a.Decode(&found); err != nil || found.URI != uri || !cidForm.MatchString(found.CID) {
		return "", a.failure(c.clock.Now())
	}
	return found.CID, nil
}
