package strategy_test

import (
	"slices"
	"testing"

	"parvis/app/business"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
	"parvis/assets/translations"
)

func TestPathGoesThroughTheQuestions(t *testing.T) {
	var path strategy.Path
	left := path.MinutesLeft()
	if path.Here() != strategy.AskIdentity || left == 0 {
		t.Fatalf("begins at %q with %d minutes", path.Here(), left)
	}
	for _, q := range strategy.Questions() {
		path.At = q
		if path.Here() != q {
			t.Errorf("resumes at %q, not at %q", path.Here(), q)
		}
		if path = path.Pass(q); !path.Passed(q) || path.MinutesLeft() > left {
			t.Errorf("%q: %d minutes left after %d", q, path.MinutesLeft(), left)
		}
		left = path.MinutesLeft()
	}
	if path.At = "from a later version"; left != 0 || path.Here() != strategy.AskIdentity {
		t.Errorf("%d minutes left at the end, resumes at %q", left, path.Here())
	}
	if !slices.Equal(path.Pass(strategy.AskSWOT).Done, strategy.Questions()) {
		t.Error("a question is passed twice")
	}
}

func TestStepsHoldEveryQuestionOnce(t *testing.T) {
	var all []strategy.Question
	for _, step := range strategy.Steps() {
		questions := step.Questions()
		if len(questions) == 0 {
			t.Errorf("%s asks nothing", step)
		}
		for _, q := range questions {
			if q.Step() != step {
				t.Errorf("%s is of %s, not of %s", q, q.Step(), step)
			}
		}
		all = append(all, questions...)
	}
	if !slices.Equal(all, strategy.Questions()) {
		t.Errorf("steps ask %q", all)
	}
}

func TestAStepIsOverOncePassedAndAnswered(t *testing.T) {
	s, f, _ := open(t)
	if err := s.FillAll(t.Context(), strategy.ExampleFor(business.Bakery, translations.French), measured()); err != nil {
		t.Fatal(err)
	}
	var passed strategy.Path
	for _, q := range strategy.Questions() {
		passed = passed.Pass(q)
	}
	optional := []strategy.Step{strategy.StepAudit}
	for _, step := range strategy.Steps() {
		if !passed.Finished(step, strategytest.Copy(f.Kept)) {
			t.Errorf("%s is not over", step)
		}
		if (strategy.Path{}).Finished(step, strategytest.Copy(f.Kept)) {
			t.Errorf("%s is over before it was seen", step)
		}
		if over := passed.Finished(step, strategy.Strategy{}); over != slices.Contains(optional, step) {
			t.Errorf("%s without an answer: over is %t", step, over)
		}
	}
}
