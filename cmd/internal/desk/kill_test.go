package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/bluesky"
	"parvis/accounts/bluesky/blueskytest"
	"parvis/accounts/bluesky/pdstest"
	"parvis/accounts/vault"
	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
)

// moment is when the program is killed.
type moment string

const (
	// In the child, by itself.
	whilePreparing moment = "while preparing"
	beforeArming   moment = "before arming"
	afterArming    moment = "after arming"
	beforeSaving   moment = "before the result is saved"
	// In the parent, which stands between the child and the server.
	duringTheCall moment = "during the call"
	onTheWay      moment = "while the call is on its way"
)

// What a child is told by its environment.
const (
	childMoment = "PARVIS_TEST_MOMENT"
	childFolder = "PARVIS_TEST_FOLDER"
	childRing   = "PARVIS_TEST_RING"
	childFile   = "PARVIS_TEST_FILE"
)

// TestMain lets the test binary be the program that is killed.
func TestMain(m *testing.M) {
	switch at := moment(os.Getenv(childMoment)); at {
	case "":
	case whileTyping:
		typeUntilKilled()
	case campaigning:
		campaignUntilKilled()
	default:
		publishUntilKilled(at)
	}
	os.Exit(m.Run())
}

// publishUntilKilled opens the file as the program does, background work
// included, and waits for its end.
func publishUntilKilled(at moment) {
	clock := app.FixedClock(saturday)
	paths := machine.PathsUnder(os.Getenv(childFolder))
	d := desk.New(desk.Options{
		Paths: paths, Clock: clock, Version: "test",
		Vault:      vault.New(paths.Vault(), keyFolder(os.Getenv(childRing))),
		Connectors: networks.Connectors{networks.Bluesky: mortal{bluesky.New(http.DefaultClient, clock, nil), at}},
	})
	w, err := d.Open(context.Background(), os.Getenv(childFile))
	if err != nil {
		fmt.Println("opening:", err)
		os.Exit(3)
	}
	// Standard input ends with the test: no child outlives it.
	_, _ = io.Copy(io.Discard, os.Stdin)
	w.Close()
	os.Exit(4)
}

// mortal is a connector in whose hands the program dies.
type mortal struct {
	networks.Connector
	at moment
}

// die ends this process at once: SIGKILL where there are signals. Nothing
// deferred runs, nothing is flushed.
func (m mortal) die(at moment) {
	if m.at != at {
		return
	}
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		fmt.Println("dying:", err)
		os.Exit(5)
	}
	select {}
}

// Prepare implements networks.Connector.
func (m mortal) Prepare(ctx context.Context, s networks.Session, c networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	note, err := m.Connector.Prepare(ctx, s, c, earlier)
	m.die(whilePreparing)
	return note, err
}

// Identify implements networks.Connector. The engine asks for an identity once
// the preparation is saved, to arm the delivery with it.
func (m mortal) Identify(now time.Time) networks.Identity {
	m.die(beforeArming)
	return m.Connector.Identify(now)
}

// Publish implements networks.Connector.
func (m mortal) Publish(ctx context.Context, s networks.Session, c networks.Content, p networks.Prepared, id networks.Identity) networks.Result {
	m.die(afterArming)
	r := m.Connector.Publish(ctx, s, c, p, id)
	m.die(beforeSaving)
	return r
}

// crossing stands between the program and the server, and sees each call that
// makes a post.
type crossing struct {
	*accountstest.Proxy

	mu    sync.Mutex
	child *os.Process // killed at the first such call when at says so
	at    moment
	calls []*http.Request // as they came
}

func newCrossing(t *testing.T, upstream string, at moment) *crossing {
	t.Helper()
	c := &crossing{at: at}
	c.Proxy = accountstest.NewProxy(t, upstream, c.sees, blueskytest.Answers())
	c.After = func() { c.kill(duringTheCall) }
	if at == onTheWay {
		c.Break(accountstest.CutBefore)
	}
	return c
}

// sees recognises a call that makes a post and keeps it.
func (c *crossing) sees(r *http.Request) bool {
	if !blueskytest.Mutating(r) {
		return false
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return true // cut on its way here: the server would not take it either
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	kept := r.Clone(context.Background())
	kept.Body = io.NopCloser(bytes.NewReader(body))
	c.mu.Lock()
	c.calls = append(c.calls, kept)
	c.mu.Unlock()
	c.kill(onTheWay)
	return true
}

func (c *crossing) kill(at moment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at == at && c.child != nil {
		_ = c.child.Kill()
		c.child = nil
	}
}

func (c *crossing) armed(child *os.Process) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.child = child
}

// sent returns the calls that came by.
func (c *crossing) sent() []*http.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.calls)
}

// TestKilledWhilePublishing kills the program with a post on its way, at each
// step: whatever it had come to, the next start brings it to exactly one record
// on the real server, and the ledger tells the truth all along.
func TestKilledWhilePublishing(t *testing.T) {
	server := pdstest.Start(t)
	serial := 0
	for _, tt := range []struct {
		at    moment
		state publishing.State // that the ledger holds of the dead program
		held  int              // records that the server holds then
		calls int              // that make a post, in the end
	}{
		{whilePreparing, publishing.Preparing, 0, 1},
		{beforeArming, publishing.Preparing, 0, 1},
		{afterArming, publishing.Armed, 0, 1},
		{onTheWay, publishing.Armed, 0, 2},
		{duringTheCall, publishing.Armed, 1, 1},
		{beforeSaving, publishing.Armed, 1, 1},
	} {
		for _, illustrated := range []bool{false, true} {
			name := string(tt.at) + ", text"
			if illustrated {
				name = string(tt.at) + ", picture"
			}
			serial++
			handle := fmt.Sprintf("fournil%d.test", serial)
			t.Run(name, func(t *testing.T) {
				account := server.CreateAccount(t, handle)
				crossing := newCrossing(t, server.URL, tt.at)
				owner := newComputer(t)
				post, path := planned(t, owner, crossing.URL, account, illustrated)

				killChild(t, owner, path, tt.at, crossing)

				clock := networkstest.NewClock(saturday.Add(time.Minute))
				s := open(t, desk.New(owner.options(clock)), path)
				if e := entry(t, s, post); e.Delivery.State != tt.state {
					t.Errorf("the ledger of the dead program says %s, want %s", e.Delivery.State, tt.state)
				}
				if n := len(server.ListRecords(t, account.DID)); n != tt.held {
					t.Errorf("the server holds %d records, want %d", n, tt.held)
				}

				runEngine(t, s, clock, time.Hour)
				uri := proven(t, s, server, account, post, illustrated)
				// What the dead program sent may arrive as late as it likes.
				for _, call := range crossing.sent() {
					deliver(t, server.URL, call)
				}
				runEngine(t, s, clock, 24*time.Hour)
				if again := proven(t, s, server, account, post, illustrated); again != uri {
					t.Errorf("the record became %s, it was %s", again, uri)
				}
				if n := len(crossing.sent()); n != tt.calls {
					t.Errorf("%d calls made a post, want %d", n, tt.calls)
				}
			})
		}
	}
}

// planned leaves a closed file in which a post is due now.
func planned(t *testing.T, owner computer, address string, account pdstest.Account, illustrated bool) (post app.ID, path string) {
	t.Helper()
	d := desk.New(owner.options(app.FixedClock(saturday)))
	w := bakery(t, d)
	defer w.Close()
	s := d.Services()
	connected := connect(t, s, address, account.Handle, account.AppPassword)
	if connected.Service != address {
		t.Fatalf("the account is spoken to at %s, want %s", connected.Service, address)
	}
	p, err := s.Editorial.New(t.Context(), app.CivilOf(saturday.In(w.Business.Location())))
	must(t, err)
	p.Text = "Le pain au levain sort du four à 7 h 🥖 #PainAuLevain"
	if illustrated {
		illustrate(t, s, &p)
	}
	must(t, s.Editorial.Save(t.Context(), p))
	must(t, s.Ledger.Schedule(t.Context(), p.ID))
	return p.ID, w.Path
}

// killChild opens the file in another process, which must be killed.
func killChild(t *testing.T, owner computer, path string, at moment, c *crossing) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(),
		childMoment+"="+string(at), childFolder+"="+owner.folder, childRing+"="+string(owner.ring), childFile+"="+path)
	var said bytes.Buffer
	child.Stdout, child.Stderr = &said, &said
	stdin, err := child.StdinPipe()
	must(t, err)
	defer stdin.Close()
	must(t, child.Start())
	c.armed(child.Process)
	err = child.Wait()
	if ctx.Err() != nil {
		t.Fatalf("the program was not killed within a minute; it said %q", said.String())
	}
	// What ends by itself, even by a panic, has a code.
	if code := child.ProcessState.ExitCode(); err == nil || code > 1 || strings.Contains(said.String(), "panic") {
		t.Fatalf("the program ended by itself with %d and said %q", code, said.String())
	}
}

// entry is the only row of the ledger about a post.
func entry(t *testing.T, s *desk.Services, post app.ID) publishing.Entry {
	t.Helper()
	entries, err := s.Ledger.PostEntries(t.Context(), post)
	must(t, err)
	if len(entries) != 1 {
		t.Fatalf("%d rows in the ledger, want 1", len(entries))
	}
	return entries[0]
}

// proven holds the ledger against the server: one record, published, with that
// record's own address.
func proven(t *testing.T, s *desk.Services, server *pdstest.Server, account pdstest.Account, post app.ID, illustrated bool) string {
	t.Helper()
	records := server.ListRecords(t, account.DID)
	if len(records) != 1 {
		t.Fatalf("the server holds %d records, want exactly 1", len(records))
	}
	d := entry(t, s, post).Delivery
	key := records[0].URI[strings.LastIndex(records[0].URI, "/")+1:]
	if d.State != publishing.Published || d.RemoteID != records[0].URI || !strings.HasSuffix(d.Permalink, "/"+key) {
		t.Errorf("the ledger says %s %s %s, the server holds %s", d.State, d.RemoteID, d.Permalink, records[0].URI)
	}
	p, state, err := s.Editorial.Post(t.Context(), post)
	must(t, err)
	if state != editorial.StatePublished {
		t.Errorf("the post is %s", state)
	}
	var kept struct {
		Text  string
		Embed struct{ Images []struct{ Alt string } }
	}
	must(t, json.Unmarshal(records[0].Value, &kept))
	if kept.Text != p.Text || (len(kept.Embed.Images) == 1) != illustrated {
		t.Errorf("the server holds %+v", kept)
	}
	return records[0].URI
}

// deliver gives a call to the server once more.
func deliver(t *testing.T, address string, call *http.Request) {
	t.Helper()
	body, err := io.ReadAll(call.Body)
	must(t, err)
	r, err := http.NewRequestWithContext(t.Context(), call.Method, address+call.URL.RequestURI(), bytes.NewReader(body))
	must(t, err)
	r.Header = call.Header.Clone()
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	must(t, answer.Body.Close())
	if answer.StatusCode == http.StatusOK {
		t.Errorf("the server took the call a second time")
	}
}
