package editorial

import (
	"cmp"
	"math"
	"reflect"
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
)

// showing is the post as one network shows it, beside its limits.
type showing struct {
	network networks.Network
	account app.ID // the first chosen on that network
	sends   bool   // Parvis sends it there
	under   networks.Under
	limits  networks.Limits
	others  []networks.Limits // of servers of the network with limits of their own
	post    Post
	parts   []string // of the thread; one for a post that is none
}

// shownOn returns the post as each network chosen shows it, each once.
func (s situation) shownOn(chosen []networks.Account) []showing {
	var all []showing
	for _, a := range chosen {
		if i := slices.IndexFunc(all, func(o showing) bool { return o.network == a.Network }); i >= 0 {
			all[i].sends = all[i].sends || a.Sends()
			all[i].holdTo(a)
			continue
		}
		limits, known := a.Limits()
		if !known {
			continue
		}
		one := showing{network: a.Network, account: a.ID, sends: a.Sends(), under: s.Under[a.Network], limits: limits, post: s.Post.On(a.Network)}
		one.parts = Thread(limits, one.post.Text)
		all = append(all, one)
	}
	return all
}

// holdTo adds the limits of one more account there.
func (o *showing) holdTo(a networks.Account) {
	l, _ := a.Limits()
	same := func(known networks.Limits) bool { return reflect.DeepEqual(known, l) }
	if !same(o.limits) && !slices.ContainsFunc(o.others, same) {
		o.others = append(o.others, l)
	}
}

// bounds are all limits that the post is held to there, the shortest text first.
func (o showing) bounds() []networks.Limits {
	all := append([]networks.Limits{o.limits}, o.others...)
	slices.SortStableFunc(all, func(a, b networks.Limits) int {
		return cmp.Compare(cmp.Or(a.Text.Max, math.MaxInt), cmp.Or(b.Text.Max, math.MaxInt))
	})
	return all
}

// Thread returns the parts of a text that its writer cut with separators, on a
// network that has threads; one part otherwise.
func Thread(l networks.Limits, text string) []string {
	cut := slices.ContainsFunc(strings.Split(networks.Normalise(text), "\n"), func(line string) bool {
		return strings.TrimSpace(line) == networks.Separator
	})
	if !cut || !l.Threads {
		return []string{text}
	}
	// Only its own cuts count: a part that is too long is said to be.
	l.Text.Max, l.TextBytes = 0, 0
	return l.Split(networks.Piece{Text: text}, false)
}

// CutThread returns the text of a post cut into parts that fit limits, with the
// separators that make them so.
func CutThread(l networks.Limits, text string) string {
	return strings.Join(l.Split(networks.Piece{Text: text}, false), "\n"+networks.Separator+"\n")
}

// piece is part i of the post, as the limits look at it. The pictures go with the
// first.
func (o showing) piece(s situation, i int) networks.Piece {
	p := networks.Piece{Text: o.parts[i], Title: o.post.Title}
	if i > 0 {
		return p
	}
	for _, used := range o.post.Images {
		// Weight, format and size are brought within the limits when it leaves; its
		// shape has a check of its own.
		p.Images = append(p.Images, networks.Picture{Name: s.Images[used.Hash].Name, Alt: used.Alt})
	}
	if s.Film != nil {
		video := VideoOf(s.Film.facts)
		p.Video = &video
	}
	return p
}

// own is the network whose text or pictures a fix is for, "" for what is common.
func (o showing) own(s situation) networks.Network {
	if _, own := s.Post.VariantOn(o.network); own {
		return o.network
	}
	return ""
}

// checkNetworks compares what each network shows with its limits.
func checkNetworks(s situation, chosen []networks.Account) []Check {
	var found []Check
	measured := s.shownOn(chosen)
	for _, one := range measured {
		found = append(found, one.check(s)...)
	}
	// What is to be said of pictures does not touch the texts.
	fits := !slices.ContainsFunc(found, func(c Check) bool { return c.Fix.Action != FixRemoveImage && c.Severity == Blocks })
	found = append(found, checkLostImages(s)...)
	if fits && len(measured) > 0 && slices.ContainsFunc(measured, func(o showing) bool { return strings.TrimSpace(o.post.Text) != "" }) {
		found = append(found, Check{
			Severity: Fine, Title: app.Say("editorial.check.length.ok"),
			Caption: app.Say("editorial.check.networks", "Networks", networkNames(chosen)),
		})
	}
	return found
}

// check says what one network would refuse, or what is better mended.
func (o showing) check(s situation) []Check {
	var found []Check
	for _, limits := range o.bounds() {
		said := len(found) // of the servers before
		for _, c := range o.checkBounds(s, limits) {
			if !slices.ContainsFunc(found[:said], func(before Check) bool { return before.ID() == c.ID() }) {
				found = append(found, c)
			}
		}
	}
	found = append(found, o.checkShapes(s)...)
	found = append(found, o.checkThread(s)...)
	return append(found, o.checkCost(s)...)
}

// checkBounds says what a server with some limits would refuse of the parts.
func (o showing) checkBounds(s situation, limits networks.Limits) []Check {
	o.limits = limits
	var found []Check
	for i := range o.parts {
		piece := o.piece(s, i)
		for _, problem := range limits.Check(piece) {
			if c, told := o.problem(s, problem, piece, i); told {
				found = append(found, c)
			}
		}
	}
	return found
}

// checkCost says what the network bills for the post, and that a link costs more.
func (o showing) checkCost(s situation) []Check {
	thousandths := 0 // of a US dollar
	for i := range o.parts {
		thousandths += o.limits.Cost(o.piece(s, i))
	}
	if thousandths == 0 {
		return nil
	}
	c := Check{
		Severity: Informs, Title: app.Say("editorial.check.cost", "Network", o.network, "Cents", float64(thousandths)/10),
		Caption: app.Say("editorial.check.cost.caption", "Network", o.network),
	}
	if thousandths > len(o.parts)*o.limits.Price.Post {
		c.Caption = app.Say("editorial.check.cost.link", "Cents", float64(o.limits.Price.Post)/10)
	}
	return []Check{c}
}

// checkShapes finds the pictures that the network wants cropped.
func (o showing) checkShapes(s situation) []Check {
	var found []Check
	for index, used := range o.post.Images {
		image, known := s.Images[used.Hash]
		if !known || image.Width == 0 || image.Height == 0 {
			continue
		}
		shown := used.Crop.In(media.Size{Width: image.Width, Height: image.Height})
		c := Check{
			Title: app.Say("editorial.check.shape", "Network", o.network, "Number", index+1),
			Fix:   Fix{Action: FixCrop, Network: o.network, Image: index},
		}
		switch ratios := o.limits.ImageRatios; {
		case ratios.TooTall(shown.Width, shown.Height):
			c.Caption = app.Say("editorial.check.shape.tall", "Ratio", ratios.Min)
		case ratios.TooWide(shown.Width, shown.Height):
			c.Caption = app.Say("editorial.check.shape.wide", "Ratio", ratios.Max)
		default:
			continue
		}
		found = append(found, c)
	}
	return found
}

// imagesOf is the network whose pictures a fix is for, "" for the common ones.
func (o showing) imagesOf(s situation) networks.Network {
	if v, own := s.Post.VariantOn(o.network); own && v.OwnImages {
		return o.network
	}
	return ""
}

// problem turns a problem into a check, but what has a check of its own: an empty
// post and alternative texts.
func (o showing) problem(s situation, problem networks.Problem, p networks.Piece, part int) (Check, bool) {
	count := o.limits.Count(p)
	shorten := Fix{Action: FixShorten, Account: o.account, Network: o.own(s)}
	if o.limits.Threads && len(o.parts) == 1 && (o.under.Threads || !o.sends) {
		shorten.Action, shorten.Network = FixThread, o.network
	}
	switch problem.Key {
	case networks.ProblemEmpty, networks.ProblemAltMissing:
		return Check{}, false
	case networks.ProblemTooLong:
		return Check{
			Title:   app.Say("editorial.check.long", "Network", o.network, "Count", count.Over()),
			Caption: app.Say("editorial.check.long.caption", "Length", count.Used, "Max", count.Max),
			Fix:     shorten,
		}, true
	case networks.ProblemTooHeavy:
		return Check{
			Title:   app.Say("editorial.check.heavy", "Network", o.network),
			Caption: app.Say("editorial.check.heavy.caption", "Size", count.Bytes, "Max", cmp.Or(count.MaxBytes, count.Max)),
			Fix:     shorten,
		}, true
	case networks.ProblemTooManyImages:
		n := len(p.Images)
		return Check{
			Title:   app.Say("editorial.check.images", "Network", o.network, "Count", n-o.limits.Images),
			Caption: app.Say("editorial.check.images.caption", "Max", o.limits.Images, "Images", n),
			Fix:     Fix{Action: FixRemoveImage, Network: o.imagesOf(s), Image: n - 1},
		}, true
	}
	c := Check{
		Severity: Warns,
		Title:    app.Say("editorial.check.network", "Network", o.network, "Problem", problem.Key),
		Caption:  problem.Message,
		Fix:      Fix{Action: FixSeeVersion, Network: o.network},
	}
	if problem.Blocking {
		c.Severity = Blocks
	}
	if part > 0 {
		c.Fix.Network = o.own(s)
	}
	return c, true
}

// checkThread says what becomes of a thread and of a first comment.
func (o showing) checkThread(s situation) []Check {
	var found []Check
	if n := len(o.parts); n > 1 {
		c := Check{
			Severity: Informs, Title: app.Say("editorial.check.thread", "Network", o.network, "Count", n),
			Caption: app.Say("editorial.check.thread.caption"),
		}
		if o.sends && !o.under.Threads {
			c.Severity, c.Caption = Blocks, app.Say("editorial.check.thread.unsent")
			c.Fix = Fix{Action: FixSeeVersion, Network: o.network}
		}
		found = append(found, c)
	}
	if strings.TrimSpace(o.post.Comment) != "" && o.limits.FirstComment {
		c := Check{
			Severity: Informs, Title: app.Say("editorial.check.comment", "Network", o.network),
			Caption: app.Say("editorial.check.comment.caption"),
		}
		if o.sends && o.under.Comments {
			c.Caption = app.Say("editorial.check.comment.sent")
		}
		found = append(found, c)
	}
	return found
}

// checkLostImages finds the pictures that are no longer in the file.
func checkLostImages(s situation) []Check {
	var found []Check
	look := func(images []PostImage, on networks.Network) {
		for index, used := range images {
			if _, known := s.Images[used.Hash]; !known {
				found = append(found, Check{
					Title:   app.Say("editorial.check.image_lost", "Number", index+1),
					Caption: app.Say("editorial.check.image_lost.caption"),
					Fix:     Fix{Action: FixRemoveImage, Network: on, Image: index},
				})
			}
		}
	}
	look(s.Post.Images, "")
	for _, v := range s.Post.Variants {
		if v.OwnImages {
			look(v.Images, v.Network)
		}
	}
	return found
}
