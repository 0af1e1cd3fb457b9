package sheets

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"parvis/app"
)

// readCSV reads a text file of rows: UTF-8 or UTF-16 with its mark, else UTF-8
// when it is valid, else Windows-1252, as French Excel writes.
func readCSV(name string, data []byte) (Book, error) {
	text, err := decode(data)
	if err != nil {
		return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.damaged", "File", name).Because(err)
	}
	if strings.ContainsRune(text, 0) {
		return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.format", "File", name)
	}
	first, separator := 1, rune(0)
	// Excel's own way of naming the separator.
	if line, rest, found := strings.Cut(text, "\n"); found {
		if s, ok := strings.CutPrefix(strings.ToLower(strings.TrimRight(line, "\r")), "sep="); ok && utf8.RuneCountInString(s) == 1 {
			separator, _ = utf8.DecodeRuneInString(s)
			text, first = rest, 2
		}
	}
	if !usable(separator) {
		separator = likely(text)
	}
	s := Sheet{}
	taken := &budget{name: name}
	r := reader(text, separator)
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return Book{Sheets: []Sheet{s}}, nil
		}
		if err != nil {
			return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.damaged", "File", name).Because(err)
		}
		line, _ := r.FieldPos(0)
		cells, any, err := taken.take(cells)
		if err != nil {
			return Book{}, err
		}
		if any {
			s.Rows = append(s.Rows, Row{Number: line + first - 1, Cells: cells})
		}
	}
}

func decode(data []byte) (string, error) {
	var e encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(data[3:]), "\ufffd"), nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		e = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case utf8.Valid(data):
		return string(data), nil
	default:
		e = charmap.Windows1252
	}
	text, err := e.NewDecoder().Bytes(data)
	return string(text), err
}

func reader(text string, separator rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
	return r
}

// usable reports whether a rune can separate cells.
func usable(r rune) bool { return strings.ContainsRune(";,\t|", r) && r != 0 }

// sampled is how many rows tell the separator.
const sampled = 50

// likely returns the separator that cuts the first rows into the most cells of
// the same number.
func likely(text string) rune {
	best, most := ';', 0
	for _, separator := range ";\t,|" {
		counts := make(map[int]int)
		r := reader(text, separator)
		for range sampled {
			cells, err := r.Read()
			if err != nil {
				break
			}
			counts[len(cells)]++
		}
		score := 0
		for cells, rows := range counts {
			score = max(score, (cells-1)*rows)
		}
		if score > most {
			best, most = separator, score
		}
	}
	return best
}
