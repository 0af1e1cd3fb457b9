package keydates

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/business"
	data "parvis/assets/keydates"
)

// entry is one line of the data file.
type entry struct {
	ID        string           `json:"id"`
	Rule      rule             `json:"rule"`
	Until     *rule            `json:"until"` // the last day, of the next year when it would come before the first
	Days      int              `json:"days"`  // or the length, 0 and 1 for a single day
	Holiday   bool             `json:"holiday"`
	Region    Region           `json:"region"` // where alone it matters, "" for everywhere
	Confirm   bool             `json:"confirm"`
	Confirmed []int            `json:"confirmed"` // years published by the authorities
	Note      bool             `json:"note"`
	Advice    bool             `json:"advice"` // Parvis's own, no source outside
	Trades    []business.Trade `json:"trades"` // to whom it matters, none for everybody
	Source    string           `json:"source"` // where the rule was found
	Read      string           `json:"read"`   // the month it was, 2026-11
}

// franceDates returns the embedded rules, read once and never changed. The data
// is part of the program: a fault in it is one of the program, caught by the
// tests.
var franceDates = sync.OnceValue(func() []entry {
	content, err := data.France()
	if err == nil {
		var entries []entry
		if entries, err = parse(content); err == nil {
			return entries
		}
	}
	panic("keydates: " + err.Error())
})

// parse reads a data file and refuses what no year could follow.
func parse(content []byte) ([]entry, error) {
	var file struct {
		Country string  `json:"country"`
		Licence string  `json:"licence"`
		Dates   []entry `json:"dates"`
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, err
	}
	if file.Licence == "" {
		return nil, errors.New("key dates: no licence")
	}
	seen := make(map[string]bool, len(file.Dates))
	for _, e := range file.Dates {
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("key date %q: %w", e.ID, err)
		}
		if seen[e.ID] {
			return nil, fmt.Errorf("key date %q: twice", e.ID)
		}
		seen[e.ID] = true
	}
	return file.Dates, nil
}

func (e entry) check() error {
	switch {
	case e.ID == "":
		return fmt.Errorf("no id")
	case e.Source == "":
		return fmt.Errorf("no source")
	case e.Days < 0 || e.Days > 0 && e.Until != nil:
		return fmt.Errorf("%d days", e.Days)
	case e.Region != "" && e.Region != AlsaceMoselle:
		return fmt.Errorf("unknown region %q", e.Region)
	}
	if _, err := time.Parse("2006-01", e.Read); err != nil {
		return fmt.Errorf("read in no month: %w", err)
	}
	for _, t := range e.Trades {
		if !slices.Contains(business.Trades(), t) {
			return fmt.Errorf("unknown trade %q", t)
		}
	}
	if e.Until != nil {
		if err := e.Until.check(); err != nil {
			return err
		}
	}
	return e.Rule.check()
}

func (r rule) check() error {
	switch r.Kind {
	case "easter":
		return nil
	case "fixed":
		// A leap year, so that 29 February is the only day that may not exist
		// every year: no key date uses it.
		d := app.Date{Year: 2028, Month: time.Month(r.Month), Day: r.Day}
		if r.Month < 1 || r.Month > 12 || r.Day < 1 || d.AddDays(0) != d || (r.Month == 2 && r.Day == 29) {
			return fmt.Errorf("no day %d of month %d", r.Day, r.Month)
		}
		return nil
	case "weekday":
		if r.Month < 1 || r.Month > 12 || r.Nth == 0 || r.Nth < -4 || r.Nth > 4 {
			return fmt.Errorf("no weekday %d of month %d", r.Nth, r.Month)
		}
		return nil
	}
	return fmt.Errorf("unknown rule %q", r.Kind)
}
