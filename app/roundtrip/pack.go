package roundtrip

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"image/jpeg"
	"slices"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/reports"
	"parvis/assets/translations"
)

// Pack is what somebody outside approves or sends back, without an account: the
// posts chosen, as a page to open in a browser and as a workbook. The answers of
// either come back through Answers.
type Pack struct {
	Page reports.Page
	Book reports.Workbook
}

// packEdge is the longest side of a picture of the page, in pixels; packQuality
// that of its JPEG.
const (
	packEdge    = 900
	packQuality = 80
)

// MaxPack bounds how many posts one person is asked about at once.
const MaxPack = 100

// answersVersion is that of the file of answers.
const answersVersion = 1

// Pack makes the approval pack of posts, in their calendar's order, and keeps in
// the file what was shown. progress may be nil; it is called on the caller's
// goroutine. It fails with CodeInvalid for no post or too many.
func (s *Service) Pack(ctx context.Context, ids []app.ID, c *translations.Catalogue, progress func(Step)) (Pack, error) {
	h, err := s.house(ctx)
	if err != nil {
		return Pack{}, err
	}
	kept, err := s.store.PostsByID(ctx, ids)
	if err != nil {
		return Pack{}, err
	}
	var posts []Kept
	for _, k := range kept {
		posts = append(posts, k)
	}
	switch {
	case len(posts) == 0:
		return Pack{}, app.Fail(app.CodeInvalid, "roundtrip.error.nothing_chosen")
	case len(posts) > MaxPack:
		return Pack{}, app.Fail(app.CodeInvalid, "roundtrip.error.pack_large", "Max", MaxPack)
	}
	slices.SortFunc(posts, byMoment)
	export := Export{ID: s.ids.New(), Kind: KindApproval, MadeAt: s.clock.Now(), Rows: make(map[app.ID]Values, len(posts))}
	page := packPage{
		Lang: string(c.Language()), ID: export.ID, Version: answersVersion,
		Title: c.T("roundtrip.pack.title", "Business", h.business.Name), Words: packWords(c),
		Intro: c.N("roundtrip.pack.intro", len(posts)),
		File:  c.T("roundtrip.pack.answers_file", "Day", h.now.Date.String()) + ".json",
	}
	for i, k := range posts {
		if err := ctx.Err(); err != nil {
			return Pack{}, err
		}
		if progress != nil {
			progress(Step{Done: i, Total: len(posts) + 1})
		}
		shown, err := s.shown(ctx, h, k, c)
		if err != nil {
			return Pack{}, err
		}
		page.Posts = append(page.Posts, shown)
		export.Rows[k.Post.ID] = h.valuesOf(k)
	}
	var out bytes.Buffer
	if err := packTemplate.Execute(&out, page); err != nil {
		return Pack{}, fmt.Errorf("writing the approval page: %w", err)
	}
	pack := Pack{Page: reports.NewPage(h.business.Name, c.T("roundtrip.pack.file", "Day", h.now.Date.String()), page.Title, out.Bytes())}
	if pack.Book, err = packBook(ctx, h, posts, export.ID, c); err != nil {
		return Pack{}, err
	}
	return pack, s.store.SaveExport(ctx, export)
}

func byMoment(a, b Kept) int {
	switch {
	case a.Post.At.IsZero() != b.Post.At.IsZero():
		if a.Post.At.IsZero() {
			return 1
		}
		return -1
	case a.Post.At.Before(b.Post.At):
		return -1
	case b.Post.At.Before(a.Post.At):
		return 1
	case a.Post.ID < b.Post.ID:
		return -1
	}
	return 1
}

//go:embed pack.html
var packHTML string

var packTemplate = template.Must(template.New("pack").Parse(packHTML))

// packPage is the page as its template reads it.
type packPage struct {
	Lang    string
	ID      app.ID
	Version int
	Title   string
	Intro   string
	File    string // the name proposed for the answers
	Words   map[string]string
	Posts   []packPost
}

// packPost is a post as it will be seen: once for the networks that show the
// same, once for each that differs.
type packPost struct {
	ID    app.ID
	When  string
	Label string
	State string
	Faces []packFace
}

type packFace struct {
	Networks string
	Text     string
	Comment  string // the first comment
	Images   []packImage
}

type packImage struct {
	Source        template.URL // data: only, made here
	Alt           string
	Width, Height int
}

// packWords are the sentences of the page, by the end of their keys.
func packWords(c *translations.Catalogue) map[string]string {
	words := make(map[string]string)
	for _, key := range []string{
		"name", "approve", "fix", "comment", "comment_hint", "save", "copy", "copied", "left", "done", "how", "first_comment", "why",
	} {
		words[key] = c.T("roundtrip.page." + key)
	}
	return words
}

// shown is a post as the page shows it.
func (s *Service) shown(ctx context.Context, h house, k Kept, c *translations.Catalogue) (packPost, error) {
	p := packPost{ID: k.Post.ID, Label: k.Post.Label(), When: c.T("roundtrip.pack.unplaced"), State: c.Say(k.State.Name())}
	if at := k.Post.At; !at.IsZero() {
		p.When = c.T("roundtrip.pack.when", "Day", c.DayLong(at.Date)+" "+fmt.Sprint(at.Date.Year), "Time", at.Time.String())
	}
	var common, own []networks.Network
	for _, n := range h.networksOf(k.Post.Accounts) {
		if _, differs := k.Post.VariantOn(n); differs {
			own = append(own, n)
			continue
		}
		common = append(common, n)
	}
	if len(common) > 0 || len(own) == 0 {
		face, err := s.face(ctx, names(common), k.Post.Text, k.Post.Comment, k.Post.Images)
		if err != nil {
			return p, err
		}
		p.Faces = append(p.Faces, face)
	}
	for _, n := range own {
		face, err := s.face(ctx, n.Name(), k.Post.TextOn(n), k.Post.CommentOn(n), k.Post.ImagesOn(n))
		if err != nil {
			return p, err
		}
		p.Faces = append(p.Faces, face)
	}
	return p, nil
}

func (s *Service) face(ctx context.Context, on, text, comment string, images []editorial.PostImage) (packFace, error) {
	f := packFace{Networks: on, Text: text, Comment: comment}
	for _, i := range images {
		picture, err := s.rooms.Images.Thumbnail(ctx, i.Hash, packEdge)
		if app.CodeOf(err) == app.CodeNotFound || app.CodeOf(err) == app.CodeInvalid {
			continue // what cannot be shown here cannot leave either: the checks say so
		}
		if err != nil {
			return f, err
		}
		var data bytes.Buffer
		if err := jpeg.Encode(&data, picture, &jpeg.Options{Quality: packQuality}); err != nil {
			return f, errors.Join(app.Fail(app.CodeInternal, "error.internal"), err)
		}
		f.Images = append(f.Images, packImage{
			Source: template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(data.Bytes())), //nolint:gosec // made here
			Alt:    i.Alt, Width: picture.Bounds().Dx(), Height: picture.Bounds().Dy(),
		})
	}
	return f, nil
}

// Columns of the workbook of a pack; translated as "roundtrip.column.<column>".
const (
	columnAnswer Column = "answer"
	columnWhy    Column = "why"
)

// packColumns are those of the workbook of a pack.
func packColumns() []Column {
	return []Column{ColumnID, ColumnDate, ColumnTime, ColumnNetworks, ColumnText, ColumnImages, columnAnswer, columnWhy}
}

// packBook makes the workbook of a pack.
func packBook(ctx context.Context, h house, posts []Kept, export app.ID, c *translations.Catalogue) (reports.Workbook, error) {
	widths := map[Column]float64{
		ColumnID: 11, ColumnDate: 12, ColumnTime: 8, ColumnNetworks: 20, ColumnText: 70, ColumnImages: 22, columnAnswer: 16, columnWhy: 44,
	}
	form := reports.Form{
		Business: h.business.Name, Name: c.T("roundtrip.pack.file", "Day", h.now.Date.String()),
		Title: c.T("roundtrip.pack.title", "Business", h.business.Name), Note: c.T("roundtrip.pack.book_note"),
		Sheet: c.T("roundtrip.pack.sheet"), Table: c.T("roundtrip.pack.table"), Day: h.now.Date,
		Marks: []string{markOfParvis, string(KindApproval), string(export)},
	}
	for _, name := range packColumns() {
		col := reports.FormColumn{Header: c.Say(name.Name()), Width: widths[name], Locked: name != columnAnswer && name != columnWhy}
		switch name {
		case ColumnDate:
			col.Kind = reports.FormDay
		case ColumnTime:
			col.Kind = reports.FormHour
		case columnAnswer:
			col.Choices = []string{c.Say(VerdictApprove.Name()), c.Say(VerdictFix.Name())}
		}
		form.Columns = append(form.Columns, col)
	}
	for _, k := range posts {
		var day, part *float64
		if at := k.Post.At; !at.IsZero() {
			d, t := reports.Serial(at.Date), float64(at.Time.Minutes())/(24*60)
			day, part = &d, &t
		}
		form.Rows = append(form.Rows, []reports.FormCell{
			{Text: string(k.Post.ID)},
			{Number: day},
			{Number: part},
			{Text: names(h.networksOf(k.Post.Accounts))},
			{Text: textsOf(k.Post, h)},
			{Text: c.N("roundtrip.pack.images", len(k.Post.Images))},
			{},
			{},
		})
	}
	return reports.Fill(ctx, form, c, nil)
}

// textsOf writes everything a post says, with the network before what is its own.
func textsOf(p editorial.Post, h house) string {
	text := p.Text
	for _, n := range h.networksOf(p.Accounts) {
		if v, own := p.VariantOn(n); own {
			text = join(text, "["+n.Name()+"]\n"+v.Text)
		}
	}
	return text
}
