package facebook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// note is what a preparation leaves.
type note struct {
	// Photos are those uploaded without being published, by what makes them one.
	Photos map[string]photo `json:"photos,omitempty"`
}

type photo struct {
	ID string `json:"id"`
	// AtMS is when it was uploaded, in Unix milliseconds.
	AtMS int64 `json:"at_ms"`
}

// photoAge is how long an unpublished photo is relied on: the network keeps it
// for about a day (common knowledge, not verified).
const photoAge = 12 * time.Hour

func parseNote(p networks.Prepared) note {
	var n note
	if json.Unmarshal([]byte(p), &n) != nil {
		n = note{}
	}
	if n.Photos == nil {
		n.Photos = make(map[string]photo)
	}
	return n
}

func (n note) prepared() networks.Prepared {
	b, err := json.Marshal(n)
	if err != nil {
		// Maps of strings and numbers always have a JSON form.
		panic("facebook: " + err.Error())
	}
	return networks.Prepared(b)
}

// keyOf tells the pictures of a post apart by their bytes, their alternative
// text, which an uploaded photo keeps, and their place: one that is there twice
// is two photos.
func keyOf(place int, i networks.Image) string {
	h := sha256.New()
	h.Write([]byte(strconv.Itoa(place) + i.Alt))
	h.Write([]byte{0})
	h.Write(i.Bytes)
	return hex.EncodeToString(h.Sum(nil))
}

// Prepare uploads the pictures without publishing them. With an error it returns
// what was done so far, so that the next preparation goes on from there.
func (c *Connector) Prepare(ctx context.Context, s networks.Session, content networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	n := parseNote(earlier)
	if _, err := check(content); err != nil {
		return n.prepared(), err
	}
	kept := make(map[string]photo)
	for place, image := range content.Images {
		key := keyOf(place, image)
		if p, ok := n.Photos[key]; ok && c.usable(p) {
			kept[key] = p
		}
	}
	n.Photos = kept
	for place, image := range content.Images {
		key := keyOf(place, image)
		if _, ok := n.Photos[key]; ok {
			continue
		}
		id, err := c.upload(ctx, s, image)
		if err != nil {
			return n.prepared(), err
		}
		n.Photos[key] = photo{ID: id, AtMS: c.api.Clock.Now().UnixMilli()}
	}
	return n.prepared(), nil
}

func (c *Connector) usable(p photo) bool {
	age := c.api.Clock.Now().Sub(time.UnixMilli(p.AtMS))
	return graph.ID(p.ID) && age >= 0 && age < photoAge
}

// upload sends a picture that nobody sees until a post shows it, so that it may
// be sent again, once, with a renewed token. The name alt_text_custom is common
// knowledge, not verified.
func (c *Connector) upload(ctx context.Context, s networks.Session, image networks.Image) (string, error) {
	form := &graph.Form{
		Fields: [][2]string{{"published", "false"}}, Name: "source", File: "photo", MIME: image.MIME, Bytes: image.Bytes,
	}
	if image.Alt != "" {
		form.Fields = append(form.Fields, [2]string{"alt_text_custom", image.Alt})
	}
	r := graph.Call{
		Method: http.MethodPost, Path: "/" + s.Account.RemoteID + "/photos", Form: form,
		Token: tokenOf(s.Credential), Secrets: secretsOf(s.Credential), Timeout: wire.UploadTimeout,
	}
	a := c.api.Send(ctx, s.Account.Service, r)
	if a.Dead() {
		token, err := c.renew(ctx, s)
		if err != nil {
			return "", err
		}
		r.Token = token
		a = c.api.Send(ctx, s.Account.Service, r)
	}
	var made struct {
		ID string `json:"id"`
	}
	if a.Decode(&made) == nil {
		if graph.ID(made.ID) {
			return made.ID, nil
		}
		a.Err = errors.New("the answer is not a photo")
	}
	if refused, ok := a.Refusal(); ok && badPicture(refused) {
		return "", app.Fail(app.CodeInvalid, "connector.error.image", "Network", networks.Facebook.Name(), "Name", image.Name).
			Because(errors.New(a.Clean(refused.Message)))
	}
	return "", a.Failure(of(s.Account, manage), c.api.Clock.Now())
}

// badPicture knows the refusals of a picture itself: 324 (no image), and 1366046
// (over 4 MB or neither JPEG nor PNG), as schedulers met it, read 2026-08.
func badPicture(r graph.Refusal) bool {
	return r.Code == 324 || r.Code == tooHeavy || r.Subcode == tooHeavy
}

const tooHeavy = 1366046
