package publishing_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// ledger keeps in memory what the file keeps, under the same contract and the
// same refusals. It outlives the engines that die over it.
type ledger struct {
	mu       sync.Mutex
	rows     []publishing.Delivery
	attempts []publishing.Attempt
	posts    map[app.ID]*post
	accounts map[app.ID]networks.Account
	afterDue func()          // called after what is due was read
	unarmed  error           // why nothing can be armed
	aside    map[app.ID]bool // whether each row of the catch-up list was seen
	paused   publishing.Pause
	keeps    bool // networks may not be given posts to keep when false
	removals []publishing.Removal
}

type post struct {
	plan      publishing.Plan
	text      string
	comment   string
	scheduled bool
}

func newLedger() *ledger {
	return &ledger{posts: make(map[app.ID]*post), accounts: make(map[app.ID]networks.Account), aside: make(map[app.ID]bool), keeps: true}
}

var _ publishing.Store = (*ledger)(nil)

// kept is t as a column of milliseconds gives it back.
func kept(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}

func keptRow(d publishing.Delivery) publishing.Delivery {
	d.DueAt, d.RetryAt, d.ArmedAt, d.PublishedAt = kept(d.DueAt), kept(d.RetryAt), kept(d.ArmedAt), kept(d.PublishedAt)
	d.Identity.CreatedAt = kept(d.Identity.CreatedAt)
	return d
}

func (l *ledger) selected(keep func(publishing.Delivery) bool) []publishing.Delivery {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []publishing.Delivery
	for _, d := range l.rows {
		if d = l.told(d); keep(d) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b publishing.Delivery) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// told is a row with what the others of its post tell of it. It is called with the
// lock held.
func (l *ledger) told(d publishing.Delivery) publishing.Delivery {
	d.Parts, d.After = 0, time.Time{}
	_, d.Aside = l.aside[d.ID]
	for _, o := range l.rows {
		if o.PostID != d.PostID || o.AccountID != d.AccountID {
			continue
		}
		if o.Kind == "" {
			d.Parts++
		}
		if o.Part == d.Part-1 && (o.State == publishing.Published || o.State == publishing.HandedOver) {
			d.After = o.PublishedAt
		}
	}
	if d.Parts == 1 {
		d.Parts = 0
	}
	return d
}

// proven is the network's identifier of a part of the post of d. It is called with
// the lock held.
func (l *ledger) proven(d publishing.Delivery, part int) string {
	for _, o := range l.rows {
		if o.PostID == d.PostID && o.AccountID == d.AccountID && o.Part == part && o.State == publishing.Published {
			return o.RemoteID
		}
	}
	return ""
}

func (l *ledger) Due(_ context.Context, now time.Time) ([]publishing.Delivery, error) {
	if l.afterDue != nil {
		defer l.afterDue()
	}
	return l.selected(func(d publishing.Delivery) bool {
		return d.State == publishing.Scheduled && !d.Waits() && !d.DueAt.After(now) && !d.RetryAt.After(now)
	}), nil
}

// move makes a scheduled delivery come due at another instant.
func (l *ledger) move(id app.ID, due time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.rows {
		if l.rows[i].ID == id && l.rows[i].State == publishing.Scheduled {
			l.rows[i].DueAt = kept(due)
			delete(l.aside, id)
		}
	}
}

// place gives a post the moment at which it is planned next.
func (l *ledger) place(id app.ID, at app.Civil) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.posts[id].plan.At = at
}

// of returns the delivery of a post that has one at most, or its first.
func (l *ledger) of(post app.ID) (publishing.Delivery, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range l.rows {
		if d.PostID == post {
			return d, true
		}
	}
	return publishing.Delivery{}, false
}

// parts returns the deliveries of a post that goes to one account, in their order.
func (l *ledger) parts(post app.ID) []publishing.Delivery {
	rows := l.selected(func(d publishing.Delivery) bool { return d.PostID == post })
	slices.SortFunc(rows, func(a, b publishing.Delivery) int { return cmp.Compare(a.Part, b.Part) })
	return rows
}

func (l *ledger) NextDue(context.Context) (time.Time, error) {
	var next time.Time
	for _, d := range l.selected(func(d publishing.Delivery) bool { return d.State == publishing.Scheduled && !d.Waits() }) {
		at := d.DueAt
		if d.RetryAt.After(at) {
			at = d.RetryAt
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next, nil
}

func (l *ledger) InFlight(context.Context) ([]publishing.Delivery, error) {
	return l.selected(func(d publishing.Delivery) bool {
		return slices.Contains([]publishing.State{
			publishing.Preparing, publishing.Armed, publishing.Unknown, publishing.Entrusted, publishing.Recalling,
		}, d.State)
	}), nil
}

func (l *ledger) Delivery(_ context.Context, id app.ID) (publishing.Delivery, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range l.rows {
		if d.ID == id {
			return l.told(d), nil
		}
	}
	return publishing.Delivery{}, app.Fail(app.CodeNotFound, "storage.error.not_found")
}

func (l *ledger) Content(ctx context.Context, id app.ID) (networks.Content, []publishing.Picture, error) {
	d, err := l.Delivery(ctx, id)
	if err != nil {
		return networks.Content{}, nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	c := networks.Content{Text: cmp.Or(d.Text, l.posts[d.PostID].text), Language: "fr"}
	if d.Part > 0 {
		c.Answers = networks.Thread{Root: l.proven(d, 0), Parent: l.proven(d, d.Part-1)}
	}
	if d.Kind == publishing.KindComment {
		c.Answers.Parent, c.Answers.Comment = c.Answers.Root, true
	}
	return c, nil, nil
}

func (l *ledger) Said(ctx context.Context, id app.ID) (publishing.Said, error) {
	d, err := l.Delivery(ctx, id)
	if err != nil {
		return publishing.Said{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return publishing.Said{Text: l.posts[d.PostID].text, Comment: l.posts[d.PostID].comment}, nil
}

func (l *ledger) Divide(_ context.Context, d publishing.Delivery, rest []publishing.Delivery) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.IndexFunc(l.rows, func(r publishing.Delivery) bool {
		return r.ID == d.ID && r.State == d.State && r.DueAt.Equal(kept(d.DueAt)) &&
			slices.Contains([]publishing.State{publishing.Scheduled, publishing.Preparing, publishing.Missed}, r.State)
	})
	if at < 0 {
		return app.Fail(app.CodeConflict, "storage.error.conflict")
	}
	l.rows[at].Text = d.Text
	var before []publishing.Delivery
	for _, r := range l.rows {
		if r.PostID == d.PostID && r.AccountID == d.AccountID && r.Part > 0 {
			before = append(before, r)
		}
	}
	if slices.EqualFunc(before, rest, func(a, b publishing.Delivery) bool {
		return a.Part == b.Part && a.Kind == b.Kind && a.Text == b.Text && a.State == publishing.Scheduled
	}) {
		return nil
	}
	if slices.ContainsFunc(before, func(r publishing.Delivery) bool { return r.Attempts > 0 }) {
		return app.Fail(app.CodeConflict, "publishing.error.fixed")
	}
	l.rows = slices.DeleteFunc(l.rows, func(r publishing.Delivery) bool {
		return r.PostID == d.PostID && r.AccountID == d.AccountID && r.Part > 0
	})
	for _, r := range rest {
		l.rows = append(l.rows, keptRow(r))
	}
	return nil
}

// advance is called with the lock held.
func (l *ledger) advance(ctx context.Context, from publishing.State, d publishing.Delivery) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for i := range l.rows {
		row := &l.rows[i]
		if row.ID != d.ID || row.State != from || !row.DueAt.Equal(kept(d.DueAt)) {
			continue
		}
		switch {
		case from == publishing.Published || from == publishing.HandedOver:
			return app.Fail(app.CodeConflict, "publishing.error.fixed")
		case d.State == publishing.Published && (d.RemoteID == "" || d.Permalink == "" || d.PublishedAt.IsZero()):
			return app.Fail(app.CodeInvalid, "storage.error.invalid").Because(errors.New("published without proof"))
		case d.State == publishing.Armed && (d.Identity.Key == "" || d.ArmedAt.IsZero()):
			return app.Fail(app.CodeInvalid, "storage.error.invalid").Because(errors.New("armed without identity"))
		case d.Lent && (d.Identity.Key == "" || row.Part > 0):
			return app.Fail(app.CodeInvalid, "storage.error.invalid").Because(errors.New("lent without identity, or a part"))
		case (d.State == publishing.Entrusted || d.State == publishing.Recalling) && (!d.Lent || d.RemoteID == "" || d.ArmedAt.IsZero()):
			return app.Fail(app.CodeInvalid, "storage.error.invalid").Because(errors.New("entrusted without what is kept"))
		case from == publishing.Entrusted && !slices.Contains([]publishing.State{
			publishing.Entrusted, publishing.Recalling, publishing.Published, publishing.Unknown, publishing.Missed,
		}, d.State), from == publishing.Recalling && !slices.Contains([]publishing.State{
			publishing.Recalling, publishing.Published, publishing.Unknown, publishing.Scheduled,
		}, d.State):
			return app.Fail(app.CodeConflict, "publishing.error.fixed").Because(fmt.Errorf("%s became %s", from, d.State))
		case d.State == publishing.Armed && row.Part > 0 && l.proven(*row, row.Part-1) == "":
			return app.Fail(app.CodeConflict, "storage.error.conflict").Because(errors.New("armed out of order"))
		}
		if from == publishing.Missed && d.State == publishing.Scheduled || d.State != publishing.Scheduled && d.State != publishing.Missed {
			delete(l.aside, d.ID)
		}
		d.PostID, d.AccountID, d.Lateness, d.Aside = row.PostID, row.AccountID, row.Lateness, false
		d.Part, d.Kind, d.Text = row.Part, row.Kind, row.Text
		*row = keptRow(d)
		return nil
	}
	return app.Fail(app.CodeConflict, "storage.error.conflict")
}

func (l *ledger) Advance(ctx context.Context, from publishing.State, d publishing.Delivery) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.advance(ctx, from, d)
}

func (l *ledger) Begin(ctx context.Context, from publishing.State, d publishing.Delivery, a publishing.Attempt) (int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d.State == publishing.Armed && l.unarmed != nil {
		return 0, l.unarmed
	}
	if d.State == publishing.Armed && !l.paused.IsZero() {
		return 0, app.Fail(app.CodeUnavailable, "publishing.error.paused")
	}
	if err := l.advance(ctx, from, d); err != nil {
		return 0, err
	}
	a.ID = int64(len(l.attempts) + 1)
	a.StartedAt = kept(a.StartedAt)
	l.attempts = append(l.attempts, a)
	return a.ID, nil
}

func (l *ledger) End(ctx context.Context, from publishing.State, d publishing.Delivery, a publishing.Attempt) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a.ID < 1 || a.ID > int64(len(l.attempts)) || !l.attempts[a.ID-1].EndedAt.IsZero() {
		return app.Fail(app.CodeConflict, "storage.error.conflict").Because(fmt.Errorf("attempt %d is not open", a.ID))
	}
	if err := l.advance(ctx, from, d); err != nil {
		return err
	}
	row := &l.attempts[a.ID-1]
	row.EndedAt, row.Outcome, row.Call = kept(a.EndedAt), a.Outcome, a.Call
	return nil
}

// takeBack is called with the lock held.
func (l *ledger) takeBack(post app.ID) error {
	for _, d := range l.rows {
		if d.PostID == post && begun(d) {
			return app.Fail(app.CodeConflict, "publishing.error.fixed")
		}
	}
	l.rows = slices.DeleteFunc(l.rows, func(d publishing.Delivery) bool { return d.PostID == post && d.Attempts == 0 })
	l.drop(post, func(d publishing.Delivery) bool { return d.State != publishing.Dropped })
	return nil
}

// begun reports whether a delivery is out or in doubt.
func begun(d publishing.Delivery) bool {
	switch d.State {
	case publishing.Armed, publishing.Unknown, publishing.Published, publishing.HandedOver, publishing.Entrusted, publishing.Recalling:
		return true
	}
	return false
}

// drop is called with the lock held.
func (l *ledger) drop(post app.ID, which func(publishing.Delivery) bool) (n int) {
	for i := range l.rows {
		if d := &l.rows[i]; d.PostID == post && which(*d) {
			delete(l.aside, d.ID)
			d.State, d.RetryAt, d.ErrorKey, d.ErrorArgs = publishing.Dropped, time.Time{}, "publishing.error.dropped", nil
			n++
		}
	}
	return n
}

func (l *ledger) Plan(_ context.Context, id app.ID, deliveries []publishing.Delivery) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.takeBack(id); err != nil {
		return err
	}
	l.posts[id].scheduled = true
	for _, d := range deliveries {
		at := slices.IndexFunc(l.rows, func(k publishing.Delivery) bool {
			return k.PostID == id && k.AccountID == d.AccountID && k.Part == d.Part
		})
		if at < 0 {
			l.rows = append(l.rows, keptRow(d))
			continue
		}
		k := &l.rows[at]
		delete(l.aside, k.ID)
		k.State, k.DueAt, k.RetryAt, k.Prepared, k.Lateness = publishing.Scheduled, kept(d.DueAt), time.Time{}, "", d.Lateness
		k.ErrorKey, k.ErrorArgs, k.Text = "", nil, d.Text
	}
	return nil
}

func (l *ledger) Unplan(_ context.Context, id app.ID) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out, leaving bool
	for _, d := range l.rows {
		if d.PostID == id {
			out = out || begun(d)
			leaving = leaving || d.State == publishing.Armed || d.State == publishing.Entrusted || d.State == publishing.Recalling
		}
	}
	if out {
		if leaving || l.drop(id, func(d publishing.Delivery) bool {
			return d.State == publishing.Scheduled || d.State == publishing.Preparing
		}) == 0 {
			return app.Fail(app.CodeConflict, "publishing.error.fixed")
		}
		return nil
	}
	if err := l.takeBack(id); err != nil {
		return err
	}
	l.posts[id].scheduled = false
	return nil
}

func (l *ledger) Entries(_ context.Context, state publishing.State, limit int) ([]publishing.Entry, error) {
	rows := l.selected(func(d publishing.Delivery) bool { return state == "" || d.State == state })
	slices.Reverse(rows)
	return l.entries(rows[:min(limit, len(rows))]), nil
}

func (l *ledger) PostEntries(_ context.Context, post app.ID) ([]publishing.Entry, error) {
	return l.entries(l.selected(func(d publishing.Delivery) bool { return d.PostID == post })), nil
}

func (l *ledger) entries(rows []publishing.Delivery) []publishing.Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []publishing.Entry
	for _, d := range rows {
		e := publishing.Entry{Delivery: d, Title: l.posts[d.PostID].text, Account: l.accounts[d.AccountID]}
		for _, a := range l.attempts {
			if a.DeliveryID == d.ID {
				e.Attempts = append(e.Attempts, a)
			}
		}
		for _, r := range l.removals {
			if r.DeliveryID == d.ID {
				e.Removals = append(e.Removals, r)
			}
		}
		out = append(out, e)
	}
	return out
}

// PlanOf returns what was planned for a post.
func (l *ledger) PlanOf(_ context.Context, id app.ID) (publishing.Plan, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p, ok := l.posts[id]; ok {
		return p.plan, nil
	}
	return publishing.Plan{}, app.Fail(app.CodeNotFound, "storage.error.not_found")
}

// Account implements publishing.AccountSource.
func (l *ledger) Account(_ context.Context, id app.ID) (networks.Account, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a, ok := l.accounts[id]; ok {
		return a, nil
	}
	return networks.Account{}, app.Fail(app.CodeNotFound, "storage.error.not_found")
}

// Open and Report implement publishing.SessionSource as networks.Sessions does.
func (l *ledger) Open(ctx context.Context, id app.ID) (networks.Session, error) {
	a, err := l.Account(ctx, id)
	switch {
	case err != nil:
		return networks.Session{}, err
	case a.State == networks.AccountHandFed:
		return networks.Session{}, app.Fail(app.CodeConflict, "networks.error.hand_fed", "Account", a.Handle)
	case a.State == networks.AccountExpired:
		return networks.Session{}, app.Fail(app.CodeUnauthorised, "networks.error.expired", "Account", a.Handle)
	}
	return networks.Session{Account: a}, nil
}

func (l *ledger) Report(_ context.Context, id app.ID, outcome error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a := l.accounts[id]; app.CodeOf(outcome) == app.CodeUnauthorised {
		a.State = networks.AccountExpired
		l.accounts[id] = a
	}
	return nil
}
