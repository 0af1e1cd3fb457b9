package desk_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/cmd/internal/desk"
)

// TestAFilmPublishedByHand: its owner is led to the file, or told that it is not where
// it was.
func TestAFilmPublishedByHand(t *testing.T) {
	clock := networkstest.NewClock(saturday)
	d := desk.New(newComputer(t).options(clock))
	w := bakery(t, d)
	defer w.Close()
	s := d.Services()
	account, err := s.Accounts.AddHandFed(t.Context(), networks.TikTok, "@boulangerie.martin")
	must(t, err)
	film, err := os.ReadFile(filmed)
	must(t, err)
	path := filepath.Join(t.TempDir(), "four à 5 h.mp4")
	must(t, os.WriteFile(path, film, 0o600))
	video, err := s.Videos.Add(t.Context(), path, nil)
	must(t, err)
	p, err := s.Editorial.New(t.Context(), app.CivilOf(saturday.Add(time.Hour).In(w.Business.Location())))
	must(t, err)
	p.Text, p.Video, p.Accounts = "Le four à bois, à 5 h.", video.Hash, []app.ID{account.ID}
	must(t, s.Editorial.Save(t.Context(), p))
	must(t, s.Ledger.Schedule(t.Context(), p.ID))
	delivery := entry(t, s, p.ID).Delivery.ID
	if b, err := s.Ledger.ByHand(t.Context(), delivery); err != nil || b.Film != path || b.Content.Text != p.Text {
		t.Errorf("ready: %q at %q, %v", b.Content.Text, b.Film, err)
	}
	must(t, os.Remove(path))
	if _, err := s.Ledger.ByHand(t.Context(), delivery); app.MessageOf(err).Key != "media.video.error.moved" {
		t.Errorf("once it is gone: %v", err)
	}
}
