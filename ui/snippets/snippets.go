// Package snippets shows what owners write again and again, over the composer: to
// put it into a post, and to add, change, order and delete it. Typing filters,
// the arrows choose, Enter inserts, Escape closes.
package snippets

import (
	"context"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/snippets"
	"parvis/ui/page"
)

// Snippets keeps them.
type Snippets interface {
	List(ctx context.Context, kind snippets.Kind) ([]snippets.Snippet, error)
	Save(ctx context.Context, one snippets.Snippet) (snippets.Snippet, error)
	Delete(ctx context.Context, id app.ID) (snippets.Undo, error)
	Move(ctx context.Context, kind snippets.Kind, id app.ID, by int) error
	Used(ctx context.Context, one snippets.Snippet) error
	RecentEmoji(ctx context.Context, most int) ([]string, error)
	EmojiUsed(ctx context.Context, emoji string) error
}

// Business tells what fields are filled with.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
}

// Accounts tells which networks a signature can be for.
type Accounts interface {
	Accounts(ctx context.Context) ([]networks.Account, error)
}

// Services are what the forms ask.
type Services struct {
	Snippets Snippets
	Business Business
	Accounts Accounts
}

// Post is what a snippet is put into.
type Post struct {
	// Networks it goes to, in their order, none while none is chosen.
	Networks []networks.Network
	// Campaign is the name of its campaign, "" for none.
	Campaign string
	// Day it is placed on, the zero Date while it is not.
	Day app.Date
}

// ShowHashtags lets the owner choose a group of hashtags. insert receives the text
// once, when the form has closed; so do those of the others.
func ShowHashtags(h page.Host, s Services, post Post, insert func(text string)) {
	newPicker(h, s, post, snippets.Hashtags, insert).show()
}

// ShowSignatures lets the owner choose a signature; those for the networks of the
// post come first.
func ShowSignatures(h page.Host, s Services, post Post, insert func(text string)) {
	newPicker(h, s, post, snippets.Signature, insert).show()
}

// ShowTemplates lets the owner choose a template, then fill what Parvis cannot.
func ShowTemplates(h page.Host, s Services, post Post, insert func(text string)) {
	newPicker(h, s, post, snippets.Template, insert).show()
}

// ShowLinks lets the owner choose a saved link, with the address that results.
func ShowLinks(h page.Host, s Services, post Post, insert func(text string)) {
	newPicker(h, s, post, snippets.Link, insert).show()
}

// key returns the key of a sentence about a kind.
func key(kind snippets.Kind, what string) string { return "snippets." + string(kind) + "." + what }
