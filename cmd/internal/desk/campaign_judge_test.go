package desk_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"text/tabwriter"

	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/cmd/internal/desk"
)

// tally is what a campaign came to on one network.
type tally struct {
	planned, kills, faults        int // deliveries, times that it was killed, calls made to go wrong
	published, toCheck, untouched int
	twice, lost, falsely, stuck   int
}

// show prints what a campaign came to.
func show(t *testing.T, totals map[networks.Network]*tally, order []networks.Network) {
	t.Helper()
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tplanned\tkills\tfaults\tpublished\tto check\tnot sent\ttwice\tlost\tfalsely\tstuck\t")
	for _, n := range order {
		s := totals[n]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", n.Name(), s.planned, s.kills, s.faults, s.published, s.toCheck, s.untouched, s.twice, s.lost, s.falsely, s.stuck)
	}
	must(t, w.Flush())
}

// judge holds the ledger against the servers, and returns how many deliveries there
// were.
func (c *campaign) judge(t *testing.T) (judged int) {
	t.Helper()
	s := open(t, desk.New(c.owner.options(c.clock)), c.path)
	there := map[networks.Network][]held{}
	for _, r := range c.rivals {
		there[r.network] = r.posts()
	}
	for i, post := range c.posts {
		entries, err := s.Ledger.PostEntries(t.Context(), post)
		must(t, err)
		for _, r := range c.rivals {
			before := publishing.Delivery{State: publishing.Published}
			for _, e := range entries {
				if e.Account.Network != r.network {
					continue
				}
				c.judgeOne(t, i, r, before, e.Delivery, there[r.network])
				before = e.Delivery
				judged++
			}
		}
	}
	return judged
}

// judgeOne holds one delivery, and the one that it follows, against what its network
// holds.
func (c *campaign) judgeOne(t *testing.T, post int, r *rival, before, d publishing.Delivery, holds []held) {
	t.Helper()
	there, proven := 0, false
	for _, h := range holds {
		if strings.Contains(h.text, marker(post, d.Part)) {
			there++
			proven = proven || h.id == d.RemoteID
		}
	}
	who := fmt.Sprintf("part %d of post %d on %s", d.Part, post, r.network.Name())
	sum := c.totals[r.network]
	sum.planned++
	if there > 1 {
		sum.twice++
		t.Errorf("%s is there %d times", who, there)
	}
	switch d.State {
	case publishing.Published:
		sum.published++
		if !proven {
			sum.falsely++
			t.Errorf("%s is called published as %s, and is there %d times", who, d.RemoteID, there)
		}
	case publishing.Unknown:
		if sum.toCheck++; !d.AwaitsOwner() {
			sum.stuck++
			t.Errorf("%s is unknown and nobody settles it: %+v", who, d)
		}
	case publishing.Missed, publishing.Refused, publishing.Scheduled:
		if sum.untouched++; there > 0 {
			sum.falsely++
			t.Errorf("%s is called %s (%s), and is there", who, d.State, d.ErrorKey)
		}
		// What follows a post that did not appear waits for it.
		if d.State == publishing.Scheduled && (!d.Waits() || before.State == publishing.Published) {
			sum.stuck++
			t.Errorf("%s stays scheduled (%s)", who, d.ErrorKey)
		}
	default:
		sum.stuck++
		t.Errorf("%s stays %s", who, d.State)
	}
	if exact := r.exact && d.Kind != publishing.KindComment; exact && there != 1 {
		sum.lost++
		t.Errorf("%s, which has an identity, is there %d times; the ledger says %s (%s)", who, there, d.State, d.ErrorKey)
	}
}
