package publishing_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// Answers a scripted network gives to one call. A script that has run out is
// answered truthfully.
type answer string

const (
	truth answer = ""
	// To Publish.
	refuse       answer = "refuse"          // proof that nothing was made
	refuseAlone  answer = "refuse alone"    // the same, and what is on its way stays so
	limit        answer = "limit"           // a quota, nothing looked at
	limitLong    answer = "limit long"      // a quota that ends too late
	lost         answer = "lost"            // made, the answer never came
	vanished     answer = "vanished"        // not made, the answer never came
	late         answer = "late"            // no answer, and made only after the next reading
	noProof      answer = "no proof"        // made, the answer names nothing
	panicBefore  answer = "panic before"    // the connector fails before the call
	panicAfter   answer = "panic after"     // the connector fails after the call
	dead         answer = "dead"            // the credential is dead, nothing made
	undecided    answer = "undecided"       // to Find: not to be reached
	unreadable   answer = "unreadable"      // to Find: this network cannot tell
	findNoProof  answer = "find no proof"   // to Find: there, but not named
	trouble      answer = "trouble"         // to Prepare: out of reach
	invalid      answer = "invalid"         // to Prepare: content to be changed
	unauthorised answer = "unauthorised"    // to Prepare: the credential is dead
	panicPrepare answer = "panic preparing" // to Prepare
)

// script is what a network answers about one text, call after call.
type script struct{ prepare, publish, find, entrust, takeBack []answer }

func next(list *[]answer) answer {
	if len(*list) == 0 {
		return truth
	}
	a := (*list)[0]
	*list = (*list)[1:]
	return a
}

// record is a public post on the network.
type record struct {
	key, text string
	account   app.ID
	answers   networks.Thread
}

// network is a fake network: what is public on it, and how it answers.
type network struct {
	name  networks.Network
	class networks.ReadBack
	clock app.Clock
	under networks.Under // what can be published under a post

	mu       sync.Mutex
	scripts  map[string]*script
	records  []record
	onItsWay []record
	window   networks.Window // within which posts are kept, zero for never
	keeps    []keptRecord
	calls    []string
	times    []time.Time // of each publishing call
	keys     int
	uploads  func() // called while something is prepared
	during   func() // called while a publishing call is under way
	reading  func() // called while something is read back
	excerpt  string // of the answer to a publishing call
}

func newNetwork(name networks.Network, class networks.ReadBack, clock app.Clock) *network {
	return &network{name: name, class: class, clock: clock, scripts: make(map[string]*script)}
}

func (n *network) scripted(text string) *script {
	if n.scripts[text] == nil {
		n.scripts[text] = &script{}
	}
	return n.scripts[text]
}

// count returns how many public posts say text, those still on their way to
// become public included.
func (n *network) count(text string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.arrive()
	n.mature()
	count := 0
	for _, r := range n.records {
		if r.text == text {
			count++
		}
	}
	return count
}

// arrive makes public what was on its way. A network with identities refuses a
// second post of the same key.
func (n *network) arrive() {
	for _, r := range n.onItsWay {
		n.add(r)
	}
	n.onItsWay = nil
}

func (n *network) add(r record) bool {
	if n.class == networks.ByIdentity {
		if slices.ContainsFunc(n.keeps, func(k keptRecord) bool { return k.key == r.key }) {
			return false
		}
		for _, known := range n.records {
			if known.key == r.key {
				return false
			}
		}
	}
	n.records = append(n.records, r)
	return true
}

func (n *network) prepare(text string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calls = append(n.calls, "prepare "+text)
	switch next(&n.scripted(text).prepare) {
	case trouble:
		return app.Fail(app.CodeUnavailable, "bluesky.error.unreachable")
	case invalid:
		return app.Fail(app.CodeInvalid, "bluesky.error.image")
	case unauthorised:
		return app.Fail(app.CodeUnauthorised, "bluesky.error.credential")
	case panicPrepare:
		panic("preparing")
	}
	return nil
}

func remoteID(r record) string  { return "at://" + string(r.account) + "/" + r.key }
func permalink(r record) string { return "https://example.test/" + r.key }

func (n *network) publish(r record) networks.Result {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calls = append(n.calls, "publish "+r.text)
	n.times = append(n.times, n.clock.Now())
	n.mature()
	answer := next(&n.scripted(r.text).publish)
	if answer != refuseAlone {
		n.arrive()
	}
	call := networks.Call{Name: "POST /create", Status: 200, Excerpt: n.excerpt}
	unknown := networks.Result{Outcome: networks.Unknown, Err: app.Fail(app.CodeUnknown, "bluesky.error.no_answer"), Call: networks.Call{Name: "POST /create"}}
	switch answer {
	case refuse, refuseAlone:
		return networks.Result{Outcome: networks.Refused, Err: app.Fail(app.CodeInvalid, "bluesky.error.refused"), Call: call}
	case dead:
		return networks.Result{Outcome: networks.Refused, Err: app.Fail(app.CodeUnauthorised, "bluesky.error.credential"), Call: call}
	case limit:
		return networks.Result{Outcome: networks.Limited, RetryAfter: n.clock.Now().Add(10 * time.Minute), Err: app.Fail(app.CodeLimited, "bluesky.error.limited"), Call: call}
	case limitLong:
		return networks.Result{Outcome: networks.Limited, RetryAfter: n.clock.Now().Add(72 * time.Hour), Err: app.Fail(app.CodeLimited, "bluesky.error.limited"), Call: call}
	case lost:
		n.add(r)
		return unknown
	case vanished:
		return unknown
	case late:
		n.onItsWay = append(n.onItsWay, r)
		return unknown
	case noProof:
		n.add(r)
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID(r), Call: call}
	case panicBefore:
		panic("before the call")
	case panicAfter:
		n.add(r)
		panic("after the call")
	}
	if !n.add(r) {
		return unknown // a duplicate may be ours
	}
	return networks.Result{Outcome: networks.Created, RemoteID: remoteID(r), Permalink: permalink(r), Call: call}
}

func (n *network) find(account app.ID, text, key string) (networks.Finding, networks.Result) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calls = append(n.calls, "find "+text)
	n.mature()
	result := networks.Result{Call: networks.Call{Name: "GET /record", Status: 200}}
	answer := next(&n.scripted(text).find)
	switch answer {
	case undecided:
		result.Err = app.Fail(app.CodeUnavailable, "bluesky.error.unreachable")
		return networks.Undecided, result
	case panicAfter:
		panic("reading back")
	}
	if n.class == networks.ByOwner || answer == unreadable {
		return networks.Unreadable, result
	}
	for _, r := range n.records {
		if r.account != account || r.text != text || n.class == networks.ByIdentity && r.key != key {
			continue
		}
		result.RemoteID, result.Permalink = remoteID(r), permalink(r)
		if answer == findNoProof {
			result.Permalink = ""
		}
		return networks.Present, result
	}
	return networks.Absent, result
}

// connector speaks to the network on behalf of a program that may die at any
// call.
type connector struct {
	*network
	life *process
}

var _ networks.Answering = connector{}

func (c connector) Network() networks.Network   { return c.name }
func (c connector) ReadBack() networks.ReadBack { return c.class }
func (c connector) Under() networks.Under       { return c.under }

func (c connector) Connect(context.Context, string, string, string) (networks.Account, networks.Credential, error) {
	return networks.Account{}, networks.Credential{}, app.Fail(app.CodeInternal, "unused")
}

func (c connector) Prepare(_ context.Context, s networks.Session, content networks.Content, _ networks.Prepared) (networks.Prepared, error) {
	if c.uploads != nil {
		c.uploads()
	}
	var err error
	if !c.life.do(func() { err = c.prepare(content.Text) }) {
		return "", errDead
	}
	if err != nil {
		return "", err
	}
	return networks.Prepared(`{"for":"` + string(s.Account.ID) + `"}`), nil
}

func (c connector) Identify(now time.Time) networks.Identity {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keys++
	return networks.Identity{Key: fmt.Sprintf("key-%d", c.keys), CreatedAt: now}
}

func (c connector) Publish(ctx context.Context, s networks.Session, content networks.Content, _ networks.Prepared, id networks.Identity) networks.Result {
	if c.during != nil {
		c.during()
	}
	result := networks.Result{Outcome: networks.Unknown}
	if !c.life.do(func() { result = c.publish(record{id.Key, content.Text, s.Account.ID, content.Answers}) }) {
		return networks.Result{Outcome: networks.Unknown, Err: errDead}
	}
	if err := ctx.Err(); err != nil {
		return networks.Result{Outcome: networks.Unknown, Err: app.Fail(app.CodeUnknown, "bluesky.error.no_answer").Because(err)}
	}
	return result
}

func (c connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	if c.reading != nil {
		c.reading()
	}
	if err := ctx.Err(); err != nil {
		return networks.Undecided, networks.Result{Err: app.Fail(app.CodeUnavailable, "bluesky.error.unreachable").Because(err)}
	}
	finding, result := networks.Undecided, networks.Result{}
	if !c.life.do(func() { finding, result = c.find(s.Account.ID, content.Text, id.Key) }) {
		return networks.Undecided, networks.Result{Err: errDead}
	}
	return finding, result
}
