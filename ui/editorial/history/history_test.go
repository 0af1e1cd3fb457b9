package history_test

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/editorial/history"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// memory is a history for the time of a test.
type memory struct {
	all      []editorial.Version
	restored []int64
	undone   int
	missing  int
	fail     error
}

func (m *memory) Versions(context.Context, app.ID) ([]editorial.Version, error) { return m.all, m.fail }

func (m *memory) Restore(_ context.Context, _ app.ID, version int64) (editorial.Restored, error) {
	if m.fail != nil {
		return editorial.Restored{}, m.fail
	}
	m.restored = append(m.restored, version)
	return editorial.Restored{Missing: m.missing, Undo: func(context.Context) error {
		m.undone++
		return nil
	}}, nil
}

// written are three versions of a post, the newest first.
func written() *memory {
	now := pagetest.Now()
	post := func(text string) editorial.Post {
		return editorial.Post{ID: "post", Text: text, Stage: editorial.Draft, Images: []editorial.PostImage{{Hash: "a", Alt: "Une bûche"}}}
	}
	m := &memory{all: []editorial.Version{
		{ID: 3, Post: post("Les bûches de Noël sont arrivées 🎄\n\nCette année, quatre parfums : chocolat noir, marron, framboise et praliné.\nRéservez la vôtre avant le 20 décembre."), SavedAt: now, Author: "Camille"},
		{ID: 2, Post: post("Les bûches de Noël sont arrivées 🎄\n\nCette année, trois parfums : chocolat noir, marron et praliné.\nRéservez avant le 18 décembre, au comptoir ou par téléphone."), SavedAt: now.Add(-26 * time.Minute), Author: "Camille"},
		{ID: 1, Post: post("Les bûches arrivent"), SavedAt: now.Add(-25 * time.Hour)},
	}}
	m.all[1].Post.Variants = []editorial.Variant{{Network: networks.Instagram, Text: "Bûches de Noël ✨ #Nantes"}}
	m.all[2].Post.Images = nil
	return m
}

func open(t *testing.T, mode kit.Mode, size fyne.Size, m *memory, fixed bool) (*pagetest.Host, *int) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(mode, 1))
	h := pagetest.NewIn(t, translations.French, size)
	h.Win.SetContent(kit.NewBackground(kit.ColorBackground))
	restored := 0
	history.Show(h, history.Services{History: m}, "post", fixed, func() { restored++ })
	return h, &restored
}

var size = fyne.NewSize(1280, 800)

// marked are the texts shown as kept, struck through and underlined.
func marked(h *pagetest.Host) (kept, struck, underlined string) {
	for _, rich := range pagetest.All[*widget.RichText](h.Win) {
		for _, one := range rich.Segments {
			s := one.(*widget.TextSegment)
			switch {
			case s.Style.TextStyle.Strikethrough:
				struck += s.Text + "|"
			case s.Style.TextStyle.Underline:
				underlined += s.Text + "|"
			default:
				kept += s.Text
			}
		}
	}
	return kept, struck, underlined
}

func TestAVersionIsReadAndRestored(t *testing.T) {
	m := written()
	h, restored := open(t, kit.ModeLight, size, m, false)
	_, struck, underlined := marked(h)
	if !strings.Contains(struck, "quatre|") || !strings.Contains(underlined, "trois|") || !strings.Contains(underlined, "Bûches de Noël ✨ #Nantes") {
		t.Errorf("struck %q, underlined %q", struck, underlined)
	}
	if !pagetest.Says(h.Win, "Maintenant · sam. 21\u00a0nov. 14:32") || !pagetest.Says(h.Win, "sam. 21\u00a0nov. 14:06") {
		t.Errorf("the list says %q", pagetest.Texts(h.Win))
	}
	pagetest.All[*kit.Segmented](h.Win)[0].OnChanged(1)
	if kept, struck, _ := marked(h); struck != "" || !strings.HasPrefix(kept, m.all[1].Post.Text) {
		t.Errorf("the whole text is %q, struck %q", kept, struck)
	}
	pagetest.Press(t, h.Win, "Restaurer cette version")
	if len(m.restored) != 1 || m.restored[0] != 2 || *restored != 1 || len(h.Win.Canvas().Overlays().List()) != 0 {
		t.Fatalf("restored %v, told %d", m.restored, *restored)
	}
	if len(h.Toasts) != 1 || h.Toasts[0] != "Version du sam. 21\u00a0nov. 14:06 restaurée" {
		t.Errorf("said %q", h.Toasts)
	}
	h.Undo()
	if m.undone != 1 || *restored != 2 {
		t.Errorf("undone %d, told %d", m.undone, *restored)
	}
}

func TestAnotherVersionIsChosen(t *testing.T) {
	m := written()
	m.missing = 2
	h, _ := open(t, kit.ModeLight, size, m, false)
	rows := pagetest.All[*kit.TapRow](h.Win)
	pagetest.Click(h.Win, rows[0])
	if b := pagetest.Button(h.Win, "Restaurer cette version"); b == nil || !b.Disabled() {
		t.Error("the post as it is can be restored")
	}
	if !pagetest.Says(h.Win, "C’est la publication telle qu’elle est") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	h.Win.Canvas().Focus(pagetest.All[*kit.TapRow](h.Win)[2])
	pagetest.Keys(h.Win, fyne.KeyReturn)
	if !pagetest.Says(h.Win, "Images") {
		t.Errorf("the picture that would go is not told: %q", pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Restaurer cette version")
	if len(m.restored) != 1 || m.restored[0] != 1 || !strings.Contains(h.Toasts[0], "sans 2 images") {
		t.Errorf("restored %v, said %q", m.restored, h.Toasts)
	}
}

func TestTheHistoryOfAPublishedPostIsOnlyRead(t *testing.T) {
	h, _ := open(t, kit.ModeLight, size, written(), true)
	if pagetest.Button(h.Win, "Restaurer cette version") != nil {
		t.Error("it can be restored")
	}
	if _, struck, _ := marked(h); struck == "" {
		t.Error("nothing can be read")
	}
	pagetest.Keys(h.Win, fyne.KeyEscape)
	if len(h.Win.Canvas().Overlays().List()) != 0 {
		t.Error("Escape does not close it")
	}
}

func TestOneVersionIsNoHistory(t *testing.T) {
	m := written()
	m.all = m.all[:1]
	h, _ := open(t, kit.ModeLight, size, m, false)
	if !pagetest.Says(h.Win, "Une seule version") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestWhatCannotBeRestoredIsSaid(t *testing.T) {
	m := written()
	h, restored := open(t, kit.ModeLight, size, m, false)
	m.fail = app.Fail(app.CodeConflict, "editorial.error.fixed")
	pagetest.Press(t, h.Win, "Restaurer cette version")
	if *restored != 0 || !pagetest.Says(h.Win, h.Sentence(m.fail)) {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

// TestGallery draws the form, with PARVIS_GALLERY in both themes and both sizes,
// and then writes the pictures to that folder.
func TestGallery(t *testing.T) {
	dir := os.Getenv("PARVIS_GALLERY")
	for theme, mode := range map[string]kit.Mode{"light": kit.ModeLight, "dark": kit.ModeDark} {
		for _, size := range []fyne.Size{size, fyne.NewSize(1024, 640)} {
			h, _ := open(t, mode, size, written(), false)
			img := h.Win.Canvas().Capture()
			if dir == "" {
				continue
			}
			f, err := os.Create(filepath.Join(dir, fmt.Sprintf("history-%s-%.0f.png", theme, size.Width)))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, img); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
	}
}
