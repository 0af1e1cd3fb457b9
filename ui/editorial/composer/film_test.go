package composer

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// films knows one video.
type films struct{}

func (films) Facts(_ context.Context, h media.Hash) (media.Video, error) {
	if h != "film" {
		return media.Video{}, app.Fail(app.CodeNotFound, "media.video.error.unknown")
	}
	return media.Video{Hash: h, Name: "four.mp4", VideoFacts: media.VideoFacts{Duration: 95 * time.Second}}, nil
}

func (films) Add(context.Context, string, media.Progress) (media.Video, error) {
	return media.Video{}, nil
}

func (films) Relink(context.Context, media.Hash, string, media.Progress) (media.Video, error) {
	return media.Video{}, nil
}

func (films) Present(context.Context, media.Hash) error { return nil }

func TestAVideoStandsBesideThePictures(t *testing.T) {
	d := filled().desk(t, kit.ModeLight, translations.French, fyne.NewSize(1072, 800))
	d.view.s.Library.Videos = films{}
	d.view.Open("post")
	d.view.reel.set("film")
	if p := d.lastSave(); p.Video != "film" || !d.says("four.mp4 · 1:35") {
		t.Fatalf("saved %q", p.Video)
	}
	if len(d.view.preview.cards[0].body.Objects) != 4 {
		t.Errorf("the preview shows %d parts, want the name, the text, the video and the pictures", len(d.view.preview.cards[0].body.Objects))
	}
	buttons := find(d, func(b *kit.Button) bool { return b.Visible() && b.ToolTip() == "Retirer la vidéo" })
	if len(buttons) != 1 {
		t.Fatalf("%d buttons remove it", len(buttons))
	}
	test.Tap(buttons[0])
	if p := d.lastSave(); p.Video != "" || d.says("four.mp4") {
		t.Errorf("still there: %q", p.Video)
	}
	d.host.Undo()
	if p := d.lastSave(); p.Video != "film" || !d.says("four.mp4") {
		t.Errorf("not back: %q", p.Video)
	}
	d.view.open.post.Images, d.view.open.post.Text = nil, ""
	if d.view.open.blank() || (draft{born: &editorial.Post{}, post: editorial.Post{Video: "film"}}).blank() {
		t.Error("a video alone is nothing")
	}
}
