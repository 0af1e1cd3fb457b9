package spelling

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/strategy"
	"parvis/app/watch"
)

// Word is a word of the dictionary of the business.
type Word struct {
	Text    string // in NFC, with straight apostrophes
	Who     string // first name of who added it, "" when not known
	AddedAt time.Time
}

// Store keeps the dictionary of the business in the file.
type Store interface {
	// Words returns the words in the order of the alphabet of their bytes.
	Words(ctx context.Context) ([]Word, error)
	// AddWord keeps a word; one that is kept already stays as it is.
	AddWord(ctx context.Context, w Word) error
	// RemoveWord takes a word out; one that is not kept is no error.
	RemoveWord(ctx context.Context, text string) error
}

// Neighbours are the rooms whose names are words to know. Any but Business may be
// nil.
type Neighbours struct {
	Business interface {
		Business(ctx context.Context) (business.Business, error)
	}
	Strategy interface {
		Strategy(ctx context.Context) (strategy.Strategy, error)
	}
	Watch interface {
		Competitors(ctx context.Context) ([]watch.Competitor, error)
	}
}

// WordsChanged is emitted after a word was added to the dictionary of the
// business or removed from it.
type WordsChanged struct{}

// MaxWordLength bounds a word of the business, in characters.
const MaxWordLength = 60

// Service checks the texts of one business. It is safe for concurrent use.
type Service struct {
	store  Store
	around Neighbours
	clock  app.Clock
	events *app.Events
	read   remembered
}

// NewService returns the service over a store.
func NewService(store Store, around Neighbours, clock app.Clock, events *app.Events) *Service {
	return &Service{store: store, around: around, clock: clock, events: events, read: newRemembered()}
}

// Find returns the mistakes of a text, as the function Find does, in the language
// the text is in. The words of the business, and the names of the business, its
// town, its pillars and its competitors, are right. A text read lately costs
// nothing again.
func (s *Service) Find(ctx context.Context, text string) ([]Finding, error) {
	known, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	return s.read.find(ctx, text, known)
}

// known gathers the texts whose words are right besides those of the dictionaries.
func (s *Service) known(ctx context.Context) ([]string, error) {
	own, err := s.store.Words(ctx)
	if err != nil {
		return nil, err
	}
	b, err := s.around.Business.Business(ctx)
	if err != nil {
		return nil, err
	}
	texts := []string{b.Name, b.Town, b.FirstName}
	for _, w := range own {
		texts = append(texts, w.Text)
	}
	if s.around.Strategy != nil {
		plan, err := s.around.Strategy.Strategy(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range plan.Pillars {
			texts = append(texts, p.Name)
		}
	}
	if s.around.Watch != nil {
		competitors, err := s.around.Watch.Competitors(ctx)
		if err != nil {
			return nil, err
		}
		for _, c := range competitors {
			texts = append(texts, c.Name)
		}
	}
	return texts, nil
}

// Words returns the dictionary of the business.
func (s *Service) Words(ctx context.Context) ([]Word, error) { return s.store.Words(ctx) }

// Learn adds a word to the dictionary of the business, in the name of its owner,
// and emits WordsChanged. The word is right from then on. It fails with
// CodeInvalid for what is no word.
func (s *Service) Learn(ctx context.Context, text string) error {
	text = plain(strings.TrimSpace(text))
	switch {
	case !strings.ContainsFunc(text, unicode.IsLetter), strings.ContainsFunc(text, unicode.IsSpace), !utf8.ValidString(text):
		return app.Fail(app.CodeInvalid, "spelling.error.no_word")
	case utf8.RuneCountInString(text) > MaxWordLength:
		return app.Fail(app.CodeInvalid, "spelling.error.long", "Max", MaxWordLength)
	}
	b, err := s.around.Business.Business(ctx)
	if err != nil {
		return err
	}
	if err := s.store.AddWord(ctx, Word{Text: text, Who: b.FirstName, AddedAt: s.clock.Now()}); err != nil {
		return err
	}
	app.Emit(s.events, WordsChanged{})
	return nil
}

// Forget takes a word out of the dictionary of the business and emits
// WordsChanged.
func (s *Service) Forget(ctx context.Context, text string) error {
	if err := s.store.RemoveWord(ctx, plain(strings.TrimSpace(text))); err != nil {
		return err
	}
	app.Emit(s.events, WordsChanged{})
	return nil
}
