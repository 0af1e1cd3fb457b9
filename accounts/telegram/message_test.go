package telegram_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

func TestWhatTheChannelHolds(t *testing.T) {
	for _, tt := range []struct {
		name     string
		content  networks.Content
		text     string
		messages []int64
		photos   int
	}{
		{"a text", networks.Content{Text: words}, words, []int64{2}, 0},
		{"signs of other languages", networks.Content{Text: "*gras* _x_ <b>non</b> &amp; [lien](https://x.fr)"}, "*gras* _x_ <b>non</b> &amp; [lien](https://x.fr)", []int64{2}, 0},
		{"line breaks of Windows", networks.Content{Text: "un\r\ndeux"}, "un\ndeux", []int64{2}, 0},
		{"a picture", networks.Content{Text: words, Images: pictures(t, 1)}, words, []int64{2}, 1},
		{"a picture alone", networks.Content{Text: " \n", Images: pictures(t, 1)}, "", []int64{2}, 1},
		{"an album", networks.Content{Text: words, Images: pictures(t, 10)}, words, []int64{2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 10},
		{"an album alone", networks.Content{Images: pictures(t, 2)}, "", []int64{2, 3}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, server, channel := harness(t, "boulangerie_martin", 0)
			s := connected(t, h)
			note, err := h.Connector.Prepare(t.Context(), s, tt.content, "")
			if err != nil || note != "" {
				t.Fatalf("note %q, %v", note, err)
			}
			r := h.Connector.Publish(t.Context(), s, tt.content, note, h.Connector.Identify(now))
			if r.Outcome != networks.Created {
				t.Fatalf("%s (%v)", r.Outcome, r.Err)
			}
			held := server.Posts(channel.ID)
			if len(held) != 1 || held[0].Text != tt.text || held[0].Photos != tt.photos || !slices.Equal(held[0].Messages, tt.messages) {
				t.Errorf("the channel holds %+v", held)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	for _, images := range []int{0, 1, 2} {
		h, server, channel := harness(t, "boulangerie_martin", 2)
		s := connected(t, h)
		first := h.Connector.Publish(t.Context(), s, h.Content, "", networks.Identity{})
		second := networks.Content{Text: "La suite", Images: pictures(t, images), Answers: networks.Thread{Root: first.RemoteID, Parent: first.RemoteID}}
		if r := h.Connector.Publish(t.Context(), s, second, "", networks.Identity{}); r.Outcome != networks.Created {
			t.Fatalf("%d pictures: %s (%v)", images, r.Outcome, r.Err)
		}
		if held := server.Posts(channel.ID); len(held) != 2 || held[1].Answers != held[0].Messages[0] {
			t.Errorf("%d pictures: the channel holds %+v", images, held)
		}
		second.Answers.Parent = "77"
		r := h.Connector.Publish(t.Context(), s, second, "", networks.Identity{})
		if r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeInvalid {
			t.Errorf("answering nothing: %s (%v)", r.Outcome, r.Err)
		}
		wantKey(t, r.Err, "connector.error.reply")
	}
}

func TestWhatIsRefusedBeforehand(t *testing.T) {
	h, server, channel := harness(t, "boulangerie_martin", 0)
	s := connected(t, h)
	wide := pictures(t, 1)
	wide[0].Width, wide[0].Height = 2561, 300
	heavy := pictures(t, 5)
	for i := range heavy {
		heavy[i].Bytes = make([]byte, 9_700_000)
	}
	for _, tt := range []struct {
		name    string
		content networks.Content
		key     string
	}{
		{"nothing", networks.Content{}, networks.ProblemEmpty},
		{"a long text", networks.Content{Text: strings.Repeat("é", 4097)}, networks.ProblemTooLong},
		{"a long text of emojis", networks.Content{Text: strings.Repeat("🥖", 2049)}, networks.ProblemTooLong},
		{"a long caption", networks.Content{Text: strings.Repeat("é", 1025), Images: pictures(t, 1)}, networks.ProblemTooLong},
		{"many pictures", networks.Content{Text: "x", Images: pictures(t, 11)}, networks.ProblemTooManyImages},
		{"a large picture", networks.Content{Text: "x", Images: wide}, networks.ProblemImageTooLarge},
		{"heavy pictures", networks.Content{Text: "x", Images: heavy}, "telegram.error.heavy"},
		{"a comment", networks.Content{Text: "x", Answers: networks.Thread{Root: "12", Comment: true}}, "telegram.error.comment"},
		{"an answer to something else", networks.Content{Text: "x", Answers: networks.Thread{Root: "12", Parent: "at://x"}}, "connector.error.reply"},
	} {
		_, err := h.Connector.Prepare(t.Context(), s, tt.content, "")
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v", tt.name, err)
		}
		wantKey(t, err, tt.key)
	}
	// Were it sent all the same, the server would refuse it too.
	for _, content := range []networks.Content{
		{Text: strings.Repeat("🥖", 2049)},
		{Text: strings.Repeat("é", 1025), Images: pictures(t, 2)},
		{Text: "x", Images: pictures(t, 11)},
		{Text: "x", Answers: networks.Thread{Root: "12", Comment: true}},
	} {
		if r := h.Connector.Publish(t.Context(), s, content, "", networks.Identity{}); r.Outcome != networks.Refused {
			t.Errorf("%s (%v)", r.Outcome, r.Err)
		}
	}
	if held := server.Posts(channel.ID); len(held) != 0 {
		t.Errorf("the channel holds %+v", held)
	}
}

func TestTakenBackForTwoDays(t *testing.T) {
	for _, images := range []int{0, 3} {
		h, server, channel := harness(t, "boulangerie_martin", images)
		s := connected(t, h)
		publish := func() networks.Result {
			return h.Connector.Publish(t.Context(), s, h.Content, "", networks.Identity{})
		}
		deleting, ok := h.Connector.(networks.Deleting)
		if !ok {
			t.Fatal("posts cannot be taken back")
		}
		first := publish()
		for range 2 { // the second time it is gone already
			if r := deleting.Delete(t.Context(), s, first.RemoteID); r.Outcome != networks.Created || len(server.Posts(channel.ID)) != 0 {
				t.Errorf("%s (%v), and the channel holds %+v", r.Outcome, r.Err, server.Posts(channel.ID))
			}
		}
		second := publish()
		h.Clock.Advance(48 * time.Hour)
		r := deleting.Delete(t.Context(), s, second.RemoteID)
		if r.Outcome != networks.Refused || len(server.Posts(channel.ID)) != 1 {
			t.Errorf("after two days: %s (%v)", r.Outcome, r.Err)
		}
		wantKey(t, r.Err, "telegram.error.too_old")
	}
}
