package publishing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
)

// Assisted publishing: to an account fed by hand nothing is sent. When a delivery
// to it comes due, its owner is told, finds everything ready, publishes on the
// network and says so: the delivery is handed over, with the link as its proof.

// byHandPatience is how long after its moment a delivery still waits for its
// owner's hands, whatever its lateness: the shop comes first.
const byHandPatience = 24 * time.Hour

// ByHandDue is emitted when a delivery comes due that its owner publishes by
// hand, once while the program runs.
type ByHandDue struct {
	ID      app.ID
	Title   string // label of the post, "" when it has none
	Network networks.Network
}

// ByHand is what an owner needs to publish a delivery by hand.
type ByHand struct {
	Entry   Entry
	Content networks.Content // its pictures as the network takes them; Title where it has titles
	Comment string           // the first comment, "" for none and where the network has none
	Film    string           // absolute path of its film, "" for none
}

// seen remembers deliveries and the moment each was for. The zero value is ready.
type seen struct {
	mu  sync.Mutex
	all map[app.ID]time.Time
}

// add reports whether a delivery is new, or for another moment than before.
func (s *seen) add(d Delivery) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, ok := s.all[d.ID]; ok && at.Equal(d.DueAt) {
		return false
	}
	if s.all == nil {
		s.all = make(map[app.ID]time.Time)
	}
	s.all[d.ID] = d.DueAt
	return true
}

// byHandLate reports whether a delivery has waited too long for its owner.
func byHandLate(d Delivery, now time.Time) bool {
	return now.After(d.from().Add(max(d.Lateness, byHandPatience)))
}

// remind makes the part of a pass of an account that is fed by hand.
func (e *Engine) remind(ctx context.Context, account networks.Account) error {
	now := e.clock.Now()
	all, err := e.store.Due(ctx, now)
	if err != nil {
		return fmt.Errorf("reading what is due: %w", err)
	}
	for _, d := range all {
		switch {
		case d.AccountID != account.ID:
		case byHandLate(d, now):
			if err := e.advance(ctx, Scheduled, missed(d)); err != nil && !overtaken(err) {
				return err
			}
		case e.reminded.add(d):
			title, err := e.titleOf(ctx, d)
			if err != nil {
				return err
			}
			app.Emit(e.events, ByHandDue{ID: d.ID, Title: title, Network: account.Network})
		}
	}
	return nil
}

func (e *Engine) titleOf(ctx context.Context, d Delivery) (string, error) {
	entries, err := e.store.PostEntries(ctx, d.PostID)
	if err != nil {
		return "", fmt.Errorf("reading the title of delivery %s: %w", d.ID, err)
	}
	for _, entry := range entries {
		if entry.Delivery.ID == d.ID {
			return entry.Title, nil
		}
	}
	return "", nil
}

// ByHand returns what is needed to publish a delivery by hand: the whole post, as it
// says now, even where it was divided while Parvis was to send it. Errors: CodeConflict
// when it is not one that waits for its owner's hands, those of pictures that
// cannot be made ready, and of a film that is not where it was.
func (s *Service) ByHand(ctx context.Context, id app.ID) (ByHand, error) {
	d, account, err := s.inHand(ctx, id)
	if err != nil {
		return ByHand{}, err
	}
	entries, err := s.desk.Store.PostEntries(ctx, d.PostID)
	if err != nil {
		return ByHand{}, err
	}
	divided := d.Part == 0 && slices.ContainsFunc(entries, func(e Entry) bool {
		return e.Delivery.AccountID == d.AccountID && (e.Delivery.Part > 0 || e.Delivery.Text != "")
	})
	if divided {
		d.Text, d.Parts = "", 0
		if err := s.desk.Store.Divide(ctx, d, nil); err != nil {
			return ByHand{}, err
		}
	}
	var b ByHand
	for _, entry := range entries {
		if entry.Delivery.ID == id {
			b.Entry = entry
			b.Entry.Delivery = d
		}
	}
	if b.Content, err = contentOf(ctx, s.desk.Store, s.desk.Pictures, d, account); err != nil {
		return b, err
	}
	if b.Content.Film != nil && s.desk.Films != nil {
		f, err := s.desk.Films.Open(ctx, media.Hash(b.Content.Film.Hash))
		if err != nil {
			return b, err
		}
		b.Film = f.Name()
		if err := f.Close(); err != nil {
			return b, fmt.Errorf("closing the film of delivery %s: %w", id, err)
		}
	}
	limits, _ := account.Limits()
	if limits.Title.Max == 0 {
		b.Content.Title = ""
	}
	if limits.FirstComment {
		said, err := s.desk.Store.Said(ctx, id)
		if err != nil {
			return b, err
		}
		b.Comment = strings.TrimSpace(said.Comment)
	}
	return b, nil
}

// PublishedByHand keeps that the owner published a delivery by hand: it is handed
// over, now. link is the address of the post as the owner copied it, or "" where
// the network gives none; CodeInvalid when it is no web address, CodeConflict when
// the delivery does not wait for its owner's hands.
func (s *Service) PublishedByHand(ctx context.Context, id app.ID, link string) error {
	d, _, err := s.inHand(ctx, id)
	if err != nil {
		return err
	}
	if err := checkLink(link); err != nil {
		return err
	}
	from := d.State
	d.State, d.RetryAt, d.Permalink, d.PublishedAt = HandedOver, time.Time{}, link, s.desk.Clock.Now()
	d.explain(nil)
	return s.advance(ctx, from, d)
}

// NotByHand keeps that the owner will not publish a delivery: it is missed, and
// can still be published by hand later. CodeConflict as PublishedByHand.
func (s *Service) NotByHand(ctx context.Context, id app.ID) error {
	d, _, err := s.inHand(ctx, id)
	if err != nil {
		return err
	}
	from := d.State
	d.State, d.RetryAt = Missed, time.Time{}
	d.explain(app.Fail(app.CodeConflict, keyNotByHand))
	return s.advance(ctx, from, d)
}

// inHand returns a delivery that waits for its owner's hands: one to an account
// fed by hand, of which nothing was ever sent.
func (s *Service) inHand(ctx context.Context, id app.ID) (Delivery, networks.Account, error) {
	d, err := s.desk.Store.Delivery(ctx, id)
	if err != nil {
		return d, networks.Account{}, err
	}
	account, err := s.desk.Accounts.Account(ctx, d.AccountID)
	if err != nil {
		return d, account, err
	}
	if !d.InHand(account) {
		return d, account, app.Fail(app.CodeConflict, "publishing.error.not_by_hand_now")
	}
	return d, account, nil
}

// InHand reports whether a delivery to an account is its owner's to publish.
func (d Delivery) InHand(account networks.Account) bool {
	return account.State == networks.AccountHandFed && (d.State == Scheduled && !d.Waits() || d.State == Missed)
}
