package networks

import (
	"context"
	"fmt"
)

// CallbackPath is the path on this machine that browsers come back to. It is the
// same at every sign-in: networks that compare the whole address are told it once.
const CallbackPath = "/retour"

// Callback is the address that browsers come back to on a port of this machine:
// by number, not by name, which a hosts file could send elsewhere.
func Callback(port int) string { return fmt.Sprintf("http://127.0.0.1:%d%s", port, CallbackPath) }

// Loopback opens addresses on this machine, which no other machine reaches, for
// browsers to come back to. It is safe for concurrent use.
type Loopback interface {
	// Listen opens an address on the first of the ports that is free, or on any
	// port where none are given. It fails with CodeUnavailable.
	Listen(ctx context.Context, ports []int) (Return, error)
}

// Return is an address on this machine that waits for one browser, for five
// minutes at most from its opening on. Whoever opened it closes it.
type Return interface {
	// Address is where the browser is to come back: see Callback.
	Address() string
	// State is what the browser must bring along, made for this address alone.
	State() string
	// Wait returns the code that the browser brought. Errors: CodeUnauthorised when
	// the owner refused, CodeInvalid when the network did, CodeUnavailable when the
	// network has trouble, nobody came back in time, or ctx ended.
	Wait(ctx context.Context) (code string, err error)
	// Close frees the address, once the browser has its page.
	Close()
}
