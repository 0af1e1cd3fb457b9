package storage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"parvis/app"
)

// applicationID marks Parvis files in the header of SQLite's format ("PRVS").
const applicationID = 0x50525653

// Offsets in the 100-byte header of a SQLite file
// (https://www.sqlite.org/fileformat.html, section 1.3).
const (
	headerSize     = 100
	atPageSize     = 16
	atChangeCount  = 24
	atPageCount    = 28
	atSchemaFormat = 44 // 1 to 4
	atUserVersion  = 60
	atApplication  = 68
	atValidFor     = 92
	sqliteFileSign = "SQLite format 3\x00"
)

// inspect looks at a file without changing anything and says why it cannot be
// a usable Parvis file of at most the given schema version, or nil. What the
// header cannot tell is left to SQLite.
func inspect(path string, version int) error {
	info, err := os.Stat(path)
	if err != nil {
		return whyNotThere(path, err)
	}
	if info.IsDir() {
		return app.Fail(app.CodeInvalid, KeyIsFolder)
	}
	if !info.Mode().IsRegular() {
		return app.Fail(app.CodeInvalid, KeyNotOurs)
	}
	f, err := os.Open(path)
	if err != nil {
		return whyNotThere(path, err)
	}
	defer f.Close()
	header := make([]byte, headerSize)
	n, err := io.ReadFull(f, header)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return app.Fail(app.CodeUnavailable, KeyDisk).Because(err)
	}
	// While changes wait in the write-ahead log, the header may be older than
	// the file.
	wal, err := os.Stat(path + "-wal")
	settled := err != nil || wal.Size() == 0
	return judge(header[:n], info.Size(), settled, version)
}

// whyNotThere explains a path that cannot be looked at.
func whyNotThere(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return app.Fail(app.CodeUnavailable, KeyForbidden).Because(err)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR), badName(err):
		folder := filepath.Dir(path)
		if info, down := os.Stat(folder); down != nil || !info.IsDir() {
			return app.Fail(app.CodeUnavailable, KeyFolderMissing, "Folder", folder).Because(err)
		}
		return app.Fail(app.CodeNotFound, KeyMissing).Because(err)
	}
	return app.Fail(app.CodeUnavailable, KeyDisk).Because(err)
}

// judge reads the header of a file of size bytes. settled means that the header
// tells the whole state of the file.
func judge(header []byte, size int64, settled bool, version int) error {
	damaged := func(why string, args ...any) error {
		return app.Fail(app.CodeInvalid, KeyDamaged).Because(fmt.Errorf(why, args...))
	}
	if len(header) < headerSize {
		if bytes.HasPrefix([]byte(sqliteFileSign), header[:min(len(header), len(sqliteFileSign))]) {
			return damaged("only %d bytes", len(header))
		}
		return app.Fail(app.CodeInvalid, KeyNotOurs)
	}
	signed := string(header[:len(sqliteFileSign)]) == sqliteFileSign
	ours := binary.BigEndian.Uint32(header[atApplication:]) == applicationID
	switch {
	case !ours:
		return app.Fail(app.CodeInvalid, KeyNotOurs)
	case !signed:
		return damaged("header overwritten")
	}
	pageSize := int64(binary.BigEndian.Uint16(header[atPageSize:]))
	if pageSize == 1 {
		pageSize = 65536
	}
	if pageSize < 512 || pageSize&(pageSize-1) != 0 {
		return damaged("pages of %d bytes", pageSize)
	}
	if format := binary.BigEndian.Uint32(header[atSchemaFormat:]); format > 4 {
		return damaged("schema format %d", format)
	}
	if !settled {
		return nil
	}
	counted := binary.BigEndian.Uint32(header[atChangeCount:]) == binary.BigEndian.Uint32(header[atValidFor:])
	if pages := int64(binary.BigEndian.Uint32(header[atPageCount:])); counted && size < pages*pageSize {
		return damaged("%d bytes instead of %d", size, pages*pageSize)
	}
	return checkVersion(int(binary.BigEndian.Uint32(header[atUserVersion:])), version)
}

// checkVersion compares a file's schema version with the latest known.
func checkVersion(found, latest int) error {
	switch {
	case found > latest:
		return app.Fail(app.CodeInvalid, KeyNewer).Because(fmt.Errorf("schema version %d, newest known %d", found, latest))
	case found < 1:
		return app.Fail(app.CodeInvalid, KeyDamaged).Because(fmt.Errorf("schema version %d", found))
	}
	return nil
}
