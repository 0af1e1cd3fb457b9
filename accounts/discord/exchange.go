package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Codes that Discord gives beside a status.
const (
	unknownMessage = 10008
	unknownWebhook = 10015
	tooLarge       = 40005
	badToken       = 50027
)

// request is one call to a webhook.
type request struct {
	name    string // for the ledger
	method  string
	path    string // after the webhook's own address
	query   url.Values
	mime    string
	body    []byte
	stream  io.Reader // a body of length bytes read as it leaves, in the place of body
	length  int64
	timeout time.Duration
}

// answer is what came of a call, with what Discord wrote in it.
type answer struct {
	wire.Answer
	said said
}

// said is the form of Discord's refusals.
type said struct {
	Code    *int            `json:"code"`
	Message string          `json:"message"`
	Errors  json.RawMessage `json:"errors"` // of a form, field by field
	// RetryAfter is in seconds, with decimals.
	RetryAfter float64 `json:"retry_after"`
}

// exchange makes one call; it never makes it twice. The token is part of the
// address: it is in no name, and hidden wherever an answer or an error quotes it.
func (c *Connector) exchange(ctx context.Context, service string, w webhook, r request) answer {
	a := answer{Answer: wire.Send(ctx, c.client, wire.Request{
		Name: r.name, Method: r.method, URL: cmp.Or(service, official) + api + "/webhooks/" + w.id + "/" + w.token + r.path,
		Query: r.query, MIME: r.mime, Body: r.body, Stream: r.stream, Length: r.length, Secrets: w.secrets(), Private: r.method == http.MethodGet, Timeout: r.timeout,
	})}
	if a.Err == nil && json.Unmarshal(a.Body, &a.said) != nil {
		a.said = said{}
	}
	return a
}

// refusal returns the code and the reason of a refusal in Discord's own form;
// of anything else, a page from something on the way or an error inside a
// success, false.
func (a answer) refusal() (code int, reason string, ok bool) {
	if a.Err != nil || a.Status < 400 || a.said.Code == nil || a.said.Message == "" {
		return 0, "", false
	}
	reason = a.said.Message
	if fields := fieldErrors(a.said.Errors); len(fields) > 0 {
		reason += ": " + strings.Join(fields, " ")
	}
	return *a.said.Code, reason, true
}

// dead reports whether Discord said that the webhook was deleted, or that its
// token is not the one.
func (a answer) dead() bool {
	code, _, ok := a.refusal()
	return ok && (code == unknownWebhook && a.Status == http.StatusNotFound ||
		code == badToken && a.Status == http.StatusUnauthorized)
}

// failure turns the answer of a call that changed nothing into an error.
func (a answer) failure(now time.Time) *app.Error {
	if a.Status == http.StatusTooManyRequests {
		until := a.RetryAfter(now)
		if wait := a.said.RetryAfter; wait > 0 {
			const aDay = 24 * 60 * 60
			until = wire.Wait(now, time.Duration(math.Ceil(min(wait, aDay)*1000))*time.Millisecond)
		}
		return app.Fail(app.CodeLimited, "connector.error.limited", "Network", networks.Discord.Name()).Because(wire.Later{Until: until})
	}
	return a.Failure(networks.Discord, now)
}

// Bounds of what is read of the errors of a form.
const (
	maxFields = 3
	maxNested = 10
)

// fieldErrors returns the sentences inside the errors of a form, which is nested
// by field: {"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":...}]}}.
func fieldErrors(raw json.RawMessage) []string {
	var found []string
	var read func(raw json.RawMessage, depth int)
	read = func(raw json.RawMessage, depth int) {
		var fields map[string]json.RawMessage
		if depth > maxNested || json.Unmarshal(raw, &fields) != nil {
			return
		}
		var here []struct {
			Message string `json:"message"`
		}
		if json.Unmarshal(fields["_errors"], &here) == nil {
			for _, e := range here {
				if e.Message != "" && len(found) < maxFields {
					found = append(found, e.Message)
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if name != "_errors" {
				read(fields[name], depth+1)
			}
		}
	}
	if len(raw) > 0 {
		read(raw, 0)
	}
	return found
}

// unexpected is the error of an answer that is not what was asked for.
func (a answer) unexpected(now time.Time, what string) error {
	if a.OK() {
		a.Err = errors.New(what)
	}
	return a.failure(now)
}
