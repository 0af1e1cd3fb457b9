package composer

import "strings"

// text is what the cards say.
func (p *preview) text() string {
	var all []string
	for i := range p.stack.Objects {
		if i < len(p.cards) && p.stack.Objects[i] == p.cards[i].object {
			all = append(all, p.cards[i].text.text())
		}
	}
	return strings.Join(all, "\n---\n")
}

// text returns all that is shown.
func (c *colored) text() string {
	var b strings.Builder
	for _, r := range c.runs {
		b.WriteString(r.text)
	}
	return b.String()
}
