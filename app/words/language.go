package words

// english are words that French does not have, or seldom says, and that few English
// sentences do without.
var english = Set(`the and of to is are was were be been have has had will would can could should with for from this that
these those you your we our they their he she his her it its what which who when where why how not but or if than then
there here at by as into about after before more most all every some any many much very just only also us them i my in under over get`)

// french are words that English does not have and that few French sentences do
// without.
var french = Set(`le la les un une des du de au aux et est sont était étaient être avoir ont avons avez nous vous ils elles il
elle je tu mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs que qui quoi dont où ce cet cette ces dans par
pour sur avec sans sous chez mais ou donc ni car plus très pas ne se en y à ça c l j n qu`)

// SaysEnglish and SaysFrench report whether a word, in lower case, is one of those
// that tell a text of the language from one of the other. Who counts them says how
// sure it must be.
func SaysEnglish(lower string) bool { return english[lower] }

// SaysFrench is SaysEnglish for French.
func SaysFrench(lower string) bool { return french[lower] }
