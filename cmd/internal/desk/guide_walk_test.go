package desk_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/page/pagetest"
)

// newcomer is an owner who has never written a strategy, walking its path.
type newcomer struct {
	*seat
	text  *translations.Catalogue
	trade business.Trade
	typed []answer
	// late types, at the question, what is still to be saved when the program is
	// left, and makes the same change in a strategy; nil for nothing.
	late func(s *strategy.Strategy)
}

// answer is what was typed or chosen, and where it is found again.
type answer struct {
	what string
	want any
	got  func(s strategy.Strategy, b business.Business) any
}

// gave remembers an answer in place of the one to the same.
func (n *newcomer) gave(what string, want any, got func(s strategy.Strategy) any) {
	n.typed = slices.DeleteFunc(n.typed, func(a answer) bool { return a.what == what })
	n.typed = append(n.typed, answer{what, want, func(s strategy.Strategy, _ business.Business) any { return got(s) }})
}

// TestEveryTradeWalksThePath: for each trade an owner creates a business, answers
// the ten steps and validates the strategy, with the keyboard alone; the program
// is left and started again on the way, and nothing is lost.
func TestEveryTradeWalksThePath(t *testing.T) {
	text, err := translations.Load(translations.French)
	must(t, err)
	for i, trade := range business.Trades() {
		t.Run(string(trade), func(t *testing.T) {
			test.NewTempApp(t)
			n := &newcomer{seat: sit(t, newComputer(t), app.FixedClock(saturday)), text: text, trade: trade}
			n.create(i)
			n.press(text.T("shell.room.strategy"))
			for at, q := range strategy.Questions() {
				n.shows(q)
				// The first trade answers everything by hand, the others begin with
				// the example of the trade, each at some questions not.
				n.answer(q, i == 0 || (at+i)%4 == 0)
				steps := strategy.Steps()
				last := q == q.Step().Questions()[len(q.Step().Questions())-1]
				switch step := slices.Index(steps, q.Step()); {
				case i == 0 && last && step%3 == 1:
					n.comesBackAfterACrash(q)
				case last && (i == 0 || step == i%len(steps) || step == (i+5)%len(steps)):
					n.comesBack(q)
				}
				if q != strategy.AskPage {
					n.press(n.next(q))
				}
			}
			n.validate()
		})
	}
}

// create creates the business on the first-start screen.
func (n *newcomer) create(nth int) {
	n.t.Helper()
	n.on(n.text.T("shell.welcome.name"))
	n.write("Chez Anaïs & fils")
	n.tabTo(n.text.T("shell.welcome.trade_choose"))
	n.choose(nth + 1)
	n.fill(n.text.T("shell.welcome.town"), "Saint-Rémy-lès-Chevreuse")
	n.press(n.text.T("shell.welcome.create"))
	if n.shell.Opened() == nil || n.shell.Opened().Business.Trade != n.trade {
		n.t.Fatalf("the business created is %+v", n.shell.Opened())
	}
}

// words is one of the sentences of a question.
func (n *newcomer) words(q strategy.Question, part string) string {
	return n.text.T("strategy.question." + string(q) + "." + part)
}

// next is the button that leads from a question to the next.
func (n *newcomer) next(q strategy.Question) string {
	all := strategy.Questions()
	return n.text.T("strategy.guide.next", "What", n.words(all[slices.Index(all, q)+1], "short"))
}

// shows fails unless a question is on screen.
func (n *newcomer) shows(q strategy.Question) {
	n.t.Helper()
	if !pagetest.Says(n.window(), n.words(q, "title")) {
		n.t.Fatalf("the question is not %s; the page says %q", q, pagetest.Texts(n.window()))
	}
}

// strategy is what the file holds once what was typed is saved.
func (n *newcomer) strategy() strategy.Strategy {
	n.t.Helper()
	n.wait()
	s, err := n.desk.Services().Strategy.Strategy(n.t.Context())
	must(n.t, err)
	return s
}

// business is what the file holds of the business.
func (n *newcomer) business() business.Business {
	n.t.Helper()
	b, err := n.desk.Services().Business.Business(n.t.Context())
	must(n.t, err)
	return b
}

// comesBack leaves the program at a question, typing to the last moment where it
// can, and starts it again: the question is there, and everything typed.
func (n *newcomer) comesBack(q strategy.Question) {
	n.t.Helper()
	before, owner := n.strategy(), n.business()
	if n.late != nil {
		n.late(&before)
	}
	n.restart()
	n.shows(q)
	n.keeps(before, owner)
}

// keeps fails unless the file holds a strategy and a business.
func (n *newcomer) keeps(before strategy.Strategy, owner business.Business) {
	n.t.Helper()
	if diff := cmp.Diff(before, n.strategy()); diff != "" {
		n.t.Errorf("the strategy that comes back (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(owner, n.business()); diff != "" {
		n.t.Errorf("the business that comes back (-before +after):\n%s", diff)
	}
}

// comesBackAfterACrash starts the program on what the disk holds while it runs,
// as a computer that lost its power leaves it and another one finds it.
func (n *newcomer) comesBackAfterACrash(q strategy.Question) {
	n.t.Helper()
	before, owner := n.strategy(), n.business()
	left := n.shell.Opened().Path
	crashed := newComputer(n.t)
	path := filepath.Join(crashed.paths.Documents, filepath.Base(left))
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(left + suffix)
		if os.IsNotExist(err) && suffix != "" {
			continue
		}
		must(n.t, err)
		must(n.t, os.WriteFile(path+suffix, data, 0o600))
	}
	n.leave()
	n.owner = crashed
	n.start()
	n.shell.OpenFile(path)
	n.settle()
	n.press(n.text.T("shell.room.strategy"))
	n.shows(q)
	n.keeps(before, owner)
}

// validate keeps the strategy as a version.
func (n *newcomer) validate() {
	n.t.Helper()
	if missing := n.strategy().Missing(); len(missing) != 0 {
		n.t.Fatalf("at the end of the path the strategy misses %q", missing)
	}
	n.press(n.text.T("strategy.guide.validate"))
	n.on(n.text.T("strategy.validate.note"))
	n.write("Première version, avant l’hiver")
	n.keys(fyne.KeyReturn)
	versions, err := n.desk.Services().History.Versions(n.t.Context())
	must(n.t, err)
	if len(versions) != 1 || versions[0].Note != "Première version, avant l’hiver" {
		n.t.Fatalf("the versions are %+v", versions)
	}
	if diff := cmp.Diff(n.strategy(), versions[0].Strategy); diff != "" {
		n.t.Errorf("the version is not the strategy (-strategy +version):\n%s", diff)
	}
	for _, a := range n.typed {
		if diff := cmp.Diff(a.want, a.got(versions[0].Strategy, n.business())); diff != "" {
			n.t.Errorf("%s (-typed +kept):\n%s", a.what, diff)
		}
	}
}
