package networks

import (
	"slices"
	"strings"
	"time"

	"parvis/app"
)

// Problem is one thing a network would refuse, or that is better mended first.
type Problem struct {
	app.Message
	// Blocking says that the network refuses the post as it is; without it the
	// post may go out.
	Blocking bool
}

// The sentences of problems.
const (
	ProblemEmpty           = "networks.problem.empty"
	ProblemTooLong         = "networks.problem.too_long"
	ProblemTooHeavy        = "networks.problem.too_heavy"
	ProblemSigns           = "networks.limits.problem.signs"
	ProblemTitleMissing    = "networks.limits.problem.title_missing"
	ProblemTitleTooLong    = "networks.limits.problem.title_too_long"
	ProblemTooManyHashtags = "networks.limits.problem.too_many_hashtags"
	ProblemTooManyMentions = "networks.limits.problem.too_many_mentions"
	ProblemTooManyLinks    = "networks.limits.problem.too_many_links"
	ProblemLinkInert       = "networks.limits.problem.link_inert"

	ProblemMediaMissing  = "networks.limits.problem.media_missing"
	ProblemVideoMissing  = "networks.limits.problem.video_missing"
	ProblemMixed         = "networks.limits.problem.mixed"
	ProblemImagesRefused = "networks.limits.problem.images_refused"
	ProblemTooManyImages = "networks.problem.too_many_images"
	ProblemImageTooHeavy = "networks.problem.image_too_heavy"
	ProblemImageFormat   = "networks.limits.problem.image_format"
	ProblemImageTooLarge = "networks.limits.problem.image_too_large"
	ProblemImagePixels   = "networks.limits.problem.image_pixels"
	ProblemImageTooTall  = "networks.limits.problem.image_too_tall"
	ProblemImageTooWide  = "networks.limits.problem.image_too_wide"
	ProblemAltMissing    = "networks.problem.alt_missing"
	ProblemAltTooLong    = "networks.limits.problem.alt_too_long"

	ProblemVideoRefused  = "networks.limits.problem.video_refused"
	ProblemVideoTooHeavy = "networks.limits.problem.video_too_heavy"
	ProblemVideoTooLong  = "networks.limits.problem.video_too_long"
	ProblemVideoTooShort = "networks.limits.problem.video_too_short"
	ProblemVideoTooTall  = "networks.limits.problem.video_too_tall"
	ProblemVideoTooWide  = "networks.limits.problem.video_too_wide"
	ProblemVideoTooLarge = "networks.limits.problem.video_too_large"
	ProblemVideoPixels   = "networks.limits.problem.video_pixels"
	ProblemVideoTooSmall = "networks.limits.problem.video_too_small"
	ProblemVideoTooFast  = "networks.limits.problem.video_too_fast"
	ProblemVideoCodec    = "networks.limits.problem.video_codec"
)

// Refusal returns why the network refuses a piece as it is, with CodeInvalid, nil
// when it does not: the first of what Check finds that is blocking.
func (l Limits) Refusal(p Piece) error {
	for _, found := range l.Check(p) {
		if found.Blocking {
			return &app.Error{Code: app.CodeInvalid, Key: found.Key, Args: found.Args}
		}
	}
	return nil
}

// Check compares a piece with the limits, in the order in which its owner would
// mend it.
func (l Limits) Check(p Piece) []Problem {
	found := findings{network: l.Network}
	l.checkText(&found, p)
	l.checkMedia(&found, p)
	for _, i := range p.Images {
		l.checkImage(&found, i)
	}
	if p.Video != nil && !l.Video.Refused {
		l.Video.check(&found, *p.Video)
	}
	return found.problems
}

// findings gathers the problems of a piece on one network.
type findings struct {
	network  Network
	problems []Problem
}

func (f *findings) add(blocking bool, key string, args ...any) {
	f.problems = append(f.problems, Problem{Message: app.Say(key, append(args, "Network", f.network.Name())...), Blocking: blocking})
}

func (f *findings) blocks(key string, args ...any) { f.add(true, key, args...) }

func (l Limits) checkText(f *findings, p Piece) {
	if strings.TrimSpace(p.Text) == "" && len(p.Images) == 0 && p.Video == nil {
		f.blocks(ProblemEmpty)
	}
	title := strings.TrimSpace(p.Title)
	if l.TitleRequired && title == "" {
		f.blocks(ProblemTitleMissing)
	}
	if n := over(measure(l.Title.Unit, title), l.Title.Max); n > 0 {
		f.blocks(ProblemTitleTooLong, "Over", n, "Max", l.Title.Max)
	}
	c := l.Count(p)
	// Whoever shortens a text mends its bytes too: one sentence at a time.
	switch {
	case c.Over() > 0 && c.Unit == Bytes:
		f.blocks(ProblemTooHeavy, "Over", c.Over(), "Max", c.Max)
	case c.Over() > 0:
		f.blocks(ProblemTooLong, "Over", c.Over(), "Max", c.Max)
	case c.OverBytes() > 0:
		f.blocks(ProblemTooHeavy, "Over", c.OverBytes(), "Max", c.MaxBytes)
	}
	if l.Refused != "" && strings.ContainsAny(p.Text+title, l.Refused) {
		f.blocks(ProblemSigns, "Signs", strings.Join(strings.Split(l.Refused, ""), " "))
	}
	for _, many := range []struct {
		key       string
		used, max int
	}{
		{ProblemTooManyHashtags, c.Hashtags, l.Hashtags},
		{ProblemTooManyMentions, c.Mentions, l.Mentions},
		{ProblemTooManyLinks, c.Links, l.Links},
	} {
		if n := over(many.used, many.max); n > 0 {
			f.blocks(many.key, "Over", n, "Max", many.max)
		}
	}
	if l.LinksInert && c.Links > 0 {
		f.add(false, ProblemLinkInert)
	}
}

func (l Limits) checkMedia(f *findings, p Piece) {
	switch {
	case l.Needs == NeedsVideo && p.Video == nil:
		f.blocks(ProblemVideoMissing)
	case l.Needs == NeedsMedia && p.Video == nil && len(p.Images) == 0:
		f.blocks(ProblemMediaMissing)
	}
	if l.Video.Refused && p.Video != nil {
		f.blocks(ProblemVideoRefused)
	}
	switch {
	case l.NoImages && len(p.Images) > 0:
		f.blocks(ProblemImagesRefused)
	case !l.Mixed && !l.Video.Refused && p.Video != nil && len(p.Images) > 0:
		f.blocks(ProblemMixed)
	}
	if n := over(len(p.Images), l.Images); n > 0 {
		f.blocks(ProblemTooManyImages, "Over", n, "Max", l.Images)
	}
}

func (l Limits) checkImage(f *findings, i Picture) {
	if i.MIME != "" && l.ImageFormats != nil && !slices.Contains(l.ImageFormats, i.MIME) {
		f.blocks(ProblemImageFormat, "Name", i.Name, "Formats", formats(l.ImageFormats))
	}
	if over(i.Size, l.ImageBytes) > 0 {
		f.blocks(ProblemImageTooHeavy, "Name", i.Name, "Max", l.ImageBytes/1000)
	}
	switch {
	case over(max(i.Width, i.Height), l.ImageEdge) > 0:
		f.blocks(ProblemImageTooLarge, "Name", i.Name, "Max", l.ImageEdge)
	case over(i.Width*i.Height, l.ImagePixels) > 0:
		f.blocks(ProblemImagePixels, "Name", i.Name, "Max", l.ImagePixels/1_000_000)
	}
	switch {
	case l.ImageRatios.TooTall(i.Width, i.Height):
		f.blocks(ProblemImageTooTall, "Name", i.Name, "Ratio", l.ImageRatios.Min)
	case l.ImageRatios.TooWide(i.Width, i.Height):
		f.blocks(ProblemImageTooWide, "Name", i.Name, "Ratio", l.ImageRatios.Max)
	}
	if l.NoAlt {
		return
	}
	if strings.TrimSpace(i.Alt) == "" {
		f.add(l.AltRequired, ProblemAltMissing, "Name", i.Name)
	}
	if n := over(measure(l.Alt.Unit, i.Alt), l.Alt.Max); n > 0 {
		f.blocks(ProblemAltTooLong, "Name", i.Name, "Over", n, "Max", l.Alt.Max)
	}
}

func (l VideoLimits) check(f *findings, v Video) {
	if l.Bytes > 0 && v.Size > l.Bytes {
		f.blocks(ProblemVideoTooHeavy, "Max", app.Bytes(l.Bytes))
	}
	switch {
	case l.Longest > 0 && v.Duration > l.Longest:
		f.blocks(ProblemVideoTooLong, "Max", lasting(l.Longest))
	case v.Duration > 0 && v.Duration < l.Shortest:
		f.blocks(ProblemVideoTooShort, "Min", lasting(l.Shortest))
	}
	switch {
	case l.Ratios.TooTall(v.Width, v.Height):
		f.blocks(ProblemVideoTooTall, "Ratio", l.Ratios.Min)
	case l.Ratios.TooWide(v.Width, v.Height):
		f.blocks(ProblemVideoTooWide, "Ratio", l.Ratios.Max)
	}
	switch shortest := min(v.Width, v.Height); {
	case over(max(v.Width, v.Height), l.Edge) > 0:
		f.blocks(ProblemVideoTooLarge, "Max", l.Edge)
	case over(v.Width*v.Height, l.Pixels) > 0:
		f.blocks(ProblemVideoPixels, "Max", float64(l.Pixels)/1e6)
	case shortest > 0 && shortest < l.Smallest:
		f.blocks(ProblemVideoTooSmall, "Min", l.Smallest)
	}
	// Cameras say 60 for 59.94 and the other way round.
	if l.Rate > 0 && v.Rate > float64(l.Rate)+0.5 {
		f.blocks(ProblemVideoTooFast, "Max", l.Rate)
	}
	if v.Codec != "" && l.Codecs != nil && !slices.Contains(l.Codecs, v.Codec) {
		f.blocks(ProblemVideoCodec, "Codec", CodecName(v.Codec), "Codecs", codecNames(l.Codecs))
	}
}

// lasting is a length of time to be said: in seconds below three minutes.
func lasting(d time.Duration) any {
	if d < 3*time.Minute {
		return app.Say("networks.limits.seconds", "Count", int((d+time.Second-1)/time.Second))
	}
	return d
}

// formats lists media types by the names that programs for pictures have.
func formats(types []string) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = strings.ToUpper(strings.TrimPrefix(t, "image/"))
	}
	return strings.Join(names, ", ")
}
