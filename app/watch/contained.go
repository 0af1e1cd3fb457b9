package watch

import (
	"context"
	"fmt"

	"parvis/app"
)

// contained is a Reader that never fails but with an error: what strangers
// publish, however broken, must not end the program.
type contained struct{ Reader }

// Discover implements Reader.
func (c contained) Discover(ctx context.Context, site string) (found []string, err error) {
	defer contain(&err)
	return c.Reader.Discover(ctx, site)
}

// Read implements Reader.
func (c contained) Read(ctx context.Context, address, etag, lastModified string) (feed Feed, err error) {
	defer contain(&err)
	return c.Reader.Read(ctx, address, etag, lastModified)
}

// contain turns a panic into an error; it is to be deferred.
func contain(err *error) {
	if p := recover(); p != nil {
		*err = app.Fail(app.CodeInvalid, "watch.error.not_a_feed").Because(fmt.Errorf("panic: %v", p))
	}
}
