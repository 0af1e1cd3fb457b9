package networkstest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"time"

	"parvis/app/networks"
)

// Film returns a film of so many bytes, always the same, and its bytes, which begin
// as those of an MP4 do where there is room.
func Film(size int) (*networks.Film, []byte) {
	data := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{}).Read(data)
	copy(data, "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom")
	sum := sha256.Sum256(data)
	return &networks.Film{
		Name: "four.mp4", MIME: "video/mp4", Hash: hex.EncodeToString(sum[:]),
		Video: networks.Video{Size: int64(size), Duration: 20 * time.Second, Width: 1280, Height: 720, Rate: 30, Codec: networks.H264},
		Open:  func() (io.ReadSeekCloser, error) { return roll{bytes.NewReader(data)}, nil },
	}, data
}

// roll is a film in memory.
type roll struct{ *bytes.Reader }

func (roll) Close() error { return nil }
