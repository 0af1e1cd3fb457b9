package reports

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

// NewPage returns a page of a business, ready to be saved. name says what it is,
// for the name of its file.
func NewPage(business, name, title string, data []byte) Page {
	return Page{Name: FileName(business, name) + ".html", Title: title, data: data}
}
