package business_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
)

var now = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)

func TestNew(t *testing.T) {
	got, err := business.New("id", "  Boulangerie Martin ", business.Bakery, "Nantes\n", now)
	if err != nil {
		t.Fatal(err)
	}
	want := business.Business{
		ID: "id", Name: "Boulangerie Martin", Trade: business.Bakery, Town: "Nantes", Zone: "Europe/Paris",
		CreatedAt: now, Lateness: 2 * time.Hour,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCheck(t *testing.T) {
	long := strings.Repeat("é", business.MaxNameLength)
	for _, test := range []struct {
		name   string
		change func(b *business.Business)
		key    string
	}{
		{"as it should be", func(*business.Business) {}, ""},
		{"no name", func(b *business.Business) { b.Name = "" }, "business.error.name_missing"},
		{"name at the limit", func(b *business.Business) { b.Name = long }, ""},
		{"name beyond it", func(b *business.Business) { b.Name = long + "x" }, "business.error.name_long"},
		{"no trade", func(b *business.Business) { b.Trade = "" }, "business.error.trade_missing"},
		{"a trade nobody knows", func(b *business.Business) { b.Trade = "blacksmith" }, "business.error.trade_missing"},
		{"no town", func(b *business.Business) { b.Town = "" }, ""},
		{"a long town", func(b *business.Business) { b.Town = long + "x" }, "business.error.town_long"},
		{"a long first name", func(b *business.Business) { b.FirstName = long + "x" }, "business.error.first_name_long"},
		{"a zone nobody knows", func(b *business.Business) { b.Zone = "Europe/Nantes" }, "business.error.zone"},
		{"no zone", func(b *business.Business) { b.Zone = "" }, "business.error.zone"},
		{"the zone of whichever computer", func(b *business.Business) { b.Zone = "Local" }, "business.error.zone"},
		{"another zone", func(b *business.Business) { b.Zone = "Indian/Reunion" }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, err := business.New("id", "Martin", business.Bakery, "Nantes", now)
			if err != nil {
				t.Fatal(err)
			}
			test.change(&b)
			wantKey(t, b.Check(), test.key)
		})
	}
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if key == "" {
		if err != nil {
			t.Errorf("got %v", err)
		}
		return
	}
	var e *app.Error
	if !errors.As(err, &e) || e.Code != app.CodeInvalid || e.Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

func TestLocation(t *testing.T) {
	for zone, want := range map[string]string{"Europe/Paris": "Europe/Paris", "Europe/Nantes": "UTC", "": "UTC"} {
		if got := (business.Business{Zone: zone}).Location().String(); got != want {
			t.Errorf("%q: got %s", zone, got)
		}
	}
}

func TestTradesAreKnown(t *testing.T) {
	seen := make(map[business.Trade]bool)
	for _, trade := range business.Trades() {
		if seen[trade] {
			t.Errorf("%s comes twice", trade)
		}
		seen[trade] = true
		if _, err := business.New("id", "x", trade, "", now); err != nil {
			t.Errorf("%s: %v", trade, err)
		}
	}
	if !seen[business.Other] {
		t.Error("nothing for who is none of these")
	}
}

type store struct {
	kept business.Business
	err  error
}

func (s *store) Business(context.Context) (business.Business, error) { return s.kept, nil }

func (s *store) SaveBusiness(_ context.Context, b business.Business) error {
	if s.err == nil {
		s.kept = b
	}
	return s.err
}

func (s *store) SaveOpening(_ context.Context, week business.Opening) error {
	if s.err == nil {
		s.kept.Opening = week
	}
	return s.err
}

func TestSaveTellsOnlyOfWhatWasKept(t *testing.T) {
	good, _ := business.New("id", "Martin", business.Bakery, "Nantes", now)
	bad := good
	bad.Name = ""
	full := app.Fail(app.CodeUnavailable, "storage.error.full")
	for _, test := range []struct {
		name  string
		b     business.Business
		fails error
		code  app.Code
		told  int
	}{
		{"good", good, nil, "", 1},
		{"invalid", bad, nil, app.CodeInvalid, 0},
		{"disk full", good, full, app.CodeUnavailable, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			file, events := &store{err: test.fails}, app.NewEvents()
			var told []business.Business
			app.On(events, func(e business.Changed) { told = append(told, e.Business) })
			service := business.NewService(file, events)
			if err := service.Save(t.Context(), test.b); app.CodeOf(err) != test.code {
				t.Errorf("got %v", err)
			}
			if len(told) != test.told {
				t.Errorf("told %v", told)
			}
			if kept, _ := service.Business(t.Context()); test.told == 1 && !cmp.Equal(kept, test.b) {
				t.Errorf("kept %+v", kept)
			}
		})
	}
}
