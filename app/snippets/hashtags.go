package snippets

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"parvis/app/networks"
)

// Excess is a network on which a post may not carry so many hashtags.
type Excess struct {
	Network networks.Network
	Max     int
}

// TooMany returns the networks, among those given, that take fewer than n
// hashtags; each comes once, in their order.
func TooMany(n int, on []networks.Network) []Excess {
	var all []Excess
	seen := make(map[networks.Network]bool)
	for _, network := range on {
		limits, _ := networks.LimitsOf(network)
		if limits.Hashtags > 0 && n > limits.Hashtags && !seen[network] {
			all = append(all, Excess{network, limits.Hashtags})
		}
		seen[network] = true
	}
	return all
}

// ParseTags reads hashtags as people type or paste them, with or without their
// sign, apart by spaces, commas or nothing but the next sign. Each comes once,
// whatever its capitals, composed, as it was typed first; what no network takes
// (signs, hyphens) is left out of a tag. refused are the words that give none: a
// number, signs alone.
func ParseTags(typed string) (tags, refused []string) {
	seen := make(map[string]bool)
	words := strings.FieldsFunc(norm.NFC.String(strings.ToValidUTF8(typed, "")), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;#＃", r)
	})
	for _, word := range words {
		// Composed again, as what is left out may have stood before an accent.
		tag := norm.NFC.String(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == '_' {
				return r
			}
			return -1
		}, word))
		tag = strings.Trim(tag, "_")
		if strings.IndexFunc(tag, unicode.IsLetter) < 0 || len(tag) > maxTagBytes {
			refused = append(refused, word)
			continue
		}
		if key := strings.ToLower(tag); !seen[key] {
			seen[key] = true
			tags = append(tags, tag)
		}
	}
	return tags, refused
}

// maxTagBytes bounds one hashtag: what the strictest network takes.
const maxTagBytes = 100

// TagText returns hashtags as they are written in a post.
func TagText(tags []string) string {
	if len(tags) == 0 {
		return ""
	}
	return "#" + strings.Join(tags, " #")
}
