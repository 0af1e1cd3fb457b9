package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// executing is the name of the mutating call in the ledger.
const executing = "POST webhook"

// Publish posts the message with its pictures and its film: the one call that makes it
// public, made once, that waits until Discord has saved the message.
//
// Created needs that message's own number, made by this very webhook. A refusal
// in Discord's own form proves that nothing was posted; a webhook that was
// deleted cannot be renewed. Everything else is Unknown.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, _ networks.Prepared, _ networks.Identity) networks.Result {
	call := networks.Call{Name: executing}
	if err := stands(content); err != nil {
		return c.unsent(err, call)
	}
	w, where, err := opened(s)
	if err != nil {
		return c.unsent(err, call)
	}
	var film io.ReadCloser
	if content.Film != nil {
		if film, err = content.Film.Open(); err != nil {
			return c.unsent(err, call)
		}
		defer film.Close()
	}
	a := c.exchange(ctx, s.Account.Service, w, requestOf(content, film))
	var made struct {
		ID      string `json:"id"`
		Channel string `json:"channel_id"`
		Webhook string `json:"webhook_id"`
	}
	if a.Status == http.StatusOK && a.Decode(&made) == nil && a.said.Code == nil && made.Webhook == w.id &&
		numberForm.MatchString(made.ID) && numberForm.MatchString(made.Channel) {
		return networks.Result{
			Outcome: networks.Created, RemoteID: posted{made.Webhook, made.Channel, made.ID}.remoteID(), Call: a.Call,
			// The channel is that of the message: webhooks can be moved.
			Permalink: official + "/channels/" + where.guild + "/" + made.Channel + "/" + made.ID,
		}
	}
	if code, reason, refused := a.refusal(); refused && code == tooLarge && attached(content) == 1 && wire.Proof(a.Status) {
		return c.unsent(tooHeavy(content).Because(errors.New(a.Reason(reason))), a.Call)
	}
	return c.outcome(a, s.Account)
}

// tooHeavy is the error of a content whose only file Discord does not take.
func tooHeavy(content networks.Content) *app.Error {
	if content.Film != nil {
		return app.Fail(app.CodeInvalid, "connector.error.film", "Network", networks.Discord.Name(), "Name", content.Film.Name)
	}
	return app.Fail(app.CodeInvalid, "connector.error.image", "Network", networks.Discord.Name(), "Name", content.Images[0].Name)
}

// opened returns the webhook of a session and where it posts.
func opened(s networks.Session) (webhook, place, error) {
	where, placed := placeOf(s.Account.RemoteID)
	w, _, ok := parse(s.Credential.Secret)
	if !ok || !placed {
		return webhook{}, place{}, dead(s.Account).Because(errors.New("the credential is no webhook"))
	}
	return w, where, nil
}

func dead(account networks.Account) *app.Error {
	return app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", networks.Discord.Name(), "Account", account.Handle)
}

// outcome maps the answer of a mutating call that did not succeed.
func (c *Connector) outcome(a answer, account networks.Account) networks.Result {
	now := c.clock.Now()
	if a.Status == http.StatusTooManyRequests || a.Err != nil && !a.Reached {
		return c.unsent(a.failure(now), a.Call)
	}
	code, reason, refused := a.refusal()
	switch {
	case a.dead():
		return c.unsent(dead(account).Because(fmt.Errorf("code %d", code)), a.Call)
	case refused && wire.Proof(a.Status):
		return a.Refusal(networks.Discord, now, reason)
	}
	return a.Doubt(networks.Discord)
}

// unsent is the result when nothing was made.
func (c *Connector) unsent(err error, call networks.Call) networks.Result {
	return wire.Unsent(c.clock.Now(), err, call)
}

// payload is a message as webhooks take it.
type payload struct {
	Content string `json:"content,omitempty"`
	// Mentions that would notify people: none, whatever the text says.
	Mentions    mentions     `json:"allowed_mentions"`
	Attachments []attachment `json:"attachments,omitempty"`
}

type mentions struct {
	Parse []string `json:"parse"`
}

// attachment describes the file of the same number.
type attachment struct {
	ID          int    `json:"id"`
	Name        string `json:"filename"`
	Description string `json:"description,omitempty"`
}

// requestOf is the call that posts a message: in JSON, with pictures or a film as a form
// that holds that JSON and the files. film is that of the content, opened; it is read as
// the call leaves. Discord itself makes links of addresses, and reads the asterisks and
// underscores of a text as its own typography: they are sent as written.
func requestOf(content networks.Content, film io.Reader) request {
	r := request{name: executing, method: http.MethodPost, query: url.Values{"wait": {"true"}}, timeout: wire.PostTimeout}
	p := payload{Content: networks.Normalise(content.Text), Mentions: mentions{Parse: []string{}}}
	if strings.TrimSpace(p.Content) == "" {
		p.Content = ""
	}
	for i, image := range content.Images {
		p.Attachments = append(p.Attachments, attachment{i, fileName(i, image), image.Alt})
	}
	if content.Film != nil {
		p.Attachments = append(p.Attachments, attachment{ID: len(content.Images), Name: filmName(content.Film)})
	}
	written, err := json.Marshal(p)
	if err != nil {
		// Strings and numbers always have a JSON form.
		panic("discord: " + err.Error())
	}
	if attached(content) == 0 {
		r.mime, r.body = "application/json", written
		return r
	}
	r.timeout = wire.UploadTimeout
	form := wire.NewForm()
	form.Field("payload_json", "application/json", string(written))
	for i, image := range content.Images {
		form.File(fmt.Sprintf("files[%d]", i), fileName(i, image), image.MIME, image.Bytes)
	}
	if content.Film == nil {
		r.mime, r.body = form.Body()
		return r
	}
	form.Film(fmt.Sprintf("files[%d]", len(content.Images)), filmName(content.Film), content.Film.MIME, film, content.Film.Size)
	r.mime, r.stream, r.length = form.Stream()
	r.timeout = wire.FilmTimeout(r.length)
	return r
}

func filmName(film *networks.Film) string { return "video." + strings.TrimPrefix(film.MIME, "video/") }

// fileName is a name of our own: what its owner calls a file is nobody's
// business.
func fileName(i int, image networks.Image) string {
	return fmt.Sprintf("image%d.%s", i+1, strings.TrimPrefix(image.MIME, "image/"))
}
