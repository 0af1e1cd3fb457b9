package desk_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/cmd/internal/desk"
	"parvis/ui/page"
	"parvis/ui/shell"
)

// whileTyping is when the program is killed by the parent, with a post open.
const whileTyping moment = "while typing"

// haste is what a person types in the composer before the program dies.
var haste = strings.Repeat("La fournée de seize heures est sortie, encore tiède. ", 12)

// atOnce bounds how long what is typed may be elsewhere than in the file: the
// second that Parvis promises, and as much again for a machine that is busy.
const atOnce = 2 * time.Second

// typeUntilKilled opens the window on a file, types in a new post, and waits for
// its end with the timers of the real program.
func typeUntilKilled() {
	owner := computer{folder: os.Getenv(childFolder), ring: keyFolder(os.Getenv(childRing))}.onDisk()
	clock := app.FixedClock(saturday)
	turns := make(chan func(), 256) // of the main goroutine
	d := desk.New(owner.options(clock))
	window, err := shell.New(shell.Options{
		App: test.NewApp(), Clock: clock, Workspaces: d, Preferences: owner.paths.Preferences(), Locale: "fr-FR",
		Background: func(work func(), done func()) {
			go func() {
				work()
				turns <- done
			}()
		},
		After: func(delay time.Duration, f func()) (cancel func()) {
			gone := false
			t := time.AfterFunc(delay, func() {
				turns <- func() {
					if !gone {
						f()
					}
				}
			})
			return func() {
				gone = true
				t.Stop()
			}
		},
	})
	if err != nil {
		fmt.Println("opening the window:", err)
		os.Exit(3)
	}
	d.InWindow(window)
	window.OpenFile(os.Getenv(childFile))
	for window.Opened() == nil {
		(<-turns)()
	}
	window.Go(page.Target{Room: page.Editorial, View: page.NewPost})
	canvas := window.Window().Canvas()
	for canvas.Focused() == nil {
		(<-turns)()
	}
	for _, r := range haste {
		canvas.Focused().TypedRune(r)
	}
	fmt.Println("typed")
	// Standard input ends with the test: no child outlives it.
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(4)
	}()
	for turn := range turns {
		turn()
	}
}

// TestKilledWhileTyping: what was typed in the composer is in the file at once, by
// itself, and is there after the program was killed.
func TestKilledWhileTyping(t *testing.T) {
	owner := newComputer(t)
	d := desk.New(owner.options(app.FixedClock(saturday)))
	workspace := bakery(t, d)
	workspace.Close()

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(),
		childMoment+"="+string(whileTyping), childFolder+"="+owner.folder, childRing+"="+string(owner.ring), childFile+"="+workspace.Path)
	said, err := child.StdoutPipe()
	must(t, err)
	stdin, err := child.StdinPipe()
	must(t, err)
	defer stdin.Close()
	must(t, child.Start())
	lines := bufio.NewScanner(said)
	if !lines.Scan() || lines.Text() != "typed" {
		t.Fatalf("the program said %q", lines.Text())
	}
	typed := time.Now()
	for kept(t, workspace.Path) != haste {
		if time.Since(typed) > atOnce {
			t.Fatalf("%s after the last key, the file has %q", time.Since(typed), kept(t, workspace.Path))
		}
	}
	t.Logf("in the file %s after the last key", time.Since(typed).Round(time.Millisecond))
	must(t, child.Process.Kill())
	if err := child.Wait(); err == nil || child.ProcessState.ExitCode() > 1 {
		t.Fatalf("the program ended by itself: %v", err)
	}

	s := open(t, d, workspace.Path)
	posts, err := s.Editorial.Unplaced(t.Context())
	must(t, err)
	if len(posts) != 1 {
		t.Fatalf("%d posts", len(posts))
	}
	post, _, err := s.Editorial.Post(t.Context(), posts[0].ID)
	must(t, err)
	if post.Text != haste {
		t.Errorf("after the kill the post says %q", post.Text)
	}
}

// kept is the text of the only post of a file that another process has open, ""
// while there is none.
func kept(t *testing.T, path string) string {
	t.Helper()
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: "mode=ro"}
	db, err := sql.Open("sqlite", name.String())
	must(t, err)
	defer db.Close()
	var text string
	if err := db.QueryRowContext(t.Context(), `SELECT coalesce(max(text), '') FROM posts`).Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}
