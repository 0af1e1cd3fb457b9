package strategy

import "parvis/app"

// Charter is the moderation charter: what is welcome, what is removed, who
// answers and how fast. Moderation cites its articles by ID; their numbers are
// their places, from 1.
type Charter struct {
	Welcome  string    `json:"welcome,omitempty"` // the sentence it opens with
	Articles []Article `json:"articles,omitempty"`
	// AnswerHours is within how many hours a message is answered, in opening
	// hours; 0 until chosen.
	AnswerHours int `json:"answer_hours,omitempty"`
	// Who answers, a name or a post; Contact is where a removal is contested.
	Who     string `json:"who,omitempty"`
	Contact string `json:"contact,omitempty"`
	Tone    string `json:"tone,omitempty"` // of the answers
}

// Article is one rule of the charter.
type Article struct {
	ID    app.ID `json:"id"`
	Title string `json:"title,omitempty"`
	Text  string `json:"text,omitempty"`
	// Measure is what breaking it leads to.
	Measure Measure `json:"measure,omitempty"`
}

// MaxArticles is how many articles a charter can keep.
const MaxArticles = 30

// Measure is what moderation does; its translated name is
// "strategy.measure.<measure>".
type Measure string

// The measures, from the mildest.
const (
	MeasureWarn   Measure = "warn"
	MeasureHide   Measure = "hide"
	MeasureDelete Measure = "delete"
	MeasureBlock  Measure = "block"
)

// Measures lists the measures from the mildest.
func Measures() []Measure { return []Measure{MeasureWarn, MeasureHide, MeasureDelete, MeasureBlock} }

// Crisis is the crisis plan: how bad it is, who calls whom, what is said.
type Crisis struct {
	Levels   []Level    `json:"levels,omitempty"` // from the mildest
	People   []Contact  `json:"people,omitempty"` // in the order they are called
	Messages []Prepared `json:"messages,omitempty"`
}

// Level is a degree of a crisis: how it is recognised and what is done.
type Level struct {
	ID     app.ID `json:"id"`
	Name   string `json:"name,omitempty"`
	Signs  string `json:"signs,omitempty"`
	Answer string `json:"answer,omitempty"`
	// Freeze suspends the scheduled posts at this level.
	Freeze bool `json:"freeze,omitempty"`
}

// Contact is somebody to call.
type Contact struct {
	ID    app.ID `json:"id"`
	Name  string `json:"name,omitempty"`
	Role  string `json:"role,omitempty"`  // decides, speaks, advises
	Phone string `json:"phone,omitempty"` // as it is dialled
}

// Prepared is a message written with a cool head.
type Prepared struct {
	ID    app.ID `json:"id"`
	Title string `json:"title,omitempty"`
	Text  string `json:"text,omitempty"`
}

// MaxCrisisRows is how many levels, people or messages a crisis plan can keep.
const MaxCrisisRows = 10
