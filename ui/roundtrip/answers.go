package roundtrip

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app/roundtrip"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// ShowAnswers asks for what came back of an approval pack, shows it, and brings it
// in.
func ShowAnswers(h page.Host, s Services) {
	pick(h, s, h.Text().T("roundtrip.answers.open"), answers, func(name string, data []byte) {
		obtain(h, h.Text().T("roundtrip.work.reading", "File", name),
			func(ctx context.Context, _ func(roundtrip.Step)) (*roundtrip.Answers, error) {
				return s.Sheets.Answers(ctx, name, data)
			},
			func(a *roundtrip.Answers) { newAnswersDialog(h, s, a).modal.Show() },
		)
	})
}

// answersDialog shows what somebody answered.
type answersDialog struct {
	host     page.Host
	services Services
	answers  *roundtrip.Answers
	modal    *kit.Modal
}

func newAnswersDialog(h page.Host, s Services, a *roundtrip.Answers) *answersDialog {
	text := h.Text()
	d := &answersDialog{host: h, services: s, answers: a}
	approved, fix, refused := 0, 0, 0
	for _, r := range a.Rows {
		switch {
		case len(r.Reasons) > 0:
			refused++
		case r.Verdict == roundtrip.VerdictApprove:
			approved++
		default:
			fix++
		}
	}
	author := kit.NewEntry(text.T("roundtrip.answers.author"))
	author.SetText(a.Author)
	author.OnChanged = func(typed string) { a.Author = strings.TrimSpace(typed) }
	rows := newList(text)
	body := kit.VStack(12,
		tags(
			tag(text, "roundtrip.answers.approved", approved, kit.ToneGood),
			tag(text, "roundtrip.answers.fix", fix, kit.ToneAttention),
			tag(text, "roundtrip.merge.refused", refused, kit.ToneDanger),
			tag(text, "roundtrip.answers.silent", a.Silent, kit.ToneNeutral),
		),
		author, rows.box,
	)
	if len(a.Rows) == 0 {
		body.Add(kit.Paragraph(text.T("roundtrip.answers.none")))
	}
	options := kit.ModalOptions{Title: text.T("roundtrip.answers.title", "File", a.Name), Content: body, Width: 760}
	if refused < len(a.Rows) {
		options.Primary, options.OnClosed = text.N("roundtrip.answers.confirm", a.Taken()), confirmed(d.bringIn)
	}
	d.modal = kit.NewModal(text, h.Window().Canvas(), options)
	rows.changed = d.modal.Refresh
	rows.set(len(a.Rows), func(i int) fyne.CanvasObject { return d.row(&a.Rows[i]) })
	d.count()
	return d
}

func (d *answersDialog) row(r *roundtrip.Answer) fyne.CanvasObject {
	text := d.host.Text()
	name := r.Label
	if name == "" {
		name = text.T("roundtrip.work.unnamed")
	}
	tone := kit.ToneAttention
	if r.Verdict == roundtrip.VerdictApprove {
		tone = kit.ToneGood
	}
	box := kit.VStack(6)
	if len(r.Reasons) > 0 {
		box.Add(kit.HStackTop(kit.Gap, kit.Grow(kit.Strong(name).Wrapped()), kit.NewTag(text.T("roundtrip.merge.one.refused"), kit.ToneDanger)))
	} else {
		box.Add(kit.HStackTop(kit.Gap, kit.Grow(kit.NewCheckbox(name, r.Take, func(on bool) {
			r.Take = on
			d.count()
		})), kit.NewTag(text.T("roundtrip.answers.one."+string(r.Verdict)), tone)))
	}
	if r.Comment != "" {
		box.Add(kit.Body(r.Comment).Wrapped())
	}
	for _, o := range lines(text, r.Reasons, true) {
		box.Add(o)
	}
	for _, o := range lines(text, r.Notes, false) {
		box.Add(o)
	}
	return kit.NewSurface(box, kit.ColorCard, kit.ColorLine, 8, 12)
}

func (d *answersDialog) count() {
	if b := d.modal.Primary(); b != nil {
		n := d.answers.Taken()
		b.SetText(d.host.Text().N("roundtrip.answers.confirm", n))
		b.SetEnabled(n > 0)
	}
}

func (d *answersDialog) bringIn() {
	var o roundtrip.Outcome
	work(d.host, d.host.Text().T("roundtrip.answers.bringing"),
		func(ctx context.Context, _ func(roundtrip.Step)) (err error) {
			o, err = d.services.Sheets.Answered(ctx, d.answers, d.host.Text())
			return err
		},
		func(err error) {
			if err != nil {
				d.host.Failed(err)
				return
			}
			done(d.host, o)
		},
	)
}
