package networks

import "time"

// Media types of pictures.
const (
	jpeg = "image/jpeg"
	png  = "image/png"
	gif  = "image/gif"
	webp = "image/webp"
)

// limits are the figures of every network. "Not checked" marks those that are
// common knowledge only. Where a network says "characters" and not which, Parvis
// counts UTF-16 code units: of all that programs call characters they are never
// fewer than the others, so that nothing is refused that was said to fit. Where
// texts are folded is nowhere documented: those figures are all our own reading
// of the networks' pages, not checked.
var limits = map[Network]Limits{
	Bluesky: {
		// app.bsky.feed.post and app.bsky.embed.images lexicons, read 2026-08: 300
		// graphemes, 3000 bytes, 4 images of 2 000 000 bytes. Servers older than
		// that lexicon accept 1 000 000 bytes, which is what Parvis keeps to.
		// Links count in full. Alternative texts have no bound in the schema; the
		// app's own, 2000, was not checked.
		Text: Bound{300, Graphemes}, TextBytes: 3000, Images: 4, ImageBytes: 1_000_000, Alt: Bound{2000, Graphemes},
		// app.bsky.embed.video lexicon, read 2026-08: MP4 of 300 MB; servers take
		// 50 MB unless set otherwise, which is what Parvis keeps to. Three minutes:
		// not checked.
		Video:   VideoLimits{Bytes: 50_000_000, Longest: 3 * time.Minute, Codecs: []string{H264}},
		Threads: true, Folding: Folding{Lines: 25},
	},
	Mastodon: {
		// GET /api/v2/instance of Mastodon 4.5, documentation read 2026-08: 500
		// characters, 23 per link, 4 attachments, descriptions of 1500, pictures of
		// 16 777 216 bytes and 33 177 600 pixels, videos of 103 809 024 bytes, 120
		// frames a second and 8 294 400 pixels. Servers change them: see Instance.
		// StatusLengthValidator, read 2026-11: grapheme clusters of the warning as
		// written and of the text, with links of http and https as 23 and
		// @user@server as @user. Descriptions: Ruby's String#length, code points.
		Text: Bound{500, Graphemes}, LinkSize: 23, LocalMentions: true, WarningCounts: true,
		Images: 4, ImageBytes: 16_777_216, ImagePixels: 33_177_600, Alt: Bound{1500, CodePoints},
		ImageFormats: []string{jpeg, png, gif, webp}, // not checked; servers tell their own
		Video:        VideoLimits{Bytes: 103_809_024, Rate: 120, Pixels: 8_294_400},
		Threads:      true,
	},
	X: {
		// twitter-text, config/v3.json, and docs.x.com "Counting characters", read
		// 2026-08: 280 weighed characters, links 23. Accounts that pay may write
		// more: how much is not documented.
		Text: Bound{280, Weighed}, LinkSize: 23,
		// docs.x.com "Media best practices", read 2026-08: 4 pictures of 5 MB; a
		// video of 512 MB, 0.5 to 140 s, 32×32 to 1280×1024, 1:3 to 3:1, 60 frames a
		// second, H.264. Alternative texts of 1000: the API's schema, unit not said.
		Images: 4, ImageBytes: 5_000_000, ImageFormats: []string{jpeg, png, gif, webp}, Alt: Bound{1000, UTF16},
		Video: VideoLimits{
			Bytes: 512_000_000, Shortest: 500 * time.Millisecond, Longest: 140 * time.Second,
			Ratios: Ratios{Ratio{1, 3}, Ratio{3, 1}}, Smallest: 32, Edge: 1280, Pixels: 1280 * 1024, Rate: 60, Codecs: []string{H264},
		},
		Threads: true,
		// docs.x.com pricing, read 2026-08: $0.015 a post, $0.20 with a link.
		Price: Price{Post: 15, WithLink: 200},
	},
	Threads: {
		// developers.facebook.com/documentation/threads/posts, updated 2026-04-14:
		// 500 characters, emojis as their UTF-8 bytes. text-attachments, updated
		// 2026-07-02: posts of more than 5 different links fail. One topic tag:
		// other hashtags are plain words there.
		Text: Bound{500, EmojiBytes}, Links: 5,
		// Media specifications of the same pages by way of ayrshare.com, read
		// 2026-11: JPEG and PNG of 8 MB, 10:1 at most, wider ones are made smaller;
		// MOV or MP4 of 1 GB and 5 minutes, 1:100 to 10:1, 1920 wide, H.264 or HEVC,
		// 60 frames a second. 20 pictures and texts of 1000: not checked.
		Images: 20, ImageBytes: 8_000_000, ImageFormats: []string{jpeg, png}, Alt: Bound{1000, UTF16},
		ImageRatios: Ratios{Ratio{1, 10}, Ratio{10, 1}},
		Video: VideoLimits{
			Bytes: 1_000_000_000, Longest: 5 * time.Minute, Ratios: Ratios{Ratio{1, 100}, Ratio{10, 1}},
			Edge: 1920, Rate: 60, Codecs: []string{H264, HEVC},
		},
		Mixed: true, Threads: true,
	},
	Facebook: {
		// As the scheduler Postiz does, read 2026-08: 63 206 characters (unit not
		// said), JPEG and PNG under 4 MB. 10 pictures: the default of the scheduler
		// Mixpost. Alternative texts and videos: not checked.
		Text: Bound{63_206, UTF16}, Images: 10, ImageBytes: 4_000_000, ImageFormats: []string{jpeg, png},
		Video:        VideoLimits{Bytes: 10_000_000_000, Longest: 4 * time.Hour},
		FirstComment: true, Folding: Folding{Characters: 477, Lines: 5},
	},
	Instagram: {
		// Captions of 2200 and 20 mentions: not checked (ayrshare.com says 3
		// mentions). 5 hashtags since 2025-12, 30 before: blogdumoderateur.com and
		// ayrshare.com, read 2026-08.
		Text: Bound{2200, UTF16}, Hashtags: 5, Mentions: 20, Needs: NeedsMedia,
		// As the scheduler Postiz does, read 2026-08: 10 pictures, 4:5 to 1.91:1
		// (error 36003), 1920 pixels (error 36001). JPEG of 8 MB and texts of 1000:
		// not checked.
		Images: 10, ImageBytes: 8_000_000, ImageFormats: []string{jpeg}, ImageEdge: 1920,
		ImageRatios: Ratios{Ratio{4, 5}, Ratio{191, 100}}, Alt: Bound{1000, UTF16},
		// Reels, ayrshare.com, read 2026-11: 3 s to 15 min, 300 MB, H.264 or HEVC,
		// 60 frames a second, 1:100 to 10:1.
		Video: VideoLimits{
			Bytes: 300_000_000, Shortest: 3 * time.Second, Longest: 15 * time.Minute,
			Ratios: Ratios{Ratio{1, 100}, Ratio{10, 1}}, Edge: 1920, Rate: 60, Codecs: []string{H264, HEVC},
		},
		Mixed: true, FirstComment: true, LinksInert: true, Folding: Folding{Characters: 125, Lines: 2},
	},
	LinkedIn: {
		// 3000 characters: ayrshare.com, read 2026-11, unit not said. 36 152 320 pixels a picture: as the scheduler
		// Postiz does, read 2026-08. 20 pictures, texts of 4086, videos: not checked.
		Text: Bound{3000, UTF16}, Images: 20, ImageFormats: []string{jpeg, png, gif}, ImagePixels: 36_152_320, Alt: Bound{4086, UTF16},
		Video: VideoLimits{
			Bytes: 500_000_000, Shortest: 3 * time.Second, Longest: 30 * time.Minute,
			Ratios: Ratios{Ratio{10, 24}, Ratio{24, 10}}, Codecs: []string{H264},
		},
		FirstComment: true, Folding: Folding{Characters: 210, Lines: 3},
	},
	Google: {
		// As the scheduler Postiz does, read 2026-08: 1500 characters (unit not
		// said), one picture, no video. Formats and 5 MB: not checked.
		Text: Bound{1500, UTF16}, Images: 1, ImageBytes: 5_000_000, ImageFormats: []string{jpeg, png}, NoAlt: true,
		Video: VideoLimits{Refused: true}, Folding: Folding{Characters: 100, Lines: 3},
	},
	YouTube: {
		// Titles of 100 characters: as the scheduler Postiz does, read 2026-08, unit
		// not said. Descriptions of 5000 bytes, < and > in neither, 256 GB and 12
		// hours: not checked.
		Text: Bound{5000, Bytes}, Title: Bound{100, UTF16}, TitleRequired: true, Refused: "<>",
		Needs: NeedsVideo, NoImages: true, NoAlt: true,
		Video:        VideoLimits{Bytes: 256_000_000_000, Longest: 12 * time.Hour},
		FirstComment: true, Folding: Folding{Characters: 150, Lines: 3},
	},
	TikTok: {
		// Content Posting API: 2200 UTF-16 code units, not checked (a photo post
		// takes 4000 and a title of 90). 35 pictures of 20 MB; videos of 4 GB, 3 s
		// to 10 min, 360 pixels at least, 60 frames a second: docs.zernio.com and
		// docs.postsyncer.com, read 2026-11.
		Text: Bound{2200, UTF16}, Needs: NeedsMedia,
		Images: 35, ImageBytes: 20_000_000, ImageFormats: []string{jpeg, webp}, NoAlt: true,
		Video: VideoLimits{
			Bytes: 4_000_000_000, Shortest: 3 * time.Second, Longest: 10 * time.Minute,
			Smallest: 360, Edge: 4096, Rate: 60, Codecs: []string{H264, HEVC, VP8, VP9},
		},
		LinksInert: true, Folding: Folding{Characters: 100, Lines: 2},
	},
	Pinterest: {
		// OpenAPI 5.23.0, read 2026-08: title 100, description 800, alternative text
		// 500 (JSON Schema counts code points), 5 pictures. Their bytes, and videos:
		// not checked.
		Text: Bound{800, CodePoints}, Title: Bound{100, CodePoints}, Alt: Bound{500, CodePoints}, Needs: NeedsMedia,
		Images: 5, ImageBytes: 20_000_000, ImageFormats: []string{jpeg, png},
		Video: VideoLimits{
			Bytes: 2_000_000_000, Shortest: 4 * time.Second, Longest: 15 * time.Minute,
			Ratios: Ratios{Ratio{1, 2}, Ratio{191, 100}}, Codecs: []string{H264, HEVC},
		},
		LinksInert: true, Folding: Folding{Characters: 100, Lines: 2},
	},
	Telegram: {
		// Bot API: 4096 characters, captions of 1024, albums of 10, other files of 50
		// MB: not checked, but for the albums, which the scheduler Postiz does. Its
		// positions count UTF-16 code units. sendPhoto, read 2026-11: photos of 10
		// MB, 20:1 at most, width and height of 10 000 together. Telegram shows 2560
		// pixels at most (core.telegram.org/api/files, not checked): more would only
		// make albums heavy.
		Text: Bound{4096, UTF16}, Caption: Bound{1024, UTF16},
		Images: 10, ImageBytes: 10_000_000, ImageEdge: 2560, ImageRatios: Ratios{Ratio{1, 20}, Ratio{20, 1}}, NoAlt: true,
		Video: VideoLimits{Bytes: 50_000_000, Codecs: []string{H264, HEVC}}, Mixed: true,
	},
	Discord: {
		// discord-api-docs, webhooks, read 2026-08: content of 2000 (unit not said),
		// 10 files of 10 MiB. Descriptions of 1024: not checked.
		Text: Bound{2000, UTF16}, Images: 10, ImageBytes: 10 << 20, Alt: Bound{1024, UTF16},
		Video: VideoLimits{Bytes: 10 << 20}, Mixed: true,
	},
	WordPress: {
		// Its REST API bounds neither text nor title; files are bounded by each
		// server. A post without a title has no readable address.
		Text: Bound{Unit: Graphemes}, Title: Bound{Unit: Graphemes}, TitleRequired: true, Mixed: true,
	},
}
