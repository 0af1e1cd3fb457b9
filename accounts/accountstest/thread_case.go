package accountstest

import (
	"fmt"
	"testing"

	"parvis/app/networks"
)

// testThread publishes a post and two parts under it, where the connector can: each
// is prepared, published and read back like a post, and never twice.
func testThread(t *testing.T, s *scene) {
	limits, _ := s.account.Limits()
	if !networks.UnderOf(s.Connector).Threads || limits.Needs != networks.NeedsNothing {
		return
	}
	opened := s.session(t)
	var thread networks.Thread
	for i := range 3 {
		part := networks.Content{Text: fmt.Sprintf("Partie %d", i+1), Language: "fr", Answers: thread}
		note, err := s.Connector.Prepare(t.Context(), opened, part, "")
		if err != nil {
			t.Fatalf("preparing part %d: %v", i, err)
		}
		if again, err := s.Connector.Prepare(t.Context(), opened, part, note); err != nil || again != note {
			t.Errorf("part %d prepared again: %q, %v; want the same note %q", i, again, err, note)
		}
		id := s.identify(note)
		r := s.Connector.Publish(t.Context(), opened, part, note, id)
		s.check(t, r)
		if r.Outcome != networks.Created || r.RemoteID == "" || r.Permalink == "" {
			t.Fatalf("part %d is %s: %+v", i, r.Outcome, r)
		}
		if n := s.Records(t); n != i+1 {
			t.Errorf("the server holds %d posts after part %d", n, i)
		}
		finding, found := s.Connector.Find(t.Context(), opened, part, id)
		if finding != networks.Present || found.RemoteID != r.RemoteID || found.Permalink != r.Permalink {
			t.Errorf("part %d read back: %s %+v, want %+v", i, finding, found, r)
		}
		if i == 0 {
			thread.Root = r.RemoteID
		}
		thread.Parent = r.RemoteID
	}
}
