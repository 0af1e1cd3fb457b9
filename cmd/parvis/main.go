// Command parvis opens the program's window. It only composes: the folders of
// the machine, the desk that makes workspaces out of files, and the shell that
// shows them.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"
	_ "time/tzdata" // Windows knows no IANA zones

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"parvis/app"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/dialogs"
	"parvis/cmd/internal/machine"
	"parvis/ui/shell"
)

// version is that of FyneApp.toml; a release sets it when linking.
var version = "0.1.0"

// appID names the program to the system, as in FyneApp.toml.
const appID = "fr.parvis.desktop"

// options are the command line.
type options struct {
	file    string
	example bool
	folder  string // everything is kept under it when not ""
	tour    bool
}

func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("parvis", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "parvis [-example] [-folder DIR] [-tour] [FILE.parvis]")
		flags.PrintDefaults()
	}
	flags.BoolVar(&o.example, "example", false, "open the sample business")
	flags.StringVar(&o.folder, "folder", "", "keep preferences, backups and documents under this `folder`")
	flags.BoolVar(&o.tour, "tour", false, "walk through the sample business, waiting for a line on standard input after each screen")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 1 {
		return o, fmt.Errorf("one file at most, not %d", flags.NArg())
	}
	o.file = flags.Arg(0)
	return o, nil
}

func main() {
	o, err := parse(os.Args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil:
		fmt.Fprintln(os.Stderr, "parvis:", err)
		os.Exit(2)
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "parvis:", err)
		os.Exit(1)
	}
}

// startingTime is after how long the memory that starting took, mostly for
// reading fonts, is given back to the system: the garbage collector would keep
// it for a program that goes on as it began.
const startingTime = 4 * time.Second

// run opens the window and returns when it is closed.
func run(o options) error {
	paths := machine.SystemPaths()
	if o.folder != "" {
		paths = machine.PathsUnder(o.folder)
	}
	if err := paths.Make(); err != nil {
		return err
	}
	log, closeLog := machine.OpenLog(paths)
	defer closeLog.Close()
	slog.SetDefault(log)

	if o.file != "" {
		absolute, err := filepath.Abs(o.file)
		if err != nil {
			return err
		}
		o.file = absolute
	}
	preferences := paths.Preferences()
	wanted := o.file
	if wanted == "" && !o.example && !o.tour {
		wanted = preferences.Preferences().LastFile
	}
	// A second start on a file that is open brings the first window forward.
	if wanted != "" && machine.Knock(paths, wanted) {
		return nil
	}

	clock := app.SystemClock{}
	note, crash, err := machine.StartCrashNote(paths, version, clock.Now())
	if err != nil {
		slog.Warn("no crash note", "error", err)
	} else {
		defer note.End()
	}
	if crash != "" {
		slog.Warn("the last run did not end as it should", "note", crash)
	}

	application := fyneapp.NewWithID(appID)
	var window *shell.Shell
	files := dialogs.Files{Documents: paths.Documents, Window: func() fyne.Window { return window.Window() }}
	d := desk.New(desk.Options{Paths: paths, Clock: clock, Version: version, Files: files})
	window, err = shell.New(shell.Options{
		App:         application,
		Clock:       clock,
		Workspaces:  d,
		Preferences: preferences,
		Chooser:     files,
		Locale:      string(lang.SystemLocale()),
		Version:     version,
		LogPath:     paths.Log(),
		Crashed:     crash != "",
		Opening:     wanted != "" || o.example,
	})
	if err != nil {
		return err
	}
	d.OnKnock(func() { fyne.Do(window.Raise) })
	d.InWindow(window)

	application.Lifecycle().SetOnStarted(func() {
		time.AfterFunc(startingTime, debug.FreeOSMemory)
		switch {
		case o.tour:
			(&tour{window: window, desk: d, in: bufio.NewScanner(os.Stdin), out: os.Stdout, folder: paths.Documents}).start()
		case o.example:
			window.OpenExample()
		case o.file != "":
			window.OpenFile(o.file)
		default:
			window.OpenLast()
		}
	})
	window.Window().ShowAndRun()
	return nil
}
