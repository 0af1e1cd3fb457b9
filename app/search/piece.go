// Package search reads what an owner types into a search field and finds it in
// French texts: accents, ligatures, apostrophes, capitals and plurals are
// forgiven. It folds words the same way for the index and for the question.
package search

// Piece is a stretch of a text shown as a result: Match tells what was looked
// for from what stands around it. Joined, the pieces are the text shown.
type Piece struct {
	Text  string
	Match bool
}
