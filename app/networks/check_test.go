package networks_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app/networks"
	"parvis/assets/translations"
)

func TestCheck(t *testing.T) {
	picture := func(size int, alt string) networks.Picture {
		return networks.Picture{Name: "four.jpg", Size: size, Alt: alt}
	}
	type problem struct {
		Key      string
		Blocking bool
	}
	limits, _ := networks.LimitsOf(networks.Bluesky)
	for _, tt := range []struct {
		name   string
		text   string
		images []networks.Picture
		want   []problem
	}{
		{"fits", "Bonjour", nil, nil},
		{"just fits", strings.Repeat("é", 300), nil, nil},
		{"nothing", " \n\u00a0", nil, []problem{{networks.ProblemEmpty, true}}},
		{"a picture says enough", "", []networks.Picture{picture(10, "Le four")}, nil},
		{"one too long", strings.Repeat("é", 301), nil, []problem{{networks.ProblemTooLong, true}}},
		{"too heavy only", strings.Repeat("👨‍👩‍👧‍👦", 121), nil, []problem{{networks.ProblemTooHeavy, true}}},
		{"too many", "x", []networks.Picture{picture(1, "a"), picture(1, "b"), picture(1, "c"), picture(1, "d"), picture(1, "e")}, []problem{{networks.ProblemTooManyImages, true}}},
		{"just light enough", "x", []networks.Picture{picture(1_000_000, "a")}, nil},
		{"too heavy, not described", "x", []networks.Picture{picture(1_000_001, " ")}, []problem{{networks.ProblemImageTooHeavy, true}, {networks.ProblemAltMissing, false}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []problem
			for _, p := range limits.Check(networks.Piece{Text: tt.text, Images: tt.images}) {
				got = append(got, problem{p.Key, p.Blocking})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckOfEachNetwork(t *testing.T) {
	photo := networks.Picture{Name: "four.jpg", MIME: "image/jpeg", Size: 100_000, Width: 1080, Height: 1350, Alt: "Le four"}
	film := networks.Video{Size: 10_000_000, Duration: 20 * time.Second, Width: 720, Height: 1280, Rate: 29.97, Codec: "h264"}
	of := func(change func(*networks.Picture)) []networks.Picture {
		p := photo
		change(&p)
		return []networks.Picture{p}
	}
	shot := func(change func(*networks.Video)) *networks.Video {
		v := film
		change(&v)
		return &v
	}
	for _, tt := range []struct {
		network networks.Network
		name    string
		piece   networks.Piece
		want    []string // a ? marks what does not block
	}{
		{networks.X, "fits", networks.Piece{Text: strings.Repeat("é", 280), Images: []networks.Picture{photo, photo, photo, photo}}, nil},
		{networks.X, "too long", networks.Piece{Text: strings.Repeat("面", 141)}, []string{networks.ProblemTooLong}},
		{networks.X, "five pictures", networks.Piece{Images: []networks.Picture{photo, photo, photo, photo, photo}}, []string{networks.ProblemTooManyImages}},
		{networks.X, "heavy picture", networks.Piece{Images: of(func(p *networks.Picture) { p.Size = 5_000_001 })}, []string{networks.ProblemImageTooHeavy}},
		{networks.X, "heavy, not described", networks.Piece{Images: of(func(p *networks.Picture) { p.Alt = "" })}, []string{networks.ProblemAltMissing + "?"}},
		{networks.X, "described at length", networks.Piece{Images: of(func(p *networks.Picture) { p.Alt = strings.Repeat("a", 1001) })}, []string{networks.ProblemAltTooLong}},
		{networks.X, "format", networks.Piece{Images: of(func(p *networks.Picture) { p.MIME = "image/heic" })}, []string{networks.ProblemImageFormat}},
		{networks.X, "film", networks.Piece{Video: &film}, nil},
		{networks.X, "pictures and a film", networks.Piece{Images: []networks.Picture{photo}, Video: &film}, []string{networks.ProblemMixed}},
		{networks.X, "long film", networks.Piece{Video: shot(func(v *networks.Video) { v.Duration = 141 * time.Second })}, []string{networks.ProblemVideoTooLong}},
		{networks.X, "short film", networks.Piece{Video: shot(func(v *networks.Video) { v.Duration = 400 * time.Millisecond })}, []string{networks.ProblemVideoTooShort}},
		{networks.X, "heavy film", networks.Piece{Video: shot(func(v *networks.Video) { v.Size = 512_000_001 })}, []string{networks.ProblemVideoTooHeavy}},
		{networks.X, "narrow film", networks.Piece{Video: shot(func(v *networks.Video) { v.Width, v.Height = 320, 961 })}, []string{networks.ProblemVideoTooTall}},
		{networks.X, "wide film", networks.Piece{Video: shot(func(v *networks.Video) { v.Width, v.Height = 961, 320 })}, []string{networks.ProblemVideoTooWide}},
		{networks.X, "large film", networks.Piece{Video: shot(func(v *networks.Video) { v.Width, v.Height = 1920, 1080 })}, []string{networks.ProblemVideoTooLarge}},
		{networks.X, "large square film", networks.Piece{Video: shot(func(v *networks.Video) { v.Width, v.Height = 1280, 1280 })}, []string{networks.ProblemVideoPixels}},
		{networks.X, "tiny film", networks.Piece{Video: shot(func(v *networks.Video) { v.Width, v.Height = 30, 30 })}, []string{networks.ProblemVideoTooSmall}},
		{networks.X, "fast film", networks.Piece{Video: shot(func(v *networks.Video) { v.Rate = 120 })}, []string{networks.ProblemVideoTooFast}},
		{networks.X, "other codec", networks.Piece{Video: shot(func(v *networks.Video) { v.Codec = "hevc" })}, []string{networks.ProblemVideoCodec}},
		{networks.X, "film nothing is known of", networks.Piece{Video: &networks.Video{}}, nil},
		{networks.Mastodon, "warning", networks.Piece{Text: strings.Repeat("a", 490), Warning: strings.Repeat("a", 11)}, []string{networks.ProblemTooLong}},
		{networks.Mastodon, "pixels", networks.Piece{Images: of(func(p *networks.Picture) { p.Width, p.Height = 5761, 5760 })}, []string{networks.ProblemImagePixels}},
		{networks.Threads, "six links", networks.Piece{Text: "a.fr b.fr c.fr d.fr e.fr f.fr"}, []string{networks.ProblemTooManyLinks}},
		{networks.Threads, "one link six times", networks.Piece{Text: "a.fr a.fr a.fr a.fr a.fr a.fr"}, nil},
		{networks.Facebook, "words alone", networks.Piece{Text: "Du pain"}, nil},
		{networks.Instagram, "words alone", networks.Piece{Text: "Du pain"}, []string{networks.ProblemMediaMissing}},
		{networks.Instagram, "nothing", networks.Piece{}, []string{networks.ProblemEmpty, networks.ProblemMediaMissing}},
		{networks.Instagram, "a link", networks.Piece{Text: "Sur martin.fr", Images: []networks.Picture{photo}}, []string{networks.ProblemLinkInert + "?"}},
		{networks.Instagram, "five hashtags, the narrowest", networks.Piece{Text: "#a #b #c #d #e", Images: []networks.Picture{photo}}, nil},
		{networks.Instagram, "six hashtags", networks.Piece{Text: "#a #b #c #d #e #f", Images: []networks.Picture{photo}}, []string{networks.ProblemTooManyHashtags}},
		{networks.Instagram, "mentions", networks.Piece{Text: strings.Repeat("@martin ", 21), Images: []networks.Picture{photo}}, []string{networks.ProblemTooManyMentions}},
		{networks.Instagram, "too tall", networks.Piece{Images: of(func(p *networks.Picture) { p.Height = 1351 })}, []string{networks.ProblemImageTooTall}},
		{networks.Instagram, "the widest", networks.Piece{Images: of(func(p *networks.Picture) { p.Width, p.Height = 1910, 1000 })}, nil},
		{networks.Instagram, "too wide", networks.Piece{Images: of(func(p *networks.Picture) { p.Width, p.Height = 1911, 1000 })}, []string{networks.ProblemImageTooWide}},
		{networks.Instagram, "too large", networks.Piece{Images: of(func(p *networks.Picture) { p.Width, p.Height = 2000, 2000 })}, []string{networks.ProblemImageTooLarge}},
		{networks.Instagram, "a PNG", networks.Piece{Images: of(func(p *networks.Picture) { p.MIME = "image/png" })}, []string{networks.ProblemImageFormat}},
		{networks.Instagram, "pictures and a film", networks.Piece{Images: []networks.Picture{photo}, Video: &film}, nil},
		{networks.Google, "film", networks.Piece{Text: "Du pain", Video: &film}, []string{networks.ProblemVideoRefused}},
		{networks.Google, "nobody describes", networks.Piece{Text: "Du pain", Images: of(func(p *networks.Picture) { p.Alt = "" })}, nil},
		{networks.YouTube, "fits", networks.Piece{Text: strings.Repeat("é", 2500), Title: "Le four", Video: &film}, nil},
		{networks.YouTube, "words alone", networks.Piece{Text: "Du pain"}, []string{networks.ProblemTitleMissing, networks.ProblemVideoMissing}},
		{
			networks.YouTube, "all wrong",
			networks.Piece{Text: "<" + strings.Repeat("é", 2500), Title: strings.Repeat("a", 101), Images: []networks.Picture{photo}, Video: &film},
			[]string{networks.ProblemTitleTooLong, networks.ProblemTooHeavy, networks.ProblemSigns, networks.ProblemImagesRefused},
		},
		{networks.TikTok, "words alone", networks.Piece{Text: "Du pain"}, []string{networks.ProblemMediaMissing}},
		{networks.Pinterest, "title", networks.Piece{Text: "Du pain", Title: strings.Repeat("a", 101), Images: []networks.Picture{photo}}, []string{networks.ProblemTitleTooLong}},
		{networks.Telegram, "caption", networks.Piece{Text: strings.Repeat("a", 1025), Images: []networks.Picture{photo}}, []string{networks.ProblemTooLong}},
		{networks.Telegram, "text alone", networks.Piece{Text: strings.Repeat("a", 1025)}, nil},
		{networks.Discord, "too long", networks.Piece{Text: strings.Repeat("a", 2001)}, []string{networks.ProblemTooLong}},
		{networks.WordPress, "no end", networks.Piece{Text: strings.Repeat("a", 200_000), Title: "Le four"}, nil},
	} {
		l, _ := networks.LimitsOf(tt.network)
		var got []string
		for _, p := range l.Check(tt.piece) {
			key := p.Key
			if !p.Blocking {
				key += "?"
			}
			got = append(got, key)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s, %s: problems (-want +got):\n%s", tt.network, tt.name, diff)
		}
	}
}

func TestProblemsAreSaidInFrench(t *testing.T) {
	french, err := translations.Load(translations.French)
	if err != nil {
		t.Fatal(err)
	}
	picture := networks.Picture{Name: "four.jpg", MIME: "image/heic", Size: 2_000_000, Width: 1000, Height: 2000, Alt: "Le four"}
	for _, tt := range []struct {
		network networks.Network
		piece   networks.Piece
		want    []string
	}{
		{networks.Bluesky, networks.Piece{Text: strings.Repeat("a", 312), Images: []networks.Picture{picture}}, []string{
			"Trop long pour Bluesky\u202f: 300 caractères au plus. Retirez-en 12.",
			"L’image «\u00a0four.jpg\u00a0» est trop lourde pour Bluesky\u202f: 1\u202f000 Ko au plus. Choisissez-en une plus petite.",
		}},
		{networks.Instagram, networks.Piece{Text: "#a #b #c #d #e #f #g", Images: []networks.Picture{picture}}, []string{
			"Instagram accepte 5 hashtags par publication. Retirez-en 2.",
			"L’image «\u00a0four.jpg\u00a0» n’a pas un format accepté par Instagram. Enregistrez-la dans l’un de ceux-ci\u202f: JPEG.",
			"L’image «\u00a0four.jpg\u00a0» est trop grande pour Instagram\u202f: 1\u202f920 pixels de côté au plus. Réduisez-la.",
			"L’image «\u00a0four.jpg\u00a0» est trop haute pour Instagram. Recadrez-la au format 4:5 ou plus large.",
		}},
		{networks.X, networks.Piece{Video: &networks.Video{Duration: 3 * time.Minute, Codec: "vp9", Size: 600_000_000}}, []string{
			"La vidéo est trop lourde pour X\u202f: 512,0\u00a0Mo au plus. Raccourcissez-la ou compressez-la.",
			"La vidéo est trop longue pour X\u202f: 140 secondes au plus. Raccourcissez-la.",
			"La vidéo est en VP9, un format refusé par X. Exportez-la dans l’un de ces formats\u202f: H.264.",
		}},
		{networks.Instagram, networks.Piece{Text: "a.fr", Video: &networks.Video{Duration: time.Hour, Width: 2000, Height: 10}}, []string{
			"Sur Instagram, un lien écrit dans le texte ne s’ouvre pas. Mettez-le dans votre profil et dites-le dans le texte.",
			"La vidéo est trop longue pour Instagram\u202f: 15\u00a0min au plus. Raccourcissez-la.",
			"La vidéo est trop large pour Instagram. Recadrez-la au format 10:1 ou plus étroite.",
			"La vidéo est trop grande pour Instagram\u202f: 1\u202f920 pixels de côté au plus. Exportez-la en plus petit.",
		}},
	} {
		l, _ := networks.LimitsOf(tt.network)
		var said []string
		for _, p := range l.Check(tt.piece) {
			said = append(said, french.Say(p.Message))
		}
		if diff := cmp.Diff(tt.want, said); diff != "" {
			t.Errorf("%s: sentences (-want +got):\n%s", tt.network, diff)
		}
	}
}
