package networks

// xPorts are those that Parvis waits on for X, which wants every address that a
// browser may come back to registered, to the letter, ten at most (docs.x.com
// "Apps", read 2026-11). They lie below those that systems give away themselves.
var xPorts = []int{17843, 17844}

// entries say how accounts are connected, the easiest first. Sources and dates stand
// beside each; "not checked" marks what is common knowledge only: names of buttons and
// menus of the networks' own pages are all of that kind unless a source is given.
// The figures of what a post may be and costs are those of figures.go.
var entries = []Entry{
	{
		// App passwords: source of the AT Protocol server, read 2026-11. Address of
		// the page: seen in Bluesky's settings in 2026.
		Network: Bluesky, Takes: "networks.entry.bluesky.takes", Notes: []string{"networks.entry.bluesky.note"},
		Ways: []Way{{
			Kind: Pasted,
			Steps: []Step{
				{Say: "networks.entry.bluesky.step.open", Page: "https://bsky.app/settings/app-passwords"},
				{Say: "networks.entry.bluesky.step.make"},
				{Say: "networks.entry.bluesky.step.paste"},
			},
			Fields: []Field{
				{Part: PartIdentifier, Label: "networks.entry.field.identifier", Placeholder: "boulangerie-martin.bsky.social", Name: true},
				{Part: PartSecret, Label: "networks.entry.field.app_password", Placeholder: "xxxx-xxxx-xxxx-xxxx"},
				{Part: PartService, Label: "networks.entry.field.service", Placeholder: "bsky.social", Hint: "networks.entry.bluesky.service_hint", Optional: true},
			},
		}},
	},
	{
		// docs.joinmastodon.org, methods/apps and oauth, read 2026-08: the program
		// registers itself on any server; tokens do not expire. GoToSocial: the same,
		// its documentation, read 2026-08. An application made in the settings has a
		// token to paste; its path there: not checked.
		Network: Mastodon, Takes: "networks.entry.mastodon.takes",
		Ways: []Way{
			{
				Kind: InBrowser,
				Steps: []Step{
					{Say: "networks.entry.mastodon.step.server", Names: true},
					{Say: "networks.entry.mastodon.step.browser"},
					{Say: "networks.entry.mastodon.step.accept"},
				},
				Fields: []Field{{
					Part: PartService, Label: "networks.entry.field.service", Placeholder: "mastodon.social",
					Hint: "networks.entry.mastodon.service_hint",
				}},
			},
			{
				Kind: Pasted,
				Steps: []Step{
					{Say: "networks.entry.mastodon.step.server", Names: true},
					{Say: "networks.entry.mastodon.step.application", Path: "/settings/applications/new"},
					{Say: "networks.entry.mastodon.step.token"},
				},
				Fields: []Field{
					{Part: PartService, Label: "networks.entry.field.service", Placeholder: "mastodon.social", Hint: "networks.entry.mastodon.service_hint"},
					{Part: PartSecret, Label: "networks.entry.field.token"},
				},
			},
		},
	},
	{
		// Application passwords since WordPress 5.6, over https only; the page and its
		// parameter: wp-admin/authorize-application.php of WordPress 6, read 2026-11. It
		// shows the password to be copied, and refuses a name that another application
		// of the user has (WordPress 6.1.9, seen in a browser 2026-11).
		Network: WordPress, Takes: "networks.entry.wordpress.takes",
		Ways: []Way{{
			Kind: Pasted,
			Steps: []Step{
				{Say: "networks.entry.wordpress.step.site", Names: true},
				{Say: "networks.entry.wordpress.step.approve", Path: "/wp-admin/authorize-application.php?app_name=Parvis", Dated: true},
				{Say: "networks.entry.wordpress.step.paste"},
			},
			Fields: []Field{
				{Part: PartService, Label: "networks.entry.field.site", Placeholder: "www.boulangerie-martin.fr"},
				{Part: PartIdentifier, Label: "networks.entry.field.user", Hint: "networks.entry.wordpress.user_hint"},
				{Part: PartSecret, Label: "networks.entry.field.app_password", Placeholder: "xxxx xxxx xxxx xxxx xxxx xxxx"},
			},
		}},
	},
	{
		// discord-api-docs, webhooks, read 2026-08. Where the menu is: third parties'
		// pages, read 2026-11.
		Network: Discord, Takes: "networks.entry.discord.takes",
		Ways: []Way{{
			Kind: Pasted,
			Steps: []Step{
				{Say: "networks.entry.discord.step.settings", Page: "https://discord.com/app"},
				{Say: "networks.entry.discord.step.webhook"},
				{Say: "networks.entry.discord.step.paste"},
			},
			Fields: []Field{{Part: PartSecret, Label: "networks.entry.field.webhook", Placeholder: "https://discord.com/api/webhooks/…"}},
		}},
	},
	{
		// Bot API. BotFather and its command: core.telegram.org/bots/features by way of
		// third parties' pages, read 2026-11. The bot as administrator: not checked.
		Network: Telegram, Takes: "networks.entry.telegram.takes",
		Ways: []Way{{
			Kind: Pasted,
			Steps: []Step{
				{Say: "networks.entry.telegram.step.bot", Page: "https://t.me/BotFather"},
				{Say: "networks.entry.telegram.step.admin"},
				{Say: "networks.entry.telegram.step.paste"},
			},
			Fields: []Field{
				{Part: PartIdentifier, Label: "networks.entry.field.channel", Placeholder: "@boulangerie_martin", Hint: "networks.entry.telegram.channel_hint"},
				{Part: PartSecret, Label: "networks.entry.field.bot_token", Placeholder: "123456789:AA…"},
			},
		}},
	},
	{
		// developers.facebook.com, app modes, read 2026-08: whoever has a role in an
		// application needs no review; what is published while it is in development mode
		// is seen by those alone. Permissions: as the scheduler Postiz asks, read 2026-08.
		// The Explorer's page, and that tokens of it are short-lived: not checked.
		Network: Facebook, Takes: "networks.entry.facebook.takes", Notes: []string{"networks.entry.note.live"},
		Ways: []Way{{
			Kind: Pasted,
			Steps: []Step{
				{Say: "networks.entry.facebook.step.app", Page: "https://developers.facebook.com/apps/"},
				{Say: "networks.entry.facebook.step.token", Page: "https://developers.facebook.com/tools/explorer/"},
				{Say: "networks.entry.facebook.step.paste"},
			},
			Fields: []Field{
				{Part: PartSecret, Label: "networks.entry.field.token"},
				{Part: PartIdentifier, Label: "networks.entry.field.page", Placeholder: "Boulangerie Martin", Hint: "networks.entry.facebook.page_hint", Optional: true},
			},
		}},
	},
	{
		// Instagram API with Instagram Login, developers.facebook.com, read 2026-08:
		// tokens of sixty days from the application's dashboard, renewed without a secret;
		// a professional account; pictures from a public address only. The name of the
		// dashboard's section: not checked.
		Network: Instagram, Takes: "networks.entry.instagram.takes", Notes: []string{"networks.entry.instagram.note"},
		Ways: []Way{{
			Kind: Pasted,
			Steps: []Step{
				{Say: "networks.entry.instagram.step.account"},
				{Say: "networks.entry.instagram.step.token", Page: "https://developers.facebook.com/apps/"},
				{Say: "networks.entry.step.paste"},
			},
			Fields: []Field{{Part: PartSecret, Label: "networks.entry.field.token"}},
		}},
	},
	{
		// Threads API, developers.facebook.com, and its sample of Meta's, read 2026-08:
		// tokens from the User Token Generator, renewed without a secret; pictures from a
		// public address only.
		Network: Threads, Takes: "networks.entry.threads.takes", Notes: []string{"networks.entry.threads.note"},
		Ways: []Way{{
			Kind: Pasted,
			Steps: []Step{
				{Say: "networks.entry.threads.step.app", Page: "https://developers.facebook.com/apps/"},
				{Say: "networks.entry.threads.step.token"},
				{Say: "networks.entry.step.paste"},
			},
			Fields: []Field{{Part: PartSecret, Label: "networks.entry.field.token"}},
		}},
	},
	{
		// learn.microsoft.com/linkedin, "Developer portal tools", read 2026-08: a token of
		// sixty days; w_member_social is free to have, pages need the Community Management
		// API and a verified company. The generator's address: not checked.
		Network: LinkedIn, Takes: "networks.entry.linkedin.takes", Notes: []string{"networks.entry.linkedin.note"},
		Ways: []Way{{
			Kind: Pasted,
			Steps: []Step{
				{Say: "networks.entry.linkedin.step.app", Page: "https://www.linkedin.com/developers/apps"},
				{Say: "networks.entry.linkedin.step.token", Page: "https://www.linkedin.com/developers/tools/oauth/token-generator"},
				{Say: "networks.entry.step.paste"},
			},
			Fields: []Field{
				{Part: PartSecret, Label: "networks.entry.field.token"},
				{Part: PartIdentifier, Label: "networks.entry.field.page", Placeholder: "linkedin.com/company/boulangerie-martin", Hint: "networks.entry.linkedin.page_hint", Optional: true},
			},
		}},
	},
	{
		// docs.x.com "Apps", read 2026-11: console.x.com; a Native App is a public client
		// and has no secret; its callback addresses are compared to the letter, with
		// 127.0.0.1 and not localhost. Keys and tokens of OAuth 1.0a speak for their
		// owner's own account and do not expire. Prices: figures.go.
		Network: X, Takes: "networks.entry.x.takes", Notes: []string{"networks.entry.x.note"},
		Ways: []Way{
			{
				Kind: OwnApp, Ports: xPorts,
				Steps: []Step{
					{Say: "networks.entry.x.step.app", Page: "https://console.x.com"},
					{Say: "networks.entry.x.step.callback", Copies: true},
					{Say: "networks.entry.x.step.client"},
					{Say: "networks.entry.x.step.accept"},
				},
				Fields: []Field{{Part: PartClient, Label: "networks.entry.field.client"}},
			},
			{
				Kind: Pasted,
				Steps: []Step{
					{Say: "networks.entry.x.step.app", Page: "https://console.x.com"},
					{Say: "networks.entry.x.step.keys"},
					{Say: "networks.entry.x.step.paste"},
				},
				Fields: []Field{{Part: PartSecret, Label: "networks.entry.field.four_keys", Hint: "networks.entry.x.keys_hint"}},
			},
		},
	},
	{
		// developers.google.com, OAuth 2.0 for desktop apps and the YouTube Data API,
		// read 2026-11: a client of the kind "Desktop app" comes back to any port of
		// 127.0.0.1; in testing what renews its access dies after seven days, and only
		// the test users may use it; videos of projects that were not audited stay
		// private. 100 uploads and 10 000 units a day: the same, read 2026-08. Names of
		// menus: not checked.
		Network: YouTube, Takes: "networks.entry.youtube.takes", Notes: []string{"networks.entry.youtube.note.audit", "networks.entry.youtube.note.cost"},
		Ways: []Way{{
			Kind: OwnApp,
			Steps: []Step{
				{Say: "networks.entry.youtube.step.project", Page: "https://console.cloud.google.com/apis/library/youtube.googleapis.com"},
				{Say: "networks.entry.youtube.step.consent", Page: "https://console.cloud.google.com/auth/audience"},
				{Say: "networks.entry.youtube.step.client", Page: "https://console.cloud.google.com/auth/clients"},
				{Say: "networks.entry.youtube.step.accept"},
				{Say: "networks.entry.youtube.step.audit", Page: "https://support.google.com/youtube/contact/yt_api_form"},
			},
			Fields: []Field{
				{Part: PartClient, Label: "networks.entry.field.client", Placeholder: "1234567890-….apps.googleusercontent.com", Kept: true},
				{Part: PartClientKey, Label: "networks.entry.field.client_key", Placeholder: "GOCSPX-…", Kept: true},
			},
		}},
	},
	// No way in that an owner could take alone, by their documentation and what
	// schedulers do, read 2026-08; for Pinterest not checked:
	// Google's profiles open to approved projects only, TikTok keeps private what
	// unaudited programs send, Pinterest shows it to nobody else.
	{Network: Google},
	{Network: TikTok},
	{Network: Pinterest},
}
