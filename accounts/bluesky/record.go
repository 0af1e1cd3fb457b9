package bluesky

import (
	"errors"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// post is a record of app.bsky.feed.post.
type post struct {
	Type      string   `json:"$type"`
	Text      string   `json:"text"`
	CreatedAt string   `json:"createdAt"`
	Langs     []string `json:"langs,omitempty"`
	Facets    []facet  `json:"facets,omitempty"`
	Embed     *embed   `json:"embed,omitempty"`
	Reply     *reply   `json:"reply,omitempty"`
}

// embed is an embed of app.bsky.embed.images, or one of app.bsky.embed.video.
type embed struct {
	Type   string  `json:"$type"`
	Images []image `json:"images,omitempty"`
	Video  *blob   `json:"video,omitempty"`
	Ratio  *ratio  `json:"aspectRatio,omitempty"` // of the video
}

type image struct {
	Alt   string `json:"alt"`
	Image blob   `json:"image"`
	Ratio *ratio `json:"aspectRatio,omitempty"`
}

type ratio struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

// createdForm is how the record tells its creation time.
const createdForm = "2006-01-02T15:04:05.000Z"

// recordOf builds the record of an attempt. The same content, note and identity
// always give the same record.
func recordOf(content networks.Content, n note, id networks.Identity) (post, error) {
	text := networks.Normalise(content.Text)
	p := post{
		Type: collection, Text: text, CreatedAt: id.CreatedAt.UTC().Format(createdForm),
		Facets: facetsOf(text, n.Mentions),
	}
	var err error
	if p.Reply, err = replyTo(content.Answers, n); err != nil {
		return post{}, err
	}
	if content.Language != "" {
		p.Langs = []string{content.Language}
	}
	if len(content.Images) > 0 {
		p.Embed = &embed{Type: "app.bsky.embed.images"}
	}
	for _, i := range content.Images {
		u, ok := n.Blobs[hashOf(i)]
		if !ok {
			return post{}, app.Fail(app.CodeConflict, "bluesky.error.not_prepared").Because(errors.New("picture without a blob"))
		}
		sent := image{Alt: i.Alt, Image: u.Blob}
		if i.Width > 0 && i.Height > 0 {
			sent.Ratio = &ratio{i.Width, i.Height}
		}
		p.Embed.Images = append(p.Embed.Images, sent)
	}
	if film := content.Film; film != nil {
		u, ok := n.Blobs[film.Hash]
		if !ok {
			return post{}, app.Fail(app.CodeConflict, "connector.error.film_not_prepared").Because(errors.New("film without a blob"))
		}
		p.Embed = &embed{Type: "app.bsky.embed.video", Video: &u.Blob}
		if film.Width > 0 && film.Height > 0 {
			p.Embed.Ratio = &ratio{film.Width, film.Height}
		}
	}
	return p, nil
}

// oldestUpload returns the earliest upload that content relies on, zero when it
// has neither pictures nor a film.
func (n note) oldestUpload(content networks.Content) time.Time {
	var oldest time.Time
	for _, f := range filesOf(content) {
		at := time.UnixMilli(n.Blobs[f.hash].AtMS)
		if oldest.IsZero() || at.Before(oldest) {
			oldest = at
		}
	}
	return oldest
}
