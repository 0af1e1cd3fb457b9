package editorial

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/app"
)

// Override is why a post goes out in spite of a warning.
type Override struct {
	Warning string // the ID of the Check
	Reason  string
	At      time.Time
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

// Override keeps the reason for which the owner publishes in spite of warnings. From
// then on they only inform. It fails with CodeInvalid without a reason, or with one
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
		overrides = append(overrides, Override{Warning: w.ID(), Reason: reason, At: s.clock.Now()})
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
		// The last reason given counts.
		for _, o := range slices.Backward(overrides) {
			if o.Warning == c.ID() {
				c.Severity, c.Caption = Informs, app.Say("editorial.check.overridden", "Reason", o.Reason)
				break
			}
		}
	}
}
