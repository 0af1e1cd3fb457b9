// Package media keeps the pictures of the business: checked on the way in,
// stored once by content, described by an alternative text where they are used.
package media

import (
	"context"
	"time"
)

// Hash is the SHA-256 of a picture's bytes in lower-case hexadecimal: its
// identity.
type Hash string

// Image is a stored picture without its bytes.
type Image struct {
	Hash    Hash
	Name    string // file name it came with
	MIME    string // image/jpeg or image/png
	Width   int    // pixels
	Height  int    // pixels
	Size    int64  // bytes
	AddedAt time.Time
}

// Store keeps pictures in the file.
type Store interface {
	// AddImage stores a picture; storing the same bytes again keeps the first.
	AddImage(ctx context.Context, i Image, data []byte) error
	// Image returns a picture's description, or an error with CodeNotFound.
	Image(ctx context.Context, h Hash) (Image, error)
	// ImageBytes returns the bytes of a picture, or an error with CodeNotFound.
	ImageBytes(ctx context.Context, h Hash) ([]byte, error)
}
