package composer

import (
	"context"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/editorial/history"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/snippets"
)

// tools are the buttons under the text that put something into it.
type tools struct {
	view   *View
	object *fyne.Container
	thread *kit.Button
}

func newTools(v *View) *tools {
	text := v.host.Text()
	t := &tools{view: v}
	icon := func(name icons.Name, key string, show func()) *kit.Button {
		return kit.NewIconButton(name, text.T(key), show).Compact()
	}
	with := func(show func(page.Host, snippets.Services, snippets.Post, func(string))) func() {
		return func() { show(v.host, v.s.Snippets, t.post(), v.insert) }
	}
	t.thread = kit.NewButton(text.T("composer.tool.thread"), func() { v.cutThread(v.versions.on) }).Compact()
	t.thread.SetTip(text.T("composer.tool.thread.tip"))
	t.thread.Hide()
	t.object = kit.Flow(6,
		icon(icons.Emoji, "composer.tool.emoji", func() { snippets.ShowEmoji(v.host, v.s.Snippets, v.insert) }),
		kit.NewButton(text.T("composer.tool.hashtags"), with(snippets.ShowHashtags)).Compact().WithIcon(icons.Hash),
		icon(icons.Link, "composer.tool.links", with(snippets.ShowLinks)),
		kit.NewButton(text.T("composer.tool.templates"), with(snippets.ShowTemplates)).Compact(),
		icon(icons.Edit, "composer.tool.signatures", with(snippets.ShowSignatures)),
		t.thread,
	)
	return t
}

// post is what a snippet is put into: the version that is shown.
func (t *tools) post() snippets.Post {
	v := t.view
	p := snippets.Post{Networks: v.networks(), Day: v.open.post.At.Date}
	if v.versions.on != "" {
		p.Networks = []networks.Network{v.versions.on}
	}
	for _, c := range v.around.strategy.Campaigns {
		if c.ID == v.open.post.CampaignID {
			p.Campaign = c.Name
		}
	}
	return p
}

// draw shows the tool that only some networks have.
func (t *tools) draw() {
	if hidden := !t.view.limitsOn(t.view.versions.on).Threads; hidden != t.thread.Hidden {
		t.thread.Hidden = hidden
		t.object.Refresh()
	}
}

// insert puts something where the cursor is, apart from the words around it.
func (v *View) insert(text string) {
	if text == "" || !v.writable() {
		return
	}
	typed, at := []rune(v.text.Text()), v.text.Input().CursorTextOffset()
	touches := func(i int) bool { return i >= 0 && i < len(typed) && !unicode.IsSpace(typed[i]) }
	// An emoji may touch a word, a hashtag or an address may not.
	first := []rune(text)[0]
	before := string(typed[:min(at, len(typed))])
	tag := strings.HasPrefix(before[strings.LastIndexFunc(before, unicode.IsSpace)+1:], "#")
	if touches(at-1) && (first == '#' || unicode.IsLetter(first) || tag) {
		text = " " + text
	}
	if last := []rune(text); touches(at) && (unicode.IsLetter(last[len(last)-1]) || unicode.IsDigit(last[len(last)-1])) && unicode.IsLetter(typed[at]) {
		text += " "
	}
	v.text.Insert(text)
	v.text.Focus()
}

// showHistory shows what the post was, and brings a version back.
func (v *View) showHistory() {
	v.flush()
	id := v.open.post.ID
	if !v.open.kept {
		return
	}
	// What waits is saved before the versions are read.
	v.line.do(func(context.Context) error { return nil }, func(error) {
		if id == v.open.post.ID {
			history.Show(v.host, v.s.History, id, v.open.state.Fixed(), func() {
				if id == v.open.post.ID {
					v.Open(id)
				}
			})
		}
	})
}
