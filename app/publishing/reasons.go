package publishing

import (
	"errors"
	"strings"
	"time"

	"parvis/app"
)

// Sentences that say why a delivery stands where it stands.
const (
	keyInternal    = "publishing.error.internal"
	keyMissed      = "publishing.error.missed"
	keyNoConnector = "publishing.error.no_connector"
	keyExpired     = "publishing.error.account_expired"
	keyCredential  = "publishing.error.credential"
	keyContent     = "publishing.error.content"
	keyFilm        = "publishing.error.film"
	keyNoFilms     = "publishing.error.no_films"
	keyNotThere    = "publishing.error.not_there"
	keyNotByHand   = "publishing.error.not_by_hand"
	keyUnattached  = "publishing.error.unattached"
	keyLeft        = "publishing.error.left"
	keyWithdrawn   = "publishing.error.withdrawn"
	keyFixed       = "publishing.error.fixed"
	keyRecalling   = "publishing.error.recalling"
	keyTooClose    = "publishing.error.too_close"

	keyInterrupted = "publishing.unknown.interrupted"
	keyNoAnswer    = "publishing.unknown.no_answer"
	keyNoProof     = "publishing.unknown.no_proof"
	// These wait for the owner.
	keyUnreadable = "publishing.unknown.unreadable"
	keyNotSeen    = "publishing.unknown.not_seen"
	keyUnverified = "publishing.unknown.unverified"
	keyStillKept  = "publishing.unknown.still_kept"
)

// Time limits, longer with a film (see allow). Connectors have shorter ones of their
// own; these keep a delivery from hanging on a connector that forgot.
const (
	prepareTime = 15 * time.Minute
	publishTime = 5 * time.Minute
	findTime    = 2 * time.Minute
	savingTime  = 10 * time.Second
)

// excerptBytes is how much of an answer the ledger keeps.
const excerptBytes = 1024

// clip cuts an excerpt to what the ledger keeps, at a character's border.
func clip(s string) string {
	if len(s) <= excerptBytes {
		return s
	}
	return strings.ToValidUTF8(s[:excerptBytes], "")
}

// reason returns the *app.Error inside err, or one with the given key for an
// error that carries none.
func reason(err error, key string) *app.Error {
	if e, ok := errors.AsType[*app.Error](err); ok {
		return e
	}
	return app.Fail(app.CodeInternal, key).Because(err)
}
