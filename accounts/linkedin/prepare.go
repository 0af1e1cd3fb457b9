package linkedin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// note is what a preparation leaves: uploaded pictures by their key (keysOf).
type note struct {
	Images map[string]uploaded `json:"images,omitempty"`
}

type uploaded struct {
	URN  string `json:"urn"`
	AtMS int64  `json:"at_ms"` // when, in Unix milliseconds
}

// imageAge is how long an uploaded picture that no post uses is relied on: for
// how long LinkedIn keeps it is not documented.
const imageAge = 30 * time.Minute

var imageForm = regexp.MustCompile(`^urn:li:image:[A-Za-z0-9_-]{1,100}$`)

func parseNote(p networks.Prepared) note {
	var n note
	if json.Unmarshal([]byte(p), &n) != nil || n.Images == nil {
		return note{Images: make(map[string]uploaded)}
	}
	return n
}

func (n note) prepared() networks.Prepared {
	b, err := json.Marshal(n)
	if err != nil {
		// Strings and numbers always have a JSON form.
		panic("linkedin: " + err.Error())
	}
	return networks.Prepared(b)
}

// keysOf returns a key for each picture: its hash, and how often it came before
// in the same post, as LinkedIn may not take one upload twice.
func keysOf(images []networks.Image) []string {
	keys, seen := make([]string, len(images)), make(map[string]int)
	for i, image := range images {
		sum := sha256.Sum256(image.Bytes)
		hash := hex.EncodeToString(sum[:])
		keys[i] = hash + "." + strconv.Itoa(seen[hash])
		seen[hash]++
	}
	return keys
}

// commentLength is how long a comment may be, in UTF-16 code units: 1250
// characters, their unit not said (ayrshare.com, read 2026-08).
const commentLength = 1250

// limitsOf returns the bounds of a post, or of a comment, which takes no
// pictures here.
func limitsOf(content networks.Content) networks.Limits {
	l, _ := networks.LimitsOf(networks.LinkedIn)
	if content.Answers != (networks.Thread{}) {
		l.Text.Max, l.NoImages = commentLength, true
	}
	return l
}

// Prepare uploads the pictures. With an error it returns what was done so far, so
// that the next preparation goes on from there. Whether LinkedIn has worked on a
// picture can be asked for pages only, so that it is asked for none.
func (c *Connector) Prepare(ctx context.Context, s networks.Session, content networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	n := parseNote(earlier)
	if err := check(content); err != nil {
		return n.prepared(), err
	}
	keys := keysOf(content.Images)
	for i, image := range content.Images {
		if c.usable(n.Images[keys[i]]) {
			continue
		}
		urn, err := c.upload(ctx, s, image)
		if err != nil {
			return n.prepared(), err
		}
		n.Images[keys[i]] = uploaded{URN: urn, AtMS: c.clock.Now().UnixMilli()}
	}
	return n.prepared(), nil
}

// check refuses what LinkedIn would.
func check(content networks.Content) error {
	if err := limitsOf(content).Refusal(content.Piece()); err != nil {
		return err
	}
	if content.Answers != (networks.Thread{}) && !postForm.MatchString(content.Answers.Root) {
		return noRoot()
	}
	return nil
}

func (c *Connector) usable(u uploaded) bool {
	age := c.clock.Now().Sub(time.UnixMilli(u.AtMS))
	return u.URN != "" && age >= 0 && age < imageAge
}

// registered is where LinkedIn wants a picture, and what it will be called.
type registered struct {
	Image     string `json:"image"`
	UploadURL string `json:"uploadUrl"`
}

// register asks for the place of a picture. Nothing is ever seen of it unless a
// post names it. The result is zero unless LinkedIn gave one.
func (c *Connector) register(ctx context.Context, service, token, owner string) (registered, answer) {
	a := c.exchange(ctx, request{
		name: "POST /rest/images?action=initializeUpload", method: http.MethodPost,
		service: service, path: "/rest/images", query: url.Values{"action": {"initializeUpload"}},
		body:  map[string]any{"initializeUploadRequest": map[string]string{"owner": owner}},
		token: token, timeout: wire.ShortTimeout,
	})
	var given struct {
		Value registered `json:"value"`
	}
	if err := a.Decode(&given); err != nil || !imageForm.MatchString(given.Value.Image) || !trusted(service, given.Value.UploadURL) {
		return registered{}, a.not("a place for a picture")
	}
	return given.Value, a
}

// trusted reports whether a picture and the token may be sent to an address:
// LinkedIn's own, or that of the service which stands in for it.
func trusted(service, address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	if service != "" {
		return u.Scheme+"://"+u.Host == service
	}
	return u.Scheme == "https" && strings.HasSuffix("."+strings.ToLower(u.Hostname()), ".linkedin.com")
}

// upload sends a picture and returns its name.
func (c *Connector) upload(ctx context.Context, s networks.Session, image networks.Image) (string, error) {
	u, a := c.register(ctx, s.Account.Service, s.Credential.Secret, s.Account.RemoteID)
	switch {
	case a.dead():
		return "", dying(s.Account)
	case a.forbidden():
		return "", lacking(permissionOf(s.Account))
	case u.Image == "":
		return "", a.failure(c.clock.Now())
	}
	a = answer{wire.Send(ctx, c.client, wire.Request{
		Name: "PUT (picture)", Method: http.MethodPut, URL: u.UploadURL, MIME: image.MIME, Body: image.Bytes,
		Token: s.Credential.Secret, Secrets: []string{u.UploadURL}, Timeout: wire.UploadTimeout,
	})}
	switch {
	case a.OK():
		return u.Image, nil
	case a.Err == nil && (a.Status == http.StatusBadRequest || a.Status == http.StatusRequestEntityTooLarge || a.Status == http.StatusUnsupportedMediaType):
		return "", app.Fail(app.CodeInvalid, "connector.error.image", "Network", networks.LinkedIn.Name(), "Name", image.Name)
	}
	return "", a.failure(c.clock.Now())
}

// permissionOf is the permission that publishing as an account takes.
func permissionOf(a networks.Account) string {
	if isPage(a) {
		return "w_organization_social"
	}
	return "w_member_social"
}
