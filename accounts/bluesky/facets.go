package bluesky

import (
	"slices"

	"parvis/app/networks"
)

// facet marks a stretch of a text as a link, a mention or a hashtag
// (app.bsky.richtext.facet). Offsets count UTF-8 bytes.
type facet struct {
	Index    span      `json:"index"`
	Features []feature `json:"features"`
}

type span struct {
	Start int `json:"byteStart"`
	End   int `json:"byteEnd"`
}

type feature struct {
	Type string `json:"$type"`
	URI  string `json:"uri,omitempty"`
	DID  string `json:"did,omitempty"`
	Tag  string `json:"tag,omitempty"`
}

const (
	linkType    = "app.bsky.richtext.facet#link"
	mentionType = "app.bsky.richtext.facet#mention"
	tagType     = "app.bsky.richtext.facet#tag"
)

// facetsOf makes a facet of each link and hashtag of a text, and of each mention
// whose handle dids knows the DID of.
func facetsOf(text string, dids map[string]string) []facet {
	var found []facet
	for _, mark := range networks.Marks(networks.Bluesky, text) {
		var what feature
		switch mark.Kind {
		case networks.Link:
			what = feature{Type: linkType, URI: mark.Value}
		case networks.Hashtag:
			what = feature{Type: tagType, Tag: mark.Value}
		case networks.Mention:
			what = feature{Type: mentionType, DID: dids[mark.Value]}
			if what.DID == "" {
				continue
			}
		}
		found = append(found, facet{Index: span{mark.Start, mark.End}, Features: []feature{what}})
	}
	return found
}

// mentionsIn returns the handles that a text mentions, each once, in order.
func mentionsIn(text string) []string {
	var handles []string
	for _, mark := range networks.Marks(networks.Bluesky, text) {
		if mark.Kind == networks.Mention && !slices.Contains(handles, mark.Value) {
			handles = append(handles, mark.Value)
		}
	}
	return handles
}
