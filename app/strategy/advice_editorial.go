package strategy

import (
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/business"
)

// minPillars is how few pillars still vary; French guides on editorial lines
// agree on three to five (read in November 2026).
const minPillars = 3

// maxHashtags is how many hashtags one Instagram post may have since December
// 2025 (blogdumoderateur.com, read in November 2026): brand hashtags beyond it
// cannot be used together.
const maxHashtags = 5

func (n *notes) pillars(pillars []Pillar) {
	if len(pillars) == 0 {
		n.say(AskPillars, app.Say("strategy.advice.pillars_missing", "Min", minPillars, "Max", MaxPillars), app.Say("strategy.advice.why.pillars_missing"))
		return
	}
	if count := len(pillars); count < minPillars {
		n.say(AskPillars, app.Say("strategy.advice.pillars_few", "Min", minPillars), app.Say("strategy.advice.why.pillars_few", "Count", count))
	}
	sum := 0
	for i, p := range pillars {
		sum += p.ShareBP
		switch {
		case !said(p.Name):
			n.pillar(p, app.Say("strategy.advice.pillar_unnamed"), app.Say("strategy.advice.why.pillar_unnamed", "Share", share(p.ShareBP)))
		case slices.ContainsFunc(pillars[:i], func(o Pillar) bool { return sameWords(o.Name, p.Name) }):
			n.pillar(p, app.Say("strategy.advice.pillar_twice"), app.Say("strategy.advice.why.pillar_twice", "Name", strings.TrimSpace(p.Name)))
		}
	}
	switch {
	case sum < wholeBP:
		n.say(AskPillars, app.Say("strategy.advice.shares_under", "Gap", share(wholeBP-sum)), app.Say("strategy.advice.why.shares", "Sum", share(sum)))
	case sum > wholeBP:
		n.say(AskPillars, app.Say("strategy.advice.shares_over", "Gap", share(sum-wholeBP)), app.Say("strategy.advice.why.shares", "Sum", share(sum)))
	}
}

func (n *notes) pillar(p Pillar, text, reason app.Message) { n.say(AskPillars, text, reason).ID = p.ID }

// share is basis points as a message says them.
func share(bp int) app.Ratio { return app.Ratio(float64(bp) / wholeBP) }

func (n *notes) tone(s Strategy, f Facts) {
	if s.Voice.Emoji == "" {
		n.say(AskTone, app.Say("strategy.advice.emoji_missing"), app.Say("strategy.advice.why.emoji_missing", "Count", MaxFewEmoji))
	}
	if s.Voice.Address == Tu && f.Business.Trade == business.Consultancy {
		n.say(AskTone, app.Say("strategy.advice.tu_formal"),
			app.Say("strategy.advice.why.tu_formal", "Trade", app.Say("business.trade."+string(f.Business.Trade))))
	}
}

func (n *notes) words(v Voice) {
	for i, word := range v.Say {
		same := func(o string) bool { return sameWords(o, word) }
		if said(word) && slices.ContainsFunc(v.Avoid, same) && !slices.ContainsFunc(v.Say[:i], same) {
			n.say(AskWords, app.Say("strategy.advice.word_both", "Word", strings.TrimSpace(word)), app.Say("strategy.advice.why.word_both"))
		}
	}
	count := 0
	for _, tag := range v.Hashtags {
		if !said(tag) {
			continue
		}
		count++
		if len(strings.Fields(strings.TrimPrefix(strings.TrimSpace(tag), "#"))) > 1 {
			n.say(AskWords, app.Say("strategy.advice.hashtag_spaces", "Tag", strings.TrimSpace(tag), "Joined", joinedTag(tag)),
				app.Say("strategy.advice.why.hashtag_spaces"))
		}
	}
	if count > maxHashtags {
		n.say(AskWords, app.Say("strategy.advice.hashtags_many", "Max", maxHashtags),
			app.Say("strategy.advice.why.hashtags_many", "Count", count, "Max", maxHashtags))
	}
}

// joinedTag writes a hashtag in one word, each of its words capitalised so that
// screen readers tell them apart.
func joinedTag(tag string) string {
	var b strings.Builder
	b.WriteByte('#')
	for _, word := range strings.Fields(strings.TrimPrefix(strings.TrimSpace(tag), "#")) {
		for i, r := range word {
			b.WriteString(strings.ToUpper(string(r)) + word[i+len(string(r)):])
			break
		}
	}
	return b.String()
}
