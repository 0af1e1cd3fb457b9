package chart

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"parvis/ui/kit"
)

// TestGallery draws every chart in both themes; with PARVIS_GALLERY set to a
// folder it writes the pictures there.
func TestGallery(t *testing.T) {
	dir := os.Getenv("PARVIS_GALLERY")
	a := test.NewTempApp(t)
	for name, mode := range map[string]kit.Mode{"light": kit.ModeLight, "dark": kit.ModeDark} {
		a.Settings().SetTheme(kit.NewTheme(mode, 1))
		for _, size := range []fyne.Size{fyne.NewSize(1072, 800), fyne.NewSize(816, 640)} {
			w := test.NewTempWindow(t, nil)
			w.SetPadded(false)
			w.Resize(size)
			w.SetContent(container.NewStack(kit.NewBackground(kit.ColorBackground), galleryPage()))
			w.Resize(size)
			img := w.Canvas().Capture()
			if img.Bounds().Dx() != int(size.Width) {
				t.Errorf("%s: drawn %v wide", name, img.Bounds().Dx())
			}
			if dir == "" {
				continue
			}
			f, err := os.Create(filepath.Join(dir, fmt.Sprintf("charts-%s-%.0f.png", name, size.Width)))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, img); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

var (
	sampleMonths = []string{"nov.", "déc.", "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov."}
	sampleValues = []float64{1890, 1905, 1930, 1941, 1960, 1990, 2020, 2040, 2075, 2100, 2160, 2228, 2314}
	sampleOthers = []float64{1500, 1510, 1530, 1560, 1570, Missing(), 1590, 1600, 1615, 1635, 1640, 1650, 1670}
)

func sampleLine() LineData {
	return LineData{
		Labels:    sampleMonths,
		Series:    []Series{{Name: "Abonnés", Values: sampleValues, Color: kit.SeriesColor(1)}, {Name: "Concurrents", Values: sampleOthers, Color: kit.ColorMuted, Dotted: true}},
		HasTarget: true, Target: 2500, TargetLabel: "objectif 2 500",
		Format: func(v float64) string { return fmt.Sprintf("%d\u202f%03d", int(v)/1000, int(v)%1000) },
		Hint: func(i int) Hint {
			return Hint{Title: sampleMonths[i] + " 2026", Lines: []string{fmt.Sprintf("%.0f abonnés +68", sampleValues[i])}}
		},
	}
}

func galleryPage() fyne.CanvasObject {
	line := NewLineChart(sampleLine())
	line.hovered = 11
	cut := sampleLine()
	cut.Series = []Series{{Values: []float64{3, 4, Missing(), 2, 9, 8, 8, Missing(), 5, 6, 7, 7, 6}, Color: kit.SeriesColor(2)}}
	cut.HasTarget, cut.FromZero = false, true
	cut.Format = func(v float64) string { return fmt.Sprintf("%.0f", v) }
	cut.Breaks = []Break{{Before: 10, Label: "nouvelle définition"}}
	bars := BarData{
		Labels: []string{"S40", "S41", "S42", "S43", "S44", "S45", "S46", "S47"},
		Series: []Series{
			{Name: "Boulangerie Martin", Values: []float64{3, 2.5, 4.5, 2.9, 4.7, 3.2, 4.8, 3.8}, Color: kit.SeriesColor(1)},
			{Name: "Maison Le Goff", Values: []float64{5, 5.8, 5.4, 5, 7, 6.5, 5, 5.2}, Color: kit.SeriesColor(2)},
			{Name: "Le Fournil d’Erdre", Values: []float64{2.2, 3.7, 2.7, 1.8, 3.4, 3.3, 2.9, Missing()}, Color: kit.SeriesColor(3)},
			{Name: "Pains & Co", Values: []float64{6.3, 8.1, 6.7, 8.5, 6.4, 8.3, 7.8, 6.2}, Color: kit.SeriesColor(4)},
		},
		Hint: func(g int) Hint {
			return Hint{Title: "Semaine 42", Lines: []string{"Boulangerie Martin 4,5", "Maison Le Goff 5,4"}}
		},
	}
	grouped := NewBarChart(bars)
	grouped.hovered = 2
	tile := func(label, value, delta string, tone kit.Tone, values ...float64) kit.Column {
		f := kit.Figure{Label: label, Value: value, Delta: delta, Tone: tone, Progress: -1, Spark: NewSparkline(values, kit.ColorPrimary)}
		return kit.Col(1, 130, kit.NewCard(kit.NewFigureTile(f)))
	}
	tiles := kit.Columns(kit.CardGap,
		tile("Abonnés", "2 314", "+86 · +3,9 %", kit.ToneGood, 1, 2, 3, 3.4, 4, 5, 8), tile("Portée", "18 420", "+12 %", kit.ToneGood, 3, 5, 4, 6, 7, 6, 9),
		tile("Engagement / portée", "4,1 %", "+0,6 pt", kit.ToneGood, 1, 2, 1.5, Missing(), 3, 4, 5), tile("Clics vers le site", "312", "−9 %", kit.ToneDanger, 5, 9, 7, 7, 4, 4, 2))
	pillars := NewHorizontalBars(
		HorizontalBar{"Coulisses", "8 publications", "6,2 %", 0.92, kit.PillarColor(3)},
		HorizontalBar{"Équipe", "5 publications", "5,1 %", 0.76, kit.PillarColor(5)},
		HorizontalBar{"Produits", "15 publications", "4,0 %", 0.6, kit.PillarColor(1)},
		HorizontalBar{"Offres", "12 publications", "1,9 %", 0.28, kit.PillarColor(2)})
	top := kit.Columns(kit.CardGap,
		kit.Col(1.5, 380, kit.NewCard(kit.VStack(10, kit.SectionHeader("Abonnés, 12 mois", []fyne.CanvasObject{kit.NewTag("objectif 2 500", kit.ToneNeutral)}), kit.Grow(line)))),
		kit.Col(1, 260, kit.NewCard(kit.VStack(12, kit.Section("Engagement médian par pilier"), pillars))))
	bottom := kit.Columns(kit.CardGap,
		kit.Col(1.2, 300, kit.NewCard(kit.VStack(10, kit.Section("Rythme de publication"), NewLegend(bars.Series), kit.Grow(grouped)))),
		kit.Col(1, 260, kit.NewCard(kit.VStack(10, kit.Section("Avec des trous"), kit.Grow(NewLineChart(cut))))))
	return kit.PagePad(kit.VStack(kit.CardGap, tiles, kit.Grow(container.NewGridWithRows(2, top, bottom))))
}
