package page

import (
	"net/url"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
)

// OpenLink opens an address in the owner's browser. Only web addresses are
// opened, whoever they come from.
func OpenLink(h Host, link string) {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		h.Failed(app.Fail(app.CodeInvalid, "error.link").Because(err))
		return
	}
	if err := fyne.CurrentApp().OpenURL(u); err != nil {
		h.Failed(app.Fail(app.CodeUnavailable, "error.browser", "Link", link).Because(err))
	}
}

// OpenFolder shows a folder of this machine in the system's file manager.
func OpenFolder(h Host, folder string) {
	path := filepath.ToSlash(folder)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/ on Windows
	}
	if err := fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: path}); err != nil {
		h.Failed(app.Fail(app.CodeUnavailable, "error.folder", "Folder", folder).Because(err))
	}
}
