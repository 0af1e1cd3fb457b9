package shell

import (
	"encoding/json"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"parvis/assets/translations"
)

// fyneWords are the words of Fyne's own menus and dialogs that can be seen in
// Parvis, by the key under which our catalogue has them.
var fyneWords = map[string]string{
	"Cut":        "shell.fyne.cut",
	"Copy":       "shell.fyne.copy",
	"Paste":      "shell.fyne.paste",
	"Select all": "shell.fyne.select_all",
	"Undo":       "shell.fyne.undo",
	"Redo":       "shell.fyne.redo",
	"Quit":       "shell.menu.quit",
	"OK":         "shell.fyne.ok",
	"Cancel":     "shell.fyne.cancel",
	"Open":       "shell.fyne.open",
	"Save":       "shell.fyne.save",
	"File":       "shell.menu.file",
	"Yes":        "shell.fyne.yes",
	"No":         "shell.fyne.no",
	"Error":      "shell.fyne.error",
}

// speakFyne gives Fyne its words in the catalogue's language. Fyne has no way
// to choose a language: it takes the one of the system's locale, so ours are
// loaded under that name.
func speakFyne(text *translations.Catalogue, locale string) error {
	words := make(map[string]string, len(fyneWords))
	for word, key := range fyneWords {
		words[word] = text.T(key)
	}
	data, err := json.Marshal(words)
	if err != nil {
		return fmt.Errorf("words of Fyne: %w", err)
	}
	if err := lang.AddTranslationsForLocale(data, fyne.Locale(locale)); err != nil {
		return fmt.Errorf("words of Fyne: %w", err)
	}
	return nil
}
