package composer

import "parvis/app/networks"

// stretch is a part of a text as the preview draws it.
type stretch struct {
	text   string
	accent bool // a link, a hashtag or a mention
}

// stretches cuts a text into what a network takes plainly and what it makes a
// link of.
func stretches(limits networks.Limits, text string) []stretch {
	var found []stretch
	plain := 0
	for _, mark := range networks.Marks(limits.Network, text) {
		if mark.Start > plain {
			found = append(found, stretch{text: text[plain:mark.Start]})
		}
		found = append(found, stretch{text: text[mark.Start:mark.End], accent: mark.Kind != networks.Link || !limits.LinksInert})
		plain = mark.End
	}
	if plain < len(text) {
		found = append(found, stretch{text: text[plain:]})
	}
	return found
}
