package publishing_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app/networks"
	"parvis/app/publishing"
)

// naming is a connector whose network names what is prepared: one name after the
// other, the last one for good.
type naming struct {
	connector
	names *[]string
}

var _ networks.Naming = naming{}

func (n naming) Named(p networks.Prepared) string { return string(p) }

func (n naming) Prepare(ctx context.Context, s networks.Session, c networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	if _, err := n.connector.Prepare(ctx, s, c, earlier); err != nil {
		return earlier, err
	}
	name := (*n.names)[0]
	if len(*n.names) > 1 {
		*n.names = (*n.names)[1:]
	}
	return networks.Prepared(name), nil
}

func TestAttemptsAreNamedByWhatIsPrepared(t *testing.T) {
	for _, tt := range []struct {
		name     string
		names    []string
		script   []answer
		state    publishing.State
		key      string
		attempts []string
		public   []string // names of what is public
	}{
		{
			"repeated under its name",
			[]string{"a"},
			[]answer{vanished},
			publishing.Published, "",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish created"},
			[]string{"a"},
		},
		{
			"arrived late under its name",
			[]string{"a"},
			[]answer{late},
			publishing.Published, "",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish unknown", "find present"},
			[]string{"a"},
		},
		{
			"named anew: another attempt",
			[]string{"a", "b"},
			[]answer{vanished},
			publishing.Published, "",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish created"},
			[]string{"b"},
		},
		{
			"named anew and refused: the former can no longer arrive",
			[]string{"a", "b"},
			[]answer{vanished, refuse},
			publishing.Refused, "bluesky.error.refused",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish refused"},
			nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			n := w.networks[networks.Bluesky]
			w.engine = publishing.New(publishing.Parts{
				Store: mortal{w.ledger, w.life}, Accounts: w.ledger, Sessions: w.ledger, Business: w,
				Connectors: networks.Connectors{networks.Bluesky: naming{connector{n, w.life}, &tt.names}},
				Held:       func(context.Context) (bool, error) { return false, nil }, Holds: w.holds, Clock: w.clock, Events: w.events,
			}, w.pace)
			id := w.plan("pain", networks.Bluesky, testNow, 2*time.Hour)
			n.scripted("pain").publish = tt.script
			w.settle(time.Hour)
			w.want(id, tt.state, tt.key)
			if diff := cmp.Diff(tt.attempts, w.attempts(id)); diff != "" {
				t.Error(diff)
			}
			var public []string
			for _, r := range n.records {
				public = append(public, r.key)
			}
			if diff := cmp.Diff(tt.public, public); diff != "" {
				t.Error(diff)
			}
		})
	}
}
