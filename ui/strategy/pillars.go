package strategy

import (
	"context"
	"math"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

func (p *Page) pillarsCard() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i := range p.kept.Pillars {
		rows = append(rows, p.pillarRow(&p.kept.Pillars[i]))
	}
	add := "strategy.pillars.add"
	if len(rows) >= strategy.MaxPillars {
		add = ""
	}
	return p.list("strategy.pillars.title", "strategy.pillars.why", []fyne.CanvasObject{p.shares}, rows, add, func() {
		p.command(func(ctx context.Context) error {
			_, err := p.service.AddPillar(ctx, "", 0)
			return err
		}, func() {
			if p.lastPillar != nil {
				p.lastPillar.Focus()
			}
		})
	})
}

func (p *Page) pillarRow(pillar *strategy.Pillar) fyne.CanvasObject {
	text, wrong := p.host.Text(), p.problems()
	refused, misread := wrong.of("refused"), wrong.of("share")
	saver := p.saver(func() {
		kept := *pillar
		p.keep(func(ctx context.Context) error { return p.service.SavePillar(ctx, kept) }, refused)
	})
	name := kit.NewEntry("").WithPlaceholder(text.T("strategy.pillars.name"))
	name.SetText(pillar.Name)
	name.OnChanged = func(typed string) {
		pillar.Name = typed
		for _, show := range p.renamed {
			show()
		}
		saver.Typed()
	}
	p.lastPillar = name
	share := kit.NewEntry("")
	share.SetText(write(text, float64(pillar.ShareBP)/wholeBP, true))
	before := pillar.ShareBP // when the field was last left
	share.OnFocusLost = func() { before = pillar.ShareBP }
	share.OnChanged = func(typed string) {
		v, err := read(typed, true)
		if err != nil || v == nil || *v < 0 {
			// What could be read on the way is no share that anyone wanted.
			misread(text.T("strategy.error.share"))
			if pillar.ShareBP == before {
				return
			}
			pillar.ShareBP = before
		} else {
			misread("")
			pillar.ShareBP = int(math.Round(*v * wholeBP))
		}
		p.reason()
		saver.Typed()
	}
	remove := kit.NewQuietIconButton(icons.Trash, text.T("strategy.pillars.remove"), func() { p.askHeir(*pillar) })
	colour := kit.NewColorBar(1, kit.PillarColor(pillar.Colour), 14).Square()
	return kit.VStack(kit.TightGap,
		kit.HStackTop(kit.Gap, kit.PadSides(10, 0, 0, 2, colour), kit.Grow(name), kit.TextWidth(92, share), remove),
		wrong.line,
	)
}

// pillarName is what a pillar is called where it is chosen.
func (p *Page) pillarName(pillar strategy.Pillar) string {
	if name := strings.TrimSpace(pillar.Name); name != "" {
		return name
	}
	return p.host.Text().T("strategy.pillars.unnamed")
}

// askHeir asks where the posts of a pillar go before it is removed.
func (p *Page) askHeir(pillar strategy.Pillar) {
	text := p.host.Text()
	names, heirs := []string{text.T("strategy.pillars.no_heir")}, []app.ID{""}
	for _, other := range p.kept.Pillars {
		if other.ID != pillar.ID {
			names, heirs = append(names, p.pillarName(other)), append(heirs, other.ID)
		}
	}
	heir := kit.NewSelect(names, 0, "", nil)
	kit.NewModal(text, p.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("strategy.pillars.remove_title", "Name", p.pillarName(pillar)),
		Content: kit.VStack(kit.Gap,
			kit.Secondary(text.T("strategy.pillars.heir_why")).Wrapped(), heir,
		),
		Primary: text.T("strategy.pillars.remove"), Danger: true,
		OnConfirm: func() bool {
			to := heirs[max(heir.Selected(), 0)]
			p.command(func(ctx context.Context) error { return p.service.RemovePillar(ctx, pillar.ID, to) }, nil)
			return true
		},
	}).Show()
}
