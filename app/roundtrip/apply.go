package roundtrip

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
)

// maxBesides bounds what is kept of a cell beside a post, in characters.
const maxBesides = 4_000

// apply returns a post with the values of a row, or why that cannot be. The
// stage of a post on the ledger stays Scheduled unless its state is changed:
// then it is taken off it first.
func (h house) apply(k Kept, v Values) (Kept, []app.Message) {
	var reasons []app.Message
	refuse := func(key string, args ...any) { reasons = append(reasons, app.Say(key, args...)) }
	p := k.Post.Copy()
	// Only what differs is written: what a sheet cannot show stays.
	now := withFormat(h.valuesOf(k), k.Post)
	differs := func(c Column) bool { return v[c] != now[c] }
	if differs(ColumnTitle) {
		p.Title = v[ColumnTitle]
	}
	if differs(ColumnText) {
		p.Text = v[ColumnText]
	}
	if differs(ColumnAuthor) {
		p.Author = v[ColumnAuthor]
	}
	switch {
	case utf8.RuneCountInString(p.Text) > editorial.MaxTextLength:
		refuse("roundtrip.refused.text_long", "Max", editorial.MaxTextLength)
	case utf8.RuneCountInString(p.Title) > editorial.MaxTitleLength:
		refuse("roundtrip.refused.title_long", "Max", editorial.MaxTitleLength)
	case utf8.RuneCountInString(p.Author) > maxName:
		refuse("roundtrip.refused.cell_long", "Column", ColumnAuthor.Name(), "Max", maxName)
	}
	reasons = append(reasons, h.applyPlan(&p, v, differs)...)
	if differs(ColumnDate) || differs(ColumnTime) {
		p.At = civil(v)
		if h.past(p.At) {
			refuse("roundtrip.refused.past", "Moment", p.At)
		}
	}
	if differs(ColumnNetworks) {
		accounts, missing := h.accountsFor(p.Accounts, splitNetworks(v[ColumnNetworks]))
		if len(missing) > 0 {
			refuse("roundtrip.refused.no_account", "Networks", names(missing))
		}
		p.Accounts = accounts
	}
	if differs(ColumnAlt) {
		images, ok := withAlts(p.Images, v[ColumnAlt])
		if !ok {
			refuse("roundtrip.refused.alt", "Count", len(p.Images))
		}
		p.Images = images
	}
	state := k.State
	if differs(ColumnState) {
		next, reason := nextState(k.State, editorial.State(v[ColumnState]))
		if !reason.IsZero() {
			reasons = append(reasons, reason)
		}
		p.Stage, state = editorial.Stage(next), next
	}
	if p.Stage == editorial.Scheduled {
		reasons = append(reasons, onLedger(k.Post, p)...)
	}
	if h.approval && p.Stage == k.Post.Stage && outdated(k.Post, p) {
		p.Stage, state = editorial.ToReview, editorial.StateToReview
	}
	besidesNow, problems := besidesOf(k.Besides, v, now)
	return Kept{Post: p, State: state, Links: k.Links, Besides: besidesNow}, append(reasons, problems...)
}

// outdated reports whether the approval of a post is for another content than p
// has.
func outdated(was, p editorial.Post) bool {
	return (was.Stage == editorial.Approved || was.Stage == editorial.Scheduled) && !p.SaysTheSame(was)
}

// outdates reports whether a row takes the approval of its post away.
func (h house) outdates(was, next Kept) bool { return h.approval && outdated(was.Post, next.Post) }

// typedState returns the state that a typed one leads to, and what is to be said
// when it is another.
func (h house) typedState(typed editorial.State) (editorial.State, app.Message) {
	switch {
	case h.approval && (typed == editorial.StateScheduled || typed == editorial.StateApproved):
		return editorial.StateToReview, app.Say("roundtrip.note.review", "State", typed.Name())
	case typed == editorial.StateScheduled:
		return editorial.StateApproved, app.Say("roundtrip.note.schedule")
	}
	return typed, app.Message{}
}

// applyPlan gives a post what the row names of the strategy.
func (h house) applyPlan(p *editorial.Post, v Values, differs func(Column) bool) []app.Message {
	var reasons []app.Message
	if differs(ColumnPillar) {
		id, ok := find(h.strategy.Pillars, v[ColumnPillar], pillarOf)
		if !ok {
			reasons = append(reasons, app.Say("roundtrip.refused.pillar", "Text", short(v[ColumnPillar])))
		}
		p.PillarID = id
	}
	if differs(ColumnObjective) {
		id, ok := find(h.strategy.Objectives, v[ColumnObjective], func(o strategy.Objective) entry { return objectiveOf(o) })
		if !ok {
			reasons = append(reasons, app.Say("roundtrip.refused.objective", "Text", short(v[ColumnObjective])))
		}
		p.ObjectiveID = id
	}
	if differs(ColumnAudience) {
		id, ok := find(h.strategy.Audiences, v[ColumnAudience], audienceOf)
		if !ok {
			reasons = append(reasons, app.Say("roundtrip.refused.audience", "Text", short(v[ColumnAudience])))
		}
		p.AudienceID = id
	}
	return reasons
}

// civil is the moment of a row, zero when it has no day.
func civil(v Values) app.Civil {
	day, err := app.ParseDate(v[ColumnDate])
	if err != nil {
		return app.Civil{}
	}
	at, err := app.ParseTimeOfDay(v[ColumnTime])
	if err != nil {
		at = app.TimeOfDay{Hour: 9}
	}
	return app.Civil{Date: day, Time: at}
}

// nextState says which state a typed one leads to from another, or why none.
func nextState(from, typed editorial.State) (editorial.State, app.Message) {
	switch {
	case proven(typed):
		return from, app.Say("roundtrip.refused.proven", "State", typed.Name())
	case typed == "":
		return from, app.Say("roundtrip.refused.state_empty")
	}
	return typed, app.Message{}
}

// onLedger says what a sheet cannot change of a scheduled post: its deliveries
// need a day and an account, and a new one is made after the checks alone.
func onLedger(was, p editorial.Post) []app.Message {
	added := slices.ContainsFunc(p.Accounts, func(id app.ID) bool { return !slices.Contains(was.Accounts, id) })
	switch {
	case p.At.IsZero(), len(p.Accounts) == 0:
		return []app.Message{app.Say("roundtrip.refused.scheduled_bare")}
	case added:
		return []app.Message{app.Say("roundtrip.refused.scheduled_added")}
	}
	return nil
}

// besidesOf returns what is kept beside a post after a row: what it says in those
// columns, and what it is silent about as it was.
func besidesOf(kept, v, now Values) (Values, []app.Message) {
	all := maps.Clone(kept)
	if all == nil {
		all = Values{}
	}
	for _, c := range columns {
		if c.role != besides || v[c.name] == now[c.name] {
			continue
		}
		text := v[c.name]
		if utf8.RuneCountInString(text) > maxBesides {
			return kept, []app.Message{app.Say("roundtrip.refused.cell_long", "Column", c.name.Name(), "Max", maxBesides)}
		}
		if text == "" {
			delete(all, c.name)
			continue
		}
		all[c.name] = text
	}
	return all, nil
}

// composed writes one text of the parts that templates keep in cells of their
// own: the hook, the body, the call to action, the link, mentions and hashtags.
// A part that the body holds already is not said again.
func composed(cells map[Column]string) string {
	text := tidy(cells[ColumnText])
	has := func(part string) bool { return strings.Contains(fold(text), fold(part)) }
	if hook := tidy(cells[ColumnHook]); hook != "" && !has(hook) {
		text = join(hook, text)
	}
	for _, c := range []Column{ColumnCall, ColumnLink, ColumnMentions, ColumnHashtags} {
		if part := tidy(cells[c]); part != "" && !has(part) {
			text = join(text, part)
		}
	}
	return text
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}
