package linkedin

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"parvis/app/networks"
)

// Who publishes: a member or a page, by LinkedIn's own names.
const (
	person       = "urn:li:person:"
	organization = "urn:li:organization:"
)

var (
	numberForm = regexp.MustCompile(`^[0-9]{1,19}$`)
	personForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	// The name of a page in its address; letters with accents are allowed there.
	vanityForm = regexp.MustCompile(`^[\p{L}\p{M}\p{N}._&'-]{1,100}$`)
)

func isPage(a networks.Account) bool { return strings.HasPrefix(a.RemoteID, organization) }

// page reads what an owner types or pastes to name a page: its number, its URN,
// its address or its name in that address. It returns one of both, in lower
// case, or false for what names no page.
func page(typed string) (number, vanity string, ok bool) {
	s := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.TrimSpace(typed))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "@"), organization)
	for _, kind := range []string{"/company/", "/showcase/", "/school/"} {
		if _, rest, found := strings.Cut(s, kind); found {
			s, _, _ = strings.Cut(rest, "/")
			s, _, _ = strings.Cut(s, "?")
			if plain, err := url.PathUnescape(s); err == nil {
				s = plain
			}
		}
	}
	s = strings.ToLower(s)
	switch {
	case numberForm.MatchString(s):
		return s, "", true
	case vanityForm.MatchString(s) && !strings.HasPrefix(s, "www."):
		return "", s, true
	}
	return "", "", false
}
