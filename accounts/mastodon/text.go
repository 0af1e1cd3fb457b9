package mastodon

import (
	"strings"

	"golang.org/x/net/html"
)

// plainText returns the words of a status as they were typed, but for white
// space: servers make HTML of them, in which paragraphs and line breaks are
// elements, and the parts of a link that are not shown are there all the same.
func plainText(content string) string {
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(content))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(tokens.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			switch name, _ := tokens.TagName(); string(name) {
			case "p", "br", "div", "li", "ul", "ol", "blockquote", "pre":
				b.WriteByte('\n')
			}
		}
	}
}
