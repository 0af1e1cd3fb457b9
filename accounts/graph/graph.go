// Package graph speaks what the networks of Meta have in common: calls to a
// Graph API, its errors and what they prove.
//
// Facts come from developers.facebook.com, "Error Handling", "Rate Limits" and
// "Secure Graph API Calls", read 2026-11, unless a comment says otherwise.
package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"regexp"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// API is one network's Graph API.
type API struct {
	Network  networks.Network
	Client   *http.Client
	Clock    app.Clock
	Official string // address of the network's own server: https://graph.facebook.com
	Version  string // path of the version spoken: /v25.0
}

// Call is one call to a Graph API.
type Call struct {
	Method string // "" is GET
	// Path begins with a slash and follows the version.
	Path  string
	Plain bool // the path takes no version
	Query url.Values
	// JSON, Form or Values is sent as the body: the first that is not nil.
	JSON    any
	Form    *Form
	Values  url.Values
	Token   string
	Secrets []string // never to be told, besides Token
	Private bool     // the answer itself is a secret when it is a success
	Timeout time.Duration
}

// Form is a body with one file in it.
type Form struct {
	Fields [][2]string
	Name   string // of the field of the file
	File   string // name of the file
	MIME   string
	Bytes  []byte
}

// Send makes one call to the server of an account, "" being the network's own.
// It never makes it twice. The token travels as a bearer token, so that no
// address tells it (Meta's own examples for Instagram and Threads do so; that
// every call of a Page takes it was not verified).
func (p API) Send(ctx context.Context, service string, c Call) Answer {
	if service == "" {
		service = p.Official
	}
	method := c.Method
	if method == "" {
		method = http.MethodGet
	}
	path := c.Path
	if !c.Plain {
		path = p.Version + path
	}
	r := wire.Request{
		Name: method + " " + c.Path, Method: method, URL: service + path, Query: c.Query,
		Token: c.Token, Secrets: c.Secrets, Private: c.Private, Timeout: c.Timeout,
	}
	switch {
	case c.JSON != nil:
		body, err := json.Marshal(c.JSON)
		if err != nil {
			return Answer{wire.Answer{Call: networks.Call{Name: r.Name}, Err: err}}
		}
		r.MIME, r.Body = "application/json", body
	case c.Form != nil:
		r.MIME, r.Body = c.Form.encode()
	case c.Values != nil:
		r.MIME, r.Body = "application/x-www-form-urlencoded", []byte(c.Values.Encode())
	}
	return Answer{wire.Send(ctx, p.Client, r)}
}

// encode writes the form; a buffer in memory takes everything.
func (f Form) encode() (mime string, body []byte) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, field := range f.Fields {
		_ = w.WriteField(field[0], field[1])
	}
	header := make(textproto.MIMEHeader)
	header.Set("Content-Disposition", multipart.FileContentDisposition(f.Name, f.File))
	header.Set("Content-Type", f.MIME)
	if part, err := w.CreatePart(header); err == nil {
		_, _ = part.Write(f.Bytes)
	}
	_ = w.Close()
	return w.FormDataContentType(), b.Bytes()
}

var idForm = regexp.MustCompile(`^[0-9]{1,40}(_[0-9]{1,40})?$`)

// ID reports whether a text is an identifier as Graph APIs make them: digits,
// and for what a Page holds two numbers joined by an underscore. Nothing else
// may become a part of an address.
func ID(s string) bool { return idForm.MatchString(s) }

// Address checks the address of a server that stands for the network's own: ""
// stays "". Only https is spoken, and http to this machine. It fails with
// CodeInvalid for anything else.
func Address(typed string) (string, error) {
	typed = strings.TrimRight(strings.TrimSpace(typed), "/")
	if typed == "" {
		return "", nil
	}
	u, err := url.Parse(typed)
	if err != nil || u.User != nil || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" ||
		u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return "", app.Fail(app.CodeInvalid, "connector.error.address")
	}
	return u.Scheme + "://" + u.Host, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Same reports whether a text that the network gives back is one that was sent:
// networks trim white space and break lines in their own way.
func Same(sent, given string) bool {
	return strings.Join(strings.Fields(networks.Normalise(sent)), " ") == strings.Join(strings.Fields(given), " ")
}

// timeForm is how Graph APIs tell instants.
const timeForm = "2006-01-02T15:04:05-0700"

// Time reads an instant as Graph APIs write it, to the second.
func Time(s string) (time.Time, bool) {
	t, err := time.Parse(timeForm, s)
	if err != nil {
		t, err = time.Parse(time.RFC3339, s)
	}
	return t.UTC(), err == nil
}

// slack is how much earlier than the attempt the network may say that a post
// was made: clocks differ.
const slack = 2 * time.Minute

// Since returns the instant from which on a post may be that of an attempt.
func Since(id networks.Identity) time.Time { return id.CreatedAt.Add(-slack).UTC() }

// Permalink returns the address of a post as the network gave it, or "" when it
// is none on one of the network's own hosts. Some objects have it as a path (not
// verified for posts): site is put before it.
func Permalink(given, site string, hosts *regexp.Regexp) string {
	if strings.HasPrefix(given, "/") && !strings.HasPrefix(given, "//") {
		given = site + given
	}
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "https" || u.User != nil || !hosts.MatchString(strings.ToLower(u.Host)) {
		return ""
	}
	return given
}
