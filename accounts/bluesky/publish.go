package bluesky

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// A content identifier in base 32 (CIDv1), which every record has.
var cidForm = regexp.MustCompile(`^b[a-z2-7]{20,120}$`)

// Publish creates the record: the one call that makes a post public, made once.
//
// Created needs the record's own address under the chosen key. A server refuses
// for want of a good token, for a quota or for a bad record before it writes
// anything, and says so in the protocol's form: those answers prove that nothing
// was made. A dead token is renewed on the spot, without sending again, and
// comes back as Limited: the same attempt may be repeated at once. A key already
// taken (the server answers 500, others a conflict) may be ours: Unknown, like
// everything else that proves nothing.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, id networks.Identity) networks.Result {
	n := parseNote(p)
	record, err := recordOf(content, n, id)
	if err != nil {
		return c.unsent(err, networks.Call{Name: createRecord})
	}
	a, err := c.mutate(ctx, s, createRecord, map[string]any{
		"repo": s.Account.RemoteID, "collection": collection, "rkey": id.Key, "record": record,
	})
	if err != nil {
		return c.unsent(err, a.Call)
	}
	return c.outcome(a, s.Account, id, n.dropped(content))
}

// dropped is the error of a content of which the server no longer has what was
// uploaded: preparing again sends it anew once the note is too old to be relied on.
func (n note) dropped(content networks.Content) *app.Error {
	why := app.Fail(app.CodeUnavailable, "bluesky.error.image_dropped")
	if content.Film != nil {
		why = app.Fail(app.CodeUnavailable, "connector.error.film_dropped", "Network", networks.Bluesky.Name())
	}
	return why.Because(wire.Later{Until: n.oldestUpload(content).Add(blobAge)})
}

// outcome maps the answer to the mutating call.
func (c *Connector) outcome(a answer, account networks.Account, id networks.Identity, dropped *app.Error) networks.Result {
	var made struct {
		URI string `json:"uri"`
		CID string `json:"cid"`
	}
	if a.Decode(&made) == nil && made.URI == recordURI(account, id) && cidForm.MatchString(made.CID) {
		return networks.Result{Outcome: networks.Created, RemoteID: made.URI, Permalink: permalink(account, id), Call: a.Call}
	}
	name, message, refused := a.refusal()
	if refused && wire.Proof(a.Status) && !taken(name, message) {
		switch {
		case closed(name):
			return c.unsent(a.failure(c.clock.Now()), a.Call)
		case name == "BlobNotFound":
			return c.unsent(dropped, a.Call)
		}
		return c.unsent(app.Fail(app.CodeInvalid, "bluesky.error.refused", "Reason", a.Reason(name+" "+message)), a.Call)
	}
	cause := a.Err
	if cause == nil {
		cause = fmt.Errorf("status %d %s", a.Status, name)
	}
	return networks.Result{
		Outcome: networks.Unknown, Call: a.Call,
		Err: app.Fail(app.CodeUnknown, "bluesky.error.unknown").Because(cause),
	}
}

// taken reports whether a refusal says that the key holds a record already: it
// may be the one of this attempt.
func taken(name, message string) bool {
	said := strings.ToLower(name + " " + message)
	return strings.Contains(said, "already") || strings.Contains(said, "exists") || strings.Contains(said, "duplicate")
}

// unsent is the result when nothing was made.
func (c *Connector) unsent(err error, call networks.Call) networks.Result {
	return wire.Unsent(c.clock.Now(), err, call)
}

// Find asks the server that holds the account whether the record is there. The
// question needs no credential: it can be asked while the account waits to be
// reconnected.
func (c *Connector) Find(ctx context.Context, s networks.Session, _ networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	a := c.exchange(ctx, request{
		name: getRecord, base: s.Account.Service, timeout: wire.ShortTimeout,
		query:   url.Values{"repo": {s.Account.RemoteID}, "collection": {collection}, "rkey": {id.Key}},
		secrets: secretsOf(s.Credential, ""),
	})
	var found struct {
		URI   string `json:"uri"`
		CID   string `json:"cid"`
		Value struct {
			CreatedAt string `json:"createdAt"`
		} `json:"value"`
	}
	if err := a.Decode(&found); err == nil && found.URI == recordURI(s.Account, id) && cidForm.MatchString(found.CID) {
		// A key is one in a million times a thousand, but only the creation time
		// that was written down before the call tells that the record is ours.
		at, err := time.Parse(time.RFC3339Nano, found.Value.CreatedAt)
		if err == nil && at.Equal(id.CreatedAt.Truncate(time.Millisecond)) {
			return networks.Present, networks.Result{RemoteID: found.URI, Permalink: permalink(s.Account, id), Call: a.Call}
		}
		stranger := app.Fail(app.CodeConflict, "bluesky.error.stranger")
		return networks.Undecided, networks.Result{Call: a.Call, Err: stranger}
	}
	name, _, _ := a.refusal()
	if name == recordNotFound && (a.Status == http.StatusBadRequest || a.Status == http.StatusNotFound) {
		return networks.Absent, networks.Result{Call: a.Call}
	}
	if a.Err == nil && a.Status < 300 {
		a.Err = errors.New("the answer is not the record asked for")
	}
	err := a.failure(c.clock.Now())
	r := networks.Result{Call: a.Call, Err: err}
	var l wire.Later
	if errors.As(err, &l) {
		r.RetryAfter = l.Until
	}
	return networks.Undecided, r
}

// recordNotFound is the server's word for a record that is not there.
const recordNotFound = "RecordNotFound"

func recordURI(account networks.Account, id networks.Identity) string {
	return "at://" + account.RemoteID + "/" + collection + "/" + id.Key
}

// permalink names the account by its DID, which never changes, where a handle
// may.
func permalink(account networks.Account, id networks.Identity) string {
	return pageOf(account.RemoteID, id.Key)
}

func pageOf(did, key string) string { return "https://bsky.app/profile/" + did + "/post/" + key }
