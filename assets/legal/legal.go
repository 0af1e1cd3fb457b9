// Package legal holds what French law asks of publications as data: for each rule,
// the words that call it, the mentions it wants, its source and when that was
// read. It is a starting list and no legal advice: owners amend it. app/legal
// reads it; the sentences are in the translations, under "legal.<id>".
package legal

import "embed"

//go:embed fr.json
var files embed.FS

// France returns the rules for France as JSON.
func France() ([]byte, error) { return files.ReadFile("fr.json") }
