package spelling_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"parvis/app/spelling"
)

// TestTextsAreReadAgainWhenWordsChange: what is remembered of a text holds for as
// long as the same words are known, and belongs to nobody.
func TestTextsAreReadAgainWhenWordsChange(t *testing.T) {
	store := &memory{}
	s, _ := desk(store)
	const text = "une bagette et un kouignn"
	words := func() []string {
		t.Helper()
		found, err := s.Find(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for i := range found {
			all = append(all, found[i].Word)
			found[i].Word = "spoilt"
		}
		return all
	}
	for range 2 {
		if got := words(); !slices.Equal(got, []string{"bagette", "kouignn"}) {
			t.Errorf("%q", got)
		}
	}
	if err := s.Learn(t.Context(), "kouignn"); err != nil {
		t.Fatal(err)
	}
	if got := words(); !slices.Equal(got, []string{"bagette"}) {
		t.Errorf("with a word learnt: %q", got)
	}
	if err := s.Forget(t.Context(), "kouignn"); err != nil {
		t.Fatal(err)
	}
	if got := words(); len(got) != 2 {
		t.Errorf("with the word forgotten: %q", got)
	}
}

// TestManyReadAtOnce reads more texts than are remembered from many goroutines.
func TestManyReadAtOnce(t *testing.T) {
	s, _ := desk(&memory{})
	var all sync.WaitGroup
	for reader := range 4 {
		all.Go(func() {
			for i := range 60 {
				text := fmt.Sprintf("numéro %d, une bagette", (i+reader)%30)
				found, err := s.Find(t.Context(), text)
				if err != nil || len(found) != 1 || found[0].Start != strings.Index(text, "bagette") {
					t.Errorf("%q: %+v, %v", text, found, err)
				}
			}
		})
	}
	all.Wait()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Find(ctx, "une autre bagette"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// BenchmarkRemembered reads again a text of a post with two mistakes.
func BenchmarkRemembered(b *testing.B) {
	s, _ := desk(&memory{})
	text := strings.Repeat("Vendredi, une baguette tradition achetée, une offerte. ", 20) + "une bagette pour votre voisinn"
	for b.Loop() {
		if _, err := s.Find(b.Context(), text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkKeystroke reads that text with another letter each time.
func BenchmarkKeystroke(b *testing.B) {
	s, _ := desk(&memory{})
	text := strings.Repeat("Vendredi, une baguette tradition achetée, une offerte. ", 20) + "une bagette pour votre voisinn"
	i := 0
	for b.Loop() {
		i++
		if _, err := s.Find(b.Context(), fmt.Sprint(text, " ", i)); err != nil {
			b.Fatal(err)
		}
	}
}

func TestSure(t *testing.T) {
	for text, want := range map[string]bool{
		"votre voisinn": true, "une bagette": true, "l homme": true, "C'est": true, "Zébulor est là": false,
		"l’haricot vert": false,
	} {
		found, err := spelling.Find(t.Context(), text, spelling.French, spelling.Words{})
		if err != nil || len(found) != 1 || found[0].Sure != want {
			t.Errorf("%q: %+v, %v", text, found, err)
		}
	}
}
