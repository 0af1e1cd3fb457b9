package telegram

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// reply says which message of the same chat is answered; without more, Telegram
// refuses the message once that one is gone.
type reply struct {
	Message int64 `json:"message_id"`
}

// item is one picture or film of an album.
type item struct {
	Type    string `json:"type"`
	Media   string `json:"media"`
	Caption string `json:"caption,omitempty"`
}

// attached is how many pictures and films a content has.
func attached(content networks.Content) int {
	if content.Film != nil {
		return len(content.Images) + 1
	}
	return len(content.Images)
}

// messageOf returns the one call that publishes: a text, a photo or a video with its
// caption, or an album whose first item has the caption. film is that of the content,
// opened; it is read as the call leaves. Telegram itself finds the links, mentions and
// hashtags of a text sent without parse_mode.
func messageOf(account networks.Account, content networks.Content, film io.Reader) (call, error) {
	parent, err := answered(content.Answers)
	if err != nil {
		return call{}, err
	}
	text := networks.Normalise(content.Text)
	if attached(content) == 0 {
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
	made := call{method: sendMediaGroup, timeout: wire.UploadTimeout}
	if attached(content) == 1 {
		if made.method = sendPhoto; content.Film != nil {
			made.method = sendVideo
		}
		if strings.TrimSpace(text) != "" {
			form.Field("caption", "", text)
		}
		for _, image := range content.Images {
			addPhoto(form, "photo", 1, image)
		}
	} else {
		addAlbum(form, text, content)
	}
	if content.Film == nil {
		made.mime, made.body = form.Body()
		return made, nil
	}
	addFilm(form, content.Film, film)
	made.mime, made.stream, made.length = form.Stream()
	made.timeout = wire.FilmTimeout(made.length)
	return made, nil
}

// addAlbum adds the pictures of an album, and which they are with its film.
func addAlbum(form *wire.Form, text string, content networks.Content) {
	var album []item
	for i, image := range content.Images {
		name := fmt.Sprintf("photo%d", i+1)
		album = append(album, item{Type: "photo", Media: "attach://" + name})
		addPhoto(form, name, i+1, image)
	}
	if content.Film != nil {
		album = append(album, item{Type: "video", Media: "attach://video"})
	}
	if strings.TrimSpace(text) != "" {
		album[0].Caption = text
	}
	form.Field("media", "", inJSON(album))
}

// addFilm adds a film under a name of its own.
func addFilm(form *wire.Form, film *networks.Film, content io.Reader) {
	form.Film("video", "video."+strings.TrimPrefix(film.MIME, "video/"), film.MIME, content, film.Size)
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
