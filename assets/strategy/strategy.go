// Package strategy holds the strategies that an owner can begin from, in French
// and in English, as JSON: one file per trade, common.json for what every trade
// shares, all made for Parvis and under its licence. app/strategy reads them.
package strategy

import "embed"

// Files holds common.json and <trade>.json in the folder of each language.
//
//go:embed fr/*.json en/*.json
var Files embed.FS
