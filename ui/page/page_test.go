package page_test

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

func newHost(t *testing.T) *pagetest.Host {
	t.Helper()
	test.NewTempApp(t)
	return pagetest.New(t, fyne.NewSize(400, 300))
}

func TestSaverSavesOnceForManyKeys(t *testing.T) {
	h := newHost(t)
	saves := 0
	s := page.NewSaver(h, func() { saves++ })
	s.Flush()
	if saves != 0 {
		t.Fatal("saved though nothing was typed")
	}
	for range 5 {
		s.Typed()
	}
	if !s.Waiting() || saves != 0 {
		t.Fatalf("waiting is %v after typing, %d saves", s.Waiting(), saves)
	}
	h.Elapse()
	if s.Waiting() || saves != 1 {
		t.Fatalf("waiting is %v after half a second, %d saves", s.Waiting(), saves)
	}
	s.Typed()
	h.Elapse()
	if saves != 2 {
		t.Fatalf("typing again made %d saves in all", saves)
	}
}

func TestSaverFlushesOnLeaving(t *testing.T) {
	h := newHost(t)
	saves := 0
	s := page.NewSaver(h, func() { saves++ })
	s.Typed()
	s.Flush()
	if saves != 1 || s.Waiting() {
		t.Fatalf("%d saves on leaving, waiting is %v", saves, s.Waiting())
	}
	h.Elapse()
	if saves != 1 {
		t.Fatal("the timer saved again what leaving had saved")
	}
}

// What is typed while a save runs is saved too.
func TestSaverKeepsWhatIsTypedWhileSaving(t *testing.T) {
	h := newHost(t)
	saves := 0
	var s *page.Saver
	s = page.NewSaver(h, func() {
		saves++
		if saves == 1 {
			s.Typed()
		}
	})
	s.Typed()
	h.Elapse()
	if !s.Waiting() {
		t.Fatal("what was typed during a save does not wait for the next")
	}
	h.Elapse()
	if saves != 2 {
		t.Fatalf("%d saves", saves)
	}
}

func TestLoaderDropsStaleAnswers(t *testing.T) {
	for name, order := range map[string][]int{"in order": {0, 1}, "the first answers last": {1, 0}} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t)
			var l page.Loader
			var shown []string
			ask := func(answer string) {
				page.Load(&l, h,
					func(context.Context) (string, error) { return answer, nil },
					func(s string, _ error) { shown = append(shown, s) })
			}
			h.Hold()
			ask("octobre")
			ask("novembre")
			h.Release(order...)
			if diff := cmp.Diff([]string{"novembre"}, shown); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadTellsErrors(t *testing.T) {
	h := newHost(t)
	broken := errors.New("disk")
	var l page.Loader
	var got error
	page.Load(&l, h,
		func(context.Context) (int, error) { return 0, broken },
		func(_ int, err error) { got = err })
	if !errors.Is(got, broken) {
		t.Errorf("Load gave %v", got)
	}
	page.Do(h, func(context.Context) error { return broken }, func(err error) { got = errors.Join(err, app.Fail(app.CodeInternal, "x")) })
	if !errors.Is(got, broken) {
		t.Errorf("Do gave %v", got)
	}
}

// browser is an app whose browser is the test's.
type browser struct {
	fyne.App
	opened []string
	err    error
}

func (b *browser) OpenURL(u *url.URL) error {
	b.opened = append(b.opened, u.String())
	return b.err
}

func TestOnlyWebAddressesAreOpened(t *testing.T) {
	for link, opens := range map[string]bool{
		"https://bsky.app/profile/martin/post/3k": true,
		"http://martin.example":                   true,
		"HTTPS://martin.example":                  true,
		"file:///etc/passwd":                      false,
		"javascript:alert(1)":                     false,
		"smb://serveur/partage":                   false,
		"https://":                                false,
		"https:/martin":                           false,
		"martin.example":                          false,
		"://":                                     false,
		"":                                        false,
	} {
		h := newHost(t)
		b := &browser{App: fyne.CurrentApp()}
		fyne.SetCurrentApp(b)
		page.OpenLink(h, link)
		fyne.SetCurrentApp(b.App)
		if opened := len(b.opened) == 1; opened != opens {
			t.Errorf("%q: opened is %v", link, opened)
		}
		if refused := len(h.Errors) == 1 && app.CodeOf(h.Errors[0]) == app.CodeInvalid; refused == opens {
			t.Errorf("%q: told %v", link, h.Errors)
		}
	}
}

func TestNoBrowserIsTold(t *testing.T) {
	h := newHost(t)
	b := &browser{App: fyne.CurrentApp(), err: errors.New("no browser")}
	fyne.SetCurrentApp(b)
	defer fyne.SetCurrentApp(b.App)
	page.OpenLink(h, "https://martin.example")
	if len(h.Errors) != 1 || app.CodeOf(h.Errors[0]) != app.CodeUnavailable {
		t.Errorf("told %v", h.Errors)
	}
}

// closing is a host whose workspace has its own context.
type closing struct {
	*pagetest.Host
	workspace context.Context
}

func (c closing) Background(work func(ctx context.Context), done func()) {
	work(c.workspace)
	done()
}

func TestWorkThatCanBeStoppedEndsWithItsOwnerOrTheWorkspace(t *testing.T) {
	for _, of := range []string{"owner", "workspace", "neither"} {
		workspace, leave := context.WithCancel(t.Context())
		owner, giveUp := context.WithCancel(t.Context())
		var told error
		page.DoUntil(owner, closing{newHost(t), workspace}, func(ctx context.Context) error {
			switch of {
			case "owner":
				giveUp()
			case "workspace":
				leave()
			default:
				return ctx.Err()
			}
			<-ctx.Done()
			return ctx.Err()
		}, func(err error) { told = err })
		if ended := errors.Is(told, context.Canceled); ended != (of != "neither") {
			t.Errorf("stopped by %s: told %v", of, told)
		}
		giveUp()
		leave()
	}
}
