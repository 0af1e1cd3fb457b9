package snippets

import "strings"

// oneLine returns a text on one line, for a row that ends with an ellipsis.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
