package discord

import (
	"regexp"
	"strings"

	"parvis/accounts/wire"
)

// webhook is what an address copied from Discord holds. Whoever knows the token
// can post: it is the credential.
type webhook struct{ id, token string }

var (
	addressForm = regexp.MustCompile(`^(https?://[^/?#@]+)/api(?:/v[0-9]{1,2})?/webhooks/([0-9]{5,20})/([A-Za-z0-9_-]{20,100})/?$`)
	// The numbers of Discord: 64 bits, written in decimal.
	numberForm = regexp.MustCompile(`^[0-9]{5,20}$`)
)

// Where webhooks are copied from: the site, its former name, and the two that
// try new versions.
var hosts = map[string]bool{
	official: true, "https://discordapp.com": true, "https://ptb.discord.com": true, "https://canary.discord.com": true,
}

// parse reads the address of a webhook, and that of its server; false for
// anything else.
func parse(address string) (w webhook, base string, ok bool) {
	found := addressForm.FindStringSubmatch(wire.Typed(address))
	if found == nil {
		return webhook{}, "", false
	}
	return webhook{found[2], found[3]}, strings.ToLower(found[1]), true
}

// belongs reports whether a webhook of a server may be used for an account
// there: its token is sent to service, or to Discord for "".
func belongs(base, service string) bool {
	if service == "" {
		return hosts[base]
	}
	return base == service
}

// secrets lists what no excerpt may show.
func (w webhook) secrets() []string { return []string{w.token} }

// place is where an account posts: a channel of a server, which Discord calls a
// guild. It is what stays the same when its owner makes another webhook.
type place struct{ guild, channel string }

func (p place) remoteID() string { return p.guild + "/" + p.channel }

func placeOf(remoteID string) (place, bool) {
	guild, channel, _ := strings.Cut(remoteID, "/")
	return place{guild, channel}, numberForm.MatchString(guild) && numberForm.MatchString(channel)
}

// posted is a message, the webhook that made it, which alone may delete it, and
// the channel that it is in.
type posted struct{ webhook, channel, message string }

func (p posted) remoteID() string { return p.webhook + "/" + p.channel + "/" + p.message }

func postedOf(remoteID string) (posted, bool) {
	by, rest, _ := strings.Cut(remoteID, "/")
	channel, message, _ := strings.Cut(rest, "/")
	return posted{by, channel, message}, numberForm.MatchString(by) && numberForm.MatchString(channel) && numberForm.MatchString(message)
}
