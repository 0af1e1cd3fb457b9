package page

import (
	"net/url"

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
