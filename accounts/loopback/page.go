package loopback

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
)

// ServeHTTP answers a browser: the one whose answer proves to be ours ends the
// waiting, anything else is turned away and changes nothing.
func (w *waiting) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	// A page from elsewhere can make its own name point to this machine: its
	// requests carry that name.
	if r.Host != w.host || r.URL.Path != networks.CallbackPath {
		http.NotFound(out, r)
		return
	}
	if r.Method != http.MethodGet {
		out.Header().Set("Allow", http.MethodGet)
		http.Error(out, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || len(query["state"]) != 1 {
		show(out, r, http.StatusBadRequest, "stranger")
		return
	}
	switch ours, first := w.use(query.Get("state")); {
	case !ours:
		show(out, r, http.StatusForbidden, "stranger")
	case !first:
		http.NotFound(out, r)
	default:
		a := read(query)
		if a.err != nil {
			show(out, r, http.StatusOK, "refused")
		} else {
			show(out, r, http.StatusOK, "done")
		}
		w.answers <- a
	}
}

// read tells what a network's answer says (RFC 6749, section 4.1.2).
func read(query url.Values) answer {
	code := query.Get("code")
	switch said := query.Get("error"); {
	case said == "access_denied":
		return answer{err: app.Fail(app.CodeUnauthorised, "networks.sign_in.denied")}
	case said == "server_error", said == "temporarily_unavailable":
		return answer{err: app.Fail(app.CodeUnavailable, "networks.sign_in.trouble").Because(errors.New(said))}
	case said != "":
		// A stranger's word: quoted and bounded for the log, never shown.
		return answer{err: app.Fail(app.CodeInvalid, "networks.sign_in.refused").Because(fmt.Errorf("the network answered %.60q", said))}
	case code == "" || len(code) > maxCode || len(query["code"]) != 1:
		return answer{err: app.Fail(app.CodeInvalid, "networks.sign_in.refused").Because(errors.New("the network brought no code"))}
	}
	return answer{code: code}
}

// form is the page. It needs nothing from anywhere and runs nothing.
var form = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Title}} · Parvis</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #F6F4EF; color: #20242C; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 1.5rem; padding: 2rem; border: 1px solid #E5E0D6; border-radius: 12px; background: #FFFFFF; }
h1 { margin: 0 0 .5rem; font-size: 1.3rem; }
p { margin: 0; }
@media (prefers-color-scheme: dark) {
body { background: #16181C; color: #ECEBE7; }
main { border-color: #30343A; background: #1E2126; }
}
</style>
</head>
<body><main><h1>{{.Title}}</h1><p>{{.Sentence}}</p></main></body>
</html>
`))

// show writes the page of an outcome in the language of the browser: French but
// where that one prefers English.
func show(out http.ResponseWriter, r *http.Request, status int, outcome string) {
	language := translations.Match(strings.TrimSpace(r.Header.Get("Accept-Language")))
	text, err := translations.Load(language)
	if err != nil {
		http.Error(out, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	header := out.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	out.WriteHeader(status)
	// A browser that has gone meanwhile needs no page.
	_ = form.Execute(out, struct{ Language, Title, Sentence string }{
		string(language), text.T("loopback." + outcome + ".title"), text.T("loopback." + outcome + ".sentence"),
	})
}
