// Package app holds the few types that every room of Parvis shares: coded
// errors, identifiers, the clock, civil time and events. It knows nothing of
// windows, SQL or HTTP.
package app

import "errors"

// Code says what kind of failure happened, so that callers can decide without
// reading sentences.
type Code string

// The kinds of failure that cross the borders between rooms.
const (
	CodeInternal     Code = "internal"     // a fault of Parvis itself
	CodeInvalid      Code = "invalid"      // the input must be corrected
	CodeNotFound     Code = "not_found"    // what was asked for does not exist
	CodeConflict     Code = "conflict"     // the state does not allow it (already published, already open ...)
	CodeUnauthorised Code = "unauthorised" // a credential is missing, wrong or dead
	CodeUnavailable  Code = "unavailable"  // network, disk or keyring cannot be reached for now
	CodeLimited      Code = "limited"      // a quota or rate limit refused it, nothing was done
	CodeUnknown      Code = "unknown"      // the outcome of a call that left the machine is not known
)

// Error is a failure that can be shown to an owner: Key names a sentence of the
// translations (which says what happened, what it means and what to do next),
// Args fills its placeholders. Err keeps the cause for the log and is never
// shown.
type Error struct {
	Code Code
	Key  string
	Args map[string]any
	Err  error
}

// Fail makes an *Error; args alternate placeholder name and value.
func Fail(code Code, key string, args ...any) *Error {
	return &Error{Code: code, Key: key, Args: arguments(args)}
}

// Because attaches the cause for the log and returns e.
func (e *Error) Because(err error) *Error {
	e.Err = err
	return e
}

func (e *Error) Error() string {
	s := string(e.Code) + " " + e.Key
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of the first *Error in err's chain, "" for nil and
// CodeInternal for an error that carries none.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}
