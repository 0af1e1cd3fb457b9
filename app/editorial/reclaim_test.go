package editorial

import (
	"slices"
	"testing"

	"parvis/app"
	"parvis/app/publishing"
)

// TestReclaimedBeforeItIsChanged: what a network may keep of a scheduled post is taken
// back before anything is written that it would publish otherwise, and only then.
func TestReclaimedBeforeItIsChanged(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, d *desk, p Post) error
		want   bool
	}{
		{"its text", func(t *testing.T, d *desk, p Post) error { p.Text = "Autre chose"; return d.Save(t.Context(), p) }, true},
		{"its title", func(t *testing.T, d *desk, p Post) error { p.Title = "Autre titre"; return d.Save(t.Context(), p) }, true},
		{"its moment", func(t *testing.T, d *desk, p Post) error {
			p.At = civil(t, "2026-11-29 09:00")
			return d.Save(t.Context(), p)
		}, true},
		{"nothing", func(t *testing.T, d *desk, p Post) error { return d.Save(t.Context(), p) }, false},
		{"who wrote it", func(t *testing.T, d *desk, p Post) error { p.Author = "Luc"; return d.Save(t.Context(), p) }, false},
		{"moved", func(t *testing.T, d *desk, p Post) error {
			return d.Move(t.Context(), p.ID, civil(t, "2026-11-29 09:00"))
		}, true},
		{"renamed", func(t *testing.T, d *desk, p Post) error { return d.Rename(t.Context(), p.ID, "Autre titre") }, true},
		{"deleted", func(t *testing.T, d *desk, p Post) error { _, err := d.Delete(t.Context(), p.ID); return err }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, code := range []app.Code{"", app.CodeUnavailable} {
				d := newDesk(t)
				before := Post{ID: "p", Title: "Pain", Text: "Du pain", Stage: Scheduled, At: civil(t, "2026-11-28 09:00"), Accounts: []app.ID{"bsky"}}
				d.put(before, publishing.Entrusted)
				if code != "" {
					d.failReclaim = app.Fail(code, "publishing.error.recalling")
				}
				err := tt.change(t, d, before.Copy())
				if got := slices.Contains(d.reclaimed, "p"); got != tt.want {
					t.Errorf("taken back: %t, want %t", got, tt.want)
				}
				if !tt.want || code == "" {
					if err != nil {
						t.Errorf("changing it: %v", err)
					}
					continue
				}
				after := d.posts["p"]
				if app.CodeOf(err) != code || !publishesTheSame(after, before) {
					t.Errorf("not taken back: %v, and changed to %+v", err, after)
				}
			}
		})
	}
}

// TestEntrustedIsScheduled: that its network keeps it says nothing else of a post.
func TestEntrustedIsScheduled(t *testing.T) {
	for _, states := range [][]publishing.State{
		{publishing.Entrusted}, {publishing.Recalling}, {publishing.Entrusted, publishing.Scheduled}, {publishing.Entrusted, publishing.Dropped},
	} {
		if got := StateOf(Scheduled, states); got != StateScheduled {
			t.Errorf("%v: %s", states, got)
		}
	}
	if got := StateOf(Scheduled, []publishing.State{publishing.Entrusted, publishing.Published}); got != StatePartial {
		t.Errorf("partly out: %s", got)
	}
}
