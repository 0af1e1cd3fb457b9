package wire

import (
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"

	"parvis/app/networks"
)

// Alike reports whether a text that network n gives back is the one that was
// sent to it: the same words, whatever the white space between them, and at the
// place of each link one that stands for it. Both texts are plain, without the
// network's own escapes.
func Alike(n networks.Network, sent, shown string, standsFor func(shown, sent string) bool) bool {
	a, b := stretches(n, sent), stretches(n, shown)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		same := a[i] == b[i]
		if a[i].link != "" && b[i].link != "" {
			same = standsFor(b[i].link, a[i].link)
		}
		if !same {
			return false
		}
	}
	return true
}

// SameLink reports whether two absolute addresses lead to the same place, be it
// that one has another scheme, a capital in its host or a slash at its end.
func SameLink(a, b string) bool { return a == b || bare(a) == bare(b) }

func bare(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Host = strings.ToLower(u.Host)
	return strings.TrimSuffix(strings.TrimPrefix(u.String(), u.Scheme+":"), "/")
}

// stretch is a link, or the words between two links.
type stretch struct{ words, link string }

func stretches(n networks.Network, text string) []stretch {
	text = norm.NFC.String(networks.Normalise(text))
	var all []stretch
	at := 0
	words := func(end int) {
		if s := strings.Join(strings.Fields(text[at:end]), " "); s != "" {
			all = append(all, stretch{words: s})
		}
	}
	for _, m := range networks.Marks(n, text) {
		if m.Kind != networks.Link {
			continue
		}
		words(m.Start)
		all = append(all, stretch{link: m.Value})
		at = m.End
	}
	words(len(text))
	return all
}
