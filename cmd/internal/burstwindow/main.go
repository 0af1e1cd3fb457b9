// Command burstwindow opens a real window of Parvis on the calendar of a file whose
// deliveries come due in it, and asks the window again and again for an answer while
// they leave: the benchmarks of cmd/internal/desk prepare the file and the networks.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
	_ "time/tzdata" // where the system has no zones

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"parvis/accounts/vault"
	"parvis/app"
	"parvis/app/publishing"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
	"parvis/ui/page"
	"parvis/ui/shell"
)

// ring is a keyring made of files.
type ring string

// Get implements vault.Keyring.
func (r ring) Get(service, user string) (string, error) {
	key, err := os.ReadFile(filepath.Join(string(r), service+"-"+user))
	return string(key), err
}

// Set implements vault.Keyring.
func (r ring) Set(string, string, string) error { return os.ErrPermission }

// Delete implements vault.Keyring.
func (r ring) Delete(string, string) error { return os.ErrPermission }

// clock goes on from an instant.
type clock struct{ from, began time.Time }

// Now implements app.Clock.
func (c clock) Now() time.Time { return c.from.Add(time.Since(c.began)) }

const (
	// lookEvery is how often the window is asked.
	lookEvery = 15 * time.Millisecond
	// countEvery is how often the published deliveries are counted.
	countEvery = 250 * time.Millisecond
)

func main() {
	folder, keys := flag.String("folder", "", "the `folder` of the computer"), flag.String("ring", "", "the `folder` of the keyring")
	from, due := flag.String("from", "", "the `instant` it begins at"), flag.String("due", "", "the `instant` at which everything comes due")
	count, calls := flag.Int("count", 0, "how many deliveries"), flag.Int("calls", 1, "calls in flight for each account")
	flag.Parse()
	if err := run(machine.PathsUnder(*folder), ring(*keys), *from, *due, flag.Arg(0), *count, *calls); err != nil {
		fmt.Fprintln(os.Stderr, "burstwindow:", err)
		os.Exit(1)
	}
}

func run(paths machine.Paths, keys ring, from, due, file string, count, calls int) error {
	start, err := time.Parse(time.RFC3339, from)
	if err != nil {
		return err
	}
	moment, err := time.Parse(time.RFC3339, due)
	if err != nil {
		return err
	}
	c := clock{start, time.Now()}
	pace := publishing.Pace{Calls: calls, RetryMin: 30 * time.Second, RetryMax: 15 * time.Minute}
	d := desk.New(desk.Options{Paths: paths, Clock: c, Version: "bench", Vault: vault.New(paths.Vault(), keys), Pace: pace})
	window, err := shell.New(shell.Options{
		App: fyneapp.NewWithID("fr.parvis.burstwindow"), Clock: c, Workspaces: d, Preferences: paths.Preferences(), Locale: "fr-FR", Version: "bench", Opening: true,
	})
	if err != nil {
		return err
	}
	d.InWindow(window)
	fyne.CurrentApp().Lifecycle().SetOnStarted(func() {
		window.OpenFile(file)
		go func() {
			err := watch(d, window, c, moment, count)
			if err != nil {
				fmt.Fprintln(os.Stderr, "burstwindow:", err)
			}
			fyne.Do(window.Quit)
		}()
	})
	window.Window().ShowAndRun()
	return nil
}

// watch waits for the moment, then asks the window until everything is published, and
// prints how long that took and how long answers took before and meanwhile.
func watch(d *desk.Desk, window *shell.Shell, c clock, moment time.Time, count int) error {
	for d.Services() == nil {
		<-time.After(lookEvery)
	}
	fyne.Do(func() {
		window.Go(page.Target{Room: page.Editorial, View: page.Calendar, At: app.Civil{Date: app.DateOf(moment)}})
	})
	<-time.After(moment.Sub(c.Now()) - 5*time.Second)
	var before, meanwhile []time.Duration
	for c.Now().Before(moment) {
		before = append(before, answer())
	}
	counted := time.Now()
	for {
		meanwhile = append(meanwhile, answer())
		if time.Since(counted) < countEvery {
			continue
		}
		counted = time.Now()
		entries, err := d.Services().Ledger.Entries(context.Background(), publishing.Published, count)
		if err != nil {
			return err
		}
		if len(entries) == count {
			break
		}
		if c.Now().Sub(moment) > 2*time.Minute {
			return fmt.Errorf("%d of %d deliveries are published", len(entries), count)
		}
	}
	fmt.Println(c.Now().Sub(moment).Milliseconds(), at(before, 0.99), at(before, 1), at(meanwhile, 0.5), at(meanwhile, 0.99), at(meanwhile, 1))
	return nil
}

// answer returns how long the window takes to do something, and waits a little.
func answer() time.Duration {
	began := time.Now()
	fyne.DoAndWait(func() {})
	took := time.Since(began)
	<-time.After(lookEvery)
	return took
}

// at returns a quantile in milliseconds.
func at(all []time.Duration, quantile float64) int64 {
	slices.Sort(all)
	return all[min(int(quantile*float64(len(all))), len(all)-1)].Milliseconds()
}
