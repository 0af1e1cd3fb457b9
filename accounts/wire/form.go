package wire

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/textproto"
)

// Form is a body of several parts in the making (multipart/form-data, RFC 7578).
type Form struct {
	body  bytes.Buffer
	parts *multipart.Writer
	film  io.Reader // comes after at bytes of the body, nil for none
	at    int
	size  int64 // of the film
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

// Film adds a part that holds a file of so many bytes, read while it leaves: one a form,
// which Stream ends.
func (f *Form) Film(name, file, mime string, content io.Reader, size int64) {
	f.File(name, file, mime, nil)
	f.film, f.at, f.size = content, f.body.Len(), size
}

// Stream ends the form and gives it as the body of a request: its media type, its bytes
// and how many they are.
func (f *Form) Stream() (mime string, body io.Reader, length int64) {
	mime, whole := f.Body()
	if f.film == nil {
		return mime, bytes.NewReader(whole), int64(len(whole))
	}
	return mime, io.MultiReader(bytes.NewReader(whole[:f.at]), f.film, bytes.NewReader(whole[f.at:])), int64(len(whole)) + f.size
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
