package youtube

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// note is what a preparation leaves: the session of an upload, which content it is of,
// and how much of its film is in.
type note struct {
	Key     string `json:"key"` // of the content: see keyOf
	Session string `json:"session,omitempty"`
	Got     int64  `json:"got,omitempty"` // bytes
}

func parseNote(p networks.Prepared) note {
	var n note
	if json.Unmarshal([]byte(p), &n) != nil {
		return note{}
	}
	return n
}

func (n note) prepared() networks.Prepared {
	b, err := json.Marshal(n)
	if err != nil {
		// Strings and a number always have a JSON form.
		panic("youtube: " + err.Error())
	}
	return networks.Prepared(b)
}

// keyOf tells contents apart: what is said of the film, and its bytes.
func keyOf(content networks.Content) string {
	sum := sha256.Sum256(append(describe(content).json(), content.Film.Hash...))
	return hex.EncodeToString(sum[:])
}

const (
	// unit is what pieces must be multiples of, but for the last one.
	unit = 256 << 10
	// piece is how much is sent at once, and held in memory meanwhile.
	piece = 32 * unit
	// pieceTime bounds the sending of a piece: the slowest of lines needs two minutes.
	pieceTime = 10 * time.Minute
)

// tail returns where the last bytes begin, of a film of which got are in: what is left
// is one unit at most.
func tail(got, size int64) int64 { return got + (size-1-got)/unit*unit }

// Prepare opens an upload and sends all of the film but its last bytes: YouTube has
// nothing to show before those. With an error it returns what was done so far, so that
// the next preparation goes on from there. An upload that YouTube no longer knows is
// opened anew.
func (c *Connector) Prepare(ctx context.Context, s networks.Session, content networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	n := parseNote(earlier)
	if err := content.Refusal(networks.YouTube); err != nil {
		return n.prepared(), err
	}
	if key := keyOf(content); n.Key != key {
		n = note{Key: key}
	}
	size := content.Film.Size
	if n.Session != "" {
		state, err := c.state(ctx, s, n.Session, size)
		switch {
		case err != nil:
			return n.prepared(), err
		case state.whole:
			// A call that was in doubt made it: Publish finds it so.
			return n.prepared(), nil
		case state.gone:
			n.Session, n.Got = "", 0
		default:
			n.Got = state.got
		}
	}
	if n.Session == "" {
		session, err := c.open(ctx, s, content)
		if err != nil {
			return n.prepared(), err
		}
		n.Session = session
	}
	for n.Got < tail(n.Got, size) {
		state, err := c.send(ctx, s, n.Session, content.Film, n.Got)
		switch {
		case err != nil:
			return n.prepared(), err
		case state.gone:
			n.Session, n.Got = "", 0
			return n.prepared(), app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", networks.YouTube.Name())
		case state.got <= n.Got:
			return n.prepared(), app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", networks.YouTube.Name()).
				Because(fmt.Errorf("%d bytes are in, after %d more were sent", state.got, n.Got))
		}
		n.Got = state.got
	}
	return n.prepared(), nil
}

// open opens an upload and returns its address.
func (c *Connector) open(ctx context.Context, s networks.Session, content networks.Content) (string, error) {
	a, err := c.harmless(ctx, s, request{
		name: "POST " + uploadPath, method: http.MethodPost, path: uploadPath,
		query: url.Values{"uploadType": {"resumable"}, "part": {"snippet,status"}},
		header: map[string]string{
			"X-Upload-Content-Length": strconv.FormatInt(content.Film.Size, 10), "X-Upload-Content-Type": content.Film.MIME,
		},
		mime: "application/json; charset=UTF-8", body: describe(content).json(),
	})
	if err != nil {
		return "", err
	}
	now := c.clock.Now()
	u, err := url.Parse(a.Header.Get("Location"))
	if err == nil && a.OK() && isSession(u) && (ofGoogle(u) || s.Account.Service == u.Scheme+"://"+u.Host) {
		return u.String(), nil
	}
	said, refused := a.refusal()
	if why := a.not("an upload").failure(now); !refused || why.Code != app.CodeUnavailable || !wire.Proof(a.Status) {
		return "", why
	}
	return "", app.Fail(app.CodeInvalid, "connector.error.refused", "Network", networks.YouTube.Name(), "Reason", a.Reason(said.Message))
}

// state is how far an upload is.
type state struct {
	got   int64 // bytes that are in, from the first on
	whole bool  // all are: YouTube has the video
	gone  bool  // YouTube does not know the upload (any more)
}

// state asks how far an upload is.
func (c *Connector) state(ctx context.Context, s networks.Session, session string, size int64) (state, error) {
	a, err := c.harmless(ctx, s, question(session, size))
	if err != nil {
		return state{}, err
	}
	st, ok := a.state(size)
	if !ok {
		return state{}, a.not("the state of an upload").failure(c.clock.Now())
	}
	return st, nil
}

// question is the call that asks how far an upload is.
func question(session string, size int64) request {
	return request{
		name: "PUT " + uploadPath, method: http.MethodPut, session: session,
		header: map[string]string{"Content-Range": fmt.Sprintf("bytes */%d", size)},
	}
}

// send sends the next piece of a film, of which got bytes are in.
func (c *Connector) send(ctx context.Context, s networks.Session, session string, film *networks.Film, got int64) (state, error) {
	end := min(got+piece, tail(got, film.Size))
	body, err := read(film, got, end)
	if err != nil {
		return state{}, err
	}
	a, err := c.harmless(ctx, s, upload(session, film, got, body))
	if err != nil {
		return state{}, err
	}
	st, ok := a.state(film.Size)
	if !ok || st.whole {
		return state{}, a.not("the state of an upload").failure(c.clock.Now())
	}
	return st, nil
}

// upload is the call that sends bytes of a film from a place on.
func upload(session string, film *networks.Film, from int64, body []byte) request {
	return request{
		name: "PUT " + uploadPath, method: http.MethodPut, session: session,
		header: map[string]string{"Content-Range": fmt.Sprintf("bytes %d-%d/%d", from, from+int64(len(body))-1, film.Size)},
		mime:   film.MIME, body: body, timeout: pieceTime,
	}
}

// read reads the bytes from..end of a film.
func read(film *networks.Film, from, end int64) ([]byte, error) {
	f, err := film.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body := make([]byte, end-from)
	if _, err := f.Seek(from, io.SeekStart); err == nil {
		_, err = io.ReadFull(f, body)
		if err == nil {
			return body, nil
		}
	}
	return nil, app.Fail(app.CodeInvalid, "connector.error.film_unread", "Name", film.Name).Because(err)
}

// state reads how far an upload of so many bytes is, or false when the answer does not
// tell. YouTube says 308 of one that is not whole, which is a redirect to everybody
// else: one that leads somewhere is not YouTube's.
func (a answer) state(size int64) (state, bool) {
	_, refused := a.refusal()
	switch {
	case a.Err != nil:
		return state{}, false
	case a.Status == http.StatusPermanentRedirect && a.Header.Get("Location") == "":
		got, ok := received(a.Header.Get("Range"))
		return state{got: got}, ok && got <= size
	case a.Status == http.StatusOK, a.Status == http.StatusCreated:
		_, ok := a.made()
		return state{whole: ok}, ok
	// Seen without a word and in plain words too; a page is something on the way.
	case a.Status == http.StatusNotFound || a.Status == http.StatusGone:
		return state{gone: true}, refused || !strings.HasPrefix(strings.TrimSpace(string(a.Body)), "<")
	}
	return state{}, false
}

// received reads the header that tells which bytes are in: always the first ones, and
// none without it.
func received(header string) (int64, bool) {
	if header == "" {
		return 0, true
	}
	last, ok := strings.CutPrefix(header, "bytes=0-")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(last, 10, 64)
	return n + 1, err == nil && n >= 0 && n < 1<<62
}

var errNoSession = errors.New("no upload was opened")
