package telegram_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/telegram"
	"parvis/accounts/telegram/telegramtest"
	"parvis/app"
	"parvis/app/networks"
)

func TestPostsOfThePublicPage(t *testing.T) {
	h, server, channel := harness(t, "boulangerie_martin", 0)
	s, c := connected(t, h), h.Connector.(*telegram.Connector)
	for i := range 45 {
		server.Put(channel.ID, telegramtest.Post{Text: fmt.Sprintf("Brève %d", i), At: now.Add(time.Duration(i-100) * time.Minute)})
	}
	server.Put(channel.ID, telegramtest.Post{Text: "D’ailleurs", Forwarded: true, At: now.Add(-2 * time.Minute)})
	server.Put(channel.ID, telegramtest.Post{Text: "Le pain & <b>\nà 7 h", At: now.Add(time.Hour)}) // by a clock that is ahead
	posts, err := c.Posts(t.Context(), s, now.Add(-90*time.Minute), 100)
	if err != nil || len(posts.List) != 36 || !posts.Whole {
		t.Fatalf("%d posts, whole %v, %v", len(posts.List), posts.Whole, err)
	}
	want := networks.Post{ID: "48", Permalink: "https://t.me/boulangerie_martin/48", Text: "Le pain & <b> à 7 h", CreatedAt: now}
	if diff := cmp.Diff(want, posts.List[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	server.Rename(channel.ID, "")
	if _, err := c.Posts(t.Context(), s, now, 10); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("of a private channel: %v", err)
	}
	server.Demote(channel.ID, "left")
	if figures, err := c.AccountFigures(t.Context(), s); err != nil || len(figures) != 1 || figures[0].Value != telegramtest.Subscribers {
		t.Errorf("%v, %v", figures, err)
	}
}

func TestEdit(t *testing.T) {
	for images := range 3 {
		h, server, channel := harness(t, "boulangerie_martin", images)
		s, c := connected(t, h), h.Connector.(*telegram.Connector)
		made := c.Publish(t.Context(), s, h.Content, "", c.Identify(now))
		if made.Outcome != networks.Created {
			t.Fatal(made.Err)
		}
		// Telegram refuses the second, which changes nothing.
		for range 2 {
			r := c.Edit(t.Context(), s, made.RemoteID, networks.Content{Text: "Fermé lundi"})
			if held := server.Posts(channel.ID)[0]; r.Outcome != networks.Created || r.Permalink != made.Permalink || held.Text != "Fermé lundi" || held.Photos != images {
				t.Errorf("%d pictures: %s (%v) %+v", images, r.Outcome, r.Err, held)
			}
		}
		r := c.Edit(t.Context(), s, made.RemoteID, networks.Content{Text: strings.Repeat("pain ", 300)})
		if want := map[bool]networks.Outcome{false: networks.Refused, true: networks.Created}[images == 0]; r.Outcome != want {
			t.Errorf("%d pictures, a long text: %s (%v)", images, r.Outcome, r.Err)
		}
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
		{"true", 200, sent("true"), networks.Unknown, "connector.error.change_unknown"},
		{"the message", 200, sent(`{"message_id":81,"chat":{"id":` + channelID + `}}`), networks.Created, ""},
		{"another message", 200, sent(`{"message_id":9,"chat":{"id":` + channelID + `}}`), networks.Unknown, "connector.error.change_unknown"},
		{"HTML", 502, "<html>", networks.Unknown, "connector.error.change_unknown"},
		{"gone", 400, said("400", "Bad Request: message to edit not found"), networks.Refused, "connector.error.gone"},
		{"too late", 400, said("400", "Bad Request: message can't be edited"), networks.Refused, "connector.error.change_refused"},
		{"no longer an administrator", 400, said("400", "Bad Request: need administrator rights in the channel chat"), networks.Refused, "telegram.error.barred"},
		{"dead", 401, said("401", "Unauthorized"), networks.Refused, "connector.error.credential"},
	} {
		c, s := speaking(t, answers(tt.status, nil, tt.body))
		r := c.Edit(t.Context(), s, "81", networks.Content{Text: "Pain"})
		if r.Outcome != tt.want {
			t.Errorf("%s: %s (%v)", tt.name, r.Outcome, r.Err)
		}
		if tt.key != "" {
			wantKey(t, r.Err, tt.key)
		}
	}
}
