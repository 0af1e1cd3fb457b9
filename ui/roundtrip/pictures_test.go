package roundtrip

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
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// TestPictures draws every dialog in both languages in the smallest window. With
// PARVIS_GALLERY set to a folder it draws them at both sizes, in both themes, and
// writes the pictures there.
func TestPictures(t *testing.T) {
	dir := os.Getenv("PARVIS_GALLERY")
	dialogs := map[string]func(h *pagetest.Host, s Services, r *room){
		"export":  func(h *pagetest.Host, s Services, _ *room) { ShowExport(h, s, app.Date{}) },
		"merge":   func(h *pagetest.Host, s Services, _ *room) { ShowMerge(h, s) },
		"mapping": func(h *pagetest.Host, s Services, _ *room) { ShowImport(h, s) },
		"preview": func(h *pagetest.Host, s Services, r *room) {
			newPreviewDialog(newMappingDialog(h, s, r.file), r.preview).modal.Show()
		},
		"choice":  func(h *pagetest.Host, s Services, _ *room) { ShowPack(h, s, nil) },
		"pack":    func(h *pagetest.Host, s Services, _ *room) { ShowPack(h, s, []app.ID{"a"}) },
		"answers": func(h *pagetest.Host, s Services, _ *room) { ShowAnswers(h, s) },
		"progress": func(h *pagetest.Host, _ Services, _ *room) {
			h.Hold()
			work(h, "Préparation du classeur", nil, nil)
			h.Elapse()
		},
	}
	a := test.NewTempApp(t)
	for mode, theme := range map[string]kit.Mode{"clair": kit.ModeLight, "sombre": kit.ModeDark} {
		a.Settings().SetTheme(kit.NewTheme(theme, 1))
		for _, lang := range translations.Languages() {
			for at, size := range map[string]fyne.Size{"1280x800": desktop, "1024x640": fyne.NewSize(1024, 640)} {
				if dir == "" && (at != "1024x640" || mode != "clair") {
					continue // the narrowest tells; the others are for the eye
				}
				for name, show := range dialogs {
					h := pagetest.NewIn(t, lang, size)
					h.Win.SetContent(kit.NewBackground(kit.ColorBackground))
					h.Win.Resize(size)
					r := filled()
					show(h, r.services(t), r)
					if h.Win.Canvas().Overlays().Top() == nil || len(h.Errors) > 0 {
						t.Errorf("%s shows nothing, errors %v", name, h.Errors)
						continue
					}
					img := h.Win.Canvas().Capture()
					if dir != "" && (lang == translations.French || at == "1280x800" && mode == "clair") {
						write(t, filepath.Join(dir, "roundtrip-"+name+"-"+string(lang)+"-"+mode+"-"+at+".png"), img)
					}
				}
			}
		}
	}
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
