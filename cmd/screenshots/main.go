// Command screenshots opens the real interface on the sample business and on an
// empty one, on Fyne's headless driver, and writes a picture of every screen, in
// both themes and both sizes.
package main

import (
	"context"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
	"parvis/ui/shell"
)

// now is the moment of every picture: that of the tests.
const now = "2026-11-21T14:32:00+01:00"

// kept is the size whose filled pictures are kept in the documentation.
var kept = fyne.NewSize(1280, 800)

func main() {
	out := flag.String("out", "build/screens", "`folder` of every picture")
	docs := flag.String("docs", "", "`folder` of the pictures kept in the documentation, none when empty")
	lang := flag.String("lang", string(translations.French), "language, fr or en")
	only := flag.String("only", "", "draw only the screens whose name contains this")
	flag.Parse()
	if err := run(*out, *docs, translations.Language(*lang), *only); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(out, docs string, lang translations.Language, only string) error {
	instant, err := time.Parse(time.RFC3339, now)
	if err != nil {
		return err
	}
	for _, dir := range []string{out, docs} {
		if dir == "" {
			continue
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	for _, size := range []fyne.Size{kept, fyne.NewSize(1024, 640)} {
		for _, theme := range []shell.ThemeChoice{shell.ThemeLight, shell.ThemeDark} {
			p := photographer{
				clock: app.FixedClock(instant), out: out, docs: docs, lang: lang, only: only, size: size, theme: theme,
			}
			if err := p.all(); err != nil {
				return err
			}
		}
	}
	return nil
}

// photographer takes the pictures of one size and theme.
type photographer struct {
	clock     app.Clock
	out, docs string
	lang      translations.Language
	only      string
	size      fyne.Size
	theme     shell.ThemeChoice
}

// memory keeps preferences for the time of a picture.
type memory struct{ kept shell.Preferences }

func (m *memory) Preferences() shell.Preferences { return m.kept }

func (m *memory) SavePreferences(p shell.Preferences) error {
	m.kept = p
	return nil
}

// all takes the pictures of the first-start screen, of the sample business and
// of a business just created.
func (p photographer) all() error {
	dir, err := os.MkdirTemp("", "parvis-pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	paths := machine.PathsUnder(dir)
	if err := paths.Make(); err != nil {
		return err
	}
	application := test.NewApp()
	defer application.Quit()
	d := desk.New(desk.Options{Paths: paths, Clock: p.clock, Idle: true})
	window, err := shell.New(shell.Options{
		App: application, Clock: p.clock, Workspaces: d, Locale: string(p.lang),
		Preferences: &memory{shell.Preferences{Theme: p.theme, Language: p.lang}},
		// The headless driver has one goroutine: work is done at once.
		Background: func(work func(), done func()) {
			work()
			done()
		},
	})
	if err != nil {
		return err
	}
	d.InWindow(window)
	window.Window().Resize(p.size)
	if err := p.take(window, "bienvenue", true); err != nil {
		return err
	}
	window.OpenExample()
	if window.Opened() == nil {
		return fmt.Errorf("the sample business did not open")
	}
	if err := p.rooms(window, d, "", true); err != nil {
		return err
	}
	if err := p.afterAnAbsence(window, d); err != nil {
		return err
	}
	ctx := context.Background()
	empty, err := d.Create(ctx, "Salon Élégance & Tradition", business.Hairdresser, "Saint-Rémy-lès-Chevreuse")
	if err != nil {
		return err
	}
	path := empty.Path
	empty.Close()
	window.OpenFile(path)
	defer window.CloseWorkspace()
	return p.rooms(window, d, "-vide", false)
}

// rooms takes a picture of every screen of the open workspace.
func (p photographer) rooms(window *shell.Shell, d *desk.Desk, suffix string, filled bool) error {
	scenes := append(steps(), []scene{
		{name: "accueil", target: page.Target{Room: page.Home}},
		{name: "strategie-versions", target: page.Target{Room: page.Strategy, View: page.StrategyVersions}},
		{name: "strategie-revue", target: page.Target{Room: page.Strategy, View: page.StrategyReview}},
		{name: "calendrier", target: page.Target{Room: page.Editorial}},
		{name: "semaine", target: page.Target{Room: page.Editorial, View: page.Week}},
		{name: "semaine-suivante", target: p.nextWeek(), more: true},
		{name: "mois-choix", target: page.Target{Room: page.Editorial, View: page.Calendar}, strike: []fyne.KeyName{fyne.KeyA}, more: true},
		{name: "repetition", target: p.planned(d), strike: []fyne.KeyName{fyne.KeyR}, more: true},
		{name: "liste", target: page.Target{Room: page.Editorial, View: page.List}},
		{name: "liste-choix", target: page.Target{Room: page.Editorial, View: page.List}, strike: []fyne.KeyName{fyne.KeyA}, more: true},
		{name: "deplacer", target: page.Target{Room: page.Editorial, View: page.List}, strike: []fyne.KeyName{fyne.KeyA, fyne.KeyD}, more: true},
		{name: "filtrer", target: page.Target{Room: page.Editorial, View: page.Calendar}, strike: []fyne.KeyName{fyne.KeyG}, more: true},
		{name: "rechercher", target: page.Target{Room: page.Editorial, View: page.Calendar}, strike: []fyne.KeyName{fyne.KeyF}, typed: "pain", more: true},
		{name: "registre", target: page.Target{Room: page.Editorial, View: page.Register}},
		{name: "composer", target: p.composed(d)},
		{name: "veille", target: page.Target{Room: page.Watch}},
		{name: "indicateurs", target: page.Target{Room: page.Metrics}},
		{name: "comptes", target: page.Target{Room: page.Networks}},
		{name: "reglages", target: page.Target{Room: page.Settings}},
	}...)
	if filled {
		scenes = append(scenes, accounts(d)...)
	}
	for _, s := range scenes {
		s.more = s.more || !filled
		if err := p.show(window, s, suffix); err != nil {
			return err
		}
	}
	return nil
}

// show goes to a scene, takes its picture and leaves it.
func (p photographer) show(window *shell.Shell, s scene, suffix string) error {
	window.Go(s.target)
	s.act(window)
	err := p.take(window, s.name+suffix, !s.more)
	s.leave(window)
	return err
}

// act strikes the shortcuts of a scene, and types in the field they open.
func (s scene) act(window *shell.Shell) {
	for _, key := range s.strike {
		for _, menu := range window.Window().MainMenu().Items {
			for _, item := range menu.Items {
				if item.Shortcut != nil && item.Shortcut.ShortcutName() == (page.Command{Key: key}).Shortcut().ShortcutName() {
					item.Action()
				}
			}
		}
	}
	if s.press != "" {
		if b := pagetest.Button(window.Window(), s.press); b != nil {
			b.Tapped(nil)
		}
	}
	if field := window.Window().Canvas().Focused(); field != nil {
		for _, r := range s.typed {
			field.TypedRune(r)
		}
	}
}

// leave closes what a scene opened, and lets go of what it chose.
func (s scene) leave(window *shell.Shell) {
	over := window.Window().Canvas()
	if len(s.strike) == 0 && over.Overlays().Top() == nil {
		return
	}
	for top := over.Overlays().Top(); top != nil; top = over.Overlays().Top() {
		modal, ok := top.(*kit.Modal)
		if !ok {
			over.Overlays().Remove(top)
			continue
		}
		modal.Close()
	}
	window.Go(page.Target{Room: page.Home})
}

// scene is a screen to take a picture of.
type scene struct {
	name   string
	target page.Target
	more   bool // not kept in the documentation, which has enough without
	// strike are shortcuts of the menu, struck once the screen is there; typed is
	// then typed into the field that they open.
	strike []fyne.KeyName
	typed  string
	press  string // the words of a button, pressed as well
}

// steps are the questions of the strategy, numbered by step, with a letter after
// the first of a step.
func steps() []scene {
	var all []scene
	for i, step := range strategy.Steps() {
		for n, q := range step.Questions() {
			name := fmt.Sprintf("strategie-%02d", i+1)
			if n > 0 {
				name += string(rune('a' + n))
			}
			all = append(all, scene{
				name: name, target: page.Target{Room: page.Strategy, View: page.StrategyPath, ID: app.ID(q)}, more: n > 0,
			})
		}
	}
	return all
}

// composed is the composer on the first post with pictures that can still
// change, or on a new one.
func (p photographer) composed(d *desk.Desk) page.Target {
	posts := d.Services().Editorial
	today := app.DateOf(p.clock.Now())
	ahead, err := posts.Placed(context.Background(), today, today.AddDays(30))
	if err != nil {
		return page.Target{Room: page.Editorial, View: page.NewPost}
	}
	for _, s := range ahead {
		post, state, err := posts.Post(context.Background(), s.ID)
		if err == nil && !state.Fixed() && len(post.Images) > 0 {
			return page.Target{Room: page.Editorial, View: page.EditPost, ID: s.ID}
		}
	}
	return page.Target{Room: page.Editorial, View: page.NewPost}
}

// accounts are the ways into the networks that Parvis publishes to, and the health of
// an account there.
func accounts(d *desk.Desk) []scene {
	room := d.Services().Accounts
	all := []scene{{name: "comptes-choix", target: page.Target{Room: page.Networks, View: page.Connect}}}
	for _, e := range networks.Entries() {
		if len(room.Ways(e.Network)) > 0 {
			target := page.Target{Room: page.Networks, View: page.Connect, ID: app.ID(e.Network)}
			all = append(all, scene{name: "comptes-connexion-" + string(e.Network), target: target, more: true})
		}
	}
	known, err := room.Accounts(context.Background())
	if err != nil {
		return all
	}
	for _, a := range known {
		if a.State == networks.AccountConnected {
			return append(all, scene{name: "comptes-sante", target: page.Target{Room: page.Networks, ID: a.ID}, more: true})
		}
	}
	return all
}

// planned is the week of the next post that can still change.
func (p photographer) planned(d *desk.Desk) page.Target {
	today := app.DateOf(p.clock.Now())
	target := page.Target{Room: page.Editorial, View: page.Week, At: app.Civil{Date: today}}
	ahead, err := d.Services().Editorial.Placed(context.Background(), today.AddDays(1), today.AddDays(30))
	if err == nil && len(ahead) > 0 {
		target.At.Date = ahead[0].At.Date
	}
	return target
}

// nextWeek is the week after this one, whose slots are still to come.
func (p photographer) nextWeek() page.Target {
	return page.Target{Room: page.Editorial, View: page.Week, At: app.Civil{Date: app.DateOf(p.clock.Now()).AddDays(7)}}
}

// take writes the picture of what the window shows.
func (p photographer) take(window *shell.Shell, name string, filled bool) error {
	if !strings.Contains(name, p.only) {
		return nil
	}
	unveil := veil(window.Window().Canvas().Content())
	picture := window.Window().Canvas().Capture()
	unveil()
	theme := "clair"
	if p.theme == shell.ThemeDark {
		theme = "sombre"
	}
	write := func(path string) error {
		file, err := os.Create(path)
		if err != nil {
			return err
		}
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(file, picture); err != nil {
			file.Close()
			return err
		}
		return file.Close()
	}
	full := fmt.Sprintf("%s-%s-%dx%d.png", name, theme, int(p.size.Width), int(p.size.Height))
	if err := write(filepath.Join(p.out, full)); err != nil {
		return err
	}
	if p.docs != "" && filled && p.size == kept {
		return write(filepath.Join(p.docs, fmt.Sprintf("%s-%s.png", name, theme)))
	}
	return nil
}
