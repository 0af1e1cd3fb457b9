package linkedin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// element is a post as a list has it.
func element(urn, commentary string, made time.Time) map[string]any {
	return map[string]any{
		"id": urn, "author": pageURN, "commentary": commentary, "createdAt": made.UnixMilli(), "lifecycleState": "PUBLISHED",
	}
}

// with changes one thing of an element.
func with(e map[string]any, name string, value any) map[string]any {
	e[name] = value
	return e
}

func list(elements ...map[string]any) string {
	b, err := json.Marshal(map[string]any{"elements": append([]map[string]any{}, elements...), "paging": map[string]any{}})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestFindTellsOnlyWhatIsProven(t *testing.T) {
	const sent = "Le pain (au levain) est là. #levain https://martin.fr/des-pains-au-levain-naturel"
	const shown = `Le pain \(au levain\) est là. {hashtag|\#|levain} https://martin.fr/des-pains-au-levain-naturel`
	other := "urn:li:share:7141138937766391809"
	full := make([]map[string]any, 100)
	for i := range full {
		full[i] = element(fmt.Sprintf("urn:li:share:%d", i+1), "Autre chose", now.Add(time.Duration(100-i)*time.Second))
	}
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Finding
	}{
		{"there", 200, list(element(other, "Autre chose", now.Add(time.Minute)), element(postURN, shown, now.Add(time.Second))), networks.Present},
		{"there, by a clock that is late", 200, list(element(postURN, shown, now.Add(-2*time.Minute))), networks.Present},
		{"there, its link shortened", 200, list(element(postURN, strings.Replace(shown, "https://martin.fr/des-pains-au-levain-naturel", "https://lnkd.in/eAbCd123", 1), now)), networks.Present},
		{"there, other white space", 200, list(element(postURN, strings.Replace(shown, " est", "\n\nest", 1)+" ", now)), networks.Present},
		{"one of before", 200, list(element(postURN, shown, now.Add(-2*time.Minute-time.Millisecond))), networks.Absent},
		{"another text", 200, list(element(postURN, shown+` \!`, now)), networks.Absent},
		{"another link", 200, list(element(postURN, strings.Replace(shown, "martin.fr", "durand.fr", 1), now)), networks.Absent},
		{"somebody else's", 200, list(with(element(postURN, shown, now), "author", "urn:li:organization:1")), networks.Absent},
		{"a draft", 200, list(with(element(postURN, shown, now), "lifecycleState", "DRAFT")), networks.Absent},
		{"twice", 200, list(element(postURN, shown, now), element(other, shown, now)), networks.Undecided},
		{"nothing at all", 200, list(), networks.Absent},
		{"a list that goes on", 200, list(full...), networks.Undecided},
		{"a list that goes back far enough", 200, list(append(full[:99:99], element(other, "Autre chose", now.Add(-time.Hour)))...), networks.Absent},
		{"no list", 200, `{}`, networks.Undecided},
		{"null", 200, `{"elements":null}`, networks.Undecided},
		{"no time", 200, list(with(element(postURN, shown, now), "createdAt", 0)), networks.Undecided},
		{"no name", 200, list(element("urn:li:share:", shown, now)), networks.Undecided},
		{"wrong types", 200, `{"elements":[{"id":1}]}`, networks.Undecided},
		{"cut", 200, list(element(postURN, shown, now))[:60], networks.Undecided},
		{"a page", 200, `<html>`, networks.Undecided},
		{"not permitted", 403, says(403, "ACCESS_DENIED", "Not enough permissions"), networks.Unreadable},
		{"403 from something on the way", 403, `<html>`, networks.Undecided},
		{"dead token", 401, says(401, "EXPIRED_ACCESS_TOKEN", "expired"), networks.Undecided},
		{"too many", 429, says(429, "TOO_MANY_REQUESTS", "throttled"), networks.Undecided},
		{"not found", 404, says(404, "NOT_FOUND", "no"), networks.Undecided},
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
			if asked.Method != http.MethodGet || asked.URL.Query().Get("author") != pageURN || asked.Header.Get("X-Restli-Method") != "FINDER" {
				t.Errorf("asked %s %s with %v", asked.Method, asked.URL, asked.Header)
			}
			if present := r.RemoteID == postURN && r.Permalink == "https://www.linkedin.com/feed/update/"+postURN+"/"; present != (tt.want == networks.Present) {
				t.Errorf("%s with proof %+v", finding, r)
			}
			if finding == networks.Undecided && r.Err == nil {
				t.Error("undecided without a reason")
			}
			if dead := app.CodeOf(r.Err) == app.CodeUnauthorised; dead != (tt.name == "dead token") {
				t.Errorf("error %v", r.Err)
			}
		})
	}
}

func TestFindComment(t *testing.T) {
	said := func(urn, actor, text string, made time.Time) map[string]any {
		return map[string]any{
			"commentUrn": urn, "actor": actor, "message": map[string]string{"text": text}, "created": map[string]int64{"time": made.UnixMilli()},
		}
	}
	const urn = "urn:li:comment:(urn:li:activity:1,2)"
	first := networks.Content{Text: "Le lien : https://martin.fr", Answers: networks.Thread{Root: postURN, Comment: true}}
	full := make([]map[string]any, 100)
	for i := range full {
		full[i] = said(fmt.Sprintf("urn:li:comment:(urn:li:activity:1,%d)", i+10), "urn:li:person:x", "Bravo", now.Add(-time.Hour))
	}
	for _, tt := range []struct {
		name, body string
		want       networks.Finding
	}{
		{"there", list(said("urn:li:comment:(urn:li:activity:1,1)", "urn:li:person:x", "Bravo", now), said(urn, pageURN, first.Text, now)), networks.Present},
		{"in older words", list(with(with(said(urn, pageURN, first.Text, now), "commentUrn", ""), "$URN", urn)), networks.Present},
		{"somebody else's", list(said(urn, "urn:li:person:x", first.Text, now)), networks.Absent},
		{"one of before", list(said(urn, pageURN, first.Text, now.Add(-time.Hour))), networks.Absent},
		{"twice", list(said(urn, pageURN, first.Text, now), said("urn:li:comment:(urn:li:activity:1,3)", pageURN, first.Text, now)), networks.Undecided},
		// Comments come in no order that is said: a full list proves nothing.
		{"a list that goes on", list(full...), networks.Undecided},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var path string
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				path = r.URL.EscapedPath()
				answers(200, nil, tt.body)(w, r)
			})
			finding, r := c.Find(t.Context(), s, first, identity)
			if finding != tt.want || path != "/rest/socialActions/urn%3Ali%3Ashare%3A7141138937766391808/comments" {
				t.Errorf("%s (%v) from %s, want %s", finding, r.Err, path, tt.want)
			}
			if finding == networks.Present && (r.RemoteID != urn || r.Permalink != "https://www.linkedin.com/feed/update/"+postURN+"/") {
				t.Errorf("proof %+v", r)
			}
		})
	}
}

func TestHashtagsAreFoundInLinkedInsOwnSign(t *testing.T) {
	c, s := speaking(t, answers(200, nil, list(element(postURN, `Du pain {hashtag|\#|été}`, now))))
	if finding, r := c.Find(t.Context(), s, networks.Content{Text: "Du pain ＃été"}, identity); finding != networks.Present {
		t.Errorf("%s (%v), want %s", finding, r.Err, networks.Present)
	}
}

func TestPostsOfMembersAreNotAskedFor(t *testing.T) {
	c, s := speaking(t, func(http.ResponseWriter, *http.Request) { t.Error("something was asked") })
	s.Account.RemoteID = "urn:li:person:Mbr1"
	if finding, _ := c.Find(t.Context(), s, networks.Content{Text: "Bonjour"}, identity); finding != networks.Unreadable {
		t.Errorf("%s, want %s", finding, networks.Unreadable)
	}
}
