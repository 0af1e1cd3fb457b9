package telegram

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// chat is what the Bot API tells of a channel.
type chat struct {
	ID       int64  `json:"id"`
	Type     string `json:"type"`
	Title    string `json:"title"`
	Username string `json:"username"` // "" for a private channel
}

// Connect asks whose token it is, which channel is meant, and whether the bot
// may post there. typed may be @name, the number of the channel or a pasted
// address; service is "" but in tests.
func (c *Connector) Connect(ctx context.Context, service, typed, secret string) (networks.Account, networks.Credential, error) {
	account, token, err := c.connect(ctx, service, typed, secret)
	if app.CodeOf(err) == app.CodeUnavailable {
		// Nobody tries again in the owner's place: the form waits for a click.
		err = app.Fail(app.CodeUnavailable, "connector.error.connect_unavailable", "Network", networks.Telegram.Name()).Because(err)
	}
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	return account, networks.Credential{Identifier: account.RemoteID, Secret: token}, nil
}

func (c *Connector) connect(ctx context.Context, service, typed, secret string) (networks.Account, string, error) {
	base, ok := wire.Service(service, officialAPI)
	if !ok {
		return networks.Account{}, "", app.Fail(app.CodeInvalid, "connector.error.address")
	}
	token := wire.Typed(secret)
	switch {
	case token == "":
		return networks.Account{}, "", app.Fail(app.CodeInvalid, "connector.error.no_credential", "Network", networks.Telegram.Name())
	case !tokenForm.MatchString(token):
		return networks.Account{}, "", wrongToken()
	}
	name, err := chatOf(typed)
	if err != nil {
		return networks.Account{}, "", err
	}
	bot, err := c.bot(ctx, base, token)
	if err != nil {
		return networks.Account{}, "", err
	}
	found, err := c.channel(ctx, base, token, name)
	if err != nil {
		return networks.Account{}, "", err
	}
	if err := c.mayPost(ctx, base, token, found.ID, bot); err != nil {
		return networks.Account{}, "", err
	}
	return networks.Account{
		Network: networks.Telegram, Service: base,
		Handle: found.handle(), RemoteID: strconv.FormatInt(found.ID, 10),
	}, token, nil
}

func wrongToken() error {
	return app.Fail(app.CodeUnauthorised, "connector.error.wrong_credential", "Network", networks.Telegram.Name())
}

// handle is the name that a channel is shown under. Only a public one begins
// with @, which is how it is told from a private one.
func (c chat) handle() string {
	if nameForm.MatchString(c.Username) {
		return "@" + c.Username
	}
	title := strings.TrimLeft(strings.Join(strings.Fields(c.Title), " "), "@ ")
	if title == "" {
		return strconv.FormatInt(c.ID, 10)
	}
	return title
}

// bot is the bot that a token belongs to.
type bot struct {
	ID       int64  `json:"id"`
	IsBot    bool   `json:"is_bot"`
	Username string `json:"username"`
}

func (c *Connector) bot(ctx context.Context, base, token string) (bot, error) {
	a := c.exchange(ctx, base, token, calling(getMe, map[string]any{}, wire.ShortTimeout))
	// A token of which the server makes nothing is said to be not found.
	if _, refused := a.refusal(); refused && (a.Status == http.StatusUnauthorized || a.Status == http.StatusNotFound) {
		return bot{}, wrongToken()
	}
	var b bot
	if err := a.result(&b); err != nil || b.ID == 0 || !b.IsBot || b.Username == "" {
		return bot{}, c.unexpected(a, "the answer is not a bot")
	}
	return b, nil
}

func (c *Connector) channel(ctx context.Context, base, token, name string) (chat, error) {
	a := c.exchange(ctx, base, token, calling(getChat, map[string]any{"chat_id": name}, wire.ShortTimeout))
	if description, refused := a.refusal(); refused && wire.Proof(a.Status) {
		return chat{}, app.Fail(app.CodeInvalid, "telegram.error.chat").Because(errors.New(a.Reason(description)))
	}
	var found chat
	if err := a.result(&found); err != nil || found.ID == 0 {
		return chat{}, c.unexpected(a, "the answer is not a chat")
	}
	if found.Type != "channel" || !numberForm.MatchString(strconv.FormatInt(found.ID, 10)) {
		return chat{}, app.Fail(app.CodeInvalid, "telegram.error.not_channel")
	}
	return found, nil
}

// mayPost asks for the bot's rights: a bot can post to a channel only as one of
// its administrators, with the right to post messages.
func (c *Connector) mayPost(ctx context.Context, base, token string, channel int64, b bot) error {
	barred := app.Fail(app.CodeInvalid, "telegram.error.admin", "Bot", "@"+b.Username)
	a := c.exchange(ctx, base, token, calling(getChatMember, map[string]any{"chat_id": channel, "user_id": b.ID}, wire.ShortTimeout))
	// Of a channel that it has nothing to do with, a bot is told nothing.
	if description, refused := a.refusal(); refused && wire.Proof(a.Status) {
		return barred.Because(errors.New(a.Reason(description)))
	}
	var member struct {
		Status string `json:"status"`
		Post   bool   `json:"can_post_messages"`
	}
	if err := a.result(&member); err != nil || member.Status == "" {
		return c.unexpected(a, "the answer is not a member")
	}
	if member.Status != "administrator" || !member.Post {
		return barred
	}
	return nil
}

// unexpected is the error of an answer that is not what was asked for.
func (c *Connector) unexpected(a answer, what string) error {
	if a.Answer.OK() {
		a.Err = errors.New(what)
	}
	return a.failure(c.clock.Now())
}
