package networks

import (
	"cmp"
	"iter"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Counts is the size of a text as its network measures it.
type Counts struct {
	Used int  // what the network counts, in Unit
	Max  int  // how much it takes, 0 when there is no bound
	Unit Unit // never empty

	Bytes    int // UTF-8 bytes of the text
	MaxBytes int // how many are taken beside Max, 0 when there is no bound

	Graphemes int // user-perceived characters of the text, whatever the unit

	// What the network makes more than words of; Links are different ones.
	Hashtags, Mentions, Links int
}

// Over is by how much the text is too long, in Unit, 0 when it is not.
func (c Counts) Over() int { return over(c.Used, c.Max) }

// OverBytes is by how many bytes the text is too heavy, 0 when it is not.
func (c Counts) OverBytes() int { return over(c.Bytes, c.MaxBytes) }

// Fits reports whether the network takes a text of that size.
func (c Counts) Fits() bool { return c.Over() == 0 && c.OverBytes() == 0 }

// Share is how much of what is taken is used: 1 is full. It is 0 without bounds.
func (c Counts) Share() float64 { return max(share(c.Used, c.Max), share(c.Bytes, c.MaxBytes)) }

func over(used, bound int) int {
	if bound == 0 {
		return 0
	}
	return max(0, used-bound)
}

func share(used, bound int) float64 {
	if bound == 0 {
		return 0
	}
	return float64(used) / float64(bound)
}

// Count measures a text as network n does once the text is sent: a line break
// typed on Windows is one line feed, and a byte that is not UTF-8 is the
// replacement character. On a network that this version does not know it counts
// graphemes, without bounds.
func Count(n Network, text string) Counts {
	l, _ := LimitsOf(n)
	return l.Count(Piece{Text: text})
}

// Count measures the text of a piece, with its content warning where that
// counts.
func (l Limits) Count(p Piece) Counts {
	bound := l.bound(p)
	sent := Normalise(p.Text)
	c := Counts{Max: bound.Max, Unit: bound.Unit, Bytes: len(sent), MaxBytes: l.TextBytes, Used: l.warning(p, bound.Unit)}
	for a := range l.atoms(sent, bound.Unit) {
		c.Used += a.size
		c.Graphemes += a.clusters
	}
	links := make(map[string]bool)
	for _, m := range Marks(l.Network, sent) {
		switch m.Kind {
		case Hashtag:
			c.Hashtags++
		case Mention:
			c.Mentions++
		case Link:
			links[m.Value] = true
		}
	}
	c.Links = len(links)
	return c
}

// Cut returns the offset, in bytes of the normalised text, up to which the text of a
// piece is accepted: its length when all of it fits, else the end of the last
// character that does. A character is never cut in two, nor is a link that counts as
// one whole.
func (l Limits) Cut(p Piece) int {
	sent := Normalise(p.Text)
	bound := l.bound(p)
	used := l.warning(p, bound.Unit)
	var ends []int
	for a := range l.atoms(sent, bound.Unit) {
		used += a.size
		if over(used, bound.Max) > 0 || over(a.end, l.TextBytes) > 0 {
			return l.settle(p, sent, ends, a.end)
		}
		ends = append(ends, a.end)
	}
	return len(sent)
}

// settle returns the last of the ends up to which a text fits; next is the end
// that follows them. A beginning of a text may hold other links than the whole
// does ("martin.fr" of "martin.frère"), so that it counts a little more or less.
func (l Limits) settle(p Piece, sent string, ends []int, next int) int {
	fits := func(end int) bool {
		p.Text = sent[:end]
		return l.fits(p)
	}
	if !l.sizesMarks() {
		return last(ends)
	}
	if len(ends) == 0 || fits(last(ends)) {
		end := last(ends)
		for end < next && fits(next) {
			end = next
			for a := range l.atomsFrom(sent, end, l.bound(p).Unit) {
				next = a.end
				break
			}
		}
		return end
	}
	for len(ends) > 0 && !fits(last(ends)) {
		ends = ends[:len(ends)-1]
	}
	return last(ends)
}

func last(ends []int) int {
	if len(ends) == 0 {
		return 0
	}
	return ends[len(ends)-1]
}

// fits reports whether the text of a piece, which is normalised, is taken.
func (l Limits) fits(p Piece) bool {
	bound := l.bound(p)
	used := l.warning(p, bound.Unit)
	for a := range l.atoms(p.Text, bound.Unit) {
		used += a.size
	}
	return over(used, bound.Max) == 0 && over(len(p.Text), l.TextBytes) == 0
}

// bound is that of the text of a piece.
func (l Limits) bound(p Piece) Bound {
	b := l.Text
	if l.Caption.Max > 0 && (len(p.Images) > 0 || p.Video != nil) {
		b = l.Caption
	}
	b.Unit = cmp.Or(b.Unit, Graphemes)
	return b
}

// warning is what the content warning adds to the text, links as written.
func (l Limits) warning(p Piece, u Unit) int {
	if !l.WarningCounts {
		return 0
	}
	return measure(u, p.Warning)
}

// measure returns the size of a text in which nothing counts specially.
func measure(u Unit, text string) int {
	size := 0
	for it := graphemes.FromString(Normalise(text)); it.Next(); {
		size += u.of(it.Value())
	}
	return size
}

// atom is the smallest stretch of a text that a cut leaves whole: a character,
// or what counts as one thing.
type atom struct {
	end      int // offset in the text
	size     int // in the unit
	clusters int // characters in it
}

// atoms yields the atoms of a normalised text in order.
func (l Limits) atoms(text string, u Unit) iter.Seq[atom] { return l.atomsFrom(text, 0, u) }

// atomsFrom yields the atoms that follow an end of one.
func (l Limits) atomsFrom(text string, from int, u Unit) iter.Seq[atom] {
	return func(yield func(atom) bool) {
		marks := marker{grammar: grammarOf(l.Network), text: text, at: from}
		sized := l.sizesMarks()
		it := graphemes.FromString(text[from:])
		for it.Next() {
			start, end := from+it.Start(), from+it.End()
			a := atom{end: end, size: u.of(it.Value()), clusters: 1}
			if sized {
				if m, ok := l.sizedMark(&marks, end); ok {
					for a.end < m.End && it.Next() {
						a.end = from + it.End()
						a.clusters++
					}
					a.size = l.sizeOf(m, text) + u.around(text[start:max(start, m.Start)]) + u.around(text[min(a.end, m.End):a.end])
				}
			}
			if !yield(a) {
				return
			}
		}
	}
}

// sizesMarks reports whether some marks count otherwise than their characters.
func (l Limits) sizesMarks() bool { return l.LinkSize > 0 || l.LocalMentions }

// sizedMark returns the next mark that starts before an offset and counts
// otherwise than its characters.
func (l *Limits) sizedMark(marks *marker, end int) (Mark, bool) {
	for m, ok := marks.startingBefore(end); ok; m, ok = marks.startingBefore(end) {
		if m.Kind == Link && l.LinkSize > 0 || m.Kind == Mention && l.LocalMentions && strings.Contains(m.Value, "@") {
			return m, true
		}
	}
	return Mark{}, false
}

// sizeOf is what such a mark counts.
func (l Limits) sizeOf(m Mark, text string) int {
	if m.Kind == Link {
		return l.LinkSize
	}
	// The sign and the name of a user, which is ASCII, up to the server's sign.
	return 1 + strings.IndexByte(text[m.Start+1:m.End], '@')
}

// Normalise returns a text as it is sent: line breaks are line feeds, bytes that
// are not UTF-8 are replacement characters, nothing else changes.
func Normalise(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if !strings.ContainsRune(text, '\r') {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}
