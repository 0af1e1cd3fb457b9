package metrics

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
)

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   float64
	}{
		{[]float64{3}, 3},
		{[]float64{1, 2}, 1.5},
		{[]float64{9, 1, 5}, 5},
		{[]float64{4, 1, 3, 2}, 2.5},
		{[]float64{0.02, 0.03, 0.9}, 0.03},
		{[]float64{0, 0, 0}, 0},
	} {
		given := slices.Clone(test.values)
		if got := Median(given); got != test.want {
			t.Errorf("Median(%v) = %v, want %v", test.values, got, test.want)
		}
		if !slices.Equal(given, test.values) {
			t.Errorf("Median reordered %v to %v", test.values, given)
		}
	}
}

// At least half of the values lie on either side of a median, whatever their
// order.
func TestMedianIsInTheMiddle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e9, 1e9), 1, 50).Draw(t, "values")
		median := Median(values)
		below, above := 0, 0
		for _, v := range values {
			if v <= median {
				below++
			}
			if v >= median {
				above++
			}
		}
		if 2*below < len(values) || 2*above < len(values) {
			t.Fatalf("median %v of %v", median, values)
		}
		shuffled := rapid.Permutation(values).Draw(t, "shuffled")
		if Median(shuffled) != median {
			t.Fatalf("median %v of %v, %v of %v", median, values, Median(shuffled), shuffled)
		}
	})
}

func post(id, pillar app.ID, interactions, reach *float64) PostFigures {
	return PostFigures{PostID: id, PillarID: pillar, Interactions: interactions, Reach: reach}
}

func TestEngagementRate(t *testing.T) {
	for _, test := range []struct {
		name string
		post PostFigures
		want string
	}{
		{"measured", post("a", "", ptr(132), ptr(4500)), "0.0293333"},
		{"no interaction", post("a", "", ptr(0), ptr(100)), "0"},
		{"reach missing", post("a", "", ptr(12), nil), "n. d."},
		{"interactions missing", post("a", "", nil, ptr(100)), "n. d."},
		{"nobody reached", post("a", "", ptr(0), ptr(0)), "n. d."},
	} {
		if got := value(test.post.EngagementRate()); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestMedianEngagementByPillar(t *testing.T) {
	posts := []PostFigures{
		post("1", "offers", ptr(1), ptr(100)),
		post("2", "team", nil, ptr(100)),
		post("3", "backstage", ptr(90), ptr(100)), // a viral one moves no median
		post("4", "backstage", ptr(6), ptr(100)),
		post("5", "backstage", ptr(5), ptr(100)),
		post("6", "backstage", ptr(7), nil),
		post("7", "", ptr(2), ptr(100)),
	}
	want := []PillarEngagement{
		{"backstage", ptr(0.06), 4, 3, Low},
		{"", ptr(0.02), 1, 1, Low},
		{"offers", ptr(0.01), 1, 1, Low},
		{"team", nil, 1, 0, Low},
	}
	if diff := cmp.Diff(want, MedianEngagementByPillar(posts)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestConfidence(t *testing.T) {
	for n, want := range map[int]Confidence{0: Low, 4: Low, 5: Medium, 14: Medium, 15: High, 200: High} {
		if got := ConfidenceOf(n); got != want {
			t.Errorf("ConfidenceOf(%d) = %s", n, got)
		}
	}
}

func TestBestPosts(t *testing.T) {
	posts := []PostFigures{
		post("few", "", ptr(5), ptr(50)),
		post("unmeasured", "", nil, nil),
		post("best", "", ptr(94), ptr(1000)),
		post("many", "", ptr(50), ptr(500)),
		post("worst", "", ptr(0), ptr(1000)),
	}
	ids := func(ranked []RankedPost) (all []app.ID) {
		for _, p := range ranked {
			all = append(all, p.PostID)
		}
		return all
	}
	if diff := cmp.Diff([]app.ID{"many", "few", "best"}, ids(BestPosts(posts, 3))); diff != "" {
		t.Errorf("best (-want +got):\n%s", diff)
	}
	if got := BestPosts(posts, 99); len(got) != 4 {
		t.Errorf("%d posts ranked", len(got))
	}
	if got := BestPosts(posts, -1); len(got) != 0 {
		t.Errorf("%d posts for -1", len(got))
	}
}

func TestPostsOfAPeriod(t *testing.T) {
	b := newBench(t)
	for _, d := range []string{"2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01"} {
		b.store.posts = append(b.store.posts, PostFigures{PostID: app.ID(d), Published: app.Civil{Date: day(d)}})
	}
	posts, err := b.Posts(t.Context(), month(today))
	if err != nil || len(posts) != 2 || posts[0].PostID != "2026-11-01" {
		t.Errorf("posts = %+v, %v", posts, err)
	}
}
