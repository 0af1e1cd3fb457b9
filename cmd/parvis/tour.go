package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/business"
	"parvis/assets/translations"
	"parvis/cmd/internal/desk"
	"parvis/ui/page"
	"parvis/ui/shell"
)

// tour walks the sample business: it shows a screen, says so on out, and goes on
// when a line comes on in. At the end it writes the workbook of the month into
// folder and leaves.
type tour struct {
	window *shell.Shell
	desk   *desk.Desk
	in     *bufio.Scanner
	out    io.Writer
	folder string
}

// stop is one screen of the tour.
type stop struct {
	name string
	show func()
}

func (t *tour) start() {
	go func() {
		fyne.DoAndWait(func() { t.wear(shell.ThemeLight) })
		t.pause("bienvenue")
		fyne.DoAndWait(t.window.OpenExample)
		t.settle()
		for _, s := range t.stops() {
			fyne.DoAndWait(s.show)
			t.pause(s.name)
		}
		if err := t.workbook(); err != nil {
			slog.Error("writing the workbook of the tour", "error", err)
			fmt.Fprintln(os.Stderr, "parvis: the workbook was not written:", err)
		}
		fyne.Do(t.window.Quit)
	}()
}

// pause says what is shown once it is, and waits for a line.
func (t *tour) pause(name string) {
	t.settle()
	fmt.Fprintln(t.out, "tour: shown", name)
	t.in.Scan()
}

// settle waits until the window shows all that it was asked for.
func (t *tour) settle() {
	settled := make(chan struct{})
	t.window.Settled(func() { close(settled) })
	<-settled
}

// wear gives the window a theme.
func (t *tour) wear(theme shell.ThemeChoice) {
	p := t.window.Preferences()
	p.Theme = theme
	t.window.SetPreferences(p)
}

func (t *tour) stops() []stop {
	to := func(target page.Target) func() { return func() { t.window.Go(target) } }
	stops := []stop{
		{"accueil", to(page.Target{Room: page.Home})},
		{"strategie", to(page.Target{Room: page.Strategy})},
		{"calendrier", to(page.Target{Room: page.Editorial})},
	}
	if id, ok := t.nextPost(); ok {
		stops = append(stops, stop{"composer", to(page.Target{Room: page.Editorial, View: page.EditPost, ID: id})})
	}
	dark := func() {
		t.wear(shell.ThemeDark)
		t.window.Go(page.Target{Room: page.Home})
	}
	return append(stops,
		stop{"registre", to(page.Target{Room: page.Editorial, View: page.Register})},
		stop{"veille", to(page.Target{Room: page.Watch})},
		stop{"indicateurs", to(page.Target{Room: page.Metrics})},
		stop{"comptes", to(page.Target{Room: page.Networks})},
		stop{"reglages", to(page.Target{Room: page.Settings})},
		stop{"accueil-sombre", dark},
	)
}

// nextPost is the first post of the coming days.
func (t *tour) nextPost() (app.ID, bool) {
	today := app.DateOf(time.Now())
	posts, err := t.desk.Services().Editorial.Placed(context.Background(), today.AddDays(1), today.AddDays(21))
	if err != nil || len(posts) == 0 {
		return "", false
	}
	return posts[0].ID, true
}

// workbook writes the report of the month.
func (t *tour) workbook() error {
	text, err := translations.Load(translations.French)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(business.DefaultZone)
	if err != nil {
		return err
	}
	w, err := t.desk.Services().Reports.Monthly(context.Background(), app.DateOf(time.Now().In(zone)), text, nil)
	if err != nil {
		return err
	}
	return w.Save(filepath.Join(t.folder, w.Name))
}
