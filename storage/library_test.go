package storage_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/storage"
	"parvis/storage/storagetest"
)

const visit media.Hash = "hash-visit"

func visitVideo() media.Video {
	return media.Video{
		Hash: visit, Name: "visite.mp4", Path: "/vidéos/visite.mp4", ModifiedAt: storagetest.Now().Add(-time.Hour),
		VideoFacts: media.VideoFacts{
			MIME: "video/mp4", Bytes: 5_000_000_000, Duration: 61*time.Second + 40*time.Millisecond, Size: media.Size{Width: 1080, Height: 1920}, Rotation: 90,
			FrameRate: 29.97, VideoCodec: "h264", AudioCodec: "AAC",
		},
		AddedAt: storagetest.Now().Add(time.Minute),
	}
}

func marie() media.Right {
	return media.Right{
		ID: "right-marie", Hash: bread, Kind: media.RightPerson, Person: "Marie Le Goff", Networks: []string{"facebook"}, Purpose: "La vitrine",
		SignedOn: app.Date{Year: 2026, Month: 1, Day: 5}, ExpiresOn: app.Date{Year: 2027, Month: 1, Day: 4},
		Proof: media.Proof{Hash: "hash-paper", Name: "accord.pdf", MIME: "application/pdf", Bytes: 6}, Note: "Par e-mail",
	}
}

func item(t *testing.T, f *storage.File, h media.Hash) media.Item {
	t.Helper()
	i, err := f.Media().Item(t.Context(), h)
	must(t, err)
	return i
}

func TestLibraryHoldsPicturesAndVideos(t *testing.T) {
	f := populated(t)
	ctx, library := t.Context(), f.Media()
	must(t, library.AddVideo(ctx, visitVideo()))
	must(t, f.Editorial().SavePost(ctx, draft("post")))
	must(t, f.Editorial().SavePost(ctx, editorial.Post{
		ID: "idea", Text: "Une idée sans titre", Stage: editorial.Idea, Images: []editorial.PostImage{{Hash: bread, Alt: "Un autre pain"}},
		CreatedAt: storagetest.Now(), UpdatedAt: storagetest.Now(),
	}))
	must(t, library.Describe(ctx, bread, "Le pain du matin", []string{"pain", "vitrine"}, true))
	must(t, library.SaveRight(ctx, marie(), []byte("%PDF-1")))

	got, err := library.Items(ctx)
	must(t, err)
	want := []media.Item{
		{
			Hash: visit, Kind: media.KindVideo, Name: "visite.mp4", MIME: "video/mp4", Size: media.Size{Width: 1080, Height: 1920}, Bytes: 5_000_000_000,
			Duration: 61*time.Second + 40*time.Millisecond, AddedAt: storagetest.Now().Add(time.Minute),
		},
		{
			Hash: bread, Kind: media.KindImage, Name: "Le pain du matin", MIME: "image/jpeg", Size: media.Size{Width: 4, Height: 3}, Bytes: 4,
			AddedAt: storagetest.Now(), Tags: []string{"pain", "vitrine"}, Alts: []string{"Un autre pain", "Un pain"}, Uses: 2, People: true, Rights: []media.Right{marie()},
		},
		{Hash: film, Kind: media.KindVideo, Name: "four.mp4", MIME: "video/mp4", Size: media.Size{Width: 2, Height: 2}, Bytes: 9, AddedAt: storagetest.Now(), Uses: 1},
		{Hash: oven, Kind: media.KindImage, Name: "four.png", MIME: "image/png", Size: media.Size{Width: 2, Height: 2}, Bytes: 4, AddedAt: storagetest.Now(), Alts: []string{"Le four"}, Uses: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[1], item(t, f, bread)); diff != "" {
		t.Error(diff)
	}
	uses, err := library.Uses(ctx, bread)
	must(t, err)
	if diff := cmp.Diff([]media.Use{{Post: "idea", Title: "Une idée sans titre", Alt: "Un autre pain"}, {Post: "post", Title: "Le pain", Alt: "Un pain", At: at(25, 9)}}, uses); diff != "" {
		t.Error(diff)
	}
	if _, err := library.Item(ctx, "absent"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("absent: %v", err)
	}
	if err := library.Describe(ctx, "absent", "x", nil, false); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("absent described: %v", err)
	}

	// The name of the file again, and fewer tags.
	must(t, library.Describe(ctx, bread, "pain.jpg", []string{"four"}, false))
	if i := item(t, f, bread); i.Name != "pain.jpg" || len(i.Tags) != 1 || i.People {
		t.Errorf("described again %+v", i)
	}
}

func TestVideoKeepsItsFactsAndMoves(t *testing.T) {
	f := populated(t)
	must(t, f.Media().AddVideo(t.Context(), visitVideo()))
	got, err := f.Media().Video(t.Context(), visit)
	must(t, err)
	if diff := cmp.Diff(visitVideo(), got); diff != "" {
		t.Error(diff)
	}
	moved := visitVideo()
	moved.Path, moved.Name, moved.ModifiedAt = `D:\Vidéos\autre.mp4`, "autre.mp4", storagetest.Now()
	must(t, f.Media().AddVideo(t.Context(), moved))
	if got, err = f.Media().Video(t.Context(), visit); err != nil || got.Path != moved.Path || got.Name != "visite.mp4" || !got.ModifiedAt.Equal(moved.ModifiedAt) {
		t.Errorf("moved: %+v, %v", got, err)
	}
}

// TestOnlyTheUnusedIsDeleted, with all that was said of it, and comes back whole.
func TestOnlyTheUnusedIsDeleted(t *testing.T) {
	f := populated(t)
	ctx, library := t.Context(), f.Media()
	must(t, f.Editorial().SavePost(ctx, editorial.Post{
		ID: "post", Stage: editorial.Draft, Images: []editorial.PostImage{{Hash: oven}}, CreatedAt: storagetest.Now(), UpdatedAt: storagetest.Now(),
	}))
	must(t, library.AddVideo(ctx, visitVideo()))
	for _, h := range []media.Hash{bread, visit} {
		must(t, library.Describe(ctx, h, "À moi", []string{"pain"}, true))
	}
	right := marie()
	must(t, library.SaveRight(ctx, right, []byte("%PDF-1")))
	right.ID, right.Hash, right.Proof = "right-visit", visit, media.Proof{}
	must(t, library.SaveRight(ctx, right, nil))

	if _, err := library.Remove(ctx, oven); app.CodeOf(err) != app.CodeConflict || app.MessageOf(err).Key != "media.library.error.used" {
		t.Errorf("in a post: %v", err)
	}
	before, err := library.Items(ctx)
	must(t, err)
	var gone []media.Removed
	for _, h := range []media.Hash{bread, visit} {
		removed, err := library.Remove(ctx, h)
		must(t, err)
		gone = append(gone, removed)
		if _, err := library.Item(ctx, h); app.CodeOf(err) != app.CodeNotFound {
			t.Errorf("deleted, and yet %v", err)
		}
	}
	if _, err := library.ProofBytes(ctx, "hash-paper"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("the signed paper stays: %v", err)
	}
	for _, removed := range gone {
		must(t, library.PutBack(ctx, removed))
	}
	after, err := library.Items(ctx)
	must(t, err)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
	if data, err := library.ProofBytes(ctx, "hash-paper"); err != nil || string(data) != "%PDF-1" {
		t.Errorf("the signed paper came back as %q, %v", data, err)
	}
	if data, err := library.ImageBytes(ctx, bread); err != nil || string(data) != "pain" {
		t.Errorf("the picture came back as %q, %v", data, err)
	}
}

func TestRightsComeAndGo(t *testing.T) {
	f := populated(t)
	ctx, library := t.Context(), f.Media()
	must(t, library.SaveRight(ctx, marie(), []byte("%PDF-1")))
	// Another keeps the same paper: it stays until neither needs it.
	second := marie()
	second.ID, second.Hash = "right-two", oven
	must(t, library.SaveRight(ctx, second, nil))
	changed := marie()
	changed.Person, changed.Networks, changed.ExpiresOn, changed.Proof = "Marie Martin", nil, app.Date{}, media.Proof{}
	must(t, library.SaveRight(ctx, changed, nil))
	if got := item(t, f, bread).Rights; !cmp.Equal(got, []media.Right{changed}) {
		t.Errorf("changed: %+v", got)
	}
	if _, err := library.ProofBytes(ctx, "hash-paper"); err != nil {
		t.Errorf("the paper of another: %v", err)
	}
	must(t, library.DeleteRight(ctx, "right-two"))
	if _, err := library.ProofBytes(ctx, "hash-paper"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("the paper that nobody needs: %v", err)
	}
	if err := library.DeleteRight(ctx, "right-two"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("deleted twice: %v", err)
	}
	orphan := marie()
	orphan.ID, orphan.Hash, orphan.Proof = "right-three", "absent", media.Proof{}
	if err := library.SaveRight(ctx, orphan, nil); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("of nothing: %v", err)
	}
}

// TestSchemaKeepsTheLibrary: what the interface would never do, the file refuses.
func TestSchemaKeepsTheLibrary(t *testing.T) {
	f := populated(t)
	must(t, f.Media().AddVideo(t.Context(), visitVideo()))
	must(t, f.Media().SaveRight(t.Context(), marie(), []byte("%PDF-1")))
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	path := f.Path()
	must(t, f.Close())
	db := plain(t, path)
	for _, statement := range []string{
		"DELETE FROM library WHERE hash = 'hash-bread'",
		"DELETE FROM media WHERE hash = 'hash-bread'",
		"UPDATE videos SET hash = 'x'",
		"UPDATE videos SET size = 1",
		"UPDATE videos SET width = 1",
		"UPDATE proofs SET data = x'00'",
		"INSERT INTO media_rights (id, hash, kind, person, networks) VALUES ('x', 'hash-bread', 'nobody', 'x', '[]')",
	} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("accepted: %s", statement)
		}
	}
	if _, err := db.Exec("UPDATE videos SET path = 'ailleurs'"); err != nil {
		t.Errorf("a video cannot move: %v", err)
	}
}

// BenchmarkLibrary reads and searches a library of five thousand pictures.
func BenchmarkLibrary(b *testing.B) {
	f := populated(b)
	ctx := context.Background()
	data := make([]byte, 20_000)
	for i := range 5000 {
		h := media.Hash(fmt.Sprintf("hash-%064d", i))
		must(b, f.Media().AddImage(ctx, media.Image{Hash: h, Name: fmt.Sprintf("Photo d’été %d.jpg", i), MIME: "image/jpeg", Width: 9, Height: 9, Size: 20_000, AddedAt: storagetest.Now()}, data))
		if i%3 == 0 {
			must(b, f.Media().Describe(ctx, h, "", []string{"été", "vitrine"}, i%2 == 0))
		}
	}
	library := media.NewLibrary(f.Media(), app.NewIDs(storagetest.Clock(), nil), app.NewEvents())
	for b.Loop() {
		if l, err := library.List(ctx, media.Query{Text: "ETE 4", Limit: 60}); err != nil || l.Total == 0 {
			b.Fatal(l.Total, err)
		}
	}
}
