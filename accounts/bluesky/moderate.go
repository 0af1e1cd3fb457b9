package bluesky

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const (
	gates  = "app.bsky.feed.threadgate"
	blocks = "app.bsky.graph.block"
	// maxHidden is how many answers can be hidden under a post (the lexicon of gates).
	maxHidden = 300
)

// Measures returns what can be done: answers under the account's own posts are hidden,
// and anybody is blocked. Nobody deletes what is in another's repository.
func (c *Connector) Measures() []networks.Measure {
	return []networks.Measure{networks.Hide, networks.Show, networks.Block}
}

// Moderate implements networks.Moderating.
func (c *Connector) Moderate(ctx context.Context, s networks.Session, m networks.Measure, on networks.Message) networks.Result {
	call := networks.Call{Name: putRecord}
	switch m {
	case networks.Hide, networks.Show:
		key, own := ownKey(s.Account, on.Answers.Root)
		if _, _, ok := placeOf(on.ID); !ok || !own {
			return c.unsent(wire.NotThere(networks.Bluesky), call)
		}
		return c.hide(ctx, s, key, on, m == networks.Hide)
	case networks.Block:
		if !didForm.MatchString(on.Author.ID) || on.Author.ID == s.Account.RemoteID {
			return c.unsent(wire.NotThere(networks.Bluesky), call)
		}
		return c.block(ctx, s, on)
	}
	return c.unsent(wire.NotThere(networks.Bluesky), call)
}

// hide puts a message into the record that says which answers under a post are hidden,
// or takes it out. The rest of that record, who may answer, stays as it is; what changed
// in it since it was read is never written over (swapRecord).
func (c *Connector) hide(ctx context.Context, s networks.Session, key string, on networks.Message, hidden bool) networks.Result {
	gate, cid, call, err := c.held(ctx, s, gates, key)
	if err != nil {
		return c.unsent(err, call)
	}
	var answers []string
	if gate["hiddenReplies"] != nil && json.Unmarshal(gate["hiddenReplies"], &answers) != nil {
		return c.unsent(c.strange(getRecord), call)
	}
	if slices.Contains(answers, on.ID) == hidden {
		return networks.Result{Outcome: networks.Created, RemoteID: on.ID, Call: call}
	}
	if hidden {
		answers = append(answers, on.ID)
	} else {
		answers = slices.DeleteFunc(answers, func(id string) bool { return id == on.ID })
	}
	if len(answers) > maxHidden {
		return c.unsent(wire.NotThere(networks.Bluesky), call)
	}
	value := map[string]any{"$type": gates, "post": on.Answers.Root, "createdAt": c.clock.Now().UTC().Format(createdForm)}
	for name, kept := range gate {
		value[name] = kept
	}
	value["hiddenReplies"] = answers
	return c.put(ctx, s, gates, key, value, cid, on.ID)
}

// block keeps an author away. The key of the record is made of who is meant, so that a
// block made twice is one.
func (c *Connector) block(ctx context.Context, s networks.Session, on networks.Message) networks.Result {
	sum := sha256.Sum256([]byte(on.Author.ID))
	key := encodeKey(binary.BigEndian.Uint64(sum[:]) >> 1)
	before, _, call, err := c.held(ctx, s, blocks, key)
	switch {
	case err != nil:
		return c.unsent(err, call)
	case before != nil:
		return networks.Result{Outcome: networks.Created, RemoteID: on.ID, Call: call}
	}
	return c.put(ctx, s, blocks, key, map[string]any{
		"$type": blocks, "subject": on.Author.ID, "createdAt": c.clock.Now().UTC().Format(createdForm),
	}, "", on.ID)
}

// held reads a record of the account with its content identifier, nil when there is
// none.
func (c *Connector) held(ctx context.Context, s networks.Session, kind, key string) (value map[string]json.RawMessage, cid string, call networks.Call, err error) {
	a := c.exchange(ctx, request{
		name: getRecord, base: s.Account.Service, timeout: wire.ShortTimeout,
		query:   url.Values{"repo": {s.Account.RemoteID}, "collection": {kind}, "rkey": {key}},
		secrets: secretsOf(s.Credential, ""),
	})
	if name, _, _ := a.refusal(); name == recordNotFound && (a.Status == http.StatusBadRequest || a.Status == http.StatusNotFound) {
		return nil, "", a.Call, nil
	}
	var found struct {
		reference
		Value map[string]json.RawMessage `json:"value"`
	}
	if err := a.Decode(&found); err != nil || found.URI != "at://"+s.Account.RemoteID+"/"+kind+"/"+key || !cidForm.MatchString(found.CID) || found.Value == nil {
		return nil, "", a.Call, a.failure(c.clock.Now())
	}
	return found.Value, found.CID, a.Call, nil
}

// put writes a record over the one that was read, or where none was.
func (c *Connector) put(ctx context.Context, s networks.Session, kind, key string, value map[string]any, cid, remoteID string) networks.Result {
	var over any // null: there is none
	if cid != "" {
		over = cid
	}
	a, err := c.mutate(ctx, s, putRecord, map[string]any{
		"repo": s.Account.RemoteID, "collection": kind, "rkey": key, "record": value, "swapRecord": over,
	})
	if err != nil {
		return c.unsent(err, a.Call)
	}
	var made reference
	if a.Decode(&made) == nil && made.URI == "at://"+s.Account.RemoteID+"/"+kind+"/"+key && cidForm.MatchString(made.CID) {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	}
	return c.unchanged(a)
}

// unchanged maps the answer to a change that does not say it was made.
func (c *Connector) unchanged(a answer) networks.Result {
	name, message, refused := a.refusal()
	switch {
	case !refused || !wire.Proof(a.Status):
		return a.ChangeDoubt(networks.Bluesky)
	case closed(name):
		return c.unsent(a.failure(c.clock.Now()), a.Call)
	case name == "InvalidSwap":
		// Something else was written since: reading again will do.
		again := app.Fail(app.CodeUnavailable, "bluesky.error.trouble").Because(wire.Later{Until: c.clock.Now().Add(wire.RetryAtOnce)})
		return c.unsent(again, a.Call)
	}
	return a.ChangeRefusal(networks.Bluesky, c.clock.Now(), name+" "+message)
}
