// Package sample holds what the example business is made of: French texts,
// messages, competitors and settings as JSON, and pictures drawn by the code in
// draw, all made for Parvis and under its licence.
package sample

import "embed"

//go:generate go run ./draw

// Files holds the data files business.json, strategy.json, posts.json,
// messages.json, competitors.json, snippets.json, pictures.json (alternative texts by picture) and, in the
// folder pictures, the pictures themselves.
//
//go:embed *.json pictures/*.jpg
var Files embed.FS
