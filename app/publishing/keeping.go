package publishing

import (
	"context"

	"parvis/app"
)

// Keeping is what an owner is told of the networks that keep posts until their
// moment, so that the computer may be off then.
type Keeping struct {
	On        bool // networks may be given posts to keep
	Entrusted int  // deliveries that networks keep now
	Recalling int  // of which some are being taken back
}

// EntrustsChanged is emitted after the owner said whether networks may keep posts.
type EntrustsChanged struct{}

// Keeping returns what networks keep.
func (s *Service) Keeping(ctx context.Context) (Keeping, error) {
	on, err := s.desk.Store.Entrusts(ctx)
	if err != nil {
		return Keeping{}, err
	}
	flying, err := s.desk.Store.InFlight(ctx)
	if err != nil {
		return Keeping{}, err
	}
	k := Keeping{On: on}
	for _, d := range flying {
		switch d.State {
		case Entrusted:
			k.Entrusted++
		case Recalling:
			k.Entrusted++
			k.Recalling++
		}
	}
	return k, nil
}

// SetEntrusts keeps whether networks may be given posts to keep. Without, what they
// keep is taken back, and everything leaves from this computer.
func (s *Service) SetEntrusts(ctx context.Context, on bool) error {
	if err := s.desk.Store.SetEntrusts(ctx, on); err != nil {
		return err
	}
	app.Emit(s.desk.Events, EntrustsChanged{})
	s.desk.Wake()
	return nil
}

// ReclaimAccount takes back what the network of an account keeps, before the account
// is disconnected; errors as Reclaim.
func (s *Service) ReclaimAccount(ctx context.Context, account app.ID) error {
	flying, err := s.desk.Store.InFlight(ctx)
	if err != nil {
		return err
	}
	var posts []app.ID
	for _, d := range flying {
		if d.AccountID == account && (d.State == Entrusted || d.State == Recalling) {
			posts = append(posts, d.PostID)
		}
	}
	if len(posts) == 0 {
		return nil
	}
	return s.desk.Reclaim(ctx, posts...)
}
