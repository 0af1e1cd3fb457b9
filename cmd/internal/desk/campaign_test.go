package desk_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/vault"
	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
)

// campaigning is the moment of no moment: the parent kills when chance says so.
const campaigning moment = "during a campaign"

const (
	// campaignSize names how many publications a campaign has; a small one runs
	// with every test, to keep it alive.
	campaignSize    = "PARVIS_CAMPAIGN"
	smallCampaign   = 16
	campaignSeed    = 20261130
	campaignStart   = "PARVIS_TEST_START"
	publicationsPer = 40 // posts in one campaign's file at most; more make more campaigns
	mostKills       = 120
)

// hurried is a clock on which an hour passes in six seconds, the same in every
// process.
type hurried struct{ began time.Time }

const hurry = 600

// Now implements app.Clock.
func (c hurried) Now() time.Time { return saturday.Add(time.Since(c.began) * hurry) }

// tally is what a campaign came to on one network.
type tally struct {
	planned, kills, faults        int
	published, toCheck, untouched int
	twice, lost, falsely, stuck   int
}

// TestCampaign publishes to every network at once while the program is killed,
// answers are dropped and networks are cut, at moments that chance chooses; then
// it lets the program come to rest and holds ledger and servers against each
// other.
func TestCampaign(t *testing.T) {
	size := smallCampaign
	if wanted, err := strconv.Atoi(os.Getenv(campaignSize)); err == nil {
		size = wanted
	}
	chance := rand.New(rand.NewPCG(campaignSeed, uint64(size)))
	totals := map[networks.Network]*tally{}
	var order []networks.Network
	for done, round := 0, 0; done < size; round++ {
		t.Run(strconv.Itoa(round), func(t *testing.T) {
			clock := hurried{time.Now()}
			c := &campaign{chance: chance, clock: clock, rivals: rivals(t, clock), totals: totals, owner: newComputer(t)}
			posts := min(publicationsPer, (size-done+len(c.rivals)-1)/len(c.rivals))
			for _, r := range c.rivals {
				if totals[r.network] == nil {
					totals[r.network] = &tally{}
					order = append(order, r.network)
				}
				totals[r.network].planned += posts
			}
			c.plan(t, posts)
			c.run(t)
			c.judge(t)
			done += posts * len(c.rivals)
		})
		if t.Failed() {
			break
		}
	}
	if !testing.Verbose() {
		return
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tplanned\tkills\tfaults\tpublished\tto check\tnot sent\ttwice\tlost\tfalsely\tstuck\t")
	for _, n := range order {
		s := totals[n]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", n.Name(), s.planned, s.kills, s.faults, s.published, s.toCheck, s.untouched, s.twice, s.lost, s.falsely, s.stuck)
	}
	must(t, w.Flush())
}

// campaign is one file on one computer against the rivals.
type campaign struct {
	chance *rand.Rand
	clock  hurried
	rivals []*rival
	totals map[networks.Network]*tally
	owner  computer
	path   string
	posts  []app.ID
}

// marker is in the text of one post and of no other.
func marker(i int) string { return fmt.Sprintf("fournée numéro %03d", i) }

// plan connects the accounts and leaves a closed file with posts due at once.
func (c *campaign) plan(t *testing.T, posts int) {
	t.Helper()
	d := desk.New(c.owner.options(c.clock))
	w, err := d.Create(t.Context(), "Boulangerie Martin", business.Bakery, "Nantes")
	must(t, err)
	defer w.Close()
	s := d.Services()
	for _, r := range c.rivals {
		_, err := s.Accounts.Connect(t.Context(), r.network, r.service, r.identifier, r.secret)
		must(t, err)
	}
	accounts, err := s.Accounts.Accounts(t.Context())
	must(t, err)
	zone := w.Business.Location()
	for i := range posts {
		p, err := s.Editorial.New(t.Context(), app.CivilOf(c.clock.Now().Add(20*time.Minute).In(zone)))
		must(t, err)
		p.Title, p.Text = fmt.Sprintf("Fournée %d", i), "Voici la "+marker(i)+", à 7 h."
		p.Lateness = 30 * 24 * time.Hour
		p.Accounts = nil
		for _, a := range accounts {
			p.Accounts = append(p.Accounts, a.ID)
		}
		must(t, s.Editorial.Save(t.Context(), p))
		must(t, s.Ledger.Schedule(t.Context(), p.ID))
		c.posts = append(c.posts, p.ID)
	}
	c.path = w.Path
}

// run starts the program again and again, breaks what it speaks to and kills it,
// until everything has come to an end.
func (c *campaign) run(t *testing.T) {
	t.Helper()
	for kills := 0; ; kills++ {
		// In the end everything works, or nothing could ever come to rest.
		quiet := kills >= mostKills
		after := time.Duration(5+c.chance.IntN(400)) * time.Millisecond
		if quiet {
			after = 5 * time.Minute
		}
		if ended := c.live(t, after, quiet); ended {
			return
		}
		if quiet {
			t.Fatal("the program does not come to rest")
		}
		for _, r := range c.rivals {
			c.totals[r.network].kills++
		}
	}
}

// live runs the program for some time from the moment its file is open, and
// reports whether it ended by itself, with nothing left to do.
func (c *campaign) live(t *testing.T, during time.Duration, quiet bool) (ended bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), during+time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(), childMoment+"="+string(campaigning), childFolder+"="+c.owner.folder,
		childRing+"="+string(c.owner.ring), childFile+"="+c.path, campaignStart+"="+strconv.FormatInt(c.clock.began.UnixNano(), 10))
	stdin, err := child.StdinPipe()
	must(t, err)
	defer stdin.Close()
	out, err := child.StdoutPipe()
	must(t, err)
	child.Stderr = os.Stderr
	must(t, child.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "open" {
		_ = child.Wait()
		t.Fatalf("the program does not open its file: %q", lines.Text())
	}
	end := time.After(during)
	over := make(chan struct{})
	go func() {
		for lines.Scan() {
			fmt.Println(lines.Text())
		}
		close(over)
	}()
	var trouble <-chan time.Time
	if !quiet {
		ticker := time.NewTicker(7 * time.Millisecond)
		defer ticker.Stop()
		trouble = ticker.C
	}
	for waiting := true; waiting; {
		select {
		case <-over:
			waiting = false
		case <-end:
			waiting = false
			_ = child.Process.Kill()
		case <-trouble:
			c.trouble()
		}
	}
	for _, r := range c.rivals {
		r.faults.Down(false)
		r.faults.Break(accountstest.None)
	}
	<-over
	return child.Wait() == nil
}

// troubles are what chance does to a network.
var troubles = []accountstest.Fault{
	accountstest.CutBefore, accountstest.CutAfter, accountstest.FailBefore, accountstest.FailAfter, accountstest.CutAnswer,
	accountstest.HalfJSON, accountstest.Nonsense, accountstest.Redirect, accountstest.RefuseInside, accountstest.Limit,
	accountstest.Duplicate, accountstest.Stall,
}

// trouble breaks the next call of some network, or cuts it off for a moment.
func (c *campaign) trouble() {
	r := c.rivals[c.chance.IntN(len(c.rivals))]
	switch c.chance.IntN(5) {
	case 0:
		r.faults.Down(true)
	case 1, 2:
		r.faults.Down(false)
	case 3:
		fault := troubles[c.chance.IntN(len(troubles))]
		_, spoken := r.faults.Answers[fault]
		if words := fault == accountstest.RefuseInside || fault == accountstest.Limit || fault == accountstest.Duplicate; words && !spoken {
			return
		}
		r.faults.Break(fault)
		c.totals[r.network].faults++
	}
}

// judge holds the ledger against the servers.
func (c *campaign) judge(t *testing.T) {
	t.Helper()
	s := open(t, desk.New(c.owner.options(c.clock)), c.path)
	for i, post := range c.posts {
		entries, err := s.Ledger.PostEntries(t.Context(), post)
		must(t, err)
		for _, r := range c.rivals {
			at := slices.IndexFunc(entries, func(e publishing.Entry) bool { return e.Account.Network == r.network })
			if at < 0 {
				t.Fatalf("post %d has no row for %s", i, r.network.Name())
			}
			c.judgeOne(t, i, r, entries[at].Delivery)
		}
	}
}

func (c *campaign) judgeOne(t *testing.T, i int, r *rival, d publishing.Delivery) {
	t.Helper()
	there := 0
	proven := false
	for _, post := range r.posts() {
		if strings.Contains(post.text, marker(i)) {
			there++
			proven = proven || post.id == d.RemoteID
		}
	}
	sum := c.totals[r.network]
	if there > 1 {
		sum.twice++
		t.Errorf("%s holds post %d %d times", r.network.Name(), i, there)
	}
	switch d.State {
	case publishing.Published:
		sum.published++
		if !proven {
			sum.falsely++
			t.Errorf("post %d is called published on %s as %s, which holds %d of it", i, r.network.Name(), d.RemoteID, there)
		}
	case publishing.Unknown:
		if sum.toCheck++; !d.AwaitsOwner() {
			sum.stuck++
			t.Errorf("post %d on %s is unknown and nobody settles it: %+v", i, r.network.Name(), d)
		}
	case publishing.Missed, publishing.Refused:
		if sum.untouched++; there > 0 {
			sum.falsely++
			t.Errorf("post %d is called %s on %s (%s), which holds it", i, d.State, r.network.Name(), d.ErrorKey)
		}
	default:
		sum.stuck++
		t.Errorf("post %d on %s stays %s", i, r.network.Name(), d.State)
	}
	if r.exact && there != 1 {
		sum.lost++
		t.Errorf("%s, where every post has an identity, holds post %d %d times; the ledger says %s (%s)", r.network.Name(), i, there, d.State, d.ErrorKey)
	}
}

// campaignUntilKilled opens the file as the program does and lets the engine
// make pass after pass, until nothing is left to do.
func campaignUntilKilled() {
	began, err := strconv.ParseInt(os.Getenv(campaignStart), 10, 64)
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // trouble is what a campaign is made of
	clock := hurried{time.Unix(0, began)}
	paths := machine.PathsUnder(os.Getenv(childFolder))
	d := desk.New(desk.Options{
		Paths: paths, Clock: clock, Version: "test", Vault: vault.New(paths.Vault(), keyFolder(os.Getenv(childRing))), Idle: true,
	})
	w, err := d.Open(context.Background(), os.Getenv(childFile))
	if err != nil {
		fmt.Println("opening:", err)
		os.Exit(3)
	}
	fmt.Println("open")
	// Standard input ends with the test: no child outlives it.
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(4)
	}()
	for {
		next, err := d.Services().Engine.Tick(context.Background())
		if err != nil {
			fmt.Println("ticking:", err)
			os.Exit(5)
		}
		if err := catchUp(d.Services().Ledger); err != nil {
			fmt.Println("catching up:", err)
			os.Exit(5)
		}
		wait := next.Sub(clock.Now())
		// What waits for its owner is asked about rarely.
		if next.IsZero() || wait > 2*time.Hour {
			w.Close()
			os.Exit(0)
		}
		<-time.After(max(wait/hurry, 0))
	}
}

// catchUp is the owner of a campaign, who wants all that is asked about.
func catchUp(ledger *publishing.Service) error {
	rows, err := ledger.CatchUp(context.Background())
	if err != nil {
		return err
	}
	var all []app.ID
	for _, r := range rows {
		all = append(all, r.Delivery.ID)
	}
	return ledger.AnswerCatchUp(context.Background(), all, nil)
}
