package strategy

import (
	"slices"

	"parvis/app"
	"parvis/app/networks"
)

// Advice is something the owner could do better, or did well, and why. Nothing is
// refused because of it.
type Advice struct {
	Question Question
	// ID is the row meant (an objective, a pillar, an account ...), "" for all of
	// them; Network the network meant, "" for all of them.
	ID      app.ID
	Network networks.Network
	// Good tells that nothing needs to change.
	Good   bool
	Text   app.Message
	Reason app.Message // the facts it follows from, never zero
}

// Advise reasons from the answers and the facts, in the order of the questions.
// The same answers and facts always give the same advice.
func Advise(s Strategy, f Facts) []Advice {
	var n notes
	n.identity(s)
	n.swot(s.Profile.SWOT)
	n.means(s, f)
	n.audits(s, f)
	n.objectives(s, f)
	n.audiences(s)
	n.channels(s, f)
	n.pillars(s.Pillars)
	n.tone(s, f)
	n.words(s.Voice)
	n.cadence(s, f)
	n.slots(s, f)
	n.articles(s.Charter)
	n.answering(s.Charter)
	n.levels(s.Crisis.Levels)
	n.people(s.Crisis.People)
	n.messages(s.Crisis.Messages)
	n.actions(s, f)
	n.budget(s, f)
	n.page(s)
	return n
}

// notes collects advice.
type notes []Advice

// say adds advice about all of an answer and returns it, for the caller to name
// the row or the network it is about. The pointer holds until the next one.
func (n *notes) say(q Question, text, reason app.Message) *Advice {
	*n = append(*n, Advice{Question: q, Text: text, Reason: reason})
	return &(*n)[len(*n)-1]
}

// listed makes one message of at least one, as "a · b · c".
func listed(all []app.Message) app.Message {
	return joined(all, func(first, rest app.Message) app.Message {
		return app.Say("strategy.advice.list", "First", first, "Rest", rest)
	})
}

// summed makes one message of at least one, as "a + b + c".
func summed(all []app.Message) app.Message {
	return joined(all, func(first, rest app.Message) app.Message {
		return app.Say("strategy.advice.sum", "First", first, "Rest", rest)
	})
}

// together makes one message of at least one, as "a, b, c".
func together(all []app.Message) app.Message {
	return joined(all, func(first, rest app.Message) app.Message {
		return app.Say("strategy.advice.also", "First", first, "Rest", rest)
	})
}

func joined(all []app.Message, join func(first, rest app.Message) app.Message) app.Message {
	rest := all[len(all)-1]
	for _, first := range slices.Backward(all[:len(all)-1]) {
		rest = join(first, rest)
	}
	return rest
}
