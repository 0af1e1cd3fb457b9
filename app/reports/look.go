package reports

import (
	"github.com/xuri/excelize/v2"

	"parvis/assets/translations"
)

// look is how a cell is drawn.
type look struct {
	format format
	bold   bool
	size   float64 // points, 0 for the usual size
	colour string
	fill   string
	align  string
	wrap   bool
	line   bool // a hairline below
	under  bool // underlined
	indent bool
}

// format is how a number is written.
type format int

const (
	general format = iota
	whole
	change       // +86
	ratio        // 4,1 %
	changeRatio  // +12,0 %
	changePoints // +0,6 pt
	date         // 21/11/2026
	monthName    // nov. 2026
	monthShort   // nov.
	hour         // 17:30
	decimal      // 3,7
	money        // 150,00 €
	typed        // words, whatever is typed
)

// Colours of the workbook, those of the light theme.
const (
	accent  = "1F6F64"
	pale    = "E1F0EC"
	muted   = "6B6B63"
	rule    = "DDDBD2"
	warning = "B8791F"
)

var (
	header    = look{bold: true, colour: "FFFFFF", fill: accent, wrap: true, indent: true}
	title     = look{bold: true, size: 18}
	section   = look{bold: true, size: 13, colour: accent}
	note      = look{colour: muted, size: 9}
	words     = look{line: true, indent: true}
	monthCell = look{format: monthName, line: true, align: "left", indent: true}
)

func numbers(f format) look { return look{format: f, line: true, align: "right", indent: true} }

// absent is the look of a value that is missing.
func (l look) absent() look {
	l.colour, l.align, l.format = muted, "right", general
	return l
}

// linked is the look of an address.
func (l look) linked() look {
	l.colour, l.under = accent, true
	return l
}

func (l look) strong() look {
	l.bold = true
	return l
}

func (l look) wrapped() look {
	l.wrap = true
	return l
}

func (l look) filled(colour string) look {
	l.fill = colour
	return l
}

// style returns the book's number for a look.
func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	size := l.size
	if size == 0 {
		size = 10
	}
	underline := ""
	if l.under {
		underline = "single"
	}
	indent := 0
	if l.indent {
		indent = 1
	}
	align := l.align
	if align == "" {
		align = "left"
	}
	style := &excelize.Style{
		Font:      &excelize.Font{Family: "Calibri", Size: size, Bold: l.bold, Color: l.colour, Underline: underline},
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: align, Indent: indent, WrapText: l.wrap},
	}
	if l.fill != "" {
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.line {
		style.Border = []excelize.Border{{Type: "bottom", Color: rule, Style: 1}}
	}
	if code := b.code(l.format); code != "" {
		style.CustomNumFmt = &code
	}
	id, err := b.f.NewStyle(style)
	b.do(err)
	b.styles[l] = id
	return id
}

// code is the number format in the form files use; the program that opens them
// writes thousands and decimals as its own language does. Percent signs and
// months do not follow it by themselves.
func (b *book) code(f format) string {
	percent, language := "%", "[$-809]"
	if b.c.Language() == translations.French {
		percent, language = "\"\u202f\"%", "[$-40C]"
	}
	switch f {
	case whole:
		return "#,##0"
	case change:
		return "+#,##0;\u2212#,##0;0"
	case ratio:
		return "0.0" + percent
	case changeRatio:
		return "+0.0" + percent + ";\u22120.0" + percent + ";0.0" + percent
	case changePoints:
		return "+0.0\" pt\";\u22120.0\" pt\";0.0\" pt\""
	case date:
		return "dd/mm/yyyy"
	case monthShort:
		return language + "mmm"
	case monthName:
		return language + "mmm yyyy"
	case hour:
		return "hh:mm"
	case typed:
		return "@"
	case decimal:
		return "0.0"
	case money:
		if b.c.Language() == translations.French {
			return "#,##0.00\"\u00a0€\""
		}
		return "\"€\"#,##0.00"
	}
	return ""
}
