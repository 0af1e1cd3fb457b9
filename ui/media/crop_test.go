package media

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/media"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

var instagram = media.Ratios{Min: media.Portrait, Max: media.Wide}

// cropping opens the dialog on a picture of 2000 by 1000 for entries.
func cropping(t *testing.T, size fyne.Size, entries ...CropFor) (h *pagetest.Host, images *album, f *frame, done *[]media.Crop) {
	t.Helper()
	h = opened(t, kit.ModeLight, size)
	images = &album{image: media.Image{Hash: "champ", Name: "champ.jpg", MIME: "image/jpeg", Width: 2000, Height: 1000}}
	done = new([]media.Crop)
	ShowCrop(h, images, "champ", entries, func(c []media.Crop) { *done = c })
	frames := pagetest.All[*frame](h.Win)
	if len(frames) != 1 {
		t.Fatalf("no frame; the texts are %q", pagetest.Texts(h.Win))
	}
	return h, images, frames[0], done
}

// pull drags from a point of the picture to another as the pointer does, in a few
// steps.
func pull(f *frame, from, to media.Crop) {
	origin, scale := f.shown()
	at := func(c media.Crop) fyne.Position { return origin.AddXY(float32(c.X)*scale, float32(c.Y)*scale) }
	const steps = 7
	last := at(from)
	for i := 1; i <= steps; i++ {
		share := float32(i) / steps
		now := at(from).AddXY((at(to).X-at(from).X)*share, (at(to).Y-at(from).Y)*share)
		f.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: now}, Dragged: fyne.NewDelta(now.X-last.X, now.Y-last.Y)})
		last = now
	}
	f.DragEnd()
}

// point is a place of the picture.
func point(x, y int) media.Crop { return media.Crop{X: x, Y: y} }

func TestCropWithThePointer(t *testing.T) {
	h, images, f, done := cropping(t, laptop, CropFor{Label: "Instagram", Allowed: instagram, Bounds: media.Bounds{Edge: 1440}})
	// What is too wide comes cropped to the widest shape, in the middle.
	if want := (media.Crop{X: 45, Y: 0, Width: 1910, Height: 1000}); f.crop != want {
		t.Fatalf("suggested %+v, want %+v", f.crop, want)
	}
	pagetest.Click(h.Win, chip(t, h, "Carré 1:1"))
	if want := (media.Crop{X: 500, Y: 0, Width: 1000, Height: 1000}); f.crop != want {
		t.Fatalf("squared %+v", f.crop)
	}
	pull(f, point(1000, 500), point(1200, 700)) // moved; no further down than the picture
	if want := (media.Crop{X: 700, Y: 0, Width: 1000, Height: 1000}); f.crop != want {
		t.Errorf("moved %+v", f.crop)
	}
	pull(f, point(1700, 1000), point(1500, 800)) // by its lower right corner
	if want := (media.Crop{X: 700, Y: 0, Width: 800, Height: 800}); f.crop != want {
		t.Errorf("pulled %+v", f.crop)
	}
	pull(f, point(100, 500), point(900, 500)) // begun beside the frame
	if want := (media.Crop{X: 700, Y: 0, Width: 800, Height: 800}); f.crop != want {
		t.Errorf("dragged beside, it went to %+v", f.crop)
	}
	if !pagetest.Says(h.Win, "800 × 800 pixels") || !pagetest.Says(h.Win, "Calcul du poids") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	h.Elapse()
	if len(images.rendered) != 1 || images.rendered[0] != f.crop || images.bounds.Edge != 1440 || !pagetest.Says(h.Win, "JPEG, 312\u00a0Ko") {
		t.Errorf("weighed %v, says %q", images.rendered, pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Recadrer")
	if diff := cmp.Diff([]media.Crop{{X: 700, Y: 0, Width: 800, Height: 800}}, *done); diff != "" {
		t.Error(diff)
	}
	if h.Win.Canvas().Overlays().Top() != nil {
		t.Error("still open")
	}
}

func chip(t *testing.T, h *pagetest.Host, text string) *kit.TapRow {
	t.Helper()
	for _, row := range pagetest.All[*kit.TapRow](h.Win) {
		found := false
		pagetest.Walk(row, func(o fyne.CanvasObject) {
			if one, ok := o.(*kit.Text); ok && one.Text() == text {
				found = true
			}
		})
		if found {
			return row
		}
	}
	t.Fatalf("no %q; the texts are %q", text, pagetest.Texts(h.Win))
	return nil
}

func TestCropWithTheKeyboard(t *testing.T) {
	h, _, f, done := cropping(t, small, CropFor{})
	if h.Win.Canvas().Focused() != fyne.Focusable(f) {
		t.Fatalf("the focus is on %T", h.Win.Canvas().Focused())
	}
	shift := func(down bool) {
		e := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
		if down {
			f.KeyDown(e)
		} else {
			f.KeyUp(e)
		}
	}
	shift(true)
	pagetest.Keys(h.Win, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyUp)
	shift(false)
	pagetest.Keys(h.Win, fyne.KeyRight, fyne.KeyDown)
	if want := (media.Crop{X: 20, Y: 20, Width: 1960, Height: 980}); f.crop != want {
		t.Errorf("free: %+v, want %+v", f.crop, want)
	}
	// A ratio is kept, about the middle.
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	pagetest.Click(h.Win, chip(t, h, "Carré 1:1"))
	h.Win.Canvas().Focus(f)
	shift(true)
	pagetest.Keys(h.Win, fyne.KeyLeft, fyne.KeyDown, fyne.KeyUp)
	shift(false)
	if f.crop.Width != f.crop.Height || f.crop.Width != 960 {
		t.Errorf("square: %+v", f.crop)
	}
	pagetest.Keys(h.Win, fyne.KeyEscape)
	if h.Win.Canvas().Overlays().Top() != nil || *done != nil {
		t.Errorf("escaped, and yet %v", *done)
	}
}

// TestCropForEachNetwork: each has its own crop and its own shapes.
func TestCropForEachNetwork(t *testing.T) {
	kept := media.Crop{X: 100, Y: 100, Width: 500, Height: 500}
	h, _, f, done := cropping(t, laptop,
		CropFor{Label: "Instagram", Allowed: instagram, Crop: kept},
		CropFor{Label: "Bluesky"},
		CropFor{Label: "Pinterest", Allowed: media.Ratios{Min: media.Pin, Max: media.Pin}})
	if f.crop != kept || f.ratio != media.Square {
		t.Errorf("of before: %+v, %v", f.crop, f.ratio)
	}
	networks := pagetest.All[*kit.Select](h.Win)[0]
	networks.OnChanged(1)
	if f.crop != (media.Crop{Width: 2000, Height: 1000}) {
		t.Errorf("where all is taken: %+v", f.crop)
	}
	networks.OnChanged(2)
	if f.crop.Width != 666 || f.crop.Height != 999 || f.ratio != media.Pin {
		t.Errorf("where one shape is taken: %+v, %v", f.crop, f.ratio)
	}
	for _, row := range pagetest.All[*kit.TapRow](h.Win) {
		if !row.Chosen() {
			t.Error("another shape is offered")
		}
	}
	pagetest.Press(t, h.Win, "Recadrer")
	want := []media.Crop{kept, {}, {X: 667, Width: 666, Height: 999}}
	if diff := cmp.Diff(want, *done); diff != "" {
		t.Error(diff)
	}
}

// TestShapeThatIsRefused: pulled freely out of the shapes that the network takes,
// it is said and not taken.
func TestShapeThatIsRefused(t *testing.T) {
	h, _, f, done := cropping(t, laptop, CropFor{Label: "Instagram", Allowed: instagram})
	pagetest.Click(h.Win, chip(t, h, "Libre"))
	pull(f, point(1955, 1000), point(300, 1000))
	if !pagetest.Says(h.Win, "Instagram n’accepte pas cette forme") {
		t.Errorf("%+v says %q", f.crop, pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Recadrer")
	if *done != nil || h.Win.Canvas().Overlays().Top() == nil {
		t.Errorf("taken: %v", *done)
	}
	pagetest.Press(t, h.Win, "Revenir au cadrage proposé")
	if pagetest.Says(h.Win, "n’accepte pas") {
		t.Error("still refused")
	}
	pagetest.Press(t, h.Win, "Recadrer")
	if len(*done) != 1 {
		t.Errorf("done %v", *done)
	}
}

func TestPictureThatIsLost(t *testing.T) {
	h := opened(t, kit.ModeLight, laptop)
	ShowCrop(h, &album{fail: app.Fail(app.CodeNotFound, "storage.error.not_found")}, "x", []CropFor{{}}, nil)
	if len(h.Errors) != 1 || h.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("told %v", h.Errors)
	}
}

func TestCropInEveryLook(t *testing.T) {
	inEveryLook(t, func(t *testing.T, mode kit.Mode, size fyne.Size, name string) {
		h := opened(t, mode, size)
		images := &album{image: media.Image{Hash: "vitrine", Name: "vitrine.jpg", MIME: "image/jpeg", Width: 1440, Height: 1440}}
		ShowCrop(h, images, "vitrine", []CropFor{
			{Label: "Instagram · boulangerie.martin", Allowed: instagram, Bounds: media.Bounds{Edge: 1440}, Crop: media.Crop{X: 100, Y: 60, Width: 1080, Height: 1350}},
			{Label: "Bluesky"},
		}, nil)
		h.Elapse()
		shoot(t, h, "recadrage-"+name)
	})
}
