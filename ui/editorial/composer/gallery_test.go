package composer

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

const blackFriday = "Vendredi, on fait le Black Friday à notre façon 🖤\n\nUne baguette tradition achetée = une offerte pour votre voisin.\nDe 7 h 30 à 13 h, dans la limite des fournées.\n\n👉 Réservez la vôtre : boulangerie-martin.fr/vendredi\n\n#Nantes #Boulangerie #CommerceLocal"

// filled is a world with a post as good as ready.
func filled() *world {
	w := newWorld()
	w.pictures["bread"], w.pictures["oven"] = picture(640, 640), picture(640, 480)
	w.posts["post"] = editorial.Post{
		ID: "post", Text: blackFriday, Stage: editorial.Draft, PillarID: "p2", ObjectiveID: "o1", AudienceID: "u1", CampaignID: "c1", At: friday, Lateness: 2 * time.Hour,
		Images:   []editorial.PostImage{{Hash: "bread", Alt: "Des baguettes sur une planche"}, {Hash: "oven"}},
		Accounts: []app.ID{"a1"},
	}
	return w
}

// published is a world with a post that left.
func published() *world {
	w := filled()
	p := w.posts["post"]
	p.Stage, p.Images = editorial.Scheduled, []editorial.PostImage{{Hash: "bread", Alt: "Des baguettes"}}
	w.posts["post"] = p
	w.states["post"] = editorial.StatePublished
	w.entries = []publishing.Entry{{Account: martin, Delivery: publishing.Delivery{
		ID: "d1", PostID: "post", State: publishing.Published, PublishedAt: time.Date(2026, 11, 27, 11, 0, 12, 0, time.UTC),
		RemoteID: "at://did:plc:abc/app.bsky.feed.post/3lbq", Permalink: "https://bsky.app/profile/boulangerie-martin.bsky.social/post/3lbqx2",
	}}}
	return w
}

// TestGallery draws the composer in every state, both themes and both sizes.
// With PARVIS_GALLERY set to a folder it writes the pictures there.
func TestGallery(t *testing.T) {
	dir := os.Getenv("PARVIS_GALLERY")
	states := map[string]func(t *testing.T, mode kit.Mode, lang translations.Language, size fyne.Size) *desk{
		"filled": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			d := filled().desk(t, m, l, s)
			d.view.Open("post")
			d.typing("\n")
			d.host.Elapse()
			d.host.Win.Canvas().Unfocus()
			return d
		},
		"misspelt": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			d := misspelt().desk(t, m, l, s)
			d.view.Open("post")
			d.host.Win.Canvas().Unfocus()
			return d
		},
		"mistakes": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			d := misspelt().desk(t, m, l, s)
			d.view.Open("post")
			d.view.speller.show()
			return d
		},
		"versions": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			w := filled()
			w.accounts = []networks.Account{martin, counted, instagram, onX}
			w.setting = approval.Setting{Way: approval.One, Approver: "Léa"}
			p := w.posts["post"]
			p.Accounts = []app.ID{"a1", "a2", "a4", "a5"}
			p.Vary(editorial.Variant{Network: networks.Instagram, Text: "Vendredi, on fait le Black Friday à notre façon 🖤\nUne baguette tradition achetée = une offerte pour votre voisin. De 7 h 30 à 13 h, dans la limite des fournées.\n\nLien en bio 👆", Comment: "#Nantes #Boulangerie"})
			w.posts["post"] = p
			d := w.desk(t, m, l, s)
			d.view.Open("post")
			d.view.versions.see(networks.Instagram)
			d.host.Elapse()
			d.host.Win.Canvas().Unfocus()
			return d
		},
		"talk": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			w := filled()
			w.setting = approval.Setting{Way: approval.One, Approver: "Léa"}
			w.notes = []approval.Note{
				{Kind: approval.Comment, Author: "Paul", Text: "La photo du four est-elle la bonne ?", At: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)},
				{Kind: approval.Asked, At: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)},
			}
			d := w.desk(t, m, l, s)
			d.view.Open("post")
			d.view.approval.open()
			return d
		},
		"scheduled": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			w := filled()
			w.states["post"] = editorial.StateScheduled
			d := w.desk(t, m, l, s)
			d.view.Open("post")
			d.typing("\n")
			d.host.Elapse()
			return d
		},
		"empty": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			d := newWorld().desk(t, m, l, s)
			d.view.New(app.Civil{})
			return d
		},
		"alone": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			w := newWorld()
			w.accounts = []networks.Account{counted}
			d := w.desk(t, m, l, s)
			d.view.New(friday)
			return d
		},
		"blocked": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			w := filled()
			p := w.posts["post"]
			p.Text += "\n" + blackFriday
			p.Images = append(p.Images, editorial.PostImage{Hash: "lost"}, editorial.PostImage{Hash: "bread2", Alt: "Une tarte"})
			w.pictures[media.Hash("bread2")] = picture(480, 640)
			w.posts["post"] = p
			w.checks = func(p editorial.Post) []editorial.Check {
				return append([]editorial.Check{{
					Title: app.Say("editorial.check.long", "Network", networks.Bluesky, "Count", 189), Caption: app.Say("editorial.check.long.caption", "Length", 489, "Max", 300),
					Fix: editorial.Fix{Action: editorial.FixShorten},
				}, {
					Title: app.Say("editorial.check.image_lost", "Number", 3), Caption: app.Say("editorial.check.image_lost.caption"),
					Fix: editorial.Fix{Action: editorial.FixRemoveImage, Image: 2},
				}}, w.usual(p)...)
			}
			d := w.desk(t, m, l, s)
			d.view.Open("post")
			return d
		},
		"fixed": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			d := published().desk(t, m, l, s)
			d.view.Open("post")
			return d
		},
		"alt": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			d := filled().desk(t, m, l, s)
			d.view.Open("post")
			d.view.strip.describe(0)
			return d
		},
		"voice": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			w := filled()
			w.checks = func(p editorial.Post) []editorial.Check {
				see := editorial.Fix{Action: editorial.FixSeeWord, End: 8}
				return append([]editorial.Check{{
					Severity: editorial.Warns, Title: app.Say("editorial.check.avoid", "Count", 2),
					Caption: app.Say("editorial.check.avoid.caption", "Words", "Black Friday, voisin"), Fix: see,
				}, {
					Severity: editorial.Warns, Title: app.Say("editorial.check.address.vous"),
					Caption: app.Say("editorial.check.address.vous.caption", "Words", "tu, tes"), Fix: see,
				}, {
					Severity: editorial.Warns, Title: app.Say("editorial.check.emoji", "Count", 4),
					Caption: app.Say("editorial.check.emoji.few", "Max", 3), Fix: see,
				}, {
					Severity: editorial.Informs, Title: app.Say("editorial.check.hashtags", "Count", 2),
					Caption: app.Say("editorial.check.hashtags.caption", "Tags", "#BoulangerieMartin #PainAuLevain"),
					Fix:     editorial.Fix{Action: editorial.FixAddHashtags, Text: " #BoulangerieMartin"},
				}}, w.usual(p)...)
			}
			d := w.desk(t, m, l, s)
			d.view.Open("post")
			test.Tap(find(d, func(b *kit.Button) bool { return b.Text() == d.host.Text().T("editorial.fix.see_word") })[0])
			return d
		},
		"campaign": func(t *testing.T, m kit.Mode, l translations.Language, s fyne.Size) *desk {
			d := filled().desk(t, m, l, s)
			d.view.Open("post")
			d.view.plan.purpose.campaign.list.TypedRune('n')
			return d
		},
		"english": func(t *testing.T, m kit.Mode, _ translations.Language, s fyne.Size) *desk {
			d := filled().desk(t, m, translations.English, s)
			d.view.Open("post")
			return d
		},
	}
	for _, size := range []fyne.Size{fyne.NewSize(1072, 800), fyne.NewSize(816, 640)} {
		for modeName, mode := range map[string]kit.Mode{"light": kit.ModeLight, "dark": kit.ModeDark} {
			if dir == "" && mode == kit.ModeDark {
				continue
			}
			for name, open := range states {
				d := open(t, mode, translations.French, size)
				img := d.host.Win.Canvas().Capture()
				if img.Bounds().Dx() != int(size.Width) {
					t.Errorf("%s %s: drawn %d wide at %v", name, modeName, img.Bounds().Dx(), size)
				}
				if dir == "" {
					continue
				}
				f, err := os.Create(filepath.Join(dir, name+"-"+modeName+"-"+map[bool]string{true: "L", false: "S"}[size.Width > 1000]+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, img); err != nil {
					t.Fatal(err)
				}
				f.Close()
			}
		}
	}
}
