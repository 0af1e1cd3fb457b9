package storage_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

func TestADeliveryComesBackAsItStands(t *testing.T) {
	f := populated(t)
	for i, state := range []publishing.State{
		publishing.Scheduled, publishing.Preparing, publishing.Armed, publishing.Published, publishing.Refused,
		publishing.Unknown, publishing.Missed, publishing.Dropped,
	} {
		id := app.ID(fmt.Sprint("d", i))
		want := bring(t, f, plan(t, f, app.ID(fmt.Sprint("post", i)), id), state)
		got, err := f.Publishing().Delivery(t.Context(), id)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", state, diff)
		}
	}
	_, err := f.Publishing().Delivery(t.Context(), "absent")
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
	flying, err := f.Publishing().InFlight(t.Context())
	must(t, err)
	var states []publishing.State
	for _, d := range flying {
		states = append(states, d.State)
	}
	if diff := cmp.Diff([]publishing.State{publishing.Preparing, publishing.Armed, publishing.Unknown}, states); diff != "" {
		t.Error(diff)
	}
}

func TestArgumentsOfAReasonKeepTheirKind(t *testing.T) {
	f := populated(t)
	d := plan(t, f, "post", "delivery")
	d.RetryAt, d.ErrorKey = storagetest.Now().Add(time.Hour), "networks.error.expired"
	d.ErrorArgs = map[string]any{
		"Text": "é\"", "Whole": 1_000_000, "Number": 2.5, "Day": at(1, 0).Date, "Moment": at(2, 9), "Time": app.TimeOfDay{Hour: 7},
		"Wait": 90 * time.Minute, "Size": app.Bytes(2000), "Until": storagetest.Now(), "Network": networks.Bluesky, "No": 0,
		"Post": app.Say("home.titled", "Title", app.Say("home.untitled")),
	}
	must(t, f.Publishing().Advance(t.Context(), publishing.Scheduled, d))
	got, err := f.Publishing().Delivery(t.Context(), "delivery")
	must(t, err)
	if diff := cmp.Diff(d, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsDue(t *testing.T) {
	f := populated(t)
	ledger, now := f.Publishing(), paris(at(25, 9))
	none, err := ledger.NextDue(t.Context())
	must(t, err)
	if !none.IsZero() {
		t.Errorf("next due %s in an empty ledger", none)
	}
	held := plan(t, f, "held", "held")
	held.RetryAt = now.Add(time.Hour)
	must(t, ledger.Advance(t.Context(), publishing.Scheduled, held))
	next, err := ledger.NextDue(t.Context())
	must(t, err)
	if !next.Equal(held.RetryAt) {
		t.Errorf("next due %s, want %s", next, held.RetryAt)
	}
	later := draft("later")
	later.At = at(25, 10)
	must(t, f.Editorial().SavePost(t.Context(), later))
	d := scheduled("later", "later", bluesky)
	d.DueAt = paris(later.At)
	must(t, ledger.Plan(t.Context(), "later", []publishing.Delivery{d}))
	plan(t, f, "now", "now")
	bring(t, f, plan(t, f, "gone", "gone"), publishing.Published)
	bring(t, f, plan(t, f, "flying", "flying"), publishing.Preparing)
	for _, test := range []struct {
		at   time.Time
		want []app.ID
	}{
		{now.Add(-time.Millisecond), nil},
		{now, []app.ID{"now"}},
		{now.Add(time.Hour - 1), []app.ID{"now"}},
		{now.Add(time.Hour), []app.ID{"held", "now", "later"}},
	} {
		due, err := ledger.Due(t.Context(), test.at)
		must(t, err)
		var got []app.ID
		for _, d := range due {
			got = append(got, d.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("at %s: %s", test.at, diff)
		}
	}
	next, err = ledger.NextDue(t.Context())
	must(t, err)
	if !next.Equal(now) {
		t.Errorf("next due %s, want %s", next, now)
	}
}

// TestOnlyOneAdvances sends many at once from the same state: one gets through,
// the others change nothing, whatever way they took.
func TestOnlyOneAdvances(t *testing.T) {
	f := populated(t)
	ledger := f.Publishing()
	d := bring(t, f, plan(t, f, "post", "delivery"), publishing.Preparing)
	var won atomic.Int32
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			mine := d
			mine.State, mine.Attempts, mine.ArmedAt = publishing.Armed, 1, storagetest.Now()
			mine.Identity = networks.Identity{Key: fmt.Sprint("key", i), CreatedAt: storagetest.Now()}
			var err error
			if i%2 == 0 {
				err = ledger.Advance(t.Context(), publishing.Preparing, mine)
			} else {
				_, err = ledger.Begin(t.Context(), publishing.Preparing, mine,
					publishing.Attempt{Step: publishing.StepPublish, Identity: mine.Identity, StartedAt: storagetest.Now()})
			}
			switch app.CodeOf(err) {
			case "":
				won.Add(1)
			case app.CodeConflict:
			default:
				t.Error(err)
			}
		})
		all.Go(func() { // readers meanwhile see one state or the other
			got, err := ledger.Delivery(t.Context(), "delivery")
			if err != nil || (got.State == publishing.Armed) != (got.Identity.Key != "") {
				t.Errorf("read %+v, %v", got, err)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d got through", won.Load())
	}
	entries, err := ledger.PostEntries(t.Context(), "post")
	must(t, err)
	e := entries[0]
	for _, a := range e.Attempts {
		if a.Identity.Key != e.Delivery.Identity.Key {
			t.Errorf("attempt %s of a delivery armed with %s", a.Identity.Key, e.Delivery.Identity.Key)
		}
	}
	if len(e.Attempts) > 1 {
		t.Errorf("%d attempts were opened", len(e.Attempts))
	}
}

func TestAnAttemptEndsOnce(t *testing.T) {
	f := populated(t)
	ledger := f.Publishing()
	d := bring(t, f, plan(t, f, "post", "delivery"), publishing.Armed)
	entries, err := ledger.PostEntries(t.Context(), "post")
	must(t, err)
	a := entries[0].Attempts[0]
	a.EndedAt, a.Outcome = storagetest.Now(), "unknown"
	a.Call = networks.Call{Name: "createRecord", Status: 502, Excerpt: strings.Repeat("é", 1000) + "\xff"}
	unknown := d
	unknown.State = publishing.Unknown
	// An attempt of another delivery, or none, undoes the whole.
	for _, wrong := range []int64{a.ID + 1, 0} {
		other := a
		other.ID = wrong
		wantKey(t, ledger.End(t.Context(), publishing.Armed, unknown, other), app.CodeConflict, storage.KeyConflict)
	}
	if got, _ := ledger.Delivery(t.Context(), "delivery"); got.State != publishing.Armed {
		t.Errorf("state %s after an End that failed", got.State)
	}
	must(t, ledger.End(t.Context(), publishing.Armed, unknown, a))
	wantKey(t, ledger.End(t.Context(), publishing.Armed, unknown, a), app.CodeConflict, storage.KeyConflict)
	wantKey(t, ledger.End(t.Context(), publishing.Unknown, unknown, a), app.CodeConflict, storage.KeyConflict)
	entries, err = ledger.PostEntries(t.Context(), "post")
	must(t, err)
	got := entries[0].Attempts[0]
	if len(got.Call.Excerpt) > 1024 || !utf8.ValidString(got.Call.Excerpt) || !strings.HasPrefix(got.Call.Excerpt, "éé") {
		t.Errorf("kept %d bytes of the answer", len(got.Call.Excerpt))
	}
	got.Call.Excerpt, a.Call.Excerpt, a.DeliveryID = "", "", "delivery"
	if diff := cmp.Diff(a, got); diff != "" {
		t.Error(diff)
	}
}

func TestPublishedNeedsItsProof(t *testing.T) {
	f := populated(t)
	for i, take := range []func(d *publishing.Delivery){
		func(d *publishing.Delivery) { d.RemoteID = "" },
		func(d *publishing.Delivery) { d.Permalink = "" },
		func(d *publishing.Delivery) { d.PublishedAt = time.Time{} },
	} {
		d := bring(t, f, plan(t, f, app.ID(fmt.Sprint("post", i)), app.ID(fmt.Sprint("d", i))), publishing.Armed)
		d.State, d.RemoteID, d.Permalink, d.PublishedAt = publishing.Published, "at://1", "https://bsky.app/1", storagetest.Now()
		take(&d)
		wantKey(t, f.Publishing().Advance(t.Context(), publishing.Armed, d), app.CodeInvalid, storage.KeyInvalid)
	}
	d := bring(t, f, plan(t, f, "post", "d"), publishing.Preparing)
	d.State, d.ArmedAt = publishing.Armed, storagetest.Now()
	wantKey(t, f.Publishing().Advance(t.Context(), publishing.Preparing, d), app.CodeInvalid, storage.KeyInvalid)
}

func TestPlanningAndUnplanning(t *testing.T) {
	f := populated(t)
	ledger := f.Publishing()
	plan(t, f, "post", "first")
	must(t, ledger.Plan(t.Context(), "post", []publishing.Delivery{scheduled("second", "post", bluesky), scheduled("third", "post", facebook)}))
	_, err := ledger.Delivery(t.Context(), "first")
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
	must(t, ledger.Unplan(t.Context(), "post"))
	p, err := f.Editorial().Post(t.Context(), "post")
	must(t, err)
	if p.Stage != "draft" {
		t.Errorf("stage %s", p.Stage)
	}
	entries, err := ledger.PostEntries(t.Context(), "post")
	must(t, err)
	if len(entries) != 0 {
		t.Errorf("entries %+v", entries)
	}
	wantKey(t, ledger.Plan(t.Context(), "absent", nil), app.CodeNotFound, storage.KeyNotFound)
	wantKey(t, ledger.Unplan(t.Context(), "absent"), app.CodeNotFound, storage.KeyNotFound)
	armed := scheduled("x", "post", bluesky)
	armed.State = publishing.Armed
	wantKey(t, ledger.Plan(t.Context(), "post", []publishing.Delivery{armed}), app.CodeInvalid, storage.KeyInvalid)
	wantKey(t, ledger.Plan(t.Context(), "post", []publishing.Delivery{scheduled("x", "other", bluesky)}), app.CodeInvalid, storage.KeyInvalid)

	// What was tried before arming goes with its delivery.
	d := plan(t, f, "tried", "tried")
	d.State = publishing.Preparing
	_, err = ledger.Begin(t.Context(), publishing.Scheduled, d, publishing.Attempt{Step: publishing.StepPrepare, StartedAt: storagetest.Now()})
	must(t, err)
	must(t, ledger.Unplan(t.Context(), "tried"))
}

// TestContent sends what is a network's own where it has something, and else what
// is common.
func TestContent(t *testing.T) {
	pain := publishing.Picture{Hash: bread, Name: "pain.jpg", Alt: "Un pain", Crop: media.Crop{X: 1, Width: 2, Height: 2}}
	four := publishing.Picture{Hash: oven, Name: "four.png"}
	ownFour := publishing.Picture{Hash: oven, Name: "four.png", Alt: "Le four", Crop: media.Crop{Width: 1, Height: 1}}
	for name, c := range map[string]struct {
		account app.ID
		change  func(p *editorial.Post)
		want    string
		shows   []publishing.Picture
	}{
		"its own text and pictures": {bluesky, nil, "Le pain, dès sept heures", []publishing.Picture{ownFour}},
		"its own text alone":        {facebook, nil, "Chers voisins, le pain est chaud.", []publishing.Picture{pain, four}},
		"no picture of its own":     {bluesky, func(p *editorial.Post) { p.Variants[0].Images = nil }, "Le pain, dès sept heures", nil},
		"nothing of its own":        {bluesky, func(p *editorial.Post) { p.Variants = nil }, draft("post").Text, []publishing.Picture{pain, four}},
		"an empty text of its own":  {bluesky, func(p *editorial.Post) { p.Variants[0].Text = "" }, "", []publishing.Picture{ownFour}},
	} {
		t.Run(name, func(t *testing.T) {
			f := populated(t)
			p := draft("post")
			if c.change != nil {
				c.change(&p)
			}
			must(t, f.Editorial().SavePost(t.Context(), p))
			must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("delivery", "post", c.account)}))
			got, shows, err := f.Publishing().Content(t.Context(), "delivery")
			must(t, err)
			if diff := cmp.Diff(networks.Content{Text: c.want, Title: "Le pain", Language: "fr", Film: ovenFilm()}, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.shows, shows); diff != "" {
				t.Error(diff)
			}
		})
	}
	_, _, err := populated(t).Publishing().Content(t.Context(), "absent")
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
}

// ovenFilm is the film of a draft, as a delivery of it has it.
func ovenFilm() *networks.Film {
	return &networks.Film{
		Name: "four.mp4", MIME: "video/mp4", Hash: "hash-film", Video: networks.Video{Size: 9, Width: 2, Height: 2, Codec: "h264"},
	}
}

func TestTheRegistre(t *testing.T) {
	f := populated(t)
	ledger := f.Publishing()
	for day := range 5 {
		id := app.ID(fmt.Sprint("post", day))
		p := draft(id)
		p.Title, p.At = "", at(day+1, 9)
		must(t, f.Editorial().SavePost(t.Context(), p))
		d := scheduled("d-"+id, id, bluesky)
		d.DueAt = paris(p.At)
		must(t, ledger.Plan(t.Context(), id, []publishing.Delivery{d}))
		if day == 3 {
			bring(t, f, d, publishing.Published)
		}
	}
	entries, err := ledger.Entries(t.Context(), "", 3)
	must(t, err)
	var got []app.ID
	for _, e := range entries {
		got = append(got, e.Delivery.ID)
	}
	if diff := cmp.Diff([]app.ID{"d-post4", "d-post3", "d-post2"}, got); diff != "" {
		t.Error(diff)
	}
	entries, err = ledger.Entries(t.Context(), publishing.Published, 3)
	must(t, err)
	if len(entries) != 1 || entries[0].Title != "Du pain chaud" || entries[0].Account.Handle != "martin.bsky.social" ||
		len(entries[0].Attempts) != 1 || entries[0].Attempts[0].Outcome != "created" {
		t.Errorf("entries %+v", entries)
	}
}

func TestRecordingThePast(t *testing.T) {
	f := populated(t)
	p := draft("post")
	p.Stage = "scheduled"
	must(t, f.Editorial().SavePost(t.Context(), p))
	d := scheduled("delivery", "post", bluesky)
	d.State, d.RemoteID, d.Permalink, d.PublishedAt = publishing.Published, "at://1", "https://bsky.app/1", d.DueAt
	d.Attempts, d.ArmedAt, d.Identity = 1, d.DueAt, networks.Identity{Key: "k", CreatedAt: d.DueAt}
	a := publishing.Attempt{
		ID: 1, DeliveryID: "delivery", Step: publishing.StepPublish, Identity: d.Identity, StartedAt: d.DueAt, EndedAt: d.DueAt.Add(time.Second),
		Outcome: "created", Call: networks.Call{Name: "createRecord", Status: 200, Excerpt: "{}"},
	}
	must(t, f.Publishing().Record(t.Context(), []publishing.Entry{{Delivery: d, Attempts: []publishing.Attempt{a}}}))
	entries, err := f.Publishing().PostEntries(t.Context(), "post")
	must(t, err)
	if diff := cmp.Diff(d, entries[0].Delivery); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]publishing.Attempt{a}, entries[0].Attempts); diff != "" {
		t.Error(diff)
	}
	err = f.Publishing().Record(t.Context(), []publishing.Entry{{Delivery: d}})
	if app.CodeOf(err) != app.CodeConflict {
		t.Errorf("recorded twice: %v", err)
	}
}

func TestPublishedDays(t *testing.T) {
	f := populated(t)
	day := paris(at(1, 9))
	record := func(post, delivery, account app.ID, state publishing.State, moment time.Time) {
		t.Helper()
		d := scheduled(delivery, post, account)
		d.State, d.RemoteID, d.Permalink, d.PublishedAt = state, "r", "l", moment
		must(t, f.Publishing().Record(t.Context(), []publishing.Entry{{Delivery: d}}))
	}
	for _, id := range []app.ID{"twice", "later", "refused"} {
		must(t, f.Editorial().SavePost(t.Context(), draft(id)))
	}
	record("twice", "a", bluesky, publishing.Published, day.Add(time.Minute))
	record("twice", "b", facebook, publishing.HandedOver, day)
	record("later", "c", bluesky, publishing.Published, day.Add(time.Hour))
	record("refused", "d", bluesky, publishing.Refused, time.Time{})
	for _, test := range []struct {
		from time.Time
		want []time.Time
	}{
		{time.Time{}, []time.Time{day, day.Add(time.Hour)}},
		{day, []time.Time{day, day.Add(time.Hour)}},
		// A post counts when it went out first: not again on its second network.
		{day.Add(time.Second), []time.Time{day.Add(time.Hour)}},
		{day.Add(2 * time.Hour), nil},
	} {
		got, err := f.Publishing().PublishedDays(t.Context(), test.from)
		must(t, err)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("from %s: %s", test.from, diff)
		}
	}
}
