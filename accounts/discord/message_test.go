package discord_test

import (
	"strings"
	"testing"

	"parvis/accounts/discord/discordtest"
	"parvis/app"
	"parvis/app/networks"
)

func TestWhatTheChannelHolds(t *testing.T) {
	for _, tt := range []struct {
		name    string
		content networks.Content
		text    string
	}{
		{"a text", networks.Content{Text: words, Title: "Le levain"}, words},
		{"signs of its typography", networks.Content{Text: "**gras** _x_ # titre <@1> @here"}, "**gras** _x_ # titre <@1> @here"},
		{"line breaks of Windows", networks.Content{Text: "un\r\ndeux"}, "un\ndeux"},
		{"pictures", networks.Content{Text: words, Images: pictures(t, 10)}, words},
		{"a picture alone", networks.Content{Text: " \n", Images: pictures(t, 1)}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, server, webhook := harness(t, 0)
			s := connected(t, h)
			note, err := h.Connector.Prepare(t.Context(), s, tt.content, "")
			if err != nil || note != "" {
				t.Fatalf("note %q, %v", note, err)
			}
			r := h.Connector.Publish(t.Context(), s, tt.content, note, h.Connector.Identify(now))
			if r.Outcome != networks.Created {
				t.Fatalf("%s (%v)", r.Outcome, r.Err)
			}
			held := server.Messages(webhook.ID)
			if len(held) != 1 || held[0].Content != tt.text || len(held[0].Files) != len(tt.content.Images) {
				t.Fatalf("the channel holds %+v", held)
			}
			if r.RemoteID != webhook.ID+"/"+webhook.Channel+"/"+held[0].ID || r.Permalink != "https://discord.com/channels/"+webhook.Guild+"/"+webhook.Channel+"/"+held[0].ID {
				t.Errorf("proof %+v", r)
			}
			for i, f := range held[0].Files {
				if want := (discordtest.File{Name: f.Name, MIME: "image/png", Description: "Une miche dorée", Size: len(tt.content.Images[i].Bytes)}); f != want {
					t.Errorf("file %+v, want %+v", f, want)
				}
				if strings.Contains(f.Name, "Martin") {
					t.Errorf("the owner's name of the file is told: %q", f.Name)
				}
			}
		})
	}
}

func TestWhatIsRefusedBeforehand(t *testing.T) {
	h, server, webhook := harness(t, 0)
	s := connected(t, h)
	described := pictures(t, 1)
	described[0].Alt = strings.Repeat("é", 1025)
	for _, tt := range []struct {
		name    string
		content networks.Content
		key     string
	}{
		{"nothing", networks.Content{}, networks.ProblemEmpty},
		{"a long text", networks.Content{Text: strings.Repeat("é", 2001)}, networks.ProblemTooLong},
		{"a long text of emojis", networks.Content{Text: strings.Repeat("🥖", 1001)}, networks.ProblemTooLong},
		{"many pictures", networks.Content{Text: "x", Images: pictures(t, 11)}, networks.ProblemTooManyImages},
		{"a long description", networks.Content{Text: "x", Images: described}, networks.ProblemAltTooLong},
		{"a comment", networks.Content{Text: "x", Answers: networks.Thread{Root: message, Comment: true}}, "discord.error.reply"},
		{"an answer", networks.Content{Text: "x", Answers: networks.Thread{Root: message, Parent: message}}, "discord.error.reply"},
	} {
		_, err := h.Connector.Prepare(t.Context(), s, tt.content, "")
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v", tt.name, err)
		}
		wantKey(t, err, tt.key)
		// Were it sent all the same, it would be refused too.
		if r := h.Connector.Publish(t.Context(), s, tt.content, "", networks.Identity{}); r.Outcome != networks.Refused {
			t.Errorf("%s: %s (%v)", tt.name, r.Outcome, r.Err)
		}
	}
	if held := server.Messages(webhook.ID); len(held) != 0 {
		t.Errorf("the channel holds %+v", held)
	}
}

func TestTakenBack(t *testing.T) {
	h, server, webhook := harness(t, 1)
	s := connected(t, h)
	deleting, ok := h.Connector.(networks.Deleting)
	if !ok {
		t.Fatal("messages cannot be taken back")
	}
	first := h.Connector.Publish(t.Context(), s, h.Content, "", networks.Identity{})
	for range 2 { // the second time it is gone already
		if r := deleting.Delete(t.Context(), s, first.RemoteID); r.Outcome != networks.Created || len(server.Messages(webhook.ID)) != 0 {
			t.Errorf("%s (%v), and the channel holds %+v", r.Outcome, r.Err, server.Messages(webhook.ID))
		}
	}
	second := h.Connector.Publish(t.Context(), s, h.Content, "", networks.Identity{})
	refused := func(what string) {
		t.Helper()
		r := deleting.Delete(t.Context(), s, second.RemoteID)
		if r.Outcome != networks.Refused || len(server.Messages(webhook.ID)) != 1 {
			t.Errorf("%s: %s (%v)", what, r.Outcome, r.Err)
		}
		wantKey(t, r.Err, "discord.error.other_webhook")
	}
	server.Move(webhook.ID)
	refused("from another channel")
	h.Secret = server.CreateWebhook("Martin", webhook).URL
	s = connected(t, h)
	refused("by another webhook")
}

func TestForumAndMovedWebhook(t *testing.T) {
	h, server, webhook := harness(t, 0)
	s := connected(t, h)
	server.Move(webhook.ID)
	r := h.Connector.Publish(t.Context(), s, h.Content, "", networks.Identity{})
	held := server.Messages(webhook.ID)
	if len(held) != 1 || held[0].Channel == webhook.Channel || r.Permalink != "https://discord.com/channels/"+webhook.Guild+"/"+held[0].Channel+"/"+held[0].ID {
		t.Errorf("%+v, and the channel holds %+v", r, held)
	}
	server.Forum(webhook.ID)
	if r := h.Connector.Publish(t.Context(), s, h.Content, "", networks.Identity{}); r.Outcome != networks.Refused {
		t.Errorf("to a forum: %s (%v)", r.Outcome, r.Err)
	}
}
