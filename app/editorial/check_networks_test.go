package editorial

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
)

// TestEachNetworkIsCheckedOnWhatItShows gives several networks versions of their
// own: each is held to its own limits.
func TestEachNetworkIsCheckedOnWhatItShows(t *testing.T) {
	long := strings.Repeat("Une phrase de vingt. ", 16) // 336 characters
	everywhere := func(p *Post) { p.Accounts = []app.ID{"bsky", "ig", "x", "fb"} }
	for _, test := range []struct {
		name     string
		change   func(p *Post)
		title    string // "" when nothing of the kind may be said
		not      string
		severity Severity
		fix      Fix
		args     map[string]any
	}{
		{"fits everywhere", func(p *Post) { everywhere(p); p.Text = "Du pain" }, "editorial.check.length.ok", "editorial.check.long", Fine, Fix{}, nil},
		{"too long for Bluesky alone", func(p *Post) { p.Text = long }, "editorial.check.long", "", Blocks, Fix{Action: FixShorten, Account: "bsky"}, map[string]any{"Network": networks.Bluesky}},
		{
			"its own text is short", func(p *Post) { p.Text = long; p.Vary(Variant{Network: networks.Bluesky, Text: "Du pain"}) },
			"editorial.check.length.ok", "editorial.check.long", Fine,
			Fix{},
			nil,
		},
		{
			"its own text is long", func(p *Post) { p.Text = "Du pain"; p.Vary(Variant{Network: networks.Bluesky, Text: long}) },
			"editorial.check.long", "", Blocks,
			Fix{Action: FixShorten, Account: "bsky", Network: networks.Bluesky},
			nil,
		},
		{
			"can be a thread where Parvis does not send", func(p *Post) { p.Accounts, p.Text = []app.ID{"x"}, long },
			"editorial.check.long", "", Blocks,
			Fix{Action: FixThread, Account: "x", Network: networks.X},
			map[string]any{"Network": networks.X},
		},
		{
			"is a thread", func(p *Post) { p.Accounts, p.Text = []app.ID{"x"}, "Un\n---\nDeux\n---\nTrois" },
			"editorial.check.thread", "editorial.check.long", Informs,
			Fix{},
			map[string]any{"Count": 3},
		},
		{
			"a thread that Parvis would send", func(p *Post) { p.Text = "Un\n---\nDeux" },
			"editorial.check.thread", "", Blocks,
			Fix{Action: FixSeeVersion, Network: networks.Bluesky},
			nil,
		},
		{
			"a part that is too long", func(p *Post) { p.Accounts, p.Text = []app.ID{"x"}, "Un\n---\n"+long },
			"editorial.check.long", "", Blocks,
			Fix{Action: FixShorten, Account: "x"},
			nil,
		},
		{"Facebook has no threads", func(p *Post) { p.Accounts, p.Text = []app.ID{"fb"}, "Un\n---\nDeux" }, "", "editorial.check.thread", 0, Fix{}, nil},
		{
			"six hashtags on Instagram", func(p *Post) { p.Accounts, p.Text = []app.ID{"ig"}, "#a #b #c #d #e #f" },
			"editorial.check.network", "", Blocks,
			Fix{Action: FixSeeVersion, Network: networks.Instagram},
			map[string]any{"Problem": networks.ProblemTooManyHashtags},
		},
		{
			"a link on Instagram", func(p *Post) { p.Accounts, p.Text = []app.ID{"ig"}, "https://martin.fr" },
			"editorial.check.network", "", Warns,
			Fix{Action: FixSeeVersion, Network: networks.Instagram},
			map[string]any{"Problem": networks.ProblemLinkInert},
		},
		{
			"no picture on Instagram", func(p *Post) { p.Accounts, p.Images = []app.ID{"ig"}, nil },
			"editorial.check.network", "", Blocks,
			Fix{Action: FixSeeVersion, Network: networks.Instagram},
			map[string]any{"Problem": networks.ProblemMediaMissing},
		},
		{
			"a tall picture on Instagram", func(p *Post) {
				p.Accounts, p.Images = []app.ID{"ig"}, []PostImage{{Hash: "h1", Alt: "x"}, {Hash: "tall", Alt: "x"}}
			},
			"editorial.check.shape", "", Blocks,
			Fix{Action: FixCrop, Network: networks.Instagram, Image: 1},
			map[string]any{"Number": 2},
		},
		{
			"a tall picture, cropped", func(p *Post) {
				p.Accounts, p.Images = []app.ID{"ig"}, []PostImage{{Hash: "tall", Alt: "x", Crop: media.Crop{Width: 400, Height: 500}}}
			}, "editorial.check.length.ok", "editorial.check.shape", Fine, Fix{}, nil,
		},
		{
			"a first comment", func(p *Post) { p.Accounts, p.Comment = []app.ID{"ig"}, "Réservez" },
			"editorial.check.comment", "", Informs,
			Fix{},
			map[string]any{"Network": networks.Instagram},
		},
		{"a post on X costs", func(p *Post) { p.Accounts, p.Text = []app.ID{"x"}, "Du pain" }, "editorial.check.cost", "", Informs, Fix{}, map[string]any{"Cents": 1.5}},
		{"a link on X costs more", func(p *Post) { p.Accounts, p.Text = []app.ID{"x"}, "Du pain https://martin.fr\n---\nEt du beurre" }, "editorial.check.cost", "", Informs, Fix{}, map[string]any{"Cents": 21.5}},
		{"Bluesky costs nothing", func(p *Post) { p.Text = "Du pain https://martin.fr" }, "", "editorial.check.cost", 0, Fix{}, nil},
		{"no first comment on X", func(p *Post) { p.Accounts, p.Comment = []app.ID{"x"}, "Réservez" }, "", "editorial.check.comment", 0, Fix{}, nil},
		{
			"a picture of its own without a description", func(p *Post) {
				p.Vary(Variant{Network: networks.Bluesky, Text: "Du pain", OwnImages: true, Images: []PostImage{{Hash: "h1"}}})
			}, "editorial.check.alt", "", Warns, Fix{Action: FixWriteAlt, Network: networks.Bluesky, Hash: "h1"}, nil,
		},
		{
			"a common picture that is shown nowhere", func(p *Post) {
				p.Images = []PostImage{{Hash: "h1"}}
				p.Vary(Variant{Network: networks.Bluesky, Text: "Du pain", OwnImages: true, Images: []PostImage{{Hash: "h1", Alt: "Du pain"}}})
			}, "editorial.check.alt.ok", "editorial.check.alt", Fine, Fix{}, nil,
		},
		{
			"a picture of its own that is lost", func(p *Post) {
				p.Vary(Variant{Network: networks.Bluesky, Text: "Du pain", OwnImages: true, Images: []PostImage{{Hash: "gone", Alt: "x"}}})
			}, "editorial.check.image_lost", "", Blocks, Fix{Action: FixRemoveImage, Network: networks.Bluesky}, nil,
		},
		{
			"nothing to say on one network", func(p *Post) { p.Vary(Variant{Network: networks.Bluesky, OwnImages: true}) },
			"editorial.check.empty", "", Blocks,
			Fix{Action: FixWrite, Network: networks.Bluesky},
			nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := good(t)
			s.Accounts = append(s.Accounts,
				networks.Account{ID: "ig", Network: networks.Instagram, State: networks.AccountHandFed},
				networks.Account{ID: "x", Network: networks.X, State: networks.AccountHandFed})
			s.Images["h1"] = media.Image{Hash: "h1", Name: "baguette.jpg", MIME: "image/jpeg", Width: 1080, Height: 1080, Size: 640_000}
			s.Images["tall"] = media.Image{Hash: "tall", Name: "tour.jpg", MIME: "image/jpeg", Width: 400, Height: 1200, Size: 10_000}
			test.change(&s.Post)
			checks := checkAll(s)
			if test.not != "" && slices.ContainsFunc(checks, func(c Check) bool { return c.Title.Key == test.not }) {
				t.Errorf("%s is said", test.not)
			}
			if test.title == "" {
				return
			}
			matches := func(c Check) bool {
				for name, want := range test.args {
					if c.Title.Args[name] != want {
						return false
					}
				}
				return c.Title.Key == test.title
			}
			i := slices.IndexFunc(checks, matches)
			if i < 0 {
				t.Fatalf("not said: %v", titles(checks))
			}
			if got := checks[i]; got.Severity != test.severity || !reflect.DeepEqual(got.Fix, test.fix) {
				t.Errorf("severity %v, fix %+v", got.Severity, got.Fix)
			}
			ids := make(map[string]bool)
			for _, c := range checks {
				if c.Severity == Warns && ids[c.ID()] {
					t.Errorf("two warnings are called %s", c.ID())
				}
				ids[c.ID()] = true
			}
		})
	}
}

func TestAThreadFitsOnceItIsCut(t *testing.T) {
	text := strings.Repeat("Une phrase de vingt. ", 40)
	limits, _ := networks.LimitsOf(networks.X)
	cut := CutThread(limits, text)
	parts := Thread(limits, cut)
	if len(parts) < 3 {
		t.Fatalf("%d parts", len(parts))
	}
	for _, part := range parts {
		if !limits.Count(networks.Piece{Text: part}).Fits() {
			t.Errorf("too long: %q", part)
		}
	}
	if got := strings.Join(parts, " "); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(text), " ") {
		t.Error("something was lost")
	}
	if again := CutThread(limits, cut); again != cut {
		t.Errorf("cut again: %q", again)
	}
	if got := CutThread(limits, "Court"); got != "Court" {
		t.Errorf("a short text became %q", got)
	}
}

// TestEachServerIsHeldToItsOwnLimits gives a business accounts of one network on
// servers that differ.
func TestEachServerIsHeldToItsOwnLimits(t *testing.T) {
	long := strings.Repeat("Une phrase de vingt. ", 30) // 630 characters
	for _, test := range []struct {
		name     string
		accounts []app.ID
		text     string
		pictures bool
		over     []int    // said of the length
		problems []string // said by the limits
	}{
		{"a large server", []app.ID{"large"}, long, true, nil, nil},
		{"beyond a large server", []app.ID{"large"}, strings.Repeat("a", 5001), true, []int{1}, nil},
		{"a usual one", []app.ID{"usual"}, long, true, []int{130}, nil},
		{"both, what is longest too long is said once", []app.ID{"large", "usual"}, long, true, []int{130}, nil},
		{"one that needs pictures", []app.ID{"usual", "pictures"}, "Du pain", false, nil, []string{networks.ProblemMediaMissing}},
		{"it has them", []app.ID{"usual", "pictures"}, "Du pain", true, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := good(t)
			for id, instance := range map[app.ID]networks.Instance{
				"large": {Characters: 5000}, "usual": {Characters: 500}, "pictures": {Software: networks.SoftwarePixelfed, Characters: 500},
			} {
				s.Accounts = append(s.Accounts, networks.Account{ID: id, Network: networks.Mastodon, Handle: string(id), State: networks.AccountConnected, Instance: instance})
			}
			s.Post.Accounts, s.Post.Text = test.accounts, test.text
			if !test.pictures {
				s.Post.Images = nil
			}
			var over []int
			var problems []string
			for _, c := range checkAll(s) {
				switch c.Title.Key {
				case "editorial.check.long":
					over = append(over, c.Title.Args["Count"].(int))
				case "editorial.check.network":
					problems = append(problems, c.Title.Args["Problem"].(string))
				}
			}
			if !slices.Equal(over, test.over) || !slices.Equal(problems, test.problems) {
				t.Errorf("over by %v, want %v; %v, want %v", over, test.over, problems, test.problems)
			}
		})
	}
}

// TestWhatIsPublishedUnderAPost: where Parvis sends threads and first comments, they
// are told and nothing stands in the way; a text that is too long is cut in one
// gesture.
func TestWhatIsPublishedUnderAPost(t *testing.T) {
	said := func(s situation, key string) (Check, bool) {
		checks := checkAll(s)
		i := slices.IndexFunc(checks, func(c Check) bool { return c.Title.Key == key })
		if i < 0 {
			return Check{}, false
		}
		return checks[i], true
	}
	s := good(t)
	s.Accounts = append(s.Accounts, networks.Account{ID: "in", Network: networks.LinkedIn, State: networks.AccountConnected})
	s.Under = map[networks.Network]networks.Under{networks.Bluesky: {Threads: true}, networks.LinkedIn: {Comments: true}}
	s.Post.Text = "Un\n---\nDeux"
	if c, ok := said(s, "editorial.check.thread"); !ok || c.Severity != Informs || c.Fix.Action != NoFix || c.Caption.Key != "editorial.check.thread.caption" {
		t.Errorf("a thread: %+v", c)
	}
	s.Post.Text = strings.Repeat("Une phrase de vingt. ", 16)
	if c, ok := said(s, "editorial.check.long"); !ok || c.Severity != Blocks || c.Fix.Action != FixThread || c.Fix.Network != networks.Bluesky {
		t.Errorf("a long text: %+v", c)
	}
	s.Post.Text, s.Post.Comment, s.Post.Accounts = "Du pain", "Réservez", []app.ID{"in"}
	if c, ok := said(s, "editorial.check.comment"); !ok || c.Caption.Key != "editorial.check.comment.sent" {
		t.Errorf("a first comment: %+v", c)
	}
}

// threading is a connector of which only what it publishes under a post is asked.
type threading struct{ networks.Connector }

func (threading) Under() networks.Under { return networks.Under{Threads: true} }

// TestChecksAskTheConnectors: what they say of threads is what the connector can do.
func TestChecksAskTheConnectors(t *testing.T) {
	d := newDesk(t)
	p, err := d.New(t.Context(), civil(t, "2026-11-27 12:00"))
	if err != nil {
		t.Fatal(err)
	}
	p.Text = "Un\n---\nDeux"
	for _, test := range []struct {
		connectors networks.Directory
		want       Severity
	}{
		{nil, Blocks},
		{networks.Connectors{}, Blocks},
		{networks.Connectors{networks.Bluesky: nil}, Blocks},
		{networks.Connectors{networks.Bluesky: threading{}}, Informs},
	} {
		d.rooms.Connectors = test.connectors
		checks, err := d.Checks(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(checks, func(c Check) bool { return c.Title.Key == "editorial.check.thread" })
		if i < 0 || checks[i].Severity != test.want {
			t.Errorf("with %v: %v", test.connectors, titles(checks))
		}
	}
}
