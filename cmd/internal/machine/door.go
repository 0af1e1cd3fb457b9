package machine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Door is a local socket by which a second start on the same file asks the
// first to come forward.
type Door struct{ listener net.Listener }

// doorPath names the socket of a business file, kept short because socket paths
// are limited to about a hundred bytes. It lies where only this user can look.
func (p Paths) doorPath(file string) string {
	sum := sha256.Sum256([]byte(p.Config + "\x00" + file))
	return filepath.Join(p.Config, "porte-"+hex.EncodeToString(sum[:6]))
}

// OpenDoor listens for second starts on a file and calls knock for each, off
// the main goroutine. The caller holds the file's lock, so a socket that is
// there already was left by a crash.
func OpenDoor(p Paths, file string, knock func()) (*Door, error) {
	path := p.doorPath(file)
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("opening the door: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("opening the door: %w", err)
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conn.Close()
			knock()
		}
	}()
	return &Door{listener}, nil
}

// Close stops listening.
func (d *Door) Close() {
	if err := d.listener.Close(); err != nil {
		slog.Warn("closing the door", "error", err)
	}
}

// Knock asks the Parvis that has the file open to come forward and reports
// whether it heard.
func Knock(p Paths, file string) bool {
	conn, err := net.DialTimeout("unix", p.doorPath(file), 2*time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}
