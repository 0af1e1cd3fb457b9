package telegram

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// page is written as the public pages were seen in 2026-11: a post with a link
// card that answers another one, an album whose text is nested, a notice.
const page = `<!DOCTYPE html><html><body><main class="tgme_main" data-url="/Martin"><section class="tgme_channel_history js-message_history">
<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="Martin/81" data-view="eyJjIjotMX0">
  <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/Martin"><span dir="auto">Martin <i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/F09F918D.png')"><b>👍</b></i></span></a></div>
  <a class="tgme_widget_message_reply" href="https://t.me/Martin/70"><div class="tgme_widget_message_text js-message_text" dir="auto">Ce qui est cité</div></a>
  <div class="tgme_widget_message_text js-message_text" dir="auto">Le pain <i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/F09FA596.png')"><b>🥖</b></i> sort à 7&nbsp;h&#33;<br/><br/>R&amp;D &lt;3 <a href="https://martin.fr/levain?a=1&amp;b=2" target="_blank" rel="noopener">https://martin.fr/levain?a=1&amp;b=2</a> <a href="?q=%23PainAuLevain">#PainAuLevain</a></div>
  <a class="tgme_widget_message_link_preview" href="https://martin.fr/levain"><div class="link_preview_title">Le levain</div><time datetime="2020-01-01T00:00:00+00:00"></time></a>
  <span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/Martin/81"><time datetime="2026-11-21T14:32:05+01:00" class="time">13:32</time></a></span>
</div></div>
<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="Martin/84">
  <div class="tgme_widget_message_grouped_wrap"><a class="tgme_widget_message_video_player grouped_media_wrap" href="https://t.me/Martin/84?single"><time class="message_video_duration">0:27</time></a><a class="tgme_widget_message_photo_wrap grouped_media_wrap" href="https://t.me/Martin/86?single"></a><a class="tgme_widget_message_photo_wrap grouped_media_wrap" href="https://t.me/Martin/85?single"></a></div>
  <div class="tgme_widget_message_text js-message_text" dir="auto">
    Trois <div class="tgme_widget_message_text js-message_text" dir="auto">images
    </div>
  </div>
  <a class="tgme_widget_message_date" href="https://t.me/Martin/84"><time datetime="2026-11-21T13:40:00+00:00" class="time">13:40</time></a>
</div></div>
<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message service_message js-widget_message" data-post="Martin/87">
  <div class="tgme_widget_message_text js-message_text" dir="auto">Martin pinned a photo</div><a class="tgme_widget_message_date"><time datetime="2026-11-21T13:41:00+00:00"></time></a>
</div></div>
</section></main></body></html>`

func TestParsePreview(t *testing.T) {
	p, err := parsePreview([]byte(page), "martin")
	if err != nil {
		t.Fatal(err)
	}
	want := []shown{
		{[]int64{81}, time.Date(2026, 11, 21, 13, 32, 5, 0, time.UTC), folded("Le pain 🥖 sort à 7 h!\n\nR&D <3 https://martin.fr/levain?a=1&b=2 #PainAuLevain"), "", true},
		{[]int64{84, 85, 86}, time.Date(2026, 11, 21, 13, 40, 0, 0, time.UTC), "Troisimages", "Trois images", true},
		{[]int64{87}, time.Date(2026, 11, 21, 13, 41, 0, 0, time.UTC), "", "Martin pinned a photo", false},
	}
	if len(p.posts) != len(want) {
		t.Fatalf("%d posts: %+v", len(p.posts), p.posts)
	}
	for i, w := range want {
		if got := p.posts[i]; !slices.Equal(got.messages, w.messages) || !got.at.Equal(w.at) || got.text != w.text || got.own != w.own || w.words != "" && strings.Join(strings.Fields(got.words), " ") != w.words {
			t.Errorf("post %d: %+v, want %+v", i, got, w)
		}
	}
	if p.first() != 81 || p.reaches(want[0].at) || !p.reaches(want[0].at.Add(time.Second)) {
		t.Errorf("the page begins at %d", p.first())
	}
}

func TestWhatIsNotThePage(t *testing.T) {
	const post = `<div class="tgme_widget_message" data-post="martin/12"><time datetime="2026-11-21T13:32:00Z"></time>`
	for name, tt := range map[string]struct {
		page string
		ok   bool
	}{
		"a post":                  {post + `</div>`, true},
		"two posts":               {post + `</div>` + post + `</div>`, true},
		"one inside another":      {post + post + `</div></div>`, false},
		"no posts before these":   {`<section class="tgme_channel_history"></section>`, true},
		"nothing":                 {``, false},
		"a post without a number": {strings.Replace(post, "/12", "/", 1), false},
		"a post without a time":   {strings.Replace(post, "2026", "", 1), false},
		"another channel's":       {strings.Replace(post, "martin/", "martine/", 1), false},
		"another channel's among": {post + `</div>` + strings.Replace(post, "martin/", "martine/", 1), false},
	} {
		if _, err := parsePreview([]byte(tt.page), "Martin"); (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFolded(t *testing.T) {
	for _, same := range [][]string{
		{"à 7 h", "à 7\u00a0h", "a\u0300 7\u202fh", " à\r\n7\t\u200bh\n"},
		{"❤", "❤️", "❤︎"},
		{"👩\u200d🍳", "👩🍳"},
	} {
		for _, text := range same[1:] {
			if folded(text) != folded(same[0]) {
				t.Errorf("%q is %q, and %q is %q", same[0], folded(same[0]), text, folded(text))
			}
		}
	}
	if folded("Le pain") == folded("le pain") || folded("7 h") == folded("8 h") {
		t.Error("texts that differ are the same")
	}
}

func FuzzParsePreview(f *testing.F) {
	f.Add([]byte(page), "martin")
	f.Add([]byte(page), "Ailleurs")
	f.Add([]byte(strings.Repeat(`<div class="tgme_widget_message" data-post="m/1"><time datetime="2026-11-21T13:41:00Z">`, 300)), "m")
	f.Add([]byte(`<section class="tgme_channel_history">`), "m")
	f.Add([]byte(`<table><a class="js-message_text"><svg><time datetime>`), "")
	f.Fuzz(func(t *testing.T, page []byte, name string) {
		p, err := parsePreview(page, name)
		if err != nil {
			return
		}
		for _, s := range p.posts {
			if len(s.messages) == 0 || slices.Min(s.messages) <= 0 || s.at.IsZero() || !slices.IsSorted(s.messages) {
				t.Errorf("post %+v", s)
			}
			if s.text != folded(s.text) {
				t.Errorf("%q is not as texts are compared", s.text)
			}
		}
		if (p.first() == 0) != (len(p.posts) == 0) {
			t.Errorf("begins at %d with %d posts", p.first(), len(p.posts))
		}
	})
}
