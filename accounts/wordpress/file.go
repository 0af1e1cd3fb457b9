package wordpress

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"parvis/app"
	"parvis/app/networks"
)

// file is a picture or a film on its way to the library of a site.
type file struct {
	name, mime, alt string
	slug            string
	bytes           []byte         // of a picture
	film            *networks.Film // nil for a picture
}

// filesOf returns the pictures of a content, then its film.
func filesOf(content networks.Content) []file {
	var all []file
	for _, i := range content.Images {
		all = append(all, pictureFile(i))
	}
	if film := content.Film; film != nil {
		all = append(all, file{name: film.Name, mime: film.MIME, slug: slugStart + film.Hash[:min(len(film.Hash), slugLength)], film: film})
	}
	return all
}

func pictureFile(i networks.Image) file {
	return file{name: i.Name, mime: i.MIME, alt: i.Alt, slug: mediaSlug(i), bytes: i.Bytes}
}

// Slugs of files: what they begin with, and how many hexadecimal digits follow.
const (
	slugStart  = "parvis-"
	slugLength = 24
)

// mediaSlug is under which a picture is kept: the same for the same bytes with
// the same alternative text, so that a picture whose upload was interrupted, or
// that another post shows too, is found again.
func mediaSlug(i networks.Image) string {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q %q\n", i.MIME, i.Alt)
	hash.Write(i.Bytes)
	return slugStart + hex.EncodeToString(hash.Sum(nil))[:slugLength]
}

// title is the name of a file without its ending.
func (f file) title() string { return strings.TrimSuffix(f.name, path.Ext(f.name)) }

// extensions are those of the files that Parvis sends.
var extensions = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp",
	"video/mp4": ".mp4", "video/quicktime": ".mov", "video/webm": ".webm",
}

// fileName names a file on the site, in letters that every server keeps.
func (f file) fileName() string {
	stem := stemOf(f.title(), stemLength)
	switch {
	case stem == "" && f.film != nil:
		stem = "video"
	case stem == "":
		stem = "image"
	}
	return stem + extensions[f.mime]
}

// refused is the error of a file that the site does not take.
func (f file) refused() *app.Error {
	if f.film != nil {
		return fail(app.CodeInvalid, "connector.error.film", "Name", f.name)
	}
	return fail(app.CodeInvalid, "connector.error.image", "Name", f.name)
}
