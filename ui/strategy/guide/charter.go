package guide

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

// articles edits the charter with its articles.
func (v *View) articles() *rows[strategy.Article] {
	return newRows(v, &v.answers.Charter.Articles, "charter", func(all []strategy.Article) func(ctx context.Context) error {
		kept := v.answers.Charter
		kept.Articles = all
		return func(ctx context.Context) error { return v.services.Strategy.SaveCharter(ctx, kept) }
	})
}

func (v *View) askArticles() []fyne.CanvasObject {
	text, edit := v.host.Text(), v.articles()
	list := []fyne.CanvasObject{
		v.area(text.T("strategy.guide.welcome"), v.like(v.model().Charter.Welcome), 3, &v.answers.Charter.Welcome, edit.typed),
	}
	for i, a := range edit.each {
		title := v.line("", text.T("strategy.guide.article_title"), &a.Title, edit.typed)
		v.last = title.Focus
		list = append(list, v.row(text.T("strategy.guide.article_remove"), func() { edit.remove(a) },
			kit.HStackTop(8, kit.PadSides(8, 0, 0, 0, kit.Strong(text.T("strategy.guide.article", "Number", strconv.Itoa(i+1)))), kit.Grow(title)),
			v.area("", text.T("strategy.guide.article_text"), 2, &a.Text, edit.typed),
			segments(v, strategy.Measures(), word[strategy.Measure](v, "measure"), &a.Measure, edit.typed),
			v.adviceOn(a.ID),
		))
	}
	if len(v.answers.Charter.Articles) < strategy.MaxArticles {
		list = append(list, v.more("strategy.guide.article_add", func() {
			edit.add(strategy.Article{ID: v.services.Strategy.NewID(), Measure: strategy.MeasureHide})
		}))
	}
	return list
}

// delays are the answering times offered, in opening hours.
var delays = []int{0, 1, 2, 4, 8, 12, 24, 48}

func (v *View) askAnswering() []fyne.CanvasObject {
	text, c, model := v.host.Text(), &v.answers.Charter, v.model().Charter
	edit := v.articles()
	delay := choice(v, delays, func(h int) string {
		if h == 0 {
			return text.T("strategy.guide.delay_choose")
		}
		return text.N("strategy.guide.delay", h)
	}, &c.AnswerHours, text.T("strategy.guide.delay_choose"), edit.typed)
	published := kit.Secondary("").Wrapped().Colored(kit.ColorInk)
	v.changed = append(v.changed, func() {
		published.SetText(strategy.PublicCharter(v.answers.Charter, v.facts.Business, text))
	})
	copied := kit.NewButton(text.T("strategy.guide.copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(strategy.PublicCharter(v.answers.Charter, v.facts.Business, text))
		v.host.Toast(text.T("strategy.guide.copied"), nil)
	}).WithIcon(icons.Copy).Compact()
	return []fyne.CanvasObject{
		labelled(text.T("strategy.guide.delay_within"), kit.HStack(0, kit.TextWidth(220, delay), kit.GrowSpace())),
		v.line(text.T("strategy.guide.who"), v.like(model.Who), &c.Who, edit.typed),
		v.line(text.T("strategy.guide.contact"), text.T("strategy.guide.contact_like"), &c.Contact, edit.typed),
		v.area(text.T("strategy.guide.answer_tone"), v.like(model.Tone), 2, &c.Tone, edit.typed),
		kit.NewSurface(kit.VStack(kit.Gap,
			kit.SectionHeader(text.T("strategy.guide.public"), nil, copied), published,
		), kit.ColorCard, kit.ColorLine, 8, 12),
	}
}
