// Package sample makes the example business, Boulangerie Martin in Nantes: a
// year of posts in every state, readings with gaps, competitors, messages and
// spending, generated from a seed and a date. Nothing of it refers to a real
// account: its addresses lie in domains reserved for examples and are never
// asked.
package sample

import (
	"math/rand/v2"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/budget"
	"parvis/app/business"
	"parvis/app/conversations"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/snippets"
	"parvis/app/strategy"
	"parvis/app/watch"
)

// Dataset is the whole content of a workspace file.
type Dataset struct {
	Business    business.Business
	Accounts    []networks.Account
	Strategy    strategy.Strategy
	Path        strategy.Path
	Version     strategy.Version // the one that was validated; its number is not set
	Review      strategy.Review  // of the month before, closed
	Pictures    []Picture
	Posts       []editorial.Post
	Entries     []publishing.Entry // a delivery with its attempts; titles and accounts left empty
	Readings    []metrics.Reading
	Competitors []watch.Competitor
	Feeds       []Feed
	Messages    []conversations.Message
	Expenses    []budget.Expense
	Snippets    []snippets.Snippet
	Emoji       []EmojiUse
}

// EmojiUse is an emoji and when it was inserted last.
type EmojiUse struct {
	Emoji  string
	UsedAt time.Time
}

// Picture is a stored picture with its bytes.
type Picture struct {
	Image media.Image
	Data  []byte
}

// Feed is a source of a competitor with the items read from it.
type Feed struct {
	Source watch.Source
	Items  []watch.Item
}

// Scale asks for at least so many posts, messages and readings; what is zero
// stays as the example has it.
type Scale struct{ Posts, Messages, Readings int }

// The scales Parvis uses.
var (
	// Usual is the example an owner is shown.
	Usual = Scale{}
	// Big is ten years of a busy business, for measuring how fast Parvis is.
	Big = Scale{Posts: 10_000, Messages: 100_000, Readings: 200_000}
)

// Generate returns the sample business as it stands on a day in its zone: what
// is dated before today has happened, what is dated today or later is to come.
// An older past is added until the scale is reached. The same arguments always
// give the same dataset.
func Generate(seed uint64, today app.Date, zone *time.Location, scale Scale) Dataset {
	g := newGenerator(seed, today, zone)
	g.business()
	g.accounts()
	g.strategy()
	g.pictures()
	g.posts()
	g.accountReadings()
	g.postReadings()
	g.competitors()
	g.messages()
	g.expenses()
	g.complete()
	g.grow(scale)
	g.snippets()
	return g.out
}

// generator carries what the parts of a generation share.
type generator struct {
	data
	today   app.Date
	zone    *time.Location
	rng     *rand.Rand
	ids     *app.IDs
	out     Dataset
	account map[networks.Network]networks.Account
	pillar  map[string]app.ID
	picture map[string]editorial.PostImage
	said    []said
	sources []text                         // of the posts, in their order
	season  map[string][]strategy.Campaign // by key, oldest first
}

func newGenerator(seed uint64, today app.Date, zone *time.Location) *generator {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	source := rand.NewChaCha8(key)
	g := &generator{
		data: load(), today: today, zone: zone, rng: rand.New(source),
		account: map[networks.Network]networks.Account{}, pillar: map[string]app.ID{},
		picture: map[string]editorial.PostImage{}, season: map[string][]strategy.Campaign{},
	}
	g.ids = app.NewIDs(app.FixedClock(g.at(today, 0, 0)), source)
	return g
}

// at returns the instant of a civil time on a day.
func (g *generator) at(d app.Date, hour, minute int) time.Time {
	return app.Civil{Date: d, Time: app.TimeOfDay{Hour: hour, Minute: minute}}.In(g.zone)
}

func (g *generator) business() {
	b := g.data.business
	opened := g.at(g.today.AddMonths(-monthsBack), 9, 0)
	g.out.Business = business.Business{
		ID: g.ids.At(opened), Name: b.Name, Trade: business.Bakery, Town: b.Town, Zone: g.zone.String(),
		FirstName: b.FirstName, Website: b.Website, Example: true, CreatedAt: opened,
		Lateness: business.DefaultLateness, Opening: slices.Clone(b.Opening),
	}
}

func (g *generator) accounts() {
	for i, a := range g.data.business.Accounts {
		joined := g.at(g.today.AddMonths(a.Joined).FirstOfMonth(), 9, i)
		account := networks.Account{
			ID: g.ids.At(joined), Network: a.Network, Handle: a.Handle, Service: a.Service, RemoteID: a.RemoteID,
			State: networks.AccountHandFed, CreatedAt: joined,
		}
		if a.Connected {
			account.State = networks.AccountConnected
			account.LastSuccess = g.at(g.today.AddDays(-1), 18, 0)
		}
		g.account[a.Network] = account
		g.out.Accounts = append(g.out.Accounts, account)
	}
}

// timeOfDay reads a time of the data files, which the tests prove well formed.
func timeOfDay(s string) app.TimeOfDay {
	t, err := app.ParseTimeOfDay(s)
	if err != nil {
		panic("sample: " + err.Error())
	}
	return t
}
