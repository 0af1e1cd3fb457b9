package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Flow is how Instagram and Threads publish: a container is made, which nobody
// sees; once the network has fetched what is in it, one call publishes it. A
// container not published within a day expires (Instagram "Publish Content",
// Threads "Troubleshooting", read 2026-11).
type Flow struct {
	Renewing
	Host networks.Host // nil where no picture can be given an address
	// Pause waits between two looks at a container, or until ctx ends.
	Pause func(ctx context.Context, d time.Duration) error

	Make, Publish string         // edges of the account: /threads and /threads_publish
	Limit         string         // that of its quotas: /threads_publishing_limit
	Replies       bool           // replies have a quota of their own
	Status, Why   string         // fields of a container: its status, and what went wrong
	Permission    string         // that publishing takes
	Sites         *regexp.Regexp // matches the hosts of permanent links
	// Item are the parameters of a container that is one picture of several.
	Item func(address, alt string) url.Values
	// Whole are those of the container that is published: address and alt are
	// those of its only picture, items the containers of several.
	Whole func(c networks.Content, address, alt string, items []string) url.Values
	// Own are the lists of the account in which what was published may be found.
	Own func(c networks.Content) Listing
}

// Listing is a list of an account's own posts.
type Listing struct {
	Edge  string // of the account: /threads
	Text  string // name of the field of the text
	Since bool   // the list can be limited to what is newer than an instant
	// Same reports whether a text as listed is the one that was sent.
	Same func(sent, given string) bool
}

// State is what a network says of a container.
type State string

// The states of containers.
const (
	Working   State = "IN_PROGRESS"
	Ready     State = "FINISHED"
	Published State = "PUBLISHED"
	Failed    State = "ERROR"
	Expired   State = "EXPIRED"
)

// over reports whether a container can never be published any more.
func (s State) over() bool { return s == Failed || s == Expired }

func (f Flow) of(a networks.Account) Account {
	return Account{Network: f.Network, Handle: a.Handle, Permission: f.Permission}
}

// look asks for the state of a container.
func (f Flow) look(ctx context.Context, s networks.Session, token, id string) (State, string, Answer) {
	a := f.Send(ctx, s.Account.Service, Call{
		Path: "/" + id, Query: url.Values{"fields": {"id," + f.Status + "," + f.Why}},
		Token: token, Secrets: SecretsOf(s.Credential), Timeout: wire.ShortTimeout,
	})
	var said map[string]json.RawMessage
	if err := a.Decode(&said); err != nil {
		if a.Err == nil && a.OK() {
			a.Err = errors.New("the answer is not a container")
		}
		return "", "", a
	}
	var state State
	var why, same string
	if json.Unmarshal(said["id"], &same) != nil || same != id || json.Unmarshal(said[f.Status], &state) != nil {
		a.Err = errors.New("the answer is not the container asked for")
		return "", "", a
	}
	// What went wrong is told only when something did.
	_ = json.Unmarshal(said[f.Why], &why)
	switch state {
	case Working, Ready, Published, Failed, Expired:
		return state, why, a
	}
	a.Err = errors.New("a container in no known state")
	return "", "", a
}

// make makes a container.
func (f Flow) make(ctx context.Context, s networks.Session, token string, parameters url.Values) (string, Answer) {
	a := f.Send(ctx, s.Account.Service, Call{
		Method: http.MethodPost, Path: "/" + s.Account.RemoteID + f.Make, Values: parameters,
		Token: token, Secrets: SecretsOf(s.Credential), Timeout: wire.UploadTimeout,
	})
	var made struct {
		ID string `json:"id"`
	}
	if err := a.Decode(&made); a.OK() && (err != nil || !ID(made.ID)) {
		a.Err = errors.New("the answer is not a container")
	}
	return made.ID, a
}

// Missing asks whether an object is there. A write that the network refuses
// because it knows no such object can also lack a permission.
func (f Flow) Missing(ctx context.Context, s networks.Session, token, id string) bool {
	return f.Send(ctx, s.Account.Service, Call{
		Path: "/" + id, Query: url.Values{"fields": {"id"}},
		Token: token, Secrets: SecretsOf(s.Credential), Timeout: wire.ShortTimeout,
	}).Missing()
}

// fail makes an error that names the network.
func (f Flow) fail(code app.Code, key string, args ...any) *app.Error {
	return app.Fail(code, key, append(args, "Network", f.Network.Name())...)
}

// PublishContainer publishes the container that is the identity of the attempt.
//
// Whether the network would publish one twice is not documented: its state is
// read before, so that what is out already is Unknown and read back, and after a
// refusal, which may be about a container that this very call published.
// The answer names the post but not its address, which a further reading tells;
// should that fail, the outcome is Unknown, too.
func (f Flow) PublishContainer(ctx context.Context, s networks.Session, p networks.Prepared, id networks.Identity) networks.Result {
	path, now := "/"+s.Account.RemoteID+f.Publish, f.Clock.Now()
	call := networks.Call{Name: http.MethodPost + " " + path}
	if n := parseNote(p); !ID(id.Key) || n.Container != id.Key {
		return wire.Unsent(now, f.fail(app.CodeConflict, "connector.error.not_prepared"), call)
	}
	token, err := f.Access(ctx, s)
	if err != nil {
		return wire.Unsent(now, err, call)
	}
	if r, ready := f.ready(ctx, s, token, id.Key); !ready {
		return r
	}
	a := f.Send(ctx, s.Account.Service, Call{
		Method: http.MethodPost, Path: path, Values: url.Values{"creation_id": {id.Key}},
		Token: token, Secrets: SecretsOf(s.Credential), Timeout: wire.PostTimeout,
	})
	var made struct {
		ID string `json:"id"`
	}
	if a.Decode(&made) == nil && ID(made.ID) {
		if link, _ := f.Permalink(ctx, s, token, made.ID); link != "" {
			return networks.Result{Outcome: networks.Created, RemoteID: made.ID, Permalink: link, Call: a.Call}
		}
		return a.Doubt(f.Network)
	}
	if a.Dead() {
		return f.Renewed(ctx, s, a.Call)
	}
	r := a.Unmade(f.of(s.Account), f.Clock.Now())
	if r.Outcome != networks.Refused {
		return r
	}
	if refused, _ := a.Refusal(); refused.early() {
		return wire.Unsent(f.Clock.Now(), f.fail(app.CodeUnavailable, "connector.error.working"), a.Call)
	}
	if state, _, _ := f.look(ctx, s, token, id.Key); state == Published {
		return a.Doubt(f.Network)
	}
	return r
}

// early reports whether a container was refused for not being there yet: 2207027
// on Instagram ("not ready for publishing"), and 4279009 on Threads ("Media Not
// Found"), which programs meet when they publish too soon (not verified).
func (r Refusal) early() bool { return r.Subcode == 2207027 || r.Subcode == 4279009 }

// ready reports whether a container can be published now; otherwise nothing was
// sent, and the result says why.
func (f Flow) ready(ctx context.Context, s networks.Session, token, id string) (networks.Result, bool) {
	state, _, a := f.look(ctx, s, token, id)
	now := f.Clock.Now()
	switch {
	case state == Ready:
		return networks.Result{}, true
	case state == Published:
		return a.Doubt(f.Network), false
	case state == Working:
		return wire.Unsent(now, f.fail(app.CodeUnavailable, "connector.error.working"), a.Call), false
	case state.over():
		// Preparing again makes another one.
		again := f.fail(app.CodeUnavailable, "connector.error.dropped").Because(wire.Later{Until: now.Add(wire.RetryAtOnce)})
		return wire.Unsent(now, again, a.Call), false
	case a.Dead():
		return f.Renewed(ctx, s, a.Call), false
	}
	return wire.Unsent(now, a.Failure(f.of(s.Account), now), a.Call), false
}

// Permalink reads the address of a post, "" when it could not be read.
func (f Flow) Permalink(ctx context.Context, s networks.Session, token, id string) (string, Answer) {
	a := f.Send(ctx, s.Account.Service, Call{
		Path: "/" + id, Query: url.Values{"fields": {"id,permalink"}},
		Token: token, Secrets: SecretsOf(s.Credential), Timeout: wire.ShortTimeout,
	})
	var shown struct {
		ID        string `json:"id"`
		Permalink string `json:"permalink"`
	}
	if a.Decode(&shown) != nil || shown.ID != id {
		return "", a
	}
	return Permalink(shown.Permalink, "", f.Sites), a
}
