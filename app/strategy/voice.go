package strategy

import (
	"time"

	"parvis/app"
)

// Pillar is an editorial theme. Colour is its place (1 to 5) among the pillar
// colours of the theme; ShareBP its target share of the posts in basis points
// (4000 is 40 %).
type Pillar struct {
	ID      app.ID `json:"id"`
	Name    string `json:"name"`
	Colour  int    `json:"colour"`
	ShareBP int    `json:"share_bp"`
}

// MaxPillars is how many pillars a business can keep: more are not kept up.
const MaxPillars = 5

// Slot is a recurring moment of the week reserved for a post. PillarID is ""
// for any pillar.
type Slot struct {
	ID       app.ID        `json:"id"`
	Weekday  time.Weekday  `json:"weekday"`
	Time     app.TimeOfDay `json:"time"`
	PillarID app.ID        `json:"pillar_id,omitempty"`
}

// MaxSlots is how many slots can be kept: three a day.
const MaxSlots = 21

// Voice is how the business speaks.
type Voice struct {
	Tone     string   `json:"tone,omitempty"`    // in the owner's words: chaleureux, simple, précis
	Address  Address  `json:"address,omitempty"` // "" until chosen
	Say      []string `json:"say,omitempty"`     // words to use
	Avoid    []string `json:"avoid,omitempty"`   // words to avoid
	Emoji    Emoji    `json:"emoji,omitempty"`   // "" until chosen
	Hashtags []string `json:"hashtags,omitempty"`
	Formats  []Format `json:"formats,omitempty"`
	Look     string   `json:"look,omitempty"` // pictures, colours, framing
}

// Address is how readers are spoken to; its translated name is
// "strategy.address.<address>".
type Address string

// The forms of address.
const (
	Tu   Address = "tu"
	Vous Address = "vous"
)

// Emoji says how many emoji a post may have; its translated name is
// "strategy.emoji.<emoji>".
type Emoji string

// The customs.
const (
	NoEmoji    Emoji = "none"
	FewEmoji   Emoji = "few" // MaxFewEmoji a post at most
	FreelyUsed Emoji = "free"
)

// MaxFewEmoji is how many emoji "a few" are.
const MaxFewEmoji = 3

// EmojiCustoms lists the customs in the order they are offered.
func EmojiCustoms() []Emoji { return []Emoji{NoEmoji, FewEmoji, FreelyUsed} }
