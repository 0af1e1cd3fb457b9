package desk_test

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/chromedp/chromedp"
)

// browser is a real one in which somebody is at work, and which counts what they do.
type browser struct {
	t       *testing.T
	tab     context.Context
	actions int // clicks
}

// inBrowser starts a real browser that reaches this machine alone. Where there is none
// the test is skipped with a loud line, or fails if the environment says
// PARVIS_REQUIRE_REAL=1.
func inBrowser(t *testing.T) *browser {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		const why = "*** SKIPPED: nothing was proved in a real browser: chromium is not installed (make test installs it) ***"
		if os.Getenv("PARVIS_REQUIRE_REAL") == "1" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.Flag("lang", "fr-FR"), chromedp.Flag("accept-lang", "fr-FR"),
		chromedp.ProxyServer("127.0.0.1:9"), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1000, 1100))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	tab, leave := chromedp.NewContext(ctx)
	t.Cleanup(leave)
	must(t, chromedp.Do(tab))
	return &browser{t: t, tab: tab}
}

// patience is how long anything may take in a browser on a busy machine.
const patience = 1 * time.Minute

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.picture("failed")
		b.t.Fatalf("in the browser: %v", err)
	}
}

// read returns what an action reads in the page.
func (b *browser) read(action chromedp.Action[string]) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	text, err := chromedp.Run(ctx, action)
	if err != nil {
		b.picture("failed")
		b.t.Fatalf("in the browser: %v", err)
	}
	return text
}

// click clicks what a CSS selector finds.
func (b *browser) click(selector string) {
	b.t.Helper()
	b.actions++
	b.do(chromedp.WaitVisible(selector), chromedp.Click(selector))
}

// picture writes what the browser shows into the folder of PARVIS_GALLERY, if that
// is set.
func (b *browser) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("PARVIS_GALLERY")
	if folder == "" {
		return
	}
	shot, err := chromedp.Run(b.tab, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Logf("no picture of %s: %v", name, err)
		return
	}
	must(b.t, os.WriteFile(filepath.Join(folder, name+".png"), shot, 0o600))
}

// browsing is an app that opens pages in a browser of the test.
type browsing struct {
	fyne.App
	open func(u *url.URL) error
}

func (b *browsing) OpenURL(u *url.URL) error { return b.open(u) }
