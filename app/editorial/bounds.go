package editorial

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/networks"
)

// MaxTextLength bounds the text of a post, in characters: five times what the
// most generous network takes.
const MaxTextLength = 20_000

// MaxTitleLength bounds the title of a post, in characters.
const MaxTitleLength = 200

// Bounds of what else a post holds: characters of the name of its author and of an
// alternative text, pictures in one place, and variants. Networks take less.
const (
	MaxAuthorLength = 80
	MaxAltLength    = 2_000
	MaxImages       = 20
	MaxVariants     = 20
)

// bound makes every text of a post valid UTF-8, and refuses one that is too long
// to keep, and more pictures or variants than a post can hold. p shares nothing with
// another post.
func bound(p *Post) error {
	if err := boundImages(p); err != nil {
		return err
	}
	p.Author = strings.ToValidUTF8(p.Author, "\uFFFD")
	if utf8.RuneCountInString(p.Author) > MaxAuthorLength {
		return app.Fail(app.CodeInvalid, "editorial.error.author_long", "Max", MaxAuthorLength)
	}
	texts := []*string{&p.Text, &p.Comment}
	for i := range p.Variants {
		texts = append(texts, &p.Variants[i].Text, &p.Variants[i].Comment)
	}
	p.Title = strings.ToValidUTF8(p.Title, "\uFFFD")
	if utf8.RuneCountInString(p.Title) > MaxTitleLength {
		return app.Fail(app.CodeInvalid, "editorial.error.title_long", "Max", MaxTitleLength)
	}
	for _, text := range texts {
		*text = strings.ToValidUTF8(*text, "\uFFFD")
		if utf8.RuneCountInString(*text) > MaxTextLength {
			return app.Fail(app.CodeInvalid, "editorial.error.text_long", "Max", MaxTextLength)
		}
	}
	return nil
}

// boundImages does for pictures and variants what bound does.
func boundImages(p *Post) error {
	if len(p.Variants) > MaxVariants {
		return app.Fail(app.CodeInvalid, "editorial.error.variants_many", "Max", MaxVariants)
	}
	for _, images := range p.albums() {
		if len(*images) > MaxImages {
			return app.Fail(app.CodeInvalid, "editorial.error.images_many", "Max", MaxImages)
		}
		for i := range *images {
			alt := strings.ToValidUTF8((*images)[i].Alt, "\uFFFD")
			if utf8.RuneCountInString(alt) > MaxAltLength {
				return app.Fail(app.CodeInvalid, "editorial.error.alt_long", "Max", MaxAltLength, "Number", i+1)
			}
			(*images)[i].Alt = alt
		}
	}
	return nil
}

// drop takes out of p what was removed while it was being written, so that what
// is typed is kept all the same: accounts, and what Relink replaces.
func (s *Service) drop(ctx context.Context, p *Post, kept Post) error {
	link, err := s.links(ctx)
	if err != nil {
		return err
	}
	link(p, kept)
	return nil
}

// links returns what drop does to any post.
func (s *Service) links(ctx context.Context) (func(p *Post, kept Post), error) {
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return nil, err
	}
	accounts, err := s.rooms.Accounts.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	return func(p *Post, kept Post) {
		p.Relink(plan, kept)
		var there []app.ID
		for _, id := range p.Accounts {
			if slices.ContainsFunc(accounts, func(a networks.Account) bool { return a.ID == id }) && !slices.Contains(there, id) {
				there = append(there, id)
			}
		}
		p.Accounts = there
	}, nil
}

// dropImages takes out of p, and of its variants, the pictures that are no longer in
// the file, and returns how many. p shares no picture with another post.
func (s *Service) dropImages(ctx context.Context, p *Post) (missing int, err error) {
	for _, images := range p.albums() {
		there := (*images)[:0]
		for _, i := range *images {
			_, err := s.rooms.Images.Image(ctx, i.Hash)
			switch {
			case app.CodeOf(err) == app.CodeNotFound:
				missing++
			case err != nil:
				return 0, err
			default:
				there = append(there, i)
			}
		}
		*images = there
	}
	return missing, nil
}
