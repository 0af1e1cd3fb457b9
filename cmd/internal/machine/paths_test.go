package machine_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"parvis/cmd/internal/machine"
)

func TestOnlyTheOwnerLooksIntoTheFolders(t *testing.T) {
	p := paths(t)
	if err := p.Make(); err != nil {
		t.Errorf("making them again: %v", err)
	}
	for _, dir := range []string{p.Config, p.Backups} {
		info, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v", dir, info.Mode())
		}
	}
	if info, err := os.Stat(p.Documents); err != nil || !info.IsDir() {
		t.Errorf("documents: %v, %v", info, err)
	}
}

func TestFolderThatCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := machine.PathsUnder(file).Make(); err == nil {
		t.Error("folders were made under a file")
	}
}

func TestIdentityTellsComputersApart(t *testing.T) {
	one, other := paths(t), paths(t)
	identity := one.Identity()
	if len(identity) < 16 || one.Identity() != identity {
		t.Errorf("one computer is %q then %q", identity, one.Identity())
	}
	if other.Identity() == identity {
		t.Errorf("two computers are both %q", identity)
	}
	if gone := machine.PathsUnder(filepath.Join(t.TempDir(), "none")); gone.Identity() != "" {
		t.Error("an identity that cannot be kept was given")
	}
}

func TestLogIsWrittenInItsFolder(t *testing.T) {
	p := paths(t)
	log, closer := machine.OpenLog(p)
	log.Warn("une phrase du journal")
	if err := closer.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(p.Log())
	if err != nil || !strings.Contains(string(text), "une phrase du journal") {
		t.Errorf("the log holds %q, %v", text, err)
	}
}
