package bluesky

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFacets(t *testing.T) {
	text := "Miam #brioche sur martin.fr, merci @Mairie.nantes.fr et @nobody.fr et @stranger.fr"
	got := facetsOf(text, map[string]string{"mairie.nantes.fr": "did:plc:mairie", "nobody.fr": ""})
	want := []facet{
		{span{5, 13}, []feature{{Type: tagType, Tag: "brioche"}}},
		{span{18, 27}, []feature{{Type: linkType, URI: "https://martin.fr"}}},
		{span{35, 52}, []feature{{Type: mentionType, DID: "did:plc:mairie"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
}

func TestMentionsAreListedOnce(t *testing.T) {
	got := mentionsIn("@b.fr @a.fr @B.fr et @a.fr")
	if diff := cmp.Diff([]string{"b.fr", "a.fr"}, got); diff != "" {
		t.Errorf("mentions (-want +got):\n%s", diff)
	}
}
