package wire_test

import (
	"fmt"
	"testing"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

var noon = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

// post was created some minutes after noon.
func post(minutes int) networks.Post {
	return networks.Post{ID: fmt.Sprintf("p%03d", minutes), CreatedAt: noon.Add(time.Duration(minutes) * time.Minute)}
}

func TestGather(t *testing.T) {
	for name, tt := range map[string]struct {
		limit  int
		pages  [][]networks.Post
		last   bool // of the last page
		passed bool // said of the last page
		want   string
		whole  bool
		asked  int
	}{
		"everything":             {10, [][]networks.Post{{post(3), post(2)}, {post(1)}}, true, false, "p003 p002 p001", true, 2},
		"out of order":           {10, [][]networks.Post{{post(1), post(3), post(2)}}, true, false, "p003 p002 p001", true, 1},
		"up to the instant":      {10, [][]networks.Post{{post(2), post(0), post(-1)}, {post(-2)}}, false, false, "p002 p000", true, 1},
		"one that is older":      {10, [][]networks.Post{{post(3), post(-9), post(2)}, {post(1)}}, true, false, "p003 p002 p001", true, 2},
		"told to reach further":  {10, [][]networks.Post{{post(2)}, {post(1)}}, false, true, "p002 p001", true, 2},
		"exactly the limit":      {2, [][]networks.Post{{post(2), post(1)}}, true, false, "p002 p001", true, 1},
		"more than the limit":    {2, [][]networks.Post{{post(3), post(2), post(1)}}, true, false, "p003 p002", false, 1},
		"the limit, more behind": {2, [][]networks.Post{{post(3), post(2)}, {post(1)}}, true, false, "p003 p002", false, 2},
		"the same page again":    {10, [][]networks.Post{{post(2)}, {post(2)}, {post(2)}}, false, false, "p002", false, 2},
		"an empty page between":  {10, [][]networks.Post{{post(2)}, {}, {post(1)}}, true, false, "p002 p001", true, 3},
		"nothing":                {10, [][]networks.Post{{}}, true, false, "", true, 1},
	} {
		g := wire.GatherPosts(noon, tt.limit)
		asked := 0
		for i, page := range tt.pages {
			asked++
			end := i == len(tt.pages)-1
			if !g.Page(page, end && tt.passed, end && tt.last) {
				break
			}
		}
		all, whole := g.Newest()
		got := ""
		for _, p := range all {
			got += " " + p.ID
		}
		if got != " "+tt.want && got != tt.want || whole != tt.whole || asked != tt.asked {
			t.Errorf("%s: %q, whole %v after %d pages; want %q, %v after %d", name, got, whole, asked, tt.want, tt.whole, tt.asked)
		}
	}
}

func TestGatherEnds(t *testing.T) {
	g := wire.GatherPosts(noon, 1_000_000)
	pages := 1
	for g.Page([]networks.Post{post(pages)}, false, false) {
		if pages++; pages > 100 {
			t.Fatal("pages without an end are read without an end")
		}
	}
	if _, whole := g.Newest(); whole {
		t.Error("what was not read to its end counts as whole")
	}
	g = wire.GatherPosts(noon, 10)
	for pages = 1; g.Page(nil, false, false); pages++ {
		if pages > 100 {
			t.Fatal("empty pages are read without an end")
		}
	}
}
