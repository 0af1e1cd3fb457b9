package editorial

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/app/words"
)

// shown returns the stretches of a text that were found.
func shown(text string, found []words.Span) []string {
	var all []string
	for _, f := range found {
		all = append(all, text[f.Start:f.End])
	}
	return all
}

var addressCases = []struct {
	name, text string
	familiar   string // what says tu, when the strategy says vous
	formal     string // what says vous, when it says tu
}{
	{"nobody", "Le pain sort du four.", "", ""},
	{"tu", "Tu viens ?", "Tu", ""},
	{"vous", "Venez, vous verrez.", "", "vous"},
	{"both", "Si tu veux, votre pain t’attend.", "tu|t", "votre"},
	{"possessives", "Ta miche, tes amis, votre pain, vos envies.", "Ta|tes", "votre|vos"},
	{"elided", "On t'attend, et je t’en garde.", "t|t", ""},
	{"inverted", "Viens-tu ? Venez-vous ?", "tu", "vous"},
	{"imperative", "Lance-toi. Lancez-vous.", "toi", "vous"},
	{"yours", "Le tien, le vôtre, les vôtres.", "tien", "vôtre|vôtres"},
	{"cheers", "À la tienne !", "tienne", ""},
	{"a shade", "Le ton monte, un ton au-dessus, ton sur ton.", "", ""},
	{"a form of tenir", "Je tiens à vous le dire, qu’il la tienne.", "", "vous"},
	{"fell silent", "Il s’est tu. Elle a tu son secret.", "", ""},
	{"a proverb", "Un tiens vaut mieux que deux tu l’auras.", "", ""},
	{"on first-name terms", "Ils sont à tu et à toi.", "", ""},
	{"appointment", "Rendez-vous samedi. Un rendez-vous, deux rendez vous.", "", ""},
	{"at attention", "Au garde-à-vous !", "", ""},
	{"all of you", "Merci à vous tous, vous deux et vous autres.", "", ""},
	{"euphonic t", "Va-t-il pleuvoir ? Y a t’il du pain ? Y a-t’on pensé ?", "", ""},
	{"T-shirt", "Un t-shirt offert", "", ""},
	{"words that begin so", "Votant, toit, tube, tutu, tester, vouvoyer.", "", ""},
	{"accents make other words", "Du thé, un té, il a dû.", "", ""},
	{"said by another", "Claire nous dit : « Tu es le meilleur, vous êtes des chefs »", "", ""},
	{"said by another, in English marks", "“Tu es le meilleur”, \"ton pain, tes tartes\"", "", ""},
	{"never said to the end", "« Tu viens, vous verrez", "Tu", "vous"},
	{"a mark on each line", "\"Tu viens\nVous verrez\"", "Tu", "Vous"},
	{"in a link", "https://vous.fr/tu #tu #vous @tu.vous.fr", "", ""},
	{"capitals", "TU ES ICI, VOUS AUSSI", "TU", "VOUS"},
	{"politeness", "Fermez la porte, s’il vous plaît.", "", "vous"},
	{"English", "Ta for coming to our bakery, this is the tu you know", "", ""},
	{"English, to those who say tu", "RSVP with vous for the bakery of your town", "", ""},
	{"French with English words", "Ton best of du week-end : tu vas adorer le brunch", "tu", ""},
}

func TestAddress(t *testing.T) {
	for _, test := range addressCases {
		t.Run(test.name, func(t *testing.T) {
			for address, want := range map[strategy.Address]string{strategy.Vous: test.familiar, strategy.Tu: test.formal} {
				checks := voiceOf(strategy.Voice{Address: address}).checkAddress(test.text, words.Of(test.text))
				if (len(checks) > 0) != (want != "") {
					t.Fatalf("%s: %v, want %q", address, checks, want)
				}
				if want == "" {
					continue
				}
				var once []string // as the caption names them
				for w := range strings.SplitSeq(want, "|") {
					if !slices.Contains(once, w) {
						once = append(once, w)
					}
				}
				c := checks[0]
				if got := c.Caption.Args["Words"]; got != strings.Join(once, ", ") {
					t.Errorf("%s: named %q, want %q", address, got, once)
				}
				if first := test.text[c.Fix.Start:c.Fix.End]; first != once[0] {
					t.Errorf("%s: shows %q, want %q", address, first, once[0])
				}
			}
			if checks := (voice{}).checkAddress(test.text, words.Of(test.text)); len(checks) > 0 {
				t.Errorf("without a choice: %v", checks)
			}
		})
	}
}

func TestEmojiAreCountedAsReadersSeeThem(t *testing.T) {
	for text, want := range map[string]int{
		"": 0,
		"Du pain, 3 € #1 * © ® ™ → ✓ ½ … « »": 0,
		"🥖":                   1,
		"Chaud 🔥🔥🔥 devant":    3,
		"famille 👨‍👩‍👧‍👦":     1,
		"boulangère 👩🏽‍🍳":     1,
		"drapeaux 🇫🇷🇪🇺":       2,
		"chiffre 1️⃣ 2️⃣":     2,
		"cœur ❤️ noir 🖤":      2,
		"cœur sans couleur ❤": 0,
		"soleil ☀️ ou ☀︎":     1,
		"arc-en-ciel 🏳️‍🌈":    1,
		"⭐⭐⭐⭐⭐":               5,
		"✨ ✅ ⚡ ☕":             4,
		"copyright ©️":        1,
		"面包店":                 0,
		"ornement 🙐":          0,
	} {
		if got := shown(text, emojiOf(text)); len(got) != want {
			t.Errorf("%q: %q, want %d", text, got, want)
		}
	}
}

// TestVoiceChecks looks at the whole of what is said of a text.
func TestVoiceChecks(t *testing.T) {
	full := strategy.Voice{
		Address: strategy.Vous, Avoid: []string{"gratuit", "pas cher", "promo", "soldes"}, Emoji: strategy.FewEmoji,
		Hashtags: []string{"#BoulangerieMartin", "Nantes", "Pain, Levain"},
	}
	silent := full
	silent.Emoji = strategy.NoEmoji
	for _, test := range []struct {
		name    string
		voice   strategy.Voice
		text    string
		network networks.Network
		want    []string
		fix     Fix
		args    map[string]any // of the title and the caption of the first check
	}{
		{"no voice", strategy.Voice{}, "Promo gratuite 🔥🔥🔥🔥 pour toi", networks.Bluesky, nil, Fix{}, nil},
		{"nothing written", full, " \n", networks.Bluesky, nil, Fix{}, nil},
		{"as it should be", full, "Venez, votre pain est chaud 🥖 #Nantes", networks.Bluesky, []string{"2 voice.ok"}, Fix{}, nil},
		{"hashtags in other letters", full, "Venez #NANTES", networks.Bluesky, []string{"2 voice.ok"}, Fix{}, nil},
		{"a word to avoid", full, "C’est gratuit #nantes", networks.Bluesky, []string{"1 avoid"}, Fix{Action: FixSeeWord, Start: 8, End: 15}, map[string]any{"Count": 1, "Words": "gratuit"}},
		{"many words to avoid", full, "Soldes ! Promos, pas  cher, gratuit #nantes", networks.Bluesky, []string{"1 avoid"}, Fix{Action: FixSeeWord, Start: 0, End: 6}, map[string]any{"Count": 4, "Words": "Soldes, Promos, pas cher…"}},
		{"the wrong address", full, "Tu viens ? #nantes", networks.Bluesky, []string{"1 address.vous"}, Fix{Action: FixSeeWord, Start: 0, End: 2}, map[string]any{"Words": "Tu"}},
		{"one emoji too many", full, "a🥖🥐🍞🎂 #nantes", networks.Bluesky, []string{"1 emoji"}, Fix{Action: FixSeeWord, Start: 13, End: 17}, map[string]any{"Count": 4, "Max": 3}},
		{"as many as there may be", full, "🥖🥐🍞 #nantes", networks.Bluesky, []string{"2 voice.ok"}, Fix{}, nil},
		{"none at all", silent, "Bonjour 🥖 #nantes", networks.Bluesky, []string{"1 emoji"}, Fix{Action: FixSeeWord, Start: 8, End: 12}, map[string]any{"Count": 1}},
		{"everything at once", full, "Tu veux du gratuit 🥖🥐🍞🎂", networks.Bluesky, []string{"1 avoid", "1 address.vous", "1 emoji", "3 hashtags"}, Fix{Action: FixSeeWord, Start: 11, End: 18}, nil},
		{"hashtags alone, at the end", strategy.Voice{Hashtags: full.Hashtags}, "Bonjour", networks.Mastodon, []string{"3 hashtags"}, Fix{Action: FixAddHashtags, Text: "\n\n#BoulangerieMartin #Nantes #Pain"}, map[string]any{"Count": 3, "Tags": "#BoulangerieMartin #Nantes #Pain"}},
		{"hashtags after others", strategy.Voice{Hashtags: []string{"＃Nantes"}}, "Bonjour #pain", networks.Bluesky, []string{"3 hashtags"}, Fix{Action: FixAddHashtags, Text: " #Nantes"}, map[string]any{"Count": 1}},
		{"hashtags on a new line", strategy.Voice{Hashtags: []string{"Nantes"}}, "Bonjour\n", networks.Bluesky, []string{"3 hashtags"}, Fix{Action: FixAddHashtags, Text: "#Nantes"}, nil},
		{"a network without hashtags", strategy.Voice{Hashtags: full.Hashtags}, "Bonjour", networks.WordPress, nil, Fix{}, nil},
		{"no account chosen", strategy.Voice{Hashtags: full.Hashtags}, "Bonjour", "", nil, Fix{}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var chosen []networks.Account
			if test.network != "" {
				chosen = []networks.Account{{Network: test.network}}
			}
			got := checkVoice(situation{Post: Post{Text: test.text}, Voice: voiceOf(test.voice)}, chosen)
			if diff := gocmp.Diff(test.want, titles(got)); diff != "" {
				t.Fatal(diff)
			}
			if len(got) == 0 {
				return
			}
			if !reflect.DeepEqual(got[0].Fix, test.fix) {
				t.Errorf("fix %+v, want %+v", got[0].Fix, test.fix)
			}
			for name, want := range test.args {
				if got[0].Title.Args[name] != want && got[0].Caption.Args[name] != want {
					t.Errorf("%s is %v and %v, want %v", name, got[0].Title.Args[name], got[0].Caption.Args[name], want)
				}
			}
			for _, c := range got {
				if c.Severity == Blocks {
					t.Errorf("%s keeps a post from leaving", c.Title.Key)
				}
			}
		})
	}
}

// TestTheVoiceIsThatOfEveryText looks where the words are: in variants and first
// comments that are shown, and nowhere else.
func TestTheVoiceIsThatOfEveryText(t *testing.T) {
	asks := strategy.Voice{Address: strategy.Vous, Avoid: []string{"gratuit"}, Hashtags: []string{"Nantes"}}
	const fine, bad = "Du pain #nantes", "C’est gratuit, tu viens ? #nantes"
	word := Fix{Action: FixSeeWord, Start: 8, End: 15}
	for _, test := range []struct {
		name   string
		post   Post
		want   []string
		on     networks.Network
		inside bool // the first comment
	}{
		{"a variant", Post{Text: fine, Variants: []Variant{{Network: networks.Facebook, Text: bad}}}, []string{"1 avoid", "1 address.vous"}, networks.Facebook, false},
		{"both, once", Post{Text: bad, Variants: []Variant{{Network: networks.Facebook, Text: bad + "!"}}}, []string{"1 avoid", "1 address.vous"}, "", false},
		{"a common text that nobody sees", Post{Text: bad, Variants: []Variant{{Network: networks.Facebook, Text: fine}, {Network: networks.Bluesky, Text: fine}}}, []string{"2 voice.ok"}, "", false},
		{"the first comment", Post{Text: fine, Comment: bad}, []string{"1 avoid", "1 address.vous"}, "", true},
		{"that of a variant", Post{Text: fine, Variants: []Variant{{Network: networks.Facebook, Text: fine, Comment: bad}}}, []string{"1 avoid", "1 address.vous"}, networks.Facebook, true},
		{"one that nobody sees", Post{Text: fine, Comment: bad, Variants: []Variant{{Network: networks.Facebook, Text: fine}}}, []string{"2 voice.ok"}, "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			chosen := []networks.Account{{Network: networks.Bluesky}, {Network: networks.Facebook}}
			got := checkVoice(situation{Post: test.post, Voice: voiceOf(asks)}, chosen)
			if diff := gocmp.Diff(test.want, titles(got)); diff != "" {
				t.Fatal(diff)
			}
			want := word
			want.Network, want.Comment = test.on, test.inside
			if got[0].Severity == Warns && !reflect.DeepEqual(got[0].Fix, want) {
				t.Errorf("fix %+v, want %+v", got[0].Fix, want)
			}
		})
	}
}

func TestHashtagsAreWantedInEachVersion(t *testing.T) {
	chosen := []networks.Account{{Network: networks.WordPress}, {Network: networks.Bluesky}, {Network: networks.Facebook}}
	for _, test := range []struct {
		name string
		post Post
		want []Fix
	}{
		{"a variant lacks them", Post{Text: "Du pain #nantes", Variants: []Variant{{Network: networks.Facebook, Text: "Du pain"}}}, []Fix{{Action: FixAddHashtags, Network: networks.Facebook, Text: "\n\n#Nantes"}}},
		{"a common text for a site alone", Post{Text: "Du pain", Variants: []Variant{{Network: networks.Facebook, Text: "#nantes"}, {Network: networks.Bluesky, Text: "#nantes"}}}, nil},
		{"in the first comment", Post{Text: "Du pain #nantes", Variants: []Variant{{Network: networks.Facebook, Text: "Du pain", Comment: "#nantes"}}}, nil},
		{"pictures alone", Post{Text: "Du pain #nantes", Variants: []Variant{{Network: networks.Facebook}}}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []Fix
			for _, c := range checkVoice(situation{Post: test.post, Voice: voiceOf(strategy.Voice{Hashtags: []string{"Nantes"}})}, chosen) {
				got = append(got, c.Fix)
			}
			if diff := gocmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheVoiceIsReadAgainWhenTheStrategyChanges(t *testing.T) {
	d := newDesk(t)
	asked := 0
	d.rooms.Strategy = counting{d, &asked}
	p := Post{ID: "p", Text: "Du pain gratuit", Accounts: []app.ID{"bsky"}}
	says := func(key string) bool {
		t.Helper()
		checks, err := d.Checks(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Contains(titles(checks), key)
	}
	for range 3 {
		if says("1 avoid") {
			t.Error("nothing is to be avoided yet")
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times for three keystrokes", asked)
	}
	d.strategy.Voice.Avoid = []string{"gratuit"}
	app.Emit(d.events, strategy.Changed{})
	if !says("1 avoid") || asked != 2 {
		t.Errorf("the word to avoid is not said, asked %d times", asked)
	}
}

// counting counts how often the strategy is asked for.
type counting struct {
	*desk
	asked *int
}

func (c counting) Strategy(ctx context.Context) (strategy.Strategy, error) {
	*c.asked++
	return c.strategy, nil
}

// FuzzVoice reads any text by any voice: what is shown is a stretch of the text
// that holds whole characters, and a word added to avoid is found.
func FuzzVoice(f *testing.F) {
	f.Add("offre exceptionnelle|gratuit, pas cher", "Des offres exceptionnelles, l’arnaque\nn'importe  quoi")
	f.Add("commercial| , |«»", "Nos commerciaux, GRATUIT🔥low-cost")
	for _, c := range addressCases {
		f.Add("tu|vous", c.text)
	}
	f.Add("\xff", "\xff’\xff-")
	f.Add("a\u0301", "👩‍🍳1️⃣")
	f.Fuzz(func(t *testing.T, avoid, text string) {
		if len(avoid) > strategy.MaxLineLength || len(text) > MaxTextLength {
			t.Skip("longer than what is kept")
		}
		for _, v := range []strategy.Voice{
			{Avoid: strings.Split(avoid, "|"), Address: strategy.Vous, Emoji: strategy.NoEmoji, Hashtags: []string{avoid}},
			{Avoid: []string{text}, Address: strategy.Tu, Emoji: strategy.FewEmoji},
		} {
			s := situation{Post: Post{Text: text}, Voice: voiceOf(v)}
			for _, c := range checkVoice(s, []networks.Account{{Network: networks.Bluesky}}) {
				if c.Fix.Action != FixSeeWord {
					continue
				}
				if c.Fix.Start < 0 || c.Fix.Start >= c.Fix.End || c.Fix.End > len(text) {
					t.Fatalf("%s shows %d..%d of %d", c.Title.Key, c.Fix.Start, c.Fix.End, len(text))
				}
				if utf8.ValidString(text) && !utf8.ValidString(text[c.Fix.Start:c.Fix.End]) {
					t.Fatalf("%s cuts a character: %q", c.Title.Key, text[c.Fix.Start:c.Fix.End])
				}
			}
		}
		last := 0
		for _, w := range words.Of(text) {
			if w.Start < last || w.Start >= w.End || w.Plain == "" && w.Lower == "" {
				t.Fatalf("word %+v after %d", w, last)
			}
			last = w.End
		}
		const said = "gratuit"
		marked := text + "\n" + said
		if got := voiceOf(strategy.Voice{Avoid: []string{said}}).avoid.Find(words.Of(marked)); len(got) == 0 {
			t.Fatalf("%q is not found in %q", said, marked)
		}
	})
}

// BenchmarkVoice is what a keystroke adds for a business with sixty words to
// avoid.
func BenchmarkVoice(b *testing.B) {
	var avoid []string
	for i := range strategy.MaxLines {
		avoid = append(avoid, "mot numéro "+strings.Repeat("x", i+1))
	}
	s := good(b)
	s.Voice = voiceOf(strategy.Voice{Avoid: avoid, Address: strategy.Vous, Emoji: strategy.FewEmoji, Hashtags: []string{"Nantes"}})
	s.Post.Text = strings.Repeat("Vendredi, on fait le Black Friday à notre façon 🖤 : une baguette tradition achetée, une offerte. ", 3)
	chosen := s.chosen()
	b.ReportAllocs()
	for b.Loop() {
		if len(checkVoice(s, chosen)) != 2 {
			b.Fatal("want a tick and the hashtags")
		}
	}
}
