package wire_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"testing"

	"parvis/accounts/wire"
)

func TestForm(t *testing.T) {
	f := wire.NewForm()
	f.Field("chat_id", "", "-1001234567890")
	f.Field("payload_json", "application/json", `{"content":"é"}`)
	f.File("files[0]", `mie"che.jpg`, "image/jpeg", []byte{0xff, 0xd8, 0})
	kind, body := f.Body()
	media, options, err := mime.ParseMediaType(kind)
	if err != nil || media != "multipart/form-data" {
		t.Fatalf("%q, %v", kind, err)
	}
	form := multipart.NewReader(bytes.NewReader(body), options["boundary"])
	for _, want := range []struct{ name, file, mime, content string }{
		{"chat_id", "", "", "-1001234567890"},
		{"payload_json", "", "application/json", `{"content":"é"}`},
		{"files[0]", `mie"che.jpg`, "image/jpeg", "\xff\xd8\x00"},
	} {
		part, err := form.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil || part.FormName() != want.name || part.FileName() != want.file || part.Header.Get("Content-Type") != want.mime || string(content) != want.content {
			t.Errorf("%v with %q (%v), want %+v", part.Header, content, err, want)
		}
	}
	if _, err := form.NextPart(); err != io.EOF {
		t.Errorf("something follows: %v", err)
	}
}
