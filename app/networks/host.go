package networks

import (
	"context"

	"parvis/app"
)

// Host gives pictures a public address, for networks that fetch pictures instead
// of taking their bytes.
type Host interface {
	// Put returns an address at which anyone can read the picture for an hour at
	// least. The same picture may be put again. Errors are those of Prepare, but
	// never CodeUnauthorised, which would speak of another account, and
	// CodeNotFound when there is nowhere to put it.
	Put(ctx context.Context, image Image) (address string, err error)
}

// Hosting is a connector whose network keeps pictures that nobody is shown at a
// public address.
type Hosting interface {
	Connector
	// Keep uploads a picture without publishing it and returns its address, as
	// Host.Put does. Errors are those of Prepare, and CodeNotFound where what this very
	// account keeps is at no public address.
	Keep(ctx context.Context, s Session, image Image) (address string, err error)
}

// Hosts is a Host made of the connected accounts of a business. Its zero value
// has none.
type Hosts struct {
	Directory Directory
	Accounts  AccountStore
	Sessions  *Sessions
}

// Put implements Host with the first account whose network keeps pictures and does so
// now; when none does, the error is that of the first.
func (h Hosts) Put(ctx context.Context, image Image) (string, error) {
	nowhere := app.Fail(app.CodeNotFound, "networks.error.no_host")
	if h.Directory == nil || h.Accounts == nil || h.Sessions == nil {
		return "", nowhere
	}
	known, err := h.Accounts.Accounts(ctx)
	if err != nil {
		return "", err
	}
	var failed error
	for _, a := range known {
		connector, ok := h.Directory.Connector(a.Network)
		hosting, keeps := connector.(Hosting)
		if !ok || !keeps || a.State == AccountHandFed {
			continue
		}
		address, err := h.keep(ctx, hosting, a, image)
		if err == nil || ctx.Err() != nil {
			return address, err
		}
		if failed == nil {
			failed = err
		}
	}
	if failed == nil {
		return "", nowhere
	}
	return "", failed
}

// keep puts a picture on one account, and tells what that showed of its
// credential. Its errors are those of Put.
func (h Hosts) keep(ctx context.Context, hosting Hosting, a Account, image Image) (string, error) {
	closed := func(err error) error {
		return app.Fail(app.CodeUnavailable, "networks.error.host", "Account", a.Handle, "Network", a.Network.Name()).Because(err)
	}
	session, err := h.Sessions.Open(ctx, a.ID)
	switch app.CodeOf(err) {
	case "":
	case app.CodeUnauthorised, app.CodeNotFound, app.CodeConflict:
		return "", closed(err)
	default:
		return "", err
	}
	address, err := hosting.Keep(ctx, session, image)
	// The address serves even when the file cannot be written just now.
	_ = h.Sessions.Report(context.WithoutCancel(ctx), a.ID, err)
	switch app.CodeOf(err) {
	case app.CodeUnauthorised, app.CodeConflict:
		return "", closed(err)
	}
	return address, err
}
