package desk

import (
	"crypto/rand"
	"maps"
	"net/http"

	"parvis/accounts/bluesky"
	"parvis/accounts/discord"
	"parvis/accounts/facebook"
	"parvis/accounts/instagram"
	"parvis/accounts/linkedin"
	"parvis/accounts/mastodon"
	"parvis/accounts/telegram"
	"parvis/accounts/threads"
	"parvis/accounts/wordpress"
	"parvis/accounts/x"
	"parvis/accounts/youtube"
	"parvis/app"
	"parvis/app/networks"
)

// realConnectors are those of the program that need nothing of an open file. A nil
// client leaves each with its own.
func realConnectors(client *http.Client, clock app.Clock) networks.Connectors {
	return networks.Connectors{
		networks.Bluesky:   bluesky.New(client, clock, rand.Reader),
		networks.Mastodon:  mastodon.New(client, clock, rand.Reader),
		networks.WordPress: wordpress.New(client, clock, rand.Reader),
		networks.Facebook:  facebook.New(client, clock, rand.Reader),
		networks.LinkedIn:  linkedin.New(client, clock, rand.Reader),
		networks.X:         x.New(client, clock, rand.Reader),
		networks.Telegram:  telegram.New(client, clock, rand.Reader),
		networks.Discord:   discord.New(client, clock, rand.Reader),
		networks.YouTube:   youtube.New(client, clock, rand.Reader),
	}
}

// hosted adds the connectors of networks that fetch pictures from an address:
// another account of the business gives them one.
func hosted(client *http.Client, all networks.Connectors, accounts networks.AccountStore, sessions *networks.Sessions, clock app.Clock) networks.Connectors {
	all = maps.Clone(all)
	host := networks.Hosts{Directory: all, Accounts: accounts, Sessions: sessions}
	all[networks.Instagram] = instagram.New(client, clock, rand.Reader, host)
	all[networks.Threads] = threads.New(client, clock, host)
	return all
}
