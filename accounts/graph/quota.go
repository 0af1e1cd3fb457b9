package graph

import (
	"context"
	"errors"
	"net/url"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// allowance is one quota of an account: so many in so many seconds, counted back from
// now ("Content Publishing Limit" of Instagram, "Rate Limits" of Threads, read
// 2026-11).
type allowance struct {
	Total   int   `json:"quota_total"`
	Seconds int64 `json:"quota_duration"`
}

// published is what an account published of its quotas.
type published struct {
	Posts   *int      `json:"quota_usage"`
	Of      allowance `json:"config"`
	Replies *int      `json:"reply_quota_usage"`
	Reply   allowance `json:"reply_config"`
}

// quotas returns those that the network told in full.
func (p published) quotas() []networks.Quota {
	var told []networks.Quota
	for _, one := range []struct {
		kind networks.QuotaKind
		used *int
		of   allowance
	}{{networks.QuotaPosts, p.Posts, p.Of}, {networks.QuotaReplies, p.Replies, p.Reply}} {
		const aYear = 365 * 24 * 60 * 60
		if one.used == nil || one.of.Total <= 0 || one.of.Seconds <= 0 || one.of.Seconds > aYear {
			continue
		}
		told = append(told, networks.Quota{
			Kind: one.kind, Max: one.of.Total, Left: min(max(one.of.Total-*one.used, 0), one.of.Total),
			Per: time.Duration(one.of.Seconds) * time.Second,
		})
	}
	return told
}

// Used asks how much an account has published: networks tell only a token that may
// publish.
func (f Flow) Used(ctx context.Context, service, account, token string, secrets ...string) ([]networks.Quota, Answer) {
	fields := "quota_usage,config"
	if f.Replies {
		fields += ",reply_quota_usage,reply_config"
	}
	a := f.Send(ctx, service, Call{
		Path: "/" + account + f.Limit, Query: url.Values{"fields": {fields}},
		Token: token, Secrets: secrets, Timeout: wire.ShortTimeout,
	})
	var used List[published]
	if err := a.Decode(&used); err != nil || len(used.Data) == 0 {
		if a.OK() {
			a.Err = errors.New("the answer is not a quota")
		}
		return nil, a
	}
	return used.Data[0].quotas(), a
}

// Quotas asks what the network still takes from an account. A token that it takes for
// dead is renewed, once.
func (f Flow) Quotas(ctx context.Context, s networks.Session) ([]networks.Quota, error) {
	token, err := f.Access(ctx, s)
	if err != nil {
		return nil, err
	}
	quotas, a := f.Used(ctx, s.Account.Service, s.Account.RemoteID, token, SecretsOf(s.Credential)...)
	if a.Dead() {
		if token, err = f.Renew(ctx, s); err != nil {
			return nil, err
		}
		quotas, a = f.Used(ctx, s.Account.Service, s.Account.RemoteID, token, append(SecretsOf(s.Credential), token)...)
	}
	if !a.OK() || a.Err != nil {
		return nil, a.Failure(f.of(s.Account), f.Clock.Now())
	}
	return quotas, nil
}

// Rehearse tells whether a content would be taken: that it is within the limits, that
// what it answers is there, that the token lives and may publish, and that something
// is left of the quota.
func (f Flow) Rehearse(ctx context.Context, s networks.Session, c networks.Content) error {
	if err := c.Refusal(f.Network); err != nil {
		return err
	}
	to := Answered(c)
	if to != "" && !ID(to) {
		return f.fail(app.CodeInvalid, "connector.error.reply")
	}
	if len(c.Images) > 0 && f.Host == nil {
		return f.fail(app.CodeInvalid, "connector.error.no_host")
	}
	quotas, err := f.Quotas(ctx, s)
	if err != nil {
		return err
	}
	counted := networks.QuotaPosts
	if to != "" && f.Replies {
		counted = networks.QuotaReplies
	}
	for _, q := range quotas {
		if q.Kind == counted && q.Left == 0 {
			return f.fail(app.CodeLimited, "connector.error.quota", "Count", q.Max, "Per", q.Per)
		}
	}
	if to == "" {
		return nil
	}
	return f.Standing(ctx, s, f.of(s.Account), to)
}

// Standing tells whether a post is there for the account to see; it fails with
// CodeInvalid when the network says that it is not. A token that it takes for dead is
// renewed, once.
func (f Flow) Standing(ctx context.Context, s networks.Session, of Account, id string) error {
	token, err := f.Access(ctx, s)
	if err != nil {
		return err
	}
	look := func() Answer {
		return f.Send(ctx, s.Account.Service, Call{
			Path: "/" + id, Query: url.Values{"fields": {"id"}},
			Token: token, Secrets: SecretsOf(s.Credential), Timeout: wire.ShortTimeout,
		})
	}
	a := look()
	if a.Dead() {
		if token, err = f.Renew(ctx, s); err != nil {
			return err
		}
		a = look()
	}
	switch {
	case a.Missing():
		return f.fail(app.CodeInvalid, "connector.error.reply")
	case !a.OK():
		return a.Failure(of, f.Clock.Now())
	}
	return nil
}
