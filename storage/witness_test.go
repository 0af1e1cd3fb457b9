package storage_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

func init() { roles["publish"] = rolePublish }

const behind = "storage.suspended.behind"

// seen returns options with a witness of their own.
func seen(t testing.TB) storage.Options {
	return storage.Options{Witness: filepath.Join(t.TempDir(), "temoins"), Machine: "fournil"}
}

// stocked leaves a closed file with planned deliveries d0, d1… and returns its
// path.
func stocked(t testing.TB, n int) string {
	t.Helper()
	f := populated(t)
	for i := range n {
		plan(t, f, app.ID(fmt.Sprint("post", i)), app.ID(fmt.Sprint("d", i)))
	}
	must(t, f.Close())
	return f.Path()
}

// copied copies a closed file and returns the path of the copy.
func copied(t testing.TB, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copie.parvis")
	must(t, os.WriteFile(to, content(t, path), 0o600))
	return to
}

// arm brings a delivery to where its call is about to be made, at an instant.
func arm(ctx context.Context, f *storage.File, id app.ID, at time.Time) error {
	ledger := f.Publishing()
	d, err := ledger.Delivery(ctx, id)
	if err != nil {
		return err
	}
	if d.State == publishing.Scheduled {
		d.State = publishing.Preparing
		if err := ledger.Advance(ctx, publishing.Scheduled, d); err != nil {
			return err
		}
	}
	d.State, d.Identity, d.ArmedAt = publishing.Armed, networks.Identity{Key: "k", CreatedAt: at}, at
	d.Attempts++
	_, err = ledger.Begin(ctx, publishing.Preparing, d, publishing.Attempt{Step: publishing.StepPublish, Identity: d.Identity, StartedAt: at})
	return err
}

func wantSuspended(t *testing.T, f *storage.File, want storage.Suspension) {
	t.Helper()
	got, err := f.Suspended(t.Context())
	must(t, err)
	if got != want {
		t.Errorf("suspended %q, want %q", got, want)
	}
}

// TestACopyThatIsBehindIsSuspended: one copied by hand before the last
// publication, elsewhere or put back in the place of the file.
func TestACopyThatIsBehindIsSuspended(t *testing.T) {
	o, path := seen(t), stocked(t, 2)
	f := open(t, path, o)
	wantSuspended(t, f, "")
	must(t, arm(t.Context(), f, "d0", storagetest.Now()))
	must(t, f.Close())
	old := copied(t, path)
	f = open(t, path, o)
	wantSuspended(t, f, "")
	must(t, arm(t.Context(), f, "d1", storagetest.Now()))
	must(t, f.Close())

	for range 2 { // until its owner has seen it
		g := open(t, old, o)
		wantSuspended(t, g, storage.SuspendedBehind)
		must(t, g.Close())
	}
	upToDate := copied(t, path)
	must(t, os.WriteFile(path, content(t, old), 0o600))
	f = open(t, path, o)
	wantSuspended(t, f, storage.SuspendedBehind)
	wantKey(t, arm(t.Context(), f, "d1", storagetest.Now()), app.CodeUnavailable, behind)
	must(t, f.Resume(t.Context()))
	wantSuspended(t, f, "")
	must(t, f.Close())
	f = open(t, path, o)
	wantSuspended(t, f, "")
	must(t, arm(t.Context(), f, "d1", storagetest.Now().Add(time.Hour)))

	g := open(t, upToDate, o) // is behind by now
	wantSuspended(t, g, storage.SuspendedBehind)
	wantSuspended(t, open(t, copied(t, old), storage.Options{Machine: "fournil"}), storage.SuspendedBehind) // as it was kept
	wantSuspended(t, open(t, stocked(t, 1), storage.Options{Machine: "fournil"}), "")
}

// TestTwoCopiesOpenAtOnce: both are up to date when they are opened; the second
// that is about to publish finds that the first did.
func TestTwoCopiesOpenAtOnce(t *testing.T) {
	o, path := seen(t), stocked(t, 3)
	a, b := open(t, path, o), open(t, copied(t, path), o)
	must(t, arm(t.Context(), a, "d0", storagetest.Now()))
	wantSuspended(t, b, "")
	for _, id := range []app.ID{"d0", "d1"} {
		wantKey(t, arm(t.Context(), b, id, storagetest.Now().Add(time.Second)), app.CodeUnavailable, behind)
		if d := delivery(t, b, id); d.State != publishing.Preparing || d.Attempts != 0 || attempts(t, b, d.PostID) != 0 {
			t.Errorf("refused, it is %+v", d)
		}
	}
	wantSuspended(t, b, storage.SuspendedBehind)
	must(t, arm(t.Context(), a, "d1", storagetest.Now()))
	// What left since its owner was told is told as well.
	must(t, b.Resume(t.Context()))
	wantKey(t, arm(t.Context(), b, "d2", storagetest.Now()), app.CodeUnavailable, behind)
	must(t, b.Resume(t.Context()))
	must(t, arm(t.Context(), b, "d2", storagetest.Now().Add(time.Second)))
	wantKey(t, arm(t.Context(), a, "d2", storagetest.Now()), app.CodeUnavailable, behind)
	wantSuspended(t, a, storage.SuspendedBehind)
}

// TestOnlyOneOfTheCopiesArms has two copies arm the same delivery at the same
// moment.
func TestOnlyOneOfTheCopiesArms(t *testing.T) {
	o, path := seen(t), stocked(t, 8)
	files := []*storage.File{open(t, path, o), open(t, copied(t, path), o)}
	for round := range 8 {
		var all sync.WaitGroup
		won := make([]error, len(files))
		for i, f := range files {
			all.Go(func() {
				won[i] = arm(t.Context(), f, app.ID(fmt.Sprint("d", round)), storagetest.Now().Add(time.Duration(i)*time.Second))
			})
		}
		all.Wait()
		if (won[0] == nil) == (won[1] == nil) {
			t.Fatalf("round %d: %v and %v", round, won[0], won[1])
		}
		for i, f := range files {
			if won[i] != nil {
				wantKey(t, won[i], app.CodeUnavailable, behind)
				must(t, f.Resume(t.Context()))
			}
		}
	}
}

// TestNoCopyPublishesUnaware opens, copies, resumes and publishes at random from
// three copies: one that publishes contains all that left before, or its owner
// was told of it.
func TestNoCopyPublishesUnaware(t *testing.T) {
	const copies, deliveries, steps = 3, 12, 30
	first := stocked(t, deliveries)
	for seed := range uint64(5) {
		r, o := rand.New(rand.NewPCG(seed, 0)), seen(t)
		paths, files := make([]string, copies), make([]*storage.File, copies)
		knows, told := make([]int, copies), make([]int, copies) // how many of the attempts so far
		left, refused := 0, 0
		reopen := func(i int) {
			files[i] = open(t, paths[i], o)
			if why, err := files[i].Suspended(t.Context()); err != nil || why != "" {
				told[i] = left
			}
		}
		for i := range copies {
			paths[i] = copied(t, first)
			reopen(i)
		}
		for step := range steps {
			i := r.IntN(copies)
			switch r.IntN(6) {
			case 0: // an older or newer copy takes its place
				j := r.IntN(copies)
				for _, k := range []int{i, j} {
					must(t, files[k].Close())
				}
				must(t, os.WriteFile(paths[i], content(t, paths[j]), 0o600))
				knows[i], told[i] = knows[j], told[j]
				reopen(i)
				if i != j {
					reopen(j)
				}
			case 1:
				must(t, files[i].Close())
				reopen(i)
			case 2:
				why, err := files[i].Suspended(t.Context())
				must(t, err)
				must(t, files[i].Resume(t.Context()))
				if why != "" {
					knows[i] = told[i]
				}
			default:
				id := app.ID(fmt.Sprint("d", r.IntN(deliveries)))
				if d := delivery(t, files[i], id); d.State == publishing.Armed {
					continue
				}
				err := arm(t.Context(), files[i], id, storagetest.Now().Add(time.Duration(step)*time.Second))
				if err != nil {
					wantKey(t, err, app.CodeUnavailable, behind)
					refused++
					told[i] = left
					continue
				}
				if knows[i] != left {
					t.Fatalf("seed %d: copy %d publishes knowing %d of %d", seed, i, knows[i], left)
				}
				left++
				knows[i] = left
			}
		}
		if left == 0 || refused == 0 {
			t.Errorf("seed %d: %d left, %d were refused: it shows nothing", seed, left, refused)
		}
	}
}

// TestNothingIsArmedWithoutItsWitness: neither when it cannot be written, nor
// when it cannot be read.
func TestNothingIsArmedWithoutItsWitness(t *testing.T) {
	for name, spoil := range map[string]func(o storage.Options){
		"no folder": func(o storage.Options) { must(t, os.WriteFile(o.Witness, nil, 0o600)) },
		"no file": func(o storage.Options) {
			must(t, os.MkdirAll(filepath.Join(o.Witness, string(storagetest.Business().ID)), 0o700))
		},
		"no room": func(o storage.Options) {
			must(t, os.MkdirAll(filepath.Join(o.Witness, string(storagetest.Business().ID)+".tmp"), 0o700))
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := seen(t)
			spoil(o)
			f := open(t, stocked(t, 1), o)
			wantSuspended(t, f, "")
			wantKey(t, arm(t.Context(), f, "d0", storagetest.Now()), app.CodeUnavailable, storage.KeyWitness)
			if d := delivery(t, f, "d0"); d.State != publishing.Preparing || d.Attempts != 0 || attempts(t, f, "post0") != 0 {
				t.Errorf("it is %+v", d)
			}
			must(t, os.RemoveAll(o.Witness))
			must(t, arm(t.Context(), f, "d0", storagetest.Now()))
		})
	}
}

// TestADamagedWitnessIsNotTrusted: nobody knows what left.
func TestADamagedWitnessIsNotTrusted(t *testing.T) {
	for _, text := range []string{"", "\n", "\x00\x00", "d0", "d0 ", "d0 x", " 1"} {
		o := seen(t)
		must(t, os.MkdirAll(o.Witness, 0o700))
		must(t, os.WriteFile(filepath.Join(o.Witness, string(storagetest.Business().ID)), []byte(text), 0o600))
		f := open(t, stocked(t, 1), o)
		wantSuspended(t, f, storage.SuspendedBehind)
		must(t, f.Resume(t.Context()))
		must(t, arm(t.Context(), f, "d0", storagetest.Now()))
		wantSuspended(t, f, "")
	}
}

// rolePublish arms one delivery after the other, printing each that was armed,
// until it is killed.
func rolePublish(path string) error {
	ctx := context.Background()
	f, err := storage.Open(ctx, path, storagetest.Clock(), storage.Options{Witness: filepath.Dir(path) + "/temoins"})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		id := fmt.Sprint("d", n)
		if err := arm(ctx, f, app.ID(id), storagetest.Now()); err != nil {
			return err
		}
		fmt.Println(id)
	}
}

// TestKilledWhilePublishing: wherever it was killed, the file that published
// last is not behind, and a copy from before is.
func TestKilledWhilePublishing(t *testing.T) {
	for round := range 3 {
		path := stocked(t, 40)
		old := copied(t, path)
		publisher := child(t, "publish", path)
		out, err := publisher.StdoutPipe()
		must(t, err)
		must(t, publisher.Start())
		id := ""
		for range 3 + 5*round {
			if _, err := fmt.Fscanln(out, &id); err != nil {
				t.Fatal(err)
			}
		}
		must(t, publisher.Process.Kill())
		_ = publisher.Wait()
		o := storage.Options{Witness: filepath.Dir(path) + "/temoins"}
		f := open(t, path, o)
		wantSuspended(t, f, "")
		if d := delivery(t, f, app.ID(id)); d.State != publishing.Armed {
			t.Errorf("round %d: %s is %s", round, id, d.State)
		}
		wantSuspended(t, open(t, old, o), storage.SuspendedBehind)
	}
}
