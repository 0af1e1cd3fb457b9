package publishing

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// inHand makes a row one that its owner publishes.
func inHand(e publishing.Entry) publishing.Entry {
	e.Account = networks.Account{ID: "fb", Network: networks.Facebook, Handle: "Boulangerie Martin", State: networks.AccountHandFed}
	return e
}

// TestByHandFromTheRegistre follows an owner: copy the text, keep the link, done.
func TestByHandFromTheRegistre(t *testing.T) {
	d := opened(t, translations.French, inHand(entry("1", publishing.Scheduled, 1)))
	d.ledger.film = filepath.Join(t.TempDir(), "four.mp4")
	pagetest.Press(t, d.host.Win, "Publier à la main…")
	pagetest.Press(t, d.host.Win, "Copier le texte")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "Le pain sort du four." {
		t.Errorf("copied %q", got)
	}
	pagetest.Press(t, d.host.Win, "Copier le commentaire")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "La recette est sur le site." {
		t.Errorf("copied %q", got)
	}
	if !pagetest.Says(d.host.Win, "four.mp4") || pagetest.Button(d.host.Win, "Ouvrir son dossier") == nil {
		t.Error("the video is not told of")
	}
	pagetest.Press(t, d.host.Win, "Ouvrir le dossier de l’image")
	if want := []string{"Fournée 1 1"}; strings.Join(d.laid, ",") != want[0] {
		t.Errorf("laid out %q, want %q", d.laid, want)
	}
	link := pagetest.Field(t, d.host.Win, "Adresse de la publication")
	link.SetText(" https://www.facebook.com/martin/posts/1 ")
	d.ledger.refuse = app.Fail(app.CodeInvalid, "publishing.error.link")
	pagetest.Press(t, d.host.Win, "C’est publié")
	if !pagetest.Says(d.host.Win, "Publier sur Facebook") {
		t.Error("the form closed although the link was refused")
	}
	pagetest.Press(t, d.host.Win, "C’est publié")
	d.wasAsked(t, "by hand 1", "published by hand 1 https://www.facebook.com/martin/posts/1", "published by hand 1 https://www.facebook.com/martin/posts/1")
	if pagetest.Says(d.host.Win, "Publier sur Facebook") {
		t.Error("the form stays open")
	}
}

func TestNotByHand(t *testing.T) {
	d := opened(t, translations.French, inHand(entry("1", publishing.Missed, 30)))
	pagetest.Press(t, d.host.Win, "Publier à la main…")
	pagetest.Press(t, d.host.Win, "Ne pas la publier")
	d.wasAsked(t, "by hand 1", "not by hand 1")
}

// TestAsksForARow goes from another room to the row of a post that waits for its
// owner.
func TestAsksForARow(t *testing.T) {
	other := inHand(entry("2", publishing.Scheduled, 2))
	sent := entry("2b", publishing.Published, 1)
	sent.Delivery.PostID = other.Delivery.PostID
	d := opened(t, translations.French, entry("1", publishing.Published, 1), sent, other)
	d.view.Show(other.Delivery.PostID)
	if d.view.chosen != "2" {
		t.Errorf("row %q is chosen, want that which waits", d.view.chosen)
	}
	d.view.Show("post-1")
	if d.view.chosen != "1" {
		t.Errorf("row %q is chosen, want the post's only one", d.view.chosen)
	}
}

// TestGallery draws the form, with PARVIS_GALLERY in both themes and both sizes,
// into that folder.
func TestGallery(t *testing.T) {
	dir := os.Getenv("PARVIS_GALLERY")
	modes := map[string]kit.Mode{"clair": kit.ModeLight}
	if dir != "" {
		modes["sombre"] = kit.ModeDark
	}
	for name, mode := range modes {
		for _, size := range []fyne.Size{fyne.NewSize(816, 640), fyne.NewSize(1072, 800)} {
			d := opened(t, translations.French, inHand(entry("1", publishing.Scheduled, 1)), entry("2", publishing.Published, 20))
			fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(mode, 1))
			d.host.Win.Resize(size)
			pagetest.Press(t, d.host.Win, "Publier à la main…")
			picture := d.host.Win.Canvas().Capture()
			if dir == "" {
				continue
			}
			if err := write(filepath.Join(dir, fmt.Sprintf("by-hand-%s-%.0f.png", name, size.Width)), picture); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func write(path string, picture image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return png.Encode(f, picture)
}

func (d *desk) layOut(_ context.Context, name string, images []networks.Image) (string, error) {
	d.laid = append(d.laid, fmt.Sprintf("%s %d", name, len(images)))
	return "/tmp/parvis", nil
}
