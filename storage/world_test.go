package storage_test

import (
	"context"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// saveMission writes something small that Strategy reads back.
func saveMission(ctx context.Context, f *storage.File, mission string) error {
	return f.Strategy().SavePart(ctx, strategy.PartProfile, strategy.Profile{Mission: mission})
}

// The rows that filling a file with populate leaves.
const (
	bluesky   app.ID     = "account-bluesky"
	facebook  app.ID     = "account-facebook"
	backstage app.ID     = "pillar-backstage"
	products  app.ID     = "pillar-products"
	fame      app.ID     = "objective-fame"
	bread     media.Hash = "hash-bread"
	oven      media.Hash = "hash-oven"
	film      media.Hash = "hash-film"
)

// populated returns a fresh file with accounts, pillars, an objective and
// pictures.
func populated(t testing.TB) *storage.File {
	t.Helper()
	f := storagetest.New(t)
	populate(t, f)
	return f
}

func populate(t testing.TB, f *storage.File) {
	t.Helper()
	ctx, now := t.Context(), storagetest.Now()
	must(t, f.Networks().SaveAccount(ctx, networks.Account{
		ID: bluesky, Network: networks.Bluesky, Handle: "martin.bsky.social", Service: "https://bsky.social",
		RemoteID: "did:plc:martin", State: networks.AccountConnected, CreatedAt: now.Add(-time.Hour),
	}))
	must(t, f.Networks().SaveAccount(ctx, networks.Account{
		ID: facebook, Network: networks.Facebook, Handle: "Boulangerie Martin", State: networks.AccountHandFed, CreatedAt: now,
	}))
	must(t, f.Strategy().SavePillar(ctx, strategy.Pillar{ID: backstage, Name: "Coulisses", Colour: 1, ShareBP: 4000}))
	must(t, f.Strategy().SavePillar(ctx, strategy.Pillar{ID: products, Name: "Produits", Colour: 2, ShareBP: 6000}))
	must(t, f.Strategy().SaveObjective(ctx, strategy.Objective{ID: fame, Metric: "followers", Start: app.DateOf(now)}))
	must(t, f.Media().AddImage(ctx, media.Image{Hash: bread, Name: "pain.jpg", MIME: "image/jpeg", Width: 4, Height: 3, Size: 4, AddedAt: now}, []byte("pain")))
	must(t, f.Media().AddImage(ctx, media.Image{Hash: oven, Name: "four.png", MIME: "image/png", Width: 2, Height: 2, Size: 4, AddedAt: now}, []byte("four")))
	must(t, f.Media().AddVideo(ctx, media.Video{Hash: film, Name: "four.mp4", Path: "/four.mp4", AddedAt: now, VideoFacts: media.VideoFacts{MIME: "video/mp4", Bytes: 9, Size: media.Size{Width: 2, Height: 2}, VideoCodec: "h264"}}))
}

// at is a civil moment of November 2026.
func at(day, hour int) app.Civil {
	return app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: day}, Time: app.TimeOfDay{Hour: hour}}
}

// paris is the instant of a civil moment in the zone of the business.
func paris(c app.Civil) time.Time { return c.In(storagetest.Business().Location()).UTC() }

// draft is a post with everything, placed on 25 November at nine.
func draft(id app.ID) editorial.Post {
	return editorial.Post{
		ID: id, Title: "Le pain", Text: "Du pain chaud\nà sept heures", Stage: editorial.Draft, PillarID: backstage, ObjectiveID: fame,
		At: at(25, 9), Lateness: 2 * time.Hour,
		Comment: "Réservez en boutique",
		Video:   film,
		Images:  []editorial.PostImage{{Hash: bread, Alt: "Un pain", Crop: media.Crop{X: 1, Width: 2, Height: 2}}, {Hash: oven}},
		Variants: []editorial.Variant{{
			Network: networks.Bluesky, Text: "Le pain, dès sept heures", Comment: "À vendredi",
			OwnImages: true, Images: []editorial.PostImage{{Hash: oven, Alt: "Le four", Crop: media.Crop{Width: 1, Height: 1}}},
		}, {Network: networks.Facebook, Text: "Chers voisins, le pain est chaud."}},
		Disclosures: []legal.Disclosure{legal.Paid, legal.Altered},
		Accounts:    []app.ID{facebook, bluesky}, CreatedAt: storagetest.Now(), UpdatedAt: storagetest.Now(),
	}
}

// scheduled is a delivery of a post to an account.
func scheduled(id, post, account app.ID) publishing.Delivery {
	return publishing.Delivery{ID: id, PostID: post, AccountID: account, State: publishing.Scheduled, DueAt: paris(at(25, 9)), Lateness: 2 * time.Hour}
}

// plan saves a draft and plans it on Bluesky.
func plan(t testing.TB, f *storage.File, post, delivery app.ID) publishing.Delivery {
	t.Helper()
	must(t, f.Editorial().SavePost(t.Context(), draft(post)))
	d := scheduled(delivery, post, bluesky)
	must(t, f.Publishing().Plan(t.Context(), post, []publishing.Delivery{d}))
	return d
}

// bring takes a planned delivery through its life up to a state, as publishing
// does, and returns it as it then stands.
func bring(t testing.TB, f *storage.File, d publishing.Delivery, to publishing.State) publishing.Delivery {
	t.Helper()
	ctx, ledger, now := t.Context(), f.Publishing(), storagetest.Now()
	advance := func(state publishing.State) {
		t.Helper()
		from := d.State
		d.State = state
		must(t, ledger.Advance(ctx, from, d))
	}
	if to == publishing.Scheduled {
		return d
	}
	if to == publishing.Missed || to == publishing.Dropped {
		advance(to)
		return d
	}
	advance(publishing.Preparing)
	if to == publishing.Preparing {
		return d
	}
	d.State, d.Prepared, d.Identity = publishing.Armed, `{"blob":1}`, networks.Identity{Key: "3kabc", CreatedAt: now}
	d.Attempts, d.ArmedAt = 1, now
	id, err := ledger.Begin(ctx, publishing.Preparing, d, publishing.Attempt{Step: publishing.StepPublish, Identity: d.Identity, StartedAt: now})
	must(t, err)
	if to == publishing.Armed {
		return d
	}
	outcome := "refused"
	switch d.State = to; to {
	case publishing.Published:
		d.RemoteID, d.Permalink, d.PublishedAt, outcome = "at://did:plc:martin/1", "https://bsky.app/1", now.Add(time.Second), "created"
	case publishing.Unknown:
		outcome = "unknown"
	}
	must(t, ledger.End(ctx, publishing.Armed, d, publishing.Attempt{
		ID: id, EndedAt: now.Add(time.Second), Outcome: outcome, Call: networks.Call{Name: "createRecord", Status: 200, Excerpt: "{}"},
	}))
	return d
}

// date reads 2026-11-21.
func date(t testing.TB, s string) app.Date {
	t.Helper()
	d, err := app.ParseDate(s)
	must(t, err)
	return d
}
