// Package agenda writes the calendar as a file that other calendars read
// (iCalendar, RFC 5545): Google's, Apple's, Outlook's, a telephone's.
package agenda

import (
	"bytes"
	"context"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/exports"
	"parvis/app/keydates"
	"parvis/app/strategy"
)

// Rooms is what the file is made from.
type Rooms struct {
	Business interface {
		Business(ctx context.Context) (business.Business, error)
	}
	Posts interface {
		// Placed returns the posts placed on the days from..to inclusive, by
		// moment, dropped ones left out.
		Placed(ctx context.Context, from, to app.Date) ([]editorial.Summary, error)
		// Post returns one post, or an error with CodeNotFound.
		Post(ctx context.Context, id app.ID) (editorial.Post, editorial.State, error)
	}
	Strategy interface {
		Strategy(ctx context.Context) (strategy.Strategy, error)
	}
	KeyDates interface {
		// Between returns the dates that begin on the days from..to inclusive.
		Between(ctx context.Context, from, to app.Date) ([]keydates.KeyDate, error)
	}
}

// Words says messages in the owner's language.
type Words interface{ Say(m app.Message) string }

// Service makes the file. It is safe for concurrent use.
type Service struct {
	rooms Rooms
	clock app.Clock
}

// NewService returns the service over the other rooms, all of which must be set.
func NewService(rooms Rooms, clock app.Clock) *Service { return &Service{rooms: rooms, clock: clock} }

// MaxDays is how many days one file holds.
const MaxDays = 3 * 366

// length is how long a post takes in a calendar: enough to be seen in a day.
const length = "PT15M"

// File is a calendar ready to be written.
type File struct {
	Name   string // proposed for the file
	Events int    // how many it holds
	data   []byte
}

// Save writes the file to a path, whole or not at all, with the errors of
// exports.Write.
func (f File) Save(path string) error { return exports.Write(path, f.data) }

// Export makes the file of the posts placed on the days from..to inclusive and,
// when asked for, of the key dates that begin there, as whole days. An event
// keeps its UID, that of its post, and has the instant of the export for version:
// importing a later file brings up to date what the calendar has, also what was
// taken back in Parvis meanwhile. The same calendar gives the same bytes at the
// same instant.
//
// It fails with CodeInvalid when there is nothing to write, or too many days.
func (s *Service) Export(ctx context.Context, from, to app.Date, dates bool, words Words) (File, error) {
	if days := from.DaysUntil(to) + 1; days < 1 || days > MaxDays {
		return File{}, app.Fail(app.CodeInvalid, "agenda.error.days", "Max", MaxDays)
	}
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return File{}, err
	}
	name := words.Say(app.Say("agenda.name", "Business", b.Name))
	zone := b.Location()
	now := s.clock.Now()
	cal := ics.NewCalendarFor("Parvis")
	cal.SetProductId("-//Parvis//Parvis//" + strings.ToUpper(words.Say(app.Say("agenda.language"))))
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(clean(name))
	cal.SetXWRTimezone(zone.String())
	cal.AddVTimezone(timezone(zone, from, to))
	file := File{Name: exports.FileName(b.Name, words.Say(app.Say("agenda.file", "From", from.String(), "To", to.String()))) + ".ics"}
	if file.Events, err = s.posts(ctx, cal, from, to, zone, now, words); err != nil {
		return File{}, err
	}
	if dates {
		n, err := s.dates(ctx, cal, from, to, now, words)
		if err != nil {
			return File{}, err
		}
		file.Events += n
	}
	if file.Events == 0 {
		return File{}, app.Fail(app.CodeInvalid, "agenda.error.empty", "From", from, "To", to)
	}
	var out bytes.Buffer
	if err := cal.SerializeTo(&out, ics.WithNewLineWindows); err != nil {
		return File{}, err
	}
	file.data = out.Bytes()
	return file, nil
}

// posts adds the posts, and returns how many.
func (s *Service) posts(ctx context.Context, cal *ics.Calendar, from, to app.Date, zone *time.Location, now time.Time, words Words) (int, error) {
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return 0, err
	}
	pillars := make(map[app.ID]string, len(plan.Pillars))
	for _, p := range plan.Pillars {
		pillars[p.ID] = p.Name
	}
	placed, err := s.rooms.Posts.Placed(ctx, from, to)
	if err != nil {
		return 0, err
	}
	added := 0
	for _, summary := range placed {
		p, state, err := s.rooms.Posts.Post(ctx, summary.ID)
		switch {
		case app.CodeOf(err) == app.CodeNotFound:
			continue // deleted since the list was read
		case err != nil:
			return 0, err
		}
		title := summary.Title
		if title == "" {
			title = words.Say(app.Say("agenda.untitled"))
		}
		e := cal.AddEvent(string(p.ID))
		version(e, now)
		e.SetCreatedTime(p.CreatedAt)
		// A civil time that clocks skip is written as the one it means.
		e.SetProperty(ics.ComponentPropertyDtStart, summary.At.In(zone).Format("20060102T150405"), ics.WithTZID(zone.String()))
		e.SetProperty(ics.ComponentPropertyDuration, length)
		e.SetSummary(clean(title))
		if text := clean(p.Text); text != "" {
			e.SetDescription(text)
		}
		if name := pillars[p.PillarID]; name != "" {
			e.AddCategory(clean(name))
		}
		e.SetStatus(status(state))
		e.SetTimeTransparency(ics.TransparencyTransparent)
		added++
	}
	return added, nil
}

// epoch is when versions are counted from, in seconds: they fit 32 bits until 2088.
var epoch = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)

// version dates an event. Calendars keep the greatest SEQUENCE, then the latest
// DTSTAMP (RFC 5546, 2.1.5). Nothing of a post only grows: undoing brings its last
// change back in time, and approving or planning it leaves that alone. The instant
// of the export does.
func version(e *ics.VEvent, now time.Time) {
	e.SetDtStampTime(now)
	e.SetSequence(max(0, int(now.Sub(epoch)/time.Second)))
}

// status says how sure an event is.
func status(s editorial.State) ics.ObjectStatus {
	switch s {
	case editorial.StateScheduled, editorial.StateSending, editorial.StatePublished, editorial.StatePartial, editorial.StateToCheck:
		return ics.ObjectStatusConfirmed
	}
	return ics.ObjectStatusTentative
}

// dates adds the key dates, and returns how many.
func (s *Service) dates(ctx context.Context, cal *ics.Calendar, from, to app.Date, now time.Time, words Words) (int, error) {
	all, err := s.rooms.KeyDates.Between(ctx, from, to)
	if err != nil {
		return 0, err
	}
	for _, k := range all {
		name := k.Name()
		if k.Confirm {
			name = app.Say("agenda.to_confirm", "Name", name)
		}
		e := cal.AddEvent(k.ID + "-" + k.Date.String())
		version(e, now)
		e.SetAllDayStartAt(k.Date.UTC())
		e.SetAllDayEndAt(k.Until.AddDays(1).UTC())
		e.SetSummary(clean(words.Say(name)))
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return len(all), nil
}

// clean keeps what the format can hold of a text: lines end with a line feed and
// control characters have no place.
func clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, text))
}
