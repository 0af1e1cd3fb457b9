package history

import (
	"strings"

	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/assets/translations"
)

// part is something a post says, now and in a version.
type part struct {
	label    string // where, "" for the common text
	now, was string
}

// parts lists what either of two posts says: common text first, then title, first
// comment and alternative texts, then what networks say of their own.
func parts(now, was editorial.Post, text *translations.Catalogue) []part {
	all := []part{
		{"", now.Text, was.Text},
		{text.T("editorial.history.part.title"), now.Title, was.Title},
		{text.T("editorial.history.part.comment"), now.Comment, was.Comment},
		{text.T("editorial.history.part.images"), pictures(now.Images, text), pictures(was.Images, text)},
	}
	for _, n := range varied(now, was) {
		a, _ := now.VariantOn(n)
		b, _ := was.VariantOn(n)
		all = append(all,
			part{n.Name(), a.Text, b.Text},
			part{text.T("editorial.history.part.comment_on", "Network", n.Name()), a.Comment, b.Comment},
			part{text.T("editorial.history.part.images_on", "Network", n.Name()), pictures(a.Images, text), pictures(b.Images, text)},
		)
	}
	var said []part
	for _, p := range all {
		if p.now != "" || p.was != "" {
			said = append(said, p)
		}
	}
	return said
}

// pictures are told by their alternative texts, a line each.
func pictures(all []editorial.PostImage, text *translations.Catalogue) string {
	var lines []string
	for i, one := range all {
		alt := one.Alt
		if alt == "" {
			alt = text.T("editorial.history.part.no_alt")
		}
		lines = append(lines, text.T("editorial.history.part.image", "Number", i+1, "Alt", alt))
	}
	return strings.Join(lines, "\n")
}

// varied are the networks for which one of two posts has a variant.
func varied(now, was editorial.Post) []networks.Network {
	var all []networks.Network
	for _, v := range now.Variants {
		all = append(all, v.Network)
	}
	for _, v := range was.Variants {
		if _, both := now.VariantOn(v.Network); !both {
			all = append(all, v.Network)
		}
	}
	return all
}
