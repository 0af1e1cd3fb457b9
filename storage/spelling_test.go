package storage_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app/spelling"
	"parvis/storage/storagetest"
)

func TestWords(t *testing.T) {
	store, now := storagetest.New(t).Spelling(), storagetest.Now()
	zoe := spelling.Word{Text: "Zébulor", Who: "Claire", AddedAt: now}
	must(t, store.AddWord(t.Context(), zoe))
	must(t, store.AddWord(t.Context(), spelling.Word{Text: "kerguidu", AddedAt: now.Add(time.Hour)}))
	must(t, store.AddWord(t.Context(), spelling.Word{Text: "Zébulor", Who: "Paul", AddedAt: now.Add(time.Hour)}))
	all, err := store.Words(t.Context())
	must(t, err)
	if diff := cmp.Diff([]spelling.Word{zoe, {Text: "kerguidu", AddedAt: now.Add(time.Hour)}}, all); diff != "" {
		t.Error(diff)
	}
	must(t, store.RemoveWord(t.Context(), "kerguidu"))
	must(t, store.RemoveWord(t.Context(), "never kept"))
	all, err = store.Words(t.Context())
	must(t, err)
	if diff := cmp.Diff([]spelling.Word{zoe}, all); diff != "" {
		t.Error(diff)
	}
}
