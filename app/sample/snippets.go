package sample

import (
	"slices"

	"parvis/app/networks"
	"parvis/app/snippets"
)

// snippetData is something written again and again, used last some days ago.
type snippetData struct {
	Kind     snippets.Kind      `json:"kind"`
	Name     string             `json:"name"`
	Text     string             `json:"text"`
	Tags     []string           `json:"tags"`
	Networks []networks.Network `json:"networks"`
	Address  string             `json:"address"`
	Content  string             `json:"content"`
	Uses     int                `json:"uses"`
	DaysAgo  int                `json:"days_ago"`
}

// recentEmoji are those inserted last, the latest first.
var recentEmoji = []string{"🥖", "🎄", "❤️", "🥐", "📍", "🙏", "☕"}

// snippets adds what the bakery writes again and again, in the order of the file.
func (g *generator) snippets() {
	position := make(map[snippets.Kind]int)
	for _, s := range g.data.snippets {
		position[s.Kind]++
		g.out.Snippets = append(g.out.Snippets, snippets.Snippet{
			ID: g.ids.New(), Kind: s.Kind, Name: s.Name, Text: s.Text, Tags: slices.Clone(s.Tags), Networks: slices.Clone(s.Networks),
			Address: s.Address, Content: s.Content, Position: position[s.Kind], Uses: s.Uses, UsedAt: g.at(g.today.AddDays(-s.DaysAgo), 18, 0).UTC(),
		})
	}
	for i, e := range recentEmoji {
		g.out.Emoji = append(g.out.Emoji, EmojiUse{Emoji: e, UsedAt: g.at(g.today.AddDays(-1-i), 18, 0)})
	}
}
