package editorial

import (
	"slices"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
)

func TestAVideoIsChecked(t *testing.T) {
	film := media.Video{Hash: "film", Name: "four.mp4", Path: "/four.mp4", VideoFacts: media.VideoFacts{
		Bytes: 9_000_000, Duration: 20 * time.Second, Size: media.Size{Width: 1080, Height: 1920}, FrameRate: 30, VideoCodec: "h264",
	}}
	long := film
	long.Duration = 3 * time.Hour
	lost := film
	lost.Path = ""
	for _, test := range []struct {
		name     string
		accounts []app.ID
		film     *media.Video
		title    string
		problem  string // of the network, "" when not looked at
		severity Severity
	}{
		{"one that fits", []app.ID{"ig"}, &film, "editorial.check.video.ok", "", Fine},
		{"too long for Instagram", []app.ID{"ig"}, &long, "editorial.check.network", networks.ProblemVideoTooLong, Blocks},
		{"moved", []app.ID{"ig"}, &lost, "editorial.check.video.lost", "", Blocks},
		{"not known", []app.ID{"ig"}, nil, "editorial.check.video.lost", "", Blocks},
		{"where Parvis would send it", []app.ID{"bsky"}, &film, "editorial.check.video.unsent", "", Blocks},
		{"where Parvis sends it", []app.ID{"yt", "ig"}, &film, "editorial.check.video.ok", "", Fine},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			d.accounts = append(d.accounts, networks.Account{ID: "ig", Network: networks.Instagram, State: networks.AccountHandFed},
				networks.Account{ID: "yt", Network: networks.YouTube, State: networks.AccountConnected})
			d.rooms.Connectors = networks.Connectors{networks.Bluesky: threading{}, networks.YouTube: projecting{}}
			d.videos = make(map[media.Hash]media.Video)
			if test.film != nil {
				d.videos["film"] = *test.film
			}
			checks, err := d.Checks(t.Context(), Post{ID: "p", Video: "film", At: civil(t, "2026-11-27 12:00"), Accounts: test.accounts})
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(checks, func(c Check) bool {
				return c.Title.Key == test.title && (test.problem == "" || c.Title.Args["Problem"] == test.problem)
			})
			if i < 0 || checks[i].Severity != test.severity {
				t.Fatalf("said %v", titles(checks))
			}
			// A video is something to publish, also without a word.
			if slices.ContainsFunc(checks, func(c Check) bool { return c.Title.Key == "editorial.check.empty" }) {
				t.Error("nothing to publish")
			}
		})
	}
}

// projecting is a connector that sends films.
type projecting struct{ networks.Connector }

func (projecting) SendsFilms() bool { return true }

// TestOnlyNetworksWithoutVideosAreNamed: each once, and no other.
func TestOnlyNetworksWithoutVideosAreNamed(t *testing.T) {
	d := newDesk(t)
	var chosen []app.ID
	for id, n := range map[app.ID]networks.Network{"yt": networks.YouTube, "li": networks.LinkedIn, "li2": networks.LinkedIn, "x": networks.X} {
		d.accounts = append(d.accounts, networks.Account{ID: id, Network: n, Handle: string(id), State: networks.AccountConnected})
		chosen = append(chosen, id)
	}
	d.accounts = append(d.accounts, networks.Account{ID: "tt", Network: networks.TikTok, State: networks.AccountHandFed})
	chosen = append(chosen, "tt")
	d.rooms.Connectors = networks.Connectors{networks.YouTube: projecting{}, networks.LinkedIn: threading{}, networks.X: threading{}}
	d.videos = map[media.Hash]media.Video{"film": {Hash: "film", Name: "four.mp4", Path: "/four.mp4"}}
	checks, err := d.Checks(t.Context(), Post{ID: "p", Title: "Le four", Video: "film", At: civil(t, "2026-11-27 12:00"), Accounts: chosen})
	if err != nil {
		t.Fatal(err)
	}
	var named []networks.Network
	for _, c := range checks {
		if c.Title.Key == "editorial.check.video.unsent" {
			named = append(named, c.Title.Args["Network"].(networks.Network))
		}
	}
	slices.Sort(named)
	if !slices.Equal(named, []networks.Network{networks.LinkedIn, networks.X}) {
		t.Errorf("named %v in %v", named, titles(checks))
	}
}
