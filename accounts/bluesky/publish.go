package bluesky

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// How soon to come back when nothing was sent.
const (
	retryAtOnce = 5 * time.Second // long enough not to spin, should it repeat
	retrySoon   = time.Minute
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
	call := networks.Call{Name: createRecord}
	token, session, err := c.access(ctx, s)
	if err != nil {
		return c.unsent(err, call)
	}
	n := parseNote(p)
	record, err := recordOf(content, n, id)
	if err != nil {
		return c.unsent(err, call)
	}
	body, err := json.Marshal(map[string]any{
		"repo": s.Account.RemoteID, "collection": collection, "rkey": id.Key, "record": record,
	})
	if err != nil {
		return c.unsent(app.Fail(app.CodeInternal, "bluesky.error.trouble").Because(err), call)
	}
	a := c.exchange(ctx, request{
		name: createRecord, base: s.Account.Service, post: true, mime: "application/json", body: body,
		token: token, secrets: secretsOf(s.Credential, session), timeout: recordTimeout,
	})
	switch {
	case a.err != nil && !a.reached:
		return c.unsent(a.failure(c.clock.Now()), a.call)
	case a.dead():
		if _, _, err := c.renew(ctx, s, session); err != nil {
			return c.unsent(err, a.call)
		}
		again := app.Fail(app.CodeUnavailable, "bluesky.error.renewed").Because(later{c.clock.Now().Add(retryAtOnce)})
		return c.unsent(again, a.call)
	}
	return c.outcome(a, s.Account, id, n.oldestUpload(content))
}

// outcome maps the answer to the mutating call.
func (c *Connector) outcome(a answer, account networks.Account, id networks.Identity, uploadedAt time.Time) networks.Result {
	var made struct {
		URI string `json:"uri"`
		CID string `json:"cid"`
	}
	if a.decode(&made) == nil && made.URI == recordURI(account, id) && cidForm.MatchString(made.CID) {
		return networks.Result{Outcome: networks.Created, RemoteID: made.URI, Permalink: permalink(account, id), Call: a.call}
	}
	name, message, refused := a.refusal()
	if a.status == http.StatusTooManyRequests {
		return c.unsent(a.failure(c.clock.Now()), a.call)
	}
	if refused && proof(a.status) && !taken(name, message) {
		switch {
		case closed(name):
			return c.unsent(a.failure(c.clock.Now()), a.call)
		case name == "BlobNotFound":
			// The server dropped a picture: preparing again sends it anew once
			// the note is too old to be relied on.
			again := app.Fail(app.CodeUnavailable, "bluesky.error.image_dropped").Because(later{uploadedAt.Add(blobAge)})
			return c.unsent(again, a.call)
		}
		return c.unsent(app.Fail(app.CodeInvalid, "bluesky.error.refused", "Reason", reason(name, message)), a.call)
	}
	cause := a.err
	if cause == nil {
		cause = fmt.Errorf("status %d %s", a.status, name)
	}
	return networks.Result{
		Outcome: networks.Unknown, Call: a.call,
		Err: app.Fail(app.CodeUnknown, "bluesky.error.unknown").Because(cause),
	}
}

// proof reports whether a refusal with this status, in the server's own words,
// proves that nothing was made: every 4xx but those that tell of time or of a
// state which this very call may have brought about.
func proof(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly:
		return false
	}
	return status >= 400 && status < 500
}

// taken reports whether a refusal says that the key holds a record already: it
// may be the one of this attempt.
func taken(name, message string) bool {
	said := strings.ToLower(name + " " + message)
	return strings.Contains(said, "already") || strings.Contains(said, "exists") || strings.Contains(said, "duplicate")
}

// unsent is the result when nothing was made: what the owner must mend is
// refused, what time mends is limited.
func (c *Connector) unsent(err error, call networks.Call) networks.Result {
	r := networks.Result{Outcome: networks.Refused, Err: err, Call: call}
	switch app.CodeOf(err) {
	case app.CodeUnavailable, app.CodeLimited:
		now := c.clock.Now()
		r.Outcome, r.RetryAfter = networks.Limited, now.Add(retrySoon).UTC()
		var l later
		if errors.As(err, &l) && l.until.After(now) {
			r.RetryAfter = l.until.UTC()
		}
	}
	return r
}

// maxReason bounds what an owner is shown of a server's words, in characters.
const maxReason = 200

func reason(name, message string) string {
	said := []rune(strings.Join(strings.Fields(name+" "+message), " "))
	if len(said) > maxReason {
		said = append(said[:maxReason-1], '…')
	}
	return string(said)
}

// Find asks the server that holds the account whether the record is there. The
// question needs no credential: it can be asked while the account waits to be
// reconnected.
func (c *Connector) Find(ctx context.Context, s networks.Session, _ networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	a := c.exchange(ctx, request{
		name: getRecord, base: s.Account.Service, timeout: shortTimeout,
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
	if err := a.decode(&found); err == nil && found.URI == recordURI(s.Account, id) && cidForm.MatchString(found.CID) {
		// A key is one in a million times a thousand, but only the creation time
		// that was written down before the call tells that the record is ours.
		at, err := time.Parse(time.RFC3339Nano, found.Value.CreatedAt)
		if err == nil && at.Equal(id.CreatedAt.Truncate(time.Millisecond)) {
			return networks.Present, networks.Result{RemoteID: found.URI, Permalink: permalink(s.Account, id), Call: a.call}
		}
		stranger := app.Fail(app.CodeConflict, "bluesky.error.stranger")
		return networks.Undecided, networks.Result{Call: a.call, Err: stranger}
	}
	name, _, _ := a.refusal()
	if name == "RecordNotFound" && (a.status == http.StatusBadRequest || a.status == http.StatusNotFound) {
		return networks.Absent, networks.Result{Call: a.call}
	}
	if a.err == nil && a.status < 300 {
		a.err = errors.New("the answer is not the record asked for")
	}
	err := a.failure(c.clock.Now())
	r := networks.Result{Call: a.call, Err: err}
	var l later
	if errors.As(err, &l) {
		r.RetryAfter = l.until
	}
	return networks.Undecided, r
}

func recordURI(account networks.Account, id networks.Identity) string {
	return "at://" + account.RemoteID + "/" + collection + "/" + id.Key
}

// permalink names the account by its DID, which never changes, where a handle
// may.
func permalink(account networks.Account, id networks.Identity) string {
	return "https://bsky.app/profile/" + account.RemoteID + "/post/" + id.Key
}
