package composer

import (
	"context"

	"parvis/app/editorial"
	"parvis/ui/kit"
)

// askReason lists the warnings that are left, and schedules the post once its
// owner has said why it goes out all the same.
func (v *View) askReason(post editorial.Post, warnings []editorial.Check) {
	text := v.host.Text()
	rows := kit.VStack(9)
	for _, w := range warnings {
		rows.Add(kit.NewCheckRow(checkTone(w.Severity), text.Say(w.Title), text.Say(w.Caption)))
	}
	why := kit.NewTextArea(text.T("composer.reason.why")).WithPlaceholder(text.T("composer.reason.placeholder"))
	why.SetRows(2)
	var modal *kit.Modal
	modal = kit.NewModal(text, v.host.Window().Canvas(), kit.ModalOptions{
		Title:   text.N("composer.reason.title", len(warnings)),
		Content: kit.VStack(14, rows, why),
		Primary: text.T("composer.reason.schedule"),
		Cancel:  text.T("composer.reason.back"),
		First:   why.Focusable(),
		OnConfirm: func() bool {
			reason := why.Text()
			v.line.do(
				func(ctx context.Context) error { return v.s.Posts.Override(ctx, post.ID, warnings, reason) },
				func(err error) {
					if err != nil {
						modal.SetError(v.host.Sentence(err))
						return
					}
					modal.Close()
					if post.ID == v.open.post.ID {
						v.schedule()
					}
				},
			)
			return false
		},
	})
	modal.Show()
}
