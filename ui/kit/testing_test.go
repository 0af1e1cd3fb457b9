package kit

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/assets/translations"
)

// testToday is the day on which all tests happen.
var testToday = app.Date{Year: 2026, Month: 11, Day: 21}

func today() app.Date { return testToday }

func french(t *testing.T) *translations.Catalogue {
	t.Helper()
	c, err := translations.Load(translations.French)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// open shows an object in a window of a size, under the kit's light theme.
func open(t *testing.T, o fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ModeLight, 1))
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func key(o fyne.Focusable, names ...fyne.KeyName) {
	for _, n := range names {
		o.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

// save writes a picture to the gallery.
func save(t *testing.T, dir, name string, img image.Image) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
