package storage_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"parvis/app"
	"parvis/app/budget"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// childRole names, in the environment, what this test binary does instead of
// testing when a test starts it again as a process of its own; childPath is the
// file it does it to.
const (
	childRole = "PARVIS_STORAGE_CHILD"
	childPath = "PARVIS_STORAGE_PATH"
)

// roles are what a child can do. Each prints one line when it is ready or done.
var roles = map[string]func(path string) error{
	"open":  roleOpen,
	"hold":  roleHold,
	"write": roleWrite,
}

func TestMain(m *testing.M) {
	if role := roles[os.Getenv(childRole)]; role != nil {
		if err := role(os.Getenv(childPath)); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child returns the command that starts this test binary in a role.
func child(t *testing.T, role, path string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childRole+"="+role, childPath+"="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// roleOpen opens the file and prints the key of what refused it, or "opened".
func roleOpen(path string) error {
	f, err := storage.Open(context.Background(), path, storagetest.Clock(), storage.Options{})
	if err != nil {
		fmt.Println(keyOf(err))
		return nil
	}
	fmt.Println("opened")
	return f.Close()
}

// roleHold keeps the file open until its input ends.
func roleHold(path string) error {
	f, err := storage.Open(context.Background(), path, storagetest.Clock(), storage.Options{})
	if err != nil {
		return err
	}
	fmt.Println("holding")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return f.Close()
}

// batch is how many expenses roleWrite adds in one transaction.
const batch = 20

// roleWrite adds numbered batches of expenses, printing the number of each that
// was accepted, until it is killed.
func roleWrite(path string) error {
	f, err := storage.Open(context.Background(), path, storagetest.Clock(), storage.Options{})
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		all := make([]budget.Expense, batch)
		for i := range all {
			all[i] = budget.Expense{
				Day: app.DateOf(storagetest.Now()), Supplier: fmt.Sprint(n), Label: strings.Repeat("é", 200),
				Kind: budget.Tools, NetCents: int64(i),
			}
		}
		if err := f.Budget().AddExpenses(context.Background(), all); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// keyOf is the key of an error's sentence, or its text when it has none.
func keyOf(err error) string {
	var e *app.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Key
	}
	return err.Error()
}

// argOf is an argument of an error's sentence.
func argOf(err error, name string) any {
	var e *app.Error
	if !errors.As(err, &e) {
		return nil
	}
	return e.Args[name]
}

// wantKey fails the test unless err has the sentence and the code.
func wantKey(t *testing.T, err error, code app.Code, key string) {
	t.Helper()
	if keyOf(err) != key || app.CodeOf(err) != code {
		t.Errorf("got %v, want %s %s", err, code, key)
	}
}

// must fails the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open opens a file until the test ends.
func open(t testing.TB, path string, o storage.Options) *storage.File {
	t.Helper()
	f, err := storage.Open(t.Context(), path, storagetest.Clock(), o)
	if err != nil {
		t.Fatalf("opening: %v", err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return f
}

// written leaves a fresh closed file in a new folder and returns its path.
func written(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "Boulangerie Martin.parvis")
	storagetest.Write(t, path)
	return path
}

// content is the bytes of a file.
func content(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return data
}

// beside lists the names in a folder.
func beside(t testing.TB, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// firstLine runs a command and returns what it printed first.
func firstLine(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, _ := bufio.NewReader(out).ReadString('\n')
	return strings.TrimSpace(line)
}

func hash(data []byte) [32]byte { return sha256.Sum256(data) }
