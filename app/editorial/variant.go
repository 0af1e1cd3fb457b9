package editorial

import (
	"slices"
	"strings"

	"parvis/app/legal"
	"parvis/app/networks"
	"parvis/app/words"
)

// Variant is a post as adapted to one network: what of it is that network's own.
// A network without one says what the post says.
type Variant struct {
	Network networks.Network
	Text    string // in place of the common text
	Comment string // in place of the common first comment, "" for none
	// OwnImages: the network shows Images, perhaps none, in place of the common
	// ones.
	OwnImages bool
	Images    []PostImage
}

// Equal reports whether two variants say the same.
func (v Variant) Equal(o Variant) bool {
	return v.Network == o.Network && v.Text == o.Text && v.Comment == o.Comment &&
		v.OwnImages == o.OwnImages && slices.Equal(v.Images, o.Images)
}

// VariantOn returns the variant of a network, or false where the post is the
// common one.
func (p Post) VariantOn(n networks.Network) (Variant, bool) {
	if i := p.variant(n); i >= 0 {
		return p.Variants[i], true
	}
	return Variant{}, false
}

func (p Post) variant(n networks.Network) int {
	return slices.IndexFunc(p.Variants, func(v Variant) bool { return v.Network == n })
}

// TextOn returns what the post says on a network.
func (p Post) TextOn(n networks.Network) string {
	if v, own := p.VariantOn(n); own {
		return v.Text
	}
	return p.Text
}

// CommentOn returns the first comment on a network, "" for none.
func (p Post) CommentOn(n networks.Network) string {
	if v, own := p.VariantOn(n); own {
		return v.Comment
	}
	return p.Comment
}

// ImagesOn returns the pictures shown on a network.
func (p Post) ImagesOn(n networks.Network) []PostImage {
	if v, own := p.VariantOn(n); own && v.OwnImages {
		return v.Images
	}
	return p.Images
}

// On returns the post as a network shows it, without its variants.
func (p Post) On(n networks.Network) Post {
	p.Text, p.Comment, p.Images = p.TextOn(n), p.CommentOn(n), p.ImagesOn(n)
	p.Variants = nil
	return p
}

// Detach gives a network a variant that begins as the common post. It changes
// nothing when there is one.
func (p *Post) Detach(n networks.Network) {
	if p.variant(n) >= 0 {
		return
	}
	p.Variants = append(slices.Clone(p.Variants), Variant{Network: n, Text: p.Text, Comment: p.Comment})
}

// Reattach makes a network say what the post says again, and returns what was its
// own, to give it back with Vary; false where nothing was.
func (p *Post) Reattach(n networks.Network) (Variant, bool) {
	i := p.variant(n)
	if i < 0 {
		return Variant{}, false
	}
	was := p.Variants[i]
	p.Variants = slices.Delete(slices.Clone(p.Variants), i, i+1)
	return was, true
}

// Vary sets the variant of v's network.
func (p *Post) Vary(v Variant) {
	p.Variants = slices.Clone(p.Variants)
	if i := p.variant(v.Network); i >= 0 {
		p.Variants[i] = v
		return
	}
	p.Variants = append(p.Variants, v)
}

// Copy returns the post apart from what will be changed in p next.
func (p Post) Copy() Post {
	p.Images, p.Accounts = slices.Clone(p.Images), slices.Clone(p.Accounts)
	p.Variants, p.Disclosures = slices.Clone(p.Variants), slices.Clone(p.Disclosures)
	for i := range p.Variants {
		p.Variants[i].Images = slices.Clone(p.Variants[i].Images)
	}
	return p
}

// SaysTheSame reports whether two posts have the same texts, first comments and
// pictures on every network, and the same declared of them. The title, which is not
// published, does not count.
func (p Post) SaysTheSame(o Post) bool {
	return p.Text == o.Text && p.Comment == o.Comment && p.Video == o.Video && slices.Equal(p.Images, o.Images) && p.declaresTheSame(o) &&
		len(p.Variants) == len(o.Variants) && !slices.ContainsFunc(p.Variants, func(v Variant) bool {
		other, own := o.VariantOn(v.Network)
		return !own || !v.Equal(other)
	})
}

// declaresTheSame reports whether the same is declared of two posts, in any order.
func (p Post) declaresTheSame(o Post) bool {
	return len(p.Disclosures) == len(o.Disclosures) && !slices.ContainsFunc(p.Disclosures, func(d legal.Disclosure) bool {
		return !slices.Contains(o.Disclosures, d)
	})
}

// EveryImage returns the pictures of the post and of its variants, each once.
func (p Post) EveryImage() []PostImage {
	var all []PostImage
	add := func(images []PostImage) {
		for _, i := range images {
			if !slices.ContainsFunc(all, func(o PostImage) bool { return o.Hash == i.Hash }) {
				all = append(all, i)
			}
		}
	}
	add(p.Images)
	for _, v := range p.Variants {
		add(v.Images)
	}
	return all
}

// Texts returns everything the post says, each text once: the common one first,
// then those of its variants, and the first comments.
func (p Post) Texts() []string {
	var all []string
	add := func(text string) {
		if text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	add(p.Text)
	add(p.Comment)
	for _, v := range p.Variants {
		add(v.Text)
		add(v.Comment)
	}
	return all
}

// AddText adds a sentence, such as a mention the law wants, at the beginning or at
// the end of the text of versions of the post, "" being the common one. A text that
// says it already, whatever its case and accents, stays as it is; so does a version
// of pictures without a word.
func (p *Post) AddText(sentence string, atStart bool, versions ...networks.Network) {
	add := func(text string, images []PostImage) string {
		blank := strings.TrimSpace(text) == ""
		switch {
		case blank && len(images) > 0, words.Say(text, sentence):
			return text
		case blank:
			return sentence
		case atStart:
			return sentence + "\n" + text
		}
		return strings.TrimRight(text, " \n") + "\n\n" + sentence
	}
	if slices.Contains(versions, "") {
		p.Text = add(p.Text, p.Images)
	}
	p.Variants = slices.Clone(p.Variants)
	for i, v := range p.Variants {
		if slices.Contains(versions, v.Network) {
			p.Variants[i].Text = add(v.Text, p.ImagesOn(v.Network))
		}
	}
}
