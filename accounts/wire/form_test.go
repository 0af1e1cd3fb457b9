package wire_test

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
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

// TestFormWithAFilm: the film is in its place, and the length is told beforehand.
func TestFormWithAFilm(t *testing.T) {
	film := strings.Repeat("film", 1000)
	f := wire.NewForm()
	f.Field("before", "", "1")
	f.Film("video", "film.mp4", "video/mp4", strings.NewReader(film), int64(len(film)))
	f.Field("after", "", "2")
	kind, body, length := f.Stream()
	whole, err := io.ReadAll(body)
	if err != nil || int64(len(whole)) != length {
		t.Fatalf("%d bytes, %d told: %v", len(whole), length, err)
	}
	_, options, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	form := multipart.NewReader(bytes.NewReader(whole), options["boundary"])
	for _, want := range []string{"1", film, "2"} {
		part, err := form.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if content, err := io.ReadAll(part); err != nil || string(content) != want {
			t.Errorf("%s: %d bytes, %v", part.FormName(), len(content), err)
		}
	}
}

// TestAStreamLeavesOnce, with its length, and one that ends too soon is no answer.
func TestAStreamLeavesOnce(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		got = append(got, fmt.Sprint(r.ContentLength, " ", len(body), " ", err == nil))
	}))
	defer server.Close()
	send := func(length int64) wire.Answer {
		return wire.Send(t.Context(), wire.NewClient(nil), wire.Request{
			Method: http.MethodPut, URL: server.URL, MIME: "video/mp4", Stream: strings.NewReader("film"), Length: length, Timeout: wire.ShortTimeout,
		})
	}
	if a := send(4); !a.OK() {
		t.Errorf("whole: %v", a.Err)
	}
	if a := send(9); a.OK() || !a.Reached {
		t.Errorf("cut short: %+v", a)
	}
	server.Close() // waits for what is under way
	if len(got) == 0 || got[0] != "4 4 true" || len(got) > 2 || len(got) == 2 && got[1] == "9 9 true" {
		t.Errorf("the server got %q", got)
	}
}
