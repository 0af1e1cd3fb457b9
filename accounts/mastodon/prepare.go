package mastodon

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// mediaPath is where attachments are uploaded; servers may make them ready later.
const mediaPath = "/api/v2/media"

// note is what a preparation leaves.
type note struct {
	// Media are the server's identifiers of uploaded pictures, by the SHA-256 of
	// their bytes and of their alternative text, and of a film, by that of its bytes.
	Media map[string]string `json:"media,omitempty"`
}

func parseNote(p networks.Prepared) note {
	var n note
	if json.Unmarshal([]byte(p), &n) != nil {
		n = note{}
	}
	if n.Media == nil {
		n.Media = make(map[string]string)
	}
	return n
}

func (n note) prepared() networks.Prepared {
	b, err := json.Marshal(n)
	if err != nil {
		// A map of strings always has a JSON form.
		panic("mastodon: " + err.Error())
	}
	return networks.Prepared(b)
}

func hashOf(i networks.Image) string {
	h := sha256.New()
	h.Write(i.Bytes)
	h.Write([]byte("\x00" + i.Alt))
	return hex.EncodeToString(h.Sum(nil))
}

// mediaOf lists the uploaded pictures and film of content in its order, false when one
// is not in the note.
func (n note) mediaOf(content networks.Content) (ids []string, ok bool) {
	for _, i := range content.Images {
		id := n.Media[hashOf(i)]
		if id == "" {
			return nil, false
		}
		ids = append(ids, id)
	}
	if content.Film != nil {
		id := n.Media[content.Film.Hash]
		if id == "" {
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, true
}

// Prepare looks whether what is answered is there, uploads the pictures and the film,
// and looks whether those of an earlier preparation are still there: servers drop what
// no status uses, Mastodon after a day. With an error it returns what was done so far,
// so that the next preparation goes on from there.
func (c *Connector) Prepare(ctx context.Context, s networks.Session, content networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	n := parseNote(earlier)
	if err := checkLimits(s.Account, content); err != nil {
		return n.prepared(), err
	}
	to, sent := c.as(s), make(map[string]bool)
	if err := c.standing(ctx, to, s.Account, content.Answers); err != nil {
		return n.prepared(), err
	}
	for _, image := range content.Images {
		hash := hashOf(image)
		if sent[hash] {
			continue
		}
		sent[hash] = true
		id, err := c.kept(ctx, to, s.Account, processing(image), n.Media[hash])
		if err != nil {
			return n.prepared(), err
		}
		if id == "" {
			if id, err = c.upload(ctx, to, s.Account, image, n, hash); err != nil {
				return n.prepared(), err
			}
		}
		n.Media[hash] = id
	}
	if content.Film == nil {
		return n.prepared(), nil
	}
	return c.prepareFilm(ctx, to, s.Account, content.Film, n)
}

// processing is the error of a picture that the server has not made ready yet.
func processing(image networks.Image) *app.Error {
	return app.Fail(app.CodeUnavailable, "connector.mastodon.processing", "Name", image.Name)
}

// checkLimits holds content against what the server of the account takes.
func checkLimits(account networks.Account, content networks.Content) error {
	limits, _ := account.Limits()
	if content.Answers.Parent != "" {
		limits.Needs = networks.NeedsNothing // an answer may be words alone
	}
	return limits.Refusal(content.Piece())
}

// standing looks whether what is answered is still there.
func (c *Connector) standing(ctx context.Context, to caller, account networks.Account, t networks.Thread) error {
	for _, id := range slices.Compact([]string{t.Root, t.Parent}) {
		if id == "" {
			continue
		}
		a := to.get(ctx, statusesPath+"/"+url.PathEscape(id), nil)
		if _, refused := a.refusal(); refused && a.Status == http.StatusNotFound {
			return app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Mastodon.Name())
		}
		if err := a.barred(account, readStatuses); err != nil {
			return err
		}
		var there status
		if err := a.Decode(&there); err != nil || there.ID != id {
			return a.unread("the status that is answered").failure(c.clock.Now())
		}
	}
	return nil
}

// kept returns the identifier of an uploaded picture or film that the server still has
// and has made ready, "" for one that must be sent; unready is the error of one that is
// not ready yet.
func (c *Connector) kept(ctx context.Context, to caller, account networks.Account, unready *app.Error, id string) (string, error) {
	if !idForm.MatchString(id) {
		return "", nil
	}
	a := to.get(ctx, "/api/v1/media/"+id, nil)
	_, refused := a.refusal()
	switch {
	case refused && a.Status == http.StatusNotFound:
		return "", nil // dropped; or used by a status, which no longer matters
	case refused && a.Status == http.StatusUnprocessableEntity:
		return "", nil // it could not be made ready: another try
	}
	return c.readMedia(a, account, unready)
}

// readMedia reads the identifier of a picture or a film that is ready.
func (c *Connector) readMedia(a answer, account networks.Account, unready *app.Error) (string, error) {
	if err := a.barred(account, writeMedia); err != nil {
		return "", err
	}
	var made struct {
		ID string `json:"id"`
	}
	if err := a.Decode(&made); err != nil || !idForm.MatchString(made.ID) {
		return "", a.unread("an attachment").failure(c.clock.Now())
	}
	// 202 from the upload, 206 from the question.
	if a.Status != http.StatusOK {
		return made.ID, unready
	}
	return made.ID, nil
}

// upload sends a picture with its alternative text. Nobody sees it until a
// status uses it. One that is not ready at once is noted and asked for by the
// next preparation.
func (c *Connector) upload(ctx context.Context, to caller, account networks.Account, image networks.Image, n note, hash string) (string, error) {
	form, body, err := multipartOf(image)
	if err != nil {
		return "", app.Fail(app.CodeInternal, "connector.error.trouble", "Network", networks.Mastodon.Name()).Because(err)
	}
	a := to.send(ctx, wire.Request{
		Name: "POST " + mediaPath, Method: http.MethodPost, URL: to.base + mediaPath, MIME: form, Body: body, Timeout: wire.UploadTimeout,
	})
	said, refused := a.refusal()
	if a.Status == http.StatusRequestEntityTooLarge || refused && a.Status == http.StatusUnprocessableEntity {
		return "", app.Fail(app.CodeInvalid, "connector.error.image", "Network", networks.Mastodon.Name(), "Name", image.Name).Because(errors.New(a.Clean(said)))
	}
	id, err := c.readMedia(a, account, processing(image))
	if id != "" {
		n.Media[hash] = id
	}
	return id, err
}

// multipartOf writes a picture as a form. Its name on the owner's computer stays
// there.
func multipartOf(image networks.Image) (mime string, body []byte, _ error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", `form-data; name="file"; filename="image.`+strings.TrimPrefix(image.MIME, "image/")+`"`)
	header.Set("Content-Type", image.MIME)
	part, err := w.CreatePart(header)
	if err == nil {
		_, err = part.Write(image.Bytes)
	}
	if err == nil && image.Alt != "" {
		err = w.WriteField("description", image.Alt)
	}
	err = errors.Join(err, w.Close())
	return w.FormDataContentType(), b.Bytes(), err
}
