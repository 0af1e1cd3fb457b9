package bluesky

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// note is what a preparation leaves: everything a post needs from the server.
type note struct {
	// Blobs are uploaded pictures and films by the SHA-256 of their bytes.
	Blobs map[string]uploaded `json:"blobs,omitempty"`
	// Mentions are DIDs by handle, "" for a handle nobody has.
	Mentions map[string]string `json:"mentions,omitempty"`
	// Answered are the content identifiers of the posts answered, by address.
	Answered map[string]string `json:"answered,omitempty"`
}

type uploaded struct {
	Blob blob `json:"blob"`
	// AtMS is when it was uploaded, in Unix milliseconds.
	AtMS int64 `json:"at_ms"`
}

// blob refers to bytes that the server keeps.
type blob struct {
	Type string `json:"$type"`
	Ref  struct {
		Link string `json:"$link"`
	} `json:"ref"`
	MIME string `json:"mimeType"`
	Size int64  `json:"size"`
}

const (
	// blobAge is how long an upload is relied on: servers drop those
	// that no record uses, but not within an hour
	// (https://atproto.com/specs/blob, read 2026-11).
	blobAge = 30 * time.Minute
	// maxMentions is how many handles of one post are looked up.
	maxMentions = 30
)

func parseNote(p networks.Prepared) note {
	var n note
	if json.Unmarshal([]byte(p), &n) != nil {
		n = note{}
	}
	if n.Blobs == nil {
		n.Blobs = make(map[string]uploaded)
	}
	if n.Mentions == nil {
		n.Mentions = make(map[string]string)
	}
	if n.Answered == nil {
		n.Answered = make(map[string]string)
	}
	return n
}

func (n note) prepared() networks.Prepared {
	b, err := json.Marshal(n)
	if err != nil {
		// Maps of strings and numbers always have a JSON form.
		panic("bluesky: " + err.Error())
	}
	return networks.Prepared(b)
}

// Prepare looks up who is mentioned and what is answered, and uploads the pictures and
// the film. With an error it returns what was done so far, so that the next preparation goes on
// from there; what is answered is looked up each time, as its owner may have deleted
// it meanwhile.
func (c *Connector) Prepare(ctx context.Context, s networks.Session, content networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	n := parseNote(earlier)
	if err := check(content); err != nil {
		return n.prepared(), err
	}
	for i, handle := range mentionsIn(networks.Normalise(content.Text)) {
		if _, known := n.Mentions[handle]; known || i >= maxMentions {
			continue
		}
		did, err := c.resolve(ctx, s, handle)
		if err != nil {
			return n.prepared(), err
		}
		n.Mentions[handle] = did
	}
	for _, uri := range answered(content.Answers) {
		cid, err := c.cidOf(ctx, s, uri)
		if err != nil {
			return n.prepared(), err
		}
		n.Answered[uri] = cid
	}
	for _, f := range filesOf(content) {
		if u, ok := n.Blobs[f.hash]; ok && c.usable(u) {
			continue
		}
		b, err := c.upload(ctx, s, f)
		if err != nil {
			return n.prepared(), err
		}
		n.Blobs[f.hash] = uploaded{Blob: b, AtMS: c.clock.Now().UnixMilli()}
	}
	return n.prepared(), nil
}

// check refuses what the network would.
func check(content networks.Content) error {
	if err := content.Refusal(networks.Bluesky); err != nil {
		return err
	}
	if film := content.Film; film != nil && film.MIME != filmMIME {
		return filmRefused(film)
	}
	return nil
}

func (c *Connector) usable(u uploaded) bool {
	age := c.clock.Now().Sub(time.UnixMilli(u.AtMS))
	return age >= 0 && age < blobAge
}

// resolve returns the DID of a handle, "" when nobody has it.
func (c *Connector) resolve(ctx context.Context, s networks.Session, handle string) (string, error) {
	a := c.exchange(ctx, request{
		name: resolveHandle, base: s.Account.Service, query: url.Values{"handle": {handle}},
		secrets: secretsOf(s.Credential, ""), timeout: wire.ShortTimeout,
	})
	if _, _, refused := a.refusal(); refused && a.Status == http.StatusBadRequest {
		return "", nil
	}
	var found struct {
		DID string `json:"did"`
	}
	if err := a.Decode(&found); err != nil || !didForm.MatchString(found.DID) {
		return "", a.failure(c.clock.Now())
	}
	return found.DID, nil
}
