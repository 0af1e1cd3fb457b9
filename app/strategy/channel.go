package strategy

import "parvis/app/networks"

// Channel is a network the business chose, for what, and how often it posts
// there.
type Channel struct {
	Network networks.Network `json:"network"`
	Role    Role             `json:"role,omitempty"` // "" until chosen
	PerWeek int              `json:"per_week,omitempty"`
	Format  Format           `json:"format,omitempty"` // the usual one there, "" until chosen
}

// MaxPerWeek bounds the posts per week of a channel: three a day.
const MaxPerWeek = 21

// Role is what a network is for; its translated name is "strategy.role.<role>".
type Role string

// The roles.
const (
	RoleNeighbours  Role = "neighbours"  // the people near the shop
	RoleShowcase    Role = "showcase"    // beautiful pictures
	RoleExpertise   Role = "expertise"   // what the business knows
	RoleTalk        Role = "talk"        // conversations
	RoleFound       Role = "found"       // opening hours, reviews, the way
	RoleRecruit     Role = "recruit"     // jobs
	RoleSelling     Role = "selling"     // the way to an order
	RoleExplanation Role = "explanation" // long explanations, videos
)

// Roles lists the roles in the order they are offered.
func Roles() []Role {
	return []Role{RoleNeighbours, RoleShowcase, RoleExpertise, RoleTalk, RoleFound, RoleRecruit, RoleSelling, RoleExplanation}
}

// Format is a kind of content; its translated name is
// "strategy.format.<format>".
type Format string

// The formats.
const (
	FormatText     Format = "text"
	FormatPhoto    Format = "photo"
	FormatCarousel Format = "carousel"
	FormatReel     Format = "reel"  // short upright video
	FormatVideo    Format = "video" // long video
	FormatStory    Format = "story"
	FormatArticle  Format = "article"
	FormatPoll     Format = "poll"
)

// Formats lists the formats in the order they are offered.
func Formats() []Format {
	return []Format{FormatText, FormatPhoto, FormatCarousel, FormatReel, FormatVideo, FormatStory, FormatArticle, FormatPoll}
}

// Rhythm is what a post and the answers cost in time, where the owner knows
// better than DefaultMinutes.
type Rhythm struct {
	Minutes map[Format]int `json:"minutes,omitempty"`
	// AnswerMinutes is the time per week for comments and messages, nil for
	// DefaultAnswerMinutes.
	AnswerMinutes *int `json:"answer_minutes,omitempty"`
}

// DefaultAnswerMinutes is ten minutes a day, five days a week.
const DefaultAnswerMinutes = 50

// DefaultMinutes is what a post of a format takes a person who does it every
// week, from the idea to the last check: our own estimates, to begin with, that
// each business corrects. A format unknown costs as much as a photo.
func DefaultMinutes(f Format) int {
	switch f {
	case FormatStory, FormatPoll:
		return 10
	case FormatText:
		return 15
	case FormatCarousel:
		return 45
	case FormatReel:
		return 60
	case FormatVideo, FormatArticle:
		return 120
	}
	return 20
}

// MinutesFor returns what a post of a format costs here, in minutes.
func (r Rhythm) MinutesFor(f Format) int {
	if m, ok := r.Minutes[f]; ok {
		return m
	}
	return DefaultMinutes(f)
}

// Answering returns the minutes per week that answers take.
func (r Rhythm) Answering() int {
	if r.AnswerMinutes != nil {
		return *r.AnswerMinutes
	}
	return DefaultAnswerMinutes
}

// WeekMinutes returns what the week of a strategy costs, in minutes: posts on
// every channel by their format, and answers. A channel without a posting does
// not count.
func (s Strategy) WeekMinutes() int {
	total := s.Rhythm.Answering()
	for _, c := range s.Channels {
		total += c.PerWeek * s.Rhythm.MinutesFor(c.Format)
	}
	return total
}
