package discord_test

import (
	"testing"

	"parvis/accounts/discord"
	"parvis/app"
	"parvis/app/networks"
)

func TestAnEditKeepsTheFiles(t *testing.T) {
	h, server, webhook := harness(t, 2)
	s, c := connected(t, h), h.Connector.(*discord.Connector)
	made := c.Publish(t.Context(), s, h.Content, "", c.Identify(now))
	r := c.Edit(t.Context(), s, made.RemoteID, networks.Content{Text: "Fermé lundi @everyone"})
	held := server.Messages(webhook.ID)[0]
	if r.Outcome != networks.Created || r.RemoteID != made.RemoteID || r.Permalink != made.Permalink || held.Content != "Fermé lundi @everyone" || len(held.Files) != 2 {
		t.Fatalf("%+v, %+v", r, held)
	}
	// Of a message elsewhere a webhook knows nothing, which proves nothing.
	server.Move(webhook.ID)
	if r := c.Edit(t.Context(), s, made.RemoteID, networks.Content{Text: "Non"}); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeConflict {
		t.Errorf("moved: %s (%v)", r.Outcome, r.Err)
	}
}

func TestEveryAnswerToAnEditHasOneOutcome(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"another message", 200, `{"id":"1","channel_id":"` + channel + `"}`, networks.Unknown, "connector.error.change_unknown"},
		{"nothing", 204, "", networks.Unknown, "connector.error.change_unknown"},
		{"HTML", 502, "<html>", networks.Unknown, "connector.error.change_unknown"},
		{"unknown, and the channel cannot be asked", 404, said("10008", "Unknown Message"), networks.Unknown, "connector.error.change_unknown"},
		{"a filter", 403, said("240000", "Message blocked by harmful links filter"), networks.Refused, "connector.error.change_refused"},
		{"deleted", 404, said("10015", "Unknown Webhook"), networks.Refused, "connector.error.credential"},
	} {
		c, s := speaking(t, answers(tt.status, nil, tt.body))
		r := c.Edit(t.Context(), s, hook+"/"+channel+"/"+message, networks.Content{Text: "Pain"})
		if r.Outcome != tt.want {
			t.Errorf("%s: %s (%v)", tt.name, r.Outcome, r.Err)
		}
		wantKey(t, r.Err, tt.key)
	}
}
