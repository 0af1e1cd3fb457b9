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
	"sync/atomic"
	"testing"
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
	smallCampaign   = 50
	campaignSeed    = 20261130
	campaignStart   = "PARVIS_TEST_START"
	publicationsPer = 40 // posts in one campaign's file at most; more make more campaigns
	mostKills       = 120
)

// hurried is a clock that stands still until it is started, from when an hour passes
// in six seconds, the same in every process.
type hurried struct{ began atomic.Int64 } // Unix nanoseconds, 0 before it is started

const hurry = 600

func (c *hurried) start() { c.began.Store(time.Now().UnixNano()) }

// Now implements app.Clock.
func (c *hurried) Now() time.Time {
	began := c.began.Load()
	if began == 0 {
		return saturday
	}
	return saturday.Add(time.Since(time.Unix(0, began)) * hurry)
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
			clock := &hurried{}
			c := &campaign{chance: chance, clock: clock, rivals: rivals(t, clock), totals: totals, owner: newComputer(t)}
			for _, r := range c.rivals {
				if totals[r.network] == nil {
					totals[r.network] = &tally{}
					order = append(order, r.network)
				}
			}
			posts := min(publicationsPer, (size-done+len(c.rivals)-1)/len(c.rivals))
			c.plan(t, posts)
			clock.start()
			c.run(t)
			done += c.judge(t)
		})
		if t.Failed() {
			break
		}
	}
	if testing.Verbose() {
		show(t, totals, order)
	}
}

// campaign is one file on one computer against the rivals.
type campaign struct {
	chance *rand.Rand
	clock  *hurried
	rivals []*rival
	totals map[networks.Network]*tally
	owner  computer
	path   string
	posts  []app.ID
}

// shape is what a post of a campaign has beside a text.
type shape int

const (
	plain shape = iota
	picture
	thread
	commented
	moving
)

var shapes = []shape{plain, picture, thread, commented, moving}

// filmed is the film of the posts that have one.
const filmed = "../../../app/media/testdata/landscape.mp4"

// on reports whether a post of a shape goes to a network.
func (s shape) on(n networks.Network, accounts *networks.AccountService) bool {
	limits, _ := networks.LimitsOf(n)
	switch s {
	case picture:
		return !limits.NoImages
	case moving:
		return slices.Contains(accounts.Abilities(n), networks.SendsVideos)
	}
	return limits.Needs == networks.NeedsNothing
}

// marker is in the text of one part of one post and of nothing else.
func marker(post, part int) string {
	return fmt.Sprintf("fournée numéro %03d%c", post, 'a'+rune(part))
}

// plan connects the accounts and leaves a closed file with posts due at once.
func (c *campaign) plan(t *testing.T, posts int) {
	t.Helper()
	d := desk.New(c.owner.options(c.clock))
	w, err := d.Create(t.Context(), "Boulangerie Martin", business.Bakery, "Nantes")
	must(t, err)
	defer w.Close()
	s := d.Services()
	for _, r := range c.rivals {
		if r.consent != nil {
			_, err := s.Accounts.SignIn(t.Context(), r.network, r.service, r.client, r.consent)
			must(t, err)
			continue
		}
		_, err := s.Accounts.Connect(t.Context(), r.network, r.service, r.identifier, r.secret)
		must(t, err)
	}
	film, err := s.Videos.Add(t.Context(), filmed, nil)
	must(t, err)
	accounts, err := s.Accounts.Accounts(t.Context())
	must(t, err)
	zone := w.Business.Location()
	for i := range posts {
		p, err := s.Editorial.New(t.Context(), app.CivilOf(c.clock.Now().Add(20*time.Minute).In(zone)))
		must(t, err)
		p.Title, p.Text = fmt.Sprintf("Fournée %d", i), "Voici la "+marker(i, 0)+", à 7 h."
		p.Lateness = 30 * 24 * time.Hour
		shape := shapes[i%len(shapes)]
		switch shape {
		case picture:
			illustrate(t, s, &p)
		case thread:
			for part := range 2 {
				p.Text += "\n---\nVoici la suite : " + marker(i, part+1) + "."
			}
		case moving:
			p.Video = film.Hash
		case commented:
			p.Comment = "La recette : " + marker(i, 1) + "."
		}
		p.Accounts = nil
		for _, a := range accounts {
			if shape.on(a.Network, s.Accounts) {
				p.Accounts = append(p.Accounts, a.ID)
			}
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
			after = 3 * time.Minute
		}
		if ended := c.live(t, after, quiet); ended {
			return
		}
		if quiet {
			c.judge(t) // says what goes on
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
		childRing+"="+string(c.owner.ring), childFile+"="+c.path, campaignStart+"="+strconv.FormatInt(c.clock.began.Load(), 10))
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

// campaignUntilKilled opens the file as the program does and lets the engine
// make pass after pass, until nothing is left to do.
func campaignUntilKilled() {
	began, err := strconv.ParseInt(os.Getenv(campaignStart), 10, 64)
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // trouble is what a campaign is made of
	clock := &hurried{}
	clock.began.Store(began)
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
