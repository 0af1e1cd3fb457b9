package editorial

import (
	"slices"
	"strings"

	"parvis/app/networks"
)

// said is a text of the post and where it is said: on a network, or "" for the
// common version.
type said struct {
	network networks.Network
	text    string
	comment bool // it is the first comment
}

// fix is the fix of something in the text.
func (t said) fix(f Fix) Fix {
	f.Network, f.Comment = t.network, t.comment
	return f
}

// version is what the post says on networks that say the same.
type version struct {
	on            []networks.Network // "" for those that have no variant
	text, comment string             // the comment is "" where no first comment is taken
	pictures      bool               // it shows some
}

// blank reports whether the version has no words and shows pictures.
func (v version) blank() bool { return v.pictures && strings.TrimSpace(v.text) == "" }

// versions returns what the post says where it goes, the common version first,
// those that are the same as one. A post that goes nowhere yet is its common
// version.
func (s situation) versions(chosen []networks.Account) []version {
	common := version{on: []networks.Network{""}, text: s.Post.Text, pictures: len(s.Post.Images) > 0}
	shown := len(chosen) == 0
	all := make([]version, 1, len(chosen)+1)
	for _, a := range chosen {
		limits, _ := a.Limits()
		own, varied := s.Post.VariantOn(a.Network)
		if !varied {
			shown = true
			if limits.FirstComment {
				common.comment = s.Post.Comment
			}
			continue
		}
		v := version{on: []networks.Network{a.Network}, text: own.Text, pictures: len(s.Post.ImagesOn(a.Network)) > 0}
		if limits.FirstComment {
			v.comment = own.Comment
		}
		all = append(all, v)
	}
	if all[0] = common; !shown {
		all = all[1:]
	}
	var apart []version
	for _, v := range all {
		i := slices.IndexFunc(apart, func(o version) bool {
			return o.text == v.text && o.comment == v.comment && o.pictures == v.pictures
		})
		switch {
		case i < 0:
			apart = append(apart, v)
		case !slices.Contains(apart[i].on, v.on[0]):
			apart[i].on = append(apart[i].on, v.on[0])
		}
	}
	return apart
}

// texts returns what the post says where it goes, each text once, the first
// comments after the posts.
func (s situation) texts(chosen []networks.Account) []said {
	var all []said
	versions := s.versions(chosen)
	add := func(one said) {
		if !slices.ContainsFunc(all, func(o said) bool { return o.text == one.text }) {
			all = append(all, one)
		}
	}
	for _, v := range versions {
		add(said{v.on[0], v.text, false})
	}
	for _, v := range versions {
		if strings.TrimSpace(v.comment) != "" {
			add(said{v.on[0], v.comment, true})
		}
	}
	return all
}
