package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/assets/icons"
)

// TestMasters compares what a few widgets draw with what they are known to draw;
// a difference is written to testdata/failed, to be looked at before it replaces
// the master.
func TestMasters(t *testing.T) {
	words := french(t)
	week := func() fyne.CanvasObject {
		g := NewMonthGrid(words, frenchWeekdays)
		days := sampleDays()[21:28]
		days[5].Chips = []GridChip{{ID: "a", Time: "17:30", Title: "Fournée", Pillar: 1, Networks: []string{"instagram"}}}
		g.SetDays(days)
		return g
	}
	table := func() fyne.CanvasObject {
		d := NewDataTable(TableColumn{Title: "Nom", Weight: 1, MinWidth: 80}, TableColumn{Title: "Abonnés", MinWidth: 80, Align: fyne.TextAlignTrailing})
		d.SetRows(2, func(row, _ int) Cell { return Cell{Text: []string{"un", "deux"}[row], Network: "mastodon"} })
		d.SetSorted(0, true)
		return d
	}
	tests := []struct {
		name          string
		object        func() fyne.CanvasObject
		width, height float32
	}{
		{"empty_state", func() fyne.CanvasObject {
			return NewEmptyState(icons.Calendar, "Aucune publication.", NewButton("En écrire une", nil))
		}, 300, 200},
		{"month_grid", week, 700, 140},
		{"table", table, 300, 140},
		{"entry_error", func() fyne.CanvasObject {
			e := NewEntry("Nom").WithPlaceholder("Coulisses")
			e.SetError("Donnez un nom.")
			return e
		}, 240, 80},
		{"figure", func() fyne.CanvasObject {
			return NewFigureTile(Figure{Label: "Abonnés", Value: "2 314", Delta: "+86", Tone: ToneGood, Progress: 0.5, Caption: "objectif 2 500"})
		}, 200, 80},
	}
	for _, tt := range tests {
		w := open(t, tt.object(), tt.width, tt.height)
		test.AssertRendersToMarkup(t, tt.name+".xml", w.Canvas())
	}
}
