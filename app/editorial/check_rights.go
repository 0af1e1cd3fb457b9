package editorial

import (
	"context"
	"slices"

	"parvis/app"
	"parvis/app/media"
)

// Rights tells whether those who can be recognised, or who made a picture, agreed.
type Rights interface {
	// RightsOf returns how things are with pictures on a day, for networks.
	RightsOf(ctx context.Context, hashes []media.Hash, day app.Date, on ...string) ([]media.Report, error)
}

// rightsOf asks about the pictures that a post shows where it goes.
func (s *Service) rightsOf(ctx context.Context, seen situation) ([]media.Report, error) {
	chosen := seen.chosen()
	var on []string
	var hashes []media.Hash
	add := func(images []PostImage) {
		for _, i := range images {
			if !slices.Contains(hashes, i.Hash) {
				hashes = append(hashes, i.Hash)
			}
		}
	}
	for _, a := range chosen {
		if n := string(a.Network); !slices.Contains(on, n) {
			on = append(on, n)
		}
		add(seen.Post.ImagesOn(a.Network))
	}
	if len(chosen) == 0 {
		add(seen.Post.Images)
	}
	if len(hashes) == 0 {
		return nil, nil
	}
	day := seen.Post.At.Date
	if day.IsZero() {
		day = app.DateOf(seen.Now.In(seen.Zone))
	}
	return s.rooms.Rights.RightsOf(ctx, hashes, day, on...)
}

// checkRights says whose agreement is missing, ended or about to end.
func checkRights(s situation) []Check {
	var found []Check
	valid := 0
	for _, r := range s.Rights {
		c := Check{Title: app.Say("editorial.check.rights", "Image", string(r.Hash)), Fix: Fix{Action: FixRights, Hash: r.Hash}}
		switch r.Standing {
		case media.RightsMissing, media.RightsExpired:
			c.Severity = Warns
		case media.RightsSoon:
			c.Severity = Informs
		case media.RightsValid:
			valid++
			continue
		default:
			continue
		}
		if says := r.Messages(); len(says) > 0 {
			c.Caption = says[0]
		}
		found = append(found, c)
	}
	if len(found) == 0 && valid > 0 {
		return []Check{{
			Severity: Fine, Title: app.Say("editorial.check.rights.ok"), Caption: app.Say("editorial.check.rights.ok.caption", "Count", valid),
		}}
	}
	return found
}
