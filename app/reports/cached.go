package reports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// formulaCell is a cell with a formula as the library writes it: always of type
// text and without a value.
var formulaCell = regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"([^>]*)><f([^>]*)>([^<]*)</f>(?:<v>[^<]*</v>)?</c>`)

var cellType = regexp.MustCompile(` t="[^"]*"`)

// bytes finishes the book: the file with the value of every formula in place,
// so that programs that do not compute show them too.
func (b *book) bytes(names []string) ([]byte, error) {
	if b.err != nil {
		return nil, b.err
	}
	plain, err := b.f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(plain.Bytes()), int64(plain.Len()))
	if err != nil {
		return nil, err
	}
	sheets := map[string]string{}
	for i, name := range names {
		sheets[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = name
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range archive.File {
		name, isSheet := sheets[part.Name]
		if !isSheet {
			if err := w.Copy(part); err != nil {
				return nil, err
			}
			continue
		}
		if err := b.writeSheet(w, part, b.cached[name]); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (b *book) writeSheet(w *zip.Writer, part *zip.File, values map[string]any) error {
	in, err := part.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	content, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	written := 0
	content = formulaCell.ReplaceAllFunc(content, func(cell []byte) []byte {
		m := formulaCell.FindSubmatch(cell)
		value, ok := values[string(m[1])]
		if !ok {
			return cell
		}
		written++
		return withValue(m, value)
	})
	if written != len(values) {
		return fmt.Errorf("%d of %d formulas found", written, len(values))
	}
	out, err := w.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = out.Write(content)
	return err
}

// withValue puts the value into a cell that formulaCell matched.
func withValue(m [][]byte, value any) []byte {
	attributes := cellType.ReplaceAllString(string(m[2]), "")
	var v strings.Builder
	switch value := value.(type) {
	case float64:
		v.WriteString(strconv.FormatFloat(value, 'g', -1, 64))
	case string:
		attributes += ` t="str"`
		// Writing into memory does not fail.
		_ = xml.EscapeText(&v, []byte(value))
	}
	return fmt.Appendf(nil, `<c r="%s"%s><f%s>%s</f><v>%s</v></c>`, m[1], attributes, m[3], m[4], v.String())
}
