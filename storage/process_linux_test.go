package storage_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"parvis/storage"
	"parvis/storage/storagetest"
)

func init() {
	roles["full disk"] = roleFullDisk
	roles["read-only disk"] = roleReadOnlyDisk
}

// nobody is a user without rights of its own: the system's limits do not hold
// for the super-user, as whom tests may run.
const nobody = 65534

func TestWhatTheSystemForbids(t *testing.T) {
	dir := t.TempDir()
	// Others may pass here: to the file, and to a copy of this binary.
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	self, err := os.Executable()
	must(t, err)
	binary := filepath.Join(dir, "test")
	must(t, os.WriteFile(binary, content(t, self), 0o755))
	tests := map[string]struct {
		file, folder os.FileMode
		key          string
	}{
		"all":              {0o666, 0o777, "opened"},
		"read-only file":   {0o444, 0o777, storage.KeyReadOnlyFile},
		"read-only folder": {0o666, 0o555, storage.KeyReadOnlyFolder},
		"unreadable file":  {0o000, 0o777, storage.KeyForbidden},
		"closed folder":    {0o666, 0o000, storage.KeyForbidden},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
			must(t, os.Mkdir(folder, 0o777))
			path := filepath.Join(folder, "x.parvis")
			storagetest.Write(t, path)
			before := content(t, path)
			must(t, os.Chmod(path, test.file))
			must(t, os.Chmod(folder, test.folder))
			defer os.Chmod(folder, 0o777)
			cmd := child(t, "open", path)
			cmd.Path = binary
			if os.Getuid() == 0 {
				cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
			}
			if got := firstLine(t, cmd); got != test.key {
				t.Errorf("got %q, want %q", got, test.key)
			}
			must(t, cmd.Wait())
			must(t, os.Chmod(folder, 0o777))
			must(t, os.Chmod(path, 0o666))
			if string(content(t, path)) != string(before) {
				t.Error("the file was changed")
			}
			if got := beside(t, path); len(got) != 1 {
				t.Errorf("beside the file: %v", got)
			}
		})
	}
}

// TestARealFullDisk runs on a disk of three megabytes of its own.
func TestARealFullDisk(t *testing.T) { onDiskOfItsOwn(t, "full disk") }

// TestARealReadOnlyDisk runs on a disk of its own that was made read-only.
func TestARealReadOnlyDisk(t *testing.T) { onDiskOfItsOwn(t, "read-only disk") }

// onDiskOfItsOwn runs a role where it may mount a disk that nobody else sees.
func onDiskOfItsOwn(t *testing.T, role string) {
	cmd := child(t, role, t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.Output()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) || strings.HasPrefix(string(out), "failed: no disk") {
		t.Skipf("SKIPPED: this system gives no disk to tests (user namespaces): %v %s", err, out)
	}
	if got := strings.TrimSpace(string(out)); got != "as wanted" {
		t.Errorf("%v: %s", err, got)
	}
}

// mount puts a small disk at dir.
func mount(dir string) error {
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=3m"); err != nil {
		return fmt.Errorf("no disk: %w", err)
	}
	return nil
}

// roleFullDisk fills the disk through the file until it refuses, and looks
// whether all that was kept before is there and goes on once there is room.
func roleFullDisk(dir string) error {
	ctx := context.Background()
	if err := mount(dir); err != nil {
		return err
	}
	path := filepath.Join(dir, "x.parvis")
	f, err := storage.Create(ctx, path, storagetest.Business(), storagetest.Clock(), storage.Options{Backups: filepath.Join(dir, "s")})
	if err != nil {
		return err
	}
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 200<<10), 0o600); err != nil {
		return err
	}
	kept := ""
	for n := 1; ; n++ {
		mission := strings.Repeat(fmt.Sprint(n%10), n*1000)
		if err = saveMission(ctx, f, mission); err != nil {
			break
		}
		kept = mission
	}
	if keyOf(err) != storage.KeyDiskFull || kept == "" {
		return fmt.Errorf("filling the disk ended in %w", err)
	}
	if _, err := f.BackUp(ctx); keyOf(err) != storage.KeyDiskFull {
		return fmt.Errorf("backing up on a full disk: %w", err)
	}
	other := filepath.Join(dir, "y.parvis")
	if err := fillUp(filepath.Join(dir, "rest")); err != nil {
		return err
	}
	if _, err := storage.Create(ctx, other, storagetest.Business(), storagetest.Clock(), storage.Options{}); keyOf(err) != storage.KeyDiskFull {
		return fmt.Errorf("creating on a full disk: %w", err)
	}
	if _, err := os.Stat(other); err == nil {
		return errors.New("creating on a full disk left a file")
	}
	if s, err := f.Strategy().Strategy(ctx); err != nil || s.Profile.Mission != kept {
		return fmt.Errorf("on the full disk %d characters were read, %d were kept: %w", len(s.Profile.Mission), len(kept), err)
	}
	for _, p := range []string{ballast, filepath.Join(dir, "rest")} {
		if err := os.Remove(p); err != nil {
			return err
		}
	}
	if err := saveMission(ctx, f, "with room again"); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if f, err = storage.Open(ctx, path, storagetest.Clock(), storage.Options{}); err != nil {
		return err
	}
	if s, err := f.Strategy().Strategy(ctx); err != nil || s.Profile.Mission != "with room again" {
		return fmt.Errorf("opened again: %q, %w", s.Profile.Mission, err)
	}
	if err := f.Close(); err != nil {
		return err
	}
	// Opening needs a little room of its own.
	if err := fillUp(filepath.Join(dir, "rest")); err != nil {
		return err
	}
	if _, err = storage.Open(ctx, path, storagetest.Clock(), storage.Options{}); keyOf(err) != storage.KeyDiskFull {
		return fmt.Errorf("opening on a full disk: %w", err)
	}
	fmt.Println("as wanted")
	return nil
}

// fillUp leaves no room on the disk.
func fillUp(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err = io.Copy(f, endless{}); errors.Is(err, syscall.ENOSPC) {
		return nil
	}
	return fmt.Errorf("filling up: %w", err)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func roleReadOnlyDisk(dir string) error {
	ctx := context.Background()
	if err := mount(dir); err != nil {
		return err
	}
	path := filepath.Join(dir, "x.parvis")
	f, err := storage.Create(ctx, path, storagetest.Business(), storagetest.Clock(), storage.Options{})
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := syscall.Mount("none", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		return err
	}
	if _, err := storage.Open(ctx, path, storagetest.Clock(), storage.Options{}); keyOf(err) != storage.KeyReadOnlyFile {
		return fmt.Errorf("opening: %w", err)
	}
	if _, err := storage.Create(ctx, filepath.Join(dir, "y.parvis"), storagetest.Business(), storagetest.Clock(), storage.Options{}); keyOf(err) != storage.KeyReadOnlyFolder {
		return fmt.Errorf("creating: %w", err)
	}
	fmt.Println("as wanted")
	return nil
}
