package kit

import (
	"cmp"
	"slices"
)

// lane is where something of a day stands: which of how many side by side.
type lane struct {
	minute   int
	block    int // place among the blocks, -1 for none
	slot     int // place among the slots, -1 for none
	at, of   int // from the left
	overflow int // how many more stand here, of which only this count is shown
}

// lanesOf puts the blocks and slots of a day side by side where, each as long as a
// number of minutes, they would cover each other. No more than most stand side by
// side: of a crowd the last place is that of all which have none. Slots of a crowd
// are left out.
func lanesOf(day WeekDay, minutes, most int) []lane {
	var all []lane
	for i, b := range day.Blocks {
		all = append(all, lane{minute: b.At.Minutes(), block: i, slot: -1})
	}
	for i, s := range day.Slots {
		all = append(all, lane{minute: s.At.Minutes(), block: -1, slot: i})
	}
	slices.SortStableFunc(all, func(a, b lane) int { return cmp.Compare(a.minute, b.minute) })
	placed := make([]lane, 0, len(all))
	for from := 0; from < len(all); {
		to, end := from, all[from].minute
		for to < len(all) && (to == from || all[to].minute < end) {
			end = max(end, all[to].minute+minutes)
			to++
		}
		placed = append(placed, beside(all[from:to], minutes, most)...)
		from = to
	}
	return placed
}

// beside gives its place to each of a group that hangs together.
func beside(group []lane, minutes, most int) []lane {
	var ends []int // of each place
	for i := range group {
		at := slices.IndexFunc(ends, func(end int) bool { return end <= group[i].minute })
		if at < 0 {
			at = len(ends)
			ends = append(ends, 0)
		}
		ends[at] = group[i].minute + minutes
		group[i].at = at
	}
	if len(ends) <= most {
		for i := range group {
			group[i].of = len(ends)
		}
		return group
	}
	var kept []lane
	more := lane{block: -1, slot: -1, at: most - 1, of: most}
	for _, l := range group {
		l.of = most
		switch {
		case l.at < most-1 && most > 1:
			kept = append(kept, l)
		case l.block >= 0:
			if more.overflow == 0 {
				more.minute = l.minute
			}
			more.overflow++
		}
	}
	if more.overflow > 0 {
		kept = append(kept, more)
	}
	return kept
}
