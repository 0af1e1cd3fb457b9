package composer

import (
	"strings"

	"parvis/ui/kit"
)

// askAuthor asks who prepares the post.
func (v *View) askAuthor() {
	text, id := v.host.Text(), v.open.post.ID
	who := kit.NewEntry(text.T("composer.author.name")).WithHint(text.T("composer.author.why"))
	who.SetText(v.open.post.Author)
	kit.NewModal(text, v.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("composer.author.title"), Content: who, Primary: text.T("composer.author.keep"), First: who.Focusable(),
		OnConfirm: func() bool {
			if id == v.open.post.ID && v.writable() {
				v.open.post.Author = strings.TrimSpace(who.Text())
				v.changed()
			}
			return true
		},
	}).Show()
}
