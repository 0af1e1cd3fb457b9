package youtube

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const (
	// early is how much sooner than its attempt a video may have been made, by
	// YouTube's clock.
	early = 2 * time.Minute
	// listed is how many uploads are read, the most that YouTube gives at once.
	listed = "50"
)

// Find asks the session of the upload: while YouTube knows it, it tells whether the
// video was made. Afterwards the channel's own uploads can prove that it was, by its
// words and time, never that it was not.
func (c *Connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	call := networks.Call{Name: "PUT " + uploadPath}
	if content.Film == nil {
		return networks.Undecided, networks.Result{Call: call, Err: doubt(errNoSession)}
	}
	a, err := c.harmless(ctx, s, question(id.Key, content.Film.Size))
	if err != nil {
		return networks.Undecided, networks.Result{Call: told(a, call), Err: err}
	}
	st, ok := a.state(content.Film.Size)
	switch {
	case !ok:
		return a.not("the state of an upload").undecided(c.clock.Now())
	case st.gone:
		return c.search(ctx, s, content, id)
	case !st.whole:
		return networks.Absent, networks.Result{Call: a.Call}
	}
	v, _ := a.made()
	if v.Status.Privacy == public {
		return present(v.ID, a.Call)
	}
	return c.look(ctx, s, v.ID)
}

func present(id string, call networks.Call) (networks.Finding, networks.Result) {
	return networks.Present, networks.Result{RemoteID: id, Permalink: permalink(id), Call: call}
}

// told is the call that was made, or the one that was to be.
func told(a answer, call networks.Call) networks.Call {
	if a.Call.Name != "" {
		return a.Call
	}
	return call
}

func doubt(why error) *app.Error {
	return app.Fail(app.CodeUnknown, "connector.error.unknown", "Network", networks.YouTube.Name()).Because(why)
}

// look reads whether a video that was made is public by now.
func (c *Connector) look(ctx context.Context, s networks.Session, id string) (networks.Finding, networks.Result) {
	call := networks.Call{Name: "GET /youtube/v3/videos"}
	a, err := c.harmless(ctx, s, request{
		name: call.Name, path: "/youtube/v3/videos", query: url.Values{"part": {"status"}, "id": {id}},
	})
	if err != nil {
		return networks.Undecided, networks.Result{Call: told(a, call), Err: err}
	}
	var list struct {
		Kind  string  `json:"kind"`
		Items []video `json:"items"`
	}
	switch err := a.Decode(&list); {
	case err != nil || list.Kind != "youtube#videoListResponse":
		return a.not("a list of videos").undecided(c.clock.Now())
	case len(list.Items) != 1 || list.Items[0].ID != id:
		return networks.Undecided, networks.Result{Call: a.Call, Err: doubt(errors.New("the video was made and is gone"))}
	case list.Items[0].Status.Privacy != public:
		return networks.Undecided, networks.Result{Call: a.Call, Err: hidden()}
	}
	return present(id, a.Call)
}

// upload of the channel, as the playlist that holds them tells it.
type entry struct {
	Snippet struct {
		PublishedAt time.Time `json:"publishedAt"` // when it was uploaded
		Title       string    `json:"title"`
		Description string    `json:"description"`
	} `json:"snippet"`
	Details struct {
		VideoID string `json:"videoId"`
	} `json:"contentDetails"`
}

// search looks for the video among those that the channel uploaded since the attempt.
func (c *Connector) search(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	a, err := c.uploads(ctx, s)
	if err != nil {
		return networks.Undecided, networks.Result{Call: told(a, networks.Call{Name: "GET /youtube/v3/playlistItems"}), Err: err}
	}
	var list struct {
		Kind  string  `json:"kind"`
		Items []entry `json:"items"`
	}
	if err := a.Decode(&list); err != nil || list.Kind != "youtube#playlistItemListResponse" {
		return a.not("a list of uploads").undecided(c.clock.Now())
	}
	wanted, since := describe(content).Snippet, id.CreatedAt.Add(-early)
	var matches []string
	for _, e := range list.Items {
		if videoForm.MatchString(e.Details.VideoID) && !e.Snippet.PublishedAt.Before(since) &&
			wire.Alike(networks.YouTube, wanted.Title, e.Snippet.Title, wire.SameLink) &&
			wire.Alike(networks.YouTube, wanted.Description, e.Snippet.Description, wire.SameLink) {
			matches = append(matches, e.Details.VideoID)
		}
	}
	if len(matches) != 1 {
		return networks.Undecided, networks.Result{Call: a.Call, Err: doubt(fmt.Errorf("%d videos could be it", len(matches)))}
	}
	return c.look(ctx, s, matches[0])
}

// playlist reads which playlist holds the videos of the channel that the access opens,
// which must be that of the account.
func (c *Connector) playlist(ctx context.Context, s networks.Session) (string, answer, error) {
	a, err := c.harmless(ctx, s, request{
		name: "GET /youtube/v3/channels", path: "/youtube/v3/channels", query: url.Values{"part": {"contentDetails"}, "mine": {"true"}},
	})
	if err != nil {
		return "", a, err
	}
	var list struct {
		Items []struct {
			ID      string `json:"id"`
			Details struct {
				Playlists struct {
					Uploads string `json:"uploads"`
				} `json:"relatedPlaylists"`
			} `json:"contentDetails"`
		} `json:"items"`
	}
	if err := a.Decode(&list); err != nil || len(list.Items) != 1 || list.Items[0].Details.Playlists.Uploads == "" {
		return "", a, a.not("a channel").failure(c.clock.Now())
	}
	if list.Items[0].ID != s.Account.RemoteID {
		return "", a, app.Fail(app.CodeConflict, "connector.error.other_account", "Account", s.Account.Handle)
	}
	return list.Items[0].Details.Playlists.Uploads, a, nil
}

// uploads reads the newest videos of the channel, from the playlist that holds them.
func (c *Connector) uploads(ctx context.Context, s networks.Session) (answer, error) {
	playlist, a, err := c.playlist(ctx, s)
	if err != nil {
		return a, err
	}
	return c.harmless(ctx, s, request{
		name: "GET /youtube/v3/playlistItems", path: "/youtube/v3/playlistItems",
		query: url.Values{"part": {"snippet,contentDetails"}, "maxResults": {listed}, "playlistId": {playlist}},
	})
}
