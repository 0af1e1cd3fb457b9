// Package wptest starts a real WordPress for tests: MariaDB on a socket of its own and PHP's own web server on a free
// port of this machine, in a temporary folder that goes away with them.
//
// WordPress comes from Debian's package; `make test` installs it. Nothing of it runs as a service of the system.
package wptest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// ErrNotInstalled says that WordPress, PHP or MariaDB is missing on this machine.
var ErrNotInstalled = errors.New("WordPress is not installed (make test installs it)")

const (
	// program is where Debian keeps WordPress.
	program = "/usr/share/wordpress"
	// startTimeout is generous: each step takes a second or two on an idle machine.
	startTimeout = 90 * time.Second
)

var (
	//go:embed install.php
	installation []byte
	//go:embed config.php
	configuration []byte
	//go:embed mature.php
	maturing []byte
)

// Server is one running site. Its methods may be called from several goroutines.
type Server struct {
	// URL is the address of the site, such as http://127.0.0.1:40123, without a closing slash.
	URL string

	folder        string
	database, web *process
	login, secret string // of the administrator
	php           string
	environment   []string // of what runs on the site
	stop          sync.Once
}

// StartProcess makes a site in a folder of its own and returns once it answers. The caller must call Stop; if the
// calling process dies first, both programs end by themselves. The error is ErrNotInstalled where one is missing.
func StartProcess() (*Server, error) {
	paths, err := programs("sh", "cp", "php", "mariadb-install-db", "mariadbd")
	if err != nil {
		return nil, err
	}
	// The path of a socket is a hundred bytes at most: the folder of a test can have a longer name.
	folder, err := os.MkdirTemp("", "parvis-wp")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder}
	if err := s.start(paths); err != nil {
		s.Stop()
		return nil, fmt.Errorf("starting WordPress: %w", err)
	}
	return s, nil
}

// programs finds what is started, or says what is missing.
func programs(names ...string) (map[string]string, error) {
	if _, err := os.Stat(filepath.Join(program, "wp-settings.php")); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotInstalled, err)
	}
	paths := make(map[string]string)
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err != nil {
			// Where servers are, which is not on everybody's PATH.
			path, err = exec.LookPath("/usr/sbin/" + name)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotInstalled, err)
		}
		paths[name] = path
	}
	return paths, nil
}

func (s *Server) start(paths map[string]string) error {
	data, socket, site := filepath.Join(s.folder, "data"), filepath.Join(s.folder, "db.sock"), filepath.Join(s.folder, "site")
	// Two servers that start at once must not share the place of their temporary tables: one takes the other's away.
	temporary := filepath.Join(s.folder, "tmp")
	if err := os.Mkdir(temporary, 0o700); err != nil {
		return err
	}
	common := []string{"--no-defaults", "--datadir=" + data, "--tmpdir=" + temporary}
	if os.Getuid() == 0 {
		common = append(common, "--user=root")
	}
	install := append(slices.Clip(common), "--auth-root-authentication-method=normal", "--skip-test-db")
	if _, err := run(nil, paths["mariadb-install-db"], install...); err != nil {
		return err
	}
	var err error
	s.database, err = startProcess(paths["sh"], "ready for connections", nil, paths["mariadbd"], append(slices.Clip(common),
		"--socket="+socket, "--pid-file="+filepath.Join(s.folder, "db.pid"),
		"--skip-networking", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M",
	)...)
	if err != nil {
		return err
	}
	// Debian's own files hold links to others, which a site cannot serve.
	if _, err := run(nil, paths["cp"], "-RL", program, site); err != nil {
		return err
	}
	installer := filepath.Join(s.folder, "install.php")
	if err := errors.Join(
		os.WriteFile(filepath.Join(site, "wp-config.php"), configuration, 0o600),
		os.WriteFile(installer, installation, 0o600),
		os.WriteFile(filepath.Join(s.folder, "mature.php"), maturing, 0o600),
	); err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	s.URL = "http://" + address
	environment := []string{"PARVIS_SOCKET=" + socket, "PARVIS_SITE=" + s.URL}
	s.php, s.environment = paths["php"], environment
	told, err := run(environment, paths["php"], installer, site)
	if err != nil {
		return err
	}
	var admin struct{ Login, Password string }
	if err := json.Unmarshal(told, &admin); err != nil || admin.Password == "" {
		return fmt.Errorf("the installation said %q", told)
	}
	s.login, s.secret = admin.Login, admin.Password
	s.web, err = startProcess(paths["sh"], "Development Server", environment, paths["php"],
		"-d", "opcache.enable_cli=1", "-S", address, "-t", site)
	return err
}

// Stop ends this site, waits for the end of its programs and removes its folder. Further calls do nothing.
func (s *Server) Stop() {
	s.stop.Do(func() {
		s.web.stop()
		s.database.stop()
		_ = os.RemoveAll(s.folder)
	})
}

// freeAddress returns an address on which nobody listens at this moment.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// run runs a command to its end and returns what it wrote.
func run(environment []string, name string, arguments ...string) ([]byte, error) {
	command := exec.Command(name, arguments...)
	command.Env = append(os.Environ(), environment...)
	var complaints tail
	command.Stderr = &complaints
	written, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s%s", filepath.Base(name), err, written, &complaints)
	}
	return written, nil
}

// supervise runs a program until its own standard input ends, which happens when whoever started it dies too, and then
// ends it by its process id.
const supervise = `"$@" & child=$!
cat >/dev/null
kill "$child" 2>/dev/null
wait "$child"`

// process is a program that serves until it is stopped.
type process struct {
	command *exec.Cmd
	stdin   io.Closer
	said    *tail
}

// startProcess starts a program and returns once it has written a line that says ready.
func startProcess(shell, ready string, environment []string, name string, arguments ...string) (*process, error) {
	command := exec.Command(shell, append([]string{"-c", supervise, "sh", name}, arguments...)...)
	command.Env = append(os.Environ(), environment...)
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	p := &process{command: command, stdin: stdin, said: &tail{awaited: ready, seen: make(chan struct{})}}
	command.Stdout, command.Stderr = p.said, p.said
	if err := command.Start(); err != nil {
		return nil, err
	}
	select {
	case <-p.said.seen:
		return p, nil
	case <-time.After(startTimeout):
		p.stop()
		return nil, fmt.Errorf("%s was not ready after %s\n%s", filepath.Base(name), startTimeout, p.said)
	}
}

// stop ends the program and waits for its end. It does nothing to one that never started.
func (p *process) stop() {
	if p == nil {
		return
	}
	_ = p.stdin.Close()
	_ = p.command.Wait()
}

// tail keeps the end of what is written to it, to explain a failure, and tells when an awaited text has come.
type tail struct {
	awaited string
	seen    chan struct{} // closed once awaited has come; nil when nothing is awaited

	mu   sync.Mutex
	told bool
	kept []byte
}

func (t *tail) Write(written []byte) (int, error) {
	const limit = 8 << 10
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, written...)
	if t.seen != nil && !t.told && strings.Contains(string(t.kept), t.awaited) {
		t.told = true
		close(t.seen)
	}
	if excess := len(t.kept) - limit; excess > 0 {
		t.kept = bytes.Clone(t.kept[excess:])
	}
	return len(written), nil
}

// String returns what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.kept)
}
