package sample

import (
	"encoding/json"
	"path"
	"strings"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/conversations"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	files "parvis/assets/sample"
)

// data is what the files say, before any date is given to it.
type data struct {
	business    businessData
	strategy    strategyData
	texts       []text
	messages    messagesData
	competitors []competitorData
	pictures    []pictureData
	snippets    []snippetData
}

type businessData struct {
	Name      string `json:"name"`
	Town      string `json:"town"`
	FirstName string `json:"first_name"`
	Website   string `json:"website"`
	Accounts  []struct {
		Network   networks.Network `json:"network"`
		Handle    string           `json:"handle"`
		Service   string           `json:"service"`
		RemoteID  string           `json:"remote_id"`
		Joined    int              `json:"joined"` // months from now, negative
		Connected bool             `json:"connected"`
	} `json:"accounts"`
	Opening  business.Opening `json:"opening"`
	Expenses []expenseData    `json:"expenses"`
}

// strategyData is the strategy without its IDs and days, which the generator
// gives.
type strategyData struct {
	Profile strategy.Profile `json:"profile"`
	Audits  []strategy.Audit `json:"audits"`
	// Objectives end with the month after the current one.
	Objectives []struct {
		Goal   strategy.Goal  `json:"goal"`
		Name   string         `json:"name"`
		Metric metrics.Metric `json:"metric"`
		Target float64        `json:"target"`
	} `json:"objectives"`
	Audiences []audienceData     `json:"audiences"`
	Channels  []strategy.Channel `json:"channels"`
	Pillars   []struct {
		Key     string `json:"key"`
		Name    string `json:"name"`
		Colour  int    `json:"colour"`
		ShareBP int    `json:"share_bp"`
	} `json:"pillars"`
	Voice  strategy.Voice  `json:"voice"`
	Rhythm strategy.Rhythm `json:"rhythm"`
	Slots  []struct {
		Weekday time.Weekday `json:"weekday"`
		Time    string       `json:"time"`
		Pillar  string       `json:"pillar"`
	} `json:"slots"`
	Charter   strategy.Charter      `json:"charter"`
	Crisis    strategy.Crisis       `json:"crisis"`
	Actions   []actionData          `json:"actions"`
	Campaigns []campaignData        `json:"campaigns"`
	Budget    []strategy.BudgetLine `json:"budget"`
	// Version is what was validated before the first action: the strategy of
	// today with other shares, in basis points by pillar.
	Version struct {
		Note   string         `json:"note"`
		Shares map[string]int `json:"shares"`
	} `json:"version"`
	Review strategy.Review `json:"review"` // its words
}

type audienceData struct {
	Key string `json:"key"`
	strategy.Audience
}

// actionData is an action some days from now, the earliest first. Post is the
// title of the unplaced post that an idea became.
type actionData struct {
	Kind   strategy.Kind `json:"kind"`
	Title  string        `json:"title"`
	Days   int           `json:"days"`
	Who    string        `json:"who"`
	Pillar string        `json:"pillar"`
	Post   string        `json:"post"`
	Done   bool          `json:"done"`
	// Decided: the last review came to it, for Why.
	Decided bool   `json:"decided"`
	Why     string `json:"why"`
}

// campaignData comes back every year, from a day to another ("12-26" to
// "01-31").
type campaignData struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	From string `json:"from"`
	To   string `json:"to"`
}

// expenseData recurs every Every months, Phase months after the current one.
type expenseData struct {
	Supplier  string `json:"supplier"`
	Label     string `json:"label"`
	Kind      string `json:"kind"`
	NetCents  int64  `json:"net_cents"`
	VATBP     int    `json:"vat_bp"`
	Reverse   bool   `json:"reverse"`
	Every     int    `json:"every"`
	Phase     int    `json:"phase"`
	Day       int    `json:"day"`
	NoReceipt bool   `json:"no_receipt"` // the latest one has lost its receipt
}

// text is one post that may be said. When is "day" (Day, moved to the nearest
// Weekday), "feast" (Feast plus Offset days), "season" (months From to To, any
// when zero, on Weekday) or "unplaced" (Stage).
type text struct {
	Title    string             `json:"title"`
	Text     string             `json:"text"`
	Pillar   string             `json:"pillar"`
	Campaign string             `json:"campaign"`
	Networks []networks.Network `json:"networks"`
	Time     string             `json:"time"`
	Image    string             `json:"image"`
	When     string             `json:"when"`
	Day      string             `json:"day"`
	Weekday  int                `json:"weekday"` // 1 is Sunday, 0 any
	Feast    string             `json:"feast"`
	Offset   int                `json:"offset"`
	From     int                `json:"from"`
	To       int                `json:"to"`
	Stage    editorial.Stage    `json:"stage"`
	Reach    float64            `json:"reach"` // what it reaches when published lately, 0 for a usual figure
	Rate     float64            `json:"rate"`  // its engagement, 0 for that of its pillar
	// Variants are what some of its networks say in place of Text.
	Variants []variantData `json:"variants"`
}

type variantData struct {
	Network networks.Network `json:"network"`
	Text    string           `json:"text"`
	Comment string           `json:"comment"`
}

// inSeason reports whether a season text may be said on a day.
func (t text) inSeason(d app.Date) bool {
	if t.Weekday != 0 && time.Weekday(t.Weekday-1) != d.Weekday() {
		return false
	}
	m := int(d.Month)
	switch {
	case t.From == 0:
		return true
	case t.From <= t.To:
		return t.From <= m && m <= t.To
	default:
		return m >= t.From || m <= t.To
	}
}

type messagesData struct {
	Past    []messageData `json:"past"`
	Waiting []messageData `json:"waiting"`
}

type messageData struct {
	Kind       conversations.Kind `json:"kind"`
	Network    networks.Network   `json:"network"`
	Author     string             `json:"author"`
	Text       string             `json:"text"`
	Rating     int                `json:"rating"`
	Month      time.Month         `json:"month"` // when it is written, 0 for any
	Reply      string             `json:"reply"`
	MinutesAgo int                `json:"minutes_ago"`
}

type competitorData struct {
	Name      string   `json:"name"`
	Site      string   `json:"site"`
	Feed      string   `json:"feed"`
	Title     string   `json:"title"`
	PerWeek   []int    `json:"per_week"` // items in each of the last weeks, oldest first
	Followers float64  `json:"followers"`
	GrowthBP  float64  `json:"growth_bp"` // of followers in a month
	Items     []string `json:"items"`     // titles, newest first
}

type pictureData struct {
	key, name, alt string
	bytes          []byte
}

// load reads the embedded files, once; the result is never changed. They are
// part of the program: a fault in them is one of the program, which the tests
// catch.
var load = sync.OnceValue(func() data {
	var d data
	alts := map[string]string{}
	for name, into := range map[string]any{
		"business.json": &d.business, "strategy.json": &d.strategy, "posts.json": &d.texts, "messages.json": &d.messages,
		"competitors.json": &d.competitors, "pictures.json": &alts, "snippets.json": &d.snippets,
	} {
		raw, err := files.Files.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(raw, into)
		}
		if err != nil {
			panic("sample: " + name + ": " + err.Error())
		}
	}
	entries, err := files.Files.ReadDir("pictures")
	if err != nil {
		panic("sample: pictures: " + err.Error())
	}
	for _, e := range entries {
		raw, err := files.Files.ReadFile(path.Join("pictures", e.Name()))
		if err != nil {
			panic("sample: pictures: " + err.Error())
		}
		key := strings.TrimSuffix(e.Name(), ".jpg")
		d.pictures = append(d.pictures, pictureData{key: key, name: e.Name(), alt: alts[key], bytes: raw})
	}
	return d
})
