package storage

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NewPath returns where the file of a new business goes by default: its name
// made safe for every system, in the documents folder (made when it is missing),
// with a number when the name is taken. What is there is never overwritten:
// should it appear meanwhile, Create refuses it.
func NewPath(documents, businessName string) (string, error) {
	if err := os.MkdirAll(documents, 0o755); err != nil {
		return "", folderFailure(documents, err)
	}
	stem := filepath.Join(documents, safeName(businessName))
	return free(func(n int) string { return numbered(stem, n) }), nil
}

// numbered is the n-th name made of a stem: "x.parvis", "x 2.parvis" ...
func numbered(stem string, n int) string {
	if n == 1 {
		return stem + Extension
	}
	return stem + " " + strconv.Itoa(n) + Extension
}

// free returns the first name that is not taken.
func free(name func(n int) string) string {
	for n := 1; ; n++ {
		if _, err := os.Lstat(name(n)); err != nil {
			return name(n)
		}
	}
}

// nameLength bounds a file name without its ending, in characters: a path stays
// far below the 260 of Windows.
const nameLength = 60

// fallbackName is that of a business whose name has nothing a file name can keep.
const fallbackName = "Parvis"

// safeName turns the name of a business into a file name, without its ending,
// that Windows, macOS and Linux accept: see
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file (read 2026-11).
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/\|?*`, r), r == utf8.RuneError, unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r):
			return -1
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	if r := []rune(name); len(r) > nameLength {
		name = string(r[:nameLength])
	}
	// Windows drops dots and spaces at the end; one at the beginning hides.
	name = strings.Trim(name, ". ")
	if name == "" {
		return fallbackName
	}
	if reserved(name) {
		return fallbackName + " " + name
	}
	return name
}

// reserved reports whether Windows keeps the name, whatever follows its first
// dot, for a device.
func reserved(name string) bool {
	device, _, _ := strings.Cut(strings.ToUpper(name), ".")
	device = strings.TrimRight(device, " ")
	switch device {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, ok := strings.CutPrefix(device, "COM")
	if !ok {
		port, ok = strings.CutPrefix(device, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}

// SyncedFolder recognises a path inside a folder that OneDrive, Dropbox, iCloud
// or Google Drive keeps in step with other computers, and names the provider.
// Such a program may copy the file in the middle of a change or bring back an
// older one: the owner is warned. A documents folder that macOS quietly keeps in
// iCloud cannot be told from its path.
func SyncedFolder(path string) (provider string, ok bool) {
	parts := strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return r == '/' || r == '\\' })
	for i, part := range parts[:max(0, len(parts)-1)] {
		switch {
		case named(part, "onedrive"):
			return "OneDrive", true
		case named(part, "dropbox"):
			return "Dropbox", true
		case part == "iclouddrive", part == "icloud drive", part == "mobile documents",
			strings.HasPrefix(part, "com~apple~clouddocs"):
			return "iCloud", true
		case named(part, "google drive"), named(part, "googledrive"), part == "drivefs",
			i <= 1 && (part == "mon drive" || part == "my drive"):
			return "Google Drive", true
		}
	}
	return "", false
}

// named reports whether a folder is called like the provider, perhaps with the
// name of an account: "OneDrive - Boulangerie Martin", "Dropbox (Personal)",
// "GoogleDrive-martin@gmail.com".
func named(folder, provider string) bool {
	rest, ok := strings.CutPrefix(folder, provider)
	return ok && (rest == "" || rest[0] == '-' || strings.HasPrefix(rest, " -") || strings.HasPrefix(rest, " ("))
}
