package translations

import (
	"strings"
	"sync"
	"testing"
)

// TestEverySentenceIsSaid asks a fresh catalogue for each sentence there is.
func TestEverySentenceIsSaid(t *testing.T) {
	for _, lang := range Languages() {
		catalogue, err := Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		all, _ := sentences(t, lang)
		for key, forms := range all {
			args := make(map[string]any)
			for _, name := range forms.placeholders() {
				args[name] = "x"
			}
			if _, simple := forms[""]; !simple {
				args["Count"] = 2
			}
			if said := catalogue.Args(key, args); said == key || strings.Contains(said, "<no value>") {
				t.Errorf("%s: %q is said %q", lang, key, said)
			}
		}
		for name, unread := range catalogue.unread {
			if unread {
				t.Errorf("%s: %s was never read", lang, name)
			}
		}
	}
}

func TestUnknownKeys(t *testing.T) {
	catalogue, err := Load(French)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"", "home", "home.", "home.no_such_sentence", "no_such_room.x", "."} {
		if said := catalogue.T(key); said != key {
			t.Errorf("the unknown key %q is said %q", key, said)
		}
	}
}

// TestOnlyRoomsInUseAreRead keeps the memory of rooms that nobody opens.
func TestOnlyRoomsInUseAreRead(t *testing.T) {
	catalogue, err := Load(French)
	if err != nil {
		t.Fatal(err)
	}
	catalogue.T("home.ahead_today", "Name", "x")
	for name, unread := range catalogue.unread {
		if read := !unread; read != (name == "home") {
			t.Errorf("%s: read is %t", name, read)
		}
	}
}

// TestSentencesFromEverywhere asks for the same rooms from many goroutines at
// once, for the race detector.
func TestSentencesFromEverywhere(t *testing.T) {
	catalogue, err := Load(French)
	if err != nil {
		t.Fatal(err)
	}
	all, _ := sentences(t, French)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for key := range all {
				if catalogue.T(key) == "" {
					t.Errorf("%q says nothing", key)
				}
			}
		})
	}
	group.Wait()
}
