package x

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// note is what a preparation leaves: uploaded pictures by their key (keysOf), and films
// by the hash of their bytes.
type note struct {
	Media map[string]uploaded `json:"media,omitempty"`
	Films map[string]upload   `json:"films,omitempty"`
}

type uploaded struct {
	ID        string `json:"id"`
	AtMS      int64  `json:"at_ms"`     // when, in Unix milliseconds
	Described bool   `json:"described"` // its alternative text was taken, or there is none
}

// mediaAge is how long an uploaded picture is relied on. X keeps one for a day,
// and says so of each (expires_after_secs).
const mediaAge = 30 * time.Minute

func parseNote(p networks.Prepared) note {
	var n note
	if json.Unmarshal([]byte(p), &n) != nil {
		n = note{}
	}
	if n.Media == nil {
		n.Media = make(map[string]uploaded)
	}
	if n.Films == nil {
		n.Films = make(map[string]upload)
	}
	return n
}

func (n note) prepared() networks.Prepared {
	b, err := json.Marshal(n)
	if err != nil {
		// Strings, numbers and booleans always have a JSON form.
		panic("x: " + err.Error())
	}
	return networks.Prepared(b)
}

// keysOf returns a key for each picture: the hash of its bytes and of its
// alternative text, which belongs to the upload, and how often both came before
// in the same post.
func keysOf(images []networks.Image) []string {
	keys, seen := make([]string, len(images)), make(map[string]int)
	for i, image := range images {
		sum := sha256.New()
		sum.Write(image.Bytes)
		sum.Write([]byte{0})
		sum.Write([]byte(image.Alt))
		hash := hex.EncodeToString(sum.Sum(nil))
		keys[i] = hash + "." + strconv.Itoa(seen[hash])
		seen[hash]++
	}
	return keys
}

// Prepare uploads the pictures and describes them, and the film. With an error it returns what
// was done so far, so that the next preparation goes on from there.
func (c *Connector) Prepare(ctx context.Context, s networks.Session, content networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	n := parseNote(earlier)
	if err := check(content); err != nil {
		return n.prepared(), err
	}
	keys := keysOf(content.Images)
	for i, image := range content.Images {
		u := n.Media[keys[i]]
		if !c.usable(u) {
			id, err := c.upload(ctx, s, image)
			if err != nil {
				return n.prepared(), err
			}
			u = uploaded{ID: id, AtMS: c.clock.Now().UnixMilli(), Described: image.Alt == ""}
			n.Media[keys[i]] = u
		}
		if u.Described {
			continue
		}
		if err := c.describe(ctx, s, u.ID, image); err != nil {
			return n.prepared(), err
		}
		u.Described = true
		n.Media[keys[i]] = u
	}
	if content.Film == nil {
		return n.prepared(), nil
	}
	err := c.prepareFilm(ctx, s, content.Film, n)
	return n.prepared(), err
}

// check refuses what X would.
func check(content networks.Content) error {
	if err := content.Refusal(networks.X); err != nil {
		return err
	}
	if content.Answers != (networks.Thread{}) && !idForm.MatchString(content.Answers.Parent) {
		return noParent()
	}
	return nil
}

func (c *Connector) usable(u uploaded) bool {
	age := c.clock.Now().Sub(time.UnixMilli(u.AtMS))
	return u.ID != "" && age >= 0 && age < mediaAge
}

// upload sends a picture in one call and returns its name. The API takes it with
// either kind of access; one program reports that posts signed with OAuth 1.0a had
// such names refused (read 2026-11), which was not checked.
func (c *Connector) upload(ctx context.Context, s networks.Session, image networks.Image) (string, error) {
	form := wire.NewForm()
	form.Field("media_category", "", "tweet_image")
	form.File("media", "media", image.MIME, image.Bytes)
	mime, body := form.Body()
	a, err := c.harmless(ctx, s, request{
		name: "POST /2/media/upload", method: http.MethodPost, path: "/2/media/upload", mime: mime, raw: body, timeout: wire.UploadTimeout,
	})
	if err != nil {
		return "", err
	}
	_, refused := a.refusal()
	if a.Status == http.StatusRequestEntityTooLarge || refused && a.Status == http.StatusBadRequest {
		return "", app.Fail(app.CodeInvalid, "connector.error.image", "Network", networks.X.Name(), "Name", image.Name)
	}
	var sent struct {
		Data struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if err := a.Decode(&sent); err != nil || !idForm.MatchString(sent.Data.ID) {
		return "", a.not("a picture's name").failure(c.clock.Now())
	}
	return sent.Data.ID, nil
}

// describe gives a picture its alternative text. X bills it.
func (c *Connector) describe(ctx context.Context, s networks.Session, id string, image networks.Image) error {
	a, err := c.harmless(ctx, s, request{
		name: "POST /2/media/metadata", method: http.MethodPost, path: "/2/media/metadata", timeout: wire.ShortTimeout,
		body: map[string]any{"id": id, "metadata": map[string]any{"alt_text": map[string]string{"text": networks.Normalise(image.Alt)}}},
	})
	if err != nil || a.OK() {
		return err
	}
	return a.failure(c.clock.Now())
}

// harmless makes a call that shows nothing to anybody, so that it may be made
// again, once, with a renewed token.
func (c *Connector) harmless(ctx context.Context, s networks.Session, r request) (answer, error) {
	with, err := c.access(ctx, s)
	if err != nil {
		return answer{}, err
	}
	r.service, r.access = s.Account.Service, with
	a := c.exchange(ctx, r)
	if !a.dead() {
		return a, nil
	}
	if with.signs() {
		return a, c.dying(a, with, s.Account)
	}
	session, _, err := c.renew(ctx, s, with.session)
	if err != nil {
		return a, err
	}
	renewed := parseTokens(session).speak()
	renewed.secrets = append(renewed.secrets, with.secrets...)
	r.access = renewed
	if a = c.exchange(ctx, r); a.dead() {
		return a, c.dying(a, renewed, s.Account)
	}
	return a, nil
}
