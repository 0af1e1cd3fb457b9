package networks

import (
	"strings"

	"parvis/app"
)

// Picture describes an image to be checked, without its bytes.
type Picture struct {
	Name string // file name as the owner knows it
	Size int    // bytes
	Alt  string // alternative text, "" when none was written
}

// Picture describes the image.
func (i Image) Picture() Picture { return Picture{Name: i.Name, Size: len(i.Bytes), Alt: i.Alt} }

// Problem is one thing a network would refuse, or that is better mended first.
type Problem struct {
	app.Message
	// Blocking says that the network refuses the post as it is; without it the
	// post may go out.
	Blocking bool
}

// The sentences of problems.
const (
	ProblemEmpty         = "networks.problem.empty"
	ProblemTooLong       = "networks.problem.too_long"
	ProblemTooHeavy      = "networks.problem.too_heavy"
	ProblemTooManyImages = "networks.problem.too_many_images"
	ProblemImageTooHeavy = "networks.problem.image_too_heavy"
	ProblemAltMissing    = "networks.problem.alt_missing"
)

// Check compares a post with the limits of a network, in the order in which its
// owner would mend it. It finds nothing on a network Parvis cannot publish to.
func Check(n Network, text string, images []Picture) []Problem {
	l, ok := LimitsOf(n)
	if !ok {
		return nil
	}
	var found []Problem
	add := func(blocking bool, key string, args ...any) {
		found = append(found, Problem{Message: app.Say(key, append(args, "Network", n.Name())...), Blocking: blocking})
	}
	if strings.TrimSpace(text) == "" && len(images) == 0 {
		add(true, ProblemEmpty)
	}
	c := Count(n, text)
	// Whoever shortens a text mends its bytes too: one sentence at a time.
	switch {
	case l.Graphemes > 0 && c.Graphemes > l.Graphemes:
		add(true, ProblemTooLong, "Over", c.Graphemes-l.Graphemes, "Max", l.Graphemes)
	case l.TextBytes > 0 && c.Bytes > l.TextBytes:
		add(true, ProblemTooHeavy, "Over", c.Bytes-l.TextBytes, "Max", l.TextBytes)
	}
	if l.Images > 0 && len(images) > l.Images {
		add(true, ProblemTooManyImages, "Over", len(images)-l.Images, "Max", l.Images)
	}
	for _, i := range images {
		if l.ImageBytes > 0 && i.Size > l.ImageBytes {
			add(true, ProblemImageTooHeavy, "Name", i.Name, "Max", l.ImageBytes/1000)
		}
		if strings.TrimSpace(i.Alt) == "" {
			add(l.AltRequired, ProblemAltMissing, "Name", i.Name)
		}
	}
	return found
}
