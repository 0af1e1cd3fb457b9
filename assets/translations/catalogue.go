// Package translations holds every sentence that Parvis shows, in French and in
// English, and the forms of numbers, dates and durations of both languages. One
// file per room, or several for a crowded one; a key is in the file with the
// longest name that it begins with.
package translations

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"parvis/app"
)

//go:embed fr/*.json en/*.json
var files embed.FS

// Language is a language of the interface.
type Language string

// The languages Parvis speaks.
const (
	French  Language = "fr"
	English Language = "en"
)

// Languages lists the languages Parvis speaks, the first by default.
func Languages() []Language { return []Language{French, English} }

// Match returns the language for a system locale such as "fr_FR.UTF-8" or
// "en-GB": French for French and for whatever Parvis does not speak but in an
// English setting.
func Match(locale string) Language {
	if strings.HasPrefix(strings.ToLower(locale), "en") {
		return English
	}
	return French
}

// Catalogue gives sentences, numbers and dates in one language. A file is read
// when one of its sentences is first wanted: most rooms stay closed all day. A
// catalogue is safe for concurrent use.
type Catalogue struct {
	lang      Language
	localizer *i18n.Localizer

	mu     sync.RWMutex // over what follows, and over the bundle's messages
	bundle *i18n.Bundle
	unread map[string]bool // files, by name without extension; false once read
}

// Load opens the embedded sentences of a language.
func Load(lang Language) (*Catalogue, error) {
	tag, err := language.Parse(string(lang))
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", lang, err)
	}
	names, err := fs.Glob(files, string(lang)+"/*.json")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no sentences for language %q", lang)
	}
	unread := make(map[string]bool, len(names))
	for _, name := range names {
		unread[strings.TrimSuffix(path.Base(name), ".json")] = true
	}
	bundle := i18n.NewBundle(tag)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	return &Catalogue{lang: lang, localizer: i18n.NewLocalizer(bundle, string(lang)), bundle: bundle, unread: unread}, nil
}

// home returns the file a key is in: of those whose name it begins with, the one
// with the longest name.
func (c *Catalogue) home(key string) (string, bool) {
	for name := key; ; {
		dot := strings.LastIndexByte(name, '.')
		if dot < 0 {
			return "", false
		}
		name = name[:dot]
		if _, ok := c.unread[name]; ok {
			return name, true
		}
	}
}

// read adds the sentences of a file, once.
func (c *Catalogue) read(name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.unread[name] {
		return nil
	}
	c.unread[name] = false
	data, err := files.ReadFile(path.Join(string(c.lang), name+".json"))
	if err != nil {
		return fmt.Errorf("reading sentences: %w", err)
	}
	// The library takes the language from the file's name.
	if _, err := c.bundle.ParseMessageFileBytes(data, name+"."+string(c.lang)+".json"); err != nil {
		return fmt.Errorf("reading sentences of %s: %w", name, err)
	}
	return nil
}

// Language returns the catalogue's language.
func (c *Catalogue) Language() Language { return c.lang }

// T returns the sentence of a key; args alternate placeholder name and value.
// An unknown key comes back as itself, so that what is missing is seen.
func (c *Catalogue) T(key string, args ...any) string {
	return c.render(&i18n.LocalizeConfig{MessageID: key, TemplateData: pairs(args)}, key)
}

// greatestPlural bounds what chooses a plural form: from a million on, French
// has a third one ("deux millions de jours") that sentences with figures do not
// use.
const greatestPlural = 999_999

// N returns the sentence of a key in the plural form of n, which also fills
// the placeholder Count as a formatted number.
func (c *Catalogue) N(key string, n int, args ...any) string {
	data := pairs(args)
	data["Count"] = c.Number(float64(n), 0)
	return c.render(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: min(n, greatestPlural)}, key)
}

// Args returns the sentence of a key with named values, as errors carry them.
// Values are written as app.Message says; an int named Count chooses the plural
// form.
func (c *Catalogue) Args(key string, args map[string]any) string {
	written := make(map[string]any, len(args))
	for name, value := range args {
		written[name] = c.value(value)
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: written}
	if n, ok := whole(args["Count"]); ok {
		config.PluralCount = min(n, greatestPlural)
	}
	return c.render(config, key)
}

// Say returns the sentence of a message, "" for the zero Message.
func (c *Catalogue) Say(m app.Message) string {
	if m.IsZero() {
		return ""
	}
	return c.Args(m.Key, m.Args)
}

func (c *Catalogue) render(config *i18n.LocalizeConfig, key string) string {
	s, err := c.localize(config, key)
	if err != nil {
		return key
	}
	return s
}

func (c *Catalogue) localize(config *i18n.LocalizeConfig, key string) (string, error) {
	c.mu.RLock()
	if name, ok := c.home(key); ok && c.unread[name] {
		c.mu.RUnlock()
		if err := c.read(name); err != nil {
			return "", err
		}
		c.mu.RLock()
	}
	defer c.mu.RUnlock()
	return c.localizer.Localize(config)
}

func pairs(args []any) map[string]any {
	m := make(map[string]any, len(args)/2+1)
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = args[i+1]
	}
	return m
}
