package kit

import (
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

const ellipsis = "…"

// measure gives the width of a text.
type measure func(string) float32

// wrapText cuts a text into lines no wider than width. It breaks at ordinary
// spaces only (never at no-break spaces), keeps the line breaks of the text, and
// cuts a word between two user-perceived characters when it is wider than a line.
// It never loses a character other than the spaces it breaks at.
func wrapText(text string, width float32, m measure) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrapParagraph(paragraph, width, m)...)
	}
	return lines
}

func wrapParagraph(text string, width float32, m measure) []string {
	if m(text) <= width {
		return []string{text}
	}
	var lines []string
	space := m(" ")
	line, used := "", float32(0)
	flush := func() {
		lines = append(lines, line)
		line, used = "", 0
	}
	for i, word := range strings.Split(text, " ") {
		w := m(word)
		if i > 0 {
			if used+space+w <= width {
				line, used = line+" "+word, used+space+w
				continue
			}
			flush()
		}
		for w > width {
			head, tail := cutToFit(word, width, m)
			if tail == "" {
				break
			}
			lines = append(lines, head)
			word, w = tail, m(tail)
		}
		line, used = word, w
	}
	flush()
	return lines
}

// cutToFit cuts a text in two between two characters, the head as long as fits
// the width and never empty.
func cutToFit(text string, width float32, m measure) (head, tail string) {
	used := float32(0)
	cut := 0
	for g := graphemes.FromString(text); g.Next(); {
		w := m(g.Value())
		if cut > 0 && used+w > width {
			break
		}
		used += w
		cut += len(g.Value())
	}
	return text[:cut], text[cut:]
}

// truncateText shortens a text to the width with an ellipsis, and reports
// whether it had to. Line breaks are shown as spaces.
func truncateText(text string, width float32, m measure) (string, bool) {
	if strings.ContainsAny(text, "\r\n\t") {
		text = strings.Join(strings.Fields(text), " ")
	}
	if text == "" || m(text) <= width {
		return text, false
	}
	room := width - m(ellipsis)
	if room <= 0 {
		return ellipsis, true
	}
	head, _ := cutToFit(text, room, m)
	// Kerning and shaping make the whole differ from the sum of its parts.
	for head != "" && m(head+ellipsis) > width {
		_, size := utf8.DecodeLastRuneInString(head)
		head = head[:len(head)-size]
	}
	return strings.TrimRight(head, " \u00a0\u202f") + ellipsis, true
}

// clampLines keeps the first lines of a wrapped text, the last with an ellipsis,
// and reports whether it had to.
func clampLines(lines []string, limit int, width float32, m measure) ([]string, bool) {
	if limit <= 0 || len(lines) <= limit {
		return lines, false
	}
	kept := append([]string(nil), lines[:limit]...)
	last, _ := truncateText(kept[limit-1]+" "+lines[limit], width, m)
	if !strings.HasSuffix(last, ellipsis) {
		last += ellipsis
	}
	kept[limit-1] = last
	return kept, true
}
