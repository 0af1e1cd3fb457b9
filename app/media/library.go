package media

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/app"
)

// Kind tells pictures from videos.
type Kind string

// The kinds.
const (
	KindImage Kind = "image"
	KindVideo Kind = "video"
)

// Item is a picture or a video of the library.
type Item struct {
	Hash     Hash
	Kind     Kind
	Name     string // that the owner gave, or else that of the file
	MIME     string
	Size     Size
	Bytes    int64
	Duration time.Duration // of a video that says it
	AddedAt  time.Time
	Tags     []string // in alphabetical order
	// Alts are the alternative texts it has in posts.
	Alts []string
	// Uses is in how many posts it is.
	Uses int
	// People says that somebody can be recognised.
	People bool
	Rights []Right
}

// Use is a post where a picture is.
type Use struct {
	Post  app.ID
	Title string // or the beginning of the text
	Alt   string
	At    app.Civil // zero while not placed
}

// LibraryStore keeps what the owner says of pictures and videos.
type LibraryStore interface {
	// Items returns the whole library, what was added last first.
	Items(ctx context.Context) ([]Item, error)
	// Item returns one of it, or an error with CodeNotFound.
	Item(ctx context.Context, h Hash) (Item, error)
	// Uses returns the posts where a picture is, the latest first.
	Uses(ctx context.Context, h Hash) ([]Use, error)
	// Describe changes what is said of an item: its name ("" for that of the
	// file), its tags, and whether somebody can be recognised.
	Describe(ctx context.Context, h Hash, name string, tags []string, people bool) error
	// Remove deletes a picture or a video that no post uses, with all that is
	// said of it, and returns what PutBack takes. One that is used is refused with
	// CodeConflict.
	Remove(ctx context.Context, h Hash) (Removed, error)
	// PutBack undoes Remove.
	PutBack(ctx context.Context, r Removed) error
	// SaveRight keeps an authorisation, new or changed, and the bytes of its
	// proof when they are new.
	SaveRight(ctx context.Context, r Right, proof []byte) error
	// DeleteRight deletes an authorisation, and its proof when no other needs it.
	DeleteRight(ctx context.Context, id app.ID) error
	// ProofBytes returns the bytes of a proof, or an error with CodeNotFound.
	ProofBytes(ctx context.Context, h Hash) ([]byte, error)
}

// Removed is what was deleted, whole.
type Removed struct {
	Item   Item
	Named  bool   // the name is the owner's
	Data   []byte // of a picture
	Video  Video  // of a video
	Proofs map[Hash][]byte
}

// Library is the service of the library. It is safe for concurrent use.
type Library struct {
	store  LibraryStore
	ids    *app.IDs
	events *app.Events
}

// NewLibrary returns the service over a store.
func NewLibrary(store LibraryStore, ids *app.IDs, events *app.Events) *Library {
	return &Library{store: store, ids: ids, events: events}
}

// Query is what is looked for in the library. The zero Query is all of it.
type Query struct {
	// Text is looked for in names, alternative texts and tags: every word must be
	// in one of them, whatever its accents and capitals.
	Text string
	Kind Kind   // "" for both
	Tag  string // "" for any
	// Unused keeps what no post uses.
	Unused bool
	// Rights keeps what stands so or worse on Day; RightsNone keeps all.
	Rights Standing
	Day    app.Date
	// Offset and Limit cut a page out; a Limit of zero is no limit.
	Offset, Limit int
}

// Listing is a page of the library.
type Listing struct {
	Items []Item
	// Total is how many the query finds, All how many there are.
	Total, All int
	// Tags are those of the whole library, the most used first.
	Tags []string
}

// List returns what a query finds, what was added last first.
func (l *Library) List(ctx context.Context, q Query) (Listing, error) {
	items, err := l.store.Items(ctx)
	if err != nil {
		return Listing{}, err
	}
	found := Listing{All: len(items), Tags: tagsOf(items)}
	wanted := strings.Fields(fold(q.Text))
	var kept []Item
	for _, i := range items {
		if q.keeps(i, wanted) {
			kept = append(kept, i)
		}
	}
	found.Total = len(kept)
	from := min(max(q.Offset, 0), len(kept))
	to := len(kept)
	if q.Limit > 0 {
		to = min(from+q.Limit, to)
	}
	found.Items = kept[from:to]
	return found, nil
}

func (q Query) keeps(i Item, wanted []string) bool {
	switch {
	case q.Kind != "" && i.Kind != q.Kind,
		q.Unused && i.Uses > 0,
		q.Tag != "" && !slices.ContainsFunc(i.Tags, func(t string) bool { return fold(t) == fold(q.Tag) }),
		q.Rights > RightsNone && i.Standing(q.Day) < q.Rights:
		return false
	}
	if len(wanted) == 0 {
		return true
	}
	text := fold(i.Name + "\n" + strings.Join(i.Alts, "\n") + "\n" + strings.Join(i.Tags, "\n"))
	return !slices.ContainsFunc(wanted, func(word string) bool { return !strings.Contains(text, word) })
}

// Standing returns how things are with the item's rights on a day, whatever the
// network.
func (i Item) Standing(day app.Date) Standing { return i.Report(day).Standing }

// Report returns why.
func (i Item) Report(day app.Date, on ...string) Report {
	return reportOn(i.Hash, i.Rights, i.People, day, on)
}

// tagsOf returns the tags in use, the most used first.
func tagsOf(items []Item) []string {
	count := make(map[string]int)
	for _, i := range items {
		for _, t := range i.Tags {
			count[t]++
		}
	}
	all := make([]string, 0, len(count))
	for t := range count {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(count[b]-count[a], strings.Compare(fold(a), fold(b)), strings.Compare(a, b))
	})
	return all
}

// Item returns one picture or video, or fails with CodeNotFound.
func (l *Library) Item(ctx context.Context, h Hash) (Item, error) { return l.store.Item(ctx, h) }

// Uses returns the posts where a picture is, the latest first.
func (l *Library) Uses(ctx context.Context, h Hash) ([]Use, error) { return l.store.Uses(ctx, h) }

const (
	// MaxTags and maxTag bound the tags of an item, and the characters of one.
	MaxTags = 20
	maxTag  = 40
)

// Describe changes what is said of a picture or video. Tags are trimmed, those
// that differ in capitals or accents alone are one, and commas part them. It
// fails with CodeInvalid when there is too much.
func (l *Library) Describe(ctx context.Context, h Hash, name string, tags []string, people bool) error {
	tags, err := Tags(strings.Join(tags, ","))
	if err != nil {
		return err
	}
	if err := l.store.Describe(ctx, h, displayName(strings.ReplaceAll(name, "/", "∕")), tags, people); err != nil {
		return err
	}
	app.Emit(l.events, Changed{h})
	return nil
}

// Tags reads tags as people type them, parted by commas.
func Tags(typed string) ([]string, error) {
	var all []string
	seen := make(map[string]bool)
	for one := range strings.FieldsFuncSeq(typed, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		one = strings.TrimLeft(strings.Join(strings.Fields(one), " "), "# ")
		if one == "" || seen[fold(one)] {
			continue
		}
		if utf8.RuneCountInString(one) > maxTag {
			return nil, app.Fail(app.CodeInvalid, "media.library.error.tag", "Tag", one, "Max", maxTag)
		}
		seen[fold(one)] = true
		all = append(all, one)
	}
	if len(all) > MaxTags {
		return nil, app.Fail(app.CodeInvalid, "media.library.error.tags", "Max", MaxTags)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(strings.Compare(fold(a), fold(b)), strings.Compare(a, b)) })
	return all, nil
}

// Delete deletes a picture or a video that no post uses, and returns what puts it
// back. The file of a video stays where it is. One that is used is refused with
// CodeConflict.
func (l *Library) Delete(ctx context.Context, h Hash) (undo func(ctx context.Context) error, err error) {
	removed, err := l.store.Remove(ctx, h)
	if err != nil {
		return nil, err
	}
	app.Emit(l.events, Changed{h})
	return func(ctx context.Context) error {
		if err := l.store.PutBack(ctx, removed); err != nil {
			return err
		}
		app.Emit(l.events, Changed{h})
		return nil
	}, nil
}

// RightsOf returns how things are with the rights of pictures and videos on a
// day, for the networks they go to (none asks about any), in the order asked.
// What is not in the library is left out.
func (l *Library) RightsOf(ctx context.Context, hashes []Hash, day app.Date, on ...string) ([]Report, error) {
	var all []Report
	for _, h := range hashes {
		item, err := l.store.Item(ctx, h)
		switch {
		case app.CodeOf(err) == app.CodeNotFound:
			continue
		case err != nil:
			return nil, err
		}
		all = append(all, item.Report(day, on...))
	}
	return all, nil
}

// maxProof bounds a signed paper.
const maxProof = 10_000_000

// SaveRight keeps an authorisation: a new one when it has no ID, which it then
// gets. paper, when not nil, is the signed paper, of the name given: a PDF or a
// picture, kept as it is. It fails with CodeInvalid and what must be corrected.
func (l *Library) SaveRight(ctx context.Context, r Right, paperName string, paper io.Reader) (Right, error) {
	r, err := r.checked()
	if err != nil {
		return r, err
	}
	var data []byte
	if paper != nil {
		if r.Proof, data, err = readProof(displayName(paperName), paper); err != nil {
			return r, err
		}
	}
	if r.ID == "" {
		r.ID = l.ids.New()
	}
	if err := l.store.SaveRight(ctx, r, data); err != nil {
		return r, err
	}
	app.Emit(l.events, Changed{r.Hash})
	return r, nil
}

func readProof(name string, paper io.Reader) (Proof, []byte, error) {
	data, err := io.ReadAll(io.LimitReader(paper, maxProof+1))
	switch {
	case err != nil:
		return Proof{}, nil, unreadable(name, err)
	case len(data) > maxProof:
		return Proof{}, nil, app.Fail(app.CodeInvalid, "media.rights.error.heavy", "Name", name, "Max", app.Bytes(maxProof))
	}
	for prefix, mime := range map[string]string{"%PDF-": "application/pdf", "\xff\xd8\xff": string(formJPEG), "\x89PNG\r\n\x1a\n": string(formPNG)} {
		if bytes.HasPrefix(data, []byte(prefix)) {
			sum := sha256.Sum256(data)
			return Proof{Hash: Hash(hex.EncodeToString(sum[:])), Name: name, MIME: mime, Bytes: int64(len(data))}, data, nil
		}
	}
	return Proof{}, nil, app.Fail(app.CodeInvalid, "media.rights.error.paper", "Name", name)
}

// DeleteRight deletes an authorisation with its signed paper.
func (l *Library) DeleteRight(ctx context.Context, r Right) error {
	if err := l.store.DeleteRight(ctx, r.ID); err != nil {
		return err
	}
	app.Emit(l.events, Changed{r.Hash})
	return nil
}

// Paper returns the bytes of a signed paper, or fails with CodeNotFound.
func (l *Library) Paper(ctx context.Context, h Hash) ([]byte, error) {
	return l.store.ProofBytes(ctx, h)
}
