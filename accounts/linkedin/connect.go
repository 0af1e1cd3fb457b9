package linkedin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Connect checks a token. service is "" for LinkedIn; identifier is empty, or
// the member's name, to publish as the member who made the token, or names a
// page (see page); secret is the token.
//
// That the token may publish is shown by preparing the upload of a picture
// which is never sent: it asks for the permission that a post does.
func (c *Connector) Connect(ctx context.Context, service, identifier, secret string) (networks.Account, networks.Credential, error) {
	service, ok := wire.Service(service, official)
	if !ok {
		return networks.Account{}, networks.Credential{}, app.Fail(app.CodeInvalid, "connector.error.address")
	}
	t := trial{Connector: c, service: service, token: strings.Join(strings.Fields(secret), "")}
	if t.token == "" {
		return networks.Account{}, networks.Credential{}, app.Fail(app.CodeInvalid, "connector.error.no_credential", "Network", networks.LinkedIn.Name())
	}
	account, err := t.account(ctx, strings.TrimSpace(identifier))
	if app.CodeOf(err) == app.CodeUnavailable {
		// Nobody tries again in the owner's place: the form waits for a click.
		err = app.Fail(app.CodeUnavailable, "connector.error.connect_unavailable", "Network", networks.LinkedIn.Name()).Because(err)
	}
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	return account, networks.Credential{Identifier: identifier, Secret: t.token}, nil
}

// trial is a token being tried.
type trial struct {
	*Connector
	service, token string
}

func (t trial) account(ctx context.Context, identifier string) (networks.Account, error) {
	number, vanity, named := page(identifier)
	if number == "" {
		member, err := t.member(ctx)
		switch {
		// A token for pages need not tell who made it.
		case err != nil && (!named || app.CodeOf(err) != app.CodeInvalid):
			return networks.Account{}, err
		case err == nil && (identifier == "" || strings.EqualFold(identifier, member.Handle)):
			return member, t.mayPublish(ctx, member.RemoteID, "w_member_social")
		case !named:
			return networks.Account{}, app.Fail(app.CodeInvalid, "linkedin.error.page")
		}
	}
	p, err := t.page(ctx, number, vanity)
	if err != nil {
		return networks.Account{}, err
	}
	if err := t.mayAdminister(ctx, p); err != nil {
		return networks.Account{}, err
	}
	return p, t.mayPublish(ctx, p.RemoteID, "w_organization_social")
}

// get asks for something that only a good token is told. missing names the
// permission it takes.
func (t trial) get(ctx context.Context, r request, missing string) (answer, error) {
	r.service, r.token, r.timeout = t.service, t.token, wire.ShortTimeout
	a := t.exchange(ctx, r)
	switch {
	case a.dead():
		return a, app.Fail(app.CodeUnauthorised, "connector.error.wrong_credential", "Network", networks.LinkedIn.Name())
	case a.forbidden():
		return a, lacking(missing)
	}
	return a, nil
}

// member returns who made the token.
func (t trial) member(ctx context.Context) (networks.Account, error) {
	a, err := t.get(ctx, request{name: "GET /v2/userinfo", path: "/v2/userinfo"}, "openid, profile")
	if err != nil {
		return networks.Account{}, err
	}
	var who struct {
		Sub  string `json:"sub"`
		Name string `json:"name"`
	}
	if err := a.Decode(&who); err != nil || !personForm.MatchString(who.Sub) {
		return networks.Account{}, a.not("a member").failure(t.clock.Now())
	}
	name := strings.Join(strings.Fields(who.Name), " ")
	if name == "" {
		name = who.Sub
	}
	return networks.Account{Network: networks.LinkedIn, Handle: name, Service: t.service, RemoteID: person + who.Sub}, nil
}

// page returns a page by its number or its name.
func (t trial) page(ctx context.Context, number, vanity string) (networks.Account, error) {
	type told struct {
		ID     int64  `json:"id"`
		Vanity string `json:"vanityName"`
		Name   string `json:"localizedName"`
	}
	var found struct {
		told
		Elements []told `json:"elements"`
	}
	r := request{name: "GET /rest/organizations", path: "/rest/organizations", query: url.Values{"q": {"vanityName"}, "vanityName": {vanity}}}
	if number != "" {
		r.path, r.query = "/rest/organizations/"+number, nil
	}
	a, err := t.get(ctx, r, "rw_organization_admin")
	if err != nil {
		return networks.Account{}, err
	}
	if _, refused := a.refusal(); refused && (a.Status == http.StatusNotFound || a.Status == http.StatusBadRequest) {
		return networks.Account{}, app.Fail(app.CodeInvalid, "linkedin.error.page")
	}
	if err := a.Decode(&found); err != nil {
		return networks.Account{}, a.not("a page").failure(t.clock.Now())
	}
	p := found.told
	if number == "" {
		if len(found.Elements) == 0 {
			return networks.Account{}, app.Fail(app.CodeInvalid, "linkedin.error.page")
		}
		p = found.Elements[0]
	}
	if p.ID <= 0 || number != "" && number != strconv.FormatInt(p.ID, 10) {
		return networks.Account{}, a.not("the page asked for").failure(t.clock.Now())
	}
	handle := p.Vanity
	if _, _, ok := page(handle); !ok {
		handle = strconv.FormatInt(p.ID, 10)
	}
	return networks.Account{
		Network: networks.LinkedIn, Handle: handle, Service: t.service,
		RemoteID: organization + strconv.FormatInt(p.ID, 10),
	}, nil
}

// publishers are the roles on a page that may publish there. Whether a token's
// answers name the second in full was not checked.
var publishers = []string{"ADMINISTRATOR", "CONTENT_ADMINISTRATOR", "CONTENT_ADMIN"}

// maxRoles is how many roles of a member are looked through.
const maxRoles = "100"

// mayAdminister checks that whoever made the token may publish as a page.
func (t trial) mayAdminister(ctx context.Context, p networks.Account) error {
	a, err := t.get(ctx, request{
		name: "GET /rest/organizationAcls", path: "/rest/organizationAcls",
		query: url.Values{"q": {"roleAssignee"}, "state": {"APPROVED"}, "count": {maxRoles}},
	}, "rw_organization_admin")
	if err != nil {
		return err
	}
	var roles struct {
		Elements []struct {
			Organization string `json:"organization"`
			Role         string `json:"role"`
			State        string `json:"state"`
		} `json:"elements"`
	}
	if err := a.Decode(&roles); err != nil {
		return a.not("a list of roles").failure(t.clock.Now())
	}
	for _, e := range roles.Elements {
		if e.Organization == p.RemoteID && e.State == "APPROVED" && slices.Contains(publishers, e.Role) {
			return nil
		}
	}
	return app.Fail(app.CodeUnauthorised, "linkedin.error.role", "Page", p.Handle)
}

// mayPublish checks that the token may publish as an author.
func (t trial) mayPublish(ctx context.Context, author, permission string) error {
	u, a := t.register(ctx, t.service, t.token, author)
	switch {
	case a.dead():
		return app.Fail(app.CodeUnauthorised, "connector.error.wrong_credential", "Network", networks.LinkedIn.Name())
	case a.forbidden():
		return lacking(permission)
	case u.Image == "":
		return a.failure(t.clock.Now())
	}
	return nil
}
