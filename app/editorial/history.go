package editorial

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
)

// Version is a post as it was at some time. What is typed goes on in one version
// until Continues says that another begins: the last of a post is always the post
// as it is.
type Version struct {
	ID      int64
	Post    Post // as it was; SavedAt stands for its UpdatedAt
	BegunAt time.Time
	SavedAt time.Time // of the last save it took in
	Author  string    // first name of who wrote it, "" when not given
	// Longest is how many characters its texts have had at most, all together.
	Longest int
	// Sealed: the next save that changes something begins another.
	Sealed bool
}

// Bounds of the history of a post.
const (
	// MaxVersions is how many versions of a post are kept, the last ones.
	MaxVersions = 100
	// versionLasts is how long typing goes on in one version.
	versionLasts = 2 * time.Minute
	// lostMost is how many characters a version may lose without another
	// beginning: corrections, not a passage.
	lostMost = 40
	// DeletedFor is how long what is kept of a deleted post stays, its versions and
	// what was said of it, so that its deletion can be undone; longer while the
	// journal can undo it.
	DeletedFor = 30 * 24 * time.Hour
)

// NewVersion returns the version that begins with a post as it is saved.
func NewVersion(p Post, author string) Version {
	v := Version{BegunAt: p.UpdatedAt, Author: author}
	return v.With(p)
}

// With returns the version with what a save of the post adds to it.
func (v Version) With(p Post) Version {
	v.SavedAt, v.Longest = p.UpdatedAt, max(v.Longest, p.content().length())
	p = p.Copy()
	p.UpdatedAt = time.Time{}
	if len(p.Accounts) == 0 {
		p.Accounts = nil
	}
	if len(p.Variants) == 0 {
		p.Variants = nil
	}
	for _, images := range p.albums() {
		if len(*images) == 0 {
			*images = nil
		}
	}
	v.Post = p
	return v
}

// Continues reports whether a save of the post goes on in the version, as it does
// when it changes nothing that is read. Otherwise another begins when two minutes have passed since this one was begun, when the post
// reached another stage, when somebody else writes, and when a passage or a
// picture goes: so that it can come back.
func (v Version) Continues(p Post, author string) bool {
	if p.SaysTheSame(v.Post) && p.Title == v.Post.Title && p.Stage == v.Post.Stage {
		return true
	}
	took := p.UpdatedAt.Sub(v.BegunAt)
	if v.Sealed || took < 0 || took >= versionLasts || p.Stage != v.Post.Stage || author != v.Author {
		return false
	}
	was, is := v.Post.content(), p.content()
	if is.length() < v.Longest-lostMost {
		return false
	}
	for place, text := range was.texts {
		if replaced(text, is.texts[place]) > lostMost {
			return false
		}
	}
	for picture := range was.pictures {
		if !is.pictures[picture] {
			return false
		}
	}
	return true
}

// place is where a post says something: the text or the comment, of all networks
// ("") or of one.
type place struct {
	network networks.Network
	comment bool
}

// content is what a post says, wherever it does.
type content struct {
	texts    map[place]string
	pictures map[media.Hash]bool
}

func (p Post) content() content {
	s := content{map[place]string{}, map[media.Hash]bool{}}
	add := func(n networks.Network, text, comment string, images []PostImage) {
		s.texts[place{n, false}], s.texts[place{n, true}] = text, comment
		for _, i := range images {
			s.pictures[i.Hash] = true
		}
	}
	add("", p.Text, p.Comment, p.Images)
	for _, v := range p.Variants {
		add(v.Network, v.Text, v.Comment, v.Images)
	}
	return s
}

// length is that of the texts, in characters.
func (s content) length() int {
	n := 0
	for _, text := range s.texts {
		n += utf8.RuneCountInString(text)
	}
	return n
}

// replaced returns how many characters of a text are no longer at its beginning or
// its end.
func replaced(before, after string) int {
	b, a := []rune(before), []rune(after)
	n := 0
	for n < len(b) && n < len(a) && b[n] == a[n] {
		n++
	}
	b, a = b[n:], a[n:]
	for len(b) > 0 && len(a) > 0 && b[len(b)-1] == a[len(a)-1] {
		b, a = b[:len(b)-1], a[:len(a)-1]
	}
	return len(b)
}

// HistoryStore keeps the versions of posts: SavePost adds to them in its own
// transaction.
type HistoryStore interface {
	// Versions returns those of a post, newest first; none for a post that was
	// saved once.
	Versions(ctx context.Context, post app.ID) ([]Version, error)
	// SealVersion lets the next save of a post begin another version.
	SealVersion(ctx context.Context, post app.ID) error
}

// History reads what posts were, and brings it back. It is safe for concurrent
// use.
type History struct {
	posts *Service
	store HistoryStore
}

// NewHistory returns the history of the posts of a service.
func NewHistory(posts *Service, store HistoryStore) *History {
	return &History{posts: posts, store: store}
}

// Versions returns the versions of a post, newest first: the first is the post as
// it is. It fails with CodeNotFound when there is no such post.
func (h *History) Versions(ctx context.Context, post app.ID) ([]Version, error) {
	p, _, err := h.posts.Post(ctx, post)
	if err != nil {
		return nil, err
	}
	all, err := h.store.Versions(ctx, post)
	if err != nil || len(all) > 0 {
		return all, err
	}
	return []Version{NewVersion(p, "")}, nil
}

// Restored is what became of a restoration.
type Restored struct {
	// Post is the post as it is now.
	Post Post
	// Missing is how many pictures of the version are no longer in the file.
	Missing int
	// Undo brings back what was written before.
	Undo Undo
}

// Restore makes what a version says what the post says again, its title, texts,
// first comments and pictures, by an ordinary save: the post stays where it was placed, at its stage,
// for its accounts and its aims, by its author and with what is declared of it, and what it said before is a version too. It fails
// with CodeNotFound when post or version are gone, and with CodeConflict when the
// post can no longer change.
func (h *History) Restore(ctx context.Context, post app.ID, version int64) (Restored, error) {
	now, err := h.changeable(ctx, post)
	if err != nil {
		return Restored{}, err
	}
	all, err := h.store.Versions(ctx, post)
	if err != nil {
		return Restored{}, err
	}
	at := slices.IndexFunc(all, func(v Version) bool { return v.ID == version })
	if at < 0 {
		return Restored{}, app.Fail(app.CodeNotFound, "editorial.history.error.gone")
	}
	done := Restored{}
	done.Post, done.Missing, err = h.saying(ctx, all[at].Post, now)
	if err != nil {
		return Restored{}, err
	}
	if err := h.save(ctx, done.Post); err != nil {
		return Restored{}, err
	}
	done.Undo = func(ctx context.Context) error {
		current, err := h.changeable(ctx, post)
		if err != nil {
			return err
		}
		back, _, err := h.saying(ctx, now, current)
		if err != nil {
			return err
		}
		return h.save(ctx, back)
	}
	return done, nil
}

// changeable returns a post that can change.
func (h *History) changeable(ctx context.Context, id app.ID) (Post, error) {
	p, state, err := h.posts.Post(ctx, id)
	if err == nil && state.Fixed() {
		err = app.Fail(app.CodeConflict, "editorial.error.fixed")
	}
	return p, err
}

// saying returns the post as it stands with what another says, whatever a post says
// in days to come: what is listed here is what stays. missing counts the pictures
// that the file no longer has.
func (h *History) saying(ctx context.Context, version, now Post) (p Post, missing int, err error) {
	p = version.Copy()
	p.ID, p.Stage, p.At, p.Lateness = now.ID, now.Stage, now.At, now.Lateness
	p.Author, p.Disclosures = now.Author, now.Disclosures
	p.PillarID, p.ObjectiveID, p.AudienceID, p.CampaignID = now.PillarID, now.ObjectiveID, now.AudienceID, now.CampaignID
	p.Accounts, p.CreatedAt, p.UpdatedAt = now.Accounts, now.CreatedAt, now.UpdatedAt
	missing, err = h.posts.dropImages(ctx, &p)
	return p, missing, err
}

// albums are the pictures of a post, common and of its variants.
func (p *Post) albums() []*[]PostImage {
	all := []*[]PostImage{&p.Images}
	for i := range p.Variants {
		all = append(all, &p.Variants[i].Images)
	}
	return all
}

// save saves a post apart from what was written before and what will be.
func (h *History) save(ctx context.Context, p Post) error {
	if err := h.store.SealVersion(ctx, p.ID); err != nil {
		return err
	}
	if err := h.posts.Save(ctx, p); err != nil {
		return err
	}
	return h.store.SealVersion(ctx, p.ID)
}
