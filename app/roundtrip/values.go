package roundtrip

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/strategy"
)

// valuesOf writes a post as the row of a sheet, without the computed cells.
func (h house) valuesOf(k Kept) Values {
	v := Values{}
	set := func(c Column, text string) {
		if text = tidy(text); text != "" {
			v[c] = text
		}
	}
	p := k.Post
	if !p.At.IsZero() {
		set(ColumnDate, p.At.Date.String())
		set(ColumnTime, p.At.Time.String())
	}
	set(ColumnNetworks, joinNetworks(h.networksOf(p.Accounts)))
	set(ColumnPillar, named(h.strategy.Pillars, p.PillarID, pillarOf))
	set(ColumnObjective, named(h.strategy.Objectives, p.ObjectiveID, objectiveOf))
	set(ColumnAudience, named(h.strategy.Audiences, p.AudienceID, audienceOf))
	set(ColumnTitle, p.Title)
	set(ColumnText, p.Text)
	set(ColumnAlt, joinAlts(p.Images))
	set(ColumnAuthor, p.Author)
	set(ColumnState, string(k.State))
	for c, text := range k.Besides {
		set(c, text)
	}
	return v
}

// entry is something of the strategy that cells name.
type entry struct {
	id   app.ID
	name string
}

func pillarOf(p strategy.Pillar) entry     { return entry{p.ID, p.Name} }
func audienceOf(a strategy.Audience) entry { return entry{a.ID, a.Name} }

// objectiveOf names an objective that its owner did not by its metric's
// identifier, which sheets write in their language.
func objectiveOf(o strategy.Objective) entry {
	if o.Name == "" {
		return entry{o.ID, string(o.Metric)}
	}
	return entry{o.ID, o.Name}
}

// named returns the name of the one with an ID, "" when there is none.
func named[T any](all []T, id app.ID, of func(T) entry) string {
	for _, x := range all {
		if e := of(x); e.id == id && id != "" {
			return e.name
		}
	}
	return ""
}

// find returns the ID of the one that a cell names, whatever its capitals and
// accents. A cell that is empty names none.
func find[T any](all []T, name string, of func(T) entry) (app.ID, bool) {
	if name == "" {
		return "", true
	}
	for _, x := range all {
		if e := of(x); fold(e.name) == fold(name) {
			return e.id, true
		}
	}
	return "", false
}

// networksOf returns the networks of accounts, each once, in the order of the
// accounts.
func (h house) networksOf(accounts []app.ID) []networks.Network {
	var all []networks.Network
	for _, id := range accounts {
		for _, a := range h.accounts {
			if a.ID == id && !slices.Contains(all, a.Network) {
				all = append(all, a.Network)
			}
		}
	}
	return all
}

// joinNetworks writes networks as they are compared: in no order of their own.
func joinNetworks(all []networks.Network) string {
	words := make([]string, len(all))
	for i, n := range all {
		words[i] = string(n)
	}
	slices.Sort(words)
	return strings.Join(words, ",")
}

func splitNetworks(text string) []networks.Network {
	if text == "" {
		return nil
	}
	var all []networks.Network
	for _, w := range strings.Split(text, ",") {
		all = append(all, networks.Network(w))
	}
	return all
}

// accountsFor returns the accounts of a post that is to go to some networks:
// those it has there, else the account of the network that can send, or its
// first. missing are the networks where the business has none.
func (h house) accountsFor(has []app.ID, wanted []networks.Network) (ids []app.ID, missing []networks.Network) {
	for _, id := range has {
		for _, a := range h.accounts {
			if a.ID == id && slices.Contains(wanted, a.Network) {
				ids = append(ids, id)
			}
		}
	}
	there := h.networksOf(ids)
	for _, n := range wanted {
		if slices.Contains(there, n) {
			continue
		}
		best := -1
		for i, a := range h.accounts {
			if a.Network == n && (best < 0 || a.State == networks.AccountConnected && h.accounts[best].State != networks.AccountConnected) {
				best = i
			}
		}
		if best < 0 {
			missing = append(missing, n)
			continue
		}
		ids = append(ids, h.accounts[best].ID)
	}
	return ids, missing
}

// noAlt stands for a picture without an alternative text among others.
const noAlt = "—"

// joinAlts writes the alternative texts of pictures, one a line, "" when none is
// written.
func joinAlts(images []editorial.PostImage) string {
	lines, any := make([]string, len(images)), false
	for i, image := range images {
		lines[i] = strings.Join(strings.Fields(image.Alt), " ")
		if lines[i] == "" {
			lines[i] = noAlt
			continue
		}
		any = true
	}
	if !any {
		return ""
	}
	return strings.Join(lines, "\n")
}

// withAlts returns pictures with the alternative texts of a cell; false when it
// has more lines than there are pictures.
func withAlts(images []editorial.PostImage, text string) ([]editorial.PostImage, bool) {
	var lines []string
	if text != "" {
		lines = strings.Split(text, "\n")
	}
	if len(lines) > len(images) {
		return nil, false
	}
	images = slices.Clone(images)
	for i := range images {
		images[i].Alt = ""
		if i < len(lines) && strings.Trim(lines[i], " -–—") != "" {
			images[i].Alt = strings.TrimSpace(lines[i])
		}
	}
	return images, true
}

var (
	hashtag = regexp.MustCompile(`#[\pL\pN_]+`)
	mention = regexp.MustCompile(`(?:^|\s)(@[\pL\pN_.\-]+(?:@[\pL\pN.\-]+)?)`)
	address = regexp.MustCompile(`https?://[^\s<>"]+`)
)

// hookOf returns the first line of a text.
func hookOf(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(line)
}

func hashtagsOf(text string) string { return strings.Join(hashtag.FindAllString(text, -1), " ") }

func mentionsOf(text string) string {
	var all []string
	for _, g := range mention.FindAllStringSubmatch(text, -1) {
		all = append(all, g[1])
	}
	return strings.Join(all, " ")
}

func linkOf(text string) string { return strings.TrimRight(address.FindString(text), ".,;:!?)»") }

// amount writes an amount as it is compared, whatever way it was typed; what is
// no amount stays as it is.
func amount(text string) string {
	v, err := number(strings.ReplaceAll(strings.Trim(fold(text), "€ "), " ", ""))
	if err != nil {
		return text
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
