package editorial

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/app"
)

// Override is why a post goes out in spite of a warning.
type Override struct {
	Warning string // the ID of the Check
	// Found is the Fingerprint of the Check: a reason is for what was found, and no
	// other. "" is anything, of reasons kept before fingerprints were.
	Found  string
	Reason string
	At     time.Time
}

// MaxReasonLength bounds the reason of an override, in characters.
const MaxReasonLength = 500

// Overridable returns the warnings of a list that want a reason before the post is
// scheduled.
func Overridable(checks []Check) []Check {
	var all []Check
	for _, c := range checks {
		if c.Severity == Warns {
			all = append(all, c)
		}
	}
	return all
}

// Fingerprint tells what a check found: words, day, pictures, accounts and counts,
// but not where in the text. It is the same as long as the same is found.
func (c Check) Fingerprint() string {
	said, err := json.Marshal([]any{c.Title.Args, c.Caption.Key, c.Caption.Args, c.Fix.Network, c.Fix.Hash, c.Fix.Account, c.Fix.Disclosure})
	if err != nil {
		// Nothing that a sentence is made of fails to be written.
		said = fmt.Append(nil, c.Title.Args, c.Caption.Key, c.Caption.Args)
	}
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:16])
}

// Override keeps the reason for which the owner publishes in spite of warnings. From
// then on they only inform, until they find something else. It fails with CodeInvalid without a reason, or with one
// too long to keep.
func (s *Service) Override(ctx context.Context, id app.ID, warnings []Check, reason string) error {
	reason = strings.TrimSpace(strings.ToValidUTF8(reason, "\uFFFD"))
	switch {
	case reason == "":
		return app.Fail(app.CodeInvalid, "editorial.error.reason")
	case utf8.RuneCountInString(reason) > MaxReasonLength:
		return app.Fail(app.CodeInvalid, "editorial.error.reason_long", "Max", MaxReasonLength)
	}
	var overrides []Override
	for _, w := range warnings {
		overrides = append(overrides, Override{Warning: w.ID(), Found: w.Fingerprint(), Reason: reason, At: s.clock.Now()})
	}
	if err := s.store.AddOverrides(ctx, id, overrides); err != nil {
		return err
	}
	app.Emit(s.events, PostChanged{id})
	return nil
}

// override turns the warnings that have a reason into information.
func override(checks []Check, overrides []Override) {
	for i := range checks {
		c := &checks[i]
		if c.Severity != Warns {
			continue
		}
		found := c.Fingerprint()
		// The last reason given counts.
		for _, o := range slices.Backward(overrides) {
			if o.Warning == c.ID() && (o.Found == "" || o.Found == found) {
				c.Severity, c.Caption = Informs, app.Say("editorial.check.overridden", "Reason", o.Reason)
				break
			}
		}
	}
}
