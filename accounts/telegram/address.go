package telegram

import (
	"regexp"
	"strconv"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
)

var (
	// The number of a bot and its key, as BotFather gives them.
	tokenForm = regexp.MustCompile(`^[0-9]{5,20}:[A-Za-z0-9_-]{20,100}$`)
	// The public name of a channel: five characters at least, four for those that
	// were bought.
	nameForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)
	// The number of a channel, as the Bot API writes it.
	numberForm = regexp.MustCompile(`^-100[0-9]{5,16}$`)
)

// chatOf cleans the name of a channel as owners type or paste it, for the
// parameter chat_id: @name, its number, or the address of the channel or of one
// of its messages, which for a private channel is t.me/c/number/message.
func chatOf(typed string) (string, error) {
	s := wire.Typed(typed)
	for _, prefix := range []string{"https://", "http://", "www."} {
		if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
			s = s[len(prefix):]
		}
	}
	for _, host := range []string{"t.me/", "telegram.me/"} {
		if len(s) < len(host) || !strings.EqualFold(s[:len(host)], host) {
			continue
		}
		s = s[len(host):]
		if number, ok := strings.CutPrefix(s, "c/"); ok {
			s = "-100" + firstPart(number)
		}
		s = firstPart(strings.TrimPrefix(s, "s/"))
	}
	name := strings.TrimPrefix(s, "@")
	switch {
	case numberForm.MatchString(s):
		return s, nil
	case nameForm.MatchString(name):
		return "@" + name, nil
	}
	return "", app.Fail(app.CodeInvalid, "telegram.error.chat")
}

func firstPart(path string) string {
	if end := strings.IndexAny(path, "/?#"); end >= 0 {
		return path[:end]
	}
	return path
}

// publicName returns the name under which everybody can read a channel, or
// false for a private one.
func publicName(handle string) (string, bool) {
	name, ok := strings.CutPrefix(handle, "@")
	return name, ok && nameForm.MatchString(name)
}

// permalink is the address of a message: of a private channel only its members
// can open it.
func permalink(chat, name string, message int64) string {
	where := name
	if where == "" {
		where = "c/" + strings.TrimPrefix(chat, "-100")
	}
	return officialSite + "/" + where + "/" + strconv.FormatInt(message, 10)
}

// remoteID names what one post made: one message, or those of an album, in
// order.
func remoteID(messages []int64) string {
	parts := make([]string, len(messages))
	for i, m := range messages {
		parts[i] = strconv.FormatInt(m, 10)
	}
	return strings.Join(parts, ",")
}

// messagesOf reads what remoteID wrote, or nil for anything else.
func messagesOf(id string) []int64 {
	var messages []int64
	for part := range strings.SplitSeq(id, ",") {
		m, err := strconv.ParseInt(part, 10, 64)
		if err != nil || m <= 0 {
			return nil
		}
		messages = append(messages, m)
	}
	return messages
}
