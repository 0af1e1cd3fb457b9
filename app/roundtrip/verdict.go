package roundtrip

import "parvis/app"

// Verdict is what somebody outside answered about a post; its translated name is
// "roundtrip.verdict.<verdict>".
type Verdict string

// The verdicts.
const (
	VerdictApprove Verdict = "approve"
	VerdictFix     Verdict = "fix"
)

// Name returns what people read of a verdict.
func (v Verdict) Name() app.Message { return app.Say("roundtrip.verdict." + string(v)) }
