package x_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"parvis/app/networks"
)

// told is a post as a list has it.
func told(id, text string, made time.Time) map[string]any {
	return map[string]any{"id": id, "text": text, "created_at": made.UTC().Format("2006-01-02T15:04:05.000Z")}
}

// with changes one thing of a post.
func with(p map[string]any, name string, value any) map[string]any {
	p[name] = value
	return p
}

func answering(id string) []any { return []any{map[string]string{"type": "replied_to", "id": id}} }

func list(posts ...map[string]any) string { return page("", posts...) }

// page is a list that goes on when next is not "".
func page(next string, posts ...map[string]any) string {
	meta := map[string]any{"result_count": len(posts)}
	if next != "" {
		meta["next_token"] = next
	}
	b, err := json.Marshal(map[string]any{"data": posts, "meta": meta})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestFindTellsOnlyWhatIsProven(t *testing.T) {
	const sent = "Pain & brioche <3 sur martin.fr"
	const shown = "Pain &amp; brioche &lt;3 sur https://t.co/a"
	links := func(expanded string) map[string]any {
		return map[string]any{"urls": []any{map[string]string{"url": "https://t.co/a", "expanded_url": expanded, "display_url": "martin.fr"}}}
	}
	ours := func(made time.Time) map[string]any {
		return with(told(postID, shown, made), "entities", links("http://martin.fr"))
	}
	other := with(told("1445880548472328193", shown, now), "entities", links("http://martin.fr"))
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Finding
	}{
		{"there", 200, list(told("1", "Autre chose", now), ours(now)), networks.Present},
		{"there, by a clock that is late", 200, list(ours(now.Add(-2 * time.Minute))), networks.Present},
		{"there, in a list that goes on", 200, page("next", ours(now)), networks.Present},
		{"there, with pictures", 200, list(with(told(postID, shown+" https://t.co/p", now), "entities", map[string]any{"urls": []any{
			map[string]string{"url": "https://t.co/a", "expanded_url": "http://martin.fr/"},
			map[string]string{"url": "https://t.co/p", "expanded_url": "https://x.com/m/status/1/photo/1", "media_key": "3_1"},
		}})), networks.Present},
		{"one of before", 200, list(ours(now.Add(-2*time.Minute - time.Second))), networks.Absent},
		{"another text", 200, list(with(told(postID, "Pain", now), "entities", links("http://martin.fr"))), networks.Absent},
		{"another link", 200, list(with(told(postID, shown, now), "entities", links("http://durand.fr"))), networks.Absent},
		{"there, its link not explained", 200, list(told(postID, shown, now)), networks.Present},
		{"no link", 200, list(told(postID, "Pain &amp; brioche &lt;3 sur", now)), networks.Absent},
		{"an answer", 200, list(with(ours(now), "referenced_tweets", answering("1"))), networks.Absent},
		{"twice", 200, list(ours(now), other), networks.Undecided},
		{"nothing at all", 200, `{"meta":{"result_count":0}}`, networks.Absent},
		{"a list that goes on", 200, page("next", told("1", "Autre chose", now)), networks.Undecided},
		{"a list with an error beside", 200, `{"meta":{"result_count":0},"errors":[{"title":"Not Found Error"}]}`, networks.Undecided},
		{"fewer than said", 200, `{"meta":{"result_count":1}}`, networks.Undecided},
		{"no list", 200, `{}`, networks.Undecided},
		{"no time", 200, list(map[string]any{"id": postID, "text": shown}), networks.Undecided},
		{"no name", 200, list(with(ours(now), "id", "x")), networks.Undecided},
		{"wrong types", 200, `{"data":[{"id":1}],"meta":{"result_count":1}}`, networks.Undecided},
		{"cut", 200, list(ours(now))[:60], networks.Undecided},
		{"a page", 200, `<html>`, networks.Undecided},
		{"not permitted", 403, forbidden("Forbidden"), networks.Undecided},
		{"no credits", 402, problem(402, "https://api.x.com/2/problems/credits", "CreditsDepleted", ""), networks.Undecided},
		{"dead token", 401, unauthorized, networks.Undecided},
		{"too many", 429, ``, networks.Undecided},
		{"not found", 404, problem(404, "https://api.x.com/2/problems/resource-not-found", "Not Found Error", ""), networks.Undecided},
		{"redirect", 307, ``, networks.Undecided},
		{"trouble", 500, ``, networks.Undecided},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked http.Request
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				asked = *r
				answers(tt.status, nil, tt.body)(w, r)
			})
			finding, r := c.Find(t.Context(), s, networks.Content{Text: sent}, identity)
			if finding != tt.want {
				t.Fatalf("%s (%v), want %s", finding, r.Err, tt.want)
			}
			// Each post told is billed: only those made since are asked for.
			q := asked.URL.Query()
			if asked.Method != http.MethodGet || asked.URL.Path != "/2/users/"+userID+"/tweets" || q.Get("start_time") != "2026-11-21T13:30:00Z" || q.Get("exclude") != "retweets,replies" {
				t.Errorf("asked %s %s", asked.Method, asked.URL)
			}
			if proof := r.RemoteID == postID && r.Permalink == "https://x.com/boulangerie_m/status/"+postID; proof != (tt.want == networks.Present) {
				t.Errorf("%s with proof %+v", finding, r)
			}
			if (finding == networks.Undecided) != (r.Err != nil) {
				t.Errorf("%s with error %v", finding, r.Err)
			}
		})
	}
}

func TestFindAnswer(t *testing.T) {
	part := networks.Content{Text: "La suite", Answers: networks.Thread{Root: "1", Parent: "2"}}
	for _, tt := range []struct {
		name, body string
		want       networks.Finding
	}{
		{"there", list(with(told(postID, "La suite", now), "referenced_tweets", answering("2"))), networks.Present},
		{"there, its own name before it", list(with(told(postID, "@Boulangerie_M La suite", now), "referenced_tweets", answering("2"))), networks.Present},
		{"somebody else named before it", list(with(told(postID, "@durand La suite", now), "referenced_tweets", answering("2"))), networks.Absent},
		{"of another part", list(with(told(postID, "La suite", now), "referenced_tweets", answering("1"))), networks.Absent},
		{"no answer", list(told(postID, "La suite", now)), networks.Absent},
	} {
		var excluded string
		c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
			excluded = r.URL.Query().Get("exclude")
			answers(200, nil, tt.body)(w, r)
		})
		finding, r := c.Find(t.Context(), s, part, identity)
		if finding != tt.want || excluded != "retweets" {
			t.Errorf("%s: %s (%v) without %s, want %s", tt.name, finding, r.Err, excluded, tt.want)
		}
	}
}

func TestReadingAsksForLittle(t *testing.T) {
	s, session := signedIn(t)
	for _, text := range []string{"Hier", "Avant-hier"} {
		if r := s.publish(t, *session, text); r.Outcome != networks.Created {
			t.Fatal(r.Err)
		}
	}
	s.clock.Advance(time.Hour)
	id := s.connector.Identify(s.clock.Now())
	if finding, r := s.connector.Find(t.Context(), *session, networks.Content{Text: "Hier"}, id); finding != networks.Absent {
		t.Errorf("%s (%v): that post is an older one", finding, r.Err)
	}
	if n := s.Told(); n != 0 {
		t.Errorf("%d posts were told and billed, want none", n)
	}
}
