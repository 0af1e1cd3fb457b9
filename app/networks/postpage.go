package networks

// postPages are where an owner writes a post on a network, by network: known
// addresses of November 2026, which nobody promised to keep. A network whose
// servers are everywhere has none.
var postPages = map[Network]string{
	Bluesky:   "https://bsky.app/",
	Facebook:  "https://www.facebook.com/",
	Instagram: "https://www.instagram.com/",
	LinkedIn:  "https://www.linkedin.com/feed/",
	X:         "https://x.com/compose/post",
	Google:    "https://business.google.com/",
	Threads:   "https://www.threads.com/",
	YouTube:   "https://studio.youtube.com/",
	TikTok:    "https://www.tiktok.com/upload",
	Pinterest: "https://www.pinterest.com/pin-creation-tool/",
	Telegram:  "https://web.telegram.org/",
	Discord:   "https://discord.com/channels/@me",
}

// PostPage returns the address where an owner publishes on the network by hand,
// "" where there is none for everybody.
func (n Network) PostPage() string { return postPages[n] }
