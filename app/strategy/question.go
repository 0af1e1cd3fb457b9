package strategy

import "slices"

// Step is one of the ten steps; its translated name is "strategy.step.<step>".
type Step string

// The ten steps.
const (
	StepBusiness   Step = "business"
	StepAudit      Step = "audit"
	StepObjectives Step = "objectives"
	StepAudiences  Step = "audiences"
	StepNetworks   Step = "networks"
	StepEditorial  Step = "editorial"
	StepRhythm     Step = "rhythm"
	StepCharter    Step = "charter"
	StepCrisis     Step = "crisis"
	StepPlan       Step = "plan"
)

// Steps lists the steps in their order.
func Steps() []Step {
	return []Step{
		StepBusiness, StepAudit, StepObjectives, StepAudiences, StepNetworks,
		StepEditorial, StepRhythm, StepCharter, StepCrisis, StepPlan,
	}
}

// Question is one screen of the path: a question in plain words, with why it is
// asked. Its sentences are "strategy.question.<question>.title", ".hint" and
// ".why".
type Question string

// The questions.
const (
	AskIdentity   Question = "identity"   // what you do, for whom
	AskDifference Question = "difference" // what makes you different
	AskSWOT       Question = "swot"       // strengths, weaknesses, opportunities, threats
	AskMeans      Question = "means"      // hours, budget, opening hours
	AskAudit      Question = "audit"      // what each account is worth
	AskObjectives Question = "objectives"
	AskAudiences  Question = "audiences"
	AskNetworks   Question = "networks"
	AskPillars    Question = "pillars"
	AskTone       Question = "tone"    // tone, tu or vous, emoji, formats
	AskWords      Question = "words"   // to use and to avoid, brand hashtags
	AskCadence    Question = "cadence" // posts per week and network
	AskSlots      Question = "slots"
	AskArticles   Question = "articles"  // of the moderation charter
	AskAnswering  Question = "answering" // who answers, how fast
	AskLevels     Question = "levels"    // of a crisis
	AskPeople     Question = "people"    // who calls whom
	AskMessages   Question = "messages"  // prepared for a crisis
	AskActions    Question = "actions"   // of the next 90 days
	AskBudget     Question = "budget"    // where the money goes, when it is reviewed
	AskPage       Question = "page"      // the strategy on one page, to validate
)

// path lists the questions in their order with their step.
var path = []struct {
	question Question
	step     Step
}{
	{AskIdentity, StepBusiness},
	{AskDifference, StepBusiness},
	{AskSWOT, StepBusiness},
	{AskMeans, StepBusiness},
	{AskAudit, StepAudit},
	{AskObjectives, StepObjectives},
	{AskAudiences, StepAudiences},
	{AskNetworks, StepNetworks},
	{AskPillars, StepEditorial},
	{AskTone, StepEditorial},
	{AskWords, StepEditorial},
	{AskCadence, StepRhythm},
	{AskSlots, StepRhythm},
	{AskArticles, StepCharter},
	{AskAnswering, StepCharter},
	{AskLevels, StepCrisis},
	{AskPeople, StepCrisis},
	{AskMessages, StepCrisis},
	{AskActions, StepPlan},
	{AskBudget, StepPlan},
	{AskPage, StepPlan},
}

// Questions lists the questions in their order.
func Questions() []Question {
	all := make([]Question, len(path))
	for i, one := range path {
		all[i] = one.question
	}
	return all
}

// Step returns the step a question belongs to, "" for one unknown.
func (q Question) Step() Step {
	for _, one := range path {
		if one.question == q {
			return one.step
		}
	}
	return ""
}

// Questions lists the questions of a step in their order.
func (s Step) Questions() []Question {
	var all []Question
	for _, one := range path {
		if one.step == s {
			all = append(all, one.question)
		}
	}
	return all
}

// Path is how far the owner has come: the question on screen, and those passed.
type Path struct {
	At   Question   `json:"at"`
	Done []Question `json:"done,omitempty"`
}

// Here returns the question to resume at: the one on screen when the program
// was left, the first at first or when a later version wrote one unknown.
func (p Path) Here() Question {
	if p.At.Step() == "" {
		return path[0].question
	}
	return p.At
}

// Passed reports whether the owner went past a question.
func (p Path) Passed(q Question) bool { return slices.Contains(p.Done, q) }

// Pass returns the path with a question passed.
func (p Path) Pass(q Question) Path {
	if !p.Passed(q) {
		p.Done = append(slices.Clone(p.Done), q)
	}
	return p
}

// MinutesLeft returns about how many minutes the questions not passed still take:
// one each for an owner who begins from the example of the trade, which is our
// own estimate.
func (p Path) MinutesLeft() int {
	left := 0
	for _, one := range path {
		if !p.Passed(one.question) {
			left++
		}
	}
	return left
}

// Finished reports whether a step is over: every question passed, and what the
// strategy cannot do without answered.
func (p Path) Finished(step Step, s Strategy) bool {
	for _, q := range step.Questions() {
		if !p.Passed(q) || !s.Answered(q) {
			return false
		}
	}
	return true
}
