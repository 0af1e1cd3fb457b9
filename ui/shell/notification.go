package shell

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"parvis/app/publishing"
)

// longestNotification bounds a notification, in characters.
const longestNotification = 120

// remind tells, outside the window, that something is to be published by hand.
func (s *Shell) remind(due publishing.ByHandDue) {
	title := due.Title
	if title == "" {
		title = s.text.T("editorial.untitled")
	}
	s.notify(s.text.T("shell.remind.title", "Network", due.Network.Name()), title)
}

// notify is the one way to the system's notifications. What it is given may come
// from anywhere: on Windows, Fyne 2.8 writes it into a script.
func (s *Shell) notify(title, content string) {
	s.app.SendNotification(fyne.NewNotification(harmless(title), harmless(content)))
}

// harmless keeps letters, figures, spaces and the few signs that end no string and
// begin no command in any shell. Quotation marks go, the typographic ones too:
// PowerShell takes them for its own.
func harmless(text string) string {
	kept := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".,:!?-+=", r) {
			return r
		}
		return ' '
	}, text)
	kept = strings.Join(strings.Fields(kept), " ")
	if r := []rune(kept); len(r) > longestNotification {
		kept = strings.TrimSpace(string(r[:longestNotification-1])) + "."
	}
	return kept
}
