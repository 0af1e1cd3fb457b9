package editorial

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/keydates"
	"parvis/app/publishing"
	"parvis/app/strategy"
)

func TestMonthKnowsSchoolHolidays(t *testing.T) {
	d := newDesk(t)
	d.holidays = []keydates.Holiday{
		{ID: "autumn", Zone: keydates.ZoneB, First: date(t, "2026-10-17"), Last: date(t, "2026-11-01")},
		{ID: "bridge", First: date(t, "2026-11-01"), Last: date(t, "2026-11-02")},
	}
	m, err := d.Month(t.Context(), date(t, "2026-11-21"))
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string][]app.ID)
	for _, w := range m.Weeks {
		for _, day := range w.Days {
			for _, h := range day.Holidays {
				got[day.Date.String()[5:]] = append(got[day.Date.String()[5:]], h.ID)
			}
		}
	}
	if diff := gocmp.Diff(map[string][]app.ID{
		"10-26": {"autumn"}, "10-27": {"autumn"}, "10-28": {"autumn"}, "10-29": {"autumn"}, "10-30": {"autumn"}, "10-31": {"autumn"},
		"11-01": {"autumn", "bridge"}, "11-02": {"bridge"},
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMonth(t *testing.T) {
	d := newDesk(t)
	d.strategy.Pillars = []strategy.Pillar{{ID: "products", Name: "Produits", Colour: 1, ShareBP: 10_000}}
	d.put(Post{ID: "before", At: civil(t, "2026-10-27 09:00"), PillarID: "products"})
	d.put(Post{ID: "first", At: civil(t, "2026-11-01 09:00"), PillarID: "products"})
	d.put(Post{ID: "late", At: civil(t, "2026-11-27 17:30"), PillarID: "products"})
	d.put(Post{ID: "early", Stage: Scheduled, At: civil(t, "2026-11-27 07:30"), Accounts: []app.ID{"bsky"}}, publishing.Scheduled)
	d.put(Post{ID: "dropped", Stage: Dropped, At: civil(t, "2026-11-27 08:00")})
	d.put(Post{ID: "after", At: civil(t, "2026-12-06 09:00"), PillarID: "products"})
	d.put(Post{ID: "beyond", At: civil(t, "2026-12-07 09:00")})
	d.put(Post{ID: "idea", Stage: Idea, Text: "Comment choisir sa farine"})

	m, err := d.Month(t.Context(), date(t, "2026-11-21"))
	if err != nil {
		t.Fatal(err)
	}
	if m.First != date(t, "2026-11-01") || len(m.Weeks) != 6 {
		t.Fatalf("first %v, %d weeks", m.First, len(m.Weeks))
	}
	posts := make(map[string][]app.ID)
	names := make(map[string][]string)
	inMonth, today := 0, ""
	for i, w := range m.Weeks {
		if want := []int{44, 45, 46, 47, 48, 49}[i]; w.Number != want {
			t.Errorf("week %d, want %d", w.Number, want)
		}
		for j, day := range w.Days {
			if want := date(t, "2026-10-26").AddDays(7*i + j); day.Date != want {
				t.Errorf("cell %d of week %d is %v", j, w.Number, day.Date)
			}
			for _, p := range day.Posts {
				posts[day.Date.String()] = append(posts[day.Date.String()], p.ID)
			}
			for _, k := range day.KeyDates {
				names[day.Date.String()] = append(names[day.Date.String()], k.ID)
			}
			if day.InMonth {
				inMonth++
			}
			if day.Today {
				today += day.Date.String()
			}
		}
	}
	if diff := gocmp.Diff(map[string][]app.ID{
		"2026-10-27": {"before"}, "2026-11-01": {"first"}, "2026-11-27": {"early", "late"}, "2026-12-06": {"after"},
	}, posts); diff != "" {
		t.Error(diff)
	}
	if diff := gocmp.Diff(map[string][]string{
		"2026-10-31": {"halloween"}, "2026-11-01": {"all_saints"}, "2026-11-11": {"armistice"}, "2026-11-19": {"beaujolais"},
		"2026-11-27": {"black_friday"}, "2026-12-06": {"saint_nicholas"},
	}, names); diff != "" {
		t.Error(diff)
	}
	if inMonth != 30 || today != "2026-11-21" {
		t.Errorf("%d days in the month, today %s", inMonth, today)
	}
	if len(m.Unplaced) != 1 || m.Unplaced[0].Title != "Comment choisir sa farine" {
		t.Errorf("to place: %v", m.Unplaced)
	}
	// The posts of October and December that show in the grid do not count.
	if m.Balance.Total != 3 || m.Balance.NoPillar != 1 || m.Balance.Rows[0].Count != 2 {
		t.Errorf("balance %+v", m.Balance)
	}
}

func TestMonthsHaveTheWeeksTheyNeed(t *testing.T) {
	d := newDesk(t)
	for day, want := range map[string]int{"2027-02-14": 4, "2026-02-01": 5, "2026-11-30": 6, "2026-12-31": 5, "2028-02-29": 5} {
		m, err := d.Month(t.Context(), date(t, day))
		if err != nil || len(m.Weeks) != want {
			t.Errorf("%s: %d weeks, want %d (%v)", day, len(m.Weeks), want, err)
		}
		for _, w := range m.Weeks {
			if w.Days[0].Date.Weekday() != time.Monday {
				t.Errorf("%s: a week begins on %v", day, w.Days[0].Date.Weekday())
			}
		}
	}
}
