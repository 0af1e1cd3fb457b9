package publishing

import (
	"context"
	"errors"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// keyLocked is the sentence of what waits for the passphrase of the vault.
const keyLocked = networks.KeyVaultLocked

// waitsForOwner leaves a delivery due while the vault waits for its passphrase: a
// pass a minute looks again, and one is made as soon as it is given. It returns when
// the account is worth another look.
func (e *Engine) waitsForOwner(ctx context.Context, d Delivery, why *app.Error) (time.Time, error) {
	next := e.clock.Now().Add(longestPause)
	if d.ErrorKey == why.Key {
		return next, nil
	}
	d.explain(why)
	return next, e.advance(ctx, Scheduled, d)
}

// locked reports whether an account could not be opened for want of the passphrase
// of the vault.
func locked(unopened error) bool { return errors.Is(unopened, networks.ErrVaultLocked) }

// barred remembers the deliveries in doubt that could not be read back while the
// vault was locked: once it is open they are at once. The zero value is ready.
type barred struct {
	mu   sync.Mutex
	all  map[app.ID]bool
	free map[app.ID]bool
}

func (b *barred) add(id app.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all == nil {
		b.all = make(map[app.ID]bool)
	}
	b.all[id] = true
}

// open lets all of them be read.
func (b *barred) open() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free, b.all = b.all, nil
}

// take reports, once, whether a delivery may be read before its time.
func (b *barred) take(id app.ID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	freed := b.free[id]
	delete(b.free, id)
	return freed
}
