package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"parvis/app"
)

// Video is a video of the business: where it is on this computer, what it is, and
// its facts. Its bytes stay where they are.
type Video struct {
	Hash Hash
	Name string // file name it came with
	// Path is absolute, as the system writes it.
	Path string
	// ModifiedAt is when the file was last written: with its size, what tells
	// cheaply whether it is still the same.
	ModifiedAt time.Time
	VideoFacts
	AddedAt time.Time
}

// VideoStore keeps what is known of videos in the file.
type VideoStore interface {
	// AddVideo keeps a video; of one that is there already, where it is now.
	AddVideo(ctx context.Context, v Video) error
	// Video returns what is known of a video, or an error with CodeNotFound.
	Video(ctx context.Context, h Hash) (Video, error)
}

// Videos is the service of videos. It is safe for concurrent use.
type Videos struct {
	store VideoStore
	clock app.Clock
	emit  *app.Events
}

// NewVideos returns the service over a store.
func NewVideos(store VideoStore, clock app.Clock, events *app.Events) *Videos {
	return &Videos{store: store, clock: clock, emit: events}
}

// Progress is told how many bytes of a file have been read. It is called often, on
// the goroutine that reads; nil is not called.
type Progress func(done, total int64)

// MaxVideo bounds the weight of a video: what the most generous network takes
// (YouTube, 256 GB, networks.md).
const MaxVideo = 256 << 30

// Add takes in a video: its facts are read, and its bytes once, to know it again.
// The same video added again is the one already known, found where it is now.
//
// Errors: CodeInvalid with the sentence of what is wrong with the video,
// CodeUnavailable when it cannot be read, and the context's own.
func (s *Videos) Add(ctx context.Context, path string, progress Progress) (Video, error) {
	v, err := s.read(ctx, path, progress)
	if err != nil {
		return Video{}, err
	}
	if err := s.store.AddVideo(ctx, v); err != nil {
		return Video{}, err
	}
	app.Emit(s.emit, Changed{v.Hash})
	return s.store.Video(ctx, v.Hash)
}

// Relink tells where a known video has moved. The file there must be that very
// video: another is refused with CodeConflict, and nothing changes.
func (s *Videos) Relink(ctx context.Context, h Hash, path string, progress Progress) (Video, error) {
	known, err := s.store.Video(ctx, h)
	if err != nil {
		return Video{}, err
	}
	if info, err := os.Stat(path); err == nil && info.Size() != known.Bytes {
		// No need to read gigabytes to know.
		return Video{}, otherVideo(path, known)
	}
	found, err := s.read(ctx, path, progress)
	if err != nil {
		return Video{}, err
	}
	if found.Hash != h {
		return Video{}, otherVideo(path, known)
	}
	if err := s.store.AddVideo(ctx, found); err != nil {
		return Video{}, err
	}
	app.Emit(s.emit, Changed{h})
	return s.store.Video(ctx, h)
}

func otherVideo(path string, known Video) error {
	return app.Fail(app.CodeConflict, "media.video.error.other", "Name", displayName(filepath.Base(path)), "Known", known.Name)
}

// Facts returns what is known of a video, or fails with CodeNotFound. It does not
// look at the disk.
func (s *Videos) Facts(ctx context.Context, h Hash) (Video, error) { return s.store.Video(ctx, h) }

// Open opens a known video for reading, after looking that it is still what was
// added, by its size and the time of its last change. It fails with
// CodeUnavailable when it is not where it was: Relink mends that.
func (s *Videos) Open(ctx context.Context, h Hash) (*os.File, error) {
	v, err := s.store.Video(ctx, h)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(v.Path)
	if err != nil {
		return nil, missing(v, err)
	}
	if info, err := f.Stat(); err != nil || info.Size() != v.Bytes || info.ModTime().UnixMilli() != v.ModifiedAt.UnixMilli() {
		f.Close()
		return nil, app.Fail(app.CodeUnavailable, "media.video.error.changed", "Name", v.Name).Because(err)
	}
	return f, nil
}

// Present tells whether a known video is where it was, unchanged: nil, or the
// error of Open.
func (s *Videos) Present(ctx context.Context, h Hash) error {
	f, err := s.Open(ctx, h)
	if err != nil {
		return err
	}
	return f.Close()
}

func missing(v Video, err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return unreadable(v.Name, err)
	}
	return app.Fail(app.CodeUnavailable, "media.video.error.moved", "Name", v.Name, "Path", v.Path).Because(err)
}

// read looks at a file: facts first, so that what is no video is refused at once.
func (s *Videos) read(ctx context.Context, path string, progress Progress) (Video, error) {
	name := displayName(filepath.Base(path))
	path, err := filepath.Abs(path)
	if err != nil {
		return Video{}, unreadable(name, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return Video{}, unreadable(name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return Video{}, unreadable(name, err)
	case !info.Mode().IsRegular():
		return Video{}, app.Fail(app.CodeInvalid, "media.video.error.format", "Name", name)
	case info.Size() > MaxVideo:
		return Video{}, app.Fail(app.CodeInvalid, "media.video.error.heavy", "Name", name, "Max", app.Bytes(MaxVideo))
	}
	facts, err := ReadVideo(name, f, info.Size())
	if err != nil {
		return Video{}, err
	}
	sum, err := hashOf(ctx, f, info.Size(), progress)
	switch {
	case ctx.Err() != nil:
		return Video{}, ctx.Err()
	case err != nil:
		return Video{}, unreadable(name, err)
	}
	return Video{
		Hash: sum, Name: name, Path: path, ModifiedAt: info.ModTime().UTC().Truncate(time.Millisecond), VideoFacts: facts, AddedAt: s.clock.Now(),
	}, nil
}

// hashOf reads a file through, a piece at a time, until the context ends.
func hashOf(ctx context.Context, r io.ReaderAt, size int64, progress Progress) (Hash, error) {
	const piece = 1 << 20
	sum, buffer := sha256.New(), make([]byte, piece)
	for at := int64(0); at < size; {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := r.ReadAt(buffer[:min(piece, size-at)], at)
		if n == 0 && err != nil {
			return "", err // it became shorter meanwhile, or the disk fails
		}
		sum.Write(buffer[:n])
		at += int64(n)
		if progress != nil {
			progress(at, size)
		}
	}
	return Hash(hex.EncodeToString(sum.Sum(nil))), nil
}

// Changed is emitted when a picture or a video of the library came, changed or
// went.
type Changed struct{ Hash Hash }
