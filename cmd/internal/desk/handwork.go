package desk

import (
	"context"
	"fmt"
	"mime"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"parvis/app"
	"parvis/app/networks"
)

// handwork lays out, in the owner's documents, the pictures of what is published
// by hand.
type handwork struct{ documents string }

// handFolder holds one folder for each post.
const handFolder = "Parvis - à publier"

// longestFolder bounds the name of a folder, in characters.
const longestFolder = 50

// layOut writes pictures into the folder of a post and returns it. Those of an
// earlier time are replaced.
func (h handwork) layOut(ctx context.Context, name string, images []networks.Image) (string, error) {
	folder := filepath.Join(h.documents, handFolder, folderName(name))
	failed := func(err error) error {
		return app.Fail(app.CodeUnavailable, "error.folder_unwritable", "Folder", folder).Because(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", failed(err)
	}
	for i, image := range images {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		path := filepath.Join(folder, fmt.Sprintf("image-%d%s", i+1, extensionOf(image.MIME)))
		if err := os.WriteFile(path, image.Bytes, 0o644); err != nil {
			return "", failed(err)
		}
	}
	return folder, nil
}

// folderName keeps of a title what every system takes in a file name.
func folderName(title string) string {
	kept := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' {
			return r
		}
		return ' '
	}, title)
	kept = strings.Join(strings.Fields(kept), " ")
	if r := []rune(kept); len(r) > longestFolder {
		kept = strings.TrimSpace(string(r[:longestFolder]))
	}
	if kept == "" {
		return "publication"
	}
	// A word that Windows keeps for a device is none with another beside it.
	return "Publication " + kept
}

func extensionOf(media string) string {
	switch media {
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	}
	if all, err := mime.ExtensionsByType(media); err == nil && len(all) > 0 {
		return all[0]
	}
	return ""
}
