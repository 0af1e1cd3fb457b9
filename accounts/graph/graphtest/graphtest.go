// Package graphtest is what the fake servers of Meta's networks have in common:
// how they read calls and how they refuse them.
package graphtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Refusal is an error in the form of a Graph API.
type Refusal struct {
	Status  int
	Code    int
	Subcode int
	Message string
}

// Refuse returns a refusal.
func Refuse(status, code, subcode int, format string, args ...any) *Refusal {
	return &Refusal{status, code, subcode, fmt.Sprintf(format, args...)}
}

// DeadToken is said of a token that nobody has.
func DeadToken() *Refusal {
	return Refuse(http.StatusUnauthorized, 190, 460, "Error validating access token: The session has been invalidated")
}

// NotThere is said of an object that is not there.
func NotThere(method, id string) *Refusal {
	return Refuse(http.StatusBadRequest, 100, 33, "Unsupported %s request. Object with ID '%s' does not exist, "+
		"cannot be loaded due to missing permissions, or does not support this operation", strings.ToLower(method), id)
}

// Body is the refusal as JSON.
func (r Refusal) Body() string {
	said := map[string]any{"message": r.Message, "type": "OAuthException", "code": r.Code, "fbtrace_id": "AbCdEf123"}
	if r.Subcode != 0 {
		said["error_subcode"] = r.Subcode
	}
	b, err := json.Marshal(map[string]any{"error": said})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// maxBody bounds what is read of a call, in bytes.
const maxBody = 16 << 20

// Answer serves a method, one call at a time.
func Answer(mu *sync.Mutex, method func(*http.Request, []byte) (any, *Refusal)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
		if err != nil {
			return
		}
		mu.Lock()
		answer, refused := method(r, body)
		mu.Unlock()
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		if refused != nil {
			w.WriteHeader(refused.Status)
			_, _ = io.WriteString(w, refused.Body())
			return
		}
		_ = json.NewEncoder(w).Encode(answer)
	}
}

// Bearer returns the token of a call, "" when there is none. A token in an
// address is not taken: it would be told.
func Bearer(r *http.Request) string {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || r.URL.Query().Has("access_token") {
		return ""
	}
	return token
}

// Query refuses a parameter that is none of the call's.
func Query(r *http.Request, names ...string) (url.Values, *Refusal) {
	q := r.URL.Query()
	for name := range q {
		if !slices.Contains(names, name) {
			return nil, Refuse(http.StatusBadRequest, 100, 0, "Unexpected parameter %s", name)
		}
	}
	return q, nil
}

// Fields refuses a field that the object does not have. A field whose own are asked for
// is one, with them.
func Fields(r *http.Request, kind string, known ...string) *Refusal {
	depth := 0
	asked := strings.FieldsFunc(r.URL.Query().Get("fields"), func(c rune) bool {
		switch c {
		case '{', '(':
			depth++
		case '}', ')':
			depth--
		}
		return c == ',' && depth == 0
	})
	for _, f := range asked {
		if !slices.Contains(known, f) {
			return Refuse(http.StatusBadRequest, 100, 0, "(#100) Tried accessing nonexisting field (%s) on node type (%s)", f, kind)
		}
	}
	return nil
}

// JSON reads a body that has nothing unknown in it.
func JSON(r *http.Request, body []byte, into any) *Refusal {
	if r.Header.Get("Content-Type") != "application/json" {
		return Refuse(http.StatusBadRequest, 100, 0, "Content-Type %q", r.Header.Get("Content-Type"))
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return Refuse(http.StatusBadRequest, 100, 0, "(#100) Param error: %v", err)
	}
	return nil
}

// Time writes an instant as Graph APIs do.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05+0000") }
