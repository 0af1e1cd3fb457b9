package snippets_test

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
	ui "parvis/ui/snippets"
)

// scenes are the forms in their states.
var scenes = map[string]func(t *testing.T, d *desk){
	"hashtags":   func(_ *testing.T, d *desk) { ui.ShowHashtags(d, d.services, d.post, d.insert) },
	"signatures": func(_ *testing.T, d *desk) { ui.ShowSignatures(d, d.services, d.post, d.insert) },
	"templates":  func(_ *testing.T, d *desk) { ui.ShowTemplates(d, d.services, d.post, d.insert) },
	"links":      func(_ *testing.T, d *desk) { ui.ShowLinks(d, d.services, d.post, d.insert) },
	"empty": func(_ *testing.T, d *desk) {
		d.all = nil
		ui.ShowTemplates(d, d.services, d.post, d.insert)
	},
	"template-fields": func(_ *testing.T, d *desk) {
		ui.ShowTemplates(d, d.services, d.post, d.insert)
		d.keys(fyne.KeyReturn)
		d.typing("Brioche tressée")
	},
	"link-address": func(_ *testing.T, d *desk) {
		ui.ShowLinks(d, d.services, d.post, d.insert)
		d.keys(fyne.KeyDown, fyne.KeyReturn)
	},
	"hashtags-edit": func(t *testing.T, d *desk) {
		ui.ShowHashtags(d, d.services, d.post, d.insert)
		pick(t, d, 1, "Modifier")
	},
	"template-edit": func(t *testing.T, d *desk) {
		ui.ShowTemplates(d, d.services, d.post, d.insert)
		pick(t, d, 0, "Modifier")
	},
	"signature-edit": func(t *testing.T, d *desk) {
		ui.ShowSignatures(d, d.services, d.post, d.insert)
		pick(t, d, 0, "Modifier")
	},
	"link-edit": func(t *testing.T, d *desk) {
		ui.ShowLinks(d, d.services, d.post, d.insert)
		pick(t, d, 1, "Modifier")
	},
	"deleted": func(t *testing.T, d *desk) {
		ui.ShowHashtags(d, d.services, d.post, d.insert)
		pick(t, d, 1, "Supprimer")
	},
	"emoji": func(_ *testing.T, d *desk) {
		d.emoji = []string{"🥖", "🎄", "❤️", "🥐", "📍"}
		ui.ShowEmoji(d, d.services, d.insert)
	},
	"emoji-found": func(_ *testing.T, d *desk) {
		ui.ShowEmoji(d, d.services, d.insert)
		d.typing("fete")
	},
}

// TestGallery draws every form, with PARVIS_GALLERY in both themes and both sizes,
// and then writes the pictures to that folder.
func TestGallery(t *testing.T) {
	dir := os.Getenv("PARVIS_GALLERY")
	for name, show := range scenes {
		for theme, mode := range map[string]kit.Mode{"light": kit.ModeLight, "dark": kit.ModeDark} {
			for _, size := range []fyne.Size{reference, fyne.NewSize(1024, 640)} {
				if dir == "" && (mode == kit.ModeDark || size == reference) {
					continue
				}
				d := newDesk(t, mode, translations.French, size, bakery()...)
				show(t, d)
				if len(pagetest.Texts(d.Win)) == 0 {
					t.Errorf("%s shows nothing", name)
				}
				if dir == "" {
					continue
				}
				f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%s-%.0f.png", name, theme, size.Width)))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, d.Win.Canvas().Capture()); err != nil {
					t.Fatal(err)
				}
				f.Close()
			}
		}
	}
}
