package reports

import "parvis/app/exports"

// Page is a finished report in one file of HTML.
type Page struct {
	// Name is what its file may be called, extension included.
	Name string
	// Title says what it is.
	Title string
	data  []byte
}

// Bytes returns the file of HTML.
func (p Page) Bytes() []byte { return p.data }

// Save writes the page to a path with exports.Write and its errors.
func (p Page) Save(path string) error { return exports.Write(path, p.data) }

// NewPage returns a page of a business, ready to be saved. name says what it is,
// for the name of its file.
func NewPage(business, name, title string, data []byte) Page {
	return Page{Name: exports.FileName(business, name) + ".html", Title: title, data: data}
}
