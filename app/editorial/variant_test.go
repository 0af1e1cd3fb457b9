package editorial

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app/media"
	"parvis/app/networks"
)

func TestAVariantStandsInForTheCommonPost(t *testing.T) {
	common := []PostImage{{Hash: "pain", Alt: "Un pain"}}
	p := Post{Text: "Commun", Comment: "Réservez", Images: common}
	p.Detach(networks.Instagram)
	if got := p.On(networks.Instagram); got.Text != "Commun" || got.Comment != "Réservez" || len(got.Images) != 1 {
		t.Errorf("a variant does not begin as the common post: %+v", got)
	}
	p.Vary(Variant{Network: networks.Instagram, Text: "À nous", OwnImages: true})
	p.Text = "Commun, corrigé"
	for n, want := range map[networks.Network]Post{
		networks.Instagram: {Text: "À nous"},
		networks.Facebook:  {Text: "Commun, corrigé", Comment: "Réservez", Images: common},
	} {
		if diff := cmp.Diff(want, p.On(n)); diff != "" {
			t.Errorf("%s: %s", n, diff)
		}
	}
	p.Detach(networks.Instagram)
	if p.TextOn(networks.Instagram) != "À nous" {
		t.Error("detaching again lost what was written")
	}
	was, own := p.Reattach(networks.Instagram)
	if !own || was.Text != "À nous" || p.TextOn(networks.Instagram) != "Commun, corrigé" || len(p.Variants) != 0 {
		t.Errorf("reattached: %+v, was %+v", p, was)
	}
	if _, own := p.Reattach(networks.Instagram); own {
		t.Error("reattached twice")
	}
	p.Vary(was)
	if p.TextOn(networks.Instagram) != "À nous" {
		t.Error("the variant did not come back")
	}
}

func anyPost(t *rapid.T) Post {
	text := rapid.SampledFrom([]string{"", "Pain", "Brioche", "Pain et brioche"})
	images := func(label string) []PostImage {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) PostImage {
			return PostImage{Hash: media.Hash(text.Draw(t, "hash")), Alt: text.Draw(t, "alt")}
		}), 0, 2).Draw(t, label)
	}
	p := Post{Title: text.Draw(t, "title"), Text: text.Draw(t, "text"), Comment: text.Draw(t, "comment"), Images: images("images")}
	for _, n := range rapid.SliceOfDistinct(rapid.SampledFrom([]networks.Network{networks.X, networks.Bluesky, networks.Facebook}),
		rapid.ID[networks.Network]).Draw(t, "networks") {
		p.Vary(Variant{
			Network: n, Text: text.Draw(t, "own text"), Comment: text.Draw(t, "own comment"),
			OwnImages: rapid.Bool().Draw(t, "own images"), Images: images("its images"),
		})
	}
	return p
}

// TestACopyIsApart changes every part of a copy: the post it was made of stays as
// it was.
func TestACopyIsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPost(t)
		before := p.Copy()
		if diff := cmp.Diff(p, before); diff != "" {
			t.Fatalf("a copy is another post: %s", diff)
		}
		c := p.Copy()
		for i := range c.Images {
			c.Images[i].Alt += "x"
		}
		for i := range c.Variants {
			c.Variants[i].Text += "x"
			for j := range c.Variants[i].Images {
				c.Variants[i].Images[j].Alt += "x"
			}
		}
		c.Detach(networks.Mastodon)
		c.Reattach(networks.X)
		if diff := cmp.Diff(before, p); diff != "" {
			t.Fatalf("the post changed with its copy: %s", diff)
		}
	})
}

// TestSayingTheSame does not depend on the order of the variants, and sees a
// difference in any of them.
func TestSayingTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPost(t)
		o := p.Copy()
		if len(o.Variants) > 1 {
			o.Variants[0], o.Variants[1] = o.Variants[1], o.Variants[0]
		}
		o.Title += "x"
		if !p.SaysTheSame(o) || !o.SaysTheSame(p) {
			t.Fatalf("%+v and %+v", p, o)
		}
		changed := o.Copy()
		if i := rapid.IntRange(-2, len(changed.Variants)-1).Draw(t, "which"); i >= 0 {
			changed.Variants[i].Comment += "x"
		} else if i == -1 {
			changed.Detach(networks.Mastodon)
		} else {
			changed.Images = append(changed.Images, PostImage{Hash: "other"})
		}
		if p.SaysTheSame(changed) || changed.SaysTheSame(p) {
			t.Fatalf("%+v and %+v", p, changed)
		}
	})
}
