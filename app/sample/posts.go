package sample

import (
	"fmt"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// The posts of the past that did not simply go out, by how many days ago they
// may have come due: the latest post that fits takes the part.
var mishaps = []struct {
	state   editorial.State
	daysAgo int
	fits    func(on []networks.Network) bool
}{
	{editorial.StateToCheck, 2, sent},
	{editorial.StateMissed, 24, sent},
	{editorial.StatePartial, 25, func(on []networks.Network) bool { return len(on) == 2 && slices.Contains(on, networks.Bluesky) }},
	{editorial.StateFailed, 30, sent},
	{editorial.StateDropped, 35, func(on []networks.Network) bool { return len(on) == 1 }},
}

// sent reports whether Parvis sends a post by itself: it goes to the one
// network that the bakery connected. On the others it is published by hand.
func sent(on []networks.Network) bool { return len(on) == 1 && on[0] == networks.Bluesky }

// scheduledDays is how far ahead posts are ready to go; later ones are still
// being worked on.
const scheduledDays = 9

// minPending is how many posts are being worked on even when few lie ahead.
const minPending = 3

// pending is the stages of posts further ahead, in turn.
var pending = []editorial.Stage{
	editorial.ToReview, editorial.ToFix, editorial.Approved, editorial.Draft, editorial.Idea,
}

func (g *generator) posts() {
	g.said = g.place()
	fate := g.fates()
	beyond := slices.IndexFunc(g.said, func(s said) bool { return g.today.DaysUntil(s.at.Date) > scheduledDays })
	if last := len(g.said) - minPending; beyond < 0 || beyond > last {
		beyond = last
	}
	g.ensureSent(beyond)
	for i, s := range g.said {
		state, ok := fate[i]
		switch {
		case ok:
		case s.at.Date.Before(g.today):
			state = editorial.StatePublished
		case i < beyond && sent(g.on(s)):
			state = editorial.StateScheduled
		case i < beyond:
			state = editorial.StateApproved
		default:
			state = editorial.State(pending[(i-beyond)%len(pending)])
		}
		g.post(s, state)
	}
	g.unplaced()
}

// ensureSent has one of the posts to come before the place beyond sent by
// Parvis, where none would be: the example shows one that is ready to go.
func (g *generator) ensureSent(beyond int) {
	candidate := -1
	for i, s := range g.said[:beyond] {
		if s.at.Date.Before(g.today) {
			continue
		}
		if sent(g.on(s)) {
			return
		}
		if networks.Count(networks.Bluesky, s.text.Text).Fits() {
			candidate = i
		}
	}
	if candidate >= 0 {
		g.said[candidate].text.Networks = []networks.Network{networks.Bluesky}
	}
}

// fates gives the mishaps to posts of the past, by their place in g.said.
func (g *generator) fates() map[int]editorial.State {
	fate := map[int]editorial.State{}
	for _, m := range mishaps {
		for i := len(g.said) - 1; i >= 0; i-- {
			_, taken := fate[i]
			if s := g.said[i]; !taken && s.at.Date.DaysUntil(g.today) >= m.daysAgo && m.fits(g.on(s)) {
				fate[i] = m.state
				break
			}
		}
	}
	return fate
}

// on returns the networks a text goes to at its moment: those whose account
// exists already, Facebook otherwise.
func (g *generator) on(s said) []networks.Network {
	var on []networks.Network
	for _, n := range s.text.Networks {
		if s.at.IsZero() || !s.at.In(g.zone).Before(g.account[n].CreatedAt) {
			on = append(on, n)
		}
	}
	if len(on) == 0 {
		on = append(on, networks.Facebook)
	}
	return on
}

// post adds a post in a state, with the deliveries that brought it there.
func (g *generator) post(s said, state editorial.State) {
	written := g.written(s.at)
	p := editorial.Post{
		ID: g.ids.At(written), Title: s.text.Title, Text: s.text.Text, PillarID: g.pillar[s.text.Pillar], At: s.at,
		ObjectiveID: g.objective(s.text.Pillar), Lateness: business.DefaultLateness, Author: g.author(s.text.Pillar),
		CreatedAt: written, UpdatedAt: written.Add(time.Duration(g.rng.IntN(40)) * time.Minute),
	}
	for _, n := range g.on(s) {
		p.Accounts = append(p.Accounts, g.account[n].ID)
		for _, v := range s.text.Variants {
			if v.Network == n {
				p.Variants = append(p.Variants, editorial.Variant{Network: n, Text: v.Text, Comment: v.Comment})
			}
		}
	}
	if picture, ok := g.picture[s.text.Image]; ok && state != editorial.StateIdea {
		p.Images = append(p.Images, picture)
		if state == editorial.StateToFix {
			p.Images[0].Alt = "" // what there is to fix
		}
	}
	p.Stage = editorial.Scheduled
	switch state {
	case editorial.StateIdea, editorial.StateDraft, editorial.StateToReview, editorial.StateToFix,
		editorial.StateApproved, editorial.StateDropped:
		p.Stage = editorial.Stage(state)
	default:
		for _, n := range g.on(s) {
			g.out.Entries = append(g.out.Entries, g.deliver(p, n, s.at.In(g.zone), state))
		}
	}
	g.out.Posts = append(g.out.Posts, p)
	g.sources = append(g.sources, s.text)
}

// author is who prepares the posts of a pillar: the owner, but for the team's, which
// its saleswoman writes.
func (g *generator) author(pillar string) string {
	if pillar == "team" {
		return "Maëlle"
	}
	return g.out.Business.FirstName
}

// objective ties what the bakery tells of itself to engagement and the rest to
// its followers.
func (g *generator) objective(pillar string) app.ID {
	if pillar == "backstage" || pillar == "team" {
		return g.out.Strategy.Objectives[1].ID
	}
	return g.out.Strategy.Objectives[0].ID
}

// written returns when a post was written: some days before its moment, and
// yesterday evening at the latest, one minute before the former one when it has
// none.
func (g *generator) written(at app.Civil) time.Time {
	if at.IsZero() {
		return g.at(g.today.AddDays(-1), 18, 0).Add(-time.Duration(len(g.out.Posts)) * time.Minute)
	}
	return g.at(earliest(at.Date.AddDays(-3-g.rng.IntN(9)), g.today.AddDays(-1)), 15, g.rng.IntN(60))
}

// unplaced adds the posts without a day, the first of the data newest.
func (g *generator) unplaced() {
	for _, t := range g.texts {
		if t.When == "unplaced" {
			g.post(said{text: t}, editorial.State(t.Stage))
		}
	}
}

// deliver returns what became of a post on one of its networks.
func (g *generator) deliver(p editorial.Post, n networks.Network, due time.Time, state editorial.State) publishing.Entry {
	d := publishing.Delivery{
		ID: g.ids.At(p.CreatedAt), PostID: p.ID, AccountID: g.account[n].ID, State: publishing.Scheduled, DueAt: due,
		Lateness: p.Lateness,
	}
	armed := due.Add(time.Duration(1000+g.rng.IntN(25_000)) * time.Millisecond)
	identity := networks.Identity{Key: g.key(n), CreatedAt: armed}
	attempt := publishing.Attempt{DeliveryID: d.ID, Step: publishing.StepPublish, Identity: identity, StartedAt: armed}
	try := func(took time.Duration, outcome networks.Outcome, call networks.Call) publishing.Entry {
		attempt.EndedAt, attempt.Outcome, attempt.Call = armed.Add(took), string(outcome), call
		d.Identity, d.ArmedAt, d.Attempts = identity, armed, 1
		return publishing.Entry{Delivery: d, Attempts: []publishing.Attempt{attempt}}
	}
	refused := state == editorial.StateFailed || state == editorial.StatePartial && n == networks.Bluesky
	took := time.Duration(400+g.rng.IntN(2200)) * time.Millisecond
	switch {
	case state == editorial.StateScheduled:
		return publishing.Entry{Delivery: d}
	case state == editorial.StateMissed:
		d.State, d.ErrorKey = publishing.Missed, "publishing.error.missed"
		return publishing.Entry{Delivery: d}
	case state == editorial.StateToCheck:
		d.State, d.ErrorKey = publishing.Unknown, "publishing.unknown.unverified"
		d.ErrorArgs = map[string]any{"Network": n.Name(), "Account": g.account[n].Handle}
		return try(30*time.Second, networks.Unknown, networks.Call{Name: call})
	case refused:
		d.State, d.ErrorKey, d.ErrorArgs = publishing.Refused, "sample.refused", map[string]any{"Network": n.Name()}
		return try(took, networks.Refused, networks.Call{Name: call, Status: 400, Excerpt: `{"error":"InvalidMedia"}`})
	case n != networks.Bluesky:
		// Published by hand, then confirmed with the link of what appeared.
		d.State, d.PublishedAt = publishing.HandedOver, armed.Add(took)
		_, d.Permalink = g.proof(n, identity.Key)
		return publishing.Entry{Delivery: d}
	default:
		d.State, d.PublishedAt = publishing.Published, armed.Add(took)
		d.RemoteID, d.Permalink = g.proof(n, identity.Key)
		return try(took, networks.Created, networks.Call{Name: call, Status: 200})
	}
}

// recordDigits is the alphabet of Bluesky's record keys.
const recordDigits = "234567abcdefghijklmnopqrstuvwxyz"

// key invents the identifier of a post in the form its network uses.
func (g *generator) key(n networks.Network) string {
	if n != networks.Bluesky {
		return fmt.Sprintf("%d", 100_000_000_000_000+g.rng.Int64N(899_999_999_999_999))
	}
	key := []byte("3m")
	for len(key) < 13 {
		key = append(key, recordDigits[g.rng.IntN(len(recordDigits))])
	}
	return string(key)
}

// proof returns the identifier and the link of a published post. The links lie
// in domains reserved for examples (RFC 2606).
func (g *generator) proof(n networks.Network, key string) (remoteID, permalink string) {
	if n == networks.Bluesky {
		a := g.account[n]
		return "at://" + a.RemoteID + "/app.bsky.feed.post/" + key, a.Service + "/profile/" + a.Handle + "/post/" + key
	}
	return key, "https://" + string(n) + ".example/boulangerie-martin/" + key
}

// call names the exchange an attempt tells of.
const call = "com.atproto.repo.createRecord"
