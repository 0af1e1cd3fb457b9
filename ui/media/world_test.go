package media

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"parvis/app/media"
	"parvis/assets/sample"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// album gives the pictures of the sample business, and remembers what it was
// asked.
type album struct {
	image    media.Image
	rendered []media.Crop
	bounds   media.Bounds
	fail     error
}

func (a *album) Image(context.Context, media.Hash) (media.Image, error) { return a.image, a.fail }

// thumbnails are those made before, for all tests: making one takes longer than
// what is tested.
var thumbnails = make(map[string]image.Image)

func (a *album) Thumbnail(_ context.Context, h media.Hash, edge int) (image.Image, error) {
	name := fmt.Sprint(h, edge, a.image.Width, a.image.Height)
	made, ok := thumbnails[name]
	if !ok {
		var err error
		if made, err = a.thumbnail(h, edge); err != nil {
			return nil, err
		}
		thumbnails[name] = made
	}
	return made, nil
}

func (a *album) thumbnail(h media.Hash, edge int) (image.Image, error) {
	if data, err := sample.Files.ReadFile("pictures/" + string(h) + ".jpg"); err == nil {
		return media.Thumbnail(data, edge)
	}
	// A sky over a field, of the size asked for.
	long := max(a.image.Width, a.image.Height)
	p := image.NewRGBA(image.Rect(0, 0, max(a.image.Width*edge/long, 1), max(a.image.Height*edge/long, 1)))
	draw.Draw(p, p.Bounds(), image.NewUniform(color.NRGBA{150, 180, 205, 255}), image.Point{}, draw.Src)
	draw.Draw(p, image.Rect(0, p.Bounds().Dy()*2/3, p.Bounds().Dx(), p.Bounds().Dy()), image.NewUniform(color.NRGBA{120, 150, 90, 255}), image.Point{}, draw.Src)
	return p, nil
}

func (a *album) Render(_ context.Context, _ media.Hash, c media.Crop, b media.Bounds) (media.Rendered, error) {
	a.rendered, a.bounds = append(a.rendered, c), b
	return media.Rendered{Data: make([]byte, 312_000), MIME: "image/jpeg", Size: media.Size{Width: 1080, Height: 1350}}, nil
}

// opened returns a host whose window has a size and the theme of a mode.
func opened(t *testing.T, mode kit.Mode, size fyne.Size) *pagetest.Host {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(mode, 1))
	h := pagetest.New(t, size)
	h.Win.SetContent(container.NewStack(kit.NewBackground(kit.ColorBackground)))
	h.Win.Resize(size)
	return h
}

var laptop, small = fyne.NewSize(1280, 800), fyne.NewSize(1024, 640)

// shoot writes a picture of the window where PARVIS_GALLERY says, to be looked at.
func shoot(t *testing.T, h *pagetest.Host, name string) {
	t.Helper()
	dir := os.Getenv("PARVIS_GALLERY")
	if dir == "" {
		return
	}
	file, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, h.Win.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

// inEveryLook calls f for both themes at both sizes.
func inEveryLook(t *testing.T, f func(t *testing.T, mode kit.Mode, size fyne.Size, name string)) {
	for modeName, mode := range map[string]kit.Mode{"clair": kit.ModeLight, "sombre": kit.ModeDark} {
		for sizeName, size := range map[string]fyne.Size{"1280x800": laptop, "1024x640": small} {
			name := modeName + "-" + sizeName
			t.Run(name, func(t *testing.T) { f(t, mode, size, name) })
		}
	}
}
