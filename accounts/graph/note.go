package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// note is what a preparation leaves.
type note struct {
	// Key tells contents apart: the container holds the one of this key.
	Key       string `json:"key,omitempty"`
	Container string `json:"container,omitempty"`
	// Items are the containers of pictures, by what makes them one.
	Items map[string]item `json:"items,omitempty"`
}

type item struct {
	ID string `json:"id"`
	// AtMS is when it was made, in Unix milliseconds.
	AtMS int64 `json:"at_ms"`
}

// itemAge is how long the container of a picture is relied on for a new
// container of several: they live a day.
const itemAge = 12 * time.Hour

func parseNote(p networks.Prepared) note {
	var n note
	if json.Unmarshal([]byte(p), &n) != nil {
		n = note{}
	}
	if n.Items == nil {
		n.Items = make(map[string]item)
	}
	return n
}

func (n note) prepared() networks.Prepared {
	b, err := json.Marshal(n)
	if err != nil {
		// Maps of texts and numbers always have a JSON form.
		panic("graph: " + err.Error())
	}
	return networks.Prepared(b)
}

// Named returns the container of a preparation, "" when there is none: the name
// that networks.Naming asks for.
func Named(p networks.Prepared) string {
	if n := parseNote(p); ID(n.Container) {
		return n.Container
	}
	return ""
}

// sum is a hash of parts, each told apart from the next.
func sum(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		inner := sha256.Sum256(p)
		h.Write(inner[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// keyOfImage tells the pictures of one post apart, by their place, too: one that
// is there twice has two containers.
func keyOfImage(place int, i networks.Image) string {
	return sum([]byte(strconv.Itoa(place)), []byte(i.Alt), i.Bytes)
}

func keyOf(c networks.Content) string {
	parts := [][]byte{[]byte(networks.Normalise(c.Text)), []byte(c.Answers.Root), []byte(c.Answers.Parent)}
	for place, i := range c.Images {
		parts = append(parts, []byte(keyOfImage(place, i)))
	}
	return sum(parts...)
}

// PrepareContainer makes the container of a content and waits for it to be
// ready. With an error it returns what was done so far, so that the next
// preparation goes on from there. A container is given up only for another
// content, or when the network says that it can never be published.
func (f Flow) PrepareContainer(ctx context.Context, s networks.Session, c networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	n := parseNote(earlier)
	if err := c.Refusal(f.Network); err != nil {
		return n.prepared(), err
	}
	if to := Answered(c); to != "" && !ID(to) {
		return n.prepared(), f.fail(app.CodeInvalid, "connector.error.reply")
	}
	token, err := f.Access(ctx, s)
	if err != nil {
		return n.prepared(), err
	}
	if key := keyOf(c); n.Key != key {
		n.Key, n.Container = key, ""
	}
	if ID(n.Container) {
		kept, err := f.kept(ctx, s, token, n.Container)
		if kept || err != nil {
			return n.prepared(), err
		}
		n = note{Key: n.Key}
	}
	made, err := f.fill(ctx, s, token, c, &n)
	if err != nil {
		return n.prepared(), err
	}
	n.Container = made
	return n.prepared(), f.await(ctx, s, token, made, "")
}

// kept reports whether the container of an earlier preparation still serves.
func (f Flow) kept(ctx context.Context, s networks.Session, token, id string) (bool, error) {
	state, _, a := f.look(ctx, s, token, id)
	switch {
	case state.over(), a.Missing():
		return false, nil
	case state == Working:
		return true, f.await(ctx, s, token, id, "")
	case state == "":
		return false, f.refused(ctx, s, a, "")
	}
	return true, nil
}

// fill makes the containers of a content and returns the one to be published.
func (f Flow) fill(ctx context.Context, s networks.Session, token string, c networks.Content, n *note) (string, error) {
	address, alt, name := "", "", ""
	var items []string
	switch len(c.Images) {
	case 0:
	case 1:
		var err error
		if address, err = f.put(ctx, c.Images[0]); err != nil {
			return "", err
		}
		alt, name = c.Images[0].Alt, c.Images[0].Name
	default:
		for place, image := range c.Images {
			key := keyOfImage(place, image)
			id, err := f.item(ctx, s, token, key, image, n)
			if err != nil {
				if app.CodeOf(err) == app.CodeInvalid {
					delete(n.Items, key)
				}
				return "", err
			}
			items = append(items, id)
		}
	}
	id, a := f.make(ctx, s, token, f.Whole(c, address, alt, items))
	if a.Err == nil && a.OK() {
		return id, nil
	}
	if to := Answered(c); to != "" && a.Missing() && f.Missing(ctx, s, token, to) {
		return "", f.fail(app.CodeInvalid, "connector.error.reply")
	}
	return "", f.refused(ctx, s, a, name)
}

// put gives a picture a public address.
func (f Flow) put(ctx context.Context, image networks.Image) (string, error) {
	if f.Host == nil {
		return "", f.fail(app.CodeInvalid, "connector.error.no_host")
	}
	address, err := f.Host.Put(ctx, image)
	if app.CodeOf(err) == app.CodeNotFound {
		err = f.fail(app.CodeInvalid, "connector.error.no_host").Because(err)
	}
	return address, err
}

// Answered returns what a content answers, "" for a post of its own.
func Answered(c networks.Content) string {
	if c.Answers.Comment || c.Answers.Parent == "" {
		return c.Answers.Root
	}
	return c.Answers.Parent
}

// item returns the container of one picture of several, ready.
func (f Flow) item(ctx context.Context, s networks.Session, token, key string, image networks.Image, n *note) (string, error) {
	if n.Items == nil {
		n.Items = make(map[string]item)
	}
	if held, ok := n.Items[key]; ok && ID(held.ID) {
		if age := f.Clock.Now().Sub(time.UnixMilli(held.AtMS)); age >= 0 && age < itemAge {
			return held.ID, f.await(ctx, s, token, held.ID, image.Name)
		}
	}
	address, err := f.put(ctx, image)
	if err != nil {
		return "", err
	}
	id, a := f.make(ctx, s, token, f.Item(address, image.Alt))
	if a.Err != nil || !a.OK() {
		return "", f.refused(ctx, s, a, image.Name)
	}
	n.Items[key] = item{ID: id, AtMS: f.Clock.Now().UnixMilli()}
	return id, f.await(ctx, s, token, id, image.Name)
}

// How a container is waited for. Should it take longer, the preparation fails
// and goes on from there the next time.
const (
	looks    = 10
	lookWait = 3 * time.Second
)

// await waits until a container is ready; name is that of its picture, "" for
// the whole.
func (f Flow) await(ctx context.Context, s networks.Session, token, id, name string) error {
	for i := range looks {
		if i > 0 {
			if err := f.Pause(ctx, lookWait); err != nil {
				return f.fail(app.CodeUnavailable, "connector.error.working").Because(err)
			}
		}
		state, why, a := f.look(ctx, s, token, id)
		switch {
		case state == Ready, state == Published:
			return nil
		case state == Failed && name != "":
			return f.fail(app.CodeInvalid, "connector.error.image", "Name", name).Because(errors.New(a.Clean(why)))
		case state == Failed:
			return f.fail(app.CodeInvalid, "connector.error.refused", "Reason", a.Reason(why))
		case state == Expired:
			return f.fail(app.CodeUnavailable, "connector.error.dropped")
		case state == "":
			return f.refused(ctx, s, a, name)
		}
	}
	return f.fail(app.CodeUnavailable, "connector.error.working")
}

// refused turns the answer of a call of a preparation into an error. A token
// that is dead is renewed for the next preparation; what the network refuses for
// good must change. picture is the name of the one that the call was about.
func (f Flow) refused(ctx context.Context, s networks.Session, a Answer, picture string) error {
	now := f.Clock.Now()
	if a.Dead() {
		if _, err := f.Renew(ctx, s); err != nil {
			return err
		}
		return f.fail(app.CodeUnavailable, "connector.error.renewed")
	}
	r, refused := a.Refusal()
	if refused && picture != "" && r.unfetched() {
		return f.fail(app.CodeUnavailable, "connector.error.unfetched", "Name", picture).Because(a.why(r))
	}
	if refused && picture != "" && r.badPicture() {
		return f.fail(app.CodeInvalid, "connector.error.image", "Name", picture).Because(a.why(r))
	}
	if refused && wire.Proof(a.Status) && !r.doubtful() && !r.forbidden() && !r.closed() && !a.Limited() {
		return f.fail(app.CodeInvalid, "connector.error.refused", "Reason", a.Reason(r.said()))
	}
	return a.Failure(f.of(s.Account), now)
}

// unfetched knows the refusal of a picture that could not be fetched from its
// address (9004; Instagram error codes, updated 2026-06-02): the picture itself was
// made ready for the network, so that another try may work.
func (r Refusal) unfetched() bool { return r.Code == 9004 }

// badPicture knows the refusals of a picture whose size, format or proportions are
// not taken (352 and 36000 to 36004; Instagram error codes, updated 2026-06-02).
func (r Refusal) badPicture() bool { return r.Code == 352 || r.Code >= 36000 && r.Code <= 36004 }

// Wait is the Pause of programs.
func Wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
