package publishing_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// seen is a connector that keeps what it is given.
type seen struct {
	connector
	content *networks.Content
}

func (s seen) Prepare(ctx context.Context, session networks.Session, c networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	*s.content = c
	return s.connector.Prepare(ctx, session, c, earlier)
}

// TestPicturesLeaveCroppedAndLightEnough sends a post whose picture is heavier than
// the server of its account takes, and cropped, from a real file.
func TestPicturesLeaveCroppedAndLightEnough(t *testing.T) {
	w := newWorld(t)
	w.start(-1, false)
	f := storagetest.New(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	account := networks.Account{ID: accountOf(networks.Bluesky), Network: networks.Bluesky, Handle: "martin", RemoteID: "did", State: networks.AccountConnected, CreatedAt: storagetest.Now()}
	account.Instance.ImageBytes = 700_000
	must(f.Networks().SaveAccount(t.Context(), account))
	pictures := media.NewService(f.Media(), w.clock, media.Bounds{Edge: media.DefaultEdge})
	kept, err := pictures.Add(t.Context(), "bruit.jpg", bytes.NewReader(noise(t, 1600, 1200)))
	must(err)
	limits, _ := account.Limits()
	if kept.Size <= int64(limits.ImageBytes) {
		t.Fatalf("the picture weighs %d: too light for this test", kept.Size)
	}
	at := app.CivilOf(w.clock.Now().Add(-time.Minute))
	must(f.Editorial().SavePost(t.Context(), editorial.Post{
		ID: "post", Text: "Du pain", Stage: editorial.Draft, At: at, Lateness: time.Hour, Accounts: []app.ID{account.ID},
		Images: []editorial.PostImage{{Hash: kept.Hash, Alt: "Un pain", Crop: media.Crop{X: 100, Y: 100, Width: 1200, Height: 1000}}},
	}))
	must(f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{{
		ID: "delivery", PostID: "post", AccountID: account.ID, State: publishing.Scheduled, DueAt: w.clock.Now().Add(-time.Minute), Lateness: time.Hour,
	}}))
	vault := &networkstest.Vault{}
	must(vault.Store(t.Context(), "business", account.ID, networks.Credential{Secret: "secret"}))
	var sent networks.Content
	engine := publishing.New(publishing.Parts{
		Store: f.Publishing(), Accounts: f.Networks(), Sessions: networks.NewSessions("business", f.Networks(), vault, w.clock, w.events), Business: f.Business(), Pictures: pictures, Clock: w.clock, Events: w.events,
		Connectors: networks.Connectors{networks.Bluesky: seen{connector{w.networks[networks.Bluesky], w.life}, &sent}},
	}, w.pace)
	_, err = engine.Tick(t.Context())
	must(err)
	if len(sent.Images) != 1 {
		t.Fatalf("sent %+v", sent)
	}
	got := sent.Images[0]
	drawn, err := jpeg.Decode(bytes.NewReader(got.Bytes))
	must(err)
	if got.Width != 1200 || got.Height != 1000 || drawn.Bounds().Size() != (image.Point{X: 1200, Y: 1000}) || len(got.Bytes) > limits.ImageBytes || got.Alt != "Un pain" {
		t.Errorf("%d bytes of %d x %d, drawn %v", len(got.Bytes), got.Width, got.Height, drawn.Bounds())
	}
	d, err := f.Publishing().Delivery(t.Context(), "delivery")
	must(err)
	if d.State != publishing.Published {
		t.Errorf("the delivery is %s: %s", d.State, d.ErrorKey)
	}
}

// noise is a picture that hardly compresses.
func noise(t *testing.T, width, height int) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	x := uint32(1)
	for i := range width * height {
		x = x*1664525 + 1013904223
		p.SetRGBA(i%width, i/width, color.RGBA{uint8(x >> 24), uint8(x >> 16), uint8(x >> 8), 255})
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, p, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var _ publishing.Store = (*storage.PublishingStore)(nil)
