package composer

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"

	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// checks is the column "Avant de publier": what blocks, what is better mended,
// and the button that mends it.
type checks struct {
	view   *View
	object fyne.CanvasObject
	scroll *fyne.Container
	rows   *fyne.Container
	loader page.Loader
	shown  []editorial.Check // to leave the rows alone while they say the same
}

func newChecks(v *View) *checks {
	c := &checks{view: v, rows: kit.VStack(9)}
	c.scroll = kit.VScroll(c.rows)
	c.object = kit.NewCard(kit.VStack(12, kit.Section(v.host.Text().T("composer.checks")), kit.Grow(c.scroll)))
	return c
}

func (c *checks) clear() {
	c.shown, c.rows.Objects = nil, nil
	c.rows.Refresh()
}

// run checks the post as it is typed, off the main goroutine; an answer that a
// later one overtakes is dropped.
func (c *checks) run() {
	post, sparing := c.view.open.copied(), c.view.speller.sparing()
	page.Load(&c.loader, c.view.host,
		func(ctx context.Context) ([]editorial.Check, error) {
			list, err := c.view.s.Posts.Checks(ctx, post)
			return sparing(list), err
		},
		func(list []editorial.Check, err error) {
			switch {
			case post.ID != c.view.open.post.ID:
			case err != nil:
				c.view.failed(c.view.host.Sentence(err))
			default:
				c.show(list)
			}
		},
	)
}

func (c *checks) show(list []editorial.Check) {
	c.view.head.checked(list)
	if reflect.DeepEqual(list, c.shown) {
		return
	}
	c.shown, c.rows.Objects = list, nil
	for i, one := range list {
		if i > 0 {
			c.rows.Add(kit.NewSeparator())
		}
		c.rows.Add(c.row(one))
	}
	c.scroll.Refresh()
	c.rows.Refresh()
}

func (c *checks) row(one editorial.Check) fyne.CanvasObject {
	text := c.view.host.Text()
	line := kit.NewCheckRow(checkTone(one.Severity), text.Say(one.Title), text.Say(one.Caption))
	if one.Fix.Action == editorial.NoFix {
		return line
	}
	button := kit.NewButton(text.Say(one.Fix.Action.Name()), func() { c.view.mend(one.Fix) }).Compact()
	return kit.VStack(6, line, kit.PadSides(0, 0, 0, 26, kit.HStack(0, button, kit.GrowSpace())))
}

func checkTone(s editorial.Severity) kit.Tone {
	switch s {
	case editorial.Blocks:
		return kit.ToneDanger
	case editorial.Warns:
		return kit.ToneAttention
	case editorial.Fine:
		return kit.ToneGood
	}
	return kit.ToneNeutral
}

// mend does what a check proposes, or puts the owner where it is done.
func (v *View) mend(fix editorial.Fix) {
	switch fix.Action {
	case editorial.FixWrite, editorial.FixShorten, editorial.FixRemoveImage, editorial.FixWriteAlt, editorial.FixSeeWord, editorial.FixThread,
		editorial.FixCrop, editorial.FixAddHashtags:
		v.versions.see(fix.Network)
	}
	switch fix.Action {
	case editorial.FixChooseWhere:
		v.where.choose()
	case editorial.FixConnect:
		v.connect()
	case editorial.FixWrite, editorial.FixShorten:
		v.fieldOf(fix).Focus()
	case editorial.FixSeeVersion:
		v.versions.see(fix.Network)
		v.text.Focus()
	case editorial.FixThread:
		v.cutThread(fix.Network)
	case editorial.FixRemoveImage:
		v.strip.remove(fix.Image)
	case editorial.FixWriteAlt:
		v.strip.describe(fix.Image)
	case editorial.FixCrop:
		v.strip.crop(fix.Image)
	case editorial.FixVideo:
		v.reel.show()
	case editorial.FixRights:
		v.showRights(fix.Hash)
	case editorial.FixSeeWord:
		see(v.fieldOf(fix), fix.Start, fix.End)
	case editorial.FixReplaceWord:
		v.replaceWord(fix)
	case editorial.FixSeeMistakes:
		v.seeMistakes(fix.Network)
	case editorial.FixTypography:
		v.mendTypography(fix.Network)
	case editorial.FixAddHashtags:
		v.append(fix.Text)
	case editorial.FixAddMention:
		v.rewrite(v.host.Text().T("composer.mention.added"), func(p *editorial.Post) { p.AddText(fix.Text, fix.AtStart, fix.Versions...) })
	case editorial.FixDeclare:
		v.plan.declare(fix.Disclosure, true)
	case editorial.FixAskApproval:
		v.approval.ask()
	case editorial.FixAnswer:
		v.approval.open()
	case editorial.FixChooseTime:
		v.plan.date.Open()
	case editorial.FixReconnect:
		v.host.Go(page.Target{Room: page.Networks, View: page.Connect, ID: fix.Account})
	}
}

// fieldOf returns the field of what a fix is about: the text, or the first comment.
func (v *View) fieldOf(fix editorial.Fix) *kit.Entry {
	if fix.Comment {
		return v.first.field
	}
	return v.text
}

// rewrite changes texts of the post as a whole, says what was done and lets it be
// undone.
func (v *View) rewrite(done string, change func(p *editorial.Post)) {
	if !v.writable() {
		return
	}
	id, before := v.open.post.ID, v.open.copied()
	change(&v.open.post)
	v.versions.varied()
	v.host.Toast(done, func() {
		if v.open.post.ID != id || !v.writable() {
			return
		}
		v.open.post.Text, v.open.post.Comment, v.open.post.Variants = before.Text, before.Comment, before.Variants
		v.versions.varied()
	})
}

// cutThread cuts what a network says into the parts of a thread.
func (v *View) cutThread(n networks.Network) {
	v.rewrite(v.host.Text().T("composer.thread.cut", "Network", n.Name()), func(p *editorial.Post) {
		p.Detach(n)
		own, _ := p.VariantOn(n)
		own.Text = editorial.CutThread(v.limitsOn(n), own.Text)
		p.Vary(own)
	})
}
