package blueskytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

const collection = "app.bsky.feed.post"

// maxBlob is what servers older than the lexicon of 2026-08 take of a picture, maxFilm
// what they take of a film.
const (
	maxBlob = 1_000_000
	maxFilm = 50_000_000
)

var keyForm = regexp.MustCompile(`^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$`)

func (s *Server) uploadBlob(r *http.Request, body []byte) (any, *refusal) {
	t, refused := s.authorised(r, false)
	if refused != nil {
		return nil, refused
	}
	mime, most := r.Header.Get("Content-Type"), maxBlob
	if mime == "video/mp4" {
		most = maxFilm
	}
	switch {
	case !strings.HasPrefix(mime, "image/") && mime != "video/mp4":
		return nil, refuse(400, "InvalidRequest", "Wrong request encoding (Content-Type): %s", mime)
	case len(body) == 0 || len(body) > most:
		return nil, refuse(413, "PayloadTooLarge", "request entity too large")
	}
	s.uploads++
	b := blob{Type: "blob", MIME: mime, Size: len(body)}
	b.Ref.Link = "bafkrei" + sum(string(body))
	t.owner.blobs[b.Ref.Link] = b
	return map[string]any{"blob": b}, nil
}

func (s *Server) createRecord(r *http.Request, body []byte) (any, *refusal) {
	t, refused := s.authorised(r, false)
	if refused != nil {
		return nil, refused
	}
	var in struct {
		Repo       string          `json:"repo"`
		Collection string          `json:"collection"`
		Key        string          `json:"rkey"`
		Record     json.RawMessage `json:"record"`
	}
	if refused := input(r, body, &in); refused != nil {
		return nil, refused
	}
	owner := s.find(in.Repo)
	switch {
	case owner == nil:
		return nil, refuse(403, "AccountNotFound", "Account not found")
	case owner != t.owner:
		return nil, refuse(401, "AuthenticationRequired", "Authentication Required")
	case in.Collection != collection:
		return nil, refuse(400, "InvalidRequest", "unexpected collection %q", in.Collection)
	case !keyForm.MatchString(in.Key):
		return nil, refuse(400, "InvalidRequest", "Invalid record key: %s", in.Key)
	}
	if err := s.checkPost(owner, in.Record); err != nil {
		var missing errMissingBlob
		if errors.As(err, &missing) {
			return nil, refuse(400, "BlobNotFound", "%v", err)
		}
		return nil, refuse(400, "InvalidRequest", "Invalid %s record: %v", collection, err)
	}
	record := Record{
		URI: "at://" + owner.DID + "/" + collection + "/" + in.Key, CID: "bafyrei" + sum(string(in.Record)), Value: in.Record,
	}
	for _, held := range owner.records {
		if held.URI == record.URI {
			return nil, refuse(500, "InternalServerError", "Internal Server Error")
		}
	}
	owner.records = append(owner.records, record)
	return map[string]any{
		"uri": record.URI, "cid": record.CID, "validationStatus": "valid",
		"commit": map[string]string{"cid": "bafyrei" + sum(record.CID), "rev": in.Key},
	}, nil
}

func (s *Server) getRecord(r *http.Request, _ []byte) (any, *refusal) {
	q := r.URL.Query()
	owner := s.find(q.Get("repo"))
	if owner == nil {
		return nil, refuse(400, "InvalidRequest", "Could not locate record")
	}
	uri := "at://" + owner.DID + "/" + q.Get("collection") + "/" + q.Get("rkey")
	if held := owner.held(uri); held != nil {
		return *held, nil
	}
	return nil, refuse(400, "RecordNotFound", "Could not locate record: %s", uri)
}

// post is the part of the lexicon that Parvis may use; anything else is refused.
type post struct {
	Type      string   `json:"$type"`
	Text      *string  `json:"text"`
	CreatedAt string   `json:"createdAt"`
	Langs     []string `json:"langs"`
	Facets    []struct {
		Index struct {
			Start int `json:"byteStart"`
			End   int `json:"byteEnd"`
		} `json:"index"`
		Features []struct {
			Type string `json:"$type"`
			URI  string `json:"uri"`
			DID  string `json:"did"`
			Tag  string `json:"tag"`
		} `json:"features"`
	} `json:"facets"`
	Embed *struct {
		Type   string `json:"$type"`
		Images []struct {
			Alt   *string `json:"alt"`
			Image blob    `json:"image"`
			Ratio *struct {
				Width  int `json:"width"`
				Height int `json:"height"`
			} `json:"aspectRatio"`
		} `json:"images"`
		Video *blob `json:"video"`
		Ratio *struct {
			Width  int `json:"width"`
			Height int `json:"height"`
		} `json:"aspectRatio"`
	} `json:"embed"`
	Reply *struct {
		Root   *reference `json:"root"`
		Parent *reference `json:"parent"`
	} `json:"reply"`
}

type reference struct {
	URI string `json:"uri"`
	CID string `json:"cid"`
}

type errMissingBlob string

func (e errMissingBlob) Error() string { return "Could not find blob: " + string(e) }

var (
	createdForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`)
	didForm     = regexp.MustCompile(`^did:[a-z]+:[A-Za-z0-9._:%-]+$`)
	uriForm     = regexp.MustCompile(`^\w+:(?://)?[^\s/][^\s]*$`)
)

func (s *Server) checkPost(owner *account, record []byte) error {
	var p post
	if err := strict(record, &p); err != nil {
		return err
	}
	if p.Type != collection || p.Text == nil {
		return errors.New("$type or text is missing")
	}
	if n := count(*p.Text); n > 300 || len(*p.Text) > 3000 {
		return fmt.Errorf("text has %d graphemes and %d bytes", n, len(*p.Text))
	}
	if _, err := time.Parse(time.RFC3339Nano, p.CreatedAt); err != nil || !createdForm.MatchString(p.CreatedAt) {
		return fmt.Errorf("createdAt %q", p.CreatedAt)
	}
	if len(p.Langs) > 3 {
		return errors.New("too many langs")
	}
	if err := checkFacets(p); err != nil {
		return err
	}
	if err := s.checkReply(p); err != nil {
		return err
	}
	if p.Embed == nil {
		return nil
	}
	if p.Embed.Type == "app.bsky.embed.video" {
		return checkFilm(owner, p)
	}
	if p.Embed.Video != nil || p.Embed.Ratio != nil {
		return errors.New("images with a video")
	}
	if p.Embed.Type != "app.bsky.embed.images" || len(p.Embed.Images) == 0 || len(p.Embed.Images) > 4 {
		return fmt.Errorf("embed %q with %d images", p.Embed.Type, len(p.Embed.Images))
	}
	for _, i := range p.Embed.Images {
		if i.Alt == nil {
			return errors.New("an image without alt")
		}
		if i.Ratio != nil && (i.Ratio.Width < 1 || i.Ratio.Height < 1) {
			return errors.New("aspectRatio below 1")
		}
		switch kept, ok := owner.blobs[i.Image.Ref.Link]; {
		case !ok:
			return errMissingBlob(i.Image.Ref.Link)
		case kept != i.Image:
			return errors.New("the referenced blob differs from the stored one")
		}
	}
	return nil
}

func checkFilm(owner *account, p post) error {
	e := p.Embed
	switch {
	case e.Video == nil || len(e.Images) > 0:
		return errors.New("a video embed without its video alone")
	case e.Ratio != nil && (e.Ratio.Width < 1 || e.Ratio.Height < 1):
		return errors.New("aspectRatio below 1")
	case e.Video.MIME != "video/mp4":
		return fmt.Errorf("the video is %s", e.Video.MIME)
	}
	switch kept, ok := owner.blobs[e.Video.Ref.Link]; {
	case !ok:
		return errMissingBlob(e.Video.Ref.Link)
	case kept != *e.Video:
		return errors.New("the referenced blob differs from the stored one")
	}
	return nil
}

// checkReply is stricter than the server, which takes any reference in the right
// form: a reply names posts that some account has, as they are.
func (s *Server) checkReply(p post) error {
	if p.Reply == nil {
		return nil
	}
	if p.Reply.Root == nil || p.Reply.Parent == nil {
		return errors.New("a reply without root or parent")
	}
	for _, r := range []reference{*p.Reply.Root, *p.Reply.Parent} {
		if held := s.record(r.URI); held == nil || held.CID != r.CID {
			return fmt.Errorf("nothing at %s is %s", r.URI, r.CID)
		}
	}
	return nil
}

func checkFacets(p post) error {
	end := 0
	for _, f := range p.Facets {
		i := f.Index
		if i.Start < end || i.End <= i.Start || i.End > len(*p.Text) {
			return fmt.Errorf("facet %d to %d", i.Start, i.End)
		}
		if !utf8.RuneStart((*p.Text)[i.Start]) || i.End < len(*p.Text) && !utf8.RuneStart((*p.Text)[i.End]) {
			return errors.New("a facet cuts a character")
		}
		end = i.End
		if len(f.Features) != 1 {
			return errors.New("a facet without its one feature")
		}
		var ok bool
		switch g := f.Features[0]; g.Type {
		case "app.bsky.richtext.facet#link":
			u, err := url.Parse(g.URI)
			ok = err == nil && (u.Scheme == "http" || u.Scheme == "https") && uriForm.MatchString(g.URI) && g.DID+g.Tag == ""
		case "app.bsky.richtext.facet#mention":
			ok = didForm.MatchString(g.DID) && g.URI+g.Tag == ""
		case "app.bsky.richtext.facet#tag":
			ok = g.Tag != "" && len(g.Tag) <= 640 && count(g.Tag) <= 64 && g.URI+g.DID == ""
		}
		if !ok {
			return fmt.Errorf("feature %+v", f.Features[0])
		}
	}
	return nil
}

func count(s string) int {
	n := 0
	for it := graphemes.FromString(s); it.Next(); {
		n++
	}
	return n
}

// strict reads one JSON value that has nothing unknown in it.
func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err == nil {
		return errors.New("more than one value")
	}
	return nil
}
