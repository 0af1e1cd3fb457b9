package agenda

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// rooms is every neighbour, in memory.
type rooms struct {
	posts []editorial.Post
	zone  string
	gone  app.ID
	later time.Duration // than exported
}

func (r *rooms) Business(context.Context) (business.Business, error) {
	return business.Business{Name: "Boulangerie Martin / Nantes", Trade: business.Bakery, Zone: r.zone}, nil
}

func (r *rooms) Placed(_ context.Context, from, to app.Date) ([]editorial.Summary, error) {
	var within []editorial.Summary
	for _, p := range r.posts {
		if !p.At.Date.Before(from) && !p.At.Date.After(to) {
			within = append(within, editorial.Summary{ID: p.ID, Title: p.Label(), At: p.At, PillarID: p.PillarID})
		}
	}
	return within, nil
}

func (r *rooms) Post(_ context.Context, id app.ID) (editorial.Post, editorial.State, error) {
	for _, p := range r.posts {
		if p.ID == id && id != r.gone {
			return p, editorial.State(p.Stage), nil
		}
	}
	return editorial.Post{}, "", app.Fail(app.CodeNotFound, "storage.error.not_found")
}

func (r *rooms) Strategy(context.Context) (strategy.Strategy, error) {
	return strategy.Strategy{Pillars: []strategy.Pillar{{ID: "p", Name: "Coulisses, équipe"}}}, nil
}

func (r *rooms) Between(_ context.Context, from, to app.Date) ([]keydates.KeyDate, error) {
	var between []keydates.KeyDate
	for year := from.Year; year <= to.Year; year++ {
		for _, k := range keydates.Of(year, business.Bakery) {
			if !k.Date.Before(from) && !k.Date.After(to) {
				between = append(between, k)
			}
		}
	}
	return between, nil
}

// exported is the tests' present.
var exported = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)

var created = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

func at(month time.Month, day, hour, minute int) app.Civil {
	return app.Civil{Date: app.Date{Year: 2026, Month: month, Day: day}, Time: app.TimeOfDay{Hour: hour, Minute: minute}}
}

// inFrench is read once: it never changes.
var inFrench = sync.OnceValues(func() (*translations.Catalogue, error) { return translations.Load(translations.French) })

func french(t testing.TB) *translations.Catalogue {
	t.Helper()
	c, err := inFrench()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// export makes the file of 2026 and reads it back.
func export(t testing.TB, r *rooms, dates bool) (File, *ics.Calendar) {
	t.Helper()
	if r.zone == "" {
		r.zone = "Europe/Paris"
	}
	f, err := NewService(Rooms{Business: r, Posts: r, Strategy: r, KeyDates: r}, app.FixedClock(exported.Add(r.later))).
		Export(context.Background(), at(1, 1, 0, 0).Date, at(12, 31, 0, 0).Date, dates, french(t))
	if err != nil {
		t.Fatal(err)
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(f.data))
	if err != nil {
		t.Fatalf("%v\n%s", err, f.data)
	}
	return f, cal
}

// value is a property of an event, "" when there is none.
func value(e *ics.VEvent, p ics.ComponentProperty) string {
	if got := e.GetProperty(p); got != nil {
		return got.Value
	}
	return ""
}

const accents = "Dès 7 h, la fournée de Noël : œufs, beurre ; farine, « levain »…\nC’est « bon » \\ c'est chaud, à 50 % 🥖🎄\r\n\r\nRéservez au 02 40 00 00 00, ou passez : le four est ouvert jusqu’à midi, et la baguette de tradition sort toutes les heures."

func TestPostsAreEvents(t *testing.T) {
	r := &rooms{posts: []editorial.Post{
		{ID: "0193-a", Title: "Noël ; bûches, étoiles", Text: accents, Stage: editorial.Scheduled, PillarID: "p", At: at(12, 20, 7, 30), CreatedAt: created, UpdatedAt: created.Add(90 * time.Minute)},
		{ID: "0193-b", Stage: editorial.Idea, At: at(12, 21, 9, 0), CreatedAt: created, UpdatedAt: created},
	}}
	f, cal := export(t, r, false)
	if f.Events != 2 || len(cal.Events()) != 2 {
		t.Fatalf("%d events said, %d read", f.Events, len(cal.Events()))
	}
	got := make(map[string]string)
	for _, p := range []ics.ComponentProperty{
		ics.ComponentPropertyUniqueId, ics.ComponentPropertySummary, ics.ComponentPropertyDescription, ics.ComponentPropertyDtStart,
		ics.ComponentPropertyDuration, ics.ComponentPropertyDtstamp, ics.ComponentPropertyCreated, ics.ComponentPropertySequence,
		ics.ComponentPropertyStatus, ics.ComponentPropertyCategories,
	} {
		got[string(p)] = value(cal.Events()[0], p)
	}
	want := map[string]string{
		"UID": "0193-a", "SUMMARY": "Noël ; bûches, étoiles", "DESCRIPTION": strings.ReplaceAll(accents, "\r", ""),
		"DTSTART": "20261220T073000", "DURATION": "PT15M", "DTSTAMP": "20261121T133200Z", "CREATED": "20261102T080000Z",
		"SEQUENCE": "217431120", "STATUS": "CONFIRMED", "CATEGORIES": "Coulisses, équipe",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	zone := cal.Events()[0].GetProperty(ics.ComponentPropertyDtStart).ICalParameters["TZID"]
	if diff := cmp.Diff([]string{"Europe/Paris"}, zone); diff != "" {
		t.Error(diff)
	}
	idea := cal.Events()[1]
	if value(idea, ics.ComponentPropertySummary) != "Publication sans titre" || value(idea, ics.ComponentPropertyStatus) != "TENTATIVE" || idea.GetProperty(ics.ComponentPropertyDescription) != nil {
		t.Errorf("an idea without a word: %v", idea.Properties)
	}
	if f.Name != "Boulangerie Martin  Nantes - Publications du 2026-01-01 au 2026-12-31.ics" {
		t.Errorf("proposed as %q", f.Name)
	}
}

func TestTheFormIsThatOfTheStandard(t *testing.T) {
	r := &rooms{posts: []editorial.Post{{ID: "a", Text: strings.Repeat("é", 300) + "\n" + accents, Stage: editorial.Draft, At: at(12, 20, 7, 30), CreatedAt: created, UpdatedAt: created}}}
	f, _ := export(t, r, true)
	if bytes.Contains(bytes.ReplaceAll(f.data, []byte("\r\n"), nil), []byte("\n")) || bytes.Contains(bytes.ReplaceAll(f.data, []byte("\r\n"), nil), []byte("\r")) {
		t.Error("a line does not end with CRLF")
	}
	if !bytes.HasSuffix(f.data, []byte("END:VCALENDAR\r\n")) {
		t.Error("the file is cut")
	}
	for line := range strings.SplitSeq(string(f.data), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%d bytes, valid %v: %q", len(line), utf8.ValidString(line), line)
		}
	}
	again, _ := export(t, r, true)
	if !bytes.Equal(f.data, again.data) {
		t.Error("the same calendar gives other bytes")
	}
}

// TestALaterFileWins undoes a change between two exports: what the first file said
// must not stay in the calendar that imports both.
func TestALaterFileWins(t *testing.T) {
	r := &rooms{posts: []editorial.Post{{ID: "a", Title: "x", At: at(12, 20, 7, 30), CreatedAt: created, UpdatedAt: created.Add(time.Hour)}}}
	versions := func() map[string]int {
		_, cal := export(t, r, true)
		all := make(map[string]int)
		for _, e := range cal.Events() {
			n, err := strconv.Atoi(value(e, ics.ComponentPropertySequence))
			if err != nil {
				t.Fatal(err)
			}
			all[value(e, ics.ComponentPropertyUniqueId)] = n
		}
		return all
	}
	before := versions()
	r.later, r.posts[0].UpdatedAt = time.Second, created
	for id, n := range versions() {
		if n <= before[id] {
			t.Errorf("%s: %d after %d", id, n, before[id])
		}
	}
}

// instants reads when events begin by the zone that the file itself describes, as
// a calendar does that knows no other.
func instants(t *testing.T, cal *ics.Calendar) map[string]string {
	t.Helper()
	type change struct {
		onset    time.Time
		from, to int
	}
	offset := func(s string) int {
		sign, hours, minutes := 1, int(s[1]-'0')*10+int(s[2]-'0'), int(s[3]-'0')*10+int(s[4]-'0')
		if s[0] == '-' {
			sign = -1
		}
		return sign * (hours*3600 + minutes*60)
	}
	var changes []change
	for _, part := range cal.Timezones()[0].SubComponents() {
		properties := make(map[string]string)
		for _, p := range part.UnknownPropertiesIANAProperties() {
			properties[p.IANAToken] = p.Value
		}
		c := change{from: offset(properties["TZOFFSETFROM"]), to: offset(properties["TZOFFSETTO"])}
		local, err := time.ParseInLocation("20060102T150405", properties["DTSTART"], time.FixedZone("", c.from))
		if err != nil {
			t.Fatal(err)
		}
		c.onset = local
		changes = append(changes, c)
	}
	got := make(map[string]string)
	for _, e := range cal.Events() {
		text := value(e, ics.ComponentPropertyDtStart)
		for _, c := range changes {
			local, err := time.ParseInLocation("20060102T150405", text, time.FixedZone("", c.from))
			if err != nil {
				t.Fatal(err)
			}
			// Read with the offset before the change: the first of two, as the
			// standard says.
			if local.Before(c.onset) {
				got[value(e, ics.ComponentPropertyUniqueId)] = local.UTC().Format(time.RFC3339)
				break
			}
		}
	}
	return got
}

func TestBothNightsWhenClocksChange(t *testing.T) {
	r := &rooms{}
	for id, when := range map[app.ID]app.Civil{
		"eve of summer": at(3, 28, 9, 0), "before summer": at(3, 29, 1, 59), "skipped": at(3, 29, 2, 30), "after summer": at(3, 29, 3, 0),
		"summer": at(3, 30, 9, 0), "eve of winter": at(10, 24, 9, 0), "twice": at(10, 25, 2, 30), "after winter": at(10, 25, 3, 0), "winter": at(10, 26, 9, 0),
	} {
		r.posts = append(r.posts, editorial.Post{ID: id, Title: string(id), Stage: editorial.Scheduled, At: when, CreatedAt: created, UpdatedAt: created})
	}
	_, cal := export(t, r, false)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for _, p := range r.posts {
		want[string(p.ID)] = p.At.In(paris).UTC().Format(time.RFC3339)
	}
	if diff := cmp.Diff(want, instants(t, cal)); diff != "" {
		t.Error(diff)
	}
}

func TestOtherZones(t *testing.T) {
	for _, zone := range []string{"UTC", "Indian/Reunion", "America/Martinique", "Pacific/Noumea", "America/Miquelon"} {
		r := &rooms{zone: zone, posts: []editorial.Post{{ID: "a", Stage: editorial.Draft, At: at(7, 14, 9, 0), CreatedAt: created, UpdatedAt: created}}}
		_, cal := export(t, r, false)
		if len(cal.Timezones()) != 1 || len(cal.Timezones()[0].SubComponents()) == 0 {
			t.Errorf("%s is not described", zone)
		}
	}
}

func TestKeyDatesAreWholeDays(t *testing.T) {
	f, cal := export(t, &rooms{}, true)
	if f.Events < 20 {
		t.Errorf("%d dates", f.Events)
	}
	for _, e := range cal.Events() {
		if value(e, ics.ComponentPropertyUniqueId) != "heritage_days-2026-09-19" {
			continue
		}
		if got := value(e, ics.ComponentPropertyDtStart) + ".." + value(e, ics.ComponentPropertyDtEnd) + " " + value(e, ics.ComponentPropertySummary); got != "20260919..20260921 Journées du patrimoine" {
			t.Errorf("got %s", got)
		}
		return
	}
	t.Error("the heritage days are not there")
}

func TestNothingToWrite(t *testing.T) {
	r := &rooms{zone: "Europe/Paris"}
	s := NewService(Rooms{Business: r, Posts: r, Strategy: r, KeyDates: r}, app.FixedClock(exported))
	day := at(1, 1, 0, 0).Date
	for name, test := range map[string]struct {
		to   app.Date
		want string
	}{
		"empty":    {day.AddDays(30), "agenda.error.empty"},
		"too long": {day.AddDays(MaxDays), "agenda.error.days"},
		"inverse":  {day.AddDays(-1), "agenda.error.days"},
	} {
		if _, err := s.Export(t.Context(), day, test.to, false, french(t)); app.CodeOf(err) != app.CodeInvalid || app.MessageOf(err).Key != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.posts = []editorial.Post{{ID: "gone", At: at(1, 5, 9, 0)}}
	r.gone = "gone"
	if _, err := s.Export(t.Context(), day, day.AddDays(30), false, french(t)); app.MessageOf(err).Key != "agenda.error.empty" {
		t.Errorf("a post deleted meanwhile: %v", err)
	}
}

func TestSaving(t *testing.T) {
	f, _ := export(t, &rooms{}, true)
	path := filepath.Join(t.TempDir(), f.Name)
	if err := f.Save(path); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, f.data) {
		t.Errorf("%d bytes of %d, %v", len(got), len(f.data), err)
	}
	if err := f.Save(filepath.Join(t.TempDir(), "gone", f.Name)); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("no folder: %v", err)
	}
}

func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.String().Draw(rt, "text")
		_, cal := export(t, &rooms{posts: []editorial.Post{{ID: "a", Title: "x", Text: text, At: at(1, 5, 9, 0), CreatedAt: created, UpdatedAt: created}}}, false)
		if got := value(cal.Events()[0], ics.ComponentPropertyDescription); got != clean(text) {
			rt.Fatalf("%q comes back as %q", text, got)
		}
	})
}
