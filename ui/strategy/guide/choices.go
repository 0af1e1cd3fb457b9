package guide

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/assets/icons"
	"parvis/ui/kit"
)

// segments are choices of which one is taken.
func segments[T comparable](v *View, all []T, name func(T) string, value *T, typed func()) fyne.CanvasObject {
	names, chosen := make([]string, len(all)), -1
	for i, one := range all {
		names[i] = name(one)
		if one == *value {
			chosen = i
		}
	}
	s := kit.NewSegmented(names, chosen, func(i int) {
		*value = all[i]
		typed()
	})
	v.begins(v.focus(s))
	return kit.HStack(0, s, kit.GrowSpace())
}

// choice is a list to choose one value from; a nil placeholder value is none.
func choice[T comparable](v *View, all []T, name func(T) string, value *T, placeholder string, typed func()) *kit.Select {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = name(one)
	}
	s := kit.NewSelect(names, slices.Index(all, *value), placeholder, func(i int) {
		*value = all[i]
		typed()
	})
	v.begins(v.focus(s))
	return s
}

// chips are choices of which several can be taken.
func chips[T comparable](v *View, all []T, name func(T) string, value *[]T, typed func()) fyne.CanvasObject {
	row := kit.Flow(6)
	for _, one := range all {
		var tag *kit.ActionTag
		label := func(selected bool) string {
			if selected {
				return "✓ " + name(one)
			}
			return name(one)
		}
		chosen := slices.Contains(*value, one)
		tag = kit.NewFilterTag(label(chosen), kit.TonePrimary, chosen, func(selected bool) {
			tag.SetText(label(selected))
			kept := slices.DeleteFunc(slices.Clone(*value), func(o T) bool { return o == one })
			if selected {
				kept = append(kept, one)
			}
			*value = kept
			typed()
		})
		v.begins(v.focus(tag))
		row.Add(tag)
	}
	return row
}

// word names a value of a type: its key is "strategy.<kind>.<value>".
func word[T ~string](v *View, kind string) func(T) string {
	return func(value T) string { return v.host.Text().T("strategy." + kind + "." + string(value)) }
}

// labelled puts a label above something that has none of its own.
func labelled(label string, o fyne.CanvasObject) fyne.CanvasObject {
	return kit.VStack(kit.TightGap, kit.Caption(label), o)
}

// row is a box around the fields of one thing of a list, with what removes it.
func (v *View) row(remove string, tapped func(), head fyne.CanvasObject, rest ...fyne.CanvasObject) fyne.CanvasObject {
	column := kit.VStack(8, kit.HStackTop(8, kit.Grow(head), kit.NewQuietIconButton(icons.Trash, remove, tapped)))
	for _, o := range rest {
		column.Add(o)
	}
	return kit.NewSurface(column, kit.ColorCard, kit.ColorLine, 8, 12)
}

// more is the button that adds a row.
func (v *View) more(key string, tapped func()) fyne.CanvasObject {
	b := kit.NewButton(v.host.Text().T(key), tapped).WithIcon(icons.Plus).Compact()
	v.begins(v.focus(b))
	return kit.HStack(0, b, kit.GrowSpace())
}

// shrinking lets a list of names be narrower than the name it shows, which an
// owner may have made long.
func shrinking(o fyne.CanvasObject) *fyne.Container { return container.New(shrinkLayout{}, o) }

type shrinkLayout struct{}

func (shrinkLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (shrinkLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	const least = 110
	return fyne.NewSize(least, objects[0].MinSize().Height)
}
