package telegram

import (
	"encoding/json"
	"fmt"
	"strings"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// reply says which message of the same chat is answered; without more, Telegram
// refuses the message once that one is gone.
type reply struct {
	Message int64 `json:"message_id"`
}

// photo is one picture of an album.
type photo struct {
	Type    string `json:"type"`
	Media   string `json:"media"`
	Caption string `json:"caption,omitempty"`
}

// messageOf returns the one call that publishes: a text, a photo with its
// caption, or an album whose first photo has the caption. Telegram itself finds
// the links, mentions and hashtags of a text sent without parse_mode.
func messageOf(account networks.Account, content networks.Content) (call, error) {
	parent, err := answered(content.Answers)
	if err != nil {
		return call{}, err
	}
	text := networks.Normalise(content.Text)
	if len(content.Images) == 0 {
		parameters := map[string]any{"chat_id": account.RemoteID, "text": text}
		if parent > 0 {
			parameters["reply_parameters"] = reply{parent}
		}
		return calling(sendMessage, parameters, wire.PostTimeout), nil
	}
	form := wire.NewForm()
	form.Field("chat_id", "", account.RemoteID)
	if parent > 0 {
		form.Field("reply_parameters", "", inJSON(reply{parent}))
	}
	method := sendPhoto
	if len(content.Images) == 1 {
		if strings.TrimSpace(text) != "" {
			form.Field("caption", "", text)
		}
		addPhoto(form, "photo", 1, content.Images[0])
	} else {
		method = sendMediaGroup
		album := make([]photo, len(content.Images))
		for i, image := range content.Images {
			name := fmt.Sprintf("photo%d", i+1)
			album[i] = photo{Type: "photo", Media: "attach://" + name}
			addPhoto(form, name, i+1, image)
		}
		if strings.TrimSpace(text) != "" {
			album[0].Caption = text
		}
		form.Field("media", "", inJSON(album))
	}
	mime, body := form.Body()
	return call{method: method, mime: mime, body: body, timeout: wire.UploadTimeout}, nil
}

// addPhoto adds a picture under a name of its own: what its owner calls the file
// is nobody's business.
func addPhoto(form *wire.Form, field string, number int, image networks.Image) {
	ending := strings.TrimPrefix(image.MIME, "image/")
	form.File(field, fmt.Sprintf("photo%d.%s", number, ending), image.MIME, image.Bytes)
}

func inJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		// Strings and numbers always have a JSON form.
		panic("telegram: " + err.Error())
	}
	return string(b)
}
