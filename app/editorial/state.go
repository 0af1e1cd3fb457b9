package editorial

import (
	"strings"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/publishing"
)

// Name returns what the owner is told of the state.
func (s State) Name() app.Message { return app.Say("editorial.state." + string(s)) }

// labelLength is how much of a text names a post without a title, in characters.
const labelLength = 60

// Label returns the title, or else the first line of the text, cut at 60
// characters with an ellipsis.
func Label(title, text string) string {
	if t := strings.TrimSpace(title); t != "" {
		return t
	}
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	line = strings.TrimSpace(line)
	if utf8.RuneCountInString(line) <= labelLength {
		return line
	}
	return strings.TrimSpace(string([]rune(line)[:labelLength-1])) + "…"
}

// StateOf joins the stage of a post with the states of its deliveries, without the
// parts that wait for the one before to be out (publishing.Delivery.Waits): they say
// nothing yet. Those its owner took back no longer count.
func StateOf(stage Stage, deliveries []publishing.State) State {
	if stage != Scheduled || len(deliveries) == 0 {
		return State(stage)
	}
	var done, sending, unknown, missed, refused, waiting, dropped int
	for _, d := range deliveries {
		switch d {
		case publishing.Published, publishing.HandedOver:
			done++
		case publishing.Preparing, publishing.Armed:
			sending++
		case publishing.Unknown:
			unknown++
		case publishing.Missed:
			missed++
		case publishing.Refused:
			refused++
		case publishing.Dropped:
			dropped++
		default:
			waiting++
		}
	}
	switch {
	case unknown > 0:
		return StateToCheck
	case sending > 0:
		return StateSending
	case done > 0 && done+dropped == len(deliveries):
		return StatePublished
	case done > 0:
		return StatePartial
	case waiting > 0:
		return StateScheduled
	case missed > 0:
		return StateMissed
	case refused > 0:
		return StateFailed
	}
	return StateDropped
}
