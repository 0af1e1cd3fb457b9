package desk_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"parvis/accounts/accountstest"
	"parvis/accounts/bluesky/blueskytest"
	"parvis/accounts/discord/discordtest"
	"parvis/accounts/facebook/facebooktest"
	"parvis/accounts/instagram/instagramtest"
	"parvis/accounts/linkedin/linkedintest"
	"parvis/accounts/mastodon/mastodontest"
	"parvis/accounts/telegram/telegramtest"
	"parvis/accounts/threads/threadstest"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/accounts/x/xtest"
	"parvis/accounts/youtube/youtubetest"
	"parvis/app"
	"parvis/app/networks"
)

// rival is a network of a campaign: a strict fake of it that holds one account.
type rival struct {
	network                     networks.Network
	service, identifier, secret string
	client                      networks.Client         // of the owner, where the network wants one
	consent                     func(page string) error // in a browser, nil where something is pasted
	faults                      *accountstest.Faults
	posts                       func() []held // comments too
	exact                       bool          // its posts have an identity: each must appear
	revoke                      func()        // declares what was connected with dead for good
	expire                      func()        // ends a session that can be renewed, nil where there is none
}

// held is a post that a server holds.
type held struct{ id, text string } // id as Result.RemoteID has it

// rivals starts a server for each network that Parvis publishes to. Instagram has
// the pictures of its posts from the Page.
func rivals(t *testing.T, clock app.Clock) []*rival {
	t.Helper()
	return []*rival{
		skyRival(t, clock), tootRival(t, clock), siteRival(t, clock), pageRival(t, clock), photosRival(t, clock), threadsRival(t, clock), linkedInRival(t, clock),
		xRival(t, clock), channelRival(t, clock), webhookRival(t, clock), videoRival(t, clock),
	}
}

func skyRival(t *testing.T, clock app.Clock) *rival {
	server := blueskytest.Start(t, clock)
	a := server.CreateAccount("boulangerie-martin.test")
	return &rival{
		network: networks.Bluesky, service: server.URL, identifier: a.Handle, secret: a.AppPassword, faults: server.Faults, exact: true,
		revoke: func() { server.Revoke(a.DID) }, expire: func() { server.EndSessions(a.DID) },
		posts: func() (all []held) {
			for _, r := range server.Records(a.DID) {
				all = append(all, held{r.URI, string(r.Value)})
			}
			return all
		},
	}
}

func tootRival(t *testing.T, clock app.Clock) *rival {
	server := mastodontest.Start(t, clock, networks.SoftwareMastodon)
	server.ReadyOnceAsked()
	a := server.CreateAccount("boulangerie", "read", "write")
	return &rival{
		network: networks.Mastodon, service: server.URL, identifier: a.Username, secret: a.Token, faults: server.Faults,
		revoke: func() { server.Revoke(a.ID) },
		posts: func() (all []held) {
			for _, p := range server.Statuses(a.ID) {
				all = append(all, held{p.ID, p.Text})
			}
			return all
		},
	}
}

func siteRival(t *testing.T, clock app.Clock) *rival {
	server := wordpresstest.Start(t, clock)
	user := server.CreateUser("martin")
	return &rival{
		network: networks.WordPress, service: server.URL, identifier: user.Login, secret: user.AppPassword, faults: server.Faults,
		revoke: func() { server.Revoke(user.ID) },
		posts: func() (all []held) {
			for _, p := range server.Posts(user.ID) {
				all = append(all, held{"posts/" + strconv.FormatInt(p.ID, 10), p.Content})
				for _, c := range server.Comments(p.ID) {
					all = append(all, held{"comments/" + strconv.FormatInt(c.ID, 10), c.Content})
				}
			}
			return all
		},
	}
}

func pageRival(t *testing.T, clock app.Clock) *rival {
	server := facebooktest.Start(t, clock)
	page := server.CreatePage("Boulangerie Martin")
	return &rival{
		network: networks.Facebook, service: server.URL, secret: page.Person, faults: server.Faults,
		revoke: func() { server.Revoke(page.ID) },
		posts: func() (all []held) {
			for _, p := range server.Posts(page.ID) {
				all = append(all, held{p.ID, p.Message})
			}
			return all
		},
	}
}

func photosRival(t *testing.T, clock app.Clock) *rival {
	server := instagramtest.Start(t, clock)
	a := server.CreateAccount("boulangerie.martin")
	return &rival{
		network: networks.Instagram, service: server.URL, secret: a.Token, faults: server.Faults, exact: true,
		revoke: func() { server.Revoke(a.ID) },
		posts: func() (all []held) {
			for _, p := range server.Posts(a.ID) {
				all = append(all, held{p.ID, p.Text})
			}
			for _, c := range server.Comments() {
				all = append(all, held{c.ID, c.Text})
			}
			return all
		},
	}
}

func threadsRival(t *testing.T, clock app.Clock) *rival {
	server := threadstest.Start(t, clock)
	a := server.CreateAccount("boulangerie.martin")
	return &rival{
		network: networks.Threads, service: server.URL, secret: a.Token, faults: server.Faults, exact: true,
		revoke: func() { server.Revoke(a.ID) },
		posts: func() (all []held) {
			for _, p := range server.Posts(a.ID) {
				all = append(all, held{p.ID, p.Text})
			}
			return all
		},
	}
}

func linkedInRival(t *testing.T, clock app.Clock) *rival {
	server := linkedintest.Start(t, clock)
	member := server.CreateMember("Camille Martin")
	page := server.CreatePage("boulangerie-martin", "Boulangerie Martin", map[string]string{member: "ADMINISTRATOR"})
	token := server.Token(member, "rw_organization_admin", "w_organization_social", "r_organization_social")
	return &rival{
		network: networks.LinkedIn, service: server.URL, identifier: "https://www.linkedin.com/company/boulangerie-martin/",
		secret: token, faults: server.Faults, revoke: func() { server.Revoke(token) },
		posts: func() (all []held) {
			for _, p := range server.Posts(page) {
				all = append(all, held{p.URN, p.Text})
				for _, c := range server.Comments(p.URN) {
					all = append(all, held{c.URN, c.Text})
				}
			}
			return all
		},
	}
}

func xRival(t *testing.T, clock app.Clock) *rival {
	server := xtest.Start(t, clock)
	a := server.CreateAccount("boulangerie_m")
	values := server.Values(a)
	return &rival{
		network: networks.X, service: server.URL, secret: strings.Join(values[:], "\n"), faults: server.Faults,
		revoke: func() { server.Revoke(a) },
		posts: func() (all []held) {
			for _, p := range server.Posts(a) {
				all = append(all, held{p.ID, p.Text})
			}
			return all
		},
	}
}

func channelRival(t *testing.T, clock app.Clock) *rival {
	server := telegramtest.Start(t, clock)
	channel := server.CreateChannel("boulangerie_martin", "Boulangerie Martin")
	return &rival{
		network: networks.Telegram, service: server.URL, identifier: "@boulangerie_martin", secret: channel.Token, faults: server.Faults,
		revoke: func() { server.Revoke(channel.ID) },
		posts: func() (all []held) {
			for _, p := range server.Posts(channel.ID) {
				all = append(all, held{fmt.Sprint(p.Messages[0]), p.Text})
			}
			return all
		},
	}
}

func webhookRival(t *testing.T, clock app.Clock) *rival {
	server := discordtest.Start(t, clock)
	webhook := server.CreateWebhook("Boulangerie Martin")
	return &rival{
		network: networks.Discord, service: server.URL, secret: webhook.URL, faults: server.Faults,
		revoke: func() { server.Revoke(webhook.ID) },
		posts: func() (all []held) {
			for _, m := range server.Messages(webhook.ID) {
				all = append(all, held{m.Webhook + "/" + m.Channel + "/" + m.ID, m.Content})
			}
			return all
		},
	}
}

func videoRival(t *testing.T, clock app.Clock) *rival {
	server := youtubetest.Start(t, clock)
	channel := server.CreateChannel("@boulangerie-martin")
	return &rival{
		network: networks.YouTube, service: server.URL, faults: server.Faults, exact: true,
		client: networks.Client{ID: server.ClientID, Secret: server.ClientSecret},
		consent: func(page string) error {
			asked, err := url.Parse(page)
			if err != nil {
				return err
			}
			code, state := server.Consent(page, channel)
			answer, err := http.Get(asked.Query().Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {state}}.Encode())
			if err != nil {
				return err
			}
			return answer.Body.Close()
		},
		posts: func() (all []held) {
			for _, v := range server.Videos(channel) {
				all = append(all, held{v.ID, v.Description})
			}
			return all
		},
	}
}
