package strategy_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
)

func wantKey(t *testing.T, err error, code app.Code, key string) {
	t.Helper()
	if key == "" {
		if err != nil {
			t.Errorf("got %v", err)
		}
		return
	}
	var e *app.Error
	if !errors.As(err, &e) || e.Code != code || e.Key != key {
		t.Errorf("got %v, want %s %s", err, code, key)
	}
}

func TestPillarsTakeTheFreeColours(t *testing.T) {
	s, f, _ := open(t)
	for want := 1; want <= strategy.MaxPillars; want++ {
		p, err := s.AddPillar(t.Context(), "", 0)
		if err != nil || p.Colour != want {
			t.Errorf("pillar %d: colour %d, %v", want, p.Colour, err)
		}
	}
	_, err := s.AddPillar(t.Context(), "one too many", 0)
	wantKey(t, err, app.CodeConflict, "strategy.error.pillars_full")
	if err := s.RemovePillar(t.Context(), f.Kept.Pillars[2].ID, ""); err != nil {
		t.Fatal(err)
	}
	if p, err := s.AddPillar(t.Context(), "back", 0); err != nil || p.Colour != 3 {
		t.Errorf("got colour %d, %v", p.Colour, err)
	}
}

func TestWhatIsTypedIsKept(t *testing.T) {
	s, f, told := open(t)
	long := strings.Repeat("é", strategy.MaxNameLength)
	longLine, longText := strings.Repeat("é", strategy.MaxLineLength+1), strings.Repeat("é", strategy.MaxTextLength+1)
	for _, test := range []struct {
		name string
		save func() error
		key  string
	}{
		{"mission", func() error { return s.SaveProfile(t.Context(), strategy.Profile{Mission: " en cours de "}) }, ""},
		{"long mission", func() error { return s.SaveProfile(t.Context(), strategy.Profile{Mission: longText}) }, "strategy.error.text_long"},
		{"long line of the SWOT", func() error {
			return s.SaveProfile(t.Context(), strategy.Profile{SWOT: strategy.SWOT{Threats: []string{"", longLine}}})
		}, "strategy.error.line_long"},
		{"more lines than can be kept", func() error {
			return s.SaveProfile(t.Context(), strategy.Profile{SWOT: strategy.SWOT{Strengths: make([]string, strategy.MaxLines+1)}})
		}, "strategy.error.rows_many"},
		{"more minutes than a week has", func() error {
			return s.SaveProfile(t.Context(), strategy.Profile{MinutesPerWeek: 7*24*60 + 1})
		}, "strategy.error.time_range"},
		{"negative budget", func() error {
			return s.SaveProfile(t.Context(), strategy.Profile{BudgetCents: new(int64(-1))})
		}, "strategy.error.money_range"},
		{"audit without a verdict", func() error {
			return s.SaveAudits(t.Context(), []strategy.Audit{{ID: "a", Network: networks.Facebook}})
		}, ""},
		{"long note", func() error {
			return s.SaveAudits(t.Context(), []strategy.Audit{{ID: "a", Network: networks.Facebook, Note: longText}})
		}, "strategy.error.text_long"},
		{"more audits than can be kept", func() error {
			return s.SaveAudits(t.Context(), make([]strategy.Audit, strategy.MaxAudits+1))
		}, "strategy.error.rows_many"},
		{"audience without a name", func() error { return s.SaveAudience(t.Context(), strategy.Audience{ID: "a"}) }, ""},
		{"long name of an audience", func() error {
			return s.SaveAudience(t.Context(), strategy.Audience{ID: "a", Name: long + "x"})
		}, "strategy.error.name_long"},
		{"networks", func() error {
			return s.SaveChannels(t.Context(), []strategy.Channel{{Network: networks.Facebook, PerWeek: strategy.MaxPerWeek}, {Network: networks.Google}})
		}, ""},
		{"the same network twice", func() error {
			return s.SaveChannels(t.Context(), []strategy.Channel{{Network: networks.Facebook}, {Network: networks.Facebook}})
		}, "strategy.error.channel_twice"},
		{"more posts than a week takes", func() error {
			return s.SaveChannels(t.Context(), []strategy.Channel{{Network: networks.Facebook, PerWeek: strategy.MaxPerWeek + 1}})
		}, "strategy.error.number_range"},
		{"words", func() error { return s.SaveVoice(t.Context(), strategy.Voice{Say: []string{"au levain", ""}}) }, ""},
		{"long word", func() error { return s.SaveVoice(t.Context(), strategy.Voice{Avoid: []string{longLine}}) }, "strategy.error.line_long"},
		{"no time for answers", func() error { return s.SaveRhythm(t.Context(), strategy.Rhythm{AnswerMinutes: new(0)}) }, ""},
		{"negative minutes", func() error {
			return s.SaveRhythm(t.Context(), strategy.Rhythm{Minutes: map[strategy.Format]int{strategy.FormatReel: -1}})
		}, "strategy.error.time_range"},
		{"empty article", func() error {
			return s.SaveCharter(t.Context(), strategy.Charter{Articles: []strategy.Article{{ID: "a"}}})
		}, ""},
		{"long article", func() error {
			return s.SaveCharter(t.Context(), strategy.Charter{Articles: []strategy.Article{{ID: "a", Text: longText}}})
		}, "strategy.error.text_long"},
		{"answers after a month", func() error { return s.SaveCharter(t.Context(), strategy.Charter{AnswerHours: 24*31 + 1}) }, "strategy.error.number_range"},
		{"more levels than a plan has", func() error {
			return s.SaveCrisis(t.Context(), strategy.Crisis{Levels: make([]strategy.Level, strategy.MaxCrisisRows+1)})
		}, "strategy.error.rows_many"},
		{"long telephone", func() error {
			return s.SaveCrisis(t.Context(), strategy.Crisis{People: []strategy.Contact{{ID: "p", Phone: long + "x"}}})
		}, "strategy.error.name_long"},
		{"long message", func() error {
			return s.SaveCrisis(t.Context(), strategy.Crisis{Messages: []strategy.Prepared{{ID: "m", Text: longText}}})
		}, "strategy.error.text_long"},
		{"action without a day", func() error {
			return s.SaveAction(t.Context(), strategy.Action{ID: "a", Kind: strategy.KindTask})
		}, ""},
		{"action that is neither", func() error { return s.SaveAction(t.Context(), strategy.Action{ID: "a"}) }, "strategy.error.kind"},
		{"long campaign", func() error { return s.SaveCampaign(t.Context(), strategy.Campaign{ID: "c", Name: long + "x"}) }, "strategy.error.name_long"},
		{"negative expense", func() error {
			return s.SaveBudget(t.Context(), strategy.Budget{Lines: []strategy.BudgetLine{{ID: "l", Cents: -1}}})
		}, "strategy.error.money_range"},
		{"shares beyond 100 %", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Colour: 1, ShareBP: 10_000}) }, ""},
		{"together", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "b", Colour: 2, ShareBP: 9_000}) }, ""},
		{"share of 101 %", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Colour: 1, ShareBP: 10_100}) }, "strategy.error.share"},
		{"negative share", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Colour: 1, ShareBP: -1}) }, "strategy.error.share"},
		{"colour 6", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Colour: 6}) }, "strategy.error.colour"},
		{"name at the limit", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Name: long, Colour: 1}) }, ""},
		{"name beyond it", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Name: long + "x", Colour: 1}) }, "strategy.error.name_long"},
		{"objective without anything", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Followers, Start: today})
		}, ""},
		{"due before start", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Followers, Start: today, Due: today.AddDays(-9)})
		}, ""},
		{"no metric", func() error { return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Start: today}) }, "strategy.error.metric"},
		{"no start", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Reach})
		}, "strategy.error.start"},
		{"negative target", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Reach, Start: today, Target: new(-1.0)})
		}, "strategy.error.number"},
		{"no number", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Reach, Start: today, From: new(math.NaN())})
		}, "strategy.error.number"},
		{"endless target", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Reach, Start: today, Target: new(math.Inf(1))})
		}, "strategy.error.number"},
		{"slot", func() error {
			return s.SaveSlot(t.Context(), strategy.Slot{ID: "s", Weekday: time.Sunday, Time: app.TimeOfDay{Hour: 23, Minute: 59}})
		}, ""},
		{"eighth day", func() error { return s.SaveSlot(t.Context(), strategy.Slot{ID: "s", Weekday: 7}) }, "strategy.error.slot"},
		{"hour 24", func() error { return s.SaveSlot(t.Context(), strategy.Slot{ID: "s", Time: app.TimeOfDay{Hour: 24}}) }, "strategy.error.slot"},
		{"minute 60", func() error { return s.SaveSlot(t.Context(), strategy.Slot{ID: "s", Time: app.TimeOfDay{Minute: 60}}) }, "strategy.error.slot"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, kept := *told, strategytest.Copy(f.Kept)
			wantKey(t, test.save(), app.CodeInvalid, test.key)
			if refused := test.key != ""; refused != (*told == before) {
				t.Errorf("told %d times", *told-before)
			} else if diff := cmp.Diff(kept, strategytest.Copy(f.Kept)); refused && diff != "" {
				t.Errorf("refused, but changed: %s", diff)
			}
		})
	}
	if f.Kept.Profile.Mission != " en cours de " {
		t.Errorf("mission %q", f.Kept.Profile.Mission)
	}
}

func TestSlotsDoNotCollide(t *testing.T) {
	s, _, _ := open(t)
	noon := app.TimeOfDay{Hour: 12}
	first, err := s.AddSlot(t.Context(), time.Friday, noon, "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.AddSlot(t.Context(), time.Friday, noon, "pillar")
	wantKey(t, err, app.CodeConflict, "strategy.error.slot_taken")
	if _, err := s.AddSlot(t.Context(), time.Saturday, noon, ""); err != nil {
		t.Error(err)
	}
	first.PillarID = "pillar"
	if err := s.SaveSlot(t.Context(), first); err != nil {
		t.Errorf("a slot collides with itself: %v", err)
	}
	if err := s.RemoveSlot(t.Context(), first.ID); err != nil {
		t.Error(err)
	}
	if _, err := s.AddSlot(t.Context(), time.Friday, noon, ""); err != nil {
		t.Error(err)
	}
}

func TestRemovePillarNeedsAnHeirThatExists(t *testing.T) {
	s, f, _ := open(t)
	a, _ := s.AddPillar(t.Context(), "A", 0)
	b, _ := s.AddPillar(t.Context(), "B", 0)
	wantKey(t, s.RemovePillar(t.Context(), a.ID, a.ID), app.CodeInvalid, "strategy.error.heir")
	wantKey(t, s.RemovePillar(t.Context(), a.ID, "gone"), app.CodeInvalid, "strategy.error.heir")
	if err := s.RemovePillar(t.Context(), a.ID, b.ID); err != nil || f.Heirs[a.ID] != b.ID || len(f.Kept.Pillars) != 1 {
		t.Errorf("%v, heir %s, %d pillars", err, f.Heirs[a.ID], len(f.Kept.Pillars))
	}
}

func TestAFailedSaveTellsNobody(t *testing.T) {
	s, f, told := open(t)
	f.FailSaves = errors.New("disk full")
	if err := s.SaveProfile(t.Context(), strategy.Profile{Mission: "x"}); !errors.Is(err, f.FailSaves) || *told != 0 {
		t.Errorf("got %v, told %d times", err, *told)
	}
}

func TestObjectives(t *testing.T) {
	s, f, _ := open(t)
	o, err := s.AddObjective(t.Context(), strategy.GoalLoyalty, metrics.EngagementRate, new(0.041), today)
	if err != nil || len(f.Kept.Objectives) != 1 || *f.Kept.Objectives[0].From != 0.041 || f.Kept.Objectives[0].Goal != strategy.GoalLoyalty {
		t.Fatalf("%v, %+v", err, f.Kept.Objectives)
	}
	if err := s.RemoveObjective(t.Context(), o.ID); err != nil || len(f.Kept.Objectives) != 0 {
		t.Errorf("%v, %+v", err, f.Kept.Objectives)
	}
}

func TestListsHaveAnEnd(t *testing.T) {
	s, f, told := open(t)
	for _, test := range []struct {
		name string
		max  int
		add  func(i int) error
		rows func() int
		key  string
	}{
		{"audiences", strategy.MaxAudiences, func(int) error {
			_, err := s.AddAudience(t.Context(), strategy.Audience{})
			return err
		}, func() int { return len(f.Kept.Audiences) }, "strategy.error.audiences_full"},
		{"slots", strategy.MaxSlots, func(i int) error {
			_, err := s.AddSlot(t.Context(), time.Monday, app.TimeOfDay{Minute: i}, "")
			return err
		}, func() int { return len(f.Kept.Slots) }, "strategy.error.slots_full"},
		{"actions", strategy.MaxActions, func(int) error {
			_, err := s.AddAction(t.Context(), strategy.Action{Kind: strategy.KindIdea})
			return err
		}, func() int { return len(f.Kept.Actions) }, "strategy.error.actions_full"},
		{"campaigns", strategy.MaxCampaigns, func(int) error {
			_, err := s.AddCampaign(t.Context(), strategy.Campaign{})
			return err
		}, func() int { return len(f.Kept.Campaigns) }, "strategy.error.campaigns_full"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for i := range test.max {
				if err := test.add(i); err != nil {
					t.Fatal(err)
				}
			}
			before := *told
			wantKey(t, test.add(test.max), app.CodeConflict, test.key)
			if test.rows() != test.max || *told != before {
				t.Errorf("%d rows, told %d times more", test.rows(), *told-before)
			}
		})
	}
	full := f.Kept.Slots[0]
	full.Time.Hour = 9
	if err := s.SaveSlot(t.Context(), full); err != nil {
		t.Errorf("a slot of a full week cannot move: %v", err)
	}
}

func TestRowsAreRemoved(t *testing.T) {
	s, f, told := open(t)
	audience, _ := s.AddAudience(t.Context(), strategy.Audience{Name: "Claire"})
	kept, _ := s.AddAudience(t.Context(), strategy.Audience{Name: "Gérard"})
	action, _ := s.AddAction(t.Context(), strategy.Action{Kind: strategy.KindTask})
	campaign, _ := s.AddCampaign(t.Context(), strategy.Campaign{Name: "Noël"})
	before := *told
	for _, remove := range []func() error{
		func() error { return s.RemoveAudience(t.Context(), audience.ID) },
		func() error { return s.RemoveAction(t.Context(), action.ID) },
		func() error { return s.RemoveCampaign(t.Context(), campaign.ID) },
	} {
		if err := remove(); err != nil {
			t.Error(err)
		}
	}
	want := strategy.Strategy{Audiences: []strategy.Audience{kept}, Actions: []strategy.Action{}, Campaigns: []strategy.Campaign{}}
	if diff := cmp.Diff(want, f.Kept); diff != "" || *told != before+3 {
		t.Errorf("told %d times: %s", *told-before, diff)
	}
}

func TestThePathIsKeptWithoutAChangeOfTheStrategy(t *testing.T) {
	s, _, told := open(t)
	want := strategy.Path{}.Pass(strategy.AskIdentity)
	want.At = strategy.AskSWOT
	if err := s.SavePath(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	got, err := s.Path(t.Context())
	if diff := cmp.Diff(want, got); err != nil || diff != "" || *told != 0 {
		t.Errorf("%v, told %d times: %s", err, *told, diff)
	}
}
