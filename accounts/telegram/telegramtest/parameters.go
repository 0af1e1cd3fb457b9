package telegramtest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
)

// maxBody is how much one call may hold, in bytes.
const maxBody = 60 << 20

// parameters are those of one call, as text or as files.
type parameters struct {
	texts map[string]string
	files map[string]file
}

type file struct {
	name, mime string
	content    []byte
}

// read takes parameters in the two forms that Parvis uses.
func read(r *http.Request) (parameters, *refusal) {
	p := parameters{texts: make(map[string]string), files: make(map[string]file)}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil || r.Method != http.MethodPost {
		return p, refuse(400, "Bad Request: the call is broken")
	}
	if len(body) > maxBody {
		return p, refuse(413, "Request Entity Too Large")
	}
	kind, options, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "application/json":
		return p, p.readJSON(body)
	case err == nil && kind == "multipart/form-data":
		return p, p.readForm(multipart.NewReader(bytes.NewReader(body), options["boundary"]))
	}
	return p, refuse(400, "Bad Request: unexpected Content-Type %q", r.Header.Get("Content-Type"))
}

func (p parameters) readJSON(body []byte) *refusal {
	var values map[string]json.RawMessage
	if json.Unmarshal(body, &values) != nil {
		return refuse(400, "Bad Request: can't parse the JSON object")
	}
	for name, value := range values {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		p.texts[name] = text
	}
	return nil
}

func (p parameters) readForm(form *multipart.Reader) *refusal {
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return refuse(400, "Bad Request: the form is broken")
		}
		content, err := io.ReadAll(part)
		if err != nil || part.FormName() == "" {
			return refuse(400, "Bad Request: the form is broken")
		}
		if part.FileName() == "" {
			p.texts[part.FormName()] = string(content)
			continue
		}
		p.files[part.FormName()] = file{part.FileName(), part.Header.Get("Content-Type"), content}
	}
}

func (p parameters) text(name string) string { return p.texts[name] }

func (p parameters) number(name string) int64 {
	n, err := strconv.ParseInt(p.texts[name], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// only refuses parameters that a method does not have.
func (p parameters) only(names ...string) *refusal {
	known := make(map[string]bool)
	for _, n := range names {
		known[n] = true
	}
	for n := range p.texts {
		if !known[n] {
			return refuse(400, "Bad Request: unexpected parameter %q", n)
		}
	}
	for n := range p.files {
		if !known[n] {
			return refuse(400, "Bad Request: unexpected file %q", n)
		}
	}
	return nil
}

// strict reads one JSON value that has nothing unknown in it.
func strict(text string, into any) bool {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	return d.Decode(into) == nil && !d.More()
}
