package wordpress

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
)

var _ networks.Hosting = (*Connector)(nil)

// Keep puts a picture into the site's library, where it stays, and returns its
// address. It fails with CodeNotFound where that is not one that other networks may be
// sent to: a site without https.
func (c *Connector) Keep(ctx context.Context, s networks.Session, image networks.Image) (string, error) {
	u, err := c.inLibrary(ctx, s, pictureFile(image), uploaded{})
	if err != nil {
		return "", err
	}
	if !networks.Openable(u.URL) {
		return "", fail(app.CodeNotFound, "networks.error.no_host")
	}
	return u.URL, nil
}
