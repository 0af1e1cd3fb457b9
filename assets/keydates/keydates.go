// Package keydates holds the key dates ("temps forts", "marronniers") of a
// French business as data: rules that give a day of any year, each with its
// source. app/keydates reads them; their names are in the translations, under
// "keydates.<id>".
package keydates

import "embed"

//go:embed fr.json
var files embed.FS

// France returns the rules for France as JSON.
func France() ([]byte, error) { return files.ReadFile("fr.json") }
