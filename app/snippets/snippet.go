// Package snippets holds the writing helpers of the composer: groups of hashtags,
// signatures, templates with fields, saved links that are followed by campaign, and
// the search of emoji. What an owner writes again and again is kept once.
package snippets

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/networks"
)

// Kind is what a snippet is.
type Kind string

// The kinds of snippets. The first word of their sentences is "snippets.<kind>".
const (
	Hashtags  Kind = "hashtags"
	Signature Kind = "signature"
	Template  Kind = "template"
	Link      Kind = "link"
)

// Snippet is one thing that is written again and again.
type Snippet struct {
	ID   app.ID
	Kind Kind
	Name string
	// Text is that of a signature, or of a template with its fields.
	Text string
	// Tags are the hashtags of a group, without their sign.
	Tags []string
	// Networks are those a signature is proposed for, none for all.
	Networks []networks.Network
	// Address, Medium and Content are those of a link: see Track.
	Address, Medium, Content string
	// Position orders the snippets of a kind, from 1; 0 is for the end.
	Position int
	// Uses is how often it was inserted, UsedAt when last, zero for never. Saving
	// does not change them: Used does.
	Uses   int
	UsedAt time.Time
}

// Bounds of what is kept, in characters.
const (
	MaxNameLength = 80
	MaxTextLength = 5_000
	MaxTags       = 60
)

// Store keeps snippets in the file.
type Store interface {
	// Snippets returns those of a kind, in their order.
	Snippets(ctx context.Context, kind Kind) ([]Snippet, error)
	// SaveSnippet adds a snippet, at its Position or at the end, or replaces the
	// one of the same ID, whose place, kind and uses stay.
	SaveSnippet(ctx context.Context, s Snippet) error
	// RemoveSnippet forgets a snippet, and returns it as it was, or an error with
	// CodeNotFound.
	RemoveSnippet(ctx context.Context, id app.ID) (Snippet, error)
	// OrderSnippets gives those of a kind the order of ids; those not named come
	// last, as they were.
	OrderSnippets(ctx context.Context, kind Kind, ids []app.ID) error
	// NoteUse counts a use of a snippet; of one that is gone it does nothing.
	NoteUse(ctx context.Context, id app.ID, at time.Time) error
	// RecentEmoji returns what NoteEmoji noted last, the latest first.
	RecentEmoji(ctx context.Context, most int) ([]string, error)
	// NoteEmoji notes that an emoji was inserted.
	NoteEmoji(ctx context.Context, emoji string, at time.Time) error
}

// Changed is emitted after the snippets of a kind changed.
type Changed struct{ Kind Kind }

// Checked returns the snippet as it is kept, without what stands around its texts
// and what its kind does not have, or an error with CodeInvalid.
func (s Snippet) Checked() (Snippet, error) {
	s.Name = strings.Join(strings.Fields(strings.ToValidUTF8(s.Name, "\uFFFD")), " ")
	s.Text = strings.TrimSpace(strings.ToValidUTF8(s.Text, "\uFFFD"))
	switch {
	case s.Name == "":
		return s, app.Fail(app.CodeInvalid, "snippets.error.name_missing")
	case utf8.RuneCountInString(s.Name) > MaxNameLength:
		return s, app.Fail(app.CodeInvalid, "snippets.error.name_long", "Max", MaxNameLength)
	case utf8.RuneCountInString(s.Text) > MaxTextLength:
		return s, app.Fail(app.CodeInvalid, "snippets.error.text_long", "Max", MaxTextLength)
	}
	kept := Snippet{ID: s.ID, Kind: s.Kind, Name: s.Name, Position: s.Position, Uses: s.Uses, UsedAt: s.UsedAt}
	switch s.Kind {
	case Hashtags:
		kept.Tags, _ = ParseTags(strings.Join(s.Tags, " "))
		if len(kept.Tags) == 0 {
			return s, app.Fail(app.CodeInvalid, "snippets.error.tags_missing")
		}
		if len(kept.Tags) > MaxTags {
			return s, app.Fail(app.CodeInvalid, "snippets.error.tags_many", "Max", MaxTags)
		}
	case Signature, Template:
		kept.Text = s.Text
		if kept.Text == "" {
			return s, app.Fail(app.CodeInvalid, "snippets.error.text_missing")
		}
		if s.Kind == Signature {
			for _, n := range s.Networks {
				if !slices.Contains(kept.Networks, n) {
					kept.Networks = append(kept.Networks, n)
				}
			}
			break
		}
		if _, err := ParseTemplate(kept.Text); err != nil {
			return s, err
		}
	case Link:
		address, err := NormalAddress(s.Address)
		if err != nil {
			return s, err
		}
		kept.Address, kept.Medium, kept.Content = address, Slug(s.Medium), Slug(s.Content)
	default:
		return s, app.Fail(app.CodeInvalid, "snippets.error.kind")
	}
	return kept, nil
}

// For reports whether a signature is proposed for a post to some networks: it is
// when it is meant for one of them, or for all, or when the post goes nowhere yet.
func (s Snippet) For(chosen []networks.Network) bool {
	return len(s.Networks) == 0 || len(chosen) == 0 ||
		slices.ContainsFunc(chosen, func(n networks.Network) bool { return slices.Contains(s.Networks, n) })
}

// Matches reports whether every word of a search begins a word of the snippet:
// accents, capitals and signs do not count.
func (s Snippet) Matches(search string) bool {
	var words []string
	for _, field := range append([]string{s.Name, s.Text, s.Address, s.Content}, s.Tags...) {
		words = append(words, plainWords(field)...)
	}
	return beginsAll(words, plainWords(search))
}
