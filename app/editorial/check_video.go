package editorial

import (
	"context"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
)

// Videos tells what is known of a video, and whether it is where it was.
type Videos interface {
	// Facts returns what is known, or CodeNotFound.
	Facts(ctx context.Context, h media.Hash) (media.Video, error)
	// Present fails with the sentence for a video that moved or changed.
	Present(ctx context.Context, h media.Hash) error
}

// film is the video of the post that is checked.
type film struct {
	facts   media.Video
	missing error // it cannot be read where it should be
}

// filmOf reads what is known of the video of a post, nil for none.
func (s *Service) filmOf(ctx context.Context, p Post) (*film, error) {
	if p.Video == "" {
		return nil, nil
	}
	facts, err := s.rooms.Videos.Facts(ctx, p.Video)
	switch {
	case app.CodeOf(err) == app.CodeNotFound:
		return &film{missing: err}, nil
	case err != nil:
		return nil, err
	}
	return &film{facts: facts, missing: s.rooms.Videos.Present(ctx, p.Video)}, nil
}

// VideoOf describes a video as the limits of networks look at it.
func VideoOf(v media.Video) networks.Video {
	return networks.Video{
		Size: v.Bytes, Duration: v.Duration, Width: v.Size.Width, Height: v.Size.Height, Rate: v.FrameRate, Codec: v.VideoCodec,
	}
}

// checkVideo says whether the video of the post can be read, and which of the networks
// chosen Parvis does not send it to.
func checkVideo(s situation, chosen []networks.Account) []Check {
	if s.Film == nil {
		return nil
	}
	fix := Fix{Action: FixVideo}
	if s.Film.missing != nil {
		return []Check{{Title: app.Say("editorial.check.video.lost"), Caption: app.MessageOf(s.Film.missing), Fix: fix}}
	}
	var found []Check
	said := make(map[networks.Network]bool)
	for _, a := range chosen {
		if !a.Sends() || s.Films[a.Network] || said[a.Network] {
			continue
		}
		said[a.Network] = true
		found = append(found, Check{
			Title:   app.Say("editorial.check.video.unsent", "Network", a.Network),
			Caption: app.Say("editorial.check.video.unsent.caption", "Network", a.Network), Fix: fix,
		})
	}
	if len(found) > 0 {
		return found
	}
	return []Check{{
		Severity: Fine, Title: app.Say("editorial.check.video.ok"),
		Caption: app.Say("editorial.check.video.ok.caption", "Length", media.Clock(s.Film.facts.Duration), "Size", app.Bytes(s.Film.facts.Bytes)),
	}}
}
