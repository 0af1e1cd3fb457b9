package storage_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// save saves a post some time after Now.
func save(t testing.TB, f *storage.File, p editorial.Post, after time.Duration) {
	t.Helper()
	p.UpdatedAt = storagetest.Now().Add(after)
	must(t, f.Editorial().SavePost(t.Context(), p))
}

func versions(t testing.TB, f *storage.File, post app.ID) []editorial.Version {
	t.Helper()
	all, err := f.Editorial().Versions(t.Context(), post)
	must(t, err)
	return all
}

// versionTexts are those of the versions of a post, oldest first.
func versionTexts(t testing.TB, f *storage.File, post app.ID) []string {
	t.Helper()
	var all []string
	for _, v := range versions(t, f, post) {
		all = append([]string{v.Post.Text}, all...)
	}
	return all
}

func TestTypingGoesOnInOneVersion(t *testing.T) {
	f := populated(t)
	p := draft("post")
	save(t, f, p, 0)
	if got := versions(t, f, "post"); got != nil {
		t.Errorf("a post saved once has %d versions", len(got))
	}
	first := p.Text
	long := first + strings.Repeat(" et de la brioche", 10)
	for i, text := range []string{first + " et", first + " et de la", long} {
		p.Text = text
		save(t, f, p, time.Duration(i+1)*time.Second)
	}
	if diff := cmp.Diff([]string{long}, versionTexts(t, f, "post")); diff != "" {
		t.Fatal(diff)
	}
	// Two minutes later another begins, as it does for a passage that goes and for
	// another stage; a correction and another pillar begin none.
	p.Text = long + "."
	save(t, f, p, 2*time.Minute)
	p.PillarID = products
	save(t, f, p, 10*time.Minute)
	p.Text = long + "!"
	save(t, f, p, 2*time.Minute+time.Second)
	p.Text = "Du pain"
	save(t, f, p, 2*time.Minute+2*time.Second)
	p.Stage = editorial.Approved
	save(t, f, p, 2*time.Minute+3*time.Second)
	if diff := cmp.Diff([]string{long, long + "!", "Du pain", "Du pain"}, versionTexts(t, f, "post")); diff != "" {
		t.Fatal(diff)
	}
	all := versions(t, f, "post")
	if v := all[0]; v.Post.Stage != editorial.Approved || !v.SavedAt.Equal(storagetest.Now().Add(123*time.Second)) || v.ID <= all[1].ID {
		t.Errorf("the last is %+v", v)
	}
	want := p
	want.UpdatedAt = time.Time{}
	if diff := cmp.Diff(want, all[0].Post); diff != "" {
		t.Errorf("the last is not the post as it is: %s", diff)
	}
}

// TestNothingErasedSlowlyIsLost: the text goes character by character, as
// backspace takes it, and the whole can still be read.
func TestNothingErasedSlowlyIsLost(t *testing.T) {
	f := populated(t)
	p := draft("post")
	p.Text = ""
	save(t, f, p, 0)
	whole := strings.Repeat("Le levain travaille. ", 8)
	for i := range len(whole) {
		p.Text = whole[:i+1]
		save(t, f, p, time.Duration(i)*100*time.Millisecond)
	}
	for i := range len(whole) {
		p.Text = whole[:len(whole)-1-i]
		save(t, f, p, time.Duration(len(whole)+i)*100*time.Millisecond)
	}
	longest := ""
	for _, text := range versionTexts(t, f, "post") {
		if len(text) > len(longest) {
			longest = text
		}
	}
	if len(whole)-len(longest) > 40 {
		t.Errorf("only %d characters of %d can be read", len(longest), len(whole))
	}
}

func TestWhatBeginsAVersion(t *testing.T) {
	base := draft("post")
	base.Text = strings.Repeat("Le pain du matin. ", 5)
	base.Variants = []editorial.Variant{{Network: networks.Facebook, Text: strings.Repeat("Sur Facebook, le pain. ", 4)}}
	for _, test := range []struct {
		name   string
		change func(p *editorial.Post)
		begins bool
	}{
		{"a word more", func(p *editorial.Post) { p.Text += "Chaud." }, false},
		{"a word less", func(p *editorial.Post) { p.Text = p.Text[:len(p.Text)-7] }, false},
		{"another text of the same length", func(p *editorial.Post) { p.Text = strings.Repeat("x", len(p.Text)) }, true},
		{"a picture more", func(p *editorial.Post) {
			p.Images = append(p.Images[:1:1], editorial.PostImage{Hash: oven, Alt: "Le four"})
		}, false},
		{"a picture less", func(p *editorial.Post) { p.Images = p.Images[:1] }, true},
		{"a variant reattached", func(p *editorial.Post) { p.Variants = nil }, true},
		{"a variant emptied", func(p *editorial.Post) {
			p.Variants = []editorial.Variant{{Network: networks.Facebook}}
		}, true},
		{"a word more in a variant", func(p *editorial.Post) {
			p.Variants = []editorial.Variant{{Network: networks.Facebook, Text: base.Variants[0].Text + "Chaud."}}
		}, false},
		{"a first comment", func(p *editorial.Post) { p.Comment = "Le lien" }, false},
		{"another day", func(p *editorial.Post) { p.At = at(26, 10) }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := populated(t)
			p := base.Copy()
			save(t, f, p, 0)
			p.Title = "Le pain du jour"
			save(t, f, p, time.Second)
			test.change(&p)
			save(t, f, p, 2*time.Second)
			want := 1
			if test.begins {
				want = 2
			}
			if got := len(versions(t, f, "post")); got != want {
				t.Errorf("%d versions, want %d", got, want)
			}
		})
	}
}

func TestTheLastHundredVersionsAreKept(t *testing.T) {
	f := populated(t)
	p := draft("post")
	for i := range editorial.MaxVersions + 8 {
		p.Text = fmt.Sprint("Texte ", i)
		save(t, f, p, time.Duration(i)*3*time.Minute)
	}
	got := versionTexts(t, f, "post")
	if len(got) != editorial.MaxVersions || got[0] != "Texte 8" || got[len(got)-1] != "Texte 107" {
		t.Errorf("%d versions from %q to %q", len(got), got[0], got[len(got)-1])
	}
}

func TestASealedVersionIsNotWrittenAgain(t *testing.T) {
	f := populated(t)
	p := draft("post")
	save(t, f, p, 0)
	p.Text += "."
	save(t, f, p, time.Second)
	must(t, f.Editorial().SealVersion(t.Context(), "post"))
	save(t, f, p, 2*time.Second)
	if got := len(versions(t, f, "post")); got != 1 {
		t.Errorf("%d versions of what did not change", got)
	}
	p.Text += "."
	save(t, f, p, 3*time.Second)
	if got := len(versions(t, f, "post")); got != 2 {
		t.Errorf("%d versions", got)
	}
}

// TestTheHistoryOfWhatWentOutIsFixed: by no statement does it change.
func TestTheHistoryOfWhatWentOutIsFixed(t *testing.T) {
	f := populated(t)
	p := draft("post")
	save(t, f, p, 0)
	p.Text = "Le pain du dimanche"
	save(t, f, p, 5*time.Minute)
	d := scheduled("delivery", "post", bluesky)
	must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{d}))
	bring(t, f, d, publishing.Published)
	want := versions(t, f, "post")
	if len(want) != 2 {
		t.Fatalf("%d versions", len(want))
	}
	// What stays free changes no version.
	kept, err := f.Editorial().Post(t.Context(), "post")
	must(t, err)
	kept.Title, kept.PillarID = "Un autre titre", products
	save(t, f, kept, time.Hour)
	db, err := sql.Open("sqlite", f.Path())
	must(t, err)
	defer db.Close()
	for _, statement := range []string{
		`UPDATE post_versions SET data = '{}'`,
		`UPDATE post_versions SET post_id = 'other'`,
		`DELETE FROM post_versions`,
		`INSERT INTO post_versions (post_id, begun_ms, saved_ms, longest, data) VALUES ('post', 0, 0, 0, '{}')`,
		`INSERT OR REPLACE INTO post_versions (id, post_id, begun_ms, saved_ms, longest, data) SELECT id, 'other', 0, 0, 0, '{}' FROM post_versions LIMIT 1`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "post is fixed") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if diff := cmp.Diff(want, versions(t, f, "post")); diff != "" {
		t.Error(diff)
	}
}

// BenchmarkSaveOfAKeystroke is what half a second of typing costs, versions
// included, beside a save that touches no version.
func BenchmarkSaveOfAKeystroke(b *testing.B) {
	for name, each := range map[string]func(p *editorial.Post, i int){
		"typing":      func(p *editorial.Post, i int) { p.Text = strings.Repeat("Le pain du matin. ", 60) + fmt.Sprint(i) },
		"pillar only": func(p *editorial.Post, i int) { p.PillarID = []app.ID{backstage, products}[i%2] },
	} {
		b.Run(name, func(b *testing.B) {
			f := populated(b)
			p := draft("post")
			p.Text = strings.Repeat("Le pain du matin. ", 60)
			p.Images = []editorial.PostImage{{Hash: media.Hash(bread)}}
			save(b, f, p, 0)
			for i := 0; b.Loop(); i++ {
				each(&p, i)
				save(b, f, p, time.Duration(i%100)*time.Second)
			}
		})
	}
}
