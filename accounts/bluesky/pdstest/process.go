// Package pdstest starts the real AT Protocol server for tests: the PDS that Bluesky runs, with an in-memory
// directory of identities, both on free ports of this machine.
//
// The server is a Node program under accounts/bluesky/testdata/pds; `make test` installs what it needs. Sessions,
// images, records and the OAuth provider are real. What Bluesky's AppView answers (app.bsky.* reads, except what the
// PDS itself knows) is not there.
package pdstest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// ErrNotInstalled says that Node, or the server's modules, are missing on this machine.
var ErrNotInstalled = errors.New("the AT Protocol server is not installed (make test installs it)")

// startTimeout is generous: a cold start reads some thousand files.
const startTimeout = 90 * time.Second

// Server is one running PDS. Its methods may be called from several goroutines.
type Server struct {
	// URL is the base address, such as http://localhost:40123, without a closing slash.
	URL string

	command *exec.Cmd
	stdin   io.Closer
	stderr  *tail
	stop    sync.Once
}

// StartProcess starts a server that keeps its files in dataDirectory, and returns once it answers. The caller must
// call Stop; if the calling process dies first, the server ends by itself. The error is ErrNotInstalled where Node or
// the server's modules are missing.
func StartProcess(dataDirectory string) (*Server, error) {
	program, err := findProgram()
	if err != nil {
		return nil, err
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, fmt.Errorf("%w: no node on the PATH", ErrNotInstalled)
	}

	command := exec.Command(node, program, dataDirectory)
	command.Dir = filepath.Dir(program)
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("opening the server's standard input: %w", err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("opening the server's standard output: %w", err)
	}
	server := &Server{command: command, stdin: stdin, stderr: &tail{}}
	command.Stderr = server.stderr
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("starting the server: %w", err)
	}

	ready := make(chan error, 1)
	go func() { ready <- server.readAddress(stdout) }()
	select {
	case err = <-ready:
	case <-time.After(startTimeout):
		err = fmt.Errorf("no answer after %s", startTimeout)
	}
	if err != nil {
		server.Stop()
		return nil, fmt.Errorf("starting the AT Protocol server: %w\n%s", err, server.stderr)
	}
	return server, nil
}

// readAddress takes the line that the program prints when it is ready. Whatever follows is dropped, so that the
// program never blocks on a full pipe.
func (s *Server) readAddress(stdout io.Reader) error {
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("it ended before it was ready: %w", err)
	}
	var ready struct {
		URL string `json:"url"`
	}
	if err := json.Unmarshal(line, &ready); err != nil || ready.URL == "" {
		return fmt.Errorf("unexpected first line %q", line)
	}
	s.URL = ready.URL
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	return nil
}

// Stop ends this server and waits for its end. Further calls do nothing.
func (s *Server) Stop() {
	s.stop.Do(func() {
		_ = s.stdin.Close()
		grace := time.AfterFunc(5*time.Second, func() { _ = s.command.Process.Kill() })
		defer grace.Stop()
		_ = s.command.Wait()
	})
}

// findProgram looks upwards from the working directory, which go test sets to the folder of the tested package.
func findProgram() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("finding the working directory: %w", err)
	}
	for {
		program := filepath.Join(folder, "accounts", "bluesky", "testdata", "pds", "server.mjs")
		if _, err := os.Stat(program); err == nil {
			return installed(program)
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", errors.New("accounts/bluesky/testdata/pds/server.mjs is in no parent folder")
		}
		folder = parent
	}
}

func installed(program string) (string, error) {
	// Written last, once the part that is compiled on the machine works.
	stamp := filepath.Join(filepath.Dir(program), "node_modules", ".parvis-installed")
	if _, err := os.Stat(stamp); err != nil {
		return "", fmt.Errorf("%w: no %s", ErrNotInstalled, stamp)
	}
	return program, nil
}

// tail keeps the end of what is written to it, to explain a failure.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

func (t *tail) Write(written []byte) (int, error) {
	const limit = 8 << 10
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, written...)
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
