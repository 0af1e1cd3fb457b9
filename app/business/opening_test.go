package business_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
)

// hours reads 07:00 and 19:30.
func hours(t *testing.T, day time.Weekday, from, to string) business.Hours {
	t.Helper()
	at := func(s string) app.TimeOfDay {
		v, err := app.ParseTimeOfDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	return business.Hours{Weekday: day, From: at(from), To: at(to)}
}

func TestOpeningOfADay(t *testing.T) {
	morning, evening := hours(t, time.Tuesday, "07:00", "13:00"), hours(t, time.Tuesday, "15:30", "19:30")
	week := business.Opening{morning, hours(t, time.Sunday, "07:00", "13:00"), evening}
	if diff := cmp.Diff([]business.Hours{morning, evening}, week.On(time.Tuesday)); diff != "" {
		t.Error(diff)
	}
	if got := week.On(time.Monday); got != nil {
		t.Errorf("open on Monday: %v", got)
	}
}

func TestOpeningCheck(t *testing.T) {
	full := make(business.Opening, business.MaxHours)
	for i := range full {
		full[i] = hours(t, time.Weekday(i%7), "07:00", "08:00")
	}
	one := func(day time.Weekday, from, to app.TimeOfDay) business.Opening {
		return business.Opening{{Weekday: day, From: from, To: to}}
	}
	at := func(hour, minute int) app.TimeOfDay { return app.TimeOfDay{Hour: hour, Minute: minute} }
	for _, test := range []struct {
		name string
		week business.Opening
		key  string
	}{
		{"nobody said", nil, ""},
		{"a usual day", one(time.Monday, at(9, 0), at(12, 30)), ""},
		{"the whole day", one(time.Saturday, at(0, 0), at(23, 59)), ""},
		{"a full week", full, ""},
		{"one stretch too many", append(full, full[0]), "business.error.hours_many"},
		{"closing before opening", one(time.Monday, at(12, 0), at(9, 0)), "business.error.hours"},
		{"closing as it opens", one(time.Monday, at(9, 0), at(9, 0)), "business.error.hours"},
		{"until midnight", one(time.Friday, at(18, 0), at(24, 0)), "business.error.hours"},
		{"before the day begins", one(time.Friday, at(-1, 0), at(9, 0)), "business.error.hours"},
		{"an eighth day", one(time.Saturday+1, at(9, 0), at(12, 0)), "business.error.hours"},
	} {
		t.Run(test.name, func(t *testing.T) { wantKey(t, test.week.Check(), test.key) })
	}
}

func TestSaveOpeningTellsOnlyOfWhatWasKept(t *testing.T) {
	full := app.Fail(app.CodeUnavailable, "storage.error.full")
	good := business.Opening{hours(t, time.Tuesday, "07:00", "19:30")}
	for _, test := range []struct {
		name  string
		week  business.Opening
		fails error
		code  app.Code
		told  int
	}{
		{"good", good, nil, "", 1},
		{"never open", nil, nil, "", 1},
		{"invalid", business.Opening{hours(t, time.Tuesday, "19:30", "07:00")}, nil, app.CodeInvalid, 0},
		{"disk full", good, full, app.CodeUnavailable, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			file, events := &store{err: test.fails}, app.NewEvents()
			var told []business.Business
			app.On(events, func(e business.Changed) { told = append(told, e.Business) })
			err := business.NewService(file, events).SaveOpening(t.Context(), test.week)
			if app.CodeOf(err) != test.code || len(told) != test.told {
				t.Fatalf("%v, told %v", err, told)
			}
			if test.told == 1 && !cmp.Equal(told[0].Opening, test.week) {
				t.Errorf("told of %v", told[0].Opening)
			}
		})
	}
}
