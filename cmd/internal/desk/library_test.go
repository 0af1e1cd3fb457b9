package desk_test

import (
	"bytes"
	"image"
	"testing"

	"parvis/app"
	"parvis/app/media"
	"parvis/cmd/internal/desk"
)

// TestLibraryOfTheExample: the pictures of the sample business are found with the
// posts that use them, and leave as Instagram takes them.
func TestLibraryOfTheExample(t *testing.T) {
	d := desk.New(newComputer(t).options(app.FixedClock(saturday)))
	w, err := d.Example(t.Context())
	must(t, err)
	defer w.Close()
	s := d.Services()
	all, err := s.Library.List(t.Context(), media.Query{})
	must(t, err)
	if all.Total == 0 {
		t.Fatal("no picture in the example: this test proves nothing")
	}
	found, err := s.Library.List(t.Context(), media.Query{Text: "buche noel"})
	must(t, err)
	if found.Total != 1 || found.Items[0].Uses == 0 {
		t.Fatalf("found %+v", found.Items)
	}
	item := found.Items[0]
	uses, err := s.Library.Uses(t.Context(), item.Hash)
	must(t, err)
	if len(uses) != item.Uses {
		t.Errorf("%d uses counted, %d posts", item.Uses, len(uses))
	}
	if _, err := s.Library.Delete(t.Context(), item.Hash); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("what is used was deleted: %v", err)
	}
	portrait := media.Ratios{Min: media.Portrait, Max: media.Portrait}
	out, err := s.Media.Render(t.Context(), item.Hash, media.SuggestCrop(item.Size, portrait, nil), media.Bounds{Bytes: 40_000, Edge: 1440, Formats: []string{"image/jpeg"}})
	must(t, err)
	config, kind, err := image.DecodeConfig(bytes.NewReader(out.Data))
	must(t, err)
	if kind != "jpeg" || len(out.Data) > 40_000 || !media.Fits(media.Size{Width: config.Width, Height: config.Height}, portrait) {
		t.Errorf("rendered a %s of %d by %d in %d bytes", kind, config.Width, config.Height, len(out.Data))
	}
}
