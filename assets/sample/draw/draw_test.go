package main

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
)

// What is drawn today must be what is embedded, up to the rounding of another
// JPEG encoder.
func TestEmbeddedPicturesAreThoseDrawn(t *testing.T) {
	files, err := filepath.Glob("../pictures/*.jpg")
	if err != nil || len(files) != len(scenes) {
		t.Fatalf("%d files for %d scenes, %v", len(files), len(scenes), err)
	}
	for _, s := range scenes[:4] {
		kept, err := os.ReadFile(filepath.Join("../pictures", s.key+".jpg"))
		if err != nil {
			t.Fatal(err)
		}
		if d := difference(decode(t, kept), decode(t, render(s.paint))); d > 1 {
			t.Errorf("%s differs from its file by %.1f levels: run go generate ./assets/sample", s.key, d)
		}
	}
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// difference is the mean difference of the red channels, in levels of 255.
func difference(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 255
	}
	var sum, n float64
	for y := 0; y < side; y += 7 {
		for x := 0; x < side; x += 7 {
			ra, _, _, _ := a.At(x, y).RGBA()
			rb, _, _, _ := b.At(x, y).RGBA()
			d := float64(ra>>8) - float64(rb>>8)
			sum, n = sum+max(d, -d), n+1
		}
	}
	return sum / n
}
