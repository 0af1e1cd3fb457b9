package desk

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/networks"
)

func TestPicturesLaidOut(t *testing.T) {
	h := handwork{t.TempDir()}
	images := []networks.Image{{MIME: "image/jpeg", Bytes: []byte("un")}, {MIME: "image/png", Bytes: []byte("deux")}}
	for range 2 {
		folder, err := h.layOut(t.Context(), "Noël : la bûche/2026", images)
		if err != nil {
			t.Fatal(err)
		}
		if want := filepath.Join(h.documents, handFolder, "Publication Noël la bûche 2026"); folder != want {
			t.Errorf("laid out in %s, want %s", folder, want)
		}
		for name, want := range map[string]string{"image-1.jpg": "un", "image-2.png": "deux"} {
			if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || !bytes.Equal(got, []byte(want)) {
				t.Errorf("%s holds %q, %v", name, got, err)
			}
		}
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (handwork{blocked}).layOut(t.Context(), "x", images); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("a folder that cannot be made: %v", err)
	}
}

func TestFolderNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := folderName(rapid.String().Draw(t, "title"))
		if name == "" || strings.ContainsAny(name, `/\:*?"<>|`+"\x00\n") || strings.Trim(name, ". ") != name || len([]rune(name)) > longestFolder+len("Publication ") {
			t.Fatalf("a folder called %q", name)
		}
	})
}
