package youtube

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"parvis/app/networks"
)

// video is what YouTube is told of a video, and tells.
type video struct {
	ID      string  `json:"id,omitempty"`
	Snippet snippet `json:"snippet"`
	Status  status  `json:"status"`
}

type snippet struct {
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Tags        []string `json:"tags,omitempty"`
}

type status struct {
	Privacy string `json:"privacyStatus"`
	ForKids bool   `json:"selfDeclaredMadeForKids"`
}

const public = "public"

// describe returns the video of a content, as its upload is opened with. The same
// content always gives the same.
func describe(content networks.Content) video {
	text := strings.TrimSpace(networks.Normalise(content.Text))
	return video{
		Snippet: snippet{Title: strings.TrimSpace(networks.Normalise(content.Title)), Description: text, Tags: tags(text)},
		Status:  status{Privacy: public},
	}
}

// maxTags bounds all tags together, in characters, with a comma between two.
const maxTags = 500

// tags are the hashtags of a text, each once, as far as YouTube takes them.
func tags(text string) []string {
	var all []string
	size := 0
	for _, m := range networks.Marks(networks.YouTube, text) {
		known := func(tag string) bool { return strings.EqualFold(tag, m.Value) }
		if m.Kind != networks.Hashtag || slices.ContainsFunc(all, known) {
			continue
		}
		if size += utf8.RuneCountInString(m.Value) + 1; size > maxTags {
			break
		}
		all = append(all, m.Value)
	}
	return all
}

func (v video) json() []byte {
	b, err := json.Marshal(v)
	if err != nil {
		// Strings and a boolean always have a JSON form.
		panic("youtube: " + err.Error())
	}
	return b
}

// made reads the video that an upload made, or false when the answer tells of none.
func (a answer) made() (video, bool) {
	var v video
	ok := a.Decode(&v) == nil && videoForm.MatchString(v.ID) && v.Status.Privacy != ""
	return v, ok
}

// permalink is where a video is seen.
func permalink(id string) string { return "https://www.youtube.com/watch?v=" + id }
