package translations

import (
	"math"
	"strings"
	"time"

	"parvis/app"
)

// value writes one argument of a message in the catalogue's language. Numbers
// that went through JSON (the arguments of a stored error) come back as
// float64: whole ones are written without decimals.
func (c *Catalogue) value(v any) any {
	if n, ok := whole(v); ok {
		return c.Number(float64(n), 0)
	}
	switch v := v.(type) {
	case float64:
		return c.Number(v, 1)
	case app.Bytes:
		return c.Bytes(int64(v))
	case app.Cents:
		return c.Money(int64(v))
	case app.Signed:
		if tenths := math.Round(float64(v) * 10); math.Mod(tenths, 10) != 0 {
			return c.Signed(float64(v), 1)
		}
		return c.Signed(float64(v), 0)
	case app.Ratio:
		if percent := math.Round(float64(v)*1000) / 10; percent != math.Trunc(percent) {
			return c.Percent(float64(v), 1)
		}
		return c.Percent(float64(v), 0)
	case app.Date:
		return c.Day(v)
	case app.ShortDate:
		return c.DayMonth(app.Date(v))
	case app.LongDate:
		return c.DayLong(app.Date(v))
	case app.Civil:
		return c.Moment(v)
	case time.Weekday:
		return c.WeekdayShort(v)
	case app.TimeOfDay:
		return v.String()
	case time.Duration:
		return c.Duration(v)
	case app.Message:
		return c.Say(v)
	case app.Messages:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i] = c.Say(part)
		}
		return strings.Join(parts, ", ")
	case interface{ Name() string }:
		return v.Name()
	}
	return v
}

// whole returns v when it is a whole number.
func whole(v any) (int, bool) {
	switch v := v.(type) {
	case int:
		return v, true
	case int64:
		return int(v), true
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1e15 {
			return int(v), true
		}
	}
	return 0, false
}
