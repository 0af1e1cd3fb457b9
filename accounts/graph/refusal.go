package graph

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Answer is what came of a call, in the terms of a Graph API.
type Answer struct{ wire.Answer }

// Refusal is an error in a Graph API's own form.
type Refusal struct {
	Message     string `json:"message"`
	Type        string `json:"type"`
	Code        int    `json:"code"`
	Subcode     int    `json:"error_subcode"`
	UserMessage string `json:"error_user_msg"`
	Transient   bool   `json:"is_transient"`
}

// Refusal returns the error that the network names, or false when the answer is
// no refusal in its form: only the network itself, not something on the way,
// proves anything. An error within a success proves nothing either.
func (a Answer) Refusal() (Refusal, bool) {
	if a.Err != nil || a.Status < 400 {
		return Refusal{}, false
	}
	var said struct {
		Error *Refusal `json:"error"`
	}
	if json.Unmarshal(a.Body, &said) != nil || said.Error == nil || said.Error.Type == "" || said.Error.Code == 0 {
		return Refusal{}, false
	}
	return *said.Error, true
}

// Dead reports whether the network said that the token serves no more. It says
// so before it looks at anything else of a call. Only code 190 means that;
// every other OAuthException is about the call.
func (a Answer) Dead() bool {
	r, ok := a.Refusal()
	return ok && r.Code == 190
}

// Missing reports whether the network said that what the call is about is not
// there, or not for this token to see: it does not tell which.
func (a Answer) Missing() bool {
	r, ok := a.Refusal()
	return ok && (r.Code == 100 && r.Subcode == 33 || r.Code == 803)
}

// Limited reports whether a quota stopped the call before it was processed.
func (a Answer) Limited() bool {
	if a.Status == http.StatusTooManyRequests {
		return true
	}
	r, ok := a.Refusal()
	return ok && r.limited()
}

// limited knows the codes of quotas: those of the application, the user and the
// Page, 341 (application limit), those of business use cases, and, as schedulers
// met them (read 2026-08), posting too fast.
func (r Refusal) limited() bool {
	// Instagram says with code 4 that it takes a post for spam, too: waiting
	// does not help (Instagram error codes, updated 2026-06-02).
	if r.Subcode == spam {
		return false
	}
	switch r.Code {
	case 4, 17, 32, 341, 613, tooFast:
		return true
	}
	return r.Code >= 80000 && r.Code <= 80014 || r.Subcode == tooFast || r.Subcode == dailyPosts
}

// Codes and subcodes that are told apart.
const (
	tooFast    = 1390008
	dailyPosts = 2207042 // Instagram's posts of one day
	spam       = 2207051
	photosUsed = 1366051 // "These photos were already posted", as the scheduler Postiz met it, read 2026-08
	duplicate  = 506     // "Duplicate posts cannot be published consecutively"
)

// doubtful reports whether a refusal leaves open what became of the call: the
// network's own trouble, or a duplicate, which may be this very post.
func (r Refusal) doubtful() bool {
	return r.Transient || r.Code <= 2 || r.Code == duplicate || r.Code == photosUsed || r.Subcode == photosUsed
}

// closed reports whether the account itself may not publish: it is inactive, to
// be confirmed or restricted (Instagram error codes, updated 2026-06-02).
func (r Refusal) closed() bool { return r.Code == 25 || r.Subcode == 2207050 }

// forbidden reports whether the token lacks a permission.
func (r Refusal) forbidden() bool {
	return r.Code == 3 || r.Code == 10 || r.Code >= 200 && r.Code <= 299
}

// said is what an owner is told of a refusal: the sentence the network wrote for
// people, or else the one for programs.
func (r Refusal) said() string {
	if r.UserMessage != "" {
		return r.UserMessage
	}
	return r.Message
}

// regained is what the headers about usage tell of each object, of which there
// may be several kinds.
type regained map[string][]struct {
	Minutes float64 `json:"estimated_time_to_regain_access"`
}

// comeBack reads when a limited call may be made again: from
// X-Business-Use-Case-Usage, which estimates minutes, or as on any other server.
// The quota of a day is counted over the last twenty-four hours: some of it may
// come back within the hour.
func (a Answer) comeBack(now time.Time) time.Time {
	if r, _ := a.Refusal(); r.Subcode == dailyPosts && a.Header.Get("Retry-After") == "" {
		return now.Add(time.Hour).UTC()
	}
	var usage regained
	if json.Unmarshal([]byte(a.Header.Get("X-Business-Use-Case-Usage")), &usage) == nil {
		longest := 0.0
		for _, kinds := range usage {
			for _, kind := range kinds {
				longest = max(longest, kind.Minutes)
			}
		}
		if longest > 0 {
			const aDay = 24 * 60
			return wire.Wait(now, time.Duration(min(longest, aDay)*float64(time.Minute)))
		}
	}
	return a.RetryAfter(now)
}

// Account is whom a call was made for, as errors name it.
type Account struct {
	Network networks.Network
	Handle  string
	// Permission is what the network calls the permission that the call needs.
	Permission string
}

// Failure turns the answer of a call that makes nothing public into an error:
// CodeUnauthorised when the token is dead, CodeLimited for a quota, CodeInvalid
// when a permission is missing, CodeUnavailable for everything that time mends
// or that nobody knows.
func (a Answer) Failure(of Account, now time.Time) *app.Error {
	r, refused := a.Refusal()
	switch {
	case a.Limited():
		return app.Fail(app.CodeLimited, "connector.error.limited", "Network", of.Network.Name()).Because(wire.Later{Until: a.comeBack(now)})
	case a.Dead():
		return app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", of.Network.Name(), "Account", of.Handle).Because(a.why(r))
	case refused && r.closed():
		return app.Fail(app.CodeConflict, "connector.error.account_closed", "Network", of.Network.Name()).Because(a.why(r))
	case refused && r.forbidden():
		return app.Fail(app.CodeInvalid, "connector.error.permission", "Network", of.Network.Name(), "Missing", of.Permission).Because(a.why(r))
	case refused:
		return app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", of.Network.Name()).Because(a.why(r))
	}
	return a.Answer.Failure(of.Network, now)
}

// Untried is Failure for a token that an owner has just pasted, which nobody
// tries again in their place: what is wrong with it is CodeUnauthorised.
func (a Answer) Untried(of Account, now time.Time) error {
	err := a.Failure(of, now)
	switch {
	case a.Dead():
		return app.Fail(app.CodeUnauthorised, "connector.error.wrong_credential", "Network", of.Network.Name())
	case err.Code == app.CodeInvalid:
		err.Code = app.CodeUnauthorised
	case err.Code == app.CodeUnavailable:
		return app.Fail(app.CodeUnavailable, "connector.error.connect_unavailable", "Network", of.Network.Name()).Because(err)
	}
	return err
}

// why is the cause of an error for the log.
func (a Answer) why(r Refusal) error {
	return fmt.Errorf("%s: status %d, code %d, subcode %d: %s", a.Call.Name, a.Status, r.Code, r.Subcode, a.Clean(r.Message))
}

// Unmade is the result of a mutating call that was no success. Nothing was made
// when not a byte left, when a quota or a dead token stopped the call, or when
// the network refuses it in its own form for a reason that is neither its own
// trouble nor a duplicate; everything else is Unknown.
func (a Answer) Unmade(of Account, now time.Time) networks.Result {
	r, refused := a.Refusal()
	switch {
	case a.Err != nil && !a.Reached, a.Limited():
		return wire.Unsent(now, a.Failure(of, now), a.Call)
	case !refused || !wire.Proof(a.Status) || r.doubtful():
		return a.Doubt(of.Network)
	case a.Dead(), r.closed(), r.forbidden():
		return wire.Unsent(now, a.Failure(of, now), a.Call)
	}
	return a.Answer.Refusal(of.Network, now, r.said())
}

// Undecided is the finding of a reading back that showed nothing.
func (a Answer) Undecided(of Account, now time.Time) (networks.Finding, networks.Result) {
	result := wire.Unsent(now, a.Failure(of, now), a.Call)
	return networks.Undecided, networks.Result{Call: result.Call, Err: result.Err, RetryAfter: result.RetryAfter}
}

// List is a page of a Graph API's list.
type List[T any] struct {
	Data   []T `json:"data"`
	Paging struct {
		Next    string `json:"next"`
		Cursors struct {
			After string `json:"after"`
		} `json:"cursors"`
	} `json:"paging"`
}

// Last reports whether no page can be asked for that follows.
func (l List[T]) Last() bool { return l.Whole() || l.Paging.Cursors.After == "" }

// Whole reports whether nothing follows the page.
func (l List[T]) Whole() bool { return l.Paging.Next == "" }

// Permission is one line of the permissions of a token.
type Permission struct {
	Name   string `json:"permission"`
	Status string `json:"status"`
}

// Lacking returns which of the wanted permissions are not among those granted.
func Lacking(granted []Permission, wanted ...string) []string {
	return slices.DeleteFunc(wanted, func(name string) bool { return slices.Contains(granted, Permission{name, "granted"}) })
}
