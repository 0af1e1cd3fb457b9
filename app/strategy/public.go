package strategy

import (
	"strconv"
	"strings"

	"parvis/app/business"
	"parvis/assets/translations"
)

// PublicCharter returns the moderation charter as it is published: the welcome,
// the numbered articles with what breaking them leads to, who answers, within
// how long, and where a decision is contested. What is not written is left out.
func PublicCharter(c Charter, b business.Business, t *translations.Catalogue) string {
	var all []string
	add := func(text string) {
		if said(text) {
			all = append(all, strings.TrimSpace(text))
		}
	}
	add(t.T("strategy.charter.title", "Business", b.Name))
	add(c.Welcome)
	for i, a := range c.Articles {
		if !said(a.Title) && !said(a.Text) {
			continue
		}
		title := t.T("strategy.charter.article", "Number", strconv.Itoa(i+1))
		if said(a.Title) {
			title = t.T("strategy.charter.article_titled", "Number", strconv.Itoa(i+1), "Title", strings.TrimSpace(a.Title))
		}
		lines := []string{title}
		if said(a.Text) {
			lines = append(lines, strings.TrimSpace(a.Text))
		}
		if a.Measure != "" {
			lines = append(lines, t.T("strategy.charter.measure."+string(a.Measure)))
		}
		all = append(all, strings.Join(lines, "\n"))
	}
	if c.AnswerHours > 0 {
		add(t.N("strategy.charter.within", c.AnswerHours))
	}
	if said(c.Who) {
		add(t.T("strategy.charter.who", "Who", strings.TrimSpace(c.Who)))
	}
	if said(c.Contact) {
		add(t.T("strategy.charter.contact", "Contact", strings.TrimSpace(c.Contact)))
	}
	return strings.Join(all, "\n\n")
}
