package spelling

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/vellum"
	data "parvis/assets/spelling"
)

// dictionary knows the forms of one language. It is safe for concurrent use.
type dictionary struct{ forms *vellum.FST }

// entry is a form of a dictionary.
type entry struct {
	word string
	data.Value
}

var (
	french  = sync.OnceValues(func() (*dictionary, error) { return load(data.French) })
	english = sync.OnceValues(func() (*dictionary, error) { return load(data.English) })
)

// dictionaryOf returns the dictionary of a language, which is read at its first
// use.
func dictionaryOf(l Language) (*dictionary, error) {
	if l == English {
		return english()
	}
	return french()
}

func load(fst []byte) (*dictionary, error) {
	forms, err := vellum.Load(fst)
	if err != nil {
		return nil, fmt.Errorf("reading a dictionary: %w", err)
	}
	return &dictionary{forms}, nil
}

// exact looks a form up as it is written.
func (d *dictionary) exact(word string) (data.Value, bool) {
	v, ok, err := d.forms.Get([]byte(word))
	return data.Value(v), ok && err == nil
}

// find looks a word up as it may be written in a sentence: "Voisin" for
// "voisin", "ETE" for "été". It returns every form that it may be.
func (d *dictionary) find(word string) []entry {
	var all []entry
	try := func(form string) {
		if v, ok := d.exact(form); ok {
			all = append(all, entry{form, v})
		}
	}
	try(word)
	switch shapeOf(word) {
	case titled:
		try(lowerFirst(word))
	case capitals:
		all = append(all, d.folded(word, false)...)
	}
	return all
}

// has reports whether a word may be written as it is.
func (d *dictionary) has(word string) bool {
	if _, ok := d.exact(word); ok {
		return true
	}
	return len(d.find(word)) > 0
}

// maxFolded bounds what folded returns.
const maxFolded = 32

// folded returns the forms that a word in capitals may be: each letter in
// either case, and each letter without an accent with any accent. With anyAccent
// accented letters stand for their letter too.
func (d *dictionary) folded(word string, anyAccent bool) []entry {
	if utf8.RuneCountInString(word) > longestWord {
		return nil
	}
	var all []entry
	var walk func(at int, rest []rune, made []byte, value uint64)
	walk = func(at int, rest []rune, made []byte, value uint64) {
		if len(all) >= maxFolded {
			return
		}
		if len(rest) == 0 {
			if ok, final := d.forms.IsMatchWithVal(at); ok {
				all = append(all, entry{string(made), data.Value(value + final)})
			}
			return
		}
		follow := func(form rune, taken int) {
			next, sum := at, value
			out := utf8.AppendRune(made[:len(made):len(made)], form)
			for _, b := range out[len(made):] {
				var v uint64
				next, v = d.forms.AcceptWithVal(next, b)
				if !d.forms.CanMatch(next) {
					return
				}
				sum += v
			}
			walk(next, rest[taken:], out, sum)
		}
		r := unicode.ToLower(rest[0])
		if anyAccent {
			r = base(r)
		}
		for _, form := range variants(r) {
			follow(form, 1)
			follow(unicode.ToUpper(form), 1)
		}
		if len(rest) > 1 && unicode.ToLower(rest[1]) == 'e' {
			switch r {
			case 'o':
				follow('œ', 2)
			case 'a':
				follow('æ', 2)
			}
		}
	}
	walk(d.forms.Start(), []rune(word), nil, 0)
	return all
}

// accented lists the letters of French and English that are written over a
// letter.
var accented = map[rune][]rune{
	'a': []rune("aàâäáãå"), 'c': []rune("cç"), 'e': []rune("eéèêë"), 'i': []rune("iîïí"), 'n': []rune("nñ"),
	'o': []rune("oôöóõø"), 'u': []rune("uùûüú"), 'y': []rune("yÿ"),
}

// variants returns a lower-case letter and, when it has no accent, the letters
// with one that it may stand for.
func variants(r rune) []rune {
	if all, ok := accented[r]; ok {
		return all
	}
	return []rune{r}
}

// unaccented holds the letter under each letter of accented.
var unaccented = letters()

func letters() map[rune]rune {
	all := make(map[rune]rune)
	for letter, forms := range accented {
		for _, form := range forms {
			all[form] = letter
		}
	}
	return all
}

// base returns a lower-case letter without its accent.
func base(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	if letter, ok := unaccented[r]; ok {
		return letter
	}
	return r
}

// shape is how a word uses capitals.
type shape int

const (
	lower    shape = iota // voisin
	titled                // Voisin, Saint-Malo
	capitals              // VOISIN
	mixed                 // iPhone, WordPress
)

func shapeOf(word string) shape {
	var uppers, lowers, misplaced int
	start := true
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			uppers++
			if !start {
				misplaced++
			}
		case unicode.IsLower(r):
			lowers++
		}
		start = r == '-' || r == '\''
	}
	first, _ := utf8.DecodeRuneInString(word)
	switch {
	case uppers == 0:
		return lower
	case lowers == 0 && uppers > 1:
		return capitals
	case misplaced == 0 && unicode.IsUpper(first):
		return titled
	}
	return mixed
}

func lowerFirst(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToLower(r)) + word[size:]
}

func upperFirst(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}

// cast gives a suggestion the capitals of the word it replaces.
func cast(suggestion string, like shape) string {
	switch like {
	case capitals:
		return strings.ToUpper(suggestion)
	case titled:
		return upperFirst(suggestion)
	}
	return suggestion
}
