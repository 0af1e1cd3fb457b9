package dialogs_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/cmd/internal/dialogs"
)

// answering puts a system dialog on the PATH that answers at once. script ends
// as zenity does: a path on standard output, or code 1 when the owner gives up.
func answering(t *testing.T, script string) dialogs.Files {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "zenity"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	return dialogs.Files{Documents: t.TempDir(), Window: func() fyne.Window {
		t.Error("Fyne's dialog was asked for")
		return test.NewTempWindow(t, nil)
	}}
}

// chosen is what a dialog answered.
type chosen struct {
	name string
	text string // of a picture
	err  error
}

func wait(t *testing.T, answers <-chan chosen) chosen {
	t.Helper()
	select {
	case c := <-answers:
		return c
	case <-time.After(10 * time.Second):
		t.Fatal("the dialog does not answer")
		return chosen{}
	}
}

func openBusiness(t *testing.T, f dialogs.Files) chosen {
	t.Helper()
	answers := make(chan chosen, 1)
	f.OpenBusiness("Ouvrir", func(path string, err error) { answers <- chosen{name: path, err: err} })
	return wait(t, answers)
}

func openPicture(t *testing.T, f dialogs.Files) chosen {
	t.Helper()
	return opens(t, f.OpenPicture)
}

// opens is what a dialog that opens a file answers.
func opens(t *testing.T, dialog func(title string, chosen func(name string, r io.ReadCloser, err error))) chosen {
	t.Helper()
	answers := make(chan chosen, 1)
	dialog("Choisir", func(name string, r io.ReadCloser, err error) {
		c := chosen{name: name, err: err}
		if r != nil {
			data, readErr := io.ReadAll(r)
			c.text, c.err = string(data), errors.Join(err, readErr, r.Close())
		}
		answers <- c
	})
	return wait(t, answers)
}

func saveAs(t *testing.T, f dialogs.Files, name string) chosen {
	t.Helper()
	answers := make(chan chosen, 1)
	f.SaveAs("Enregistrer", name, func(path string, err error) { answers <- chosen{name: path, err: err} })
	return wait(t, answers)
}

func TestChosenFile(t *testing.T) {
	path := "/documents/Boulangerie « Martin ».parvis"
	if c := openBusiness(t, answering(t, "echo '"+path+"'")); c.name != path || c.err != nil {
		t.Errorf("chosen %+v", c)
	}
	video := "/vidéos/l’atelier.mp4"
	answers := make(chan chosen, 1)
	answering(t, "echo '"+video+"'").OpenVideo("Choisir", func(path string, err error) { answers <- chosen{name: path, err: err} })
	if c := wait(t, answers); c.name != video || c.err != nil {
		t.Errorf("chosen %+v", c)
	}
}

func TestDialogThatIsGivenUp(t *testing.T) {
	f := answering(t, "exit 1")
	for what, c := range map[string]chosen{
		"a business": openBusiness(t, f), "a picture": openPicture(t, f), "a place": saveAs(t, f, "rapport.xlsx"),
	} {
		if c != (chosen{}) {
			t.Errorf("%s: %+v, want nothing and no error", what, c)
		}
	}
}

func TestDialogThatBreaks(t *testing.T) {
	f := answering(t, "echo 'cannot open display' >&2; exit 255")
	for what, c := range map[string]chosen{
		"a business": openBusiness(t, f), "a picture": openPicture(t, f), "a place": saveAs(t, f, "rapport.xlsx"),
	} {
		if app.CodeOf(c.err) != app.CodeUnavailable || app.MessageOf(c.err).Key != "error.dialog" || c.name != "" {
			t.Errorf("%s: %+v", what, c)
		}
	}
}

func TestChosenPictureIsOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fournil.png")
	if err := os.WriteFile(path, []byte("une image"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := answering(t, "echo '"+path+"'")
	if c := openPicture(t, f); c.name != "fournil.png" || c.text != "une image" || c.err != nil {
		t.Errorf("chosen %+v", c)
	}
	if c := opens(t, f.OpenPaper); c.name != "fournil.png" || c.text != "une image" || c.err != nil {
		t.Errorf("as a signed paper: %+v", c)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if c := openPicture(t, f); app.MessageOf(c.err).Key != "error.file_unreadable" {
		t.Errorf("a picture that is gone: %+v", c)
	}
}

func TestSavedFileKeepsItsExtension(t *testing.T) {
	for typed, want := range map[string]string{
		"/documents/novembre":      "/documents/novembre.xlsx",
		"/documents/novembre.xlsx": "/documents/novembre.xlsx",
		"/documents/novembre.XLSX": "/documents/novembre.XLSX",
		"/documents/nov. 2026":     "/documents/nov. 2026.xlsx",
	} {
		if c := saveAs(t, answering(t, "echo '"+typed+"'"), "rapport.xlsx"); c.name != want || c.err != nil {
			t.Errorf("%s: %+v, want %s", typed, c, want)
		}
	}
}

// TestDialogBeginsInTheDocuments: what the system's dialog is asked for.
func TestDialogBeginsInTheDocuments(t *testing.T) {
	asked := filepath.Join(t.TempDir(), "asked")
	f := answering(t, fmt.Sprintf(`printf '%%s\n' "$@" > '%s'; exit 1`, asked))
	for what, ask := range map[string]func() chosen{
		f.Documents + "/":             func() chosen { return openBusiness(t, f) },
		f.Documents + "/rapport.xlsx": func() chosen { return saveAs(t, f, "rapport.xlsx") },
	} {
		ask()
		said, err := os.ReadFile(asked)
		if err != nil || !strings.Contains(string(said), what) {
			t.Errorf("asked %q, %v, want %s", said, err, what)
		}
	}
}

// TestWithoutSystemDialog: Fyne's own is shown over the window. The test sees
// that it is asked for, and ends it there.
func TestWithoutSystemDialog(t *testing.T) {
	f := answering(t, "exit 1")
	t.Setenv("PATH", t.TempDir())
	asked := make(chan struct{}, 1)
	f.Window = func() fyne.Window {
		asked <- struct{}{}
		runtime.Goexit()
		return nil
	}
	for what, ask := range map[string]func(){
		"open": func() { f.OpenBusiness("Ouvrir", func(string, error) {}) },
		"save": func() { f.SaveAs("Enregistrer", "rapport.xlsx", func(string, error) {}) },
	} {
		ask()
		select {
		case <-asked:
		case <-time.After(10 * time.Second):
			t.Fatalf("to %s there is no dialog at all", what)
		}
	}
}
