package wordpress

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// checked is what Credential.Session holds, as JSON. Application passwords open
// no session: they go with every call and serve until they are taken back. What
// is renewed here is only the knowledge that the site accepts this one.
type checked struct {
	// AtMS is when the site last said whose password it is, in Unix milliseconds.
	AtMS int64 `json:"checked_ms"`
}

func session(at time.Time) string {
	b, err := json.Marshal(checked{AtMS: at.UnixMilli()})
	if err != nil {
		// A number always has a JSON form.
		panic("wordpress: " + err.Error())
	}
	return string(b)
}

// user is an account of a site, as it tells of itself.
type user struct {
	ID           int64           `json:"id"`
	Capabilities map[string]bool `json:"capabilities"`
}

// needed are the rights that publishing takes (Roles and Capabilities of
// WordPress: authors and whoever is above them have both).
var needed = []string{"publish_posts", uploading}

// uploading is the right that posts without pictures do without.
const uploading = "upload_files"

// Connect finds the REST API of a site and signs in. service is the address of
// the site as people type it, identifier a user name or its e-mail address,
// secret an application password, with or without its spaces.
func (c *Connector) Connect(ctx context.Context, service, identifier, secret string) (networks.Account, networks.Credential, error) {
	account, credential, err := c.connect(ctx, service, strings.TrimSpace(identifier), wire.Typed(secret))
	var e *app.Error
	if errors.As(err, &e) && e.Code == app.CodeUnavailable && e.Key != "wordpress.error.challenge" {
		// Nobody tries again in the owner's place: the form waits for a click.
		err = fail(app.CodeUnavailable, "connector.error.connect_unavailable").Because(err)
	}
	return account, credential, err
}

func (c *Connector) connect(ctx context.Context, service, identifier, secret string) (networks.Account, networks.Credential, error) {
	var nobody networks.Account
	switch {
	case identifier == "" || strings.Contains(identifier, ":"):
		return nobody, networks.Credential{}, fail(app.CodeInvalid, "wordpress.error.identifier")
	case secret == "":
		return nobody, networks.Credential{}, fail(app.CodeInvalid, "connector.error.no_credential")
	}
	credential := networks.Credential{Identifier: identifier, Secret: secret}
	f, err := c.discover(ctx, service, secretsOf(credential))
	if err != nil {
		return nobody, networks.Credential{}, err
	}
	u, err := c.whose(ctx, f.root, credential)
	if errors.Is(err, errNotSeen) && !f.closed && !f.passwords {
		err = fail(app.CodeUnauthorised, "wordpress.error.disabled").Because(err)
	}
	if err != nil {
		return nobody, networks.Credential{}, err
	}
	for _, right := range needed {
		if !u.Capabilities[right] {
			return nobody, networks.Credential{}, fail(app.CodeInvalid, "wordpress.error.role", "User", identifier, "Missing", right)
		}
	}
	credential.Session = session(c.clock.Now())
	site := f.root.site()
	return networks.Account{
		Network: networks.WordPress, Handle: site, Service: f.root.String(), RemoteID: remoteID(site, u.ID),
	}, credential, nil
}

func remoteID(site string, user int64) string { return site + "#" + strconv.FormatInt(user, 10) }

// userID returns the site's own number of the account, 0 for none.
func userID(account networks.Account) int64 {
	_, number, _ := strings.Cut(account.RemoteID, "#")
	id, _ := strconv.ParseInt(number, 10, 64)
	return id
}

// errNotSeen is the cause of an error of whose: the caller was taken for a visitor.
var errNotSeen = errors.New("rest_not_logged_in")

// whose asks a site whose password it is. Codes of errors: CodeUnauthorised only
// when WordPress itself says that the password opens nothing.
func (c *Connector) whose(ctx context.Context, at root, credential networks.Credential) (user, error) {
	a := c.exchange(ctx, at, request{
		route: meRoute, query: url.Values{"context": {"edit"}, "_fields": {"id,capabilities"}},
		credential: credential, timeout: wire.ShortTimeout,
	})
	if code, message, refused := a.refusal(); refused {
		switch cause := fmt.Errorf("%s: %s", code, message); code {
		case "incorrect_password", "invalid_username", "invalid_email":
			return user{}, fail(app.CodeUnauthorised, "wordpress.error.password").Because(cause)
		case "application_passwords_disabled", "application_passwords_disabled_for_user":
			return user{}, fail(app.CodeUnauthorised, "wordpress.error.disabled").Because(cause)
		case "rest_not_logged_in":
			// Since 6.3.2, and the same repair of older branches, a wrong password is
			// taken for none (seen with 6.1.9): serve_request no longer asks who calls
			// before it looks at errors of signing in. A host that runs PHP as CGI and
			// drops the header looks the same.
			return user{}, fail(app.CodeUnauthorised, "wordpress.error.not_seen").Because(errNotSeen)
		}
		if a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden || a.Status == http.StatusNotFound {
			return user{}, fail(app.CodeConflict, "wordpress.error.blocked", "Reason", a.Reason(code+" "+message))
		}
	}
	if a.challenged() {
		return user{}, fail(app.CodeUnavailable, "wordpress.error.challenge")
	}
	var u user
	if err := a.Decode(&u); err == nil && u.ID <= 0 || err != nil && a.OK() {
		a.Err = errors.New("the answer is not a user")
	}
	if !a.OK() {
		return user{}, a.Failure(networks.WordPress, c.clock.Now())
	}
	return u, nil
}

// check asks the site anew whether it accepts the credential that is kept, once
// it refused one in a call. Its errors are those of Session.Renew.
func (c *Connector) check(ctx context.Context, s networks.Session) error {
	_, err := s.Renew(ctx, s.Credential.Session, func(ctx context.Context, kept networks.Credential) (string, error) {
		u, err := c.whose(ctx, parseRoot(s.Account.Service), kept)
		switch {
		case err != nil:
			return "", err
		case u.ID != userID(s.Account):
			return "", fail(app.CodeConflict, "connector.error.other_account", "Account", s.Account.Handle)
		}
		return session(c.clock.Now()), nil
	})
	return err
}

// unsigned is the result of a mutating call that the site refused because it did
// not take the caller for one of its users: either the credential is dead, or the
// same call may be made again at once.
func (c *Connector) unsigned(ctx context.Context, s networks.Session, a answer) networks.Result {
	now := c.clock.Now()
	err := c.check(ctx, s)
	if err == nil {
		err = fail(app.CodeUnavailable, "connector.error.renewed").Because(wire.Later{Until: now.Add(wire.RetryAtOnce)})
	}
	return wire.Unsent(now, err, a.Call)
}
