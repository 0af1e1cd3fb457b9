package spelling

import (
	"context"
	"slices"
)

// mostRemembered bounds how many texts are remembered: those of a post on every
// network, and of a few others.
const mostRemembered = 24

// remembered keeps what was found in the last texts, for as long as the same words
// are known. A text is read once even when two ask for it at the same time.
type remembered struct {
	turn  chan struct{} // of one reader at a time
	known []string      // the words that were right
	words Words
	texts []readText // the last read first
}

// readText is a text and what was found in it.
type readText struct {
	text  string
	found []Finding
}

func newRemembered() remembered { return remembered{turn: make(chan struct{}, 1)} }

// find returns the mistakes of a text where the words of some texts are right. It
// fails with ctx, or when a dictionary cannot be read.
func (r *remembered) find(ctx context.Context, text string, known []string) ([]Finding, error) {
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if !slices.Equal(known, r.known) {
		r.known, r.words, r.texts = known, NewWords(known...), nil
	}
	at := slices.IndexFunc(r.texts, func(one readText) bool { return one.text == text })
	var one readText
	if at >= 0 {
		one = r.texts[at]
		r.texts = slices.Delete(r.texts, at, at+1)
	} else {
		found, err := Find(ctx, text, Unsaid, r.words)
		if err != nil {
			return nil, err
		}
		one = readText{text, found}
	}
	r.texts = slices.Insert(r.texts, 0, one)
	r.texts = r.texts[:min(len(r.texts), mostRemembered)]
	return slices.Clone(one.found), nil
}
