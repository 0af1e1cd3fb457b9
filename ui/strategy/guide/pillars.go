package guide

import (
	"context"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/ui/kit"
)

// wholeBP is 100 % in basis points.
const wholeBP = 10_000

func (v *View) askPillars() []fyne.CanvasObject {
	text := v.host.Text()
	sum := kit.NewTag("", kit.ToneNeutral)
	v.changed = append(v.changed, func() {
		total := 0
		for _, p := range v.answers.Pillars {
			total += p.ShareBP
		}
		sum.SetText(text.T("strategy.pillars.sum", "Sum", write(text, float64(total)/wholeBP, true)))
		sum.SetTone(kit.ToneAttention)
		if total == wholeBP {
			sum.SetTone(kit.ToneGood)
		}
	})
	var list []fyne.CanvasObject
	for i := range v.answers.Pillars {
		list = append(list, v.pillarRow(&v.answers.Pillars[i]))
	}
	foot := kit.HStack(kit.Gap)
	if len(v.answers.Pillars) < strategy.MaxPillars {
		foot.Add(v.more("strategy.pillars.add", func() {
			v.command(func(ctx context.Context) error {
				_, err := v.services.Strategy.AddPillar(ctx, "", 0)
				return err
			}, v.focusLast)
		}))
	}
	foot.Add(kit.GrowSpace())
	if len(v.answers.Pillars) > 0 {
		foot.Add(sum)
	}
	return append(list, foot)
}

func (v *View) pillarTyped(p *strategy.Pillar) {
	v.keep("pillar "+string(p.ID), func() func(ctx context.Context) error {
		kept := *p
		return func(ctx context.Context) error { return v.services.Strategy.SavePillar(ctx, kept) }
	})
}

func (v *View) pillarRow(p *strategy.Pillar) fyne.CanvasObject {
	text := v.host.Text()
	name := v.name("", text.T("strategy.pillars.name"), &p.Name, func() { v.pillarTyped(p) })
	v.last = name.Focus
	share := newFigure(v, "", "", write(text, float64(p.ShareBP)/wholeBP, true), &p.ShareBP, "share "+string(p.ID), readShare,
		func() { v.pillarTyped(p) })
	sample := kit.NewColorBar(1, kit.PillarColor(p.Colour), 14).Square()
	colour := kit.NewSelect(v.colours(), p.Colour-1, "", func(i int) { v.recolour(p.ID, i+1) }).Compact()
	return kit.VStack(6,
		v.row(text.T("strategy.pillars.remove"), func() { v.removePillar(*p) },
			kit.HStackTop(8, kit.PadSides(10, 0, 0, 0, sample), kit.Grow(name), kit.TextWidth(86, share.entry)),
			kit.HStack(0, kit.Secondary(text.T("strategy.pillars.colour")), kit.PadSides(0, 0, 0, 8, colour), kit.GrowSpace()),
		),
		v.adviceOn(p.ID),
	)
}

// readShare reads a share in percent as basis points; an empty field is 0.
func readShare(typed string) (int, error) {
	share, err := readRate(typed, true)
	if err != nil || share != nil && *share < 0 {
		return 0, app.Fail(app.CodeInvalid, "strategy.error.share")
	}
	if share == nil {
		return 0, nil
	}
	return int(math.Round(*share * wholeBP)), nil
}

// colours names the colours of pillars.
func (v *View) colours() []string {
	text := v.host.Text()
	return []string{
		text.T("strategy.colour.green"), text.T("strategy.colour.coral"), text.T("strategy.colour.blue"),
		text.T("strategy.colour.ochre"), text.T("strategy.colour.plum"),
	}
}

// recolour gives a pillar a colour; the pillar that had it takes the one that is
// left, so that no two look alike.
func (v *View) recolour(id app.ID, colour int) {
	v.command(func(ctx context.Context) error {
		now, err := v.services.Strategy.Strategy(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(now.Pillars, func(p strategy.Pillar) bool { return p.ID == id })
		if at < 0 {
			return nil
		}
		left := now.Pillars[at].Colour
		for i, p := range now.Pillars {
			switch {
			case i == at:
				p.Colour = colour
			case p.Colour == colour:
				p.Colour = left
			default:
				continue
			}
			if err := v.services.Strategy.SavePillar(ctx, p); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}

// pillarName is what a pillar is called where it is chosen.
func (v *View) pillarName(id app.ID) string {
	i := slices.IndexFunc(v.answers.Pillars, func(p strategy.Pillar) bool { return p.ID == id })
	switch {
	case i < 0:
		return v.host.Text().T("strategy.slots.any")
	case strings.TrimSpace(v.answers.Pillars[i].Name) == "":
		return v.host.Text().T("strategy.pillars.unnamed")
	}
	return v.answers.Pillars[i].Name
}

// pillarChoices lists no pillar, then each of them.
func (v *View) pillarChoices() []app.ID {
	ids := []app.ID{""}
	for _, p := range v.answers.Pillars {
		ids = append(ids, p.ID)
	}
	return ids
}

// removePillar removes a pillar; when it is used it asks where that goes.
func (v *View) removePillar(p strategy.Pillar) {
	v.flush()
	var use strategy.Use
	v.queue.Do(v.host, func(ctx context.Context) (err error) {
		use, err = v.services.Strategy.PillarUse(ctx, p.ID)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			v.host.Failed(err)
		case use == strategy.Use{}:
			v.removed(func(ctx context.Context) error { return v.services.Strategy.RemovePillar(ctx, p.ID, "") },
				func(ctx context.Context) error { return v.services.Strategy.SavePillar(ctx, p) })
		default:
			v.askHeir(p, use)
		}
	})
}

// askHeir asks where the posts of a pillar go before it is removed.
func (v *View) askHeir(p strategy.Pillar, use strategy.Use) {
	text := v.host.Text()
	heirs := slices.DeleteFunc(v.pillarChoices(), func(id app.ID) bool { return id == p.ID })
	names := make([]string, len(heirs))
	for i, id := range heirs {
		names[i] = text.T("strategy.pillars.no_heir")
		if id != "" {
			names[i] = v.pillarName(id)
		}
	}
	heir := kit.NewSelect(names, -1, text.T("strategy.pillars.heir_choose"), nil)
	wrong := kit.NewInlineError()
	kit.NewModal(text, v.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("strategy.pillars.remove_title", "Name", v.pillarName(p.ID)),
		Content: kit.VStack(kit.Gap,
			kit.Secondary(v.useOf(use)).Wrapped(), kit.Secondary(text.T("strategy.pillars.heir_why")).Wrapped(), wrong, heir,
		),
		Primary: text.T("strategy.pillars.remove"), Danger: true, First: heir,
		OnConfirm: func() bool {
			if heir.Selected() < 0 {
				wrong.Set(text.T("strategy.pillars.heir_missing"))
				return false
			}
			to := heirs[heir.Selected()]
			v.command(func(ctx context.Context) error { return v.services.Strategy.RemovePillar(ctx, p.ID, to) }, nil)
			return true
		},
	}).Show()
}

// useOf says what refers to a pillar.
func (v *View) useOf(use strategy.Use) string {
	text := v.host.Text()
	var all []string
	for _, one := range []struct {
		key string
		n   int
	}{{"posts", use.Posts}, {"slots", use.Slots}, {"actions", use.Actions}} {
		if one.n > 0 {
			all = append(all, text.N("strategy.pillars.use."+one.key, one.n))
		}
	}
	return text.T("strategy.pillars.use", "What", strings.Join(all, ", "))
}
