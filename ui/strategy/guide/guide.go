// Package guide is the path of the strategy: ten steps, one question at a time,
// kept as they are typed, with the summary growing beside and advice that says
// why.
package guide

import (
	"context"
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// View is the path on screen.
type View struct {
	host     page.Host
	services Services
	tabs     fyne.CanvasObject // that lead to the other views of the room
	place    *fyne.Container
	loader   page.Loader
	queue    page.Queue // of what is saved and read

	// What is on screen, as typed.
	answers  strategy.Strategy
	path     strategy.Path
	facts    strategy.Facts
	question strategy.Question
	next     strategy.Question // that the next load shows, "" for the one on screen

	edits   int // how often something was typed
	savers  map[string]*page.Saver
	refused map[string]error // why what was typed last could not be saved
	rows    any              // the *rows on screen, nil for none
	header  *kit.PageHeader
	column  *fyne.Container // of the question
	wrong   *problems
	first   func() // gives the focus to the first field of the question
	last    func() // to the first field of the last row
	// heads give it to the first field of a row by its ID, or by what it says, where
	// rows are sorted: the one just added may not be the last.
	heads map[any]func()
	// changed are the parts of the question that follow other answers.
	changed []func()
	reasons func() // cancels the reasoning that waits, nil when none does
	// aside holds the advice on one row of a list, general the other advice.
	aside   map[any]*fyne.Container
	general *fyne.Container
	summary *fyne.Container
	// painted is the look that the frame was drawn in: another draws it again.
	painted look
}

// look is what tells a theme from another.
type look struct {
	card  color.Color
	scale float32
}

func (v *View) look() look { return look{kit.ColorFor(v.place, kit.ColorCard), kit.TextScale(v.place)} }

// New returns the path; tabs lead to the other views.
func New(h page.Host, s Services, tabs fyne.CanvasObject) *View {
	return &View{host: h, services: s, tabs: tabs, place: container.NewStack(), savers: make(map[string]*page.Saver)}
}

// Object returns what is drawn.
func (v *View) Object() fyne.CanvasObject { return v.place }

// Show resumes at the question that was left.
func (v *View) Show() { v.load(nil) }

// Resume makes a question the one that the next Show shows; one that is not a
// question leaves the path where it is.
func (v *View) Resume(q strategy.Question) {
	if q.Step() != "" {
		v.next = q
	}
}

// Hide saves what was typed, the field that still has the focus included.
func (v *View) Hide() {
	v.host.Window().Canvas().Unfocus()
	v.flush()
}

// read is what is shown.
type read struct {
	answers strategy.Strategy
	path    strategy.Path
	facts   strategy.Facts
}

func (v *View) fetch(ctx context.Context) (r read, err error) {
	if r.answers, err = v.services.Strategy.Strategy(ctx); err != nil {
		return r, err
	}
	if r.path, err = v.services.Strategy.Path(ctx); err != nil {
		return r, err
	}
	r.facts, err = v.services.Reasoning.Facts(ctx)
	return r, err
}

// load shows what is kept once all that was typed is, then calls then when it is
// not nil. What could not be saved stays on screen.
func (v *View) load(then func()) {
	v.flush()
	edits := v.edits
	page.LoadAfter(&v.queue, &v.loader, v.host, v.fetch, func(r read, err error) {
		switch {
		case err != nil && len(v.place.Objects) == 0:
			v.place.Objects = []fyne.CanvasObject{page.Unreadable(v.host, err, func() {
				v.place.Objects = nil
				v.load(nil)
			})}
			v.place.Refresh()
		case err != nil:
			v.next = ""
			v.host.Failed(err)
		case edits != v.edits:
			// A key was struck meanwhile: it goes first, and what was read is old.
			v.load(then)
		case len(v.refused) > 0:
			v.next = ""
		default:
			v.answers, v.path, v.facts = r.answers, r.path, r.facts
			if v.question == "" && v.next == "" {
				v.next = r.path.Here()
			}
			if v.next != "" {
				v.question, v.next, v.column = v.next, "", nil
			}
			v.build()
			if then != nil {
				then()
			}
		}
	})
}

// settled saves what was typed, then calls then. When some of it is refused the
// question stays as it is, with what must be corrected: nothing is lost.
func (v *View) settled(then func()) {
	v.flush()
	v.queue.Do(v.host, func(context.Context) error { return nil }, func(error) {
		for _, err := range v.refused {
			v.host.Failed(err)
			return
		}
		v.flush() // keys struck meanwhile go first
		then()
	})
}

// command saves what was typed, then runs a command that adds or removes
// something.
func (v *View) command(do func(ctx context.Context) error, then func()) {
	v.settled(func() { v.run(do, then) })
}

// run runs a command and shows the question again; then, when not nil, is called
// once it is there.
func (v *View) run(do func(ctx context.Context) error, then func()) {
	v.queue.Do(v.host, do, func(err error) {
		if err != nil {
			v.host.Failed(err)
			return
		}
		v.load(then)
	})
}

// keep saves what is typed within half a second: when the time comes, snapshot
// returns the command that saves what is then on screen. Keys tell apart what is
// saved separately.
func (v *View) keep(key string, snapshot func() func(ctx context.Context) error) {
	saver, ok := v.savers[key]
	if !ok {
		told, refused := v.wrong.of(key), v.refused
		saver = page.NewSaver(v.host, func() {
			v.queue.Do(v.host, snapshot(), func(err error) {
				if err != nil {
					refused[key] = err
					told(v.host.Sentence(err))
					return
				}
				delete(refused, key)
				told("")
			})
		})
		v.savers[key] = saver
	}
	saver.Typed()
	v.edits++
	v.follow()
	if v.reasons == nil {
		v.reasons = v.host.After(reasonedWithin, func() {
			v.reasons = nil
			v.reason()
		})
	}
}

// reasonedWithin is how long the summary and the advice may be behind what is
// typed: drawing them anew at every key would slow fast typing down.
const reasonedWithin = 200 * time.Millisecond

// flush saves now what waits, and tries again what could not be saved.
func (v *View) flush() {
	for key, s := range v.savers {
		if v.refused[key] != nil {
			s.Typed()
		}
		s.Flush()
	}
}

// open goes to a question and puts the focus in its first field.
func (v *View) open(q strategy.Question) { v.leave("", q, v.focusFirst) }

// leave goes from a question that is passed, "" for none, to another; then is
// called once it is there.
func (v *View) leave(passed, to strategy.Question, then func()) {
	v.settled(func() {
		path := v.path
		if passed != "" {
			path = path.Pass(passed)
		}
		path.At = to
		v.path, v.next = path, to
		v.queue.Do(v.host, func(ctx context.Context) error { return v.services.Strategy.SavePath(ctx, path) }, func(err error) {
			if err != nil {
				v.host.Failed(err)
			}
		})
		v.load(then)
	})
}

// focusFirst puts the focus in the first field of the question.
func (v *View) focusFirst() {
	if v.first != nil {
		v.first()
	}
}

// beside returns the question so many places further, "" beyond the ends.
func (v *View) beside(places int) strategy.Question {
	all := strategy.Questions()
	if i := slices.Index(all, v.question) + places; i >= 0 && i < len(all) {
		return all[i]
	}
	return ""
}

func (v *View) goOn() {
	if next := v.beside(1); next != "" {
		v.leave(v.question, next, v.focusFirst)
		return
	}
	// The last question ends with a version.
	v.leave(v.question, v.question, v.services.Validate)
}

// suggest writes the example of the trade where this question is still empty.
func (v *View) suggest() {
	q, facts := v.question, v.facts
	example := strategy.ExampleFor(facts.Business.Trade, v.host.Text().Language())
	v.command(func(ctx context.Context) error { return v.services.Strategy.FillExample(ctx, q, example, facts) }, v.focusFirst)
}

// build shows the question anew from the answers.
func (v *View) build() {
	text := v.host.Text()
	v.savers, v.refused, v.rows = make(map[string]*page.Saver), make(map[string]error), nil
	v.wrong, v.changed, v.first, v.last = v.problems(), nil, nil, nil
	v.aside, v.general = make(map[any]*fyne.Container), kit.VStack(8)
	v.heads = make(map[any]func())
	again := v.column != nil && v.painted == v.look()
	if !again {
		v.column, v.summary, v.painted = kit.VStack(14), kit.VStack(0), v.look()
	}
	keep := kit.KeepFocus(v.host.Window().Canvas(), v.column)
	title := kit.VStack(kit.TightGap,
		kit.NewText(v.sentence("title"), kit.StyleSection).Wrapped(),
		kit.Secondary(v.sentence("hint")).Wrapped(),
	)
	body := v.fields()
	v.column.Objects = []fyne.CanvasObject{title}
	if slices.Contains(withExample, v.question) && v.wanting() {
		v.column.Add(kit.HStack(0, kit.NewButton(text.T("strategy.guide.example"), v.suggest).WithIcon(icons.Star).
			WithTip(text.T("strategy.guide.example_why")).Compact(), kit.GrowSpace()))
	}
	for _, o := range body {
		v.column.Add(o)
	}
	v.column.Add(v.wrong.line)
	v.column.Add(v.general)
	if again {
		v.column.Refresh()
	} else {
		v.place.Objects = []fyne.CanvasObject{v.frame()}
	}
	v.reason()
	keep()
}

// withExample lists the questions that the example of the trade answers.
var withExample = []strategy.Question{
	strategy.AskIdentity, strategy.AskDifference, strategy.AskSWOT, strategy.AskMeans, strategy.AskAudit,
	strategy.AskObjectives, strategy.AskAudiences, strategy.AskNetworks, strategy.AskPillars, strategy.AskTone,
	strategy.AskWords, strategy.AskCadence, strategy.AskSlots, strategy.AskArticles, strategy.AskAnswering,
	strategy.AskLevels, strategy.AskPeople, strategy.AskMessages, strategy.AskActions, strategy.AskBudget,
}

// wanting reports whether an example has something to give to the question: it
// was not passed yet, or part of it is empty.
func (v *View) wanting() bool {
	s := v.answers
	switch v.question {
	case strategy.AskAudit:
		return len(v.notAudited()) > 0
	case strategy.AskDifference:
		return s.Profile.Difference == "" || s.Profile.Values == ""
	case strategy.AskSWOT:
		swot := s.Profile.SWOT
		return min(len(swot.Strengths), len(swot.Weaknesses), len(swot.Opportunities), len(swot.Threats)) == 0
	case strategy.AskWords:
		return min(len(s.Voice.Say), len(s.Voice.Avoid), len(s.Voice.Hashtags)) == 0
	case strategy.AskMessages:
		return len(s.Crisis.Messages) == 0
	case strategy.AskBudget:
		return len(s.Budget.Lines) == 0
	}
	return !v.path.Passed(v.question) || !s.Answered(v.question)
}

// fields builds the fields of the question.
func (v *View) fields() []fyne.CanvasObject {
	switch v.question {
	case strategy.AskIdentity:
		return v.askIdentity()
	case strategy.AskDifference:
		return v.askDifference()
	case strategy.AskSWOT:
		return v.askSWOT()
	case strategy.AskMeans:
		return v.askMeans()
	case strategy.AskAudit:
		return v.askAudit()
	case strategy.AskObjectives:
		return v.askObjectives()
	case strategy.AskAudiences:
		return v.askAudiences()
	case strategy.AskNetworks:
		return v.askNetworks()
	case strategy.AskPillars:
		return v.askPillars()
	case strategy.AskTone:
		return v.askTone()
	case strategy.AskWords:
		return v.askWords()
	case strategy.AskCadence:
		return v.askCadence()
	case strategy.AskSlots:
		return v.askSlots()
	case strategy.AskArticles:
		return v.askArticles()
	case strategy.AskAnswering:
		return v.askAnswering()
	case strategy.AskLevels:
		return v.askLevels()
	case strategy.AskPeople:
		return v.askPeople()
	case strategy.AskMessages:
		return v.askMessages()
	case strategy.AskActions:
		return v.askActions()
	case strategy.AskBudget:
		return v.askBudget()
	}
	return v.askPage()
}

// sentence is one of the sentences of the question.
func (v *View) sentence(part string) string {
	return v.host.Text().T("strategy.question." + string(v.question) + "." + part)
}
