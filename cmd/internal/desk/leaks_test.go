package desk_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/vault"
	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/app/roundtrip"
	"parvis/assets/translations"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
	"parvis/ui/shell"
)

// search is a business with an account for each way into each network, on a computer
// without a keyring, whose every secret is known.
type search struct {
	*desk.Services
	t       *testing.T
	desk    *desk.Desk
	opened  *shell.Workspace
	owner   computer
	options desk.Options
	clock   *networkstest.Clock
	needles *needles
	tap     *wiretap
	lodgers []*lodger
	said    strings.Builder // errors with what an owner reads of them, and events
	text    []*translations.Catalogue
	posts   []app.ID
	film    media.Hash
}

// TestNoSecretLeavesTheVault lives through what can go wrong with every connector, then
// looks for each secret that was typed, issued or sent, in any form, in every byte of
// every file of the computer and in all that was said.
func TestNoSecretLeavesTheVault(t *testing.T) {
	r := newSearch(t)
	r.protect()
	r.connect()
	r.publish()
	r.restart()
	r.wear()
	r.hand()
	r.look("open")
	r.opened.Close()
	r.look("closed")
}

func newSearch(t *testing.T) *search {
	r := &search{t: t, clock: networkstest.NewClock(saturday), owner: newComputer(t), needles: newNeedles()}
	logTo(t, r.owner.paths)
	note, _, err := machine.StartCrashNote(r.owner.paths, "test", saturday)
	must(t, err)
	t.Cleanup(note.End)
	for _, language := range []translations.Language{translations.French, translations.English} {
		text, err := translations.Load(language)
		must(t, err)
		r.text = append(r.text, text)
	}
	r.tap = newWiretap(t, r.needles)
	r.lodgers = lodgers(t, r.clock)
	for _, l := range r.lodgers {
		r.tap.knows(l.name, l.service, l.faults)
		l.typed(r.needles)
	}
	r.options = r.owner.options(r.clock)
	r.options.Client = &http.Client{Transport: r.tap}
	r.options.Vault = vault.New(r.owner.paths.Vault(), noRing{})
	r.desk = desk.New(r.options)
	r.opened = bakery(t, r.desk)
	r.serve()
	for _, e := range networks.Entries() {
		if r.Accounts.Connectable(e.Network) && !slices.ContainsFunc(r.lodgers, func(l *lodger) bool { return l.network == e.Network }) {
			t.Errorf("%s is not searched", e.Network.Name())
		}
	}
	film, err := os.ReadFile("../../../app/media/testdata/landscape.mp4")
	must(t, err)
	path := filepath.Join(r.owner.paths.Documents, "four.mp4")
	must(t, os.WriteFile(path, film, 0o600))
	kept, err := r.Videos.Add(t.Context(), path, nil)
	must(t, err)
	r.film = kept.Hash
	return r
}

// serve follows what the services of the open file tell of.
func (r *search) serve() {
	r.Services = r.desk.Services()
	app.On(r.Events, func(e publishing.ByHandDue) { fmt.Fprintf(&r.said, "%+v\n", e) })
}

// say keeps what an error says, to the log and to its owner.
func (r *search) say(err error) {
	if err == nil {
		return
	}
	fmt.Fprintf(&r.said, "%v\n%+v\n", err, app.MessageOf(err).Args)
	for _, text := range r.text {
		fmt.Fprintln(&r.said, text.Say(app.MessageOf(err)))
	}
}

// protect chooses a passphrase, after one that will not do.
func (r *search) protect() {
	for _, phrase := range []string{"abc-xyz-12", passphrase} {
		r.needles.add("the passphrase", phrase)
		err := r.Vault.UsePassphrase(r.t.Context(), phrase, true)
		r.say(err)
		if (err == nil) != (phrase == passphrase) {
			r.t.Fatalf("choosing %q: %v", phrase, err)
		}
	}
}

// refusals are the ways in which a server that quotes what it was asked refuses.
var refusals = []int{400, 401, 403, 409, 429, 500, 302, 200}

// connect signs in to every account: refused first, by servers that quote, are gone or
// drop what they say, and with a wrong secret.
func (r *search) connect() {
	ctx := r.t.Context()
	for _, l := range r.lodgers {
		for i, status := range refusals {
			r.tap.tells(status, false)
			err := l.signIn(ctx, r, l.secret)
			if r.say(err); err == nil {
				r.t.Errorf("%s: connected by refusal %d, %d", l.name, i, status)
			}
		}
		r.tap.tells(0, false)
		l.faults.Down(true)
		r.say(l.signIn(ctx, r, l.secret))
		l.faults.Down(false)
		if l.consent == nil {
			wrong := l.wrong()
			r.needles.add(l.name+": a wrong secret", wrong)
			err := l.signIn(ctx, r, wrong)
			if r.say(err); err == nil {
				r.t.Errorf("%s: connected with a wrong secret", l.name)
			}
		}
		if err := l.signIn(ctx, r, l.secret); err != nil {
			r.t.Fatalf("%s: %v", l.name, err)
		}
	}
}

// wrong is a secret in the right form that opens nothing.
func (l *lodger) wrong() string {
	at := len(l.secret) - 1
	last := "0"
	if l.secret[at] == '0' {
		last = "1"
	}
	return l.secret[:at] + last
}

// write schedules a post, with a picture or not, to some accounts; to those that take
// videos only, one with a film.
func (r *search) write(picture bool, to ...*lodger) (posts []app.ID) {
	r.t.Helper()
	var texts, films []app.ID
	for _, l := range to {
		if l.films {
			films = append(films, l.account)
		} else {
			texts = append(texts, l.account)
		}
	}
	for i, accounts := range [][]app.ID{texts, films} {
		if len(accounts) == 0 {
			continue
		}
		ctx := r.t.Context()
		p, err := r.Editorial.New(ctx, app.CivilOf(r.clock.Now().Add(2*time.Minute).In(r.opened.Business.Location())))
		must(r.t, err)
		p.Title, p.Text, p.Lateness = fmt.Sprint("Fournée ", len(r.posts)), "Voici la "+marker(len(r.posts), 0)+".", time.Hour
		p.Accounts = accounts
		switch {
		case i == 1:
			p.Video = r.film
		case picture:
			illustrate(r.t, r.Services, &p)
		}
		must(r.t, r.Editorial.Save(ctx, p))
		must(r.t, r.Ledger.Schedule(ctx, p.ID))
		r.posts, posts = append(r.posts, p.ID), append(posts, p.ID)
	}
	return posts
}

// pass lets the engine work for a while.
func (r *search) pass(during time.Duration) {
	r.t.Helper()
	for end := r.clock.Now().Add(during); r.clock.Now().Before(end); {
		next, err := r.Engine.Tick(context.Background())
		must(r.t, err)
		if next.IsZero() || next.After(end) {
			next = end
		}
		r.clock.Advance(next.Sub(r.clock.Now()))
	}
}

// states counts where the deliveries of some posts stand.
func (r *search) states(posts []app.ID) map[publishing.State]int {
	r.t.Helper()
	all := make(map[publishing.State]int)
	for _, post := range posts {
		entries, err := r.Ledger.PostEntries(r.t.Context(), post)
		must(r.t, err)
		for _, e := range entries {
			all[e.Delivery.State]++
		}
	}
	return all
}

// publish sends posts to every account: as all goes well, then against each fault and
// each refusal.
func (r *search) publish() {
	r.rehearse()
	post := r.write(true, r.lodgers...)
	r.pass(45 * time.Minute)
	if got := r.states(post); got[publishing.Published] != len(r.lodgers) {
		r.t.Fatalf("of %d accounts, %v", len(r.lodgers), got)
	}
	for _, fault := range []accountstest.Fault{
		accountstest.CutAfter, accountstest.FailAfter, accountstest.CutAnswer, accountstest.HalfJSON, accountstest.Redirect, accountstest.RefuseInside, accountstest.Limit, accountstest.DeadToken, accountstest.Duplicate,
	} {
		posts := r.write(true, r.lodgers...)
		for _, l := range r.lodgers {
			_, spoken := l.faults.Answers[fault]
			if words := fault == accountstest.RefuseInside || fault == accountstest.Limit || fault == accountstest.DeadToken || fault == accountstest.Duplicate; !words || spoken {
				l.faults.Break(fault)
			}
		}
		r.pass(5 * time.Minute)
		r.tried(string(fault), posts)
		for _, l := range r.lodgers {
			l.faults.Break(accountstest.None)
		}
		r.recover()
	}
	for i, status := range refusals {
		for _, onlyPublishing := range []bool{true, false} {
			if !onlyPublishing && i%2 == 1 {
				continue // before anything is published the statuses come to the same
			}
			posts := r.write(onlyPublishing, r.lodgers...)
			r.tap.tells(status, onlyPublishing)
			r.pass(5 * time.Minute)
			r.tried(fmt.Sprint("refusal ", status), posts)
			if !onlyPublishing {
				r.rehearse()
			}
			r.tap.tells(0, false)
			r.recover()
		}
	}
}

// tried fails unless most of what was planned came to a call while something was wrong:
// the rest waits for what is in doubt on its account.
func (r *search) tried(wrong string, posts []app.ID) {
	r.t.Helper()
	tried := 0
	for _, post := range posts {
		entries, err := r.Ledger.PostEntries(r.t.Context(), post)
		must(r.t, err)
		for _, e := range entries {
			if len(e.Attempts) > 0 {
				tried++
			}
		}
	}
	if tried <= len(r.lodgers)/2 {
		r.t.Errorf("%s: of %d accounts %d were tried", wrong, len(r.lodgers), tried)
	}
}

func (r *search) rehearse() { r.say(r.Ledger.Rehearse(r.t.Context())) }

// recover settles what a round left in doubt, and connects again the accounts that it
// declared dead.
func (r *search) recover() {
	r.t.Helper()
	// What is in doubt is read back twice, so that nothing waits for it.
	for range 4 {
		r.clock.Advance(16 * time.Minute)
		_, err := r.Engine.Tick(r.t.Context())
		must(r.t, err)
	}
	for _, l := range r.lodgers {
		a, err := r.File.Networks().Account(r.t.Context(), l.account)
		must(r.t, err)
		if a.State == networks.AccountExpired {
			if err := l.signIn(r.t.Context(), r, l.secret); err != nil {
				r.t.Fatalf("%s, again: %v", l.name, err)
			}
		}
	}
}

// restart begins the program anew: something is due before the passphrase is given.
func (r *search) restart() {
	r.t.Helper()
	ctx := r.t.Context()
	post := r.write(false, r.lodgers[0])
	r.opened.Close()
	r.options.Vault = vault.New(r.owner.paths.Vault(), noRing{})
	r.desk = desk.New(r.options)
	w, err := r.desk.Open(ctx, r.opened.Path)
	must(r.t, err)
	r.opened = w
	r.serve()
	r.rehearse()
	r.pass(15 * time.Minute)
	const wrong, other = "une autre phrase secrète", "le four chauffe dès trois heures"
	r.needles.add("a wrong passphrase", wrong)
	r.needles.add("the second passphrase", other)
	r.say(r.Vault.Unlock(ctx, wrong))
	must(r.t, r.Vault.Unlock(ctx, passphrase))
	r.pass(15 * time.Minute)
	if got := r.states(post); got[publishing.Published] != 1 {
		r.t.Fatalf("once unlocked, %v", got)
	}
	r.say(r.Vault.ChangePassphrase(ctx, wrong, other))
	must(r.t, r.Vault.ChangePassphrase(ctx, passphrase, other))
	r.say(r.Vault.UseKeyring(ctx))
}

// wear ends sessions and takes grants back, disconnects and connects again.
func (r *search) wear() {
	r.t.Helper()
	ctx := r.t.Context()
	for _, l := range r.lodgers {
		if l.expire != nil {
			l.expire()
		}
	}
	renewed := r.write(true, r.lodgers...)
	r.pass(time.Hour)
	if got := r.states(renewed); got[publishing.Published] != len(r.lodgers) {
		r.t.Errorf("with sessions that were renewed, %v", got)
	}
	// Two months on, what lives long was renewed or has ended.
	r.clock.Advance(50 * 24 * time.Hour)
	r.write(true, r.lodgers...)
	r.pass(time.Hour)
	r.recover()
	for _, l := range r.lodgers {
		must(r.t, r.Accounts.Disconnect(ctx, l.account))
		if err := l.signIn(ctx, r, l.secret); err != nil {
			r.t.Fatalf("%s, disconnected and connected: %v", l.name, err)
		}
	}
	revoked := r.write(true, r.lodgers...)
	for _, l := range r.lodgers {
		l.revoke()
	}
	r.pass(90 * time.Minute)
	if got := r.states(revoked); got[publishing.Published] != 0 {
		r.t.Errorf("with grants that were taken back, %v", got)
	}
	for _, l := range r.lodgers {
		if l.consent == nil {
			r.say(l.signIn(ctx, r, l.secret))
		}
	}
	must(r.t, r.Accounts.Disconnect(ctx, r.lodgers[0].account))
}

// hand makes all that leaves the program: exports, preferences, a backup.
func (r *search) hand() {
	r.t.Helper()
	ctx, documents, text := r.t.Context(), r.owner.paths.Documents, r.text[0]
	today := app.DateOf(saturday)
	month, err := r.Reports.Monthly(ctx, today, text, nil)
	must(r.t, err)
	calendar, err := r.Roundtrip.Calendar(ctx, roundtrip.Range{From: today.AddDays(-30), To: today.AddDays(90)}, text, nil)
	must(r.t, err)
	pack, err := r.Roundtrip.Pack(ctx, r.posts[:1], text, nil)
	must(r.t, err)
	for name, data := range map[string][]byte{
		"rapport.xlsx": month.Bytes(), "calendrier.xlsx": calendar.Bytes(), "a-valider.xlsx": pack.Book.Bytes(), "a-valider.html": pack.Page.Bytes(),
	} {
		must(r.t, os.WriteFile(filepath.Join(documents, name), data, 0o600))
	}
	dates, err := r.Agenda.Export(ctx, today, today.AddDays(90), true, text)
	must(r.t, err)
	must(r.t, dates.Save(filepath.Join(documents, "agenda.ics")))
	must(r.t, r.owner.paths.Preferences().SavePreferences(shell.Preferences{LastFile: r.opened.Path, Remembered: map[string]string{"networks": "x"}}))
	_, err = r.File.BackUpNow(ctx)
	must(r.t, err)
}

// look searches, once it is sure that it could find something.
func (r *search) look(when string) {
	r.t.Helper()
	if when == "open" {
		entries, err := r.Ledger.Entries(r.t.Context(), "", 1000)
		must(r.t, err)
		seen := make(map[publishing.State]int)
		for _, e := range entries {
			seen[e.Delivery.State]++
			fmt.Fprintf(&r.said, "%+v\n", e)
			for _, text := range r.text {
				fmt.Fprintln(&r.said, text.Say(app.Message{Key: e.Delivery.ErrorKey, Args: e.Delivery.ErrorArgs}))
			}
		}
		for _, state := range []publishing.State{publishing.Published, publishing.Refused, publishing.Missed, publishing.Unknown} {
			if seen[state] == 0 {
				r.t.Errorf("nothing came to be %s: %v", state, seen)
			}
		}
		rehearsals, err := r.Ledger.Rehearsals(r.t.Context())
		must(r.t, err)
		fmt.Fprintf(&r.said, "%+v\n", rehearsals)
	}
	for host, name := range r.tap.names {
		if r.tap.heard[host] == 0 {
			r.t.Errorf("no secret of %s went by", name)
		}
	}
	for _, secret := range r.needles.in([]byte(r.said.String())) {
		r.t.Errorf("%s is said", secret)
	}
	if n := r.owner.holding(r.t, marker(0, 0)); n < 2 {
		r.t.Errorf("%s, a post is found in %d files: the search is blind", when, n)
	}
	read := r.needles.absentFrom(r.t, r.owner)
	r.t.Logf("%s: %d secrets, %d bytes of files, %d of what was said, %d indiscreet answers", when, len(r.needles.known), read, r.said.Len(), r.tap.answers)
}
