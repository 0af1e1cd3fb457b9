package discord

import (
	"context"
	"net/http"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// incoming is the kind of webhook that can post.
const incoming = 1

// Connect asks what a webhook is. secret is its address as Discord copies it;
// there is nothing else to identify, so that identifier is not read. Whoever has
// the address may post: there is no other right to check.
func (c *Connector) Connect(ctx context.Context, service, _, secret string) (networks.Account, networks.Credential, error) {
	account, err := c.connect(ctx, service, secret)
	if app.CodeOf(err) == app.CodeUnavailable {
		// Nobody tries again in the owner's place: the form waits for a click.
		err = app.Fail(app.CodeUnavailable, "connector.error.connect_unavailable", "Network", networks.Discord.Name()).Because(err)
	}
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	return account, networks.Credential{Identifier: account.Handle, Secret: wire.Typed(secret)}, nil
}

func (c *Connector) connect(ctx context.Context, service, secret string) (networks.Account, error) {
	base, ok := wire.Service(service, official)
	if !ok {
		return networks.Account{}, app.Fail(app.CodeInvalid, "connector.error.address")
	}
	if wire.Typed(secret) == "" {
		return networks.Account{}, app.Fail(app.CodeInvalid, "connector.error.no_credential", "Network", networks.Discord.Name())
	}
	w, server, ok := parse(secret)
	if !ok || !belongs(server, base) {
		return networks.Account{}, app.Fail(app.CodeUnauthorised, "discord.error.webhook")
	}
	found, a := c.look(ctx, base, w)
	switch {
	case a.dead():
		return networks.Account{}, app.Fail(app.CodeUnauthorised, "connector.error.wrong_credential", "Network", networks.Discord.Name())
	case found.ID != w.id:
		return networks.Account{}, a.unexpected(c.clock.Now(), "the answer is not the webhook")
	}
	where := place{found.Guild, found.Channel}
	if _, ok := placeOf(where.remoteID()); !ok || found.Type != incoming {
		return networks.Account{}, app.Fail(app.CodeInvalid, "discord.error.kind")
	}
	handle := strings.Join(strings.Fields(a.Clean(found.Name)), " ")
	if handle == "" {
		handle = networks.Discord.Name()
	}
	return networks.Account{Network: networks.Discord, Handle: handle, Service: base, RemoteID: where.remoteID()}, nil
}

// described is what Discord tells of a webhook.
type described struct {
	ID      string `json:"id"`
	Type    int    `json:"type"`
	Guild   string `json:"guild_id"`
	Channel string `json:"channel_id"`
	Name    string `json:"name"`
}

// look asks what a webhook is; the zero value when it is not told.
func (c *Connector) look(ctx context.Context, service string, w webhook) (described, answer) {
	a := c.exchange(ctx, service, w, request{name: "GET webhook", method: http.MethodGet, timeout: wire.ShortTimeout})
	var d described
	if a.Decode(&d) != nil || d.ID != w.id {
		return described{}, a
	}
	return d, a
}
