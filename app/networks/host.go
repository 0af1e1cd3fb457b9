package networks

import "context"

// Host gives pictures a public address, for networks that fetch pictures instead
// of taking their bytes.
type Host interface {
	// Put returns an address at which anyone can read the picture for an hour at
	// least. The same picture may be put again. Errors are those of Prepare.
	Put(ctx context.Context, image Image) (address string, err error)
}
