package main

import (
	"net/http"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"parvis/accounts/bluesky"
	"parvis/accounts/bluesky/blueskytest"
	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
	"parvis/ui/kit"
	"parvis/ui/shell"
)

// create types the three fields of the first-start screen.
func (s *screen) create() {
	s.Helper()
	s.reads("Bienvenue dans Parvis")
	s.types("Boulangerie Martin") // the first field has the focus
	trade := one[*kit.Select](s)
	s.fills(trade, "b")
	fields := all[*kit.Entry](s.top())
	s.fills(fields[len(fields)-1].Focusable(), "Nantes")
	s.tap("Créer mon entreprise")
	if s.shell.Opened() == nil {
		s.Fatalf("no business is open; the screen says %q", s.shown())
	}
}

// TestFromNothingToPublished walks the program as an owner does: a business, an
// account, a post written, dated, moved by keyboard on the calendar and
// scheduled; then it leaves, and the Registre shows its link. The server is the
// strict one in memory; cmd/internal/desk walks the real one.
func TestFromNothingToPublished(t *testing.T) {
	clock := networkstest.NewClock(saturday)
	server := blueskytest.Start(t, clock)
	account := server.CreateAccount("boulangerie-martin.test")
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	s := openScreen(t, desk.Options{
		Paths: machine.PathsUnder(t.TempDir()), Clock: clock, Vault: &networkstest.Vault{},
		Connectors: networks.Connectors{networks.Bluesky: bluesky.New(&http.Client{Transport: transport}, clock, nil)},
	})
	s.create()
	b := s.shell.Opened().Business
	if b.Name != "Boulangerie Martin" || b.Trade != business.Bakery || b.Town != "Nantes" {
		t.Fatalf("the business is %+v", b)
	}
	if title := s.shell.Window().Title(); title != "Boulangerie Martin · Parvis" {
		t.Errorf("the window is called %q", title)
	}

	s.tap("Comptes")
	s.tap("Bluesky")
	s.types("@" + account.Handle)
	fields := all[*kit.Entry](s.top())
	s.fills(fields[1].Focusable(), account.AppPassword)
	s.fills(fields[2].Focusable(), server.URL)
	s.tap("Connecter")
	s.reads(account.Handle)

	s.tap("Publications")
	s.tap("Nouvelle publication")
	s.types("Fougasse aux olives samedi #Nantes")
	s.wait()
	s.reads("34 / 300 caractères")
	s.fills(one[*kit.DateField](s).Focusable(), "24/11/2026")
	s.canvas().Unfocus()
	s.fills(one[*kit.TimeField](s).Focusable(), "")
	s.wait()
	s.tap("Calendrier")
	post := s.placed(day(24), app.TimeOfDay{Hour: 9})

	// From Tuesday to Thursday with the keyboard.
	grid := s.grid()
	s.canvas().Focus(grid)
	grid.Select(day(24))
	s.presses(fyne.KeyReturn)
	s.canvas().Focused().TypedRune('m')
	s.presses(fyne.KeyRight, fyne.KeyRight, fyne.KeySpace)
	s.placed(day(26), app.TimeOfDay{Hour: 9})

	grid = s.grid()
	s.canvas().Focus(grid)
	grid.Select(day(26))
	s.presses(fyne.KeyReturn, fyne.KeyReturn) // its chip, then the post
	s.wait()
	s.tap("Programmer")
	s.reads("Programmée")
	clock.Advance(app.Civil{Date: day(26), Time: app.TimeOfDay{Hour: 9}}.In(b.Location()).Sub(clock.Now()))
	if _, err := s.services().Engine.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.wait()

	records := server.Records(account.DID)
	if len(records) != 1 || !strings.Contains(string(records[0].Value), "Fougasse aux olives samedi #Nantes") {
		t.Fatalf("the server holds %+v", records)
	}
	entries, err := s.services().Ledger.PostEntries(t.Context(), post)
	if err != nil || len(entries) != 1 || entries[0].Delivery.State != publishing.Published || entries[0].Delivery.RemoteID != records[0].URI {
		t.Errorf("the ledger holds %+v, %v", entries, err)
	}
	s.reads("Publié jeu. 26\u00a0nov. 09:00")
	s.reads(entries[0].Delivery.Permalink)
	s.tap("Calendrier")
	s.canvas().Focus(one[*kit.Segmented](s))
	s.presses(fyne.KeyEnd) // the last view, Registre
	s.reads("Fougasse aux olives")
	s.reads("Publié")
}

// placed fails unless the only post is on a day and a time, in the file and on
// the calendar, and returns it.
func (s *screen) placed(d app.Date, at app.TimeOfDay) app.ID {
	s.Helper()
	posts, err := s.services().Editorial.Placed(s.Context(), day(1), day(30))
	if err != nil || len(posts) != 1 {
		s.Fatalf("placed posts: %+v, %v", posts, err)
	}
	if want := (app.Civil{Date: d, Time: at}); posts[0].At != want {
		s.Errorf("the post is placed at %v, want %v", posts[0].At, want)
	}
	if !says(s.grid(), "Foug") {
		s.Errorf("the calendar does not show the post; it says %q", s.shown())
	}
	return posts[0].ID
}

// TestTypingIsKept: what is typed is in the file within a second, and when the
// program is closed before that.
func TestTypingIsKept(t *testing.T) {
	paths := machine.PathsUnder(t.TempDir())
	options := desk.Options{Paths: paths, Clock: app.FixedClock(saturday), Vault: &networkstest.Vault{}}
	s := openScreen(t, options)
	s.create()
	s.tap("Publications")
	s.tap("Nouvelle publication")
	s.types("Une idée")
	s.wait()
	if kept := s.drafts(); len(kept) != 1 || kept[0].Title != "Une idée" {
		t.Errorf("within a second the file holds %+v", kept)
	}
	s.types(" de tarte")
	s.shell.Quit()

	s = openScreen(t, options)
	s.shell.OpenLast()
	if kept := s.drafts(); len(kept) != 1 || kept[0].Title != "Une idée de tarte" {
		t.Errorf("at the next start the file holds %+v", kept)
	}
	s.tap("Publications")
	s.reads("Une idée de tarte")
}

// drafts are the posts that have no day.
func (s *screen) drafts() []editorial.Summary {
	s.Helper()
	posts, err := s.services().Editorial.Unplaced(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	return posts
}

func TestFirstStartTellsWhatIsMissing(t *testing.T) {
	s := openScreen(t, desk.Options{Paths: machine.PathsUnder(t.TempDir()), Clock: app.FixedClock(saturday)})
	s.tap("Créer mon entreprise")
	if s.shell.Opened() != nil {
		t.Fatal("a business without a name is open")
	}
	s.reads("Donnez un nom à votre entreprise")
	s.fills(all[*kit.Entry](s.top())[0].Focusable(), "Boulangerie Martin")
	s.tap("Créer mon entreprise")
	s.reads("Choisissez votre métier\u202f: les exemples")
	if s.shell.Opened() != nil {
		t.Fatal("a business without a trade is open")
	}
	if name := all[*kit.Entry](s.top())[0].Text(); name != "Boulangerie Martin" {
		t.Errorf("what was typed became %q", name)
	}
}

// TestCrashIsToldAtTheNextStart: once, over the business that is opened.
func TestCrashIsToldAtTheNextStart(t *testing.T) {
	s := openScreen(t, desk.Options{Paths: machine.PathsUnder(t.TempDir()), Clock: app.FixedClock(saturday)},
		func(o *shell.Options) { o.Crashed = true })
	s.create()
	s.reads("La dernière fois, Parvis s’est")
	s.tap("Compris")
	path := s.shell.Opened().Path
	s.shell.CloseWorkspace()
	s.shell.OpenFile(path)
	for _, line := range s.shown() {
		if strings.HasPrefix(line, "La dernière fois") {
			t.Errorf("told twice: %q", line)
		}
	}
}
