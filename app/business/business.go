// Package business describes the one business of a workspace file: who it is,
// where, and the settings that belong to it rather than to the machine.
package business

import (
	"context"
	"strings"
	"time"

	"parvis/app"
)

// Trade is a kind of business; the key of its translated name is
// "business.trade.<trade>".
type Trade string

// The trades Parvis has examples for.
const (
	Bakery      Trade = "bakery"
	Restaurant  Trade = "restaurant"
	Hairdresser Trade = "hairdresser"
	Craft       Trade = "craft"
	Shop        Trade = "shop"
	Garage      Trade = "garage"
	Consultancy Trade = "consultancy"
	Association Trade = "association"
	Other       Trade = "other"
)

// Trades lists every trade in the order they are offered.
func Trades() []Trade {
	return []Trade{Bakery, Restaurant, Hairdresser, Craft, Shop, Garage, Consultancy, Association, Other}
}

// Business is the business of a file. Zone is an IANA name: every civil time of
// the file is read in it.
type Business struct {
	ID        app.ID
	Name      string
	Trade     Trade
	Town      string
	Zone      string
	FirstName string // of the owner, "" when not given
	Website   string // "" when none
	Example   bool   // the sample business: nothing of it leaves the machine
	CreatedAt time.Time
	// Lateness is how late a post may go out by default (product default 2 h).
	Lateness time.Duration
	// Opening is when the business is open, kept by SaveOpening alone; nil when
	// nobody said.
	Opening Opening
}

// DefaultZone is the zone of a new business.
const DefaultZone = "Europe/Paris"

// DefaultLateness is how late a post may go out unless its owner says otherwise.
const DefaultLateness = 2 * time.Hour

// MaxNameLength bounds name, town and first name, in characters.
const MaxNameLength = 80

// New checks the three fields of a first start and returns the business they
// describe. It fails with CodeInvalid and the key of the field's sentence.
func New(id app.ID, name string, trade Trade, town string, now time.Time) (Business, error) {
	b := Business{
		ID: id, Name: strings.TrimSpace(name), Trade: trade, Town: strings.TrimSpace(town),
		Zone: DefaultZone, CreatedAt: now, Lateness: DefaultLateness,
	}
	return b, b.Check()
}

// Check returns the first field that cannot be kept, as an *app.Error with
// CodeInvalid, or nil.
func (b Business) Check() error {
	switch {
	case b.Name == "":
		return app.Fail(app.CodeInvalid, "business.error.name_missing")
	case len([]rune(b.Name)) > MaxNameLength:
		return app.Fail(app.CodeInvalid, "business.error.name_long", "Max", MaxNameLength)
	case !known(b.Trade):
		return app.Fail(app.CodeInvalid, "business.error.trade_missing")
	case len([]rune(b.Town)) > MaxNameLength:
		return app.Fail(app.CodeInvalid, "business.error.town_long", "Max", MaxNameLength)
	case len([]rune(b.FirstName)) > MaxNameLength:
		return app.Fail(app.CodeInvalid, "business.error.first_name_long", "Max", MaxNameLength)
	}
	// Go takes "" for UTC and "Local" for the computer's own zone.
	if _, err := time.LoadLocation(b.Zone); err != nil || b.Zone == "" || b.Zone == "Local" {
		return app.Fail(app.CodeInvalid, "business.error.zone", "Zone", b.Zone).Because(err)
	}
	return nil
}

func known(t Trade) bool {
	for _, k := range Trades() {
		if k == t {
			return true
		}
	}
	return false
}

// Location returns the zone of the business, UTC should the file name one this
// machine does not know.
func (b Business) Location() *time.Location {
	if zone, err := time.LoadLocation(b.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// Store keeps the business in the file.
type Store interface {
	// Business returns the business of the file.
	Business(ctx context.Context) (Business, error)
	// SaveBusiness replaces what is kept; ID, Example, CreatedAt and Opening never
	// change.
	SaveBusiness(ctx context.Context, b Business) error
	SaveOpening(ctx context.Context, week Opening) error
}

// Changed is emitted after the business was saved.
type Changed struct{ Business Business }

// Service is what the interface asks of this room.
type Service struct {
	store  Store
	events *app.Events
}

// NewService returns the service over a store.
func NewService(store Store, events *app.Events) *Service {
	return &Service{store: store, events: events}
}

// Business returns the business of the file.
func (s *Service) Business(ctx context.Context) (Business, error) { return s.store.Business(ctx) }

// Save checks and keeps b, then emits Changed.
func (s *Service) Save(ctx context.Context, b Business) error {
	if err := b.Check(); err != nil {
		return err
	}
	if err := s.store.SaveBusiness(ctx, b); err != nil {
		return err
	}
	app.Emit(s.events, Changed{b})
	return nil
}
