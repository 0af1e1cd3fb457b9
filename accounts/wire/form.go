package wire

import (
	"bytes"
	"mime/multipart"
	"net/textproto"
)

// Form is a body of several parts in the making (multipart/form-data, RFC 7578).
type Form struct {
	body  bytes.Buffer
	parts *multipart.Writer
}

// NewForm returns an empty form.
func NewForm() *Form {
	f := &Form{}
	f.parts = multipart.NewWriter(&f.body)
	return f
}

// Field adds a part of text under a plain name. mime is "" where the part says
// nothing of its type.
func (f *Form) Field(name, mime, value string) {
	f.part(`form-data; name="`+name+`"`, mime, []byte(value))
}

// File adds a part that holds a file.
func (f *Form) File(name, file, mime string, content []byte) {
	f.part(multipart.FileContentDisposition(name, file), mime, content)
}

// part writes into memory, which never fails.
func (f *Form) part(disposition, mime string, content []byte) {
	header := textproto.MIMEHeader{"Content-Disposition": {disposition}}
	if mime != "" {
		header.Set("Content-Type", mime)
	}
	part, _ := f.parts.CreatePart(header)
	_, _ = part.Write(content)
}

// Body ends the form and returns its media type and its bytes.
func (f *Form) Body() (mime string, body []byte) {
	_ = f.parts.Close()
	return f.parts.FormDataContentType(), f.body.Bytes()
}
