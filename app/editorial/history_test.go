package editorial_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/storage/storagetest"
)

// written is a draft of two texts, the second with a variant and a picture, and
// its history.
func written(t *testing.T) (desk, *editorial.History, editorial.Post) {
	t.Helper()
	d := openDesk(t)
	h := editorial.NewHistory(d.Service, d.file.Editorial())
	picture := media.Image{Hash: "0000000000000000000000000000000000000000000000000000000000000001", Name: "a.jpg", MIME: "image/jpeg", Width: 1, Height: 1, Size: 1, AddedAt: storagetest.Now()}
	if err := d.file.Media().AddImage(t.Context(), picture, []byte{1}); err != nil {
		t.Fatal(err)
	}
	p, err := d.New(t.Context(), app.Civil{})
	if err != nil {
		t.Fatal(err)
	}
	p.Text = "Du pain"
	save(t, d, p)
	p.Text = "Du pain chaud, et la brioche des dimanches d’hiver qui revient au fournil"
	p.Images = []editorial.PostImage{{Hash: picture.Hash, Alt: "Une brioche"}}
	p.Variants = []editorial.Variant{{Network: networks.Instagram, Text: "La brioche #Nantes"}}
	save(t, d, p)
	return d, h, p
}

func save(t *testing.T, d desk, p editorial.Post) {
	t.Helper()
	if err := d.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, h *editorial.History, id app.ID) []editorial.Version {
	t.Helper()
	all, err := h.Versions(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAVersionComesBack(t *testing.T) {
	d, h, full := written(t)
	empty := full.Copy()
	empty.Text, empty.Images, empty.Variants = "Rien", nil, nil
	save(t, d, empty)
	all := read(t, h, full.ID)
	if len(all) != 2 || all[0].Post.Text != "Rien" || !all[1].Post.SaysTheSame(full) {
		t.Fatalf("%d versions: %+v", len(all), all)
	}
	// Where and for whom it is said was changed since, and stays.
	at := app.Civil{Date: app.DateOf(storagetest.Now()).AddDays(6), Time: app.TimeOfDay{Hour: 9}}
	empty.At, empty.Author, empty.Disclosures = at, "Paul", []legal.Disclosure{legal.Altered}
	save(t, d, empty)
	if _, err := d.Bulk(t.Context(), []app.ID{full.ID}, editorial.Change{Stage: editorial.Approved}); err != nil {
		t.Fatal(err)
	}

	done, err := h.Restore(t.Context(), full.ID, all[1].ID)
	if err != nil || done.Missing != 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	now, _, err := d.Post(t.Context(), full.ID)
	if err != nil || now.Text != full.Text || len(now.Images) != 1 || len(now.Variants) != 1 || now.Author != "Paul" || !slices.Equal(now.Disclosures, empty.Disclosures) || now.At != at || now.Stage != editorial.Approved || !slices.Equal(now.Accounts, empty.Accounts) {
		t.Errorf("restored: %+v, %v", now, err)
	}
	if got := read(t, h, full.ID); !got[0].Post.SaysTheSame(now) || got[1].Post.Text != "Rien" {
		t.Errorf("what was there before is no version: %+v", got)
	}
	if err := done.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now, _, _ = d.Post(t.Context(), full.ID); !now.SaysTheSame(empty) {
		t.Errorf("undone: %+v", now)
	}
	if got := read(t, h, full.ID); got[1].Post.Text != full.Text {
		t.Errorf("the restoration is no version: %+v", got)
	}
}

func TestAPostSavedOnceHasOneVersion(t *testing.T) {
	d := openDesk(t)
	h := editorial.NewHistory(d.Service, d.file.Editorial())
	p, err := d.New(t.Context(), app.Civil{})
	if err != nil {
		t.Fatal(err)
	}
	p.Text = "Du pain"
	save(t, d, p)
	if got := read(t, h, p.ID); len(got) != 1 || got[0].Post.Text != "Du pain" || !got[0].SavedAt.Equal(storagetest.Now()) {
		t.Errorf("%+v", got)
	}
	if _, err := h.Versions(t.Context(), "absent"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("an absent post: %v", err)
	}
	if _, err := h.Restore(t.Context(), p.ID, 7); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("an absent version: %v", err)
	}
}

// absent is an album that has lost its pictures.
type absent struct{}

func (absent) Image(context.Context, media.Hash) (media.Image, error) {
	return media.Image{}, app.Fail(app.CodeNotFound, "media.error.not_found")
}

func TestPicturesThatAreGoneAreLeftOut(t *testing.T) {
	d, _, full := written(t)
	d.Service = editorial.NewService(d.file.Editorial(), editorial.Neighbours{
		Business: d.file.Business(), Strategy: d.file.Strategy(), Accounts: d.file.Networks(), Images: absent{}, Planner: d.ledger,
	}, app.NewEvents(), storagetest.Clock(), app.NewIDs(storagetest.Clock(), nil))
	h := editorial.NewHistory(d.Service, d.file.Editorial())
	empty := full.Copy()
	empty.Text, empty.Images = "Rien", nil
	save(t, d, empty)
	done, err := h.Restore(t.Context(), full.ID, read(t, h, full.ID)[1].ID)
	if err != nil || done.Missing != 1 || len(done.Post.Images) != 0 || done.Post.Text != full.Text {
		t.Errorf("%+v, %v", done, err)
	}
}

func TestWhatIsOnItsWayIsNotRestored(t *testing.T) {
	d, h, p := written(t)
	p.At = app.Civil{Date: app.DateOf(storagetest.Now()).AddDays(6), Time: app.TimeOfDay{Hour: 9}}
	save(t, d, p)
	first := read(t, h, p.ID)[len(read(t, h, p.ID))-1]
	if err := d.ledger.Schedule(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	entries, err := d.ledger.PostEntries(t.Context(), p.ID)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v", entries, err)
	}
	leaving := entries[0].Delivery
	before := leaving.State
	leaving.State = "preparing"
	if err := d.file.Publishing().Advance(t.Context(), before, leaving); err != nil {
		t.Fatal(err)
	}
	var e *app.Error
	if _, err := h.Restore(t.Context(), p.ID, first.ID); !errors.As(err, &e) || e.Key != "editorial.error.fixed" {
		t.Errorf("restored: %v", err)
	}
	if diff := cmp.Diff(p.Text, read(t, h, p.ID)[0].Post.Text); diff != "" {
		t.Errorf("its history can be read: %s", diff)
	}
}
