package publishing_test

import (
	"context"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// Answers to Entrust and TakeBack, besides those of Publish.
const (
	atOnce  answer = "at once" // made public at once
	unnamed answer = "unnamed" // kept, the answer names nothing
)

// keptRecord is a post that the network keeps until its moment.
type keptRecord struct {
	record
	at time.Time
}

func keptID(r record) string { return "kept/" + r.key }

// mature makes public what the network kept until now. It is called with the lock
// held.
func (n *network) mature() {
	now := n.clock.Now()
	n.keeps = slices.DeleteFunc(n.keeps, func(k keptRecord) bool {
		if k.at.After(now) {
			return false
		}
		n.records = append(n.records, k.record)
		return true
	})
}

// keep is called with the lock held. A network with identities keeps nothing twice.
func (n *network) keep(k keptRecord) bool {
	if n.class == networks.ByIdentity {
		same := func(r record) bool { return r.key == k.key }
		if slices.ContainsFunc(n.records, same) || slices.ContainsFunc(n.keeps, func(o keptRecord) bool { return same(o.record) }) {
			return false
		}
	}
	n.keeps = append(n.keeps, k)
	return true
}

func (n *network) entrust(k keptRecord) networks.Result {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calls = append(n.calls, "entrust "+k.text)
	n.mature()
	call := networks.Call{Name: "POST /scheduled", Status: 200}
	unknown := networks.Result{Outcome: networks.Unknown, Err: app.Fail(app.CodeUnknown, "bluesky.error.no_answer"), Call: call}
	switch next(&n.scripted(k.text).entrust) {
	case refuse:
		return networks.Result{Outcome: networks.Refused, Err: app.Fail(app.CodeInvalid, "bluesky.error.refused"), Call: call}
	case dead:
		return networks.Result{Outcome: networks.Refused, Err: app.Fail(app.CodeUnauthorised, "bluesky.error.credential"), Call: call}
	case limit:
		return networks.Result{Outcome: networks.Limited, RetryAfter: n.clock.Now().Add(10 * time.Minute), Err: app.Fail(app.CodeLimited, "bluesky.error.limited"), Call: call}
	case lost:
		n.keep(k)
		return unknown
	case vanished:
		return unknown
	case atOnce:
		n.add(k.record)
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID(k.record), Permalink: permalink(k.record), Call: call}
	case unnamed:
		n.keep(k)
		return networks.Result{Outcome: networks.Created, Call: call}
	case panicBefore:
		panic("before the call")
	case panicAfter:
		n.keep(k)
		panic("after the call")
	}
	if !n.keep(k) {
		return unknown
	}
	return networks.Result{Outcome: networks.Created, RemoteID: keptID(k.record), Call: call}
}

func (n *network) takeBack(id string) networks.Result {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.mature()
	call := networks.Call{Name: "DELETE /scheduled", Status: 200}
	unknown := networks.Result{Outcome: networks.Unknown, Err: app.Fail(app.CodeUnknown, "bluesky.error.no_answer"), Call: call}
	at := slices.IndexFunc(n.keeps, func(k keptRecord) bool { return keptID(k.record) == id })
	if at < 0 {
		n.calls = append(n.calls, "take back nothing")
		return unknown
	}
	text := n.keeps[at].text
	n.calls = append(n.calls, "take back "+text)
	switch next(&n.scripted(text).takeBack) {
	case refuse:
		return networks.Result{Outcome: networks.Refused, Err: app.Fail(app.CodeInvalid, "bluesky.error.refused"), Call: call}
	case limit:
		return networks.Result{Outcome: networks.Limited, RetryAfter: n.clock.Now().Add(10 * time.Minute), Err: app.Fail(app.CodeLimited, "bluesky.error.limited"), Call: call}
	case vanished:
		return unknown
	case panicBefore:
		panic("before the call")
	case lost:
		n.keeps = slices.Delete(n.keeps, at, at+1)
		return unknown
	}
	n.keeps = slices.Delete(n.keeps, at, at+1)
	return networks.Result{Outcome: networks.Created, Call: call}
}

func (n *network) findEntrusted(account app.ID, text string, e networks.Entrusted) (networks.Finding, networks.Result) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calls = append(n.calls, "find entrusted "+text)
	n.mature()
	result := networks.Result{Call: networks.Call{Name: "GET /scheduled", Status: 200}}
	switch next(&n.scripted(text).find) {
	case undecided:
		result.Err = app.Fail(app.CodeUnavailable, "bluesky.error.unreachable")
		return networks.Undecided, result
	case panicAfter:
		panic("reading back")
	case findNoProof:
		return networks.Kept, result
	}
	ours := func(r record) bool {
		return r.account == account && (r.key == e.Identity.Key || n.class != networks.ByIdentity && r.text == text)
	}
	for _, r := range n.records {
		if ours(r) {
			result.RemoteID, result.Permalink = remoteID(r), permalink(r)
			return networks.Present, result
		}
	}
	for _, k := range n.keeps {
		if ours(k.record) {
			result.RemoteID = keptID(k.record)
			return networks.Kept, result
		}
	}
	return networks.Absent, result
}

var _ networks.Keeping = connector{}

func (c connector) Keeps(networks.Account) networks.Window { return c.window }

func (c connector) Entrust(ctx context.Context, s networks.Session, content networks.Content, _ networks.Prepared, id networks.Identity, at time.Time) networks.Result {
	if c.during != nil {
		c.during()
	}
	result := networks.Result{Outcome: networks.Unknown}
	if !c.life.do(func() {
		result = c.entrust(keptRecord{record{id.Key, content.Text, s.Account.ID, content.Answers}, at})
	}) {
		return networks.Result{Outcome: networks.Unknown, Err: errDead}
	}
	return result
}

func (c connector) TakeBack(_ context.Context, _ networks.Session, remoteID string) networks.Result {
	if c.during != nil {
		c.during()
	}
	result := networks.Result{Outcome: networks.Unknown}
	if !c.life.do(func() { result = c.takeBack(remoteID) }) {
		return networks.Result{Outcome: networks.Unknown, Err: errDead}
	}
	return result
}

func (c connector) FindEntrusted(ctx context.Context, s networks.Session, content networks.Content, e networks.Entrusted) (networks.Finding, networks.Result) {
	if c.reading != nil {
		c.reading()
	}
	if err := ctx.Err(); err != nil {
		return networks.Undecided, networks.Result{Err: app.Fail(app.CodeUnavailable, "bluesky.error.unreachable").Because(err)}
	}
	finding, result := networks.Undecided, networks.Result{}
	if !c.life.do(func() { finding, result = c.findEntrusted(s.Account.ID, content.Text, e) }) {
		return networks.Undecided, networks.Result{Err: errDead}
	}
	return finding, result
}
