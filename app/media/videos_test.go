package media

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"parvis/app"
)

// reel keeps videos in memory as the file does.
type reel map[Hash]Video

func (r reel) AddVideo(_ context.Context, v Video) error {
	if known, ok := r[v.Hash]; ok {
		known.Path, known.ModifiedAt = v.Path, v.ModifiedAt
		v = known
	}
	r[v.Hash] = v
	return nil
}

func (r reel) Video(_ context.Context, h Hash) (Video, error) {
	if v, ok := r[h]; ok {
		return v, nil
	}
	return Video{}, app.Fail(app.CodeNotFound, "storage.error.not_found")
}

func videoWorld(t *testing.T) (s *Videos, store reel, path string) {
	t.Helper()
	store = reel{}
	path = filepath.Join(t.TempDir(), "visite été.mp4")
	if err := os.WriteFile(path, sampleVideo(t, "landscape.mp4"), 0o600); err != nil {
		t.Fatal(err)
	}
	return NewVideos(store, app.FixedClock(testNow), app.NewEvents()), store, path
}

func TestVideoIsKnownByItsBytes(t *testing.T) {
	s, store, path := videoWorld(t)
	var told []int64
	v, err := s.Add(t.Context(), path, func(done, total int64) { told = append(told, done, total) })
	if err != nil {
		t.Fatal(err)
	}
	if v.Name != "visite été.mp4" || v.Path != path || v.Size != (Size{96, 54}) || len(v.Hash) != 64 || !v.AddedAt.Equal(testNow) {
		t.Errorf("added %+v", v)
	}
	if !slices.Equal(told, []int64{v.Bytes, v.Bytes}) {
		t.Errorf("told %v", told)
	}
	if err := s.Present(t.Context(), v.Hash); err != nil {
		t.Error(err)
	}

	// Moved: it is missed, then found again.
	moved := filepath.Join(t.TempDir(), "rangé.mp4")
	if err := os.Rename(path, moved); err != nil {
		t.Fatal(err)
	}
	if err := s.Present(t.Context(), v.Hash); app.CodeOf(err) != app.CodeUnavailable || app.MessageOf(err).Key != "media.video.error.moved" {
		t.Errorf("moved: %v", err)
	}
	other := filepath.Join(t.TempDir(), "autre.mp4")
	if err := os.WriteFile(other, sampleVideo(t, "wide.mp4"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := maps.Clone(store)
	if _, err := s.Relink(t.Context(), v.Hash, other, nil); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("another video: %v", err)
	}
	// One of the same size, in which a single byte differs.
	data := sampleVideo(t, "landscape.mp4")
	data[len(data)-5] ^= 1
	if err := os.WriteFile(other, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Relink(t.Context(), v.Hash, other, nil); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("nearly the same video: %v", err)
	}
	if !maps.Equal(before, store) {
		t.Errorf("refused, and yet %v", store)
	}
	if v, err = s.Relink(t.Context(), v.Hash, moved, nil); err != nil || v.Path != moved || v.Name != "visite été.mp4" {
		t.Errorf("relinked %+v, %v", v, err)
	}
	if err := s.Present(t.Context(), v.Hash); err != nil {
		t.Error(err)
	}

	// Added again it is the same.
	if again, err := s.Add(t.Context(), moved, nil); err != nil || again != v || len(store) != 1 {
		t.Errorf("added again %+v, %v", again, err)
	}

	// Changed in place: it is not the same any more.
	if err := os.Chtimes(moved, testNow, testNow.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := s.Present(t.Context(), v.Hash); app.MessageOf(err).Key != "media.video.error.changed" {
		t.Errorf("changed: %v", err)
	}
}

func TestHashingCanBeStopped(t *testing.T) {
	s, store, path := videoWorld(t)
	// Appended to the video: the reader does not mind, and hashing takes longer.
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(movieBox("free", make([]byte, 5<<20))); err != nil {
		t.Fatal(err)
	}
	f.Close()
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err = s.Add(ctx, path, func(int64, int64) { calls++; cancel() })
	if !errors.Is(err, context.Canceled) || calls != 1 || len(store) != 0 {
		t.Errorf("stopped with %v after %d pieces, %d kept", err, calls, len(store))
	}
}

func TestVideosThatCannotBeRead(t *testing.T) {
	s, _, path := videoWorld(t)
	if _, err := s.Add(t.Context(), filepath.Join(t.TempDir(), "absent.mp4"), nil); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("absent: %v", err)
	}
	if _, err := s.Add(t.Context(), filepath.Dir(path), nil); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("a folder: %v", err)
	}
	if _, err := s.Relink(t.Context(), "absent", path, nil); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("unknown: %v", err)
	}
}
