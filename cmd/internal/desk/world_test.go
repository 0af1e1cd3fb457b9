package desk_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"parvis/accounts/vault"
	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
	"parvis/ui/shell"
)

// saturday is the instant of tests: 21 November 2026, 14:32 in Paris.
var saturday = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// keyFolder is a keyring that keeps each key in a file of its own, so that one
// process finds what another kept.
type keyFolder string

var _ vault.Keyring = keyFolder("")

func (k keyFolder) file(service, user string) string {
	return filepath.Join(string(k), service+"-"+user)
}

// Get implements vault.Keyring.
func (k keyFolder) Get(service, user string) (string, error) {
	key, err := os.ReadFile(k.file(service, user))
	if os.IsNotExist(err) {
		return "", keyring.ErrNotFound
	}
	return string(key), err
}

// Set implements vault.Keyring.
func (k keyFolder) Set(service, user, secret string) error {
	return os.WriteFile(k.file(service, user), []byte(secret), 0o600)
}

// Delete implements vault.Keyring.
func (k keyFolder) Delete(service, user string) error { return os.Remove(k.file(service, user)) }

// computer is what one owner's computer holds: the folders of Parvis, and
// elsewhere the keyring.
type computer struct {
	folder string
	paths  machine.Paths
	ring   keyFolder
}

func newComputer(t testing.TB) computer {
	t.Helper()
	folder := t.TempDir()
	paths := machine.PathsUnder(folder)
	if err := paths.Make(); err != nil {
		t.Fatal(err)
	}
	return computer{folder: folder, paths: paths, ring: keyFolder(t.TempDir())}
}

// onDisk returns the computer whose folder and keyring another process made.
func (c computer) onDisk() computer {
	c.paths = machine.PathsUnder(c.folder)
	return c
}

// options are those of a desk of this computer.
func (c computer) options(clock app.Clock) desk.Options {
	return desk.Options{Paths: c.paths, Clock: clock, Version: "test", Vault: vault.New(c.paths.Vault(), c.ring), Idle: true}
}

// bakery creates the file of a business.
func bakery(t testing.TB, d *desk.Desk) *shell.Workspace {
	t.Helper()
	w, err := d.Create(t.Context(), "Boulangerie Martin", business.Bakery, "Nantes")
	if err != nil {
		t.Fatalf("Create: %v", err)
	}
	return w
}

// open opens the file of a business until the test ends.
func open(t testing.TB, d *desk.Desk, path string) *desk.Services {
	t.Helper()
	w, err := d.Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(w.Close)
	return d.Services()
}

// photograph is a picture as an owner would add it.
func photograph(t testing.TB) *bytes.Reader {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			picture.Set(x, y, color.RGBA{R: uint8(x), G: uint8(y), B: uint8(x * y), A: 255})
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(file.Bytes())
}

// illustrate adds the photograph to a post.
func illustrate(t testing.TB, s *desk.Services, p *editorial.Post) {
	t.Helper()
	picture, err := s.Media.Add(t.Context(), "fournil.png", photograph(t))
	if err != nil {
		t.Fatalf("adding a picture: %v", err)
	}
	p.Images = append(p.Images, editorial.PostImage{Hash: picture.Hash, Alt: "Une miche dorée sur la pelle"})
}

// must ends the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// runEngine lets the engine pass as often as it asks, and the clock with it, for
// a while.
func runEngine(t testing.TB, s *desk.Services, clock *networkstest.Clock, during time.Duration) {
	t.Helper()
	end := clock.Now().Add(during)
	for range 200 {
		next, err := s.Engine.Tick(context.Background())
		must(t, err)
		if next.IsZero() || next.After(end) {
			clock.Advance(end.Sub(clock.Now()))
			_, err := s.Engine.Tick(context.Background())
			must(t, err)
			return
		}
		if wait := next.Sub(clock.Now()); wait > 0 {
			clock.Advance(wait)
		}
	}
	t.Fatal("the engine never comes to rest")
}

// connect connects an account of a server as its owner would.
func connect(t testing.TB, s *desk.Services, server, handle, password string) networks.Account {
	t.Helper()
	account, err := s.Accounts.Connect(t.Context(), networks.Bluesky, server, "@"+handle, password)
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	return account
}
