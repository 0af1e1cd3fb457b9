package linkedin_test

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/linkedin"
	"parvis/accounts/linkedin/linkedintest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// now is the instant of tests.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// Scopes of tokens.
var (
	forMembers = []string{"openid", "profile", "w_member_social"}
	forPages   = []string{"rw_organization_admin", "w_organization_social", "r_organization_social"}
)

// content uses all that a post can hold.
func content(t *testing.T) networks.Content {
	t.Helper()
	return networks.Content{
		Text: "Le pain (au levain) sort du four à 7 h 🥖 — réservez sur https://boulangerie-martin.fr/pain_levain#tarifs ou à " +
			"fournil@boulangerie-martin.fr. *Fait* ici, [promis] <3 #PainAuLevain #fait_maison",
		Language: "fr",
		Images: []networks.Image{
			{Name: "fournil.png", MIME: "image/png", Width: 4, Height: 3, Alt: "Une miche dorée sur la pelle", Bytes: fournil(t)},
		},
	}
}

func fournil(t *testing.T) []byte {
	t.Helper()
	picture, err := os.ReadFile("testdata/fournil.png")
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// scene is a fake with a page and the member who administers it.
type scene struct {
	*linkedintest.Server
	clock        *networkstest.Clock
	connector    *linkedin.Connector
	member, page string
}

func start(t *testing.T) *scene {
	t.Helper()
	clock := networkstest.NewClock(now)
	s := &scene{Server: linkedintest.Start(t, clock), clock: clock, connector: linkedin.New(client(t), clock, nil)}
	s.member = s.CreateMember("Camille Martin")
	s.page = s.CreatePage("boulangerie-martin", "Boulangerie Martin", map[string]string{s.member: "ADMINISTRATOR"})
	return s
}

func (s *scene) harness(t *testing.T, author, identifier, token string) *accountstest.Harness {
	return &accountstest.Harness{
		Connector: s.connector, Clock: s.clock,
		Service: s.URL, Identifier: identifier, Secret: token,
		Content: content(t),
		Faults:  s.Faults,
		Records: func(*testing.T) int { return len(s.Posts(author)) },
		Revoke:  func(*testing.T) { s.Revoke(token) },
		Beside: accountstest.Beside{
			Text: func(_ *testing.T, urn string) string {
				for _, p := range s.Posts(author) {
					if p.URN == urn {
						return p.Text
					}
				}
				return ""
			},
			Changing:  linkedintest.Changing,
			Bodiless:  true,
			Like:      func(_ *testing.T, urn string) { s.Change(urn, func(p *linkedintest.Post) { p.Likes++ }) },
			Followers: linkedintest.Fans,
			Say:       func(_ *testing.T, urn, text string) string { return s.Say(urn, text) },
			Answers:   func(_ *testing.T, urn string) int { return len(s.Comments(urn)) },
			Seen: func(_ *testing.T, urn string) bool {
				root, _, _ := strings.Cut(strings.TrimPrefix(urn, "urn:li:comment:("), ",")
				return slices.ContainsFunc(s.Comments(root), func(c linkedintest.Comment) bool { return c.URN == urn })
			},
		},
	}
}

// client gives each test its own connections.
func client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestConformanceAsAPage(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		s := start(t)
		return s.harness(t, s.page, "https://www.linkedin.com/company/boulangerie-martin/", s.Token(s.member, forPages...))
	})
}

func TestConformanceAsAMember(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		s := start(t)
		h := s.harness(t, s.member, "", s.Token(s.member, forMembers...))
		h.ReadBack, h.Beside.Unread = networks.ByOwner, true
		return h
	})
}
