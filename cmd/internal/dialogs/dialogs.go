// Package dialogs asks for files with the system's own dialogs, and with Fyne's
// where the system has none to offer.
package dialogs

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"github.com/ncruces/zenity"

	"parvis/app"
	"parvis/ui/shell"
)

// extension is that of business files.
const extension = ".parvis"

// Files asks for files. Documents is where dialogs begin. Its methods return at
// once; what was chosen arrives on another goroutine.
type Files struct {
	Documents string
	// Window gives the window over which Fyne's dialogs are shown.
	Window func() fyne.Window
}

var _ shell.Chooser = Files{}

// OpenBusiness asks for a business file; chosen receives "" when the owner gave
// up.
func (f Files) OpenBusiness(title string, chosen func(path string, err error)) {
	f.open(title, []string{"*" + extension}, chosen)
}

// OpenPicture asks for a picture and opens it; chosen closes the reader, which
// is nil when the owner gave up.
func (f Files) OpenPicture(title string, chosen func(name string, r io.ReadCloser, err error)) {
	f.openOne(title, []string{"*.jpg", "*.jpeg", "*.png", "*.webp"}, chosen)
}

// OpenPaper is OpenPicture for a signed paper: a PDF, or a picture of it.
func (f Files) OpenPaper(title string, chosen func(name string, r io.ReadCloser, err error)) {
	f.openOne(title, []string{"*.pdf", "*.jpg", "*.jpeg", "*.png"}, chosen)
}

// OpenVideo asks for a video, which stays where it is; chosen receives "" when the
// owner gave up.
func (f Files) OpenVideo(title string, chosen func(path string, err error)) {
	f.open(title, []string{"*.mp4", "*.m4v", "*.mov", "*.webm"}, chosen)
}

// OpenFile asks for a file of some extensions and opens it; chosen closes the
// reader, which is nil when the owner gave up.
func (f Files) OpenFile(title string, extensions []string, chosen func(name string, r io.ReadCloser, err error)) {
	patterns := make([]string, len(extensions))
	for i, e := range extensions {
		patterns[i] = "*" + e
	}
	f.openOne(title, patterns, chosen)
}

func (f Files) openOne(title string, patterns []string, chosen func(name string, r io.ReadCloser, err error)) {
	f.open(title, patterns, func(path string, err error) {
		if err != nil || path == "" {
			chosen("", nil, err)
			return
		}
		file, err := os.Open(path)
		if err != nil {
			chosen("", nil, app.Fail(app.CodeUnavailable, "error.file_unreadable", "Name", filepath.Base(path)).Because(err))
			return
		}
		chosen(filepath.Base(path), file, nil)
	})
}

// SaveAs asks where to write a file of a proposed name; chosen receives "" when
// the owner gave up.
func (f Files) SaveAs(title, name string, chosen func(path string, err error)) {
	go func() {
		path, err := zenity.SelectFileSave(zenity.Title(title), zenity.ConfirmOverwrite(),
			zenity.Filename(filepath.Join(f.Documents, name)))
		if !unavailable(err) {
			answer(withExtension(path, filepath.Ext(name)), err, chosen)
			return
		}
		fyne.Do(func() {
			d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
				if w == nil {
					answer("", err, chosen)
					return
				}
				path := w.URI().Path()
				answer(path, errors.Join(err, w.Close()), chosen)
			}, f.Window())
			d.SetFileName(name)
			f.begin(d)
			d.Show()
		})
	}()
}

func (f Files) open(title string, patterns []string, chosen func(path string, err error)) {
	go func() {
		path, err := zenity.SelectFile(zenity.Title(title), zenity.Filename(f.Documents+string(filepath.Separator)),
			zenity.FileFilter{Name: title, Patterns: slices.Clone(patterns), CaseFold: true}) // it rewrites them
		if !unavailable(err) {
			answer(path, err, chosen)
			return
		}
		fyne.Do(func() {
			d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
				if r == nil {
					answer("", err, chosen)
					return
				}
				path := r.URI().Path()
				answer(path, errors.Join(err, r.Close()), chosen)
			}, f.Window())
			extensions := make([]string, len(patterns))
			for i, p := range patterns {
				extensions[i] = strings.TrimPrefix(p, "*")
			}
			d.SetFilter(storage.NewExtensionFileFilter(extensions))
			f.begin(d)
			d.Show()
		})
	}()
}

// begin opens a dialog of Fyne's in the documents folder.
func (f Files) begin(d interface{ SetLocation(fyne.ListableURI) }) {
	if folder, err := storage.ListerForURI(storage.NewFileURI(f.Documents)); err == nil {
		d.SetLocation(folder)
	}
}

// unavailable reports that the system has no dialog of its own: on Linux it is
// a program that may not be installed.
func unavailable(err error) bool {
	return errors.Is(err, exec.ErrNotFound) || errors.Is(err, zenity.ErrUnsupported)
}

func answer(path string, err error, chosen func(path string, err error)) {
	switch {
	case errors.Is(err, zenity.ErrCanceled):
		chosen("", nil)
	case err != nil:
		chosen("", app.Fail(app.CodeUnavailable, "error.dialog").Because(err))
	default:
		chosen(path, nil)
	}
}

// withExtension adds the extension that the owner left out.
func withExtension(path, extension string) string {
	if path == "" || strings.EqualFold(filepath.Ext(path), extension) {
		return path
	}
	return path + extension
}
