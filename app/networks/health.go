package networks

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

// Keeps reports whether the network of an account can keep posts until their moment,
// so that the computer may be off then.
func (s *AccountService) Keeps(a Account) bool {
	connector, ok := s.directory.Connector(a.Network)
	return ok && !KeepsOf(connector, a).IsZero()
}
