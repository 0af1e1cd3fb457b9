// Package networks describes the social networks Parvis knows, the accounts a
// business has there, how each network counts and limits, and the contract a
// connector fulfils. Owners know it as "Comptes".
package networks

// Network names a network; its display name is a proper noun, the same in every
// language.
type Network string

// The networks that a post, an account or a reading can belong to. Only those
// with a connector can be published to; the others carry readings and the past.
const (
	Bluesky   Network = "bluesky"
	Mastodon  Network = "mastodon"
	Facebook  Network = "facebook"
	Instagram Network = "instagram"
	LinkedIn  Network = "linkedin"
	X         Network = "x"
	WordPress Network = "wordpress"
	Google    Network = "google"
	Threads   Network = "threads"
	YouTube   Network = "youtube"
	TikTok    Network = "tiktok"
	Pinterest Network = "pinterest"
	Telegram  Network = "telegram"
	Discord   Network = "discord"
)

var names = map[Network]string{
	Bluesky: "Bluesky", Mastodon: "Mastodon", Facebook: "Facebook", Instagram: "Instagram",
	LinkedIn: "LinkedIn", X: "X", WordPress: "WordPress", Google: "Google", Threads: "Threads",
	YouTube: "YouTube", TikTok: "TikTok", Pinterest: "Pinterest", Telegram: "Telegram",
	Discord: "Discord",
}

// Known reports whether this version of Parvis knows the network: its name, how
// it counts and what it limits. Whether something can be sent to it is another
// matter: see Account.Sends and Directory.
func (n Network) Known() bool {
	_, ok := names[n]
	return ok
}

// Name returns the network's own name, or the raw identifier of one that a
// later version wrote.
func (n Network) Name() string {
	if s, ok := names[n]; ok {
		return s
	}
	return string(n)
}
