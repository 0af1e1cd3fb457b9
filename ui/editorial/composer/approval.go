package composer

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// validation is who lets the post leave, and what is said about it on the way.
type validation struct {
	view   *View
	loader page.Loader
}

// needed reports whether the open post must be approved.
func (a *validation) needed() bool { return a.view.around.approval.Needed() }

// ask asks for the approval of the post as it is typed; it can be undone.
func (a *validation) ask() {
	v := a.view
	v.flush()
	id := v.open.post.ID
	if !v.writable() || !v.open.kept {
		return
	}
	a.say(approval.Note{PostID: id, Kind: approval.Asked, Author: v.open.post.Author}, func() {
		v.host.Toast(v.host.Text().T("composer.approval.asked"), nil)
	}, func(err error) { v.told(id, err) })
}

// say keeps a note in its turn, and shows what it made of the post.
func (a *validation) say(n approval.Note, done func(), failed func(error)) {
	v := a.view
	v.line.do(
		func(ctx context.Context) error {
			_, err := v.s.Approval.Say(ctx, n)
			return err
		},
		func(err error) {
			if err != nil {
				failed(err)
				return
			}
			v.told(n.PostID, nil)
			v.look()
			done()
		},
	)
}

// open shows what was said about the post, with room to answer.
func (a *validation) open() {
	v := a.view
	v.flush()
	id := v.open.post.ID
	if !v.open.kept {
		return
	}
	page.Load(&a.loader, v.host,
		v.line.after(func(ctx context.Context) (any, error) { return v.s.Approval.Notes(ctx, id) }),
		func(got any, err error) {
			switch {
			case id != v.open.post.ID:
			case err != nil:
				v.told(id, err)
			default:
				newTalk(a, id, got.([]approval.Note)).Show()
			}
		},
	)
}

// talk is the window of what is said about a post.
type talk struct {
	*kit.Modal
	validation *validation
	post       app.ID
	words      *kit.Entry
	who        *kit.Entry
}

func newTalk(a *validation, post app.ID, said []approval.Note) *talk {
	v, text := a.view, a.view.host.Text()
	t := &talk{
		validation: a, post: post,
		words: kit.NewTextArea(text.T("composer.talk.words")).WithPlaceholder(text.T("composer.talk.placeholder")),
		who:   kit.NewEntry(text.T("composer.talk.who")),
	}
	t.words.SetRows(3)
	t.who.SetText(v.around.approval.Approver)
	rows := kit.VStack(12)
	for _, n := range said {
		rows.Add(noteRow(v, n))
	}
	if len(said) == 0 {
		rows.Add(kit.Secondary(text.T("composer.talk.empty")).Wrapped())
	}
	answers := kit.Flow(8, kit.NewButton(text.T("composer.talk.comment"), func() { t.answer(approval.Comment) }))
	switch v.open.state {
	case editorial.StateIdea, editorial.StateDraft, editorial.StateToReview, editorial.StateToFix, editorial.StateApproved:
		if a.needed() {
			answers.Add(kit.NewButton(text.T("composer.talk.send_back"), func() { t.answer(approval.SentBack) }))
			answers.Add(kit.NewPrimaryButton(text.T("composer.talk.approve"), func() { t.answer(approval.Approved) }))
		}
	}
	t.Modal = kit.NewModal(text, v.host.Window().Canvas(), kit.ModalOptions{
		Title:   text.T("composer.talk.title"),
		Content: kit.VStack(14, rows, kit.NewSeparator(), t.words, t.who, answers),
		First:   t.words.Focusable(),
		Width:   520,
	})
	return t
}

// noteRow is one thing that was said.
func noteRow(v *View, n approval.Note) fyne.CanvasObject {
	text := v.host.Text()
	who := n.Author
	if who == "" {
		who = text.T("composer.talk.nobody")
	}
	when := text.Moment(app.CivilOf(n.At.In(v.host.Now().Location())))
	head := kit.HStack(8, kit.Strong(who), kit.NewTag(text.T("composer.talk.kind."+string(n.Kind)), noteTone(n.Kind)),
		kit.GrowSpace(), kit.Secondary(when))
	if n.Text == "" {
		return head
	}
	return kit.VStack(2, head, kit.Paragraph(n.Text))
}

func noteTone(k approval.Kind) kit.Tone {
	switch k {
	case approval.Approved:
		return kit.ToneGood
	case approval.SentBack:
		return kit.ToneDanger
	case approval.Asked:
		return kit.ToneAttention
	}
	return kit.ToneNeutral
}

// answer keeps what is typed as a note of a kind.
func (t *talk) answer(kind approval.Kind) {
	v := t.validation.view
	t.SetError("")
	t.validation.say(
		approval.Note{PostID: t.post, Kind: kind, Author: t.who.Text(), Text: t.words.Text()},
		func() {
			t.Close()
			v.host.Toast(v.host.Text().T("composer.talk.said."+string(kind)), nil)
		},
		func(err error) { t.SetError(v.host.Sentence(err)) },
	)
}
