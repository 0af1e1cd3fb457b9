package instagram_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/graph/graphtest"
	"parvis/accounts/instagram/instagramtest"
	"parvis/app"
	"parvis/app/networks"
)

// commented returns a scene with a post, and a comment on it to be made.
func commented(t *testing.T) (*scene, networks.Session, networks.Content) {
	t.Helper()
	s := fake(t, 1)
	root := s.server.Write(s.account.ID, graphtest.Post{Text: "Bonjour", Created: now.Add(-time.Hour)})
	return s, s.connected(t), networks.Content{Text: "#pain #levain\r\nÀ demain ", Answers: networks.Thread{Root: root, Parent: root, Comment: true}}
}

func TestComment(t *testing.T) {
	s, session, comment := commented(t)
	note, err := s.Connector.Prepare(t.Context(), session, comment, "")
	if err != nil || s.server.Containers() != 0 {
		t.Fatalf("Prepare: %v, %d containers", err, s.server.Containers())
	}
	id := networks.IdentityFor(s.Connector, now, note, networks.Identity{})
	if other := networks.IdentityFor(s.Connector, now, note, networks.Identity{}); other.Key == id.Key || id.Key == "" {
		t.Errorf("two attempts have the key %q", id.Key)
	}
	r := s.Connector.Publish(t.Context(), session, comment, note, id)
	if r.Outcome != networks.Created || r.Permalink == "" || len(s.server.Comments()) != 1 || s.server.Comments()[0].Text != networks.Normalise(comment.Text) {
		t.Fatalf("outcome %s (%v), %+v", r.Outcome, r.Err, s.server.Comments())
	}
	finding, found := s.Connector.Find(t.Context(), session, comment, id)
	if finding != networks.Present || found.RemoteID != r.RemoteID || found.Permalink != r.Permalink {
		t.Errorf("read back: %s %+v, want %+v", finding, found, r)
	}
}

// TestCommentGoesWrong breaks the one call of a comment. Its absence is never
// said: nobody can prove it.
func TestCommentGoesWrong(t *testing.T) {
	for fault, want := range map[accountstest.Fault]networks.Outcome{
		accountstest.CutBefore:    networks.Unknown,
		accountstest.CutAfter:     networks.Unknown,
		accountstest.FailBefore:   networks.Unknown,
		accountstest.FailAfter:    networks.Unknown,
		accountstest.HalfJSON:     networks.Unknown,
		accountstest.Nonsense:     networks.Unknown,
		accountstest.Redirect:     networks.Unknown,
		accountstest.RefuseInside: networks.Unknown,
		accountstest.Limit:        networks.Limited,
		accountstest.DeadToken:    networks.Limited,
	} {
		t.Run(string(fault), func(t *testing.T) {
			s, session, comment := commented(t)
			id := s.Connector.Identify(now)
			s.Faults.Break(fault)
			if r := s.Connector.Publish(t.Context(), session, comment, "{}", id); r.Outcome != want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, want)
			}
			soon, later := networks.Undecided, networks.Unreadable
			if len(s.server.Comments()) == 1 {
				soon, later = networks.Present, networks.Present
			}
			if finding, _ := s.Connector.Find(t.Context(), session, comment, id); finding != soon {
				t.Errorf("read back: %s, want %s", finding, soon)
			}
			s.Clock.Advance(10 * time.Minute)
			if finding, _ := s.Connector.Find(t.Context(), session, comment, id); finding != later {
				t.Errorf("read back later: %s, want %s", finding, later)
			}
		})
	}
}

func TestFindCommentTellsOnlyWhatIsProven(t *testing.T) {
	for _, tt := range []struct {
		name string
		held []instagramtest.Comment
		want networks.Finding
	}{
		{"ours", []instagramtest.Comment{{Text: "#pain #levain\nÀ demain", Username: "boulangerie.martin", At: now}}, networks.Present},
		{"two of them", []instagramtest.Comment{{Text: "#pain #levain\nÀ demain", Username: "boulangerie.martin", At: now}, {Text: "#pain #levain\nÀ demain", Username: "boulangerie.martin", At: now}}, networks.Undecided},
		{"somebody else's", []instagramtest.Comment{{Text: "#pain #levain\nÀ demain", Username: "autre", At: now}}, networks.Undecided},
		{"an older one", []instagramtest.Comment{{Text: "#pain #levain\nÀ demain", Username: "boulangerie.martin", At: now.Add(-time.Hour)}}, networks.Undecided},
		{"another one", []instagramtest.Comment{{Text: "#pain", Username: "boulangerie.martin", At: now}}, networks.Undecided},
	} {
		s, session, comment := commented(t)
		for i, c := range tt.held {
			c.ID, c.Post = fmt.Sprintf("1790000000000%d", i), comment.Answers.Root
			s.server.Comment(c)
		}
		if finding, r := s.Connector.Find(t.Context(), session, comment, s.Connector.Identify(now)); finding != tt.want {
			t.Errorf("%s: %s (%v), want %s", tt.name, finding, r.Err, tt.want)
		}
	}
}

func TestCommentThatIsNotSent(t *testing.T) {
	s, session, comment := commented(t)
	gone, stranger, long, pictures := comment, comment, comment, comment
	gone.Answers.Root = "17849999999999999"
	stranger.Answers.Root = "../me"
	long.Text = strings.Repeat("é", 2201)
	pictures.Images = post(t, 1).Images
	for _, tt := range []struct {
		name    string
		content networks.Content
		key     string
	}{
		{"on what is gone", gone, "connector.error.reply"},
		{"on no identifier", stranger, "connector.error.reply"},
		{"too long", long, networks.ProblemTooLong},
		{"with pictures", pictures, networks.ProblemImagesRefused},
	} {
		r := s.Connector.Publish(t.Context(), session, tt.content, "{}", s.Connector.Identify(now))
		if r.Outcome != networks.Refused || key(r.Err) != tt.key || s.Faults.Passed() != 0 {
			t.Errorf("%s: %s (%v), want %s", tt.name, r.Outcome, r.Err, tt.key)
		}
	}
	for _, content := range []networks.Content{stranger, long, pictures} {
		if _, err := s.Connector.Prepare(t.Context(), session, content, ""); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("prepared: %v", err)
		}
	}
	s.server.Set(func(b *graphtest.Behaviour) { b.Blind = true })
	if r := s.Connector.Publish(t.Context(), session, comment, "{}", s.Connector.Identify(now)); r.Outcome != networks.Limited || s.Faults.Passed() != 0 {
		t.Errorf("on a post that cannot be read: %s (%v)", r.Outcome, r.Err)
	}
	s.server.Revoke(s.account.ID)
	if r := s.Connector.Publish(t.Context(), session, comment, "{}", s.Connector.Identify(now)); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeUnauthorised {
		t.Errorf("with a dead token: %s (%v)", r.Outcome, r.Err)
	}
}

func TestNoAnswerTellsASecretOfAComment(t *testing.T) {
	for _, status := range []int{200, 400, 401, 500} {
		s, session := speaking(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, mediaID) {
				fmt.Fprintf(w, `{"id":%q,"permalink":%q}`, mediaID, link)
				return
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(refusal(100, 0, r.Header.Get("Authorization"))))
		})
		comment := networks.Content{Text: "Bonjour", Answers: networks.Thread{Root: mediaID, Comment: true}}
		r := s.Connector.Publish(t.Context(), session, comment, "{}", s.Connector.Identify(now))
		_, found := s.Connector.Find(t.Context(), session, comment, s.Connector.Identify(now))
		for _, told := range []networks.Result{r, found} {
			var e *app.Error
			errors.As(told.Err, &e)
			if text := fmt.Sprint(told, e); strings.Contains(text, s.Secret) {
				t.Errorf("%d: a secret is told: %s", status, text)
			}
		}
	}
}
