package networks

import (
	"context"
	"time"

	"parvis/app"
)

// Ability is something that Parvis can send to a network.
type Ability string

// The abilities.
const (
	SendsTexts    Ability = "texts" // alone, without anything to see
	SendsPictures Ability = "pictures"
	SendsVideos   Ability = "videos"
	SendsThreads  Ability = "threads"
	SendsComments Ability = "comments" // the first under a post
)

// Abilities returns what Parvis can send to a network, nil without a connector: what
// the network takes, and of videos and under a post what the connector sends there.
func (s *AccountService) Abilities(n Network) []Ability {
	l, known := LimitsOf(n)
	connector, ok := s.directory.Connector(n)
	if !known || !ok {
		return nil
	}
	under := UnderOf(connector)
	var all []Ability
	for _, one := range []struct {
		ability Ability
		has     bool
	}{
		{SendsTexts, l.Needs == NeedsNothing},
		{SendsPictures, !l.NoImages},
		{SendsVideos, !l.Video.Refused && SendsFilms(connector)},
		{SendsThreads, l.Threads && under.Threads},
		{SendsComments, l.FirstComment && under.Comments},
	} {
		if one.has {
			all = append(all, one.ability)
		}
	}
	return all
}

// Expiring is a connector whose credentials end at a time that its network tells,
// and that it cannot renew for ever by itself.
type Expiring interface {
	Connector
	// Expires returns when a credential ends unless its owner connects the account
	// again, zero when the network did not tell. It asks nobody.
	Expires(c Credential) time.Time
}

// Expiry returns when the credential of an account ends for good, so that its owner
// must connect it again, as far as its network told: zero when it told nothing, or the
// account has no credential that serves. It fails with CodeUnavailable when the keyring
// cannot be reached.
func (s *AccountService) Expiry(ctx context.Context, id app.ID) (time.Time, error) {
	a, err := s.accounts.Account(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	connector, _ := s.directory.Connector(a.Network)
	expiring, ok := connector.(Expiring)
	if !ok || a.State != AccountConnected {
		return time.Time{}, nil
	}
	opened, err := s.sessions.Open(ctx, id)
	if app.CodeOf(err) == app.CodeNotFound {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return expiring.Expires(opened.Credential), nil
}
