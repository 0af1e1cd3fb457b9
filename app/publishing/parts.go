package publishing

import (
	"context"
	"fmt"
	"strings"

	"parvis/app"
	"parvis/app/networks"
)

// Kind says what a delivery is beside a post or a part of its thread.
type Kind string

// KindComment is the first comment on a post; "" is a post or a part of its thread.
const KindComment Kind = "comment"

// Said is what a post says on one network.
type Said struct {
	Text    string
	Comment string // the first comment, "" for none
}

// divide returns what is published of a post to an account with what its connector
// publishes under one: the post itself, and what follows it without an ID: the other
// parts of its thread and its first comment. The text of the post itself is "" when
// it says all.
func divide(to networks.Account, under networks.Under, d Delivery, said Said) (post Delivery, rest []Delivery) {
	limits, _ := to.Limits()
	post = d
	post.Text = ""
	follow := func(kind Kind, text string) {
		rest = append(rest, Delivery{
			PostID: d.PostID, AccountID: d.AccountID, Part: len(rest) + 1, Kind: kind, Text: text,
			State: Scheduled, DueAt: d.DueAt, Lateness: d.Lateness,
		})
	}
	// Pictures go with the post itself: no part of its own is published where each
	// needs one.
	if under.Threads && limits.Threads && limits.Needs == networks.NeedsNothing {
		parts := limits.Split(networks.Piece{Text: said.Text}, false)
		if parts[0] != strings.TrimSpace(networks.Normalise(said.Text)) {
			post.Text = parts[0]
		}
		for _, text := range parts[1:] {
			follow("", text)
		}
	}
	if comment := strings.TrimSpace(said.Comment); comment != "" && under.Comments && limits.FirstComment {
		follow(KindComment, comment)
	}
	return post, rest
}

// follows reports whether a connector can publish a delivery where it belongs.
func follows(c networks.Connector, d Delivery) bool {
	under := networks.UnderOf(c)
	switch {
	case d.Part == 0:
		return true
	case d.Kind == KindComment:
		return under.Comments
	}
	return under.Threads
}

// Waits reports whether a delivery is a part whose turn comes once the one before
// it is out.
func (d Delivery) Waits() bool { return d.Part > 0 && d.State == Scheduled && d.After.IsZero() }

// PartName says which part of its post a delivery is; zero for a post that is whole.
func (d Delivery) PartName() app.Message {
	switch {
	case d.Kind == KindComment:
		return app.Say("publishing.part.comment")
	case d.Parts > 1:
		return app.Say("publishing.part.of", "Part", d.Part+1, "Parts", d.Parts)
	}
	return app.Message{}
}

// divided makes the parts of a post that is being prepared those of what it says
// now: it was perhaps changed since it was planned.
func (e *Engine) divided(ctx context.Context, d Delivery, connector networks.Connector, to networks.Account) (Delivery, error) {
	under := networks.UnderOf(connector)
	if d.Part > 0 || under == (networks.Under{}) {
		return d, nil
	}
	said, err := e.store.Said(ctx, d.ID)
	if err != nil {
		return d, fmt.Errorf("reading what the post of delivery %s says: %w", d.ID, err)
	}
	post, rest := divide(to, under, d, said)
	for i := range rest {
		rest[i].ID = e.ids.New()
	}
	if err := e.store.Divide(ctx, post, rest); err != nil {
		return d, fmt.Errorf("dividing delivery %s: %w", d.ID, err)
	}
	return post, nil
}

// unattached is why a part cannot be published where it belongs: alone, it would
// be a post of its own.
func unattached(n networks.Network) *app.Error {
	return app.Fail(app.CodeInvalid, keyUnattached, "Network", n.Name())
}
